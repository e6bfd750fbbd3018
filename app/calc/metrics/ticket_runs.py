"""The tickets of a ticket target, version by version: their clocks, and which of them count in a period."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import cast

import numpy as np
from numpy.typing import NDArray

from app.calc.clocks import Clocks, Flags, Stop, run_clocks
from app.calc.evidence import Evidence, Part
from app.calc.metrics.metric import Metric
from app.calc.metrics.ticket_limits import limits_of, priorities_of
from app.calc.spans import to_microseconds
from app.calc.targets import Target
from app.calc.tickets import NEVER, PriorityShare, TicketColumns, TicketResult, comparable, moments
from app.calc.words import DAY

_LOOKAHEAD = 400 * DAY  # how far beyond the period due times are worked out, for showing them


@dataclass(frozen=True, slots=True, eq=False)
class TicketRun:
    """The tickets opened under one version, their clocks, and which of them count."""

    part: Part
    columns: TicketColumns
    clocks: Clocks
    counts: Flags  # decided in the period, at a priority of the target
    pending: Flags  # open at such a priority, and not decided
    later: Flags  # open at such a priority at the period's end, to be decided after it

    @property
    def number(self) -> int:
        return int(np.count_nonzero(self.counts))

    @property
    def kept(self) -> int:
        return int(np.count_nonzero(self.counts & self.clocks.met))

    @property
    def shares(self) -> list[PriorityShare]:
        """What counts by the priority it was decided at."""
        names = self.columns.priorities
        decided, kept = (
            np.bincount(self.clocks.priority[flags], minlength=len(names)).tolist()
            for flags in (self.counts, self.counts & self.clocks.met)
        )
        rows = zip(names, decided, kept, strict=True)
        return [PriorityShare(name, number, met) for name, number, met in rows if number]

    @property
    def helped(self) -> Flags:
        """Counted, and met only through a pause or a lowered priority."""
        return self.counts & (self.clocks.through_pause | self.clocks.through_priority)


def ticket_runs(evidence: Evidence, metric: Metric, stop: Stop) -> list[TicketRun]:
    """The runs of the versions in force in the period, and of earlier ones with tickets decided in it."""
    terms = sorted((*evidence.former, *evidence.parts), key=lambda part: part.start)
    begins = np.array([to_microseconds(part.start) for part in terms], dtype=np.int64)
    runs: list[TicketRun] = []
    for index, part in enumerate(terms):
        columns = evidence.ticket_columns if part.tickets is None else part.tickets
        version = np.maximum(np.searchsorted(begins, columns.opened, side="right") - 1, 0)
        own = _undecided_before(columns.take(version == index), evidence, stop)
        runs.append(_run(evidence, metric, stop, part, own))
    return [run for run in runs if run.number or any(run.part is part for part in evidence.parts)]


def _undecided_before(columns: TicketColumns, evidence: Evidence, stop: Stop) -> TicketColumns:
    """The tickets opened before the period's end, less those whose clock stopped for good before its
    start.
    """
    start = to_microseconds(evidence.start)
    latest = columns.opened.copy()
    if stop == "resolved":  # only a resolution can be taken back by a later event
        np.maximum.at(latest, columns.event_ticket, columns.event_at)
    stopped = columns.responded if stop == "responded" else columns.resolved
    return columns.take(
        (columns.opened < to_microseconds(evidence.end)) & (np.maximum(stopped, latest) >= start)
    )


def _run(evidence: Evidence, metric: Metric, stop: Stop, part: Part, columns: TicketColumns) -> TicketRun:
    start, end = to_microseconds(evidence.start), to_microseconds(evidence.end)
    now = NEVER if evidence.now is None else to_microseconds(evidence.now)
    first = int(columns.opened.min(initial=start))
    hours = (part.support_hours or part.hours).between(first, end + _LOOKAHEAD)
    limits = limits_of(metric, part, columns.priorities)
    clocks = run_clocks(columns, hours, limits, stop, now=now, read_at=end)
    wanted = _wanted(metric, part.target, columns)[clocks.priority]
    decided = wanted & (clocks.decided >= start) & (clocks.decided < end)
    decided &= ~evidence.closed.covers(clocks.decided)
    wanted &= ~_counted_before(columns, evidence)
    decided &= wanted
    pending = wanted & (clocks.decided == NEVER) & (columns.opened < min(now, end))
    later = wanted & (clocks.decided >= end) & (columns.opened < min(now, end))
    return TicketRun(part, columns, clocks, decided, pending, later)


def _counted_before(columns: TicketColumns, evidence: Evidence) -> Flags:
    """Which of the tickets count in closed time already, of this period or another."""
    known = evidence.counted | evidence.elsewhere
    if not known:
        return np.zeros(len(columns), dtype=np.bool_)
    keys = zip(columns.number, columns.opened.tolist(), strict=True)
    return np.fromiter((key in known for key in keys), dtype=np.bool_, count=len(columns))


def _wanted(metric: Metric, target: Target, columns: TicketColumns) -> Flags:
    """Which of the columns' priorities the target is about."""
    names = priorities_of(metric, target)
    return np.array([not names or comparable(each) in names for each in columns.priorities], dtype=np.bool_)


def results_of(chosen: Sequence[tuple[TicketRun, Flags]]) -> tuple[TicketResult, ...]:
    return in_order([result for run, flags in chosen for result in _rows_of(run, np.flatnonzero(flags))])


def in_order(results: Iterable[TicketResult]) -> tuple[TicketResult, ...]:
    return tuple(sorted(results, key=attrgetter("decided_at", "number")))


def _rows_of(run: TicketRun, rows: NDArray[np.intp]) -> Iterator[TicketResult]:
    clocks, columns = run.clocks, run.columns
    instants = (columns.opened, clocks.due, clocks.stopped, clocks.decided)
    opened, due, stopped, decided = (moments(column[rows]) for column in instants)
    chosen: list[int] = rows.tolist()
    for place, row in enumerate(chosen):
        yield TicketResult(
            number=columns.number[row],
            priority=columns.priorities[int(clocks.priority[row])],
            opened=cast("datetime", opened[place]),
            due=due[place],
            resolved=stopped[place],
            met=bool(clocks.met[row]),
            elapsed_us=int(clocks.elapsed[row]),
            decided_at=cast("datetime", decided[place]),
            note=_remark(clocks, row),
        )


def _remark(clocks: Clocks, index: int) -> str:
    if clocks.through_pause[index]:
        return "met only through a pause"
    if clocks.through_priority[index]:
        return "met only through a lowered priority"
    return "still open" if clocks.stopped[index] == NEVER else ""
