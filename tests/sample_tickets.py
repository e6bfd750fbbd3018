"""Tickets, page times and period figures of the sample organisation, drawn once for September 2025 to October 2026.

Ticket volumes grow; April is the bad month of the storage trouble. The probe and the telephone figures began later.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import cos, exp, log, pi
from random import Random
from zoneinfo import ZoneInfo

from tests.sample_breaks import AFTER, FIRST, SEED, days, midnight
from tests.sample_story import BERLIN, LONDON

_MINUTE = timedelta(minutes=1)
_PRIORITIES = ("P1", "P2", "P3", "P4")
_RESPONSE_MINUTES = dict(zip(_PRIORITIES, (7, 18, 60, 150), strict=True))
_RESOLUTION_MINUTES = dict(zip(_PRIORITIES, (95, 240, 700, 1500), strict=True))
_SUMMARIES = {
    "Workplace": (
        "Cannot sign in",
        "Mailbox full",
        "Printer prints blank pages",
        "New colleague, no account",
    ),
    "Till": ("Receipt printer jams", "Till does not start", "Price not found", "Card reader not recognised"),
    "Webshop": ("Voucher refused", "Picture missing", "Basket lost", "Wrong delivery date shown"),
    "Payments": ("Payment taken twice", "Refund missing", "Card refused", "Settlement file late"),
}
_SITES = {"Retail": ("Hamburg", "Köln", "München"), "Distribution Americas": ("Newark", "Columbus")}
SLOW_DAY = date(2026, 10, 13)
PROBE_FROM = date(2025, 11, 1)
# How much more or less than the trend was asked for in a month, and how much longer everything took.
_BUSY = {(2025, 12): 1.25, (2026, 4): 1.7, (2026, 5): 1.2, (2026, 8): 0.8}
_SLOW = {(2025, 12): 1.2, (2026, 4): 2.0}
# Percent a month from September 2025 on; the telephones could not be counted before January.
_BACKUPS = (99.8, 99.7, 99.6, 99.7, 99.9, 99.8, 98.9, 98.2, 99.1, 99.8, 99.6, 99.7, 99.9, 99.3)
_CALLS = (None, None, None, None, 83.1, 84.0, 82.6, 71.4, 80.9, 83.5, 82.2, 84.6, 84.4, 82.6)


@dataclass(frozen=True, slots=True)
class Ticket:
    """An incident or request; `events` is empty in tools that only keep the last word."""

    number: str
    kind: str
    priority: str
    service: str
    customer: str
    site: str
    opened: datetime
    responded: datetime | None
    resolved: datetime | None
    summary: str
    events: tuple[tuple[datetime, str, str], ...] = ()


def tickets() -> list[Ticket]:
    """The ticket tool of the service desk: workplaces of two customers, and the tills."""
    random = Random(f"{SEED} tickets")
    found = [
        *_drawn(random, "INC", "Workplace", "Retail", 3.0, BERLIN),
        *_drawn(random, "INC", "Till", "Retail", 0.8, BERLIN),
        *_drawn(random, "INC", "Workplace", "Distribution Americas", 1.6, BERLIN),
    ]
    found.sort(key=lambda t: t.opened)
    return [replace(t, number=f"INC{10_000 + number}") for number, t in enumerate(found)]


def event_tickets() -> list[Ticket]:
    """The shop's help desk, which keeps every step: pauses, reopenings, changes of priority."""
    random = Random(f"{SEED} events")
    found = [
        *_drawn(random, "HD", "Webshop", "Online Shop", 0.9, LONDON),
        *_drawn(random, "HD", "Payments", "Online Shop", 0.6, LONDON),
    ]
    found.sort(key=lambda t: t.opened)
    numbered = [replace(t, number=f"HD-{500 + number}") for number, t in enumerate(found)]
    return [replace(t, events=tuple(_steps(random, t))) for t in numbered]


def as_known(found: Iterable[Ticket], first: datetime, after: datetime) -> Iterator[Ticket]:
    """What an export of first … after holds: opened by then, not resolved before; later steps unknown."""
    for ticket in found:
        last = ticket.events[-1][0] if ticket.events else ticket.resolved
        if ticket.opened < after and (last is None or last >= first):
            yield replace(
                ticket,
                responded=_if_before(ticket.responded, after),
                resolved=_if_before(ticket.resolved, after),
                events=tuple(e for e in ticket.events if e[0] < after),
            )


def page_times() -> Iterator[tuple[datetime, int]]:
    """Milliseconds until the shop's first page was usable, every hour; slower in the evening and before Christmas."""
    random = Random(f"{SEED} pages")
    for day in days(PROBE_FROM, AFTER):
        season = 1.16 if date(2025, 11, 24) <= day <= date(2025, 12, 23) else 1.0
        for hour in range(24):
            at = midnight(day, ZoneInfo("UTC")) + hour * 60 * _MINUTE
            evening = 1 + 0.35 * cos((hour - 20) / 24 * 2 * pi)
            slow = 2.2 if day == SLOW_DAY and 8 <= hour < 12 else season
            yield at, round(620 * evening * slow * exp(random.gauss(0, 0.36)))


def figures() -> Iterator[tuple[date, str, str, float]]:
    """What others report once a month, in percent."""
    for month, (backups, calls) in enumerate(zip(_BACKUPS, _CALLS, strict=True), start=8):
        first = date(2025 + month // 12, month % 12 + 1, 1)
        yield first, "Stock and ordering", "Backups succeeded", backups
        if calls is not None:
            yield first, "Workplace", "Calls answered within 20 s", calls


def _drawn(
    random: Random, prefix: str, service: str, customer: str, daily: float, zone: ZoneInfo
) -> Iterator[Ticket]:
    """Tickets of one service, opened on weekdays between 07:00 and 19:00, fewer on Saturdays."""
    for day in days(FIRST, AFTER):
        wanted = daily * _demand(day)
        slow = _SLOW.get((day.year, day.month), 1.0)
        for _ in range(_poisson(random, wanted)):
            opened = midnight(day, zone) + (7 * 60 + random.randrange(12 * 60)) * _MINUTE
            priority = random.choices(_PRIORITIES, (3, 12, 55, 30))[0]
            responded = opened + _minutes(random, _RESPONSE_MINUTES[priority] * slow, 0.8)
            resolved = responded + _minutes(random, _RESOLUTION_MINUTES[priority] * slow, 0.9)
            kind = "Request" if random.random() < 0.25 and priority in ("P3", "P4") else "Incident"
            site = random.choice(_SITES.get(customer, ("",)))
            summary = random.choice(_SUMMARIES[service])
            yield Ticket(
                prefix, kind, priority, service, customer, site, opened, responded, resolved, summary
            )


def _demand(day: date) -> float:
    """How much is asked for on a day: growing by a twentieth of the first month's volume every month."""
    months = (day.year - FIRST.year) * 12 + day.month - FIRST.month
    share = (1, 1, 1, 1, 1, 0.3, 0)[day.weekday()]
    return (1 + 0.05 * months) * share * _BUSY.get((day.year, day.month), 1.0)


def _steps(random: Random, ticket: Ticket) -> Iterator[tuple[datetime, str, str]]:
    """What the help desk logged: one in four waits for the customer, some come back, some are lowered."""
    assert ticket.responded
    assert ticket.resolved
    yield ticket.opened, "Opened", ""
    yield ticket.responded, "Responded", ""
    at = ticket.responded + 5 * _MINUTE
    if random.random() < 0.06:
        yield at, "Priority changed", "P4"
    if random.random() < 0.25:
        yield at + 10 * _MINUTE, "Paused", "waiting for customer"
        at += 10 * _MINUTE + _minutes(random, 300, 0.7)
        yield at, "Resumed", ""
    at = max(at + 10 * _MINUTE, ticket.resolved)
    yield at, "Resolved", ""
    if random.random() < 0.07:
        yield (at := at + _minutes(random, 200, 0.6)), "Reopened", ""
        yield (at := at + _minutes(random, 120, 0.6)), "Resolved", ""
    yield at + timedelta(days=2), "Closed", ""


def _minutes(random: Random, median: float, spread: float) -> timedelta:
    return max(1, round(exp(log(median) + spread * random.gauss(0, 1)))) * _MINUTE


def _poisson(random: Random, mean: float) -> int:
    """Knuth's method; the means here are small."""
    product, count = random.random(), 0
    while product > exp(-mean):
        product *= random.random()
        count += 1
    return count


def _if_before(at: datetime | None, after: datetime) -> datetime | None:
    return at if at is not None and at < after else None
