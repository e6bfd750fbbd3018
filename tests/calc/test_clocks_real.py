"""The clocks of 4,580 real tickets of a help desk, run together and walked one by one."""

import csv
from collections import defaultdict
from datetime import datetime, time
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from app.calc.clocks import run_clocks
from app.calc.hours import ServiceHours
from app.calc.spans import Spans, to_microseconds
from app.calc.tickets import NEVER, Event, EventKind, Ticket, columns_of

OFFICE = ServiceHours("Europe/Rome", {day: ((time(8), time(13)), (time(14), time(18))) for day in range(5)})
HOUR = 3_600_000_000
KINDS = {
    "Take in charge ticket": "responded",
    "Wait": "paused",
    "Resolve ticket": "resolved",
    "Closed": "closed",
}


def tickets_of(path: Path) -> list[Ticket]:
    """Every case as a ticket: waiting pauses it until its next event, work after a resolution reopens it."""
    rows: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for case, activity, _, at, *_ in list(csv.reader(file))[1:]:
            rows[case].append((datetime.fromisoformat(at), activity))
    return [_ticket(case, sorted(events)) for case, events in rows.items()]


def _ticket(case: str, rows: list[tuple[datetime, str]]) -> Ticket:
    events: list[Event] = []
    paused = resolved = False
    for at, activity in rows:
        kind = KINDS.get(activity)
        if paused and kind != "paused":
            events.append(Event(at, "resumed"))
        if resolved and kind not in ("resolved", "closed"):
            events.append(Event(at, "reopened"))
        paused, resolved = kind == "paused", kind in ("resolved", "closed")
        if kind is not None:
            events.append(Event(at, cast(EventKind, kind)))
    return Ticket(case, "all", rows[0][0], events=tuple(events))


def slowly(ticket: Ticket, hours: Spans, limit: int, end: datetime) -> tuple[int, bool]:
    """(elapsed, met): the support hours cut down to the stretches in which the clock ran."""
    running, since, resolved = Spans.empty(), ticket.opened, None
    for at, kind, _ in ticket.events:
        if since is not None:
            running = running | Spans.of([(since, at)])
        if kind in ("paused", "resolved", "closed"):
            since = None
        elif since is None and kind in ("resumed", "reopened"):
            since = at
        if kind in ("resolved", "closed"):
            resolved = resolved or at
        elif kind == "reopened":
            resolved = None
    if since is not None:
        running = running | Spans.of([(since, end)])
    spent = hours & running
    return spent.microseconds, resolved is not None and spent.microseconds < limit


@pytest.mark.shared
def test_the_clocks_of_a_real_help_desk_agree_with_cutting_each_ticket_out_of_the_support_hours(
    shared_data: Path,
) -> None:
    tickets = tickets_of(shared_data / "tickets" / "helpdesk_events.csv")
    assert len(tickets) == 4580
    end = max(event.at for ticket in tickets for event in ticket.events)
    hours = OFFICE.spans(min(ticket.opened for ticket in tickets), end)
    limit = 40 * HOUR + 1  # no ticket reads exactly this
    clocks = run_clocks(
        columns_of(tickets),
        hours,
        np.array([limit], dtype=np.int64),
        "resolved",
        read_at=to_microseconds(end),
    )
    found = list(zip(clocks.elapsed.tolist(), clocks.met.tolist(), strict=True))
    assert found == [slowly(ticket, hours, limit, end) for ticket in tickets]
    assert bool(clocks.through_pause.any())
    decided = clocks.decided != NEVER
    assert bool((clocks.decided[decided] <= clocks.stopped[decided]).all())
