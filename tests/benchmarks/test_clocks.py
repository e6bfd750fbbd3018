"""Ticket clocks beside a plain loop over tickets in the same run: 300,000 tickets with pauses and reopenings.

The loop works on a tenth of them, with the office hours laid out beforehand and found by bisection.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, datetime, time
from decimal import Decimal

import numpy as np
import pytest

from app.calc.clocks import CLOSED, PAUSED, RESOLVED, RESUMED, run_clocks
from app.calc.evidence import Evidence, Part
from app.calc.hours import ServiceHours
from app.calc.metrics import METRICS
from app.calc.spans import Spans, to_microseconds
from app.calc.targets import Target
from app.calc.tickets import NEVER, TicketColumns

TICKETS, SHARE = 300_000, 10
MINUTE = 60_000_000
START, END = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
OFFICE = ServiceHours("Europe/Berlin", {day: ((time(8), time(18)),) for day in range(5)})
LIMITS = np.array([4, 8, 24, 80], dtype=np.int64) * 60 * MINUTE


@pytest.fixture(scope="module")
def hours() -> Spans:
    return OFFICE.spans(START, datetime(2027, 1, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def tickets() -> TicketColumns:
    """A year of tickets; every third was paused once, every one closed some days after it was resolved."""
    random = np.random.default_rng(2025)
    opened = random.integers(to_microseconds(START), to_microseconds(END), TICKETS)
    resolved = opened + (random.exponential(3 * 24 * 60, TICKETS).astype(np.int64) + 2) * MINUTE
    paused = np.arange(0, TICKETS, 3)
    third = (resolved - opened)[paused] // 3
    everyone = np.arange(TICKETS)
    kinds = [np.full(len(paused), PAUSED), np.full(len(paused), RESUMED), np.full(TICKETS, RESOLVED)]
    ticket = np.concatenate((paused, paused, everyone, everyone))
    return TicketColumns(
        number=[str(number) for number in range(TICKETS)],
        priority=random.integers(0, 4, TICKETS),
        opened=opened,
        responded=opened + MINUTE,
        resolved=resolved,
        priorities=("1", "2", "3", "4"),
        event_ticket=ticket,
        event_at=np.concatenate(
            (opened[paused] + third, opened[paused] + 2 * third, resolved, resolved + 7200 * MINUTE)
        ),
        event_kind=np.concatenate((*kinds, np.full(TICKETS, CLOSED))),
        event_priority=np.full(len(ticket), -1),
    )


def test_the_clocks_of_300000_tickets(benchmark, tickets: TicketColumns, hours: Spans) -> None:
    clocks = benchmark.pedantic(lambda: run_clocks(tickets, hours, LIMITS, "resolved"), rounds=3)
    assert 0 < int(clocks.met.sum()) < TICKETS


def test_the_clocks_of_30000_tickets_one_by_one(benchmark, tickets: TicketColumns, hours: Spans) -> None:
    some = tickets.take(np.arange(TICKETS) < TICKETS // SHARE)
    found = benchmark.pedantic(lambda: one_by_one(some, hours), rounds=1)
    clocks = run_clocks(some, hours, LIMITS, "resolved")
    assert found == list(zip(clocks.elapsed.tolist(), clocks.met.tolist(), strict=True))


def test_a_month_of_resolution_levels_out_of_300000_tickets(benchmark, tickets: TicketColumns) -> None:
    target = Target("resolution", ">=", Decimal(95), parameters={"within_minutes": "480"})
    begin, end = datetime(2025, 6, 1, tzinfo=UTC), datetime(2025, 7, 1, tzinfo=UTC)
    evidence = Evidence((Part(target, begin, end, None, OFFICE),), tickets=tickets)
    level = benchmark.pedantic(lambda: METRICS["resolution"].judge(evidence), rounds=3)
    assert level.base > 0


def one_by_one(tickets: TicketColumns, hours: Spans) -> list[tuple[int, bool]]:
    """(elapsed, met) of each ticket, event after event."""
    starts, ends = hours.starts.tolist(), hours.ends.tolist()
    limits, before = LIMITS.tolist(), [0]
    for start, end in zip(starts, ends, strict=True):
        before.append(before[-1] + end - start)

    def elapsed(at: int) -> int:
        index = bisect_right(starts, at) - 1
        return 0 if index < 0 else before[index] + min(at, ends[index]) - starts[index]

    def reached(reading: int) -> int:
        index = bisect_left(before, reading) - 1
        return starts[index] + reading - before[index] if index < len(starts) else NEVER

    events: list[list[tuple[int, int]]] = [[] for _ in range(len(tickets))]
    rows = (tickets.event_ticket.tolist(), tickets.event_at.tolist(), tickets.event_kind.tolist())
    for ticket, at, kind in zip(*rows, strict=True):
        events[ticket].append((at, kind))
    found: list[tuple[int, bool]] = []
    for ticket, (opened, priority) in enumerate(
        zip(tickets.opened.tolist(), tickets.priority.tolist(), strict=True)
    ):
        reading, since, resolved, due = 0, opened, NEVER, NEVER
        for at, kind in sorted(events[ticket]):
            if resolved == NEVER and since != NEVER:
                start = elapsed(since)
                gained = elapsed(at) - start
                if due == NEVER and reading + gained >= limits[priority]:
                    due = reached(start + limits[priority] - reading)
                reading += gained
            if kind == PAUSED:
                since = NEVER
            elif kind == RESUMED:
                since = at
            elif resolved == NEVER:
                resolved = at
        found.append((reading, resolved <= due))
    return found
