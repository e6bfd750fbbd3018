"""Samples and ready-made period figures; and the real files of outages."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from app.errors import InputError
from app.models.database import Database
from app.models.measurements import PeriodFigure, Sample
from app.usecases.targets import TargetEntry, add_target
from tests.usecases.imports import checked, counts, imported, proposed, sheet
from tests.usecases.retail import retail


def figures(db: Database) -> list[tuple[str, str, str, str]]:
    with db.reading() as session:
        rows = session.scalars(select(PeriodFigure).order_by(PeriodFigure.id))
        return [(row.metric, row.first_day, row.last_day, row.value) for row in rows]


def test_samples_are_stored_under_the_name_of_their_column(db: Database, tmp_path: Path) -> None:
    head = ("Timestamp", "Service", "Response time (ms)")
    rows = [
        ("2026-10-01T08:00:00Z", "web", "120"),
        ("2026-10-01T08:05:00Z", "web", "NaN"),
        ("2026-10-01T08:10:00Z", "web", "inf"),
    ]
    path = sheet(tmp_path / "a.csv", head, *rows)
    assert [(row.cell, row.reason) for row in checked(db, path, create="yes").rejected.rows] == [
        ("C3", "There is no value."),
        ("C4", "“inf” is no number."),
    ]
    imported(db, path)
    with db.reading() as session:
        (sample,) = session.scalars(select(Sample)).all()
    assert (sample.metric, sample.value) == ("response time", 120.0)


def test_figures_are_exact_decimals_of_their_period(db: Database, tmp_path: Path) -> None:
    head = ("Month", "Service", "Availability %")
    rows = [("2026-10", "web", "99.95"), ("Q3 2026", "web", "99.90 %"), ("2026-13", "web", "99")]
    batch = imported(db, sheet(tmp_path / "a.csv", head, *rows))
    assert counts(batch) == (2, 0, 0, 1)
    assert figures(db) == [
        ("availability", "2026-10-01", "2026-10-31", "99.95"),
        ("availability", "2026-07-01", "2026-09-30", "99.9"),
    ]


def test_cells_shown_as_percent_hold_shares(db: Database, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in (("Month", "Service", "Availability"), ("2026-10", "web", 0.9995), ("2026-11", "web", 1.0)):
        page.append(list(row))
    for cell in page["C"]:
        cell.number_format = "0.00%"
    book.save(tmp_path / "a.xlsx")
    imported(db, tmp_path / "a.xlsx")
    assert [value for *_, value in figures(db)] == ["99.95", "100"]


def test_shares_of_one_in_an_availability_column_are_told_and_become_percent(
    db: Database, tmp_path: Path
) -> None:
    path = sheet(tmp_path / "a.csv", ("Month", "Service", "Availability"), ("2026-10", "web", "0.9995"))
    assert any("shares" in note for note in checked(db, path, create="yes").notes)
    imported(db, path)
    assert figures(db)[0][3] == "99.95"


def test_decimal_commas_are_proved_by_the_column_or_asked(db: Database, tmp_path: Path) -> None:
    head = ("Month", "Service", "Value")
    path = sheet(tmp_path / "a.csv", head, ("2026-10", "web", "1.234"))
    assert [question.name for question in proposed(db, path)[1].questions if question.must] == ["decimal"]
    with pytest.raises(InputError, match="decimals"):
        checked(db, path, create="yes")
    imported(db, path, decimal=",")
    assert figures(db)[0][3] == "1234"
    imported(
        db,
        sheet(tmp_path / "b.csv", head, ("2026-11", "web", "1.234,5"), ("2026-12", "web", "1.234")),
        decimal=None,
    )
    assert [value for *_, value in figures(db)[1:]] == ["1234.5", "1234"]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "kind", "read"),
    [
        ("github_outages_by_component.xlsx", "outages", 1250),
        ("github_downtime_windows.csv", "outages", 819),
        ("upptime_honch_events.csv", "states", 489),
        ("upptime_manticoresoftware_events.csv", "states", 314),
    ],
)
def test_real_outage_files_come_in_whole_and_again_change_nothing(
    db: Database, shared_data: Path, name: str, kind: str, read: int
) -> None:
    path = shared_data / "outages" / name
    batch = imported(db, path)
    assert (batch.kind, batch.read, batch.duplicate, batch.rejected) == (kind, read, 0, 0)
    assert counts(imported(db, path)) == (0, 0, read, 0)


def unused(db: Database, path: Path) -> list[str]:
    return [note for note in checked(db, path, create="yes").notes if note.startswith("No target uses")]


def test_figures_that_no_target_takes_are_told_with_what_can_be_done(db: Database, tmp_path: Path) -> None:
    retail(db)
    head = ("Month", "Service", "Availability %")
    path = sheet(tmp_path / "a.csv", head, ("2026-10", "Till", "99.95"), ("2026-10", "web", "99.9"))
    assert unused(db, path) == [
        "No target uses these figures as reported: availability of Till, web. Add a target “Figure as reported” for"
        " them, or import the outages behind them: an Availability target is worked out from outages."
    ]


def test_figures_that_a_target_in_force_takes_are_not_remarked_on(db: Database, tmp_path: Path) -> None:
    desk = retail(db)
    add_target(db, desk.version, TargetEntry(desk.service, desk.hours, "figure", Decimal("99.5")))
    head = ("Month", "Service", "Availability %")
    assert unused(db, sheet(tmp_path / "a.csv", head, ("2026-10", "Till", "99.95"))) == []
    before = sheet(tmp_path / "b.csv", head, ("2025-10", "Till", "99.95"))
    assert len(unused(db, before)) == 1
    other = sheet(
        tmp_path / "c.csv", ("Month", "Service", "Metric", "Value"), ("2026-10", "Till", "CSAT", "4.2")
    )
    assert "CSAT of Till" in unused(db, other)[0]
