"""Every control that takes the keyboard has a name for screen readers, on every page and in every tab."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from app.usecases.desks import open_desk
from app.views.desk import Action
from app.views.main_window import MainWindow
from app.views.pages import MORE_PAGES, PAGES
from app.views.widgets.views_bar import ViewsBar


def settle(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(3):
        QCoreApplication.processEvents()
        qtbot.waitUntil(lambda: not window.inside.tasks.busy, timeout=60_000)
        QCoreApplication.processEvents()


def controls(root: QWidget) -> Iterator[QWidget]:
    """What Tab or the pointer gives the keyboard to, in sight."""
    for each in root.findChildren(QWidget):
        within = isinstance(each.parentWidget(), QComboBox | QAbstractSpinBox)
        if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus and not within:
            yield each


def spoken(each: QWidget) -> str:
    told = QAccessible.queryAccessibleInterface(each)
    return told.text(QAccessible.Text.Name) if told else ""


def nameless(root: QWidget) -> set[str]:
    return {
        f"{type(each).__name__} in {type(each.parentWidget()).__name__}"
        for each in controls(root)
        if not spoken(each)
    }


@pytest.mark.parametrize("key", sorted({entry.key for entry in (*PAGES, *MORE_PAGES)}))
def test_every_control_of_a_page_has_a_name(
    window: MainWindow, qtbot: QtBot, sample_desk: Path, key: str
) -> None:
    window.show_desk(open_desk(sample_desk))
    window.go(key)
    settle(qtbot, window)
    page = window.page(key)
    found = nameless(page)
    for tabs in page.findChildren(QTabWidget) + page.findChildren(ViewsBar):
        for number in range(tabs.count()):
            tabs.setCurrentIndex(number)
            settle(qtbot, window)
            found |= nameless(page)
    assert not found


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
