"""Tickets read as columns beside the same tickets read as rows, one by one."""

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import cast

import numpy as np
from sqlalchemy import select

from app.calc import tickets as calc
from app.calc.tickets import KINDS, EventKind, TicketColumns, columns_of
from app.models.database import Database
from app.models.measurements import Ticket, TicketEvent
from app.usecases.levels import month_levels
from app.usecases.measured_tickets import load_tickets
from app.usecases.services import add_service
from app.usecases.targets import TargetEntry, add_target
from tests.usecases.retail import NOVEMBER, Retail, at, retail

STEPS = (*KINDS, "commented")


def test_columns_are_the_rows_read_one_by_one(db: Database) -> None:
    desk = retail(db)
    services = [desk.service, add_service(db, "Other")]
    fill(db, services, desk.customer)
    for service in services:
        for source in (None, "desk", "shop"):
            fast, slow = (
                read(db, service, desk, source),
                one_by_one(db, service, desk.customer, source, at(10, 5), at(10, 25)),
            )
            assert len(slow) > 20
            assert list(fast.number) == list(slow.number)
            for name in ("opened", "responded", "resolved", "event_ticket", "event_at", "event_kind"):
                assert np.array_equal(getattr(fast, name), getattr(slow, name)), name
            assert named(fast, fast.priority) == named(slow, slow.priority)
            assert named(fast, fast.event_priority) == named(slow, slow.event_priority)


def test_no_tickets_are_empty_columns(db: Database) -> None:
    desk = retail(db)
    nothing = read(db, desk.service, desk, None)
    assert (len(nothing), len(nothing.event_at), nothing.priorities) == (0, 0, ())


def read(db: Database, service: int, desk: Retail, source: str | None) -> TicketColumns:
    with db.reading() as session:
        return load_tickets(session, service, desk.customer, source, at(10, 5), at(10, 25))


def fill(db: Database, services: list[int], customer: int) -> None:
    """Tickets in no order, their steps in no order either, several at one instant."""
    rand = random.Random(5)
    with db.changing("as if imported") as session:
        for number in range(300):
            opened = at(10, 1) + timedelta(minutes=rand.randrange(40_000))
            later = [opened + timedelta(minutes=rand.randrange(3000)) for _ in range(2)]
            ticket = Ticket(
                number=f"T{number}",
                source=rand.choice(("desk", "shop")),
                service_id=rand.choice(services),
                customer_id=rand.choice((None, customer)),
                priority=rand.choice((None, "", "1", "2")),
                opened=opened,
                responded=rand.choice((None, min(later))),
                resolved=rand.choice((None, max(later))),
            )
            session.add(ticket)
            session.flush()
            for _ in range(rand.randrange(6)):
                step = rand.choice(STEPS)
                value = rand.choice((None, "", "1", "3")) if step in ("priority", "paused") else None
                moment = opened + timedelta(minutes=rand.randrange(4))
                session.add(TicketEvent(ticket_id=ticket.id, at=moment, event=step, value=value))


def one_by_one(
    db: Database, service: int, customer: int, source: str | None, start: datetime, end: datetime
) -> TicketColumns:
    found: list[calc.Ticket] = []
    with db.reading() as session:
        for row in session.scalars(select(Ticket).order_by(Ticket.id)):
            mine = row.service_id == service and row.customer_id in (None, customer)
            if not mine or source not in (None, row.source) or row.opened >= end:
                continue
            if row.resolved is not None and row.resolved < start:
                continue
            steps = select(TicketEvent).where(TicketEvent.ticket_id == row.id).order_by(TicketEvent.id)
            events = tuple(
                calc.Event(one.at, cast("EventKind", one.event), said(one))
                for one in session.scalars(steps)
                if one.event in KINDS
            )
            found.append(
                calc.Ticket(row.number, row.priority or "", row.opened, row.responded, row.resolved, events)
            )
    return columns_of(found)


def said(step: TicketEvent) -> str | None:
    return step.value or None if step.event in ("opened", "priority") else None


def named(columns: TicketColumns, codes: np.ndarray) -> list[str | None]:
    return [columns.priorities[code] if code >= 0 else None for code in codes.tolist()]


def test_a_quarters_tickets_are_read_from_its_first_day_on(db: Database) -> None:
    desk = retail(db)
    entry = TargetEntry(
        desk.service,
        desk.hours,
        "resolution",
        Decimal(50),
        period="quarter",
        parameters={"within_minutes": "60"},
    )
    add_target(db, desk.version, entry)
    with db.changing("as if imported") as session:
        for number, month in enumerate((6, 7, 8, 9)):
            opened = at(month, 1, 9)
            resolved = opened + timedelta(minutes=30)
            session.add(Ticket(number=str(number), service_id=desk.service, opened=opened, resolved=resolved))
    (month,) = month_levels(db, "2026-09", NOVEMBER, [desk.customer])
    base = [
        target.base for service in month.services for target in service.targets if "resol" in target.metric
    ]
    assert base == [3]
