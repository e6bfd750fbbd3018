"""What the mean times of ITIL (MTRS, MTBF, MTBSI) share: an amount of time in hours, counted per break.

Summed over versions: Σ time against Σ breaks × hours agreed. Without a break there is nothing to divide
by, and the target is met.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from app.calc.agreed_time import Reading, agreed_time
from app.calc.evidence import Evidence, Part
from app.calc.metrics.judging import Figures, level_of
from app.calc.metrics.metric import Metric, at_least_or_most, per_period
from app.calc.reliability import breaks_of
from app.calc.targets import Comparison, Level, Target
from app.calc.verdicts import Judgement, Share, judge
from app.calc.words import HOUR, plain

Amount = Callable[[Fraction, Fraction], Fraction]  # (agreed time, downtime) -> the time that is divided


def mean_time_metric(
    key: str, title: str, comparison: Comparison, amount: Amount, position: int, *, grows: bool
) -> Metric:
    """The metric of one mean time; `grows` where agreed time still to come raises it."""

    def judge_mean(evidence: Evidence) -> Level:
        return _level(evidence, amount, grows=grows)

    def sentence(target: Target, _hours: str) -> str:
        return f"{title} {at_least_or_most(target)} {plain(target.value)} h, {per_period(target)}"

    def short(target: Target) -> str:
        return f"{key.upper()} {plain(target.value)} h"

    return Metric(
        key=key,
        title=title,
        unit="h",
        comparison=comparison,
        counts_time=True,
        needs=frozenset({"ledger"}),
        judge=judge_mean,
        sentence=sentence,
        short=short,
        position=position,
    )


def _level(evidence: Evidence, amount: Amount, *, grows: bool) -> Level:
    parts = evidence.parts
    counts = [len(breaks_of(part)) for part in parts]
    times = [agreed_time(part) for part in parts]
    used = [amount(*time.read("as agreed")) for time in times]
    limits = [count * Fraction(part.target.value) * HOUR for count, part in zip(counts, parts, strict=True)]
    future = sum((time.future for time in times), Fraction())
    best = (sum(used, Fraction()) + future) / HOUR / sum(counts) if grows and sum(counts) else None
    return level_of(
        evidence,
        lambda each, reading: _judge(each, reading, amount),
        Figures([time.base for time in times], used, limits),
        "h",
        best=best,
        note=_note(sum(counts), any(time.downtime for time in times)),
    )


def _judge(parts: Sequence[Part], reading: Reading, amount: Amount) -> Judgement:
    shares = [
        Share(part.target, amount(*agreed_time(part).read(reading)) / HOUR, len(breaks_of(part, reading)))
        for part in parts
    ]
    return judge(shares, nothing="met")


def _note(breaks: int, downtime: bool) -> str:
    if breaks:
        return ""
    return "no break began in this period; its downtime is of one before" if downtime else "no breaks"
