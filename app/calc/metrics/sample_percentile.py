"""Sample percentile: the value below which so many percent of the samples lie, by linear interpolation.

An interpolated percentile allows no countable number of misses, so a level has none; its note counts
the samples.
"""

from collections.abc import Sequence
from decimal import Decimal

from app.calc.evidence import Evidence, Part
from app.calc.metrics.metric import Metric, Parameter, at_least_or_most, per_period
from app.calc.metrics.sampling import SAMPLE_PARAMETERS, no_samples, samples_of, uncovered
from app.calc.samples import Samples
from app.calc.targets import Level, Target
from app.calc.verdicts import Share, judge_each, part_levels
from app.calc.words import plain, plural
from app.errors import InputError


def judge_sample_percentile(evidence: Evidence) -> Level:
    """The percentile of all samples against the value agreed; where versions differ, each against its own."""
    taken = [samples_of(evidence, part, METRIC) for part in evidence.parts]
    shares = _shares(evidence.parts, taken)
    unit = METRIC.unit_of(evidence.target)
    if not shares:
        return no_samples(evidence, unit)
    usual = judge_each(shares)
    silent = uncovered(evidence)
    nothing = [0] * len(evidence.parts)
    return Level(
        verdict="not proven" if usual.kept and silent else usual.verdict,
        achieved=usual.achieved,
        counts_time=False,
        parts=part_levels(evidence.parts, [len(samples) for samples in taken], nothing, nothing),
        note="; ".join(filter(None, (_method(taken), silent))),
        unit=unit,
        limit=usual.limit,
    )


def _method(taken: Sequence[Samples]) -> str:
    return f"{plural(sum(len(samples) for samples in taken), 'sample')}, interpolated linearly"


def _shares(parts: Sequence[Part], taken: Sequence[Samples]) -> list[Share]:
    """The percentile of all samples together, or of each part where the versions agree on different
    things.
    """
    agreed = {(part.target.value, part.target.comparison, _percent(part.target)) for part in parts}
    if len(agreed) == 1:
        taken = [Samples.together(taken)]
        parts = parts[-1:]
    return [
        Share(part.target, samples.percentile(_percent(part.target)), 1)
        for part, samples in zip(parts, taken, strict=True)
        if len(samples)
    ]


def _percent(target: Target) -> Decimal:
    percent = METRIC.number(target, "percentile")
    if percent is None or percent > 100:
        raise InputError("A percentile is a number from 0 to 100.")
    return percent


def _sentence(target: Target, _hours: str) -> str:
    what = METRIC.setting(target, "sample")
    value = f"{plain(target.value)} {METRIC.unit_of(target)}".rstrip()
    limit = f"{at_least_or_most(target)} {value} at the {_ordinal(target)} percentile"
    return f"{what.capitalize()} {limit}, {per_period(target)}"


def _short(target: Target) -> str:
    what = METRIC.setting(target, "sample")
    return f"{what.capitalize()} p{plain(_percent(target))} {plain(target.value)} {METRIC.unit_of(target)}".rstrip()


def _ordinal(target: Target) -> str:
    text = plain(_percent(target))
    ending = (
        {"1": "st", "2": "nd", "3": "rd"}.get(text[-1], "th") if text[-2:] not in ("11", "12", "13") else "th"
    )
    return text + ending


METRIC = Metric(
    key="sample_percentile",
    title="Percentile of samples",
    unit="",
    comparison="<=",
    counts_time=False,
    needs=frozenset({"samples"}),
    judge=judge_sample_percentile,
    sentence=_sentence,
    short=_short,
    parameters=(*SAMPLE_PARAMETERS, Parameter("percentile", "Percentile", default="95")),
    position=11,
)
