"""State-change logs become outages; a longer log closes what was open, and silence is not up."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from app.models.database import Database
from app.models.measurements import Coverage, Outage
from app.usecases import importing, services
from tests.usecases.imports import checked, counts, imported, sheet

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
