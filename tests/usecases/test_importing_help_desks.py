"""Exports as help desks make them: changed fields, closed without a resolution, and tables that are no tickets."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import InputError
from app.models.database import Database
from tests.imports.markup import data, page, sheets
from tests.usecases.imports import checked, counts, imported, sheet
from tests.usecases.test_importing_tickets import steps, tickets


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC)


AUDIT = [
    ("incident", "INC1", "state", "", "New", "2026-10-01 08:00:00"),
    ("incident", "INC1", "priority", "", "3 - Moderate", "2026-10-01 08:00:00"),
    ("incident", "INC1", "assigned_to", "", "Beth", "2026-10-01 08:10:00"),
    ("incident", "INC1", "state", "New", "In Progress", "2026-10-01 08:20:00"),
    ("incident", "INC1", "priority", "3 - Moderate", "1 - Critical", "2026-10-01 08:30:00"),
    ("incident", "INC1", "state", "In Progress", "On Hold", "2026-10-01 09:00:00"),
    ("incident", "INC1", "state", "On Hold", "In Progress", "2026-10-01 10:00:00"),
    ("incident", "INC1", "state", "In Progress", "Resolved", "2026-10-01 11:30:00"),
]


def test_an_audit_of_fields_gives_clocks_by_status_and_priority_and_nothing_else(
    db: Database, tmp_path: Path
) -> None:
    head = ("tablename", "documentkey", "fieldname", "oldvalue", "newvalue", "sys_created_on")
    assert counts(imported(db, sheet(tmp_path / "a.csv", head, *AUDIT))) == (8, 0, 0, 0)
    assert steps(db, "INC1") == [
        (at(1, 8), "opened", "3 - Moderate"),
        (at(1, 8, 20), "responded", None),
        (at(1, 8, 30), "priority", "1 - Critical"),
        (at(1, 9), "paused", None),
        (at(1, 10), "resumed", None),
        (at(1, 11, 30), "resolved", None),
    ]
    assert tickets(db)[0].status == "Resolved"


def test_a_change_history_without_the_opening_says_so_and_knows_the_priority_before(
    db: Database, tmp_path: Path
) -> None:
    head = ("Issue Key", "Created", "Field", "From", "From String", "To", "To String")
    rows = [
        ("A-1", "2026-10-01T08:10:00.000+0000", "priority", "3", "Medium", "1", "Highest"),
        ("A-1", "2026-10-01T08:20:00.000+0000", "status", "1", "Open", "3", "In Progress"),
        ("A-1", "2026-10-01T09:00:00.000+0000", "status", "3", "In Progress", "7", "Waiting for customer"),
        ("A-1", "2026-10-01T10:00:00.000+0000", "status", "7", "Waiting for customer", "5", "Resolved"),
        ("A-2", "2026-10-01T08:30:00.000+0000", "status", "1", "Open", "3", "In Progress"),
    ]
    found = checked(db, sheet(tmp_path / "a.csv", head, *rows))
    assert "1 ticket has no row of its opening: its first row counts as that." in found.notes
    imported(db, tmp_path / "a.csv")
    assert steps(db, "A-1") == [
        (at(1, 8, 10), "opened", "Medium"),
        (at(1, 8, 10), "priority", "Highest"),
        (at(1, 8, 20), "responded", None),
        (at(1, 9), "paused", None),
        (at(1, 10), "resolved", None),
    ]


def test_open_after_new_is_taken_in_hand_and_open_from_the_start_waits(db: Database, tmp_path: Path) -> None:
    head = ("Ticket ID", "Status", "Changed at")
    rows = [
        ("1", "new", "2026-10-01 08:00"),
        ("1", "open", "2026-10-01 08:20"),
        ("1", "solved", "2026-10-01 09:00"),
        ("2", "Open", "2026-10-01 08:00"),
        ("2", "Pending", "2026-10-01 08:30"),
        ("2", "Open", "2026-10-01 09:30"),
    ]
    imported(db, sheet(tmp_path / "a.csv", head, *rows))
    assert [row.responded for row in tickets(db)] == [at(1, 8, 20), at(1, 8, 30)]
    assert [event for _, event, _ in steps(db, "2")] == ["opened", "responded", "paused", "resumed"]


def test_what_was_closed_without_a_resolution_counts_as_resolved_then(db: Database, tmp_path: Path) -> None:
    head = ("Ticket Number", "Date Created", "Priority", "Current Status", "Closed Date")
    rows = [
        ("1", "2026-10-01 08:00:00", "High", "Closed", "2026-10-01 11:30:00"),
        ("2", "2026-10-02 08:00:00", "Low", "Open", ""),
    ]
    found = checked(db, sheet(tmp_path / "a.csv", head, *rows))
    assert "1 ticket says no time of resolution: it counts as resolved when closed." in found.notes
    imported(db, tmp_path / "a.csv")
    assert [row.resolved for row in tickets(db)] == [at(1, 11, 30), None]


def test_a_length_is_no_time_of_day_and_an_assignment_no_response(db: Database, tmp_path: Path) -> None:
    head = (
        "Ticket Id",
        "Priority",
        "Created Time",
        "Assigned at",
        "Resolved Time",
        "First Response Time (in hrs)",
        "Resolution Time (in hrs)",
    )
    row = (
        "1",
        "P1",
        "2026-10-01 08:00:00",
        "2026-10-01 08:05:00",
        "2026-10-01 11:30:00",
        "00:20:00",
        "03:30:00",
    )
    assert counts(imported(db, sheet(tmp_path / "a.csv", head, row))) == (1, 0, 0, 0)
    (ticket,) = tickets(db)
    assert (ticket.opened, ticket.responded, ticket.resolved) == (at(1, 8), None, at(1, 11, 30))


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (
            ("task", "sla", "stage", "start_time", "end_time", "duration", "has_breached"),
            ("INC1", "P1 resolution", "Completed", "2026-10-01 08:00", "2026-10-01 09:00", "3600", "false"),
        ),
        (
            ("Number", "Definition", "ID", "Value", "Start", "End", "Duration"),
            ("MI1", "State Duration", "INC1", "New", "2026-10-01 08:00", "2026-10-01 08:20", "20 Minutes"),
        ),
        (
            ("ticket_id", "comment_id", "author", "created_at", "public", "body"),
            ("7", "1", "Ann", "2026-10-01 08:00", "true", "Mail is down"),
        ),
        (
            ("id", "name", "email", "role", "active", "created_at"),
            ("1", "Ann", "a@example.org", "agent", "true", "2026-10-01 08:00"),
        ),
    ],
    ids=["clocks of agreements", "times in a status", "comments", "people"],
)
def test_tables_that_mean_something_else_are_asked_about_and_not_guessed(
    db: Database, tmp_path: Path, head: tuple[str, ...], row: tuple[str, ...]
) -> None:
    with pytest.raises(InputError, match="not recognised"):
        checked(db, sheet(tmp_path / "a.csv", head, row))


TICKETS = [
    ("Number", "Service", "Priority", "Opened", "Resolved"),
    ("INC1", "Till & Shop", "P1", "2026-10-01 08:00", "2026-10-01 09:30"),
    ("INC2", "Till & Shop", "P2", "2026-10-02 08:00", ""),
]


def as_page() -> str:
    return page(TICKETS, '<html><head><meta charset="utf-8"></head><table><tr><td>Report of October</table>')


def as_sheets() -> str:
    head, *rows = TICKETS
    moments = "".join(
        "<Row>"
        + "".join(data(cell) for cell in cells[:3])
        + "".join(
            f'<Cell><Data ss:Type="DateTime">{cell.replace(" ", "T")}:00.000</Data></Cell>'
            for cell in filter(None, cells[3:])
        )
        + "</Row>"
        for cells in rows
    )
    return sheets(f"<Row>{''.join(map(data, head))}</Row>{moments}")


@pytest.mark.parametrize("make", [as_page, as_sheets])
def test_a_page_or_xml_tables_named_as_a_workbook_are_imported_like_one(
    db: Database, tmp_path: Path, make: Callable[[], str]
) -> None:
    path = tmp_path / "tickets.xls"
    path.write_text(make(), encoding="utf-8")
    assert counts(imported(db, path)) == (2, 0, 0, 0)
    first, second = tickets(db)
    assert (first.number, first.priority, first.opened, first.resolved) == (
        "INC1",
        "P1",
        at(1, 8),
        at(1, 9, 30),
    )
    assert (second.number, second.opened, second.resolved) == ("INC2", at(2, 8), None)
    assert counts(imported(db, path)) == (0, 0, 2, 0)
