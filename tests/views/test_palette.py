"""The command palette: commands at once, records a moment later, everything by keyboard and named."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.usecases.finding import FoundRow
from app.views.commands import MENUS
from app.views.palette_entries import _where
from app.views.widgets.palette import WAIT_MILLISECONDS, Palette
from tests.usecases.retail import Retail, retail
from tests.views.window import settle_desk


@pytest.fixture
def made(desk_window) -> Retail:
    return retail(desk_window.desk.db)


@pytest.fixture
def palette(desk_window, made: Retail) -> Palette:
    desk_window.inside.menus.actions["palette"].trigger()
    return desk_window.inside.palette


def typed(qtbot, palette: Palette, text: str) -> list[tuple[str, str]]:
    """The lines once the records of this text are found."""
    palette.field.setText(text)
    qtbot.waitUntil(lambda: not palette._waiting)
    return [(entry.group, entry.title) for entry in palette.entries]


def press(qtbot, palette: Palette, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(palette.field, key)


def current(palette: Palette) -> str:
    return palette.list.currentItem().text()


def test_it_opens_over_the_window_with_every_command_and_its_keys(desk_window, palette: Palette) -> None:
    assert palette.isVisible()
    assert QApplication.focusWidget() is palette.field
    assert QApplication.activeModalWidget() is None
    hints = {entry.title: entry.hint for entry in palette.entries}
    assert hints["Import spreadsheets…"] == "Ctrl+I"
    assert hints["Levels"] == "Ctrl+7"
    assert hints["Settings"] == "Ctrl+,"
    assert "Command palette" not in hints


def test_only_what_can_be_done_now_is_offered(window) -> None:
    window.run("palette")
    offered = {entry.title for entry in window.inside.palette.entries}
    assert "Open desk…" in offered
    assert not {"Levels", "Import spreadsheets…", "Settings"} & offered


def test_commands_and_records_are_grouped_with_beginnings_first(qtbot, palette: Palette) -> None:
    assert typed(qtbot, palette, "re")[0] == ("Commands", "Restore a backup…")
    groups = [group for group, _ in typed(qtbot, palette, "re")]
    assert groups == sorted(groups, key=groups.index)
    assert ("Customers", "Retail") in typed(qtbot, palette, "re")


def test_records_are_looked_for_within_fifty_milliseconds_of_the_last_key(palette: Palette) -> None:
    assert WAIT_MILLISECONDS <= 50
    assert palette._timer.interval() == WAIT_MILLISECONDS


def test_arrows_walk_over_headings_and_round_the_ends(qtbot, palette: Palette) -> None:
    typed(qtbot, palette, "retail")
    first = current(palette)
    assert first == "Retail, Customers"
    press(qtbot, palette, Qt.Key.Key_Up)
    assert current(palette) != first
    press(qtbot, palette, Qt.Key.Key_Down)
    assert current(palette) == first


def test_enter_goes_to_the_record(qtbot, desk_window, palette: Palette, made: Retail) -> None:
    typed(qtbot, palette, "retail")
    press(qtbot, palette, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert desk_window.inside.page_key == "customers"
    settle_desk(desk_window.desk)
    assert desk_window.page("customers").detail.row.id == made.customer


def test_a_period_leads_to_its_levels(qtbot, desk_window, palette: Palette, made: Retail) -> None:
    lines = typed(qtbot, palette, "oct 2026 levels")
    assert lines == [("Levels", "October 2026, Retail")]
    press(qtbot, palette, Qt.Key.Key_Return)
    assert desk_window.inside.page_key == "levels"
    qtbot.waitUntil(lambda: not desk_window.inside.tasks.busy)
    assert desk_window.page("levels")._period.key == "2026-10"


def test_a_command_is_run(qtbot, desk_window, palette: Palette) -> None:
    desk_window.page("settings")
    typed(qtbot, palette, "settings")
    press(qtbot, palette, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk_window.inside.page_key == "settings")


def test_escape_closes_and_gives_the_keyboard_back(qtbot, desk_window, palette: Palette) -> None:
    press(qtbot, palette, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    before = QApplication.focusWidget()
    desk_window.run("palette")
    press(qtbot, palette, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is before


def test_a_press_beside_it_closes_it(qtbot, palette: Palette) -> None:
    qtbot.mouseClick(palette.card, Qt.MouseButton.LeftButton)
    assert palette.isVisible()
    qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=palette.rect().bottomLeft())
    assert not palette.isVisible()


def test_nothing_found_is_said(qtbot, palette: Palette) -> None:
    assert typed(qtbot, palette, "zzzz") == []
    assert not palette.nothing.isHidden()
    assert palette.list.isHidden()


def test_an_answer_to_an_earlier_text_is_not_shown(qtbot, palette: Palette) -> None:
    typed(qtbot, palette, "zzzz")
    palette.show_records("retail", ())
    palette.field.setText("ret")
    palette.show_records("zzzz", ())
    assert palette._waiting


def test_it_tells_a_screen_reader_the_line_it_is_on(qtbot, palette: Palette) -> None:
    typed(qtbot, palette, "retail")
    assert palette.field.accessibleName()
    assert palette.field.accessibleDescription() == "Retail, Customers"
    press(qtbot, palette, Qt.Key.Key_Down)
    assert palette.field.accessibleDescription() == current(palette)


def test_it_stands_in_the_view_menu_and_on_the_sheet_of_keys(desk_window) -> None:
    (command,) = [each for each in MENUS["View"] if each.name == "palette"]
    assert command.keys == "Ctrl+K"
    assert desk_window.inside.menus.actions["palette"] in desk_window.menus["View"].actions()


@pytest.mark.parametrize(
    ("kind", "page", "what"),
    [
        ("component", "services", ("component", 7)),
        ("agreement", "agreements", 7),
        ("outage", "measurements", ("outage", 7)),
        ("ticket", "measurements", ("ticket", "INC7")),
    ],
)
def test_every_kind_of_record_has_its_page(kind, page: str, what: object) -> None:
    assert _where(FoundRow(kind, 7, "INC7")) == (page, what)
