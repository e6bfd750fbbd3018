"""Samples: measured values at instants; share within a threshold, and percentiles.

Values are read as the decimals they print as (0.3 is 3/10), so that "at most 0.3" is decided exactly.
Percentile: linear interpolation between closest ranks, h = (n − 1)p (Hyndman and Fan, "Sample quantiles in
statistical packages", The American Statistician 50 (1996), type 7; NumPy's default, Excel's PERCENTILE.INC).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.calc.spans import Instants, Spans

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Instants (microseconds UTC) and finite values, equally long, in any order."""

    at: Instants
    value: Floats

    def __post_init__(self) -> None:
        if len(self.at) != len(self.value):
            raise ValueError(f"{len(self.at)} instants do not pair with {len(self.value)} values")
        if not bool(np.isfinite(self.value).all()):
            raise ValueError("a sample is a finite number")

    @classmethod
    def empty(cls) -> Samples:
        return cls(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float64))

    @classmethod
    def together(cls, some: Iterable[Samples]) -> Samples:
        """All of them."""
        rows = [cls.empty(), *some]
        return cls(np.concatenate([row.at for row in rows]), np.concatenate([row.value for row in rows]))

    def __len__(self) -> int:
        return len(self.at)

    def inside(self, spans: Spans) -> Samples:
        """The samples taken inside `spans`."""
        taken = spans.covers(self.at) if len(self) else np.zeros(0, dtype=np.bool_)
        return Samples(self.at[taken], self.value[taken])

    def outside(self, spans: Spans) -> Samples:
        """The samples not taken inside `spans`."""
        if not spans or not len(self):
            return self
        left = ~spans.covers(self.at)
        return Samples(self.at[left], self.value[left])

    def within(self, threshold: Decimal, side: Literal["<=", ">="] = "<=") -> int:
        """How many values are at most (at least) the threshold."""
        limit = float(threshold)
        return int(np.count_nonzero(self.value <= limit if side == "<=" else self.value >= limit))

    def percentile(self, percent: Decimal) -> Fraction:
        """The value below which `percent` of the values lie, by linear interpolation between closest ranks.

        Raises ValueError without samples, and for a percent outside 0–100.
        """
        if not len(self):
            raise ValueError("a percentile needs at least one sample")
        if not 0 <= percent <= 100:
            raise ValueError(f"{percent} is not a percentile between 0 and 100")
        rank = (len(self) - 1) * Fraction(percent) / 100
        low = int(rank)
        high = min(low + 1, len(self) - 1)
        ordered = np.partition(self.value, (low, high))
        below, above = exact(ordered[low]), exact(ordered[high])
        return below + (rank - low) * (above - below)


def exact(value: float) -> Fraction:
    """The decimal a float prints as: 0.3 is 3/10, not 5404319552844595/2**54."""
    return Fraction(repr(float(value)))
