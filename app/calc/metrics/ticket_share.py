"""What the ticket metrics share: the percentage of tickets that were answered or resolved in the time agreed.

A ticket counts once, in the period in which it is decided: the earlier of its stop and its due time.
The version in force when it was opened says how long it may take; its other targets of the same metric
say so for the time the ticket has another priority. The misses allowed are whole tickets: 95 % of 8
allow none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from operator import attrgetter
from typing import cast

import numpy as np
from numpy.typing import NDArray

from app.calc.clocks import Clocks, Flags, Stop, run_clocks
from app.calc.evidence import Evidence, Part, Tally
from app.calc.metrics.metric import Metric, Parameter, at_least_or_most, per_period
from app.calc.spans import Instants, to_microseconds
from app.calc.targets import Level, Target
from app.calc.tickets import NEVER, TicketColumns, TicketResult, moments
from app.calc.verdicts import Share, judge, part_levels
from app.calc.words import DAY, MINUTE, duration, plain, plural

_LOOKAHEAD = 400 * DAY  # how far beyond the period due times are worked out, for showing them


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
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
    def helped(self) -> Flags:
        """Counted, and met only through a pause or a lowered priority."""
        return self.counts & (self.clocks.through_pause | self.clocks.through_priority)


def ticket_metric(key: str, title: str, done: str, stop: Stop, position: int) -> Metric:
    """The metric of one clock; `done` says in a sentence what stops it ("answered")."""

    def judge_share(evidence: Evidence) -> Level:
        return _judge(evidence, metric, stop)

    def sentence(target: Target, hours: str) -> str:
        share = f"{at_least_or_most(target).capitalize()} {plain(target.value)} %"
        which = "all tickets" if not _priorities(metric, target) else f"{_named(metric, target)} tickets"
        limit = f"{_limit_words(metric, target)} of {hours}" if hours else _limit_words(metric, target)
        return f"{share} of {which} {done} within {limit}, {per_period(target)}"

    def short(target: Target) -> str:
        name = " ".join(filter(None, (title, _named(metric, target))))
        return f"{name} {_limit_words(metric, target)}, {plain(target.value)} %"

    def worked_out(hours: str) -> str:
        still = "in pauses and while the ticket is resolved" if stop == "resolved" else "in pauses"
        return (
            f"The clock runs in {hours or 'the support hours'} and stands still {still}. A ticket counts once, in the "
            f"period in which it is decided: when it is {done} or when it is due, whichever comes first. The version "
            "in force when it was opened says how long it may take."
        )

    metric = Metric(
        key=key,
        title=title,
        unit="%",
        comparison=">=",
        counts_time=False,
        needs=frozenset({"tickets"}),
        judge=judge_share,
        sentence=sentence,
        short=short,
        parameters=(
            Parameter("within_minutes", "Within", "min", default="240"),
            Parameter("priority", "Priority (empty: all)"),
            Parameter("minimum", "Warn below so many tickets", default="0"),
        ),
        position=position,
        worked_out=worked_out,
    )
    return metric


def decided_tickets(evidence: Evidence, metric: Metric, stop: Stop) -> tuple[TicketResult, ...]:
    """Every ticket that counts in the period, by the time it was decided."""
    return _results([(run, run.counts) for run in _runs(evidence, metric, stop)])


def limits_of(metric: Metric, part: Part, priorities: Sequence[str]) -> Instants:
    """How many microseconds each priority allows; `NEVER` where nothing was agreed for it.

    A target without priorities holds for all of them; the part's own target comes before its siblings.
    """
    own = _priorities(metric, part.target)
    targets = (part.target, *part.siblings) if own else (part.target,)
    found: dict[str, int] = {}
    for target in targets:
        for name in _priorities(metric, target) or ("",):
            found.setdefault(name, _within(metric, target))
    usual = found.get("", NEVER)
    return np.array([found.get(_name(each), usual) for each in priorities], dtype=np.int64)


def _judge(evidence: Evidence, metric: Metric, stop: Stop) -> Level:
    """The share of decided tickets that were in time, one verdict on the summed misses allowed."""
    runs = _runs(evidence, metric, stop)
    tallies = _tallies(runs, evidence.tallies)
    usual = judge([Share(tally.target, tally.kept, Fraction(tally.number, 100)) for tally in tallies])
    later = _undecided(evidence, runs)
    silent = bool(evidence.uncovered.clip(to_microseconds(evidence.start), to_microseconds(evidence.end)))
    if usual.achieved is None:
        why = "no source covers this period" if silent else "no ticket was decided in this period"
        note = "; ".join([why, *_later_words(evidence, later)])
        return Level("no data", counts_time=False, note=note, undecided=later)
    listed = _in_order(
        [
            *_results([(run, run.helped | (run.counts & ~run.clocks.met)) for run in runs]),
            *(ticket for tally in evidence.tallies for ticket in tally.tickets),
        ]
    )
    parts = part_levels(
        tallies,
        [tally.number for tally in tallies],
        [tally.number - tally.kept for tally in tallies],
        [tally.number * (1 - Fraction(tally.target.value) / 100) for tally in tallies],
    )
    return Level(
        verdict="not proven" if usual.kept and silent else usual.verdict,
        achieved=usual.achieved,
        base=sum(part.base for part in parts),
        used=sum(part.used for part in parts),
        allowed=sum(part.allowed for part in parts),
        counts_time=False,
        best_possible=_best_possible(evidence, runs, tallies),
        parts=parts,
        tickets=listed,
        note="; ".join(
            [*_notes(evidence, metric, tallies, listed, silent=silent), *_later_words(evidence, later)]
        ),
        undecided=later,
        counted=_counted(evidence, runs),
        limit=usual.limit,
    )


def _tallies(runs: Sequence[_Run], closed: Sequence[Tally]) -> list[Tally]:
    """One tally a version, in the order of their terms: what is decided in the period and what was in closed time."""
    found: list[Tally] = []
    for each in (*map(_tally, reversed(runs)), *closed):
        same = next((n for n, known in enumerate(found) if _same_version(known, each)), None)
        if same is None:
            found.append(each)
        else:
            known = found[same]
            found[same] = replace(known, number=known.number + each.number, kept=known.kept + each.kept)
    return sorted(found, key=attrgetter("start"))


def _tally(run: _Run) -> Tally:
    part = run.part
    return Tally(part.key, part.version, part.start, part.end, part.target, run.number, run.kept)


def _same_version(one: Tally, other: Tally) -> bool:
    return bool(one.key) and one.key == other.key and one.target == other.target


def _runs(evidence: Evidence, metric: Metric, stop: Stop) -> list[_Run]:
    """The runs of the versions in force in the period, and of earlier ones with tickets decided in it."""
    terms = sorted((*evidence.former, *evidence.parts), key=lambda part: part.start)
    begins = np.array([to_microseconds(part.start) for part in terms], dtype=np.int64)
    runs: list[_Run] = []
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


def _run(evidence: Evidence, metric: Metric, stop: Stop, part: Part, columns: TicketColumns) -> _Run:
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
    return _Run(part, columns, clocks, decided, pending, later)


def _counted_before(columns: TicketColumns, evidence: Evidence) -> Flags:
    """Which of the tickets count in closed time already."""
    if not evidence.counted:
        return np.zeros(len(columns), dtype=np.bool_)
    keys = zip(columns.number, columns.opened.tolist(), strict=True)
    return np.fromiter((key in evidence.counted for key in keys), dtype=np.bool_, count=len(columns))


def _counted(evidence: Evidence, runs: Sequence[_Run]) -> frozenset[tuple[str, int]]:
    """Number and opening of every ticket that counts in the period, in closed time or not."""
    return evidence.counted.union(
        *(
            zip(chosen.number, chosen.opened.tolist(), strict=True)
            for run in runs
            for chosen in [run.columns.take(run.counts)]
        )
    )


def _wanted(metric: Metric, target: Target, columns: TicketColumns) -> Flags:
    """Which of the columns' priorities the target is about."""
    names = _priorities(metric, target)
    return np.array([not names or _name(each) in names for each in columns.priorities], dtype=np.bool_)


def _best_possible(evidence: Evidence, runs: Sequence[_Run], tallies: Sequence[Tally]) -> Fraction | None:
    """Were every ticket that is still open to be in time."""
    if evidence.now is None or evidence.now >= evidence.end:
        return None
    pending = sum(int(np.count_nonzero(run.pending)) for run in runs)
    number, kept = sum(tally.number for tally in tallies), sum(tally.kept for tally in tallies)
    return Fraction(100 * (kept + pending), number + pending)


def _notes(
    evidence: Evidence,
    metric: Metric,
    tallies: Sequence[Tally],
    listed: Sequence[TicketResult],
    *,
    silent: bool,
) -> list[str]:
    said: list[str] = []
    number, minimum = sum(tally.number for tally in tallies), metric.number(evidence.target, "minimum")
    if minimum and number < minimum:
        said.append(f"below the minimum volume of {plural(int(minimum), 'ticket')}")
    if helped := sum(ticket.met for ticket in listed):
        said.append(f"{plural(helped, 'ticket')} met only through a pause or a lowered priority")
    if silent:
        said.append("no source covers the whole period")
    return said


def _undecided(evidence: Evidence, runs: Sequence[_Run]) -> int:
    """How many tickets opened by the period's end are undecided then."""
    if evidence.undecided is not None:
        return evidence.undecided
    return sum(int(np.count_nonzero(run.later)) for run in runs)


def _later_words(evidence: Evidence, number: int) -> list[str]:
    """The tickets that count in a later period; of a period in progress those that may yet count in it."""
    if not number:
        return []
    if evidence.now is not None and evidence.now < evidence.end:
        return [f"{plural(number, 'ticket')} not decided yet"]
    verb = "counts" if number == 1 else "count"
    return [f"{plural(number, 'ticket')} still undecided at its end {verb} in a later period"]


def _results(chosen: Sequence[tuple[_Run, Flags]]) -> tuple[TicketResult, ...]:
    return _in_order([result for run, flags in chosen for result in _results_of(run, np.flatnonzero(flags))])


def _in_order(results: Iterable[TicketResult]) -> tuple[TicketResult, ...]:
    return tuple(sorted(results, key=attrgetter("decided_at", "number")))


def _results_of(run: _Run, rows: NDArray[np.intp]) -> Iterator[TicketResult]:
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


def _priorities(metric: Metric, target: Target) -> tuple[str, ...]:
    """The priorities a target is about, in comparable form; empty for all."""
    return tuple(_name(each) for each in metric.setting(target, "priority").split(",") if each.strip())


def _name(priority: str) -> str:
    return priority.strip().casefold()


def _within(metric: Metric, target: Target) -> int:
    return int((metric.number(target, "within_minutes") or 0) * MINUTE)


def _named(metric: Metric, target: Target) -> str:
    return ", ".join(each.strip() for each in metric.setting(target, "priority").split(",") if each.strip())


def _limit_words(metric: Metric, target: Target) -> str:
    return duration(_within(metric, target))
