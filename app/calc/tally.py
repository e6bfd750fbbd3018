"""What a selection of numbers comes to, in the words of the status line: "sum 214 min · mean 35.7 · count 6"."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isfinite

from app.calc.words import number

_MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Tally:
    """An exact sum of `count` numbers, written with `digits` decimals."""

    total: Fraction
    count: int
    digits: int = 0

    @classmethod
    def of(cls, values: Iterable[object]) -> "Tally":
        """Of the numbers among these values; truths are no numbers, nor is what is not finite."""
        known = [number for value in values if (number := _number(value)) is not None]
        digits = max(map(_digits, known), default=0)
        return cls(sum(map(Fraction, known), Fraction()), len(known), min(digits, _MOST_DIGITS))

    def words(self, unit: str = "", *, summed: bool = True) -> str:
        """ "sum 214 min · mean 35.7 · count 6"; without the sum where adding up would say nothing."""
        if not self.count:
            return ""
        mean = self.total / self.count
        parts = (self.sum_words(unit) if summed else "", f"mean {self._mean(mean)}", f"count {self.count:,}")
        return " · ".join(part for part in parts if part)

    def sum_words(self, unit: str = "") -> str:
        """ "sum 214 min"."""
        return f"sum {number(self.total, self.digits)} {unit}".rstrip()

    def _mean(self, mean: Fraction) -> str:
        exact = Fraction(round(mean * 10**self.digits), 10**self.digits) == mean
        return number(mean, self.digits if exact else self.digits + 1)


def _number(value: object) -> int | float | Decimal | None:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and isfinite(value):
        return value
    return None


def _digits(value: float | Decimal) -> int:
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return len(text.partition(".")[2].rstrip("0")) if "e" not in text else _MOST_DIGITS
