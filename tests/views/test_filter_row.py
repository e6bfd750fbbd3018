"""The row of filters under the headings, by keyboard and mouse."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.views.rows_model import Column, RowsModel
from app.views.widgets.filter_field import FilterField
from app.views.widgets.nothing_fits import NothingFits
from app.views.widgets.table import Table


@dataclass(frozen=True)
class Line:
    id: int
    name: str
    minutes: int | None
    start: datetime
    state: str


COLUMNS: tuple[Column[Line], ...] = (
    Column("Name", lambda line: line.name),
    Column("Minutes", lambda line: line.minutes, align="right", unit="min"),
    Column("Start", lambda line: line.start),
    Column("State", lambda line: line.state),
)
START = datetime(2026, 9, 28, 8, tzinfo=UTC)


@pytest.fixture
def table(qtbot: QtBot) -> Iterator[Table[Line]]:
    model: RowsModel[Line] = RowsModel(COLUMNS)
    made: Table[Line] = Table(model, "Lines")
    model.setParent(made)
    qtbot.addWidget(made)
    made.keep_by(lambda line: line.id)
    made.resize(640, 400)
    made.show()
    made.activateWindow()
    made.set_rows(
        tuple(
            Line(n, f"line {n}", None if n == 3 else 10 * n, START + timedelta(days=n), ("up", "down")[n % 2])
            for n in range(1, 9)
        )
    )
    QApplication.processEvents()
    return made


def ids(table: Table[Line]) -> list[int]:
    return [line.id for line in table.rows_model.rows]


def type_into(qtbot: QtBot, table: Table[Line], column: int, text: str) -> FilterField:
    table.show_filters(column)
    field = table.header.fields[column]
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    return field


@pytest.mark.parametrize(
    ("column", "typed", "left"),
    [
        (0, "line 7", [7]),
        (0, "-7", [1, 2, 3, 4, 5, 6, 8]),
        (1, ">30", [4, 5, 6, 7, 8]),
        (1, "10..40", [1, 2, 4]),
        (1, "empty", [3]),
        (1, "> 1 h", [7, 8]),
        (2, "oct 2026", [3, 4, 5, 6, 7, 8]),
        (2, "<= 30.9.2026", [1, 2]),
        (3, "=down", [1, 3, 5, 7]),
    ],
)
def test_what_is_typed_under_a_heading_filters(
    qtbot: QtBot, table: Table[Line], column: int, typed: str, left: list[int]
) -> None:
    type_into(qtbot, table, column, typed)
    assert ids(table) == left
    assert table.note == f"{len(left)} of 8 rows"


def test_typing_filters_without_enter(qtbot: QtBot, table: Table[Line]) -> None:
    table.show_filters(0)
    qtbot.keyClicks(table.header.fields[0], "7")
    qtbot.waitUntil(lambda: ids(table) == [7])


def test_filters_of_two_columns_both_hold_and_one_press_lifts_them(qtbot: QtBot, table: Table[Line]) -> None:
    type_into(qtbot, table, 1, ">20")
    type_into(qtbot, table, 3, "up")
    assert ids(table) == [4, 6, 8]
    qtbot.mouseClick(table.header._lift, Qt.MouseButton.LeftButton)
    assert ids(table) == list(range(1, 9))
    assert not any(field.text() for field in table.header.fields.values())


def test_what_is_not_understood_is_said_and_does_not_filter(qtbot: QtBot, table: Table[Line]) -> None:
    field = type_into(qtbot, table, 1, "many")
    assert ids(table) == list(range(1, 9))
    assert field.property("wrong") is True
    assert "is no number" in field.accessibleDescription()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), field.property("wrong")) == ("", False)


def test_escape_empties_a_field_and_then_leaves_it(qtbot: QtBot, table: Table[Line]) -> None:
    field = type_into(qtbot, table, 0, "7")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert ids(table) == list(range(1, 9))
    assert field.hasFocus()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert table.hasFocus()


def test_down_goes_into_the_table_and_up_from_its_first_row_back(qtbot: QtBot, table: Table[Line]) -> None:
    field = type_into(qtbot, table, 3, "down")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert table.hasFocus()
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 3)
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert field.hasFocus()


def test_tab_walks_the_fields_from_left_to_right(qtbot: QtBot, table: Table[Line]) -> None:
    table.show_filters(0)
    for column in (1, 2, 3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert table.header.fields[column].hasFocus()


def test_few_values_are_offered_and_one_is_chosen(qtbot: QtBot, table: Table[Line]) -> None:
    table.show_filters(3)
    menu = table.header.fields[3].offer()
    assert menu is not None
    words = [action.text() for action in menu.actions()]
    assert words == ["Everything", "down", "up"]
    menu.actions()[1].trigger()
    menu.close()
    assert ids(table) == [1, 3, 5, 7]
    assert table.header.fields[0].offer() is None  # every name is another


def test_the_fields_stand_under_their_columns_wherever_these_go(qtbot: QtBot, table: Table[Line]) -> None:
    table.show_filters(0)
    header = table.header
    header.resizeSection(0, 300)
    header.moveSection(3, 1)
    table.show_column(1, False)
    QApplication.processEvents()
    for column in (0, 2, 3):
        field = header.fields[column]
        assert field.isVisible()
        assert abs(field.x() - header.sectionViewportPosition(column)) <= 2
        assert abs(field.width() - header.sectionSize(column)) <= 4
        assert field.y() >= header.head_height
    assert not header.fields[1].isVisible()


def test_the_chosen_row_stays_chosen_while_it_fits(qtbot: QtBot, table: Table[Line]) -> None:
    table.choose(lambda line: line.id == 5)
    type_into(qtbot, table, 1, ">30")
    current = table.current_row()
    assert current is not None
    assert current.id == 5
    told: list[object] = []
    table.chosen.connect(told.append)
    type_into(qtbot, table, 0, "line 8")
    assert told[-1] is None


def test_closing_the_row_lifts_its_filters(qtbot: QtBot, table: Table[Line]) -> None:
    type_into(qtbot, table, 0, "7")
    table.toggle_filters()
    assert not table.header.is_open
    assert ids(table) == list(range(1, 9))
    assert table.header.height() == table.header.head_height


def test_hiding_a_column_lifts_its_filter(qtbot: QtBot, table: Table[Line]) -> None:
    type_into(qtbot, table, 0, "7")
    table.show_column(0, False)
    assert ids(table) == list(range(1, 9))


def test_new_rows_are_filtered_too(qtbot: QtBot, table: Table[Line]) -> None:
    type_into(qtbot, table, 1, ">30")
    table.set_rows((Line(1, "new", 31, START, "up"), Line(2, "old", 1, START, "up")))
    assert ids(table) == [1]


def test_a_day_is_filtered_on_the_wall_clock_that_is_named(qtbot: QtBot, table: Table[Line]) -> None:
    late = datetime(2026, 10, 12, 22, 30, tzinfo=UTC)
    table.set_rows((Line(1, "late", 1, late, "up"),))
    type_into(qtbot, table, 2, "13.10.2026")
    assert ids(table) == []
    table.rows_model.name_zone("Europe/Berlin")
    assert ids(table) == [1]


def test_a_click_still_sorts_while_the_row_is_open(qtbot: QtBot, table: Table[Line]) -> None:
    table.show_filters(0)
    header = table.header
    at = QPoint(header.sectionViewportPosition(1) + 20, header.head_height // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert ids(table) == [8, 7, 6, 5, 4, 2, 1, 3]  # what is empty stays last


def test_where_no_row_fits_one_press_lifts_all_filters(qtbot: QtBot, table: Table[Line]) -> None:
    type_into(qtbot, table, 0, "nobody")
    assert ids(table) == []
    nothing = table.findChild(NothingFits)
    assert nothing is not None
    assert nothing.isVisible()
    qtbot.mouseClick(nothing.lift, Qt.MouseButton.LeftButton)
    assert ids(table) == list(range(1, 9))
    assert not nothing.isVisible()
    assert table.hasFocus()


def test_a_filter_that_is_not_understood_is_told_beside_the_sum(qtbot: QtBot, table: Table[Line]) -> None:
    field = type_into(qtbot, table, 1, "oct 2026")
    assert ids(table) == list(range(1, 9))
    assert table.note.startswith("Minutes is not filtered: “oct 2026” is no number.")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert table.note == ""


def test_the_row_opens_at_the_first_column_where_whole_rows_are_chosen(
    qtbot: QtBot, table: Table[Line]
) -> None:
    table.setCurrentIndex(table.rows_model.index(2, 3))
    table.toggle_filters()
    assert table.header.fields[0].hasFocus()


def test_the_row_opens_at_the_column_one_is_in_where_cells_are_chosen(
    qtbot: QtBot, table: Table[Line]
) -> None:
    table.by_cell()
    table.setCurrentIndex(table.rows_model.index(2, 3))
    table.toggle_filters()
    assert table.header.fields[3].hasFocus()


def test_down_from_a_field_and_up_again_stays_in_its_column(qtbot: QtBot, table: Table[Line]) -> None:
    table.setCurrentIndex(table.rows_model.index(0, 3))
    table.show_filters(1)
    qtbot.keyClick(table.header.fields[1], Qt.Key.Key_Down)
    assert table.hasFocus()
    assert [line.id for line in table.selected_rows()] == [1]
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert table.header.fields[1].hasFocus()
