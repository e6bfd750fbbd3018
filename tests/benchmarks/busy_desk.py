"""A desk as full as they come: 200 services, 20 customers, 100,000 outages and as many tickets, seeded."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from app.calc.spans import to_microseconds
from app.models import journal, loading
from app.models.database import Database
from app.usecases.agreements import add_agreement, list_agreements
from app.usecases.customers import add_contact, add_customer, add_site
from app.usecases.hours import add_hours
from app.usecases.services import add_service
from app.usecases.targets import TargetEntry, add_target
from tests.models.desks import add_batch

SERVICES, CUSTOMERS, ROWS = 200, 20, 100_000
FIRST = datetime(2025, 11, 1, tzinfo=UTC)
SECONDS = 365 * 86_400
CAUSES = ("disk full", "power cut", "certificate ran out", "patch gone wrong", "fibre cut by a digger", "")


def make_busy_desk(path: Path, rows: int = ROWS) -> Path:
    """The first customer buys every service, the others ten each; everything was measured for a year."""
    db = Database.create(path)
    services = [add_service(db, f"Service {number:03}") for number in range(SERVICES)]
    week = {day: ((time(8), time(18)),) for day in range(5)}
    hours = add_hours(db, "Office hours", time_zone="Europe/Berlin", week=week)
    for number in range(CUSTOMERS):
        bought = services if number == 0 else services[number * 10 : number * 10 + 10]
        _add_customer(db, number, bought, hours)
    _measure(db, services, rows)
    db.close()
    return path


def _add_customer(db: Database, number: int, services: Sequence[int], hours: int) -> None:
    name = f"Customer {number:02}"
    customer = add_customer(db, name, time_zone="Europe/Berlin")
    for place in range(8):
        add_site(db, customer, f"Site {place}", headcount=40 * (place + 1))
        add_contact(db, customer, f"Person {place} of {name}", email=f"p{place}@{number}.example")
    add_agreement(
        db, f"SLA {name}", customer_id=customer, valid_from=date(2025, 11, 1), time_zone="Europe/Berlin"
    )
    version = next(row for row in list_agreements(db, customer)).versions[0].id
    for service in services:
        add_target(db, version, TargetEntry(service, hours, "availability", Decimal("99.5")))


def _measure(db: Database, services: Sequence[int], rows: int) -> None:
    names = ("reference", "service_id", "start", "end", "cause", "internal_text")
    more = ("number", "service_id", "opened", "resolved", "priority", "summary")
    outage = {
        "source": "monitoring",
        "state": "down",
        "planned": 0,
        "disputed": 0,
        "excluded": 0,
    }
    with db.changing("Import") as session:
        batch = add_batch(session)
        session.flush()
        with journal.asleep(session):
            columns = dict(zip(names, zip(*_outages(services, rows), strict=True), strict=True))
            loading.append(session, "outages", {"batch_id": batch, **outage}, columns, rows, _go_on)
            columns = dict(zip(more, zip(*_tickets(services, rows), strict=True), strict=True))
            ticket = {"batch_id": batch, "source": "service desk", "kind": "incident"}
            loading.append(session, "tickets", ticket, columns, rows, _go_on)
        journal.bulk_added(session, batch, ["outages", "tickets"])


def _outages(services: Sequence[int], rows: int) -> Iterator[tuple[object, ...]]:
    rand = random.Random(2026)
    for number in range(rows):
        start, end = _interval(rand, 1, 90)
        text = f"Incident {number} with storage path {rand.randrange(1000)}"
        yield f"INC{number:07d}", rand.choice(services), start, end, rand.choice(CAUSES), text


def _tickets(services: Sequence[int], rows: int) -> Iterator[tuple[object, ...]]:
    rand = random.Random(2027)
    for number in range(rows):
        opened, resolved = _interval(rand, 10, 3000)
        text = f"User {rand.randrange(5000)} cannot print on floor {rand.randrange(30)}"
        yield f"T{number:07d}", rand.choice(services), opened, resolved, f"P{rand.randrange(1, 5)}", text


def _interval(rand: random.Random, least: int, most: int) -> tuple[int, int]:
    start = FIRST + timedelta(seconds=rand.randrange(SECONDS))
    return to_microseconds(start), to_microseconds(start + timedelta(minutes=rand.randrange(least, most)))


def _go_on() -> None:
    """Nothing asks to stop."""
