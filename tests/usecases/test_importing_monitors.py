"""Exports as monitoring tools make them: stretches with good ones among them, hosts and services, remarks."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from app.errors import InputError
from app.models.database import Database
from app.models.measurements import Coverage, Outage
from app.usecases import importing, services
from tests.usecases.imports import counts, imported, proposed, sheet


def at(day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, second, tzinfo=UTC)


def outages(db: Database) -> list[tuple[datetime, datetime | None, str]]:
    with db.reading() as session:
        return [
            (row.start, row.end, row.state) for row in session.scalars(select(Outage).order_by(Outage.start))
        ]


def covered(db: Database) -> list[tuple[datetime, datetime]]:
    with db.reading() as session:
        return [(row.start, row.end) for row in session.scalars(select(Coverage).order_by(Coverage.start))]


STRETCHES = [
    ("Website", "Up", "2026-10-01 00:00:00", "2026-10-01 09:02:00"),
    ("Website", "Down", "2026-10-01 09:02:00", "2026-10-01 09:30:00"),
    ("Website", "Up", "2026-10-01 09:30:00", "2026-10-05 00:00:00"),
    ("Website", "Unknown", "2026-10-05 00:00:00", "2026-10-05 06:00:00"),
    ("Website", "Up", "2026-10-05 06:00:00", "2026-10-10 00:00:00"),
]


def test_stretches_that_were_up_are_no_outages_and_unknown_ones_are_not_covered(
    db: Database, tmp_path: Path
) -> None:
    path = sheet(tmp_path / "a.csv", ("Check name", "Status", "From", "To"), *STRETCHES)
    batch = imported(db, path)
    assert (batch.kind, counts(batch)) == ("states", (5, 0, 0, 0))
    assert outages(db) == [(at(1, 9, 2), at(1, 9, 30), "down")]
    assert covered(db) == [(at(1), at(5)), (at(5, 6), at(10))]
    assert counts(imported(db, path)) == (0, 0, 5, 0)


def test_the_last_stretch_may_still_go_on(db: Database, tmp_path: Path) -> None:
    rows = [
        ("Website", "Up", "2026-10-01 00:00:00", "2026-10-01 09:02:00"),
        ("Website", "Down", "2026-10-01 09:02:00", "0000-00-00 00:00:00"),
    ]
    imported(db, sheet(tmp_path / "a.csv", ("Test", "Status", "Start", "End"), *rows))
    assert outages(db) == [(at(1, 9, 2), None, "down")]


def test_a_list_of_problems_with_their_recovery_is_a_list_of_outages(db: Database, tmp_path: Path) -> None:
    head = ("Severity", "Time", "Recovery time", "Status", "Host", "Problem", "Duration")
    row = ("High", "2026-10-01 09:00:00", "2026-10-02 13:32:00", "RESOLVED", "web01", "No ping", "1d 4h 32m")
    assert imported(db, sheet(tmp_path / "a.csv", head, row)).kind == "outages"
    assert outages(db) == [(at(1, 9), at(2, 13, 32), "down")]


def test_a_problem_that_goes_on_has_no_end_though_it_says_how_long_it_lasts(
    db: Database, tmp_path: Path
) -> None:
    head = ("Time", "Recovery time", "Status", "Host", "Duration")
    rows = [
        ("2026-10-01 09:00:00", "", "PROBLEM", "web01", "1M 2d 3h"),
        ("2026-10-02 09:00:00", "2026-10-02 09:12:30", "RESOLVED", "web02", "12m 30s"),
    ]
    imported(db, sheet(tmp_path / "a.csv", head, *rows))
    assert outages(db) == [(at(1, 9), None, "down"), (at(2, 9), at(2, 9, 12, 30), "down")]


def test_the_same_service_on_two_hosts_is_two_things(db: Database, tmp_path: Path) -> None:
    head = ("Time", "Host", "Service", "State", "State Type")
    rows = [
        ("2026-10-01 00:00", "web01", "HTTP", "OK", "HARD"),
        ("2026-10-01 00:00", "web02", "HTTP", "OK", "HARD"),
        ("2026-10-01 00:00", "web01", "", "UP", "HARD"),
        ("2026-10-01 09:00", "web01", "HTTP", "CRITICAL", "HARD"),
        ("2026-10-01 09:10", "web02", "HTTP", "OK", "HARD"),
        ("2026-10-01 09:30", "web01", "HTTP", "OK", "HARD"),
    ]
    assert counts(imported(db, sheet(tmp_path / "a.csv", head, *rows))) == (6, 0, 0, 0)
    named = {row.name for row in (*services.list_services(db), *services.list_components(db))}
    assert named == {"web01 / HTTP", "web02 / HTTP", "web01"}
    assert outages(db) == [(at(1, 9), at(1, 9, 30), "down")]


def test_numbers_beside_hard_and_soft_mean_warning_for_services_and_down_for_hosts(
    db: Database, tmp_path: Path
) -> None:
    head = ("event_time", "host", "service", "state_type", "soft_state", "hard_state", "previous_hard_state")
    rows = [
        ("2026-10-01 00:00:00", "web01", "http", "hard", "0", "0", "99"),
        ("2026-10-01 00:00:00", "web01", "", "hard", "0", "0", "99"),
        ("2026-10-01 09:00:00", "web01", "http", "soft", "1", "0", "0"),
        ("2026-10-01 09:02:00", "web01", "http", "hard", "1", "1", "0"),
        ("2026-10-01 09:30:00", "web01", "http", "hard", "0", "0", "1"),
        ("2026-10-02 09:00:00", "web01", "", "hard", "1", "1", "0"),
        ("2026-10-02 09:30:00", "web01", "", "hard", "0", "0", "1"),
    ]
    imported(db, sheet(tmp_path / "a.csv", head, *rows))
    assert outages(db) == [
        (at(1, 9, 2), at(1, 9, 30), "degraded"),
        (at(2, 9), at(2, 9, 30), "down"),
    ]


def test_remarks_beside_a_state_leave_or_change_it(db: Database, tmp_path: Path) -> None:
    head = ("Status", "Date Time", "Device", "Sensor")
    rows = [
        (state, f"2026-10-{day:02d} 00:00", "web01", "HTTP")
        for day, state in enumerate(
            ("Up", "Down (Acknowledged)", "Up", "Down (Partial)", "Up", "Paused (Schedule)", "Up"), 1
        )
    ]
    imported(db, sheet(tmp_path / "a.csv", head, *rows))
    assert outages(db) == [(at(2), at(3), "down"), (at(4), at(5), "degraded")]
    assert covered(db) == [(at(1), at(6))]


def test_a_stretch_that_was_up_is_refused_where_a_person_calls_the_list_outages(
    db: Database, tmp_path: Path
) -> None:
    path = sheet(tmp_path / "a.csv", ("Check", "Status", "From", "To"), *STRETCHES[:2])
    source, proposal = proposed(db, path, create="yes")
    columns = {"subject": 0, "state": 1, "start": 2, "end": 3}
    called = replace(proposal.sheets[0], kind="outages", columns=columns)
    found = importing.check_import(db, source, replace(proposal, sheets=(called,)))
    assert [(row.cell, row.reason) for row in found.rejected.rows] == [
        ("B2", "“Up” says that it was up: this is no outage.")
    ]


def test_numbers_in_which_one_is_the_usual_state_are_not_taken_for_warnings(
    db: Database, tmp_path: Path
) -> None:
    rows = [
        ("Website", "1", "2026-10-01 00:00:00"),
        ("Website", "2", "2026-10-01 09:00:00"),
        ("Website", "0", "2026-10-01 09:02:00"),
        ("Website", "1", "2026-10-01 09:30:00"),
        ("Website", "3", "2026-10-02 10:00:00"),
        ("Website", "1", "2026-10-02 11:00:00"),
    ]
    path = sheet(tmp_path / "a.csv", ("monitor_name", "status", "time"), *rows)
    with pytest.raises(InputError, match="write the states as words"):
        imported(db, path)
    imported(db, path, one_means="up")
    assert outages(db) == [(at(1, 9, 2), at(1, 9, 30), "down")]
    assert covered(db) == [(at(1), at(1, 9)), (at(1, 9, 2), at(2, 10))]
