"""Tickets by priority: examples by hand, and every ticket followed again one step at a time."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.calc.spans import to_microseconds
from app.calc.ticket_counts import TicketCounts, by_priority, count_tickets, one_after_another
from app.calc.tickets import NEVER, Event, Ticket, columns_of
from tests.calc.test_clocks import MONDAY, at, tickets

NAMES = ("open_before", "opened", "reopened", "resolved", "changed", "open_at_end")
WEEK = timedelta(days=7)


def counted(
    several: list[Ticket], start: datetime, end: datetime, now: datetime | None = None
) -> dict[str, TicketCounts]:
    bounds = to_microseconds(start), to_microseconds(end), NEVER if now is None else to_microseconds(now)
    return dict(count_tickets(columns_of(several), *bounds))


def week(*several: Ticket) -> dict[str, TicketCounts]:
    return counted(list(several), MONDAY, MONDAY + WEEK)


def followed(several: list[Ticket], start: datetime, end: datetime, now: datetime) -> dict[str, TicketCounts]:
    """The counts by following each ticket through its steps, a step at a time."""
    found: dict[str, Counter[str]] = {}
    for ticket in several:
        steps = sorted(
            [
                *((max(event.at, ticket.opened), event.event, event.value) for event in ticket.events),
                *([(max(ticket.resolved, ticket.opened), "resolved", None)] if ticket.resolved else []),
            ],
            key=lambda step: step[0],
        )
        said = [event for event in sorted(ticket.events, key=lambda e: e.at) if event.event == "priority"]
        priority, is_open = said[0].value if said and said[0].value else ticket.priority, True
        standing: str | None = None  # the priority it stood open at before the start
        if ticket.opened <= now and ticket.opened < end:
            if ticket.opened < start:
                standing = priority
            else:
                found.setdefault(priority, Counter())["opened"] += 1
        else:
            continue
        for moment, kind, value in steps:
            if moment > now or moment >= end:
                break
            before, was_open = priority, is_open
            if kind == "priority" and value:
                priority = value
            elif kind in ("resolved", "closed"):
                is_open = False
            elif kind == "reopened":
                is_open = True
            if moment < start:
                standing = priority if is_open else None
                continue
            own = found.setdefault(priority, Counter())
            own["resolved"] += was_open and not is_open
            own["reopened"] += is_open and not was_open
            if was_open and is_open and before != priority:
                own["changed"] += 1
                found.setdefault(before, Counter())["changed"] -= 1
        if standing is not None:
            found.setdefault(standing, Counter())["open_before"] += 1
        if is_open:
            found.setdefault(priority, Counter())["open_at_end"] += 1
    rows = {name: TicketCounts(*(own[each] for each in NAMES)) for name, own in found.items()}
    return {name: row for name, row in rows.items() if row != TicketCounts()}


def adds_up(row: TicketCounts) -> bool:
    came = row.open_before + row.opened + row.reopened + row.changed + row.corrected
    return came - row.resolved == row.open_at_end


def test_a_ticket_opened_and_resolved_in_the_period_leaves_nothing_open() -> None:
    assert week(Ticket("1", "P2", at(8), resolved=at(9))) == {"P2": TicketCounts(opened=1, resolved=1)}


def test_one_resolved_after_the_end_was_open_then_and_counts_as_resolved_later() -> None:
    ticket = Ticket("1", "P2", at(8), resolved=MONDAY + WEEK)
    assert week(ticket) == {"P2": TicketCounts(opened=1, open_at_end=1)}
    after = counted([ticket], MONDAY + WEEK, MONDAY + 2 * WEEK)
    assert after == {"P2": TicketCounts(open_before=1, resolved=1)}


def test_a_reopened_ticket_is_open_again_and_is_resolved_twice() -> None:
    events = (Event(at(9), "resolved"), Event(at(10), "reopened"), Event(at(11), "resolved"))
    row = week(Ticket("1", "P1", at(8), resolved=at(11), events=events))["P1"]
    assert row == TicketCounts(opened=1, reopened=1, resolved=2)


def test_closing_what_is_resolved_and_pausing_count_for_nothing() -> None:
    events = (Event(at(8.5), "paused"), Event(at(9), "resolved"), Event(at(20), "closed"))
    assert week(Ticket("1", "P1", at(8), resolved=at(9), events=events)) == {
        "P1": TicketCounts(opened=1, resolved=1)
    }


def test_each_step_counts_under_the_priority_of_that_moment() -> None:
    events = (Event(at(8), "opened", "P3"), Event(at(9), "priority", "P1"))
    found = week(Ticket("1", "P1", at(8), resolved=at(12), events=events))
    assert found == {
        "P3": TicketCounts(opened=1, changed=-1),
        "P1": TicketCounts(changed=1, resolved=1),
    }


def test_a_priority_changed_while_resolved_shows_when_it_is_reopened() -> None:
    events = (
        *(Event(at(8), "opened", "P3"), Event(at(9), "resolved"), Event(at(10), "priority", "P1")),
        Event(at(11), "reopened"),
    )
    found = week(Ticket("1", "P1", at(8), events=events))
    assert found == {
        "P3": TicketCounts(opened=1, resolved=1),
        "P1": TicketCounts(reopened=1, open_at_end=1),
    }


def test_what_happens_after_now_is_not_known() -> None:
    several = [Ticket("1", "P1", at(8), resolved=at(12)), Ticket("2", "P1", at(11))]
    assert counted(several, MONDAY, MONDAY + WEEK, at(10)) == {"P1": TicketCounts(opened=1, open_at_end=1)}


def test_priorities_that_differ_in_case_are_one_and_no_priority_is_one_too() -> None:
    found = week(Ticket("1", "p2 ", at(8)), Ticket("2", "P2", at(8)), Ticket("3", "", at(8)))
    assert found == {
        "P2": TicketCounts(opened=2, open_at_end=2),
        "": TicketCounts(opened=1, open_at_end=1),
    }


def test_no_tickets_have_no_counts() -> None:
    assert week() == {}
    assert one_after_another([]) == {}
    assert by_priority([("P1", TicketCounts())]) == {}


def test_what_later_months_knew_otherwise_is_told_as_corrected() -> None:
    first, second = TicketCounts(opened=3, open_at_end=3), TicketCounts(open_before=2, resolved=2)
    whole = one_after_another([{"P1": first}, {"p1": second}])
    assert whole == {"P1": TicketCounts(opened=3, resolved=2, corrected=-1)}
    assert adds_up(whole["P1"])


@settings(max_examples=300, deadline=None)
@given(st.lists(tickets, max_size=5), st.integers(0, 20 * 24), st.integers(1, 10 * 24), st.integers(0, 22))
def test_the_counts_agree_with_following_every_ticket(
    several: list[Ticket], first: int, length: int, today: int
) -> None:
    start = MONDAY + timedelta(hours=first)
    end, now = start + timedelta(hours=length), MONDAY + timedelta(days=today)
    found = counted(several, start, end, now)
    assert found == followed(several, start, end, now)
    assert all(adds_up(row) for row in found.values())
    assert sum(row.changed for row in found.values()) == 0


@given(
    st.lists(tickets, max_size=5),
    st.lists(st.integers(0, 22 * 24), min_size=2, max_size=5, unique=True).map(sorted),
)
def test_successive_periods_sum_to_the_whole(several: list[Ticket], hours: list[int]) -> None:
    borders = [MONDAY + timedelta(hours=hour) for hour in hours]
    pieces = [counted(several, start, end) for start, end in pairwise(borders)]
    whole = counted(several, borders[0], borders[-1])
    together = one_after_another(pieces)
    assert together == whole


@given(st.lists(tickets, max_size=4), st.lists(tickets, max_size=4))
def test_tickets_add_up_whoever_else_is_there(some: list[Ticket], others: list[Ticket]) -> None:
    apart = [*week(*some).items(), *week(*others).items()]
    assert dict(by_priority(apart)) == week(*some, *others)
