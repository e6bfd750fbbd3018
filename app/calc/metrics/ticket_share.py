"""What the ticket metrics share: the percentage of tickets that were answered or resolved in the time agreed.

A ticket counts once, in the period in which it is decided: the earlier of its stop and its due time.
The version in force when it was opened says how long it may take; its other targets of the same metric
say so for the time the ticket has another priority. The misses allowed are whole tickets: 95 % of 8
allow none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from operator import attrgetter

import numpy as np

from app.calc.clocks import Stop
from app.calc.evidence import Evidence, Tally
from app.calc.metrics.metric import Metric, Parameter, at_least_or_most, per_period
from app.calc.metrics.ticket_limits import limit_words, named, priorities_of
from app.calc.metrics.ticket_runs import TicketRun, in_order, results_of, ticket_runs
from app.calc.spans import to_microseconds
from app.calc.targets import Level, PartLevel, Target
from app.calc.tickets import PriorityShare, TicketResult, shares_together
from app.calc.verdicts import Share, judge, part_levels
from app.calc.words import plain, plural

_LAST_SEEN_OPEN = "open when last seen; no source looked when it was due"


def ticket_metric(key: str, title: str, done: str, stop: Stop, position: int) -> Metric:
    """The metric of one clock; `done` says in a sentence what stops it ("answered")."""

    def judge_share(evidence: Evidence) -> Level:
        return _judge(evidence, metric, stop)

    def sentence(target: Target, hours: str) -> str:
        share = f"{at_least_or_most(target).capitalize()} {plain(target.value)} %"
        which = "all tickets" if not priorities_of(metric, target) else f"{named(metric, target)} tickets"
        limit = f"{limit_words(metric, target)} of {hours}" if hours else limit_words(metric, target)
        return f"{share} of {which} {done} within {limit}, {per_period(target)}"

    def short(target: Target) -> str:
        name = " ".join(filter(None, (title, named(metric, target))))
        return f"{name} {limit_words(metric, target)}, {plain(target.value)} %"

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
            Parameter("priority", "Priority (empty: all)", names=True),
            Parameter("minimum", "Warn below so many tickets", default="0"),
        ),
        position=position,
        worked_out=worked_out,
    )
    return metric


def decided_tickets(evidence: Evidence, metric: Metric, stop: Stop) -> tuple[TicketResult, ...]:
    """Every ticket that counts in the period, by the time it was decided."""
    return _told(evidence, results_of([(run, run.counts) for run in ticket_runs(evidence, metric, stop)]))


def _judge(evidence: Evidence, metric: Metric, stop: Stop) -> Level:
    """The share of decided tickets that were in time, one verdict on the summed misses allowed."""
    runs = ticket_runs(evidence, metric, stop)
    tallies = _tallies(runs, evidence.tallies)
    if not any(tally.number for tally in tallies):
        return _nothing_decided(evidence, runs)
    return _decided(evidence, metric, runs, tallies)


def _is_silent(evidence: Evidence) -> bool:
    """Whether no source looked for some of the period."""
    return bool(evidence.uncovered.clip(to_microseconds(evidence.start), to_microseconds(evidence.end)))


def _nothing_decided(evidence: Evidence, runs: Sequence[TicketRun]) -> Level:
    later = _undecided(evidence, runs)
    why = "no source covers this period" if _is_silent(evidence) else "no ticket was decided in this period"
    note = "; ".join([why, *_later_words(evidence, later)])
    return Level("no data", counts_time=False, note=note, undecided=later)


def _decided(
    evidence: Evidence, metric: Metric, runs: Sequence[TicketRun], tallies: Sequence[Tally]
) -> Level:
    listed, silent, later = _listed(evidence, runs), _is_silent(evidence), _undecided(evidence, runs)
    unseen = sum(ticket.unseen for ticket in listed)
    shares = [Share(tally.target, tally.kept, Fraction(tally.number, 100)) for tally in tallies]
    usual, best = judge(shares), judge([Share(evidence.target, unseen, 0), *shares])
    parts = _parts(tallies)
    notes = (
        *_notes(evidence, metric, tallies, listed, silent=silent),
        *_unseen_words(unseen),
        *_later_words(evidence, later),
    )
    return Level(
        verdict="not proven" if silent and best.kept else usual.verdict,
        achieved=usual.achieved,
        base=sum(part.base for part in parts),
        used=sum(part.used for part in parts),
        allowed=sum(part.allowed for part in parts),
        counts_time=False,
        best_possible=_best_possible(evidence, runs, tallies, unseen),
        parts=parts,
        tickets=listed,
        note="; ".join(notes),
        undecided=later,
        counted=_counted(evidence, runs),
        by_priority=_by_priority(evidence, runs),
        limit=usual.limit,
    )


def _parts(tallies: Sequence[Tally]) -> tuple[PartLevel, ...]:
    """Each version's tickets, those missed, and the misses it allows."""
    return part_levels(
        tallies,
        [tally.number for tally in tallies],
        [tally.number - tally.kept for tally in tallies],
        [tally.number * (1 - Fraction(tally.target.value) / 100) for tally in tallies],
    )


def _by_priority(evidence: Evidence, runs: Sequence[TicketRun]) -> tuple[PriorityShare, ...]:
    return shares_together(
        [
            *(share for run in runs for share in run.shares),
            *(share for tally in evidence.tallies for share in tally.by_priority),
        ]
    )


def _listed(evidence: Evidence, runs: Sequence[TicketRun]) -> tuple[TicketResult, ...]:
    """The tickets missed, or met with a remark."""
    tickets = [
        *results_of([(run, run.helped | (run.counts & ~run.clocks.met)) for run in runs]),
        *(ticket for tally in evidence.tallies for ticket in tally.tickets),
    ]
    return in_order(_told(evidence, tickets))


def _told(evidence: Evidence, tickets: Iterable[TicketResult]) -> tuple[TicketResult, ...]:
    """The tickets, with those marked that became due, open as far as known, when no source looked."""
    return tuple(
        replace(ticket, note=_LAST_SEEN_OPEN, unseen=True) if _may_be_in_time(evidence, ticket) else ticket
        for ticket in tickets
    )


def _may_be_in_time(evidence: Evidence, ticket: TicketResult) -> bool:
    """Whether a ticket counts as missed only because no source observed what became of it by its due time."""
    if ticket.met or ticket.resolved is not None:
        return False
    due = to_microseconds(ticket.decided_at)
    return bool(evidence.uncovered.clip(due, due + 1))


def _unseen_words(number: int) -> list[str]:
    verb = "was" if number == 1 else "were"
    return [f"{plural(number, 'ticket')} {verb} due when no source looked"] if number else []


def _tallies(runs: Sequence[TicketRun], closed: Sequence[Tally]) -> list[Tally]:
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


def _tally(run: TicketRun) -> Tally:
    part = run.part
    return Tally(part.key, part.version, part.start, part.end, part.target, run.number, run.kept)


def _same_version(one: Tally, other: Tally) -> bool:
    return bool(one.key) and one.key == other.key and one.target == other.target


def _counted(evidence: Evidence, runs: Sequence[TicketRun]) -> frozenset[tuple[str, int]]:
    """Number and opening of every ticket that counts in the period, in closed time or not."""
    return evidence.counted.union(
        *(
            zip(chosen.number, chosen.opened.tolist(), strict=True)
            for run in runs
            for chosen in [run.columns.take(run.counts)]
        )
    )


def _best_possible(
    evidence: Evidence, runs: Sequence[TicketRun], tallies: Sequence[Tally], unseen: int
) -> Fraction | None:
    """Were every ticket that is still open, or was not seen when it was due, to be in time."""
    if evidence.now is None or evidence.now >= evidence.end:
        return None
    pending = sum(int(np.count_nonzero(run.pending)) for run in runs)
    number, kept = sum(tally.number for tally in tallies), sum(tally.kept for tally in tallies)
    return Fraction(100 * (kept + unseen + pending), number + pending)


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


def _undecided(evidence: Evidence, runs: Sequence[TicketRun]) -> int:
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
