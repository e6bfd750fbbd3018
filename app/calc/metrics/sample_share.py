"""Sample share: at least so many percent of the samples within a threshold ("95 % of responses within 2
s").
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from app.calc.evidence import Evidence
from app.calc.metrics.metric import Metric, Parameter, at_least_or_most, per_period
from app.calc.metrics.sampling import SAMPLE_PARAMETERS, no_samples, samples_of, uncovered
from app.calc.samples import Samples
from app.calc.targets import Level, Target
from app.calc.verdicts import Share, judge, part_levels
from app.calc.words import plain


def judge_sample_share(evidence: Evidence) -> Level:
    """Samples within the threshold of the version in force when they were taken; one verdict on all of
    them.
    """
    taken = [samples_of(evidence, part, METRIC) for part in evidence.parts]
    within = [_within(samples, part.target) for samples, part in zip(taken, evidence.parts, strict=True)]
    usual = judge(_shares(evidence, taken, within))
    if usual.achieved is None:
        return no_samples(evidence, "%")
    parts = part_levels(
        evidence.parts,
        [len(samples) for samples in taken],
        [len(samples) - kept for samples, kept in zip(taken, within, strict=True)],
        [
            len(samples) * (1 - Fraction(part.target.value) / 100)
            for samples, part in zip(taken, evidence.parts, strict=True)
        ],
    )
    silent = uncovered(evidence)
    return Level(
        verdict="not proven" if usual.kept and silent else usual.verdict,
        achieved=usual.achieved,
        base=sum(part.base for part in parts),
        used=sum(part.used for part in parts),
        allowed=sum(part.allowed for part in parts),
        counts_time=False,
        parts=parts,
        note=silent,
        limit=usual.limit,
    )


def _shares(evidence: Evidence, taken: Sequence[Samples], within: Sequence[int]) -> list[Share]:
    return [
        Share(part.target, kept, Fraction(len(samples), 100))
        for part, samples, kept in zip(evidence.parts, taken, within, strict=True)
    ]


def _within(samples: Samples, target: Target) -> int:
    return samples.within(_threshold(target), ">=" if METRIC.setting(target, "side") == "at least" else "<=")


def _threshold(target: Target) -> Decimal:
    return METRIC.number(target, "threshold") or Decimal(0)


def _sentence(target: Target, _hours: str) -> str:
    share = f"{at_least_or_most(target).capitalize()} {plain(target.value)} %"
    return f"{share} of {_what(target)} samples {_border(target)}, {per_period(target)}"


def _short(target: Target) -> str:
    return f"{_what(target).capitalize()} {_border(target)}, {plain(target.value)} %"


def _what(target: Target) -> str:
    return METRIC.setting(target, "sample")


def _border(target: Target) -> str:
    unit = METRIC.setting(target, "unit")
    return f"{METRIC.setting(target, 'side')} {plain(_threshold(target))} {unit}".rstrip()


METRIC = Metric(
    key="sample_share",
    title="Samples within a threshold",
    unit="%",
    comparison=">=",
    counts_time=False,
    needs=frozenset({"samples"}),
    judge=judge_sample_share,
    sentence=_sentence,
    short=_short,
    parameters=(
        *SAMPLE_PARAMETERS,
        Parameter("threshold", "Threshold", default="1000"),
        Parameter("side", "A sample keeps it when it is", default="at most", choices=("at most", "at least")),
    ),
    position=10,
)
