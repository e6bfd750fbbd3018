"""The one comparison behind every verdict: summed amounts against summed allowances, in exact fractions.

Each agreement version in force gives a share: an amount, what it is counted per, and the value agreed for it.
The whole achieves Σ amount / Σ per and keeps the target when Σ amount is on the right side of Σ per × value:
110 h at 99.5 % and 110 h at 99.9 % together allow 39.6 minutes, and one version alone is judged as it reads.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise

from app.calc.evidence import Part, Tally
from app.calc.targets import KEPT, Comparison, PartLevel, Target, Verdict

Exact = Fraction | int

_WORST_FIRST: tuple[Verdict, ...] = ("missed", "nearly missed", "met", "no data")


@dataclass(frozen=True, slots=True)
class Share:
    """What one version's part of the period contributes: `amount` counted `per`, both exact."""

    target: Target
    amount: Exact
    per: Exact


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, what was achieved and the limit compared with; None where there is nothing to count per."""

    verdict: Verdict
    achieved: Fraction | None
    limit: Fraction | None

    @property
    def kept(self) -> bool:
        return self.verdict in KEPT


def judge(shares: Sequence[Share], nothing: Verdict = "no data") -> Judgement:
    """The verdict on all shares together, under the comparison last agreed; `nothing` if all count per 0."""
    amount, per, demanded, margin = (
        sum((Fraction(each) for each in column), Fraction())
        for column in (
            [share.amount for share in shares],
            [share.per for share in shares],
            [share.per * Fraction(share.target.value) for share in shares],
            [share.per * Fraction(share.target.margin or 0) for share in shares],
        )
    )
    if not per:
        return Judgement(nothing, None, None)
    comparison = shares[-1].target.comparison
    return Judgement(_verdict(amount, demanded, margin, comparison), amount / per, demanded / per)


def judge_each(shares: Sequence[Share]) -> Judgement:
    """The worst of the shares judged one by one, for what does not add up (a longest break, a percentile)."""
    return judge([shares[deciding(shares)]])


def deciding(shares: Sequence[Share]) -> int:
    """Which share decides when each is judged by itself: the worst verdict, then the least to spare."""
    judgements = [judge([share]) for share in shares]
    return min(range(len(shares)), key=lambda index: _badness(judgements[index], shares[index].target))


def proven(
    usual: Judgement, extremes: Sequence[Judgement]
) -> tuple[Verdict, Fraction | None, Fraction | None]:
    """The usual verdict, or "not proven" where the extremes of the unknown disagree; lowest, highest."""
    if not extremes or usual.verdict == "no data":
        return usual.verdict, None, None
    achieved = [each.achieved for each in extremes if each.achieved is not None]
    agreed = len({each.kept for each in (usual, *extremes)}) == 1
    low, high = (min(achieved), max(achieved)) if achieved else (None, None)
    return (usual.verdict if agreed else "not proven"), low, high


def whole_numbers(amounts: Sequence[Exact]) -> list[int]:
    """The exact amounts as integers that sum to the whole rounded down."""
    marks = [math.floor(total) for total in accumulate(amounts, initial=Fraction())]
    return [after - before for before, after in pairwise(marks)]


def part_levels(
    parts: Sequence[Part | Tally], bases: Sequence[Exact], used: Sequence[Exact], allowed: Sequence[Exact]
) -> tuple[PartLevel, ...]:
    """The parts' lines of figures, as integers that sum to the whole."""
    columns = (whole_numbers(column) for column in (bases, used, allowed))
    return tuple(
        PartLevel(part.version, part.start, part.end, part.target.value, *figures, key=part.key)
        for part, *figures in zip(parts, *columns, strict=True)
    )


def _badness(judgement: Judgement, target: Target) -> tuple[int, Fraction]:
    achieved, limit = judgement.achieved or Fraction(), judgement.limit or Fraction()
    to_spare = achieved - limit if target.comparison == ">=" else limit - achieved
    return _WORST_FIRST.index(judgement.verdict), to_spare


def _verdict(amount: Fraction, demanded: Fraction, margin: Fraction, comparison: Comparison) -> Verdict:
    to_spare = amount - demanded if comparison == ">=" else demanded - amount
    if to_spare < 0:
        return "missed"
    return "nearly missed" if to_spare < margin else "met"
