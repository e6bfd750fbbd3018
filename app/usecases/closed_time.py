"""Closed time inside a longer period: what was frozen stands for it, and live evidence for the time between.

A stretch is a share of the period under one version, frozen or live. Neighbours of one version (and the same
sites, where they are counted together) are joined into one part, so that nothing depends on what was closed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

import numpy as np

from app.calc.definition import from_dict
from app.calc.evidence import Part, Tally
from app.calc.figures import Figure
from app.calc.ledger import CLASSES, Ledger, LedgerClass, OutageColumns
from app.calc.periods import Period, period_of
from app.calc.samples import Samples
from app.calc.spans import EARLIEST, LATEST, Instants, Spans, to_datetime, to_microseconds
from app.calc.targets import Comparison, Target
from app.calc.tickets import TicketResult
from app.reports.frozen import FrozenLedger, FrozenPart, FrozenPromise, FrozenTarget
from app.reports.packed import unpack, unpack_values, unpack_words
from app.usecases.live_parts import SiteShare
from app.usecases.promises import Promise, PromisedVersion


@dataclass(frozen=True, slots=True)
class Stretch:
    """A share of a period under one version; `sites` are those its part has ledgers of, by their uid."""

    version: PromisedVersion
    start: int
    end: int
    part: Part
    frozen: bool
    sites: tuple[SiteShare, ...] = ()

    def ledger_of(self, uid: str) -> Ledger | None:
        """The ledger of a site; the service's where no outage was felt at some sites only."""
        named = next((site.name for site in self.sites if site.uid == uid), None)
        return self.part.ledger if named is None else self.part.ledgers_by_site[named]


Closed = TypeVar("Closed")


def closed_inside(frozen: Mapping[str, Closed], period: Period) -> tuple[Closed, ...]:
    """What is `frozen` of the months of a longer period, and of a year's quarters that were closed as a whole."""
    if period.kind not in ("quarter", "year"):
        return ()
    keys = [month.key for month in period.months()]
    if period.kind == "year":
        quarters = (keys[first : first + 3] for first in range(0, 12, 3))
        keys = [key for months in quarters for key in _finest(frozen, months, period.time_zone)]
    return tuple(frozen[key] for key in keys if key in frozen)


def bounds_of(closed: Sequence[FrozenPromise], period: Period) -> tuple[int, int]:
    """Where the period begins and ends: at a border that is closed as it was closed."""
    start, end = to_microseconds(period.start), to_microseconds(period.end)
    near = 2 * 86_400_000_000  # another time zone moves a border by a day at most
    first, last = closed[0].start, closed[-1].end
    return (first if abs(first - start) < near else start), (last if abs(last - end) < near else end)


def frozen_stretches(
    closed: Sequence[FrozenPromise], promise: Promise, *, undisputed: bool
) -> tuple[Stretch, ...]:
    """The closed time as it was frozen."""
    return tuple(_restored(part, promise, undisputed=undisputed) for one in closed for part in one.parts)


def tallies_of(closed: Sequence[FrozenPromise]) -> tuple[Tally, ...]:
    """The tickets decided in closed time."""
    found: list[Tally] = []
    for one in closed:
        tickets = tuple(
            TicketResult(
                number=ticket.number,
                priority=ticket.priority,
                opened=to_datetime(ticket.opened),
                due=None if ticket.due is None else to_datetime(ticket.due),
                resolved=None if ticket.resolved is None else to_datetime(ticket.resolved),
                met=ticket.met,
                elapsed_us=ticket.elapsed,
                decided_at=to_datetime(ticket.decided),
                note=ticket.note,
            )
            for ticket in one.tickets
        )
        for tally in one.tallies:
            start, end = to_datetime(tally.start), to_datetime(tally.end)
            target = _target(tally.target)
            found.append(
                Tally(tally.key, tally.version, start, end, target, tally.number, tally.kept, tickets)
            )
            tickets = ()
    return tuple(found)


def counted_in(frozen: FrozenPromise) -> frozenset[tuple[str, int]]:
    """Number and opening of the tickets that were decided in a closed period."""
    numbers, opened = frozen.counted
    return frozenset(zip(unpack_words(numbers), unpack(opened).tolist(), strict=True))


def spans_of(texts: Sequence[str]) -> Spans:
    """Spans from their packed starts and ends."""
    return Spans.of_microseconds(unpack(texts[0]), unpack(texts[1]))


def runs_of(stretches: Sequence[Stretch]) -> list[tuple[Stretch, ...]]:
    """The stretches in order of time, neighbours that are judged as one together."""
    order = sorted(stretches, key=lambda each: each.start)
    order = order[:1] + [
        replace(later, start=max(later.start, earlier.end)) for earlier, later in pairwise(order)
    ]
    runs: list[tuple[Stretch, ...]] = []
    for stretch in order:
        if runs and _belong_together(runs[-1][-1], stretch):
            runs[-1] = (*runs[-1], stretch)
        else:
            runs.append((stretch,))
    return runs


def joined(run: Sequence[Stretch], now: datetime) -> Part:
    """One part of all stretches of a run."""
    last = run[-1]
    live = next((each for each in reversed(run) if not each.frozen), last)
    start, end = run[0].start, last.end
    shares = {site.uid: site for each in run for site in each.sites}
    bounds = start, end, min(max(to_microseconds(now), start), end)
    return replace(
        live.part,
        start=to_datetime(start),
        end=to_datetime(end),
        ledger=_ledger(run, bounds, lambda each: each.part.ledger),
        ledgers_by_site={
            site.name: ledger
            for uid, site in shares.items()
            if (ledger := _ledger(run, bounds, lambda each, uid=uid: each.ledger_of(uid))) is not None
        },
        weights={site.name: site.headcount for site in shares.values()},
        outages=_outages(run),
        version=last.version.title,
        source=last.version.source,
        figures=_figures(run),
        taken=Samples.together([each.part.taken for each in run]),
        hours_after=last.part.hours_after,
    )


def _finest(frozen: Mapping[str, Closed], months: Sequence[str], time_zone: str) -> Sequence[str]:
    if any(key in frozen for key in months):
        return months
    middle = datetime(int(months[1][:4]), int(months[1][5:]), 15, tzinfo=ZoneInfo(time_zone))
    return [period_of("quarter", middle, time_zone).key]


def _belong_together(one: Stretch, other: Stretch) -> bool:
    same = one.end == other.start and one.version.key == other.version.key
    return same and one.part.target == other.part.target and _sites_agree(one, other)


def _sites_agree(one: Stretch, other: Stretch) -> bool:
    """Whether the sites can be counted together: the same ones, and weighted by users as many of them."""
    rule = one.part.target.definition.sites
    weights = [{site.uid: site.headcount for site in each.sites} for each in (one, other)]
    if rule == "weighted":
        return weights[0] == weights[1]
    return rule == "any" or weights[0].keys() == weights[1].keys()


def _ledger(
    run: Sequence[Stretch], bounds: tuple[int, int, int], of: Callable[[Stretch], Ledger | None]
) -> Ledger | None:
    ledgers = [(each, ledger) for each in run if (ledger := of(each)) is not None]
    if not ledgers:
        return None
    swept: dict[LedgerClass, Spans] = {name: Spans.empty() for name in CLASSES}
    for each, ledger in ledgers:
        for name in CLASSES:
            swept[name] = swept[name] | ledger.swept[name].clip(each.start, each.end)
    start, end, passed = bounds
    amounts: dict[LedgerClass, int] = {name: spans.microseconds for name, spans in swept.items()}
    return Ledger(start, end, ledgers[-1][1].definition, amounts, passed, swept)


def _outages(run: Sequence[Stretch]) -> OutageColumns | None:
    """Of every stretch the outages as they count in its time; before and after the run as its ends know them."""
    if run[-1].part.outages is None:
        return None
    pieces: list[Instants] = []
    for place, each in enumerate(run):
        columns = each.part.outages
        if columns is None:
            continue
        starts, ends = columns.times(each.part.target.definition)
        starts = np.maximum(starts, EARLIEST if place == 0 else each.start)
        ends = np.minimum(ends, LATEST if place == len(run) - 1 else each.end)
        some = starts < ends
        rows = (starts, ends, columns.down, columns.planned, columns.id)
        pieces.append(np.array([row[some].astype(np.int64) for row in rows]))
    return _in_one_piece(np.concatenate(pieces, axis=1))


def _in_one_piece(rows: Instants) -> OutageColumns:
    """The outages, those cut at the border of two stretches whole again."""
    start, end, down, planned, number = rows[:, np.lexsort((rows[0], rows[3], rows[2], rows[4]))]
    goes_on = (start[1:] == end[:-1]) & (number[1:] == number[:-1])
    goes_on &= (down[1:] == down[:-1]) & (planned[1:] == planned[:-1])
    first = np.flatnonzero(np.concatenate(([True], ~goes_on))[: len(start)])
    last = np.append(first[1:], len(start)) - 1 if len(start) else first
    return OutageColumns(
        start[first], end[last], down[first].astype(np.bool_), planned[first].astype(np.bool_), number[first]
    )


def _figures(run: Sequence[Stretch]) -> tuple[Figure, ...]:
    """The frozen figures, and the live ones that tell about some day that is not closed."""
    found: list[Figure] = []
    for each in run:
        given = each.part.figures or ()
        first, last = _days(each)
        found += given if each.frozen else [f for f in given if f.first_day <= last and f.last_day >= first]
    return tuple(found)


def _days(stretch: Stretch) -> tuple[date, date]:
    zone = ZoneInfo(stretch.part.days_zone)
    first, last = to_datetime(stretch.start), to_datetime(stretch.end) - timedelta(microseconds=1)
    return first.astimezone(zone).date(), last.astimezone(zone).date()


def _restored(frozen: FrozenPart, promise: Promise, *, undisputed: bool) -> Stretch:
    target, version = _target(frozen.target), _version(frozen, promise)
    kept = frozen.undisputed if undisputed and frozen.undisputed is not None else frozen.ledger
    values = unpack_values(frozen.samples)
    part = Part(
        target=target,
        start=to_datetime(frozen.start),
        end=to_datetime(frozen.end),
        ledger=None if kept is None else _ledger_from(kept.classes, frozen, target),
        hours=version.hours,
        ledgers_by_site={}
        if kept is None
        else {
            site.name: _ledger_from(kept.sites[site.uid], frozen, target)
            for site in frozen.sites
            if site.uid in kept.sites
        },
        support_hours=version.support_hours,
        outages=None if kept is None else _outages_from(kept),
        version=frozen.version,
        siblings=version.siblings,
        time_zone=frozen.time_zone,
        key=frozen.key,
        source=frozen.source,
        samples=Samples.empty(),
        figures=tuple(
            Figure(date.fromisoformat(f.first_day), date.fromisoformat(f.last_day), Decimal(f.value))
            for f in frozen.figures
        ),
        taken=Samples(np.full(len(values), frozen.start, dtype=np.int64), values),
        hours_after=spans_of(frozen.hours_after),
    )
    sites = tuple(
        SiteShare(0, site.name, site.headcount, site.uid)
        for site in frozen.sites
        if site.name in part.ledgers_by_site
    )
    return Stretch(version, frozen.start, frozen.end, part, frozen=True, sites=sites)


def _version(frozen: FrozenPart, promise: Promise) -> PromisedVersion:
    """The version as it was, with the hours and windows it has now; of one that is gone those of the latest."""
    known = next((each for each in promise.versions if each.key == frozen.key), None)
    return replace(
        known or replace(promise.latest, windows=()),
        key=frozen.key,
        title=frozen.version,
        target=_target(frozen.target),
        start=to_datetime(frozen.start),
        end=to_datetime(frozen.end),
        time_zone=frozen.time_zone,
        hours_words=frozen.hours,
        clock_words=frozen.clock,
        source=frozen.source,
    )


def _target(frozen: FrozenTarget) -> Target:
    return Target(
        metric=frozen.metric,
        comparison=cast("Comparison", frozen.comparison),
        value=Decimal(frozen.value),
        margin=None if frozen.margin is None else Decimal(frozen.margin),
        period=frozen.period,
        parameters=frozen.parameters,
        definition=from_dict(frozen.definition),
    )


def _ledger_from(classes: Mapping[str, str], frozen: FrozenPart, target: Target) -> Ledger:
    swept: dict[LedgerClass, Spans] = {
        name: spans_of(classes[name].split(" ")) if name in classes else Spans.empty() for name in CLASSES
    }
    amounts: dict[LedgerClass, int] = {name: spans.microseconds for name, spans in swept.items()}
    return Ledger(frozen.start, frozen.end, target.definition, amounts, frozen.end, swept)


def _outages_from(frozen: FrozenLedger) -> OutageColumns:
    if not frozen.outages:
        return OutageColumns([], [])
    start, end, down, planned, number = map(unpack, frozen.outages)
    return OutageColumns(start, end, down.astype(np.bool_), planned.astype(np.bool_), number)
