"""Tickets, page times and period figures of the sample organisation, drawn once for May to October 2026."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import cos, exp, log, pi
from random import Random
from zoneinfo import ZoneInfo

from tests.sample_breaks import AFTER, BERLIN, FIRST, LONDON, SEED, days, midnight

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
    """Milliseconds until the shop's first page was usable, every half hour; slower in the evening."""
    random = Random(f"{SEED} pages")
    for day in days(FIRST, AFTER):
        for half_hour in range(48):
            at = midnight(day, ZoneInfo("UTC")) + half_hour * 30 * _MINUTE
            evening = 1 + 0.35 * cos((half_hour - 40) / 48 * 2 * pi)
            slow = 2.2 if day == SLOW_DAY and 16 <= half_hour < 24 else 1.0
            yield at, round(620 * evening * slow * exp(random.gauss(0, 0.38)))


def figures() -> Iterator[tuple[date, str, str, float]]:
    """What others report once a month, in percent."""
    random = Random(f"{SEED} figures")
    for month in range(5, 11):
        first = date(2026, month, 1)
        yield first, "Stock and ordering", "Backups succeeded", round(99.2 + random.random() * 0.8, 2)
        yield first, "Workplace", "Calls answered within 20 s", round(78 + random.random() * 9, 1)


def _drawn(
    random: Random, prefix: str, service: str, customer: str, daily: float, zone: ZoneInfo
) -> Iterator[Ticket]:
    """Tickets of one service, opened on weekdays between 07:00 and 19:00, fewer on Saturdays."""
    for day in days(FIRST, AFTER):
        share = (1, 1, 1, 1, 1, 0.3, 0)[day.weekday()]
        for _ in range(_poisson(random, daily * 1.3 * share)):
            opened = midnight(day, zone) + (7 * 60 + random.randrange(12 * 60)) * _MINUTE
            priority = random.choices(_PRIORITIES, (3, 12, 55, 30))[0]
            responded = opened + _minutes(random, _RESPONSE_MINUTES[priority], 0.8)
            resolved = responded + _minutes(random, _RESOLUTION_MINUTES[priority], 0.9)
            kind = "Request" if random.random() < 0.25 and priority in ("P3", "P4") else "Incident"
            site = random.choice(_SITES.get(customer, ("",)))
            summary = random.choice(_SUMMARIES[service])
            yield Ticket(
                prefix, kind, priority, service, customer, site, opened, responded, resolved, summary
            )


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
