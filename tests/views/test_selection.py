"""What is said of a selection, and what it copies."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.views.rows_model import Column, RowsModel
from app.views.widgets.picked import Block, Picked
from app.views.widgets.table import Table

SELECT = QItemSelectionModel.SelectionFlag.Select


@dataclass(frozen=True)
class Line:
    id: int
    name: str
    minutes: int
    share: float
    row: int
    start: datetime


COLUMNS: tuple[Column[Line], ...] = (
    Column("Name", lambda line: line.name),
    Column("Minutes", lambda line: line.minutes, align="right", unit="min"),
    Column("Share", lambda line: line.share, align="right", unit="%", tally="mean"),
    Column("Row", lambda line: line.row, align="right", tally=""),
    Column("Start", lambda line: line.start, zoned=True),
)


@pytest.fixture
def table(qtbot: QtBot) -> Table[Line]:
    model: RowsModel[Line] = RowsModel(COLUMNS)
    made: Table[Line] = Table(model, "Lines")
    model.setParent(made)
    qtbot.addWidget(made)
    names = ("=SUM(A1)", "row 10", "row 9", "Row 2")
    start = datetime(2026, 10, 12, 22, 30, tzinfo=UTC)
    made.set_rows(tuple(Line(n, name, 10 * n, 99.5, n, start) for n, name in enumerate(names)))
    made.show()
    return made


def pick(table: Table[Line], *cells: tuple[int, int]) -> None:
    table.by_cell()
    table.clearSelection()
    for row, column in cells:
        table.selectionModel().select(table.model().index(row, column), SELECT)


def test_cells_of_one_column_are_summed_in_its_unit(table: Table[Line]) -> None:
    pick(table, (1, 1), (2, 1), (3, 1))
    assert table.note == "3 cells · sum 60 min · mean 20 · count 3"


def test_whole_rows_name_the_column_and_add_up_no_row_numbers_or_shares(table: Table[Line]) -> None:
    table.selectAll()
    assert table.note == "4 rows · Minutes: sum 60 min"
    table.setCurrentIndex(table.model().index(0, 2))
    table.selectAll()
    assert table.note == "4 rows · Share: mean 99.5 · count 4"


def test_one_row_says_nothing_and_texts_are_only_counted(table: Table[Line]) -> None:
    table.selectRow(1)
    assert table.note == ""
    pick(table, (0, 0), (1, 0))
    assert table.note == "2 cells"


def test_a_hidden_column_is_neither_summed_nor_copied(table: Table[Line]) -> None:
    table.show_column(1, False)
    table.show_column(2, False)
    table.selectAll()
    assert table.note == "4 rows"
    table.copy()
    assert QApplication.clipboard().text().splitlines()[0].split("\t") == ["Name", "Row", "Start"]


def test_a_copy_has_headings_the_order_on_screen_the_wall_clock_and_no_formula(table: Table[Line]) -> None:
    table.rows_model.name_zone("Europe/Berlin")
    table.header.moveSection(4, 0)
    table.selectRow(0)
    table.copy()
    head, line = QApplication.clipboard().text().splitlines()
    assert head.split("\t") == ["Start (Europe/Berlin)", "Name", "Minutes", "Share", "Row"]
    assert line.split("\t") == ["2026-10-13 00:30:00", "'=SUM(A1)", "0", "99.5", "0"]


def test_texts_sort_by_the_numbers_in_them_and_the_choice_stays(qtbot: QtBot, table: Table[Line]) -> None:
    table.selectRow(1)
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [line.name for line in table.rows_model.rows] == ["=SUM(A1)", "Row 2", "row 9", "row 10"]
    assert [line.name for line in table.selected_rows()] == ["row 10"]


blocks = st.builds(
    lambda first, rows, left, columns: Block(first, first + rows, left, left + columns),
    st.integers(0, 20),
    st.integers(0, 8),
    st.integers(0, 4),
    st.integers(0, 3),
)


@given(st.lists(blocks, max_size=6), st.sets(st.integers(0, 7)))
def test_stretches_say_what_a_look_at_every_cell_says(some: list[Block], shown: set[int]) -> None:
    picked = Picked(tuple(some), tuple(sorted(shown)))
    cells = {(row, column) for row in range(40) for column in shown if picked.has(row, column)}
    assert picked.cells == len(cells)
    assert set(picked.columns) == {column for _, column in cells}
    for column in shown:
        assert list(picked.rows(column)) == sorted(row for row, at in cells if at == column)
