"""Ticket clocks: examples by hand, and every clock walked again one ticket and one event at a time."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import cast, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calc.clocks import Clocks, Stop, run_clocks
from app.calc.hours import ServiceHours
from app.calc.spans import to_datetime, to_microseconds
from app.calc.tickets import NEVER, Event, EventKind, Ticket, columns_of

OFFICE = ServiceHours("Europe/Berlin", {day: ((time(8), time(18)),) for day in range(5)})
ALWAYS = ServiceHours.always("UTC")
MONDAY = datetime(2026, 10, 5, tzinfo=UTC)
HOUR = 3_600_000_000
SPAN = (MONDAY - timedelta(days=30), MONDAY + timedelta(days=120))


def at(hour: float, day: int = 0) -> datetime:
    """Local time in Berlin (two hours ahead of UTC) on a day counted from Monday 5 October 2026."""
    return MONDAY + timedelta(days=day, hours=hour - 2)


def run(
    tickets: list[Ticket],
    limits: dict[str, float],
    hours: ServiceHours = OFFICE,
    stop: Stop = "resolved",
    now: datetime | None = None,
) -> Clocks:
    columns = columns_of(tickets)
    allowed = np.array(
        [int(limits[name] * HOUR) if name in limits else NEVER for name in columns.priorities], dtype=np.int64
    )
    moment = NEVER if now is None else to_microseconds(now)
    return run_clocks(columns, hours.spans(*SPAN), allowed, stop, moment)


def due(clocks: Clocks) -> datetime | None:
    return None if int(clocks.due[0]) == NEVER else to_datetime(int(clocks.due[0]))


def test_the_clock_runs_in_support_hours_only() -> None:
    friday = Ticket("1", "P2", at(17, day=4), resolved=at(10, day=7))
    clocks = run([friday], {"P2": 4})
    assert int(clocks.elapsed[0]) == 3 * HOUR
    assert due(clocks) == at(11, day=7)
    assert clocks.met.tolist() == [True]


def test_a_pause_stops_the_clock_and_moves_the_due_time() -> None:
    events = (Event(at(10), "paused"), Event(at(15), "resumed"))
    clocks = run([Ticket("1", "P2", at(9), resolved=at(16), events=events)], {"P2": 4})
    assert int(clocks.elapsed[0]) == 2 * HOUR
    assert due(clocks) == at(18)
    assert clocks.through_pause.tolist() == [True]


def test_a_reopened_ticket_goes_on_where_its_clock_stood() -> None:
    events = (Event(at(10), "resolved"), Event(at(9, day=1), "reopened"), Event(at(12, day=1), "resolved"))
    clocks = run([Ticket("1", "P2", at(8), resolved=at(12, day=1), events=events)], {"P2": 4})
    assert int(clocks.elapsed[0]) == 5 * HOUR
    assert due(clocks) == at(11, day=1)
    assert clocks.met.tolist() == [False]


def test_raising_the_priority_keeps_the_reading() -> None:
    events = (Event(at(8), "priority", "P3"), Event(at(10), "priority", "P1"))
    clocks = run([Ticket("1", "P1", at(8), resolved=at(11.5), events=events)], {"P1": 4, "P3": 40})
    assert int(clocks.elapsed[0]) == round(3.5 * HOUR)
    assert clocks.met.tolist() == [True]
    assert clocks.through_priority.tolist() == [False]


def test_a_ticket_raised_beyond_its_new_time_is_due_at_that_moment() -> None:
    events = (Event(at(8), "priority", "P3"), Event(at(14), "priority", "P1"))
    clocks = run([Ticket("1", "P1", at(8), resolved=at(15), events=events)], {"P1": 4, "P3": 40})
    assert due(clocks) == at(14)
    assert clocks.met.tolist() == [False]


def test_lowering_the_priority_after_the_breach_does_not_heal_it() -> None:
    events = (Event(at(8), "opened", "P1"), Event(at(13), "priority", "P3"))
    ticket = Ticket("1", "P3", at(8), resolved=at(14), events=events)
    clocks = run([ticket], {"P1": 4, "P3": 40})
    assert clocks.met.tolist() == [False]
    assert due(clocks) == at(12)
    assert columns_of([ticket]).priorities[int(clocks.priority[0])] == "P1"


def test_lowering_it_before_is_met_and_marked() -> None:
    events = (Event(at(8), "opened", "P1"), Event(at(11), "priority", "P3"))
    clocks = run([Ticket("1", "P3", at(8), resolved=at(14), events=events)], {"P1": 4, "P3": 40})
    assert clocks.met.tolist() == [True]
    assert clocks.through_priority.tolist() == [True]


def test_resolved_exactly_when_due_is_met_and_a_microsecond_later_is_not() -> None:
    late = at(12) + timedelta(microseconds=1)
    clocks = run(
        [Ticket("1", "P2", at(8), resolved=at(12)), Ticket("2", "P2", at(8), resolved=late)], {"P2": 4}
    )
    assert clocks.met.tolist() == [True, False]


def test_due_at_closing_time_and_resolved_after_hours_is_missed() -> None:
    clocks = run([Ticket("1", "P2", at(14), resolved=at(20))], {"P2": 4})
    assert clocks.elapsed.tolist() == [4 * HOUR]
    assert due(clocks) == at(18)
    assert clocks.met.tolist() == [False]


def test_a_pause_at_the_very_limit_is_not_late_until_the_clock_goes_on() -> None:
    pause = (Event(at(12), "paused"),)
    resumed = (*pause, Event(at(15), "resumed"))
    clocks = run(
        [
            Ticket("1", "P2", at(8), resolved=at(16), events=pause),
            Ticket("2", "P2", at(8), resolved=at(16), events=resumed),
        ],
        {"P2": 4},
    )
    assert clocks.elapsed.tolist() == [4 * HOUR, 5 * HOUR]
    assert clocks.met.tolist() == [True, False]


def test_a_breach_shows_before_the_ticket_is_closed() -> None:
    clocks = run([Ticket("1", "P2", at(8))], {"P2": 4}, now=at(12, day=2))
    assert clocks.decided.tolist() == [to_microseconds(at(12))]
    assert clocks.elapsed.tolist() == [24 * HOUR]


def test_what_is_open_and_not_yet_due_is_undecided() -> None:
    clocks = run([Ticket("1", "P2", at(8))], {"P2": 4}, now=at(11))
    assert clocks.decided.tolist() == [NEVER]
    assert due(clocks) == at(12)


def test_a_paused_ticket_has_no_due_time() -> None:
    clocks = run([Ticket("1", "P2", at(8), events=(Event(at(9), "paused"),))], {"P2": 4}, now=at(12, day=9))
    assert due(clocks) is None
    assert clocks.decided.tolist() == [NEVER]


def test_what_happens_after_now_is_not_known() -> None:
    ticket = Ticket("1", "P2", at(8), resolved=at(9))
    assert run([ticket], {"P2": 4}, now=at(8.5)).stopped.tolist() == [NEVER]


def test_a_response_is_not_taken_back_by_reopening_and_a_resolution_answers() -> None:
    reopened = (Event(at(10), "resolved"), Event(at(11), "reopened"))
    clocks = run([Ticket("1", "P2", at(8), responded=at(9), events=reopened)], {"P2": 4}, stop="responded")
    assert clocks.stopped.tolist() == [to_microseconds(at(9))]
    clocks = run([Ticket("1", "P2", at(8), resolved=at(9.5))], {"P2": 4}, stop="responded")
    assert clocks.stopped.tolist() == [to_microseconds(at(9.5))]


def test_a_closed_ticket_without_resolution_was_resolved_then_and_closing_later_changes_nothing() -> None:
    closed = Ticket("1", "P2", at(8), events=(Event(at(9), "closed"),))
    both = Ticket("2", "P2", at(8), resolved=at(9), events=(Event(at(9, day=5), "closed"),))
    assert run([closed, both], {"P2": 4}).stopped.tolist() == [to_microseconds(at(9))] * 2


def test_a_priority_nobody_agreed_on_is_never_late() -> None:
    clocks = run([Ticket("1", "P9", at(8), resolved=at(8, day=60))], {"P2": 4})
    assert clocks.met.tolist() == [True]
    assert due(clocks) is None


def test_no_tickets_have_no_clocks() -> None:
    assert len(run([], {}).due) == 0


@dataclass(frozen=True)
class Walked:
    """What one ticket's clock shows when its events are followed one by one."""

    elapsed: int
    met: bool
    decided: int
    priority: str


def walk(ticket: Ticket, limits: dict[str, float], hours: ServiceHours, stop: Stop, now: datetime) -> Walked:
    """The slow second way: event after event, due times by `ServiceHours.after`."""
    steps = sorted(_steps(ticket, now), key=lambda step: step[0])
    stopping = ("responded", "resolved", "closed") if stop == "responded" else ("resolved", "closed")
    priority, paused, stopped, elapsed, late, since = _first(ticket), False, False, 0, None, None
    late_priority, stopped_priority = priority, priority
    clock = ticket.opened
    for moment, kind, value in [*steps, (max(now, ticket.opened), "end", None)]:
        if not stopped:
            gained = 0 if paused else hours.spans(clock, moment).microseconds
            allowed = int(limits[priority] * HOUR) if priority in limits else None
            used = allowed is not None and (elapsed > allowed if paused else elapsed + gained >= allowed)
            if late is None and allowed is not None and used:
                left = allowed - elapsed
                reached = clock if left <= 0 else hours.after(clock, left / 1_000_000)
                if reached < moment:
                    late, late_priority = reached, priority
            elapsed += gained
        clock = moment
        if kind in stopping and not stopped:
            stopped, since, stopped_priority = True, moment, priority
        elif kind == "reopened" and stop == "resolved":
            stopped, paused = False, False
        elif kind == "reopened":
            paused = False
        elif kind in ("paused", "resumed"):
            paused = kind == "paused"
        elif kind == "priority" and value is not None:
            priority = value
    if late is not None:
        return Walked(elapsed, False, to_microseconds(late), late_priority)
    if stopped and since is not None:
        return Walked(elapsed, True, to_microseconds(since), stopped_priority)
    return Walked(elapsed, False, NEVER, priority)


def _first(ticket: Ticket) -> str:
    known = [event for event in sorted(ticket.events, key=lambda event: event.at) if event.value is not None]
    return cast(str, known[0].value) if known else ticket.priority


def _steps(ticket: Ticket, now: datetime) -> list[tuple[datetime, str, str | None]]:
    rows: list[tuple[datetime, str, str | None]] = [(e.at, e.event, e.value) for e in ticket.events]
    rows += [(ticket.responded, "responded", None)] if ticket.responded else []
    rows += [(ticket.resolved, "resolved", None)] if ticket.resolved else []
    shifted = [(max(moment, ticket.opened), kind, value) for moment, kind, value in rows]
    return [step for step in shifted if step[0] <= now]


moments = st.integers(-60, 60 * 24 * 20).map(lambda minute: MONDAY + timedelta(minutes=minute))
kinds = st.sampled_from([kind for kind in get_args(EventKind) if kind not in ("opened", "priority")])
steps = st.one_of(
    st.builds(Event, moments, kinds, st.none()),
    st.builds(Event, moments, st.just("priority"), st.sampled_from(["P1", "P2", "P3"])),
)
tickets = st.builds(
    Ticket,
    number=st.just("1"),
    priority=st.sampled_from(["P1", "P2", "P3"]),
    opened=moments,
    responded=st.none() | moments,
    resolved=st.none() | moments,
    events=st.lists(steps, max_size=8).map(tuple),
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(tickets, min_size=1, max_size=4),
    st.sampled_from([OFFICE, ALWAYS]),
    st.sampled_from(get_args(Stop)),
)
def test_the_vectorised_clocks_agree_with_walking_every_ticket(
    several: list[Ticket], hours: ServiceHours, stop: Stop
) -> None:
    limits, now = {"P1": 1.0, "P2": 8.0}, MONDAY + timedelta(days=15)
    clocks = run(several, limits, hours, stop, now)
    names = columns_of(several).priorities
    for index, ticket in enumerate(several):
        walked = walk(ticket, limits, hours, stop, now)
        found = Walked(
            int(clocks.elapsed[index]),
            bool(clocks.met[index]),
            int(clocks.decided[index]),
            names[int(clocks.priority[index])],
        )
        assert found == walked


@given(st.lists(tickets, min_size=2, max_size=6))
def test_tickets_do_not_disturb_each_other(several: list[Ticket]) -> None:
    limits, now = {"P1": 1.0, "P2": 8.0, "P3": 30.0}, MONDAY + timedelta(days=15)
    together = run(several, limits, now=now)
    for index, ticket in enumerate(several):
        alone = run([ticket], limits, now=now)
        for name in ("elapsed", "due", "decided", "met", "through_pause", "through_priority"):
            assert getattr(together, name)[index] == getattr(alone, name)[0]


@given(tickets)
def test_a_met_ticket_marked_for_its_pauses_would_have_missed_without_them(ticket: Ticket) -> None:
    limits = {"P1": 1.0, "P2": 8.0, "P3": 30.0}
    clocks = run([ticket], limits)
    bare = tuple(event for event in ticket.events if event.event not in ("paused", "resumed"))
    without = Ticket(ticket.number, ticket.priority, ticket.opened, ticket.responded, ticket.resolved, bare)
    assert bool(clocks.through_pause[0]) == (bool(clocks.met[0]) and not bool(run([without], limits).met[0]))


def test_one_thousand_years_of_tickets_do_not_overflow() -> None:
    several = [Ticket(str(number), "P2", at(8)) for number in range(1000)]
    assert set(run(several, {"P2": 4}).decided.tolist()) == {to_microseconds(at(12))}


def test_a_naive_opening_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        columns_of([Ticket("1", "P2", datetime(2026, 10, 5))])  # noqa: DTZ001
