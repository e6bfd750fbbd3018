"""Messages are reached and closed without a mouse."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionButton
from pytestqt.qtbot import QtBot

from app.usecases.desks import open_desk
from app.views import theme
from app.views.desk import Action
from app.views.main_window import MainWindow


def settle(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(3):
        QCoreApplication.processEvents()
        qtbot.waitUntil(lambda: not window.inside.tasks.busy, timeout=60_000)
        QCoreApplication.processEvents()


def test_a_message_stands_at_the_lower_right_and_closes_by_a_key(
    window: MainWindow, qtbot: QtBot, sample_desk: Path
) -> None:
    window.show_desk(open_desk(sample_desk))
    settle(qtbot, window)
    window.desk.say("Removed an outage.", Action("Undo", lambda: None))
    place = window.message.geometry()
    switch = window.inside.status.switch
    assert place.right() > window.width() - switch.width() - 32  # it leaves the customer view within reach
    assert place.bottom() > window.height() - 32
    QTest.keySequence(QApplication.focusWidget() or window, QKeySequence("Shift+Esc"))
    assert not window.message.isVisible()


def test_what_a_message_offers_is_read_as_well_under_the_pointer(
    desk_window: MainWindow, qtbot: QtBot
) -> None:
    desk_window.inside.say("Removed an outage.", Action("Undo", lambda: None))
    button, paper = desk_window.message.button, theme.LIGHT.text
    option = QStyleOptionButton()
    option.initFrom(button)
    option.state |= QStyle.StateFlag.State_MouseOver
    painted = QPixmap(button.size())
    painted.fill(paper)
    painter = QPainter(painted)
    button.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, button)
    painter.end()
    assert painted.toImage().pixelColor(4, button.height() // 2) == QColor(paper)
