"""A ready-made figure for the period, as a supplier or another tool worked it out."""

from app.calc.evidence import Evidence
from app.calc.figures import Figure, figures_for, mean_by_days
from app.calc.metrics.metric import Metric, Parameter, at_least_or_most, per_period
from app.calc.targets import Level, Target
from app.calc.verdicts import Share, judge, part_levels
from app.calc.words import plain


def judge_figure(evidence: Evidence) -> Level:
    """The figure of exactly this period, else the mean by days of those inside it; versions count by days.

    Where days are without a figure, nothing is proven.
    """
    unit = METRIC.unit_of(evidence.target)
    lengths = [(last - first).days + 1 for first, last in (part.days for part in evidence.parts)]
    given = _given(evidence)
    shares = [
        Share(part.target, value * length, length)
        for part, length, figures in zip(evidence.parts, lengths, given, strict=True)
        if (value := mean_by_days(figures)) is not None
    ]
    if not shares:
        return Level("no data", counts_time=False, unit=unit, note="no figure was given for this period")
    usual = judge(shares)
    complete = sum(figure.days for figure in {f for figures in given for f in figures}) == sum(lengths)
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


def _given(evidence: Evidence) -> list[tuple[Figure, ...]]:
    """The figures that speak for each part: those of the whole period, where one source counts throughout.

    Where the source of record changes, each speaks for the days of its own version.
    """
    parts, usual = evidence.parts, evidence.figures
    own = [usual if part.figures is None else part.figures for part in parts]
    if len({part.source for part in parts}) > 1:
        return [figures_for(figures, *part.days) for part, figures in zip(parts, own, strict=True)]
    every = [figure for figures in own for figure in figures]
    return [figures_for(every, parts[0].days[0], parts[-1].days[1])] * len(parts)


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
        Parameter("figure", "Which figure", default="availability", names=True),
        Parameter("unit", "Unit", default="%"),
    ),
    position=12,
)
