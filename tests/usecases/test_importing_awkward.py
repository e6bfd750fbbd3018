"""Awkward files as the person who imports them meets them: what is refused says why, what is read is read rightly."""

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from app.errors import InputError
from app.models.database import Database
from app.usecases.outages import list_outages
from tests.imports.books import workbook
from tests.usecases.imports import checked, imported, proposed, sheet

HEAD = ("Service", "Start", "End")
ROW = ("Mail", "2026-10-01 10:00", "2026-10-01 11:00")


def test_a_name_longer_than_any_service_has_is_rejected_with_its_length(db: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "long.csv", HEAD, ROW, ("x" * 900_000, *ROW[1:]))
    found = checked(db, path, create="yes")
    assert [row.reason for row in found.rejected.rows] == [
        "A name of 900,000 characters is too long; names have at most 200."
    ]
    assert proposed(db, path)[1].unknown_subjects == ("Mail",)
    assert imported(db, path, create="yes").rejected == 1


def test_a_workbook_whose_only_sheet_is_hidden_says_so(db: Database, tmp_path: Path) -> None:
    path = workbook(tmp_path / "hidden.xlsx", {"Cover": [], "List": [HEAD, ROW]}, hidden=["List"])
    with pytest.raises(InputError, match=r"hidden\.xlsx.*“List”: The sheet is hidden; show it in Excel"):
        checked(db, path)


def test_a_file_without_known_headings_names_what_is_missing(db: Database, tmp_path: Path) -> None:
    sheets = {"Notes": [["a", "b"], [1, 2]], "Lists": [["c", "d"]] * 5}
    path = workbook(tmp_path / "odd.xlsx", sheets, hidden=["Lists"])
    with pytest.raises(InputError, match=r"odd\.xlsx.*“Notes”: No row has headings known here"):
        checked(db, path)


def test_days_counted_from_1904_are_the_days_that_were_written(db: Database, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0].append(list(HEAD))
    moments = (datetime(2026, 10, 1, 10), datetime(2026, 10, 1, 11, 30))  # noqa: DTZ001 (cells have no time zone)
    book.worksheets[0].append(["Mail", *moments])
    book.save(tmp_path / "mac.xlsx")
    imported(db, tmp_path / "mac.xlsx", create="yes", time_zone="UTC")
    (outage,) = list_outages(db)
    assert (outage.start, outage.end) == tuple(moment.replace(tzinfo=UTC) for moment in moments)
