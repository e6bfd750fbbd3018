"""The modelled level where parts are restored only in support hours: they wait for Monday together.

A part fails at a constant rate while it is up, in calendar time, and is restored at a constant rate while it is
down and somebody works: q' = (1 - q) / MTBF - s(t) q / MTRS, with s(t) one in support hours and nought outside.
Over a week that repeats, q(t) is periodic; between the edges of the support hours it is known in closed form.
The structure is evaluated at q(t) and averaged over the service hours; multiplying averages would be too good.
Times are hours; a week begins on Monday 00:00 and is 168 hours long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

import numpy as np
from numpy.typing import NDArray

WEEK_HOURS = 168.0
YEAR_HOURS = 8_766.0  # a year of 365.25 days
_STRETCH_HOURS = 2.0  # no rule of integration spans more; the points in it are Gauss's
_POINTS = 8

Hours = NDArray[np.float64]
Stretches = Sequence[tuple[float, float]]  # from, to; hours of the week, disjoint and ascending


@dataclass(frozen=True, slots=True)
class Repairable:
    """A part's mean up time between failures and mean time to restore, in hours; restored in `support` only.

    `support` None is around the clock. Raises ValueError for hours that are not above nought, for support
    outside the week or none at all.
    """

    mtbf_hours: float
    mtrs_hours: float
    support: tuple[tuple[float, float], ...] | None = None

    def __post_init__(self) -> None:
        if not all(isfinite(hours) and hours > 0 for hours in (self.mtbf_hours, self.mtrs_hours)):
            raise ValueError("mean times are hours above nought")
        if self.support is not None and not _lies_in_the_week(self.support):
            raise ValueError("support hours are stretches of a week of 168 hours, one after the other")


@dataclass(frozen=True, slots=True)
class Modelled:
    """What follows for the whole: unavailability in the service hours, and failures in calendar time.

    Mean times are None where the whole never fails.
    """

    unavailability: float
    failures_a_year: float
    mtbsi_hours: float | None
    mtrs_hours: float | None


@dataclass(frozen=True)
class Week:
    """Points of a week to evaluate at, and their weights in hours, exact for smooth stretches between edges."""

    at: Hours
    hours: Hours

    @classmethod
    def between(cls, edges: Sequence[float]) -> Week:
        """Gauss-Legendre points between the given edges, refined to stretches of a few hours."""
        fine = {0.0, WEEK_HOURS, *edges, *np.arange(0.0, WEEK_HOURS, _STRETCH_HOURS).tolist()}
        bounds = np.array(sorted(fine))
        points, weights = np.polynomial.legendre.leggauss(_POINTS)
        middle, half = (bounds[1:] + bounds[:-1]) / 2, np.diff(bounds) / 2
        return cls((middle[:, None] + half[:, None] * points).ravel(), (half[:, None] * weights).ravel())

    def within(self, stretches: Stretches | None) -> Hours:
        """The weights, nought outside the given stretches of the week."""
        if stretches is None:
            return self.hours
        inside = np.zeros(len(self.at), dtype=np.bool_)
        for start, end in stretches:
            inside |= (start <= self.at) & (self.at < end)
        return np.where(inside, self.hours, 0.0)


def unavailability_over_week(part: Repairable, at: Hours) -> Hours:
    """q at these hours of the week, once the week repeats itself."""
    starts, supported = _segments(part.support)
    ends = np.append(starts[1:], WEEK_HOURS)
    fails, restores = 1 / part.mtbf_hours, 1 / part.mtrs_hours
    rates = np.where(supported, fails + restores, fails)
    settles = fails / rates  # where q would settle if the segment went on
    q = _at_the_start(rates, settles, ends - starts)
    before = np.empty(len(starts))
    for segment in range(len(starts)):
        before[segment] = q
        q = settles[segment] + (q - settles[segment]) * np.exp(-rates[segment] * (ends - starts)[segment])
    inside = np.searchsorted(starts, at, side="right") - 1
    faded = np.exp(-rates[inside] * (at - starts[inside]))
    return settles[inside] * -np.expm1(-rates[inside] * (at - starts[inside])) + before[inside] * faded


def edges_of(parts: Mapping[str, Repairable], service: Stretches | None) -> list[float]:
    """Where support or service hours of anything begin or end."""
    stretches = [*(service or ()), *(s for part in parts.values() for s in part.support or ())]
    return [edge for stretch in stretches for edge in stretch]


def _at_the_start(rates: Hours, settles: Hours, lengths: Hours) -> float:
    """The q that a week brings back to itself: q ↦ kept · q + gained over the week has one fixed point."""
    kept, gained = 1.0, 0.0
    for rate, settled, length in zip(rates.tolist(), settles.tolist(), lengths.tolist(), strict=True):
        fade = np.exp(-rate * length)
        kept, gained = kept * fade, gained * fade - settled * np.expm1(-rate * length)
    return float(gained / (1 - kept))


def _segments(support: Stretches | None) -> tuple[Hours, NDArray[np.bool_]]:
    """Where the segments of the week begin, and which of them have support."""
    if support is None:
        return np.zeros(1), np.ones(1, dtype=np.bool_)
    starts: list[float] = [0.0]
    supported: list[bool] = [False]
    for start, end in support:
        for edge, on in ((start, True), (end, False)):
            if edge == starts[-1]:
                supported[-1] = on
            elif edge < WEEK_HOURS:
                starts.append(edge)
                supported.append(on)
    return np.array(starts), np.array(supported)


def _lies_in_the_week(support: Stretches) -> bool:
    edges = [0.0, *(edge for stretch in support for edge in stretch), WEEK_HOURS]
    in_order = all(one <= other for one, other in pairwise(edges))
    return in_order and len(support) > 0 and all(start < end for start, end in support)
