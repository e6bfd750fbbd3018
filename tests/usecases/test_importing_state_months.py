"""Monthly state logs: what one left open ends with the next, whichever is imported first."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import select

from app.models.database import Database
from app.models.measurements import Outage
from app.usecases import importing
from tests.imports.books import workbook
from tests.usecases.imports import checked, counts, imported, sheet

HEAD = ("Time", "Monitor", "Status")
MONTHS = {
    "jul": [
        ("2026-07-01T00:00:00Z", "web", "up"),
        ("2026-07-30T08:00:00Z", "web", "down"),
        ("2026-07-30T09:00:00Z", "mail", "up"),
    ],
    "aug": [("2026-08-01T00:10:00Z", "web", "up"), ("2026-08-02T00:00:00Z", "web", "down")],
    "sep": [("2026-09-01T00:05:00Z", "web", "down"), ("2026-09-01T01:00:00Z", "web", "up")],
}
BOTH_ORDERS = list(permutations(("jul", "aug")))


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def log(folder: Path, month: str) -> Path:
    return sheet(folder / f"{month}.csv", HEAD, *MONTHS[month])


def bring(db: Database, folder: Path, *months: str, **answers: object) -> list[importing.BatchRow]:
    return [
        imported(db, log(folder, month), source="Monitor", time_zone="UTC", **answers) for month in months
    ]


def outages(db: Database) -> list[tuple[datetime, datetime | None]]:
    with db.reading() as session:
        return [(row.start, row.end) for row in session.scalars(select(Outage).order_by(Outage.start))]


@pytest.mark.parametrize("order", BOTH_ORDERS)
def test_what_one_month_left_open_ends_with_the_first_row_of_the_next(
    db: Database, tmp_path: Path, order: tuple[str, str]
) -> None:
    bring(db, tmp_path, *order, coverage="whole months")
    assert outages(db) == [(at(7, 30, 8), at(8, 1, 0, 10)), (at(8, 2), None)]


@pytest.mark.parametrize("order", BOTH_ORDERS)
def test_where_nothing_is_covered_between_the_logs_it_is_unknown_and_not_down(
    db: Database, tmp_path: Path, order: tuple[str, str]
) -> None:
    bring(db, tmp_path, *order, coverage="file range")
    end = at(7, 30, 9) + timedelta(microseconds=1)  # the last instant of the first log
    assert outages(db) == [(at(7, 30, 8), end), (at(8, 2), None)]


@pytest.mark.parametrize("order", BOTH_ORDERS)
def test_it_is_down_as_far_as_the_first_log_covers_without_a_gap(
    db: Database, tmp_path: Path, order: tuple[str, str]
) -> None:
    for month in order:
        days = (date(2026, 7, 1), date(2026, 7, 30)) if month == "jul" else "file range"
        bring(db, tmp_path, month, coverage=days)
    assert outages(db)[0] == (at(7, 30, 8), at(7, 31))


@pytest.mark.parametrize("order", list(permutations(MONTHS)))
def test_months_in_any_order_say_the_same_and_each_again_is_all_duplicates(
    db: Database, tmp_path: Path, order: tuple[str, ...]
) -> None:
    bring(db, tmp_path, *order, coverage="whole months")
    told = [
        (at(7, 30, 8), at(8, 1, 0, 10)),
        (at(8, 2), at(9, 1, 0, 5)),
        (at(9, 1, 0, 5), at(9, 1, 1)),
    ]
    assert outages(db) == told
    assert [counts(batch)[0] for batch in bring(db, tmp_path, *order)] == [0, 0, 0]
    assert outages(db) == told


@pytest.mark.parametrize("order", BOTH_ORDERS)
def test_taking_the_later_log_back_opens_what_it_ended(
    db: Database, tmp_path: Path, order: tuple[str, str]
) -> None:
    batches = dict(zip(order, bring(db, tmp_path, *order, coverage="whole months"), strict=True))
    importing.remove_batch(db, batches["aug"].id)
    assert outages(db) == [(at(7, 30, 8), None)]
    db.undo()
    assert outages(db)[0] == (at(7, 30, 8), at(8, 1, 0, 10))
    importing.remove_batch(db, batches["jul"].id)
    assert outages(db) == [(at(8, 2), None)]


@pytest.mark.parametrize("order", BOTH_ORDERS)
def test_undo_and_redo_of_the_second_import(db: Database, tmp_path: Path, order: tuple[str, str]) -> None:
    bring(db, tmp_path, order[0], coverage="whole months")
    before = outages(db)
    bring(db, tmp_path, order[1], coverage="whole months")
    after = outages(db)
    db.undo()
    assert outages(db) == before
    db.redo()
    assert outages(db) == after


def test_without_the_month_between_the_next_one_after_it_ends_the_outage(
    db: Database, tmp_path: Path
) -> None:
    batches = bring(db, tmp_path, "jul", "aug", "sep", coverage="whole months")
    importing.remove_batch(db, batches[1].id)
    assert outages(db)[0] == (at(7, 30, 8), at(8, 1))  # the cover of July ends; August is unknown


def test_another_source_or_another_subject_ends_nothing(db: Database, tmp_path: Path) -> None:
    bring(db, tmp_path, "jul")
    imported(db, log(tmp_path, "aug"), source="Other monitor", time_zone="UTC")
    mail = sheet(tmp_path / "mail.csv", HEAD, ("2026-08-01T00:10:00Z", "mail", "up"))
    imported(db, mail, source="Monitor", time_zone="UTC")
    assert outages(db)[0] == (at(7, 30, 8), None)


def test_two_months_in_one_workbook_say_the_same(db: Database, tmp_path: Path) -> None:
    months = {name: [HEAD, *MONTHS[name]] for name in ("jul", "aug")}
    imported(db, workbook(tmp_path / "both.xlsx", months), time_zone="UTC", coverage="whole months")
    assert outages(db) == [(at(7, 30, 8), at(8, 1, 0, 10)), (at(8, 2), None)]


def test_the_check_says_which_open_outages_will_end(db: Database, tmp_path: Path) -> None:
    bring(db, tmp_path, "jul")
    found = checked(db, log(tmp_path, "aug"), source="Monitor", create="yes", time_zone="UTC")
    assert any("1 outage left open by an earlier log ends" in note for note in found.notes)
