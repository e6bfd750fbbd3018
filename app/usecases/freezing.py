"""What a month being issued freezes of each promise, so that quarters and years can be judged from it later."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from app.calc.definition import to_dict
from app.calc.evidence import Evidence, Part
from app.calc.ledger import Ledger, OutageColumns
from app.calc.metrics import METRICS
from app.calc.metrics.sampling import samples_of
from app.calc.outages import MINUTE, long_breaks
from app.calc.spans import LATEST, Spans, to_microseconds
from app.calc.targets import Target
from app.calc.words import plain
from app.reports.frozen import (
    FrozenFigure,
    FrozenLedger,
    FrozenPart,
    FrozenPromise,
    FrozenShare,
    FrozenSite,
    FrozenTally,
    FrozenTarget,
    FrozenTicket,
    FrozenWindow,
)
from app.reports.packed import pack, pack_values, pack_words
from app.usecases.judging import Judged
from app.usecases.live_parts import SiteShare
from app.usecases.open_windows import open_windows
from app.usecases.promises import PromisedVersion


def frozen_promise(judged: Judged, sites: Sequence[SiteShare]) -> FrozenPromise:
    """Everything a longer period needs of this one."""
    evidence, needs = judged.evidence, METRICS[judged.target.metric].needs
    others = judged.undisputed or (None,) * len(judged.parts)
    start, end = to_microseconds(judged.period.start), to_microseconds(judged.period.end)
    windows = open_windows(judged)
    return FrozenPromise(
        lineage=judged.promise.lineage,
        start=min(start, to_microseconds(evidence.start)),
        end=max(end, to_microseconds(evidence.end)),
        parts=tuple(
            replace(_part(version, part, other, evidence, sites), windows=_windows(windows, part))
            for (version, part), other in zip(judged.parts, others, strict=True)
        ),
        tallies=_tallies(judged) if "tickets" in needs else (),
        tickets=_tickets(judged),
        uncovered=_packed(_uncovered(evidence) if "samples" in needs else evidence.uncovered),
        undecided=judged.level.undecided,
        counted=_counted(judged.level.counted),
        shares=tuple(FrozenShare(s.priority, s.decided, s.kept) for s in judged.level.by_priority),
    )


def _part(
    version: PromisedVersion,
    part: Part,
    other: Part | None,
    evidence: Evidence,
    sites: Sequence[SiteShare],
) -> FrozenPart:
    metric = METRICS[part.target.metric]
    taken = samples_of(evidence, part, metric).value if "samples" in metric.needs else np.empty(0)
    uids = {site.name: site.uid for site in sites}
    return FrozenPart(
        key=part.key,
        version=part.version,
        start=to_microseconds(part.start),
        end=to_microseconds(part.end),
        time_zone=part.time_zone,
        target=_target(part.target),
        hours=version.hours_words,
        clock=version.clock_words,
        source=version.source,
        ledger=_ledger(part, uids),
        undisputed=None if other is None else _ledger(other, uids),
        sites=tuple(
            FrozenSite(uids.get(name, name), name, part.weights[name]) for name in part.ledgers_by_site
        ),
        hours_after=_packed(_hours_after(part)),
        samples=pack_values(taken),
        figures=_figures(part, evidence) if "figures" in metric.needs else (),
    )


def _windows(windows: Sequence[tuple[str, Spans]], part: Part) -> tuple[FrozenWindow, ...]:
    start, end = to_microseconds(part.start), to_microseconds(part.end)
    inside = ((reason, spans.clip(start, end)) for reason, spans in windows)
    return tuple(FrozenWindow(reason, _packed(spans)) for reason, spans in inside if spans)


def _target(target: Target) -> FrozenTarget:
    return FrozenTarget(
        metric=target.metric,
        comparison=target.comparison,
        value=plain(target.value),
        margin=None if target.margin is None else plain(target.margin),
        period=target.period,
        parameters=target.parameters,
        definition=to_dict(target.definition),
    )


def _ledger(part: Part, uids: Mapping[str, str]) -> FrozenLedger | None:
    if part.ledger is None:
        return None
    return FrozenLedger(
        classes=_classes(part.ledger),
        sites={uids.get(name, name): _classes(ledger) for name, ledger in part.ledgers_by_site.items()},
        outages=_outages(part),
    )


def _classes(ledger: Ledger) -> Mapping[str, str]:
    return {name: " ".join(_packed(spans)) for name, spans in ledger.spans.items() if spans}


def _outages(part: Part) -> tuple[str, ...]:
    columns = part.outages
    if columns is None or not len(columns):
        return ()
    starts, ends = columns.times(part.target.definition)
    some = _near(part, columns)
    rows = (starts, ends, columns.down, columns.planned, columns.id)
    return tuple(pack(row[some].astype(np.int64)) for row in rows) if bool(some.any()) else ()


def _near(part: Part, columns: OutageColumns):
    """Which outages touch the part, or are joined by one break to such."""
    definition = replace(part.target.definition, from_minutes=Decimal(0))
    starts, ends = columns.times(definition)
    lasting = starts < ends
    chains = long_breaks(Spans.of_microseconds(starts[lasting], ends[lasting]), definition)
    gap = int(definition.joining_gap_minutes * MINUTE)
    first, last = to_microseconds(part.start) - gap, to_microseconds(part.end) + gap
    touching = (chains.starts < last) & (chains.ends > first)
    return lasting & Spans(chains.starts[touching], chains.ends[touching]).covers(starts)


def _hours_after(part: Part) -> Spans:
    if part.hours_after is not None:
        return part.hours_after
    if part.ledger is None or part.outages is None:
        return Spans.empty()
    some = part.outages.take(_near(part, part.outages))
    _, ends = some.times(part.target.definition)
    end = to_microseconds(part.end)
    last = int(ends[ends != LATEST].max(initial=end))
    return part.hours.between(end, last) if last > end else Spans.empty()


def _figures(part: Part, evidence: Evidence) -> tuple[FrozenFigure, ...]:
    given = evidence.figures if part.figures is None else part.figures
    first, last = part.days
    return tuple(
        FrozenFigure(figure.first_day.isoformat(), figure.last_day.isoformat(), plain(figure.value))
        for figure in given
        if figure.first_day <= last and figure.last_day >= first
    )


def _tallies(judged: Judged) -> tuple[FrozenTally, ...]:
    """The counts of the level, version by version."""
    evidence = judged.evidence
    terms = [*evidence.parts, *evidence.former, *evidence.tallies]
    found: list[FrozenTally] = []
    for line in judged.level.parts:
        term = next(each for each in terms if each.key == line.key and each.start == line.start)
        found.append(
            FrozenTally(
                key=line.key,
                version=line.version,
                start=to_microseconds(line.start),
                end=to_microseconds(line.end),
                target=_target(term.target),
                number=line.base,
                kept=line.base - line.used,
            )
        )
    return tuple(found)


def _tickets(judged: Judged) -> tuple[FrozenTicket, ...]:
    return tuple(
        FrozenTicket(
            number=ticket.number,
            priority=ticket.priority,
            opened=to_microseconds(ticket.opened),
            due=None if ticket.due is None else to_microseconds(ticket.due),
            resolved=None if ticket.resolved is None else to_microseconds(ticket.resolved),
            met=ticket.met,
            elapsed=ticket.elapsed_us,
            decided=to_microseconds(ticket.decided_at),
            note=ticket.note,
        )
        for ticket in judged.level.tickets
    )


def _counted(tickets: Iterable[tuple[str, int]]) -> tuple[str, str]:
    order = sorted(tickets, key=lambda ticket: (ticket[1], ticket[0]))
    return pack_words([number for number, _ in order]), pack(
        np.array([at for _, at in order], dtype=np.int64)
    )


def _uncovered(evidence: Evidence) -> Spans:
    """The service hours no source covers."""
    found = Spans.empty()
    for part in evidence.parts:
        start, end = to_microseconds(part.start), to_microseconds(part.end)
        owed = part.hours.between(start, end) | evidence.closed
        found = found | (owed & evidence.uncovered).clip(start, end)
    return found


def _packed(spans: Spans) -> tuple[str, str]:
    return pack(spans.starts), pack(spans.ends)
