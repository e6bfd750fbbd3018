"""Frequency: at most n breaks longer than d per period; several such targets make bands (≤ 2 min, 2–30
min, …).
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from app.calc.agreed_time import Reading
from app.calc.evidence import Evidence, Part
from app.calc.metrics.judging import Figures, level_of, weights_of
from app.calc.metrics.metric import Metric, Parameter, at_least_or_most, per_period
from app.calc.reliability import Breaks, breaks_of
from app.calc.targets import Level, Target
from app.calc.verdicts import Judgement, Share, judge
from app.calc.words import MINUTE, plain


def judge_breaks(evidence: Evidence) -> Level:
    """Breaks of the target's length; a version's number counts by its share of the period's agreed time."""
    parts = evidence.parts
    counts = [in_band(breaks_of(part), part.target) for part in parts]
    allowed = [
        weight * Fraction(part.target.value) for weight, part in zip(weights_of(parts), parts, strict=True)
    ]
    figures = Figures([len(breaks_of(part)) for part in parts], counts, allowed, counts_time=False)
    return level_of(evidence, _judge, figures, "breaks", best=Fraction(sum(counts)))


def in_band(breaks: Breaks, target: Target) -> int:
    """How many breaks the target counts."""
    return int(np.count_nonzero(counted(breaks, target)))


def counted(breaks: Breaks, target: Target) -> NDArray[np.bool_]:
    """Which are longer than the band's lower border and not longer than its upper one."""
    length = breaks.elapsed if METRIC.setting(target, "length") == "elapsed" else breaks.downtime
    lower = _border(target, "longer_than_minutes")
    inside = length > (lower if lower is not None else -1)
    upper = _border(target, "up_to_minutes")
    return inside if upper is None else inside & (length <= upper)


def _judge(parts: Sequence[Part], reading: Reading) -> Judgement:
    return judge(
        [
            Share(part.target, in_band(breaks_of(part, reading), part.target), weight)
            for part, weight in zip(parts, weights_of(parts), strict=True)
        ]
    )


def _border(target: Target, name: str) -> int | None:
    minutes = METRIC.number(target, name)
    return None if minutes is None else int(minutes * MINUTE)


def _sentence(target: Target, _hours: str) -> str:
    return f"{at_least_or_most(target).capitalize()} {_what(target)}, {per_period(target)}"


def _short(target: Target) -> str:
    return f"{'≤' if target.comparison == '<=' else '≥'} {_what(target)}"


def _what(target: Target) -> str:
    noun = "break" if target.value == Decimal(1) else "breaks"
    return f"{plain(target.value)} {noun}{_band(target)}"


def _band(target: Target) -> str:
    lower = METRIC.number(target, "longer_than_minutes")
    upper = METRIC.number(target, "up_to_minutes")
    if lower and upper is not None:
        return f" of {plain(lower)}–{plain(upper)} min"
    if lower:
        return f" longer than {plain(lower)} min"
    return "" if upper is None else f" of up to {plain(upper)} min"


METRIC = Metric(
    key="breaks",
    title="Number of breaks",
    unit="breaks",
    comparison="<=",
    counts_time=False,
    needs=frozenset({"ledger"}),
    judge=judge_breaks,
    sentence=_sentence,
    short=_short,
    parameters=(
        Parameter("longer_than_minutes", "Longer than", "min"),
        Parameter("up_to_minutes", "Up to", "min"),
        Parameter("length", "Length is", default="downtime", choices=("downtime", "elapsed")),
    ),
    position=2,
)
