"""Roots wear the style sheet: what is seen changes with the theme at once, what is hidden when next shown."""

import shiboken6
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.views import theme
from app.views.theme import DARK, LIGHT, Theme, style_sheet


def test_a_hidden_root_changes_when_it_is_shown(qtbot: QtBot, look: Theme) -> None:
    seen, hidden = QWidget(), QWidget()
    for root in (seen, hidden):
        qtbot.addWidget(root)
        theme.dress(root)
    seen.show()
    look.set_mode("dark")
    qtbot.waitUntil(lambda: seen.styleSheet() == style_sheet(DARK))
    assert hidden.styleSheet() == style_sheet(LIGHT)
    hidden.show()
    assert hidden.styleSheet() == style_sheet(DARK)


def test_a_window_is_painted_again_once_all_its_parts_are_dressed(qtbot: QtBot, look: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    parts = [QWidget(window) for _ in range(3)]
    for part in parts:
        theme.dress(part)
    window.show()
    look.set_mode("dark")
    assert not window.updatesEnabled()
    qtbot.waitUntil(window.updatesEnabled)
    assert {part.styleSheet() for part in parts} == {style_sheet(DARK)}


def test_a_root_that_goes_before_its_turn_keeps_no_window_from_painting(qtbot: QtBot, look: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    gone, stays = QWidget(window), QWidget(window)
    for part in (gone, stays):
        theme.dress(part)
    window.show()
    look.set_mode("dark")
    shiboken6.delete(gone)
    qtbot.waitUntil(window.updatesEnabled)
    assert stays.styleSheet() == style_sheet(DARK)


def test_the_application_itself_wears_none(look: Theme, qapp: QApplication) -> None:
    assert qapp.styleSheet() == ""


def test_every_word_of_the_sheet_is_filled_in() -> None:
    for colours in (LIGHT, DARK):
        assert "$" not in style_sheet(colours)
