"""The clocks of tickets: how much support time each has used, when it was due, and when that was decided.

A clock runs in support hours from the opening until the response or the resolution; it stands still in
pauses and while the ticket is resolved, goes on when it is reopened, and keeps its reading when the
priority changes. A ticket is due when the reading reaches the time its priority of that moment allows,
and missed when it is still unanswered (unresolved) after that; what happens to its priority later does
not change that. All tickets are run together: the events of each become consecutive stretches of one
state, measured by two binary searches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.calc.spans import Instants, Spans
from app.calc.tickets import KINDS, NEVER, TicketColumns

Flags = NDArray[np.bool_]
Stop = Literal["responded", "resolved"]

OPENED, RESPONDED, PAUSED, RESUMED, RESOLVED, REOPENED, CLOSED, PRIORITY = range(len(KINDS))

_STOPS = {"responded": (RESPONDED, RESOLVED, CLOSED), "resolved": (RESOLVED, CLOSED)}
_STARTS = {"responded": (OPENED,), "resolved": (OPENED, REOPENED)}
_MOVES = {
    "responded": (RESPONDED, PAUSED, RESUMED, RESOLVED, REOPENED, CLOSED, PRIORITY),
    "resolved": (PAUSED, RESUMED, RESOLVED, REOPENED, CLOSED, PRIORITY),
}


@dataclass(frozen=True, slots=True, eq=False)
class Clocks:
    """One row per ticket; instants in microseconds UTC, `NEVER` for none.

    `due` of a ticket still open is when it will be, were the clock to run on; `NEVER` in a pause.
    `decided` is the due time of a missed ticket and the stop of a met one. `priority` is the one in
    force then. `through_pause` and `through_priority` mark met tickets that would have missed without
    their pauses, at their most urgent priority.
    """

    elapsed: Instants
    due: Instants
    stopped: Instants
    decided: Instants
    met: Flags
    priority: Instants
    through_pause: Flags
    through_priority: Flags


def run_clocks(
    columns: TicketColumns,
    hours: Spans,
    limits: Instants,
    stop: Stop,
    now: int = NEVER,
    read_at: int = NEVER,
) -> Clocks:
    """The clocks of all tickets as known at `now`; one that still runs is read then or at `read_at`.

    `limits` gives the microseconds each of `columns.priorities` allows, `NEVER` for none. `hours`
    should reach beyond the last due time asked for: what is due after their end is never due.
    """
    if not len(columns):
        return _no_clocks()
    line = _timeline(columns, hours, stop, now)
    last = line.last
    over = line.stopped[last]
    at_stop = np.where(over, _latest_run(line.stopped, line.first)[last], last)
    allowed = limits[line.priority]
    breach, due_then = _breaches(line, hours, line.running, allowed)
    missed = breach >= 0
    so_far = hours.measure_between(line.at[last], np.full(len(last), min(now, read_at)))
    elapsed = line.reading[at_stop] + np.where(over | ~line.running[last], 0, so_far)
    stopped = np.where(over, line.at[at_stop], NEVER)
    due = np.where(missed, due_then, _to_come(line, hours, at_stop, allowed))
    met = over & ~missed
    return Clocks(
        elapsed=elapsed,
        due=due,
        stopped=stopped,
        decided=np.where(missed, due, stopped),
        met=met,
        priority=line.priority[np.where(missed, breach, at_stop)],
        through_pause=met & _missed_without_pauses(line, hours, allowed),
        through_priority=met & _missed_as_urgent(line, hours, allowed),
    )


def _no_clocks() -> Clocks:
    instants, flags = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.bool_)
    return Clocks(instants, instants, instants, instants, flags, instants, flags, flags)


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """What happened to tickets up to some moment, ticket by ticket in order of time, and how each stood after it.

    `first` marks each ticket's opening, `priority` is one of `priorities` positions.
    """

    at: Instants
    first: Flags
    stopped: Flags
    priority: Instants
    priorities: int


def steps_of(columns: TicketColumns, now: int = NEVER) -> Steps:
    """The steps by which tickets were resolved and reopened, as the clock of the resolution takes them."""
    ticket, at, kind, priority = _rows(columns, "resolved", now)
    return Steps(
        at=at,
        first=np.diff(ticket, prepend=-1) != 0,
        stopped=_state(kind, _STOPS["resolved"], _STARTS["resolved"]),
        priority=priority[_latest(priority >= 0)],
        priorities=len(columns.priorities),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Timeline:
    """Stretches of one state each, ticket by ticket in order of time; `first` and `last` are its rows."""

    at: Instants
    until: Instants
    stopped: Flags
    running: Flags
    priority: Instants
    length: Instants  # support time inside the stretch
    gain: Instants  # what the clock gained in it
    reading: Instants  # of the clock at its start
    ticket: Instants
    first: Instants
    last: Instants


def _timeline(columns: TicketColumns, hours: Spans, stop: Stop, now: int) -> _Timeline:
    ticket, at, kind, priority = _rows(columns, stop, now)
    first = np.flatnonzero(np.diff(ticket, prepend=-1))
    last = np.append(first[1:], len(ticket)) - 1
    until = np.append(at[1:], 0)
    until[last] = np.maximum(at[last], now)
    passed = hours.elapsed(at)
    length = np.append(passed[1:], 0)
    length[last] = hours.elapsed(until[last])
    length -= passed
    stopped = _state(kind, _STOPS[stop], _STARTS[stop])
    running = ~(stopped | _state(kind, (PAUSED,), (OPENED, RESUMED, REOPENED)))
    gain = np.where(running, length, 0)
    reading = _readings(gain, ticket, first)
    held = priority[_latest(priority >= 0)]
    return _Timeline(at, until, stopped, running, held, length, gain, reading, ticket, first, last)


def _rows(columns: TicketColumns, stop: Stop, now: int) -> tuple[Instants, Instants, Instants, Instants]:
    """(ticket, at, kind, priority or −1) of all that moves the clocks, in order, and nothing after now.

    What is noted before the opening happened then; what happened at one instant keeps its order.
    """
    count = len(columns)
    told = _among(columns.event_kind, _MOVES[stop])
    ends = {RESOLVED: columns.resolved} if stop == "resolved" else _answers(columns)
    news = {kind: np.flatnonzero(_is_news(columns, kind, at)) for kind, at in ends.items()}
    ticket = np.concatenate((np.arange(count), columns.event_ticket[told], *news.values()))
    at = np.concatenate(
        (columns.opened, columns.event_at[told], *(ends[kind][rows] for kind, rows in news.items()))
    )
    kind = np.full(len(ticket), OPENED, dtype=np.int64)
    kind[count:] = np.concatenate(
        (columns.event_kind[told], *(np.full(len(rows), kind) for kind, rows in news.items()))
    )
    priority = np.full(len(ticket), -1, dtype=np.int64)
    priority[:count] = _first_priority(columns)
    changes = np.where(columns.event_kind == PRIORITY, columns.event_priority, -1)[told]
    priority[count : count + len(changes)] = changes
    np.maximum(at, columns.opened[ticket], out=at)
    known = at <= now
    known[:count] = True
    order = _in_order(ticket, at, known)
    return ticket[order], at[order], kind[order], priority[order]


def _answers(columns: TicketColumns) -> dict[int, Instants]:
    return {RESPONDED: columns.responded, RESOLVED: columns.resolved}


def _is_news(columns: TicketColumns, kind: int, at: Instants) -> Flags:
    """Where a ticket's own time is known, and not just its last event of that kind again."""
    same = columns.event_kind == kind
    told = np.full(len(columns), -1, dtype=np.int64)
    np.maximum.at(told, columns.event_ticket[same], columns.event_at[same])
    return (at != NEVER) & (at != told)


def _in_order(ticket: Instants, at: Instants, known: Flags) -> NDArray[np.intp]:
    """The known rows by ticket and time; sources mostly give them in order, so only the others are sorted."""
    rows = np.flatnonzero(known)
    rows = rows[np.argsort(ticket[rows], kind="stable")]
    whose, when = ticket[rows], at[rows]
    backwards = (whose[1:] == whose[:-1]) & (when[1:] < when[:-1])
    if not bool(backwards.any()):
        return rows
    unordered = np.zeros(int(whose[-1]) + 1, dtype=np.bool_)
    unordered[whose[1:][backwards]] = True
    places = np.flatnonzero(unordered[whose])
    rows[places] = rows[places][np.lexsort((when[places], whose[places]))]
    return rows


def _first_priority(columns: TicketColumns) -> Instants:
    """The priority at the opening: the earliest one the events know, else the ticket's own."""
    says = np.flatnonzero((columns.event_priority >= 0) & _among(columns.event_kind, (OPENED, PRIORITY)))
    order = says[np.lexsort((columns.event_at[says], columns.event_ticket[says]))]
    tickets, where = np.unique(columns.event_ticket[order], return_index=True)
    found = columns.priority.copy()
    found[tickets] = columns.event_priority[order[where]]
    return found


def _state(kind: Instants, on: tuple[int, ...], off: tuple[int, ...]) -> Flags:
    """Whether the latest of the two sorts of events is of the first; every ticket begins with the second."""
    turns_on = _among(kind, on)
    return turns_on[_latest(turns_on | _among(kind, off))]


def _among(kind: Instants, wanted: tuple[int, ...]) -> Flags:
    flags = np.zeros(len(KINDS), dtype=np.bool_)
    flags[list(wanted)] = True
    return flags[kind]


def _latest(marked: Flags) -> Instants:
    """For every row the latest marked row up to it; the first row of every ticket is marked."""
    return np.maximum.accumulate(np.where(marked, np.arange(len(marked)), 0))


def _latest_run(marked: Flags, first: Instants) -> Instants:
    """For every row the start of the latest run of marked rows."""
    begins = marked & ~np.append([False], marked[:-1])
    begins[first] = True
    return _latest(begins)


def _readings(gain: Instants, ticket: Instants, first: Instants) -> Instants:
    """What each ticket's clock reads at each row's start; sums that wrap around cancel in the difference."""
    before = np.cumsum(gain) - gain
    return before - before[first][ticket]


def _breaches(line: _Timeline, hours: Spans, running: Flags, allowed: Instants) -> tuple[Instants, Instants]:
    """Per ticket the row in which it was first late, −1 for none, and since when.

    A clock that a pause stops at the very limit is not late while it stands still; one beyond it is.
    """
    gain, reading = line.gain, line.reading
    if running is not line.running:
        gain = np.where(running, line.length, 0)
        reading = _readings(gain, line.ticket, line.first)
    beyond = np.where(running, reading + gain >= allowed, reading > allowed)
    reached = np.flatnonzero(~line.stopped & beyond)
    remaining = allowed[reached] - reading[reached]
    start = line.at[reached]
    due = np.where(remaining > 0, hours.advance(start, np.maximum(remaining, 0)), start)
    late = due < line.until[reached]
    tickets, where = np.unique(line.ticket[reached[late]], return_index=True)
    row = np.full(len(line.first), -1, dtype=np.int64)
    since = np.full(len(line.first), NEVER, dtype=np.int64)
    row[tickets], since[tickets] = reached[late][where], due[late][where]
    return row, since


def _to_come(line: _Timeline, hours: Spans, rows: Instants, allowed: Instants) -> Instants:
    """When the clock reaches what is allowed, were it to run on from the start of these rows."""
    goes_on = (line.running | line.stopped)[rows] & (allowed[rows] != NEVER)
    remaining = np.where(goes_on, allowed[rows] - line.reading[rows], 0)
    due = np.where(remaining > 0, hours.advance(line.at[rows], np.maximum(remaining, 0)), line.at[rows])
    return np.where(goes_on, due, NEVER)


def _missed_without_pauses(line: _Timeline, hours: Spans, allowed: Instants) -> Flags:
    """Whether each ticket had been late had its clock not stood still in pauses."""
    if not bool((~line.stopped & ~line.running).any()):
        return np.zeros(len(line.first), dtype=np.bool_)
    return _breaches(line, hours, ~line.stopped, allowed)[0] >= 0


def _missed_as_urgent(line: _Timeline, hours: Spans, allowed: Instants) -> Flags:
    """Whether each ticket had been late had its most urgent priority held all along."""
    strictest = np.minimum.reduceat(np.where(line.stopped, NEVER, allowed), line.first)
    if not bool((strictest[line.ticket] < allowed).any()):
        return np.zeros(len(line.first), dtype=np.bool_)
    return _breaches(line, hours, line.running, strictest[line.ticket])[0] >= 0
