"""What was frozen of closed time, made again into what is judged: parts with their ledgers, tallies of tickets."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

import numpy as np

from app.calc.definition import from_dict
from app.calc.evidence import Part, Tally
from app.calc.figures import Figure
from app.calc.ledger import CLASSES, Ledger, LedgerClass, OutageColumns
from app.calc.samples import Samples
from app.calc.spans import Spans, to_datetime
from app.calc.targets import Comparison, Target
from app.calc.tickets import PriorityShare, TicketResult
from app.reports.frozen import FrozenLedger, FrozenPart, FrozenPromise, FrozenTarget
from app.reports.packed import unpack, unpack_values, unpack_words
from app.usecases.closed_time import Stretch
from app.usecases.live_parts import SiteShare
from app.usecases.promises import Promise, PromisedVersion


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
        shares = tuple(PriorityShare(share.priority, share.decided, share.kept) for share in one.shares)
        for tally in one.tallies:
            start, end = to_datetime(tally.start), to_datetime(tally.end)
            target = target_from(tally.target)
            counts = tally.number, tally.kept
            found.append(Tally(tally.key, tally.version, start, end, target, *counts, tickets, shares))
            tickets, shares = (), ()
    return tuple(found)


def counted_in(frozen: FrozenPromise) -> frozenset[tuple[str, int]]:
    """Number and opening of the tickets that were decided in a closed period."""
    numbers, opened = frozen.counted
    return frozenset(zip(unpack_words(numbers), unpack(opened).tolist(), strict=True))


def spans_of(texts: Sequence[str]) -> Spans:
    """Spans from their packed starts and ends."""
    return Spans.of_microseconds(unpack(texts[0]), unpack(texts[1]))


def target_from(frozen: FrozenTarget) -> Target:
    """The target as it was frozen."""
    return Target(
        metric=frozen.metric,
        comparison=cast("Comparison", frozen.comparison),
        value=Decimal(frozen.value),
        margin=None if frozen.margin is None else Decimal(frozen.margin),
        period=frozen.period,
        parameters=frozen.parameters,
        definition=from_dict(frozen.definition),
    )


def _restored(frozen: FrozenPart, promise: Promise, *, undisputed: bool) -> Stretch:
    target, version = target_from(frozen.target), _version(frozen, promise)
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
        target=target_from(frozen.target),
        start=to_datetime(frozen.start),
        end=to_datetime(frozen.end),
        time_zone=frozen.time_zone,
        hours_words=frozen.hours,
        clock_words=frozen.clock,
        source=frozen.source,
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
