"""Closed and open time inside a longer period, put together: what was frozen, and live evidence for the time between.

A stretch is a share of the period under one version, frozen or live. Neighbours of one version (and the same
sites, where they are counted together) are joined into one part, so that nothing depends on what was closed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from app.calc.evidence import Part
from app.calc.figures import Figure
from app.calc.ledger import CLASSES, Ledger, LedgerClass, OutageColumns
from app.calc.samples import Samples
from app.calc.spans import EARLIEST, LATEST, Instants, Spans, to_datetime, to_microseconds
from app.usecases.live_parts import SiteShare
from app.usecases.promises import PromisedVersion


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
