"""What a target's past periods tell: figures by period, and sentences worked out from them alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from app.calc import words
from app.reports import shown
from app.reports.lines import judges_tickets
from app.reports.month import Month, PastFigures, PastLevel, ServiceMonth, TargetMonth

PERIODS = 12
_MOST_NAMED = 3
_UNJUDGED = ("", "no data")


@dataclass(frozen=True, slots=True)
class Past:
    """A target in one period; the figures are None where no document keeps them."""

    period: str
    label: str
    verdict: str
    restated: bool
    figures: PastFigures | None

    @property
    def achieved(self) -> Fraction | None:
        return shown.exact(self.figures.achieved) if self.figures else None


@dataclass(frozen=True, slots=True)
class TargetTrend:
    """One target of one service over the periods shown, the oldest first, the document's own last."""

    service: ServiceMonth
    target: TargetMonth
    pasts: tuple[Past, ...]

    @property
    def judged(self) -> tuple[Past, ...]:
        """The periods in which something was measured."""
        return tuple(past for past in self.pasts if past.verdict not in _UNJUDGED)

    @property
    def missed(self) -> tuple[Past, ...]:
        return tuple(past for past in self.pasts if past.verdict == "missed")

    def agreed_in(self, past: Past) -> Fraction:
        """What the level of that period was held against."""
        return Fraction(past.figures.agreed) if past.figures else shown.compared_with(self.target)

    @property
    def has_figures(self) -> bool:
        return any(past.achieved is not None for past in self.pasts)

    @property
    def counts_minutes(self) -> bool:
        """Whether the level is a share of time, so that minutes of downtime stand behind it."""
        return self.target.counts_time and self.target.unit == "%"

    @property
    def counts_tickets(self) -> bool:
        return judges_tickets(self.target) and self.target.unit == "%"


def periods_of(month: Month) -> list[tuple[str, str]]:
    """Keys and labels of the last twelve periods, none before the first target was agreed; the document's own last."""
    pasts = [past for service in month.services for target in service.targets for past in target.history]
    labels = {past.period: past.label for past in pasts} | {month.period: month.label}
    agreed = {past.period for past in pasts if past.verdict} | {month.period}
    first = min(key for key in agreed if key <= month.period)
    return sorted((key, label) for key, label in labels.items() if first <= key <= month.period)[-PERIODS:]


def trends_of(month: Month) -> tuple[TargetTrend, ...]:
    """Every target of the document over the periods shown, in the document's order."""
    periods = periods_of(month)
    return tuple(
        TargetTrend(service, target, _pasts(target, month, periods))
        for service in month.services
        for target in service.targets
    )


def _pasts(target: TargetMonth, month: Month, periods: Sequence[tuple[str, str]]) -> tuple[Past, ...]:
    known = {past.period: past for past in target.history}
    return (
        *[_past(key, label, known.get(key)) for key, label in periods[:-1]],
        _own(target, month, known.get(month.period)),
    )


def _past(key: str, label: str, level: PastLevel | None) -> Past:
    if level is None:
        return Past(key, label, "", False, None)
    return Past(key, label, level.verdict, level.restated, level.figures)


def _own(target: TargetMonth, month: Month, level: PastLevel | None) -> Past:
    """The document's own period, from its figures."""
    limit = target.limit or target.value
    broke = target.breaks, target.longest
    figures = PastFigures(target.achieved, limit, target.base, target.used, target.allowed, *broke)
    return Past(month.period, month.label, target.verdict, bool(level and level.restated), figures)


def period_kind(key: str) -> str:
    """What a period's key names: "month", "quarter", "week"; "period" for years and free periods."""
    if "-" not in key or ".." in key:
        return "period"
    return {"Q": "quarter", "W": "week"}.get(key.partition("-")[2][:1], "month")


def sentence(trend: TargetTrend) -> str:
    """What the figures say: how often missed, the worst, how it goes, and what else a reader must know."""
    told = (
        _how_often(trend),
        _worst(trend),
        _direction(trend),
        _agreed_changed(trend),
        _named("Restated", [past for past in trend.pasts if past.restated]),
        _named("No data", [past for past in trend.pasts if past.verdict == "no data"]),
    )
    return " ".join(filter(None, told))


def _how_often(trend: TargetTrend) -> str:
    judged, missed = trend.judged, trend.missed
    kind = period_kind(trend.pasts[-1].period)
    if not judged:
        return "Nothing was measured yet."
    if len(judged) == 1:
        return f"One {kind} with data so far: {judged[0].verdict}."
    if not missed:
        unsure = sum(past.verdict == "not proven" for past in judged)
        rest = f", {unsure} not proven" if unsure else ""
        return f"Not missed in {words.plural(len(judged), kind)} with data{rest}."
    if len(missed) == len(judged):
        return f"Missed in all {words.plural(len(judged), kind)} with data."
    which = f" ({shown.listed([past.label for past in missed])})" if len(missed) <= _MOST_NAMED else ""
    return f"Missed in {len(missed)} of {words.plural(len(judged), kind)} with data{which}."


def _worst(trend: TargetTrend) -> str:
    """The worst period with its figures, where periods differ."""
    known = [(past, past.achieved) for past in trend.pasts]
    values = [(past, value) for past, value in known if value is not None]
    if len({value for _, value in values}) < 2:
        return ""
    at_least = trend.target.comparison == ">="
    worst, value = min(values, key=lambda each: each[1] if at_least else -each[1])
    if worst.verdict == "met" and at_least and value >= 100:
        return ""
    figures = _behind(trend, worst)
    return f"{'Lowest' if at_least else 'Highest'}: {worst.label}, {level_shown(trend, worst)}{figures}."


def _behind(trend: TargetTrend, past: Past) -> str:
    """The minutes or tickets behind a level, in brackets."""
    if past.figures is None:
        return ""
    if trend.counts_minutes:
        used = shown.minutes(past.figures.used, past.figures.allowed)
        return f" ({used} of {shown.minutes(past.figures.allowed, past.figures.used)} allowed)"
    if trend.counts_tickets:
        late = "missed" if past.verdict != "not proven" else "not known to be in time"
        return f" ({words.number(past.figures.used)} of {words.number(past.figures.base)} {late})"
    return ""


def _direction(trend: TargetTrend) -> str:
    """The later half of the periods against the earlier; only where every one of them has its figures."""
    half = len(trend.pasts) // 2
    figures = [past.figures for past in trend.judged if past.figures]
    if half < 2 or len(trend.judged) != 2 * half or len(figures) != 2 * half:
        return ""
    before, after = figures[:half], figures[half:]
    kind = period_kind(trend.pasts[-1].period)
    span = f"in the last {half} {kind}s"
    if trend.counts_minutes:
        now, then = (sum(each.used for each in some) for some in (after, before))
        return f"Downtime {span} {shown.minutes(now)}, in the {half} before {shown.minutes(then)}."
    if trend.counts_tickets:
        now, then = _in_time(after), _in_time(before)
        return f"In time {span} {now}, in the {half} before {then}." if now and then else ""
    return ""


def _in_time(figures: Sequence[PastFigures]) -> str:
    """ "88.1 % of 362 tickets"; empty where nothing was decided."""
    decided, missed = sum(each.base for each in figures), sum(each.used for each in figures)
    if not decided:
        return ""
    return f"{words.percent(Fraction(100 * (decided - missed), decided), 1)} of {words.plural(decided, 'ticket')}"


def _agreed_changed(trend: TargetTrend) -> str:
    """Each change of the agreed value, with the first period it held in."""
    known = [(past, Fraction(past.figures.agreed)) for past in trend.pasts if past.figures and past.verdict]
    changes = [
        f"{agreed_shown(trend, past)} from {past.label}"
        for (_, before), (past, now) in pairwise(known)
        if before != now
    ]
    return f"Agreed: {agreed_shown(trend, known[0][0])}, {shown.listed(changes)}." if changes else ""


def _named(what: str, pasts: Sequence[Past]) -> str:
    """ "Restated: May 2026."; a long list as a count."""
    if not pasts:
        return ""
    if len(pasts) > _MOST_NAMED:
        return f"{what}: {words.plural(len(pasts), period_kind(pasts[0].period))}."
    return f"{what}: {shown.listed([past.label for past in pasts])}."


def level_shown(trend: TargetTrend, past: Past) -> str:
    """A past level with its unit, never rounded over what was agreed then; empty without one."""
    value, target = past.achieved, trend.target
    if value is None or past.figures is None:
        return ""
    limit = Fraction(past.figures.agreed)
    wanted = words.decimals(Decimal(target.value))
    digits = max(2, wanted) if target.unit == "%" else 0 if value.denominator == 1 else max(1, wanted)
    border = None if value == limit else limit
    return f"{words.rounded(value, digits, border, group=True)} {shown.unit_of(target, value)}".rstrip()


def agreed_shown(trend: TargetTrend, past: Past) -> str:
    """What was agreed in a past period, "99.5 %"."""
    if past.figures is None:
        return ""
    limit = Fraction(past.figures.agreed)
    text = words.plain(Decimal(past.figures.agreed)) if "/" not in past.figures.agreed else ""
    return f"{text or words.number(limit, 2)} {trend.target.unit}".rstrip()
