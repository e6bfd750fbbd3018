"""The one comparison behind every verdict: summed amounts against summed allowances, in exact fractions.

Each agreement version in force gives a share: an amount, what it is counted per, and the value agreed for it. The
whole achieves Σ amount / Σ per and keeps the target when Σ amount is on the right side of Σ per × value; so 110 h at
99.5 % and 110 h at 99.9 % together allow 39.6 minutes, and one version alone is judged as its sentence says.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise

from app.calc.targets import Comparison, Target, Verdict

Exact = Fraction | int


@dataclass(frozen=True, slots=True)
class Share:
    """What one version's part of the period contributes: `amount` counted `per`, both exact."""

    target: Target
    amount: Exact
    per: Exact


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with what was achieved and the limit it was compared with; both None without anything to count per."""

    verdict: Verdict
    achieved: Fraction | None
    limit: Fraction | None

    @property
    def kept(self) -> bool:
        return self.verdict in ("met", "nearly missed")


def judge(shares: Sequence[Share]) -> Judgement:
    """The verdict on all shares together, under the comparison last agreed."""
    amount = sum((Fraction(share.amount) for share in shares), Fraction())
    per = sum((Fraction(share.per) for share in shares), Fraction())
    if not per:
        return Judgement("no data", None, None)
    comparison = shares[-1].target.comparison
    demanded = sum((share.per * Fraction(share.target.value) for share in shares), Fraction())
    margin = sum((share.per * Fraction(share.target.margin or 0) for share in shares), Fraction())
    return Judgement(_verdict(amount, demanded, margin, comparison), amount / per, demanded / per)


def proven(
    usual: Judgement, extremes: Sequence[Judgement]
) -> tuple[Verdict, Fraction | None, Fraction | None]:
    """The usual verdict, or "not proven" where the extremes of what is unknown disagree; lowest and highest achieved."""
    if not extremes or usual.verdict == "no data":
        return usual.verdict, None, None
    achieved = [each.achieved for each in extremes if each.achieved is not None]
    agreed = len({each.kept for each in (usual, *extremes)}) == 1
    low, high = (min(achieved), max(achieved)) if achieved else (None, None)
    return (usual.verdict if agreed else "not proven"), low, high


def _verdict(amount: Fraction, demanded: Fraction, margin: Fraction, comparison: Comparison) -> Verdict:
    to_spare = amount - demanded if comparison == ">=" else demanded - amount
    if to_spare < 0:
        return "missed"
    return "nearly missed" if to_spare < margin else "met"


def whole_numbers(amounts: Sequence[Exact]) -> list[int]:
    """The exact amounts as integers that sum to the whole rounded down."""
    marks = [math.floor(total) for total in accumulate(amounts, initial=Fraction())]
    return [after - before for before, after in pairwise(marks)]
