"""The downtime a period still affords, and how fast it is being used up.

A burn rate of 1 uses exactly the whole budget in the whole period (Google, "The Site Reliability Workbook",
chapter 5, "Alerting on SLOs").
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.calc.agreed_time import agreed_time
from app.calc.evidence import Part
from app.calc.words import duration


@dataclass(frozen=True, slots=True)
class Budget:
    """Exact microseconds of one whole period: allowed and used downtime, agreed time past and still to
    come.

    `unknown` is time that counts neither way yet; it is allowed for as if it had been up, so that what is
    overdrawn is so however it is read.
    """

    allowed: Fraction
    used: Fraction
    elapsed: Fraction
    remaining: Fraction
    unknown: Fraction = Fraction()

    @property
    def open(self) -> bool:
        """Whether unknown time leaves it open how much was used."""
        return self.unknown > 0 and self.left >= 0

    @property
    def left(self) -> int:
        """Downtime that may still be added without missing the target; negative once it is missed for
        good.
        """
        return math.floor(self.allowed - self.used)

    @property
    def burn_rate(self) -> Fraction | None:
        """How many times faster than evenly the budget was used so far; None without a budget or time
        past.
        """
        if not self.allowed or not self.elapsed:
            return None
        return burn_rate(self.used / self.allowed, self.elapsed, self.elapsed + self.remaining)

    def words(self) -> str:
        """What is left, as a sentence without a full stop."""
        if self.left < 0:
            least = "at least " if self.unknown else ""
            return f"the period's downtime is overdrawn by {least}{duration(-self.left)}"
        if self.open:
            return (
                f"with {duration(math.floor(self.unknown))} unknown, how much downtime is left cannot be said"
            )
        if self.left >= self.remaining:
            return "no downtime can miss the target any more"
        return (
            f"{duration(self.left)} of downtime left in {duration(math.floor(self.remaining))} of agreed time"
        )


def budget_of(parts: Sequence[Part]) -> Budget:
    """The downtime budget of an availability target over all parts of a period."""
    times = [agreed_time(part) for part in parts]
    return Budget(
        allowed=sum((time.whole * _allowed_share(time.part) for time in times), start=Fraction()),
        used=sum((time.downtime for time in times), start=Fraction()),
        elapsed=sum((time.base for time in times), start=Fraction()),
        remaining=sum((time.future for time in times), start=Fraction()),
        unknown=sum((time.unknown for time in times), start=Fraction()),
    )


def burn_rate(consumed: Fraction, window: Fraction | int, whole: Fraction | int) -> Fraction:
    """How fast a share of the budget was consumed in a window, against using it evenly over the whole."""
    return consumed * whole / window


def error_budget(objective_percent: Fraction) -> Fraction:
    """The percentage that may fail."""
    return 100 - objective_percent


def _allowed_share(part: Part) -> Fraction:
    return error_budget(Fraction(part.target.value)) / 100
