"""Trends of a pack: charts of what was missed and of each service's first target; the figures of all as an annex."""

from collections.abc import Sequence
from fractions import Fraction

from app.calc import words
from app.reports import shown
from app.reports.content import (
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Section,
    Table,
    Trend,
    TrendPoint,
    TrendRow,
)
from app.reports.look import STATES
from app.reports.month import Month
from app.reports.pack_slam import period_heading
from app.reports.trends import (
    Past,
    TargetTrend,
    agreed_shown,
    level_shown,
    period_kind,
    sentence,
    trends_of,
)

MOST_CHARTS = 10
_IN_BRIEF = 3
_COLUMNS = 5  # targets beside each other in the annex
_URGENT = ("missed", "not proven", "nearly missed")


def trends(month: Month) -> Section:
    """Charts of what was not kept in the period first, then of each service's first target."""
    every = trends_of(month)
    blocks = _charts(every)
    rest = Paragraph("The levels of every target by period stand in the annex “Levels by period”.", "muted")
    return Section("trends", "Trends", blocks, brief=(*blocks[: 1 + _IN_BRIEF], rest))


def _charts(every: Sequence[TargetTrend]) -> tuple[Block, ...]:
    """A sentence about all and the charts; without any, why there are none."""
    chosen = _chosen(every)
    if not chosen:
        return (Paragraph(_why_none(every), "muted"),)
    said = " ".join(filter(None, (_opening(every), _not_drawn(every, chosen))))
    return (Paragraph(said, "lead", keep=True), *[_trend(each) for each in chosen])


def charted(month: Month) -> list[TargetTrend]:
    """The targets that have a chart, as `trends` shows them."""
    return _chosen(trends_of(month))


def history(month: Month) -> Section:
    """The levels of every target by period, as figures."""
    blocks: list[Block] = []
    by_service: dict[str, list[TargetTrend]] = {}
    for trend in trends_of(month):
        if trend.judged:
            by_service.setdefault(trend.service.uid, []).append(trend)
    for own in by_service.values():
        blocks.append(Heading(own[0].service.name))
        blocks += [_figures(own[at : at + _COLUMNS]) for at in range(0, len(own), _COLUMNS)]
    empty = Paragraph("Nothing was measured yet.", "muted")
    return Section("history", "Levels by period", tuple(blocks) or (empty,), annex=True)


def _chosen(every: Sequence[TargetTrend]) -> list[TargetTrend]:
    """In the order to show: not kept now, then first targets with misses behind them, then the other first ones."""
    first = {trend.service.uid: at for at, trend in reversed(list(enumerate(every))) if trend.has_figures}
    ranked = [
        (rank, at)
        for at, trend in enumerate(every)
        if trend.has_figures
        and sum(past.achieved is not None for past in trend.pasts) > 1
        and (rank := _rank(trend, first[trend.service.uid] == at)) is not None
    ]
    return [every[at] for _, at in sorted(ranked)[:MOST_CHARTS]]


def _rank(trend: TargetTrend, is_first: bool) -> int | None:
    verdict = trend.target.verdict
    if verdict in _URGENT:
        return _URGENT.index(verdict)
    if not is_first:
        return None
    return len(_URGENT) if trend.missed else len(_URGENT) + 1


def _opening(every: Sequence[TargetTrend]) -> str:
    """How many targets have something behind them, of all that were judged more than once."""
    judged = [trend for trend in every if len(trend.judged) > 1]
    missed = sum(1 for trend in judged if trend.missed)
    kind = period_kind(every[0].pasts[-1].period)
    span = f"the last {words.plural(len(every[0].pasts), kind)}"
    if len(judged) == 1:
        return f"The one target judged more than once was {'missed' if missed else 'not missed'} in {span}."
    if not missed:
        return f"None of {words.plural(len(judged), 'target')} was missed in {span}."
    were = "was" if missed == 1 else "were"
    return f"{missed} of {words.plural(len(judged), 'target')} {were} missed at least once in {span}."


def _not_drawn(every: Sequence[TargetTrend], chosen: Sequence[TargetTrend]) -> str:
    """Where the targets are that were missed and have no chart; nothing where each has one."""
    if not any(trend.missed and len(trend.judged) > 1 and trend not in chosen for trend in every):
        return ""
    return (
        "Drawn are those not kept in this period, and the first target of each service; "
        "the levels of the others stand in the annex “Levels by period”."
    )


def _why_none(every: Sequence[TargetTrend]) -> str:
    if not any(trend.judged for trend in every):
        return "Nothing was measured yet."
    if any(len(trend.judged) > 1 for trend in every):
        return "The periods before were issued without the figures a chart takes; their verdicts stand above."
    return "A trend takes two periods with data."


def _trend(trend: TargetTrend) -> Trend:
    last = trend.pasts[-1]
    sign = "≥" if trend.target.comparison == ">=" else "≤"
    return Trend(
        title=f"{shown.brief(trend.service.name)} · {shown.brief(shown.name(trend.target))}",
        level_name=f"Achieved, {trend.target.unit}" if trend.target.unit else "Achieved",
        agreed=f"{sign} {agreed_shown(trend, last)}",
        points=tuple(_point(trend, past) for past in trend.pasts),
        sentence=sentence(trend),
        amount_name=_amount_name(trend),
        rows=_rows(trend),
    )


def _amount_name(trend: TargetTrend) -> str:
    if trend.counts_minutes:
        return "Downtime, min"
    return "Tickets" if trend.counts_tickets else ""


def _point(trend: TargetTrend, past: Past) -> TrendPoint:
    value, known = past.achieved, past.figures
    measured = known is not None and past.verdict not in ("", "no data")
    unit = words.MINUTE if trend.counts_minutes else 1
    counted = measured and bool(_amount_name(trend))
    amount = (known.used if trend.counts_minutes else known.base) if known and counted else None
    return TrendPoint(
        heading=period_heading(past.period, past.label),
        verdict=past.verdict,
        level=None if value is None else float(value),
        level_shown=level_shown(trend, past)
        .removesuffix(shown.unit_of(trend.target, value or Fraction()))
        .strip(),
        agreed=float(trend.agreed_in(past)) if known and past.verdict else None,
        amount=None if amount is None else amount / unit,
        amount_shown="" if amount is None else _count(amount, unit),
        limit=known.allowed / unit if known and counted and trend.counts_minutes else None,
        part=float(known.used) if known and counted and trend.counts_tickets else None,
        restated=past.restated,
    )


def _count(amount: int, unit: int) -> str:
    """Minutes and tickets above a bar, whole; what is under one minute is not none."""
    if 0 < amount < unit:
        return "<1"
    return words.number(round(amount / unit))


def _rows(trend: TargetTrend) -> tuple[TrendRow, ...]:
    if trend.counts_tickets:
        return (TrendRow("Missed", tuple(_told(past, "used") for past in trend.pasts)),)
    if trend.counts_minutes and any(past.figures and past.figures.breaks for past in trend.pasts):
        return (
            TrendRow("Breaks", tuple(_told(past, "breaks") for past in trend.pasts)),
            TrendRow("Longest, min", tuple(_longest(past) for past in trend.pasts)),
        )
    return ()


def _told(past: Past, what: str) -> str:
    value = getattr(past.figures, what) if past.figures and past.verdict not in ("", "no data") else None
    return "–" if value is None else words.number(value)


def _longest(past: Past) -> str:
    longest = past.figures.longest if past.figures else None
    return _count(longest, words.MINUTE) if longest else "–"


def _figures(trends: Sequence[TargetTrend]) -> Table:
    """A row a period, a column a target; several tables where a service has many."""
    columns = (
        Column(period_kind(trends[0].pasts[-1].period).capitalize(), 19),
        *[Column(shown.brief(shown.name(each.target)), 81 / len(trends), figures=True) for each in trends],
    )
    rows: list[tuple[Cell, ...]] = []
    for at, past in enumerate(trends[0].pasts):
        rows.append((past.label, *[_level_cell(each, each.pasts[at]) for each in trends]))
    return Table(columns, tuple(rows), "Nothing was measured yet.")


def _level_cell(trend: TargetTrend, past: Past) -> str:
    """The level with its sign; of a mean over no breaks that there was none, words where no figure was kept."""
    if not past.verdict:
        return ""
    level = level_shown(trend, past) or shown.without_level(past.verdict, past.figures) or past.verdict
    return f"{level} {STATES[past.verdict].sign}" + ("\nrestated" if past.restated else "")
