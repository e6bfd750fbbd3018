"""What the child process makes of cells: kinds, merged ranges, hidden sheets, percent formats, formulas."""

# ruff: noqa: DTZ001 (cells and local readings have no time zone)
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import openpyxl

from app.imports.columns import DURATION, EMPTY, INSTANT, NUMBER, TEXT
from app.imports.packed import read_chunks, write_chunk
from app.imports.reading import chunks, read_source
from tests.imports.books import archive, workbook


def test_every_kind_of_cell_arrives_as_what_it_is(tmp_path: Path) -> None:
    row = [
        "text",
        1.5,
        datetime(2026, 10, 1, 8, 30),
        date(2026, 10, 1),
        timedelta(hours=30),
        time(1, 30),
        True,
        None,
    ]
    path = workbook(tmp_path / "kinds.xlsx", {"A": [["a", "b", "c", "d", "e", "f", "g", "h"], row]})
    source = read_source(path)
    (chunk,) = chunks(source, 0, 1)
    tags = [
        int(column.where(tag)[0]) * tag
        for column, tag in zip(chunk.columns, [1, 2, 3, 3, 4, 4, 1, 0], strict=True)
    ]
    assert tags == [TEXT, NUMBER, INSTANT, INSTANT, DURATION, DURATION, TEXT, EMPTY]
    assert chunk.shown(0) == (
        "text",
        "1.5",
        "2026-10-01 08:30:00",
        "2026-10-01 00:00:00",
        "30:00:00",
        "1:30:00",
        "true",
        "",
    )
    assert chunk.rows.tolist() == [2]


def test_cells_merged_downwards_stand_in_every_row_they_cover(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Service", "Start"], ["Mail", 1], [None, 2], [None, 3], ["Web", 4]):
        sheet.append(row)
    sheet.merge_cells("A2:A4")
    book.save(tmp_path / "merged.xlsx")
    (chunk,) = chunks(read_source(tmp_path / "merged.xlsx"), 0, 1)
    assert [chunk.column(0).shown(row) for row in range(4)] == ["Mail", "Mail", "Mail", "Web"]


def test_empty_columns_on_the_left_keep_the_letters_of_the_rest(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["C4"] = "here"
    book.save(tmp_path / "right.xlsx")
    chunk = next(chunks(read_source(tmp_path / "right.xlsx"), 0, 0))
    assert chunk.column(2).shown(3) == "here"
    assert chunk.rows.tolist() == [1, 2, 3, 4]


def test_hidden_sheets_are_known_as_hidden(tmp_path: Path) -> None:
    path = workbook(tmp_path / "two.xlsx", {"Seen": [["a"]], "Unseen": [["b"]]}, hidden=["Unseen"])
    assert [(sheet.name, sheet.hidden) for sheet in read_source(path).sheets] == [
        ("Seen", False),
        ("Unseen", True),
    ]


def test_percent_formats_and_formulas_without_a_value_are_noticed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["a", 0.995, 3], ["b", 0.99, "=1+1"]):
        sheet.append(row)
    for cell in sheet["B"]:
        cell.number_format = "0.00%"
    book.save(tmp_path / "percent.xlsx")
    (found,) = read_source(tmp_path / "percent.xlsx").sheets
    assert found.percent_columns == {1}
    assert found.uncalculated


def test_not_a_number_in_a_workbook_is_no_number(tmp_path: Path) -> None:
    path = archive(tmp_path / "nan.xlsx", '<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>2</v></c></row>')
    (chunk,) = chunks(read_source(path), 0, 0)
    assert chunk.column(0).shown(0) in {"", "nan", "NaN"}


def test_chunks_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"A": [["x", 1, None], ["y z", datetime(2026, 1, 1), "é"]]})
    (chunk,) = chunks(read_source(path), 0, 0)
    with (tmp_path / "packed").open("wb") as stream:
        write_chunk(stream, chunk)
    (again,) = read_chunks(tmp_path / "packed")
    assert [again.shown(row) for row in range(2)] == [chunk.shown(row) for row in range(2)]
    assert np.array_equal(again.rows, chunk.rows)
