"""What a part's own outages say of it: its unavailability and failure rate, with an interval.

Taken as an alternating renewal process with exponential times, the ratio of the mean down to the mean up time
is known up to a factor with an F distribution of 2n and 2n degrees of freedom (n breaks).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from app.calc.spans import Spans
from app.calc.structure.support import YEAR_HOURS

ENOUGH_BREAKS = 5
_LEVEL = 0.95
_HOUR = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Experience:
    """Over the time observed: the breaks, the hours down, and the unavailability with its 95 % interval."""

    breaks: int
    observed_hours: float
    down_hours: float
    unavailability: float
    low: float
    high: float

    @property
    def is_enough(self) -> bool:
        return self.breaks >= ENOUGH_BREAKS

    @property
    def failures_a_year(self) -> float:
        return self.breaks / self.observed_hours * YEAR_HOURS


def experienced(outages: Spans, observed: Spans) -> Experience | None:
    """From when a part was down and when it was observed; None when it never was.

    A break belongs to the observed time it starts in. Without any break the interval ends where one more break
    of a day would.
    """
    whole = observed.microseconds
    if not whole:
        return None
    seen = outages & observed
    up, down, breaks = (whole - seen.microseconds) / _HOUR, seen.microseconds / _HOUR, len(seen)
    low, high = _interval(breaks, up, down)
    return Experience(breaks, whole / _HOUR, down, down / (up + down), low, high)


def _interval(breaks: int, up_hours: float, down_hours: float) -> tuple[float, float]:
    # Loaded where it is asked for: most calls of the program never do.
    from scipy.special import fdtri  # pyright: ignore[reportMissingTypeStubs]

    if not breaks:
        return 0.0, min(1.0, 24 / (up_hours + 24))
    if not up_hours:
        return 0.0, 1.0
    ratio = down_hours / up_hours
    factor = float(cast(Any, fdtri)(2 * breaks, 2 * breaks, (1 + _LEVEL) / 2))
    return ratio / factor / (1 + ratio / factor), ratio * factor / (1 + ratio * factor)
