"""Messages are reached and closed without a mouse."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.usecases.desks import open_desk
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
