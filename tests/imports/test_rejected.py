"""The workbook of rejected rows."""

from datetime import datetime
from pathlib import Path

import openpyxl

from app.imports.rejected import RejectedLine, write_rejected

HEAD = ("Ticket", "System", "Start", "Minutes")


def test_rejected_rows_stand_under_their_headings_with_real_types(tmp_path: Path) -> None:
    path = tmp_path / "rejected.xlsx"
    values = ("007", "=cmd()", "2026-11-02 08:14:00", "12.5")
    write_rejected(path, [RejectedLine("Nov: net", 7, "D7", "It has no end.", values)], {"Nov: net": HEAD})
    book = openpyxl.load_workbook(path)
    sheet = book["Nov  net"]
    head, row = sheet.iter_rows(values_only=True)
    assert head == (*HEAD, "Why it was rejected", "Its cell", "Its row in the file")
    moment = datetime(2026, 11, 2, 8, 14)  # noqa: DTZ001 (cells have no time zone)
    assert row == ("007", "=cmd()", moment, 12.5, "It has no end.", "D7", 7)
    assert sheet["B2"].data_type == "s"


def test_each_sheet_of_the_file_has_its_own(tmp_path: Path) -> None:
    path = tmp_path / "rejected.xlsx"
    lines = [RejectedLine(name, 2, "A2", "why", ("x", "y")) for name in ("October", "OCTOBER", "")]
    write_rejected(path, lines)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["October", "OCTOBER 2", "Rejected rows"]
    assert [cell.value for cell in book["October"][1]][:2] == ["A", "B"]


def test_without_rejected_rows_there_is_an_empty_sheet(tmp_path: Path) -> None:
    write_rejected(tmp_path / "none.xlsx", [])
    assert openpyxl.load_workbook(tmp_path / "none.xlsx").sheetnames == ["Rejected rows"]
