"""Local wall-clock readings of a whole column into instants.

A reading that happens twice (clocks set back) is its first occurrence; one that never happened (clocks set
forward) is marked, so that the row can be refused.
"""

from dataclasses import dataclass

import numpy as np

from app.calc.zones import DAY, stretches
from app.imports.columns import Flags, Ints


@dataclass(frozen=True, slots=True)
class Readings:
    """Instants of wall-clock readings; `second` is where a repeated reading may also mean (else the same)."""

    instants: Ints
    skipped: Flags
    repeated: Flags
    second: Ints


def to_utc(local: Ints, time_zone: str, known: Flags) -> Readings:
    """Microseconds of the wall clock in `time_zone` as microseconds UTC, where `known`."""
    nothing = np.zeros(len(local), bool)
    if time_zone == "UTC" or not known.any():
        return Readings(local, nothing, nothing, local)
    seen = local[known]
    parts = stretches(time_zone, int(seen.min()) - 2 * DAY, int(seen.max()) + 2 * DAY)
    offsets = np.array([part.offset for part in parts], np.int64)
    jumps = np.array([part.start for part in parts[1:]], np.int64)
    before, after = offsets[:-1], offsets[1:]
    high, low = jumps + np.maximum(before, after), jumps + np.minimum(before, after)
    piece = np.searchsorted(high, local, side="right")
    instants = local - offsets[piece]
    if not len(jumps):
        return Readings(instants, nothing, nothing, instants)
    next_jump = np.minimum(piece, len(jumps) - 1)
    doubtful = known & (piece < len(jumps)) & (local >= low[next_jump]) & (local < high[next_jump])
    forward = after[next_jump] > before[next_jump]
    repeated = doubtful & ~forward
    second = np.where(repeated, local - after[next_jump], instants)
    return Readings(instants, doubtful & forward, repeated, second)
