"""Ticket lists and event logs: clocks from statuses, priorities, pauses, reopenings; what is missing or contrary."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from app.models.database import Database
from app.models.measurements import Ticket, TicketEvent
from app.usecases import customers
from tests.usecases.imports import checked, counts, imported, sheet

LOG = ("Case ID", "Status", "Changed at", "Priority")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC)


def tickets(db: Database) -> list[Ticket]:
    with db.reading() as session:
        return list(session.scalars(select(Ticket).order_by(Ticket.number)))


def steps(db: Database, number: str) -> list[tuple[datetime, str, str | None]]:
    query = (
        select(TicketEvent).join(Ticket, Ticket.id == TicketEvent.ticket_id).where(Ticket.number == number)
    )
    with db.reading() as session:
        rows = session.scalars(query.order_by(TicketEvent.at, TicketEvent.id)).all()
    return [(row.at, row.event, row.value) for row in rows]


def test_a_ticket_list_is_stored_with_its_times(db: Database, tmp_path: Path) -> None:
    retail = customers.add_customer(db, name="Retail", time_zone="UTC")
    head = (
        "Number",
        "Opened",
        "Responded",
        "Resolved",
        "Closed",
        "Priority",
        "Customer",
        "Type",
        "Summary",
        "Status",
    )
    row = (
        "INC1",
        "2026-10-01 08:00",
        "2026-10-01 08:10",
        "2026-10-01 09:00",
        "",
        "2",
        "retail",
        "Request",
        "Help",
        "Resolved",
    )
    assert counts(imported(db, sheet(tmp_path / "a.csv", head, row))) == (1, 0, 0, 0)
    (ticket,) = tickets(db)
    assert (ticket.opened, ticket.responded, ticket.resolved) == (at(1, 8), at(1, 8, 10), at(1, 9))
    assert ticket.closed is None
    assert (ticket.priority, ticket.kind, ticket.customer_id, ticket.summary) == (
        "2",
        "request",
        retail,
        "Help",
    )


def test_of_a_ticket_listed_twice_the_last_row_counts(db: Database, tmp_path: Path) -> None:
    head = ("Number", "Opened", "Resolved")
    rows = [(f"T{n}", "2026-10-01 08:00", "") for n in range(10)]
    path = sheet(tmp_path / "a.csv", head, *rows, ("T0", "2026-10-01 08:00", "2026-10-01 09:00"))
    found = checked(db, path)
    assert any("later row counts" in note for note in found.notes)
    assert counts(imported(db, path)) == (10, 0, 1, 0)
    assert tickets(db)[0].resolved == at(1, 9)


def test_a_ticket_resolved_before_it_was_opened_is_refused(db: Database, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.csv", ("Number", "Opened", "Resolved"), ("T1", "2026-10-02 08:00", "2026-10-01 08:00")
    )
    (row,) = checked(db, path).rejected.rows
    assert (row.cell, row.reason) == ("C2", "It was resolved (2026-10-01 08:00) before it was opened.")


def test_an_event_log_gives_clocks_with_pauses_and_reopenings(db: Database, tmp_path: Path) -> None:
    rows = [
        ("T1", "New", "2026-10-01 08:00", "3"),
        ("T1", "In Progress", "2026-10-01 08:30", "3"),
        ("T1", "Awaiting User Info", "2026-10-01 09:00", "3"),
        ("T1", "In Progress", "2026-10-01 10:00", "2"),
        ("T1", "Resolved", "2026-10-01 11:00", "2"),
        ("T1", "In Progress", "2026-10-01 12:00", "2"),
        ("T1", "Resolved", "2026-10-01 13:00", "2"),
        ("T1", "Closed", "2026-10-05 13:00", "2"),
    ]
    assert counts(imported(db, sheet(tmp_path / "a.csv", LOG, *rows))) == (8, 0, 0, 0)
    (ticket,) = tickets(db)
    assert (ticket.opened, ticket.responded, ticket.resolved, ticket.closed) == (
        at(1, 8),
        at(1, 8, 30),
        at(1, 13),
        at(5, 13),
    )
    assert (ticket.priority, ticket.status) == ("2", "Closed")
    assert steps(db, "T1") == [
        (at(1, 8), "opened", "3"),
        (at(1, 8, 30), "responded", None),
        (at(1, 9), "paused", None),
        (at(1, 10), "resumed", None),
        (at(1, 10), "priority", "2"),
        (at(1, 11), "resolved", None),
        (at(1, 12), "reopened", None),
        (at(1, 13), "resolved", None),
        (at(5, 13), "closed", None),
    ]


def test_tickets_mixed_in_one_log_in_any_order_are_kept_apart(db: Database, tmp_path: Path) -> None:
    rows = [
        ("T2", "Resolved", "2026-10-01 12:00", ""),
        ("T1", "New", "2026-10-01 08:00", "1"),
        ("T2", "New", "2026-10-01 09:00", ""),
        ("T1", "Closed", "2026-10-01 10:00", "1"),
        ("T2", "Comment", "2026-10-01 11:00", "4"),
    ]
    imported(db, sheet(tmp_path / "a.csv", LOG, *rows))
    first, second = tickets(db)
    assert (first.opened, first.resolved, first.closed) == (at(1, 8), at(1, 10), at(1, 10))
    assert (second.opened, second.resolved, second.closed, second.priority) == (
        at(1, 9),
        at(1, 12),
        None,
        "4",
    )
    assert steps(db, "T2")[0] == (at(1, 9), "opened", "4")


def test_columns_of_the_ticket_itself_win_over_the_times_of_its_rows(db: Database, tmp_path: Path) -> None:
    head = ("Number", "State", "Updated at", "Opened at", "Resolved at")
    rows = [
        ("T1", "New", "2026-10-01 08:05", "2026-10-01 08:00", "2026-10-01 09:00"),
        ("T1", "Resolved", "2026-10-01 09:20", "2026-10-01 08:00", "2026-10-01 09:00"),
    ]
    imported(db, sheet(tmp_path / "a.csv", head, *rows))
    (ticket,) = tickets(db)
    assert (ticket.opened, ticket.resolved) == (at(1, 8), at(1, 9))
    assert [event for _, event, _ in steps(db, "T1")] == ["opened", "resolved", "responded"]


def test_words_nobody_explained_leave_the_clocks_and_are_told(db: Database, tmp_path: Path) -> None:
    rows = [
        ("T1", "New", "2026-10-01 08:00", ""),
        ("T1", "Zorblax", "2026-10-01 09:00", ""),
        ("T1", "Closed", "2026-10-01 10:00", ""),
    ]
    path = sheet(tmp_path / "a.csv", LOG, *rows)
    assert any("nobody explained" in note for note in checked(db, path).notes)
    imported(db, path)
    assert len(steps(db, "T1")) == 4


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "kind", "read", "tickets_stored", "duplicate"),
    [
        ("servicenow_rest_incidents.csv", "tickets", 67, 67, 0),
        ("servicenow_event_log_first_2000.csv", "ticket_events", 2000, 296, 0),
        ("helpdesk_events.csv", "ticket_events", 21348, 4580, 127),
        ("volvo_closed_problems.csv", "ticket_events", 6660, 1487, 0),
    ],
)
def test_real_ticket_files_come_in_whole_and_again_change_nothing(
    db: Database, shared_data: Path, name: str, kind: str, read: int, tickets_stored: int, duplicate: int
) -> None:
    path = shared_data / "tickets" / name
    batch = imported(db, path)
    assert (batch.kind, batch.read, batch.duplicate, batch.rejected) == (kind, read, duplicate, 0)
    assert len(tickets(db)) == tickets_stored
    assert counts(imported(db, path)) == (0, 0, read, 0)


def test_tickets_without_a_service_are_told_because_no_target_counts_them(
    db: Database, tmp_path: Path
) -> None:
    rows = [("Ticket", "Opened at", "Priority", "Service"), ("INC1", "2026-07-01T08:00:00Z", "2", "Shop")]
    found = checked(
        db, sheet(tmp_path / "a.csv", *rows, ("INC2", "2026-07-01T09:00:00Z", "2", "")), create="yes"
    )
    assert any("1 ticket names no service" in note and "no target" in note for note in found.notes)
    log = [LOG, ("INC3", "New", "2026-07-01T08:00:00Z", "2")]
    found = checked(db, sheet(tmp_path / "b.csv", *log, ("INC3", "Closed", "2026-07-01T09:00:00Z", "2")))
    assert any("1 ticket names no service" in note for note in found.notes)
