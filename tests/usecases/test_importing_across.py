"""Period figures with a column a month: every filled cell is a row, and leads back to its cell."""

from datetime import date
from pathlib import Path

import openpyxl

from app.models.database import Database
from app.usecases.samples import list_figures
from tests.usecases.imports import checked, counts, imported, proposed, sheet

HEAD = ("Service", "Jan 2026", "Feb 2026", "Mar 2026")


def told(db: Database) -> dict[tuple[str, str, int], str]:
    return {(row.subject, row.metric, row.first_day.month): str(row.value) for row in list_figures(db)}


def test_every_filled_cell_is_a_figure_and_empty_ones_are_told(db: Database, tmp_path: Path) -> None:
    rows = [("Mail", "99.95 %", "", "99,9"), ("Web", "n/a", "98.5 %", "oops"), ("", "97 %", "", "")]
    path = sheet(tmp_path / "availability.csv", HEAD, *rows)
    found = checked(db, path, create="yes", decimal=".")
    assert (found.read, found.new.count, found.rejected.count) == (5, 2, 3)
    assert [(row.cell, row.reason) for row in found.rejected.rows] == [
        ("B4", "No service or component is named."),
        ("D2", "“99,9” is no number."),
        ("D3", "“oops” is no number."),
    ]
    assert any("filled cell" in note for note in found.notes)
    assert any(note.startswith("4 empty cells") for note in found.notes)
    assert counts(imported(db, path, decimal=".")) == (2, 0, 0, 3)
    assert told(db) == {("Mail", "availability", 1): "99.95", ("Web", "availability", 2): "98.5"}


def test_a_figure_leads_back_to_its_cell(db: Database, tmp_path: Path) -> None:
    imported(db, sheet(tmp_path / "a.xlsx", ("Availability 2026",), (), HEAD, ("Mail", 99.5, None, 98)))
    cells = {row.first_day: row.cell for row in list_figures(db)}
    assert cells == {date(2026, 1, 1): "B4", date(2026, 3, 1): "D4"}


def test_again_it_is_all_duplicates_and_a_corrected_cell_is_a_change(db: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", HEAD, ("Mail", "99.5", "99", "98"))
    imported(db, path)
    assert counts(imported(db, path)) == (0, 0, 3, 0)
    corrected = sheet(tmp_path / "b.csv", HEAD, ("Mail", "99.5", "99", "98.5"))
    assert counts(imported(db, corrected, source="a")) == (1, 1, 2, 0)
    assert told(db)["Mail", "value", 3] == "98.5"


def test_shares_and_counts_stand_side_by_side_when_a_column_says_what_they_are(
    db: Database, tmp_path: Path
) -> None:
    head = ("Service", "Metric", "Jan 2026", "Feb 2026")
    rows = [("Mail", "Availability", 0.9995, 1), ("Mail", "Breaks", 1, 12)]
    imported(db, sheet(tmp_path / "a.xlsx", head, *rows))
    assert told(db) == {
        ("Mail", "Availability", 1): "99.95",
        ("Mail", "Availability", 2): "100",
        ("Mail", "Breaks", 1): "1",
        ("Mail", "Breaks", 2): "12",
    }


def test_percent_cells_hold_shares_under_dates_shown_as_months(db: Database, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    board = book.worksheets[0]
    board.append(["System", date(2026, 1, 1), date(2026, 2, 1)])
    board.append(["Mail", 0.9995, 1.0])
    board.append(["Breaks", 3, 4])
    for cell in board[1][1:]:
        cell.number_format = "mmm yy"
    for cell in board[2][1:]:
        cell.number_format = "0.00%"
    book.save(tmp_path / "a.xlsx")
    imported(db, tmp_path / "a.xlsx")
    assert sorted(told(db).values()) == ["100", "3", "4", "99.95"]


def test_totals_below_are_not_taken_for_a_service(db: Database, tmp_path: Path) -> None:
    found = checked(
        db, sheet(tmp_path / "a.csv", HEAD, ("Mail", "99", "98", "97"), ("Average", "99", "98", "97"))
    )
    assert {row.reason for row in found.rejected.rows if row.row == 3} == {
        "This row is a total, not an entry."
    }


def test_the_second_month_needs_no_question(db: Database, tmp_path: Path) -> None:
    imported(db, sheet(tmp_path / "a.csv", HEAD[:3], ("Mail", "99", "98")), source="Board")
    _, proposal = proposed(db, sheet(tmp_path / "b.csv", HEAD, ("Mail", "99", "98", "97")))
    assert (proposal.layout_known, proposal.questions, proposal.answers.source) == (True, (), "Board")
