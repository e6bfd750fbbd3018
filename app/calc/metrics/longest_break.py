"""The longest break of a period, in minutes."""

from collections.abc import Sequence
from fractions import Fraction

from app.calc.agreed_time import Reading
from app.calc.evidence import Evidence, Part
from app.calc.metrics.judging import Figures, level_of
from app.calc.metrics.metric import Metric, Parameter, at_least_or_most, per_period
from app.calc.reliability import breaks_of
from app.calc.targets import Level, Target
from app.calc.verdicts import Judgement, Share, deciding, judge_each
from app.calc.words import MINUTE, plain


def judge_longest_break(evidence: Evidence) -> Level:
    """Every version's longest break against its own limit."""
    longest = [_longest(part, "as agreed") for part in evidence.parts]
    figures = Figures(
        bases=longest,
        used=longest,
        allowed=[Fraction(part.target.value) * MINUTE for part in evidence.parts],
        deciding=deciding(_shares(evidence.parts, "as agreed")),
    )
    return level_of(evidence, _judge, figures, "min", best=Fraction(max(longest), MINUTE))


def _judge(parts: Sequence[Part], reading: Reading) -> Judgement:
    return judge_each(_shares(parts, reading))


def _shares(parts: Sequence[Part], reading: Reading) -> list[Share]:
    return [Share(part.target, Fraction(_longest(part, reading), MINUTE), 1) for part in parts]


def _longest(part: Part, reading: Reading) -> int:
    breaks = breaks_of(part, reading)
    elapsed = METRIC.setting(part.target, "length") == "elapsed"
    return int((breaks.elapsed if elapsed else breaks.downtime).max(initial=0))


def _sentence(target: Target, _hours: str) -> str:
    limit = f"{at_least_or_most(target)} {plain(target.value)} min"
    kind = " in calendar time" if METRIC.setting(target, "length") == "elapsed" else " of downtime"
    return f"Longest break {limit}{kind}, {per_period(target)}"


def _short(target: Target) -> str:
    return f"Longest break {plain(target.value)} min"


METRIC = Metric(
    key="longest_break",
    title="Longest break",
    unit="min",
    comparison="<=",
    counts_time=True,
    needs=frozenset({"ledger"}),
    judge=judge_longest_break,
    sentence=_sentence,
    short=_short,
    parameters=(Parameter("length", "Length is", default="downtime", choices=("downtime", "elapsed")),),
    position=3,
)
