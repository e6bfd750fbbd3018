"""The steps of many tickets at once: from rows with a status each to events, without a loop over rows."""

from dataclasses import dataclass

import numpy as np

from app.imports.checked import NONE
from app.imports.columns import Flags, Ints
from app.imports.values.steps import CLOSED, NEW, OPEN, PAUSED, RESOLVED, SILENT, WAITING, WORKING

OPENED, RESPONDED, PAUSE, RESUME, RESOLVE, REOPEN, CLOSE, PRIORITY = range(8)
EVENTS = ("opened", "responded", "paused", "resumed", "resolved", "reopened", "closed", "priority")


@dataclass(frozen=True, slots=True)
class Log:
    """Rows of an event log, by ticket and time. Times are NONE and `subject` is -1 where the row has none."""

    ticket: Ints
    at: Ints
    row: Ints
    step: Ints
    priority: Ints  # 0: not said
    earlier: Ints  # the priority until this row, 0: not said
    subject: Ints
    opened: Ints
    responded: Ints
    resolved: Ints
    closed: Ints
    whole: Ints  # a fingerprint of every cell of the row


@dataclass(frozen=True, slots=True)
class Clocks:
    """One entry per ticket (in `ticket` order), and the events of all; `place` is each log row's ticket place."""

    place: Ints
    ticket: Ints
    row: Ints
    subject: Ints
    priority: Ints
    opened: Ints
    responded: Ints
    resolved: Ints
    closed: Ints
    event_ticket: Ints
    event_row: Ints
    event_at: Ints
    event_kind: Ints
    event_priority: Ints


@dataclass(slots=True)
class _Events:
    """Events being gathered."""

    ticket: list[Ints]
    row: list[Ints]
    at: list[Ints]
    kind: list[Ints]
    priority: list[Ints]

    def add(self, kind: int, ticket: Ints, row: Ints, at: Ints, priority: Ints | None = None) -> None:
        self.ticket.append(ticket)
        self.row.append(row)
        self.at.append(at)
        self.kind.append(np.full(len(at), kind, np.int64))
        self.priority.append(np.full(len(at), -1, np.int64) if priority is None else priority)


def read_clocks(log: Log) -> Clocks:
    """The clocks of every ticket in a log sorted by ticket, time and row."""
    first = np.concatenate(([True], log.ticket[1:] != log.ticket[:-1]))
    starts = np.flatnonzero(first)
    place = np.cumsum(first) - 1
    ends = np.append(starts[1:], len(first)) - 1
    step = _taken_in_hand(
        _carried(np.where(first & (log.step == SILENT), WAITING, log.step), log.step != SILENT, first), first
    )
    before = np.where(first, WAITING, np.concatenate(([WAITING], step[:-1])))
    said = _with_earlier(log, place, starts)
    priority = _carried(said, said != 0, first)
    told = {
        name: _last_told(getattr(log, name), place, len(starts))
        for name in ("opened", "responded", "resolved", "closed")
    }
    opened = np.where(told["opened"] == NONE, log.at[starts], told["opened"])
    events = _Events([], [], [], [], [])
    tickets = np.arange(len(starts))
    events.add(
        OPENED, tickets, log.row[starts], opened, _first_priority(priority, said, log.earlier, place, starts)
    )
    responded = _responses(log, step, place, told["responded"], events)
    reopened = _changes(log, step, before, place, events)
    resolved = _ending(
        log,
        place,
        _enters(step, before, RESOLVED) | _jumps_to_close(step, before),
        told["resolved"],
        step[ends],
        reopened,
    )
    closed = _ending(log, place, _enters(step, before, CLOSED), told["closed"], step[ends], reopened)
    _end_events(log, step, before, place, resolved, closed, events)
    opening_change = first & (log.earlier != 0) & (log.priority != 0) & (log.earlier != log.priority)
    changed = opening_change | (
        ~first
        & (priority != np.concatenate(([0], priority[:-1])))
        & (np.concatenate(([0], priority[:-1])) != 0)
    )
    events.add(PRIORITY, place[changed], log.row[changed], log.at[changed], priority[changed])
    subject = _last_subject(log.subject, place, len(starts))
    return _clocks(
        log, place, starts, ends, subject, priority[ends], (opened, responded, resolved, closed), events
    )


def _clocks(
    log: Log,
    place: Ints,
    starts: Ints,
    ends: Ints,
    subject: Ints,
    priority: Ints,
    times: tuple[Ints, Ints, Ints, Ints],
    events: _Events,
) -> Clocks:
    ticket, row, at, kind, value = (
        np.concatenate(part) for part in (events.ticket, events.row, events.at, events.kind, events.priority)
    )
    order = np.lexsort((kind, at, ticket))
    places = np.empty_like(place)
    places[:] = place
    return Clocks(
        places,
        log.ticket[starts],
        log.row[ends],
        subject,
        priority,
        *times,
        ticket[order],
        row[order],
        at[order],
        kind[order],
        value[order],
    )


def _carried(values: Ints, there: Flags, first: Flags) -> Ints:
    """Each value, or the last one there before it in the same ticket."""
    places = np.where(there | first, np.arange(len(values)), 0)
    return values[np.maximum.accumulate(places)]


def _taken_in_hand(step: Ints, first: Flags) -> Ints:
    """Open after new: somebody has taken the ticket. Open in any other place waits, as new does."""
    before = np.where(first, WAITING, np.concatenate(([WAITING], step[:-1])))
    taken = np.where((step == OPEN) & (before == NEW), WORKING, step)
    return np.where((taken == NEW) | (taken == OPEN), WAITING, taken)


def _with_earlier(log: Log, place: Ints, starts: Ints) -> Ints:
    """A ticket whose first change of priority says what it was before had that one from its first row on."""
    said = log.priority.copy()
    there = np.flatnonzero(log.priority != 0)[::-1]
    known = np.zeros(len(starts), np.int64)
    known[place[there]] = log.earlier[there]
    free = said[starts] == 0
    said[starts[free]] = known[free]
    return said


def _last_told(values: Ints, place: Ints, count: int) -> Ints:
    told = np.full(count, NONE, np.int64)
    there = values != NONE
    told[place[there]] = values[there]  # of several the last one is kept
    return told


def _last_subject(subject: Ints, place: Ints, count: int) -> Ints:
    last = np.full(count, -1, np.int64)
    there = subject >= 0
    last[place[there]] = subject[there]
    return last


def _first_priority(carried: Ints, said: Ints, earlier: Ints, place: Ints, starts: Ints) -> Ints:
    """The first priority a ticket was given, also when its first rows say none."""
    first = carried[starts].copy()
    there = np.flatnonzero(said != 0)[::-1]
    early = np.zeros(len(starts), np.int64)
    early[place[there]] = said[there]
    found = np.where(first == 0, early, first)
    found = np.where(earlier[starts] != 0, earlier[starts], found)
    return np.where(early == 0, -1, found)


def _responses(log: Log, step: Ints, place: Ints, told: Ints, events: _Events) -> Ints:
    left = np.flatnonzero(step != WAITING)[::-1]
    responded = np.full(len(told), NONE, np.int64)
    rows = np.zeros(len(told), np.int64)
    responded[place[left]] = log.at[left]
    rows[place[left]] = log.row[left]
    responded = np.where(told == NONE, responded, told)
    there = responded != NONE
    events.add(RESPONDED, np.flatnonzero(there), rows[there], responded[there])
    return responded


def _changes(log: Log, step: Ints, before: Ints, place: Ints, events: _Events) -> Ints:
    """Pauses, resumptions and reopenings; returns when each ticket was last reopened."""
    done = (before == RESOLVED) | (before == CLOSED)
    again = done & ((step == WORKING) | (step == WAITING) | (step == PAUSED))
    pause = (step == PAUSED) & (before != PAUSED)
    resume = (before == PAUSED) & ((step == WORKING) | (step == WAITING))
    for kind, where in ((REOPEN, again), (PAUSE, pause), (RESUME, resume)):
        events.add(kind, place[where], log.row[where], log.at[where])
    reopened = np.full(int(place[-1]) + 1, NONE, np.int64)
    reopened[place[again]] = log.at[again]
    return reopened


def _enters(step: Ints, before: Ints, state: int) -> Flags:
    return (step == state) & (before != state)


def _jumps_to_close(step: Ints, before: Ints) -> Flags:
    """Closed without having been resolved: that is when it was resolved."""
    return (step == CLOSED) & (before != RESOLVED) & (before != CLOSED)


def _ending(log: Log, place: Ints, entered: Flags, told: Ints, final: Ints, reopened: Ints) -> Ints:
    """When a ticket was last resolved or closed: as its own column says, else by its rows; NONE while open."""
    found = np.full(len(told), NONE, np.int64)
    found[place[entered]] = log.at[entered]
    ended = (final == RESOLVED) | (final == CLOSED)
    found = np.where(ended, found, NONE)
    return np.where((told != NONE) & (told >= reopened), told, found)


def _end_events(
    log: Log, step: Ints, before: Ints, place: Ints, resolved: Ints, closed: Ints, events: _Events
) -> None:
    """Each resolution and closing; the last one at the time the ticket's own column tells."""
    for kind, where, final in (
        (
            RESOLVE,
            _enters(step, before, RESOLVED) & (before != CLOSED) | _jumps_to_close(step, before),
            resolved,
        ),
        (CLOSE, _enters(step, before, CLOSED), closed),
    ):
        rows = np.flatnonzero(where)
        last = np.zeros(len(final), np.int64) - 1
        last[place[rows]] = rows
        keep = rows[(rows != last[place[rows]]) | (final[place[rows]] == NONE)]
        events.add(kind, place[keep], log.row[keep], log.at[keep])
        there = np.flatnonzero(final != NONE)
        source = np.where(last[there] >= 0, log.row[last[there]], 0)
        events.add(kind, there, source, final[there])
