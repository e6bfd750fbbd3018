"""A judged promise as the month document tells it: sentence, verdict, figures, and the ledger piece by piece."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np

from app.calc import evidence
from app.calc.definition import describe, downtime_shares
from app.calc.metrics import METRICS
from app.calc.metrics.metric import per_period
from app.calc.outages import OutageColumns
from app.calc.reliability import Reliability, reliability
from app.calc.spans import Instants, Spans, to_microseconds
from app.calc.targets import Level, Target
from app.calc.words import plain, shown
from app.reports.month import InWords, Part, PastFigures, PastLevel, Piece, TargetMonth, TicketLine
from app.usecases.commentary import Remark
from app.usecases.judging import Judged
from app.usecases.open_windows import open_windows


def target_month(
    judged: Judged,
    history: tuple[PastLevel, ...],
    remark: Remark,
    reasons: Mapping[int, str],
    note_internal: str = "",
    *,
    several_sites: bool = False,
    tickets: tuple[TicketLine, ...] = (),
) -> TargetMonth:
    """The document's form of a judged promise; `reasons` says why single outages are excluded, by their id."""
    version = judged.parts[-1][0]
    target, level = judged.target, judged.level
    metric = METRICS[target.metric]
    broke = breaks_told(judged)
    return TargetMonth(
        lineage=judged.promise.lineage,
        metric=target.metric,
        sentence=metric.sentence(target, version.clock_words),
        definition=_definition(judged, several_sites),
        comparison=target.comparison,
        value=plain(target.value),
        unit=metric.unit_of(target),
        verdict=level.verdict,
        achieved=_exact(level.achieved),
        lowest=_exact(level.lowest),
        highest=_exact(level.highest),
        counts_time=level.counts_time,
        base=level.base,
        used=level.used,
        allowed=level.allowed,
        source=version.source or "",
        version=version.title,
        verdict_without_disputed=judged.disputed.verdict if judged.disputed else "",
        best_possible=_exact(level.best_possible),
        parts=_parts(level),
        history=history,
        classes=_classes(judged),
        ledger=tuple(_pieces(judged, reasons)),
        tickets=tickets,
        commentary_internal=remark.internal_text,
        in_words=InWords(remark.happened, remark.meant, remark.done, remark.prevents),
        limit=_joint_limit(level),
        priority=metric.setting(target, "priority") if "tickets" in metric.needs else "",
        note="; ".join(filter(None, (level.note, _other_length(judged)))),
        note_internal=note_internal,
        short=metric.short(target),
        margin="" if target.margin is None else plain(target.margin),
        counting=_counting(target),
        breaks=broke and broke.breaks,
        longest=broke and broke.longest,
    )


def _other_length(judged: Judged) -> str:
    """Of a week or free period: that the target was agreed for another length."""
    agreed = judged.target.period
    if judged.period.kind not in ("week", "days") or agreed == judged.period.kind:
        return ""
    return f"agreed {per_period(judged.target)}, judged here over these days"


def _definition(judged: Judged, several_sites: bool) -> str:
    """How the level is worked out, in words; empty for measures that are taken as they are."""
    metric = METRICS[judged.target.metric]
    if "ledger" in metric.needs:
        return describe(judged.target.definition, several_sites=several_sites)
    return metric.worked_out(judged.parts[-1][0].clock_words) if metric.worked_out else ""


def _counting(target: Target) -> Mapping[str, str]:
    """How the definition counts each ledger class, so that a workbook can sum the ledger again."""
    if "ledger" not in METRICS[target.metric].needs:
        return {}
    return {name: plain(share) for name, share in downtime_shares(target.definition).items()}


def breaks_told(judged: Judged) -> Reliability | None:
    """How often and how long the promise's service broke; None where no ledger judges it or nothing is known."""
    if "ledger" not in METRICS[judged.target.metric].needs or judged.level.verdict == "no data":
        return None
    return reliability([part for _, part in judged.parts])


def past_level(key: str, label: str, judged: Judged | None, *, exact: bool = False) -> PastLevel:
    """The cell of the SLAM chart; an empty verdict where the promise is not judged in this period.

    `exact` adds the figures behind it, which only a document needs.
    """
    if judged is None:
        return PastLevel(key, label, "", "")
    figures = _past_figures(judged) if exact else None
    return PastLevel(key, label, judged.level.verdict, shown(judged.level, judged.target), figures=figures)


def _past_figures(judged: Judged) -> PastFigures:
    level, broke = judged.level, breaks_told(judged)
    return PastFigures(
        achieved=_exact(level.achieved),
        agreed=_joint_limit(level) or plain(judged.target.value),
        base=level.base,
        used=level.used,
        allowed=level.allowed,
        breaks=broke and broke.breaks,
        longest=broke and broke.longest,
    )


def frozen_level(key: str, label: str, month: TargetMonth, *, restated: bool) -> PastLevel:
    """The cell of a closed period, as it was issued."""
    figures = PastFigures(
        achieved=month.achieved,
        agreed=month.limit or month.value,
        base=month.base,
        used=month.used,
        allowed=month.allowed,
        breaks=month.breaks,
        longest=month.longest,
    )
    return PastLevel(key, label, month.verdict, achieved_shown(month), restated, figures)


def achieved_shown(month: TargetMonth) -> str:
    """The achieved value of a document in words, as `shown` gives it for a level."""
    if month.achieved is None:
        return ""
    limit = Fraction(month.limit or month.value) if month.value else None
    level = Level(month.verdict, Fraction(month.achieved), unit=month.unit, limit=limit)  # pyright: ignore[reportArgumentType]
    return shown(level, Target(month.metric, month.comparison, Decimal(month.value)))  # pyright: ignore[reportArgumentType]


def _parts(level: Level) -> tuple[Part, ...]:
    """Every part's share where versions changed, else nothing: the whole says it already."""
    if len(level.parts) < 2:
        return ()
    return tuple(
        Part(
            part.version,
            to_microseconds(part.start),
            to_microseconds(part.end),
            plain(part.value),
            part.base,
            part.used,
            part.allowed,
        )
        for part in level.parts
    )


def _joint_limit(level: Level) -> str | None:
    """What versions with different values demand together."""
    values = {part.value for part in level.parts}
    return _exact(level.limit) if len(values) > 1 else None


def _classes(judged: Judged) -> Mapping[str, int]:
    total: Counter[str] = Counter()
    for _, part in judged.parts:
        if part.ledger is not None:
            total.update(dict(part.ledger.microseconds))
    return dict(total)


def _pieces(judged: Judged, reasons: Mapping[int, str]) -> Iterable[Piece]:
    """The ledger in order of time, each piece with its reason and outages."""
    windows = open_windows(judged)
    for _, part in judged.parts:
        if part.ledger is None:
            continue
        counting = _counting_in(part)
        for kind, start, end in part.ledger.pieces():
            touching = _touching(counting, kind, start, end)
            why = _reason(windows, touching, reasons, start, end) if kind == "excluded" else ""
            yield Piece(kind, start, end, why, touching)


def _reason(
    windows: Sequence[tuple[str, Spans]],
    touching: tuple[int, ...],
    reasons: Mapping[int, str],
    start: int,
    end: int,
) -> str:
    """The windows open in this time, or why the outage in it is excluded."""
    open_windows = [reason for reason, spans in windows if spans.clip(start, end)]
    return ", ".join(dict.fromkeys([*open_windows, *(reasons[o] for o in touching if o in reasons)]))


def _counting_in(part: evidence.Part) -> tuple[OutageColumns, Instants, Instants]:
    """The outages (not announced work, number 0) that touch a part, with the times that count."""
    columns = part.outages if part.outages is not None else OutageColumns([], [])
    starts, ends = columns.times(part.target.definition)
    touching = (starts < to_microseconds(part.end)) & (ends > to_microseconds(part.start)) & (columns.id > 0)
    return columns.take(touching), starts[touching], ends[touching]


def _touching(
    counting: tuple[OutageColumns, Instants, Instants], kind: str, start: int, end: int
) -> tuple[int, ...]:
    """The outages behind a piece: of its own state where it is down or degraded."""
    if kind in {"outside", "up", "unknown", "future"}:
        return ()
    columns, starts, ends = counting
    found = (starts < end) & (ends > start)
    if kind != "excluded":
        found = found & (columns.down == (kind == "down"))
    return tuple(int(each) for each in np.sort(columns.id[found]))


def _exact(value: Fraction | None) -> str | None:
    """ "99/1" and the like; None stays None."""
    return None if value is None else f"{value.numerator}/{value.denominator}"
