"""Columns chosen, moved, sized and kept in view; what the window remembers of them."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from app.views.preferences import Preferences
from app.views.rows_model import Column, RowsModel
from app.views.widgets.table import Table
from app.views.widgets.table_layout import CAP, Layout, Need, widths_for


@dataclass(frozen=True)
class Line:
    id: int
    texts: tuple[str, ...]


class Window(QMainWindow):
    """A window that remembers."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.preferences = preferences


def columns(count: int) -> tuple[Column[Line], ...]:
    return tuple(Column(f"Column {n}", lambda line, n=n: line.texts[n]) for n in range(count))


def shown(qtbot: QtBot, count: int, path: Path, width: int = 600) -> Table[Line]:
    window = Window(Preferences(path / "window.ini"))
    qtbot._windows = [*getattr(qtbot, "_windows", ()), window]  # qtbot itself does not keep it alive
    model: RowsModel[Line] = RowsModel(columns(count))
    table: Table[Line] = Table(model, "Lines")
    model.setParent(table)
    window.setCentralWidget(table)
    qtbot.addWidget(window)
    window.resize(width, 300)
    table.set_rows(tuple(Line(n, tuple(f"row {n} of column {c}" for c in range(count))) for n in range(30)))
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    return table


def entry(menu: QMenu, text: str) -> QMenu | None:
    """Press an entry of a menu, or give the menu below it."""
    action = next(one for one in menu.actions() if one.text().split("\t")[0] == text)
    below = action.menu()
    if isinstance(below, QMenu):
        return below
    action.trigger()
    return None


def test_a_column_is_hidden_and_shown_from_the_menu_of_the_menu_key(qtbot: QtBot, tmp_path: Path) -> None:
    table = shown(qtbot, 3, tmp_path)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Menu)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    chooser = entry(menu, "Columns")
    assert chooser is not None
    for name in ("Column 0", "Column 1", "Column 0"):
        action = next(each for each in chooser.actions() if each.text() == name)
        chooser.popup(table.mapToGlobal(QPoint(0, 0)))
        place = chooser.actionGeometry(action).center()
        qtbot.mouseClick(chooser, Qt.MouseButton.LeftButton, pos=place)
        assert chooser.isVisible()  # one tick leaves it open for the next
    chooser.close()
    menu.close()
    assert table.header.visible_columns() == (0, 2)
    assert sum(table.columnWidth(n) for n in (0, 2)) == table.viewport().width()


def test_the_last_column_stays(qtbot: QtBot, tmp_path: Path) -> None:
    table = shown(qtbot, 2, tmp_path)
    table.show_column(0, False)
    table.show_column(1, False)
    assert table.header.visible_columns() == (1,)


def test_order_widths_and_hidden_columns_survive_a_restart(qtbot: QtBot, tmp_path: Path) -> None:
    table = shown(qtbot, 4, tmp_path)
    table.header.moveSection(0, 2)
    table.show_column(3, False)
    edge = table.header.sectionViewportPosition(1) + table.columnWidth(1) - 1
    drag(qtbot, table, edge, edge + 40)
    width = table.columnWidth(1)
    again = shown(qtbot, 4, tmp_path)
    assert again.header.visible_columns() == (1, 2, 0)
    assert again.columnWidth(1) == width
    again.reset_columns()
    assert again.header.visible_columns() == (0, 1, 2, 3)
    third = shown(qtbot, 4, tmp_path)
    assert third.header.visible_columns() == (0, 1, 2, 3)
    assert third.columnWidth(1) != width


def test_what_was_kept_for_other_columns_is_not_taken(qtbot: QtBot, tmp_path: Path) -> None:
    shown(qtbot, 4, tmp_path).show_column(0, False)
    assert shown(qtbot, 3, tmp_path).header.visible_columns() == (0, 1, 2)


@given(
    st.text()
    | st.sampled_from(['{"order": 1}', "[]", "null", '{"order":[],"hidden":["A"],"widths":{},"frozen":null}'])
)
def test_an_odd_layout_is_as_if_nothing_had_been_kept(text: str) -> None:
    assert Layout.read(text, ["A"]) == Layout()


def test_a_layout_is_read_back_as_it_was_written() -> None:
    layout = Layout(("B", "A"), ("A",), {"B": 90}, False)
    assert Layout.read(layout.written(), ["A", "B"]) == layout
    assert Layout().written() == ""


@given(
    st.lists(st.builds(Need, st.integers(40, 900), st.booleans()), min_size=1, max_size=9),
    st.integers(0, 3000),
)
def test_widths_fill_the_room_and_cut_only_long_texts(needs: list[Need], room: int) -> None:
    widths = widths_for(needs, room)
    best = [need.best for need in needs]
    if sum(best) <= room:
        assert sum(widths) == room
        assert all(width >= need for width, need in zip(widths, best, strict=True))
    for width, need in zip(widths, needs, strict=True):
        assert need.is_text or width >= need.best
        assert width >= min(need.best, 110)
    assert sum(widths) <= room or sum(widths) == sum(min(n.best, CAP) if n.is_text else n.best for n in needs)


def test_a_name_in_the_first_column_is_not_cut_before_the_table_scrolls() -> None:
    figures = [Need(96, False), Need(80, False)]
    assert widths_for([Need(132, True), *figures, Need(78, True)], 350)[0] == 132
    assert widths_for([Need(250, True), Need(400, True), *figures], 480) == [194, 110, 96, 80]


def test_the_first_column_stays_in_view_and_takes_the_mouse(qtbot: QtBot, tmp_path: Path) -> None:
    table = shown(qtbot, 12, tmp_path)
    table.keep_first()
    table.horizontalScrollBar().setValue(400)
    width = table.frozen.width
    assert width == table.columnWidth(0)
    middle = QPoint(width // 2, table.rowViewportPosition(4) + 5)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (4, 0)
    assert table.horizontalScrollBar().value() == 400
    assert table.visualRect(table.model().index(4, 0)).left() == 0


def test_the_heading_that_stays_sorts(qtbot: QtBot, tmp_path: Path) -> None:
    table = shown(qtbot, 12, tmp_path)
    table.keep_first()
    table.horizontalScrollBar().setValue(400)
    for _ in range(2):
        qtbot.mouseClick(table.header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 12))
    assert table.header.sortIndicatorSection() == 0
    assert table.rows_model.row_at(0).id == 29


def test_the_cursor_is_never_under_the_column_that_stays(qtbot: QtBot, tmp_path: Path) -> None:
    table = shown(qtbot, 12, tmp_path)
    table.by_cell()
    table.keep_first()
    table.setCurrentIndex(table.model().index(0, 11))
    for _ in range(10):
        qtbot.keyClick(table, Qt.Key.Key_Left)
        place = table.visualRect(table.currentIndex())
        assert place.left() >= table.frozen.width
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert table.currentIndex().column() == 0


def test_the_column_that_stays_is_drawn_as_the_table_draws_it(qtbot: QtBot, tmp_path: Path) -> None:
    table = shown(qtbot, 12, tmp_path)
    table.selectRow(2)
    before = table.viewport().grab().toImage().copy(0, 0, table.columnWidth(0) - 2, 200)
    table.keep_first()
    table.horizontalScrollBar().setValue(300)
    QApplication.processEvents()
    assert table.viewport().grab().toImage().copy(0, 0, table.columnWidth(0) - 2, 200) == before


@pytest.mark.parametrize("count", [1, 3])
def test_a_column_that_stays_is_no_second_table(qtbot: QtBot, tmp_path: Path, count: int) -> None:
    table = shown(qtbot, count, tmp_path, width=200)
    table.keep_first()
    assert len(table.findChildren(type(table))) == 0


def drag(qtbot: QtBot, table: Table[Line], start: int, end: int) -> None:
    place = table.header.viewport()
    middle = table.header.head_height // 2
    qtbot.mousePress(place, Qt.MouseButton.LeftButton, pos=QPoint(start, middle))
    for at in range(start, end + 1, 5):
        qtbot.mouseMove(place, pos=QPoint(at, middle))
    qtbot.mouseRelease(place, Qt.MouseButton.LeftButton, pos=QPoint(end, middle))
