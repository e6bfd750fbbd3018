"""A ready-made figure for the period, as a supplier or another tool worked it out."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from app.calc.evidence import Evidence, Part
from app.calc.figures import figures_for, mean_by_days
from app.calc.metrics.metric import Metric, Parameter, at_least_or_most, per_period
from app.calc.targets import Level, Target
from app.calc.verdicts import Share, judge, part_levels
from app.calc.words import plain


def judge_figure(evidence: Evidence) -> Level:
    """The figure of exactly this period, else the mean by days of those inside it; versions count by days.

    Where days are without a figure, nothing is proven.
    """
    unit = METRIC.unit_of(evidence.target)
    days = [_days(part) for part in evidence.parts]
    given = figures_for(evidence.figures, days[0][0], days[-1][1])
    value = mean_by_days(given)
    if value is None:
        return Level("no data", counts_time=False, unit=unit, note="no figure was given for this period")
    lengths = [(last - first).days + 1 for first, last in days]
    usual = judge(
        [Share(part.target, value * each, each) for part, each in zip(evidence.parts, lengths, strict=True)]
    )
    complete = sum(figure.days for figure in given) == sum(lengths)
    nothing = [0] * len(evidence.parts)
    return Level(
        verdict=usual.verdict if complete else "not proven",
        achieved=usual.achieved,
        counts_time=False,
        parts=part_levels(evidence.parts, nothing, nothing, nothing),
        note="" if complete else "some days of the period have no figure",
        unit=unit,
        limit=usual.limit,
    )


def _days(part: Part) -> tuple[date, date]:
    """The first and last local day of a part."""
    zone = ZoneInfo(part.days_zone)
    last = part.end - timedelta(microseconds=1)
    return part.start.astimezone(zone).date(), last.astimezone(zone).date()


def _sentence(target: Target, _hours: str) -> str:
    value = f"{plain(target.value)} {METRIC.unit_of(target)}".rstrip()
    return f"{_name(target)} {at_least_or_most(target)} {value}, {per_period(target)} (as reported)"


def _short(target: Target) -> str:
    return f"{_name(target)} {plain(target.value)} {METRIC.unit_of(target)} (as reported)"


def _name(target: Target) -> str:
    name = METRIC.setting(target, "figure")
    return name[:1].upper() + name[1:]


METRIC = Metric(
    key="figure",
    title="Figure as reported",
    unit="",
    comparison=">=",
    counts_time=False,
    needs=frozenset({"figures"}),
    judge=judge_figure,
    sentence=_sentence,
    short=_short,
    parameters=(
        Parameter("figure", "Which figure", default="availability"),
        Parameter("unit", "Unit", default="%"),
    ),
    position=12,
)
