"""State-change logs become outages; a longer log closes what was open, and silence is not up."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from app.errors import InputError
from app.models.database import Database
from app.models.measurements import Coverage, Outage
from app.usecases import importing, services
from app.usecases.outages import list_outages
from tests.usecases.imports import checked, counts, imported, proposed, sheet

HEAD = ("Time", "Monitor", "Status")
LOG = [
    ("2026-10-01T08:00:00Z", "web", "up"),
    ("2026-10-01T09:00:00Z", "web", "down"),
    ("2026-10-01T09:30:00Z", "web", "up"),
    ("2026-10-01T10:00:00Z", "mail", "up"),
    ("2026-10-01T12:00:00Z", "web", "degraded"),
]
CLOSING = ("2026-10-01T13:00:00Z", "web", "up")


def outages(db: Database) -> list[tuple[datetime, datetime | None, str]]:
    with db.reading() as session:
        return [
            (row.start, row.end, row.state) for row in session.scalars(select(Outage).order_by(Outage.start))
        ]


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, 1, hour, minute, tzinfo=UTC)


def test_down_and_degraded_stretches_become_outages_and_the_last_one_is_open(
    db: Database, tmp_path: Path
) -> None:
    assert counts(imported(db, sheet(tmp_path / "a.csv", HEAD, *LOG))) == (5, 0, 0, 0)
    assert outages(db) == [(at(9), at(9, 30), "down"), (at(12), None, "degraded")]


def test_what_was_always_up_is_known_and_covered_too(db: Database, tmp_path: Path) -> None:
    imported(db, sheet(tmp_path / "a.csv", HEAD, *LOG))
    assert {part.name for part in services.list_components(db)} == {"web", "mail"}
    with db.reading() as session:
        covered = {row.component_id for row in session.scalars(select(Coverage))}
    assert len(covered) == 2


def test_rows_in_any_order_and_repeated_say_the_same(db: Database, tmp_path: Path) -> None:
    batch = imported(db, sheet(tmp_path / "a.csv", HEAD, *reversed(LOG), LOG[0]))
    assert counts(batch) == (5, 0, 1, 0)
    assert outages(db) == [(at(9), at(9, 30), "down"), (at(12), None, "degraded")]


def test_the_same_log_again_is_all_duplicates(db: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", HEAD, *LOG)
    imported(db, path)
    assert counts(imported(db, path)) == (0, 0, 5, 0)


def test_a_longer_log_closes_what_was_open(db: Database, tmp_path: Path) -> None:
    imported(db, sheet(tmp_path / "a.csv", HEAD, *LOG), source="Monitor")
    batch = imported(db, sheet(tmp_path / "b.csv", HEAD, *LOG, CLOSING), source="Monitor")
    assert counts(batch) == (2, 1, 4, 0)
    assert outages(db) == [(at(9), at(9, 30), "down"), (at(12), at(13), "degraded")]
    importing.remove_batch(db, batch.id)
    assert outages(db)[1] == (at(12), None, "degraded")


def test_a_state_nobody_knows_is_refused_and_unknown_is_not_covered(db: Database, tmp_path: Path) -> None:
    rows = [*LOG, ("2026-10-01T14:00:00Z", "mail", "unknown"), ("2026-10-01T15:00:00Z", "mail", "up")]
    path = sheet(tmp_path / "a.csv", HEAD, *rows, ("2026-10-01T16:00:00Z", "mail", "banana"))
    found = checked(db, path, create="yes")
    assert [(row.cell, row.reason) for row in found.rejected.rows] == [
        ("C9", "“banana” says neither up nor down.")
    ]
    importing.run_import(db, found)
    mail = next(part.id for part in services.list_components(db) if part.name == "mail")
    with db.reading() as session:
        covered = [
            (row.start, row.end)
            for row in session.scalars(select(Coverage).where(Coverage.component_id == mail))
        ]
    assert covered == [(at(8), at(14))]


def test_soft_states_are_checks_being_repeated_and_change_nothing(db: Database, tmp_path: Path) -> None:
    head = ("Timestamp", "Host", "State", "State Type")
    rows = [
        ("2026-10-01T08:00:00Z", "web", "OK", "HARD"),
        ("2026-10-01T09:00:00Z", "web", "CRITICAL", "SOFT"),
        ("2026-10-01T09:02:00Z", "web", "CRITICAL", "HARD"),
        ("2026-10-01T10:00:00Z", "web", "OK", "HARD"),
    ]
    path = sheet(tmp_path / "a.csv", head, *rows)
    assert counts(imported(db, path)) == (4, 0, 0, 0)
    assert outages(db) == [(at(9, 2), at(10), "down")]
    assert counts(imported(db, path)) == (0, 0, 4, 0)


def test_numbered_states_are_up_and_down_or_the_four_of_monitoring_tools(
    db: Database, tmp_path: Path
) -> None:
    two = [
        ("2026-10-01T08:00:00Z", "a", "1"),
        ("2026-10-01T09:00:00Z", "a", "0"),
        ("2026-10-01T10:00:00Z", "a", "1"),
    ]
    imported(db, sheet(tmp_path / "a.csv", HEAD, *two))
    assert outages(db) == [(at(9), at(10), "down")]
    four = [
        (f"2026-10-01T{hour}:00:00Z", "b", str(code)) for hour, code in ((11, 0), (12, 1), (13, 2), (14, 0))
    ]
    found = checked(db, sheet(tmp_path / "b.csv", HEAD, *four), create="yes")
    assert any("critical" in note for note in found.notes)
    importing.run_import(db, found)
    assert outages(db)[1:] == [(at(12), at(13), "degraded"), (at(13), at(14), "down")]


BARE = [
    ("2026-10-01T08:00:00Z", "web", "1", "checked"),
    ("2026-10-01T09:00:00Z", "web", "0", "checked"),
    ("2026-10-01T09:15:00Z", "web", "1", "checked"),
]
OTHER_WAY = [(at, name, str(1 - int(one)), text) for at, name, one, text in BARE]


def test_an_outage_leads_back_to_the_rows_that_began_and_ended_it(db: Database, tmp_path: Path) -> None:
    imported(db, sheet(tmp_path / "a.csv", HEAD, *LOG))
    open_one, closed = list_outages(db)
    assert str(closed.origin) == "a.csv, a, rows 3 and 4"
    assert [closed.origin.cell(field) for field in ("start", "end", "state")] == ["A3", "A4", "C3"]
    assert (str(open_one.origin), open_one.origin.cell("end")) == ("a.csv, a, row 6", "")


def test_an_outage_closed_by_a_later_log_leads_to_both_rows_of_that_log(db: Database, tmp_path: Path) -> None:
    imported(db, sheet(tmp_path / "a.csv", HEAD, *LOG), source="Monitor")
    found = checked(db, sheet(tmp_path / "b.csv", HEAD, *LOG, CLOSING), source="Monitor", create="yes")
    assert {change.field for change in found.differences} == {"end"}
    importing.run_import(db, found)
    assert str(list_outages(db)[0].origin) == "b.csv, b, rows 6 and 7"


@pytest.mark.parametrize(
    ("heading", "rows"),
    [("is_up", BARE), ("Available", BARE), ("Status", BARE), ("Down", OTHER_WAY), ("in outage", OTHER_WAY)],
)
def test_the_heading_says_what_a_bare_one_means_and_it_is_told(
    db: Database, tmp_path: Path, heading: str, rows: list[tuple[str, ...]]
) -> None:
    path = sheet(tmp_path / "a.csv", ("Time", "Monitor", heading, "Comment"), *rows)
    assert any("1 was read as" in note for note in checked(db, path, create="yes").notes)
    imported(db, path)
    assert outages(db) == [(at(9), at(9, 15), "down")]


def test_words_in_another_column_say_what_a_bare_one_means(db: Database, tmp_path: Path) -> None:
    rows = [(*row[:3], "is down" if row[2] == "1" else "is up") for row in OTHER_WAY]
    imported(db, sheet(tmp_path / "a.csv", ("Time", "Monitor", "State", "Message"), *rows))
    assert outages(db) == [(at(9), at(9, 15), "down")]


@pytest.mark.parametrize(("heading", "rows"), [("State", BARE), ("Status", OTHER_WAY)])
def test_where_nothing_says_it_the_meaning_is_asked_once_and_remembered(
    db: Database, tmp_path: Path, heading: str, rows: list[tuple[str, ...]]
) -> None:
    head = ("Time", "Monitor", heading, "Comment")
    path = sheet(tmp_path / "a.csv", head, *rows)
    _, proposal = proposed(db, path)
    assert [question.name for question in proposal.questions if question.must] == ["states"]
    with pytest.raises(InputError, match="up or down"):
        checked(db, path, create="yes")
    imported(db, path, one_means="up" if rows is BARE else "down")
    assert outages(db) == [(at(9), at(9, 15), "down")]
    again = sheet(tmp_path / "b.csv", head, *rows, ("2026-10-01T11:00:00Z", "web", rows[1][2], "checked"))
    assert not any(question.must for question in proposed(db, again)[1].questions)
    assert counts(imported(db, again, source="a")) == (1, 0, 3, 0)
