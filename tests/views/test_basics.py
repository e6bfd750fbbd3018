"""Buttons as people press them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from app.views.main_window import MainWindow
from app.views.widgets.basics import button, icon_button, label
from tests.views.window import settle_desk


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize("make", [lambda run: button("Add", run), lambda run: icon_button("add", "Add", run)])
def test_a_button_is_pressed_by_enter_as_by_space(qtbot: QtBot, look, make, key: Qt.Key) -> None:
    pressed: list[int] = []
    made = make(lambda: pressed.append(1))
    qtbot.addWidget(made)
    QTest.keyClick(made, key)
    assert pressed == [1]


def test_a_held_key_presses_once_and_enter_with_ctrl_does_not(qtbot: QtBot, look) -> None:
    pressed: list[int] = []
    made = button("Add", lambda: pressed.append(1))
    qtbot.addWidget(made)
    key, plain = Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier
    for again in (False, True, True):
        QApplication.sendEvent(made, QKeyEvent(QKeyEvent.Type.KeyPress, key, plain, "\r", again))
    QTest.keyClick(made, key, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [1]


def test_every_button_of_the_window_knows_enter(desk_window: MainWindow) -> None:
    def unaware() -> set[str]:
        return {
            f"{type(each).__name__} {each.accessibleName() or each.text()}"
            for each in desk_window.findChildren(QAbstractButton)
            if type(each).__module__.startswith("PySide6")
            and each.inherits("QPushButton")
            and not each.inherits("QToolButton")
        }

    found: set[str] = set()
    for key in desk_window.inside.navigation.buttons:
        desk_window.go(key)
        settle_desk(desk_window.desk)
        found |= unaware()
    assert not found


def test_enter_in_a_button_of_a_form_presses_the_button_and_not_the_form(qtbot: QtBot, look) -> None:
    from app.views.widgets.form import Field
    from app.views.widgets.inline_form import InlineForm

    added: list[object] = []
    form = InlineForm("New", (Field("name", "Name"),), "Add", added.append)
    qtbot.addWidget(form)
    form.open_with({"name": "Till"})
    cancel = next(each for each in form.findChildren(QAbstractButton) if each.text() == "Cancel")
    QTest.keyClick(cancel, Qt.Key.Key_Return)
    assert not added
    assert form.isHidden()


def test_a_path_wider_than_its_label_is_broken_and_still_reads_as_it_was_given(qtbot: QtBot, look) -> None:
    path = r"C:\Users\Someone with a Name\AppData\Local\Colonnade\backups\x" + "x" * 90
    told = label(f"Left empty: {path}.", wrap=True)
    qtbot.addWidget(told)
    assert told.text() == f"Left empty: {path}."
    told.setText(path)
    assert told.text() == path
    assert told.minimumSizeHint().width() < 300
