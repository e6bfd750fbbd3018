"""Spans: an immutable set of half-open time intervals in UTC, closed under union, intersection, difference.

Canonical when built: sorted, disjoint, never touching, never empty, so two equal sets are equal arrays.
Intervals live in two int64 arrays of microseconds since 1970; every operation is a sort or a binary search,
never a loop. Overlap by sorting starts and ends apart: the i-th end closes the i-th overlap (the sweep of a
k-fold overlap).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

Instants = NDArray[np.int64]

EARLIEST = int(np.iinfo(np.int64).min)
LATEST = int(np.iinfo(np.int64).max)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NONE: Instants = np.empty(0, dtype=np.int64)


def to_microseconds(instant: datetime) -> int:
    """Microseconds UTC since 1970, exactly; raises ValueError when the datetime has no time zone."""
    try:
        since = instant - _EPOCH
    except TypeError:
        raise ValueError(f"{instant} has no time zone; an instant needs one") from None
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def to_datetime(microseconds: int) -> datetime:
    """The UTC datetime of microseconds since 1970; raises ValueError outside the years 1 to 9999."""
    try:
        return _EPOCH + timedelta(microseconds=int(microseconds))
    except OverflowError:
        raise ValueError(f"{microseconds} microseconds are outside the years 1 to 9999") from None


class Spans:
    """A canonical set of half-open intervals; built by `of`, `of_microseconds`, `at_least` or `empty`."""

    def __init__(self, starts: Instants, ends: Instants) -> None:
        """Takes arrays that are already canonical; everybody else uses `of_microseconds`."""
        self.starts = _frozen(starts)
        self.ends = _frozen(ends)

    @classmethod
    def empty(cls) -> Spans:
        return cls(_NONE, _NONE)

    @classmethod
    def of(cls, pairs: Iterable[tuple[datetime, datetime]]) -> Spans:
        """From aware (start, end) pairs in any order; overlaps are allowed, an end before its start is not."""
        flat = [to_microseconds(instant) for start, end in pairs for instant in (start, end)]
        both = np.array(flat, dtype=np.int64).reshape(-1, 2)
        return cls.of_microseconds(both[:, 0], both[:, 1])

    @classmethod
    def of_microseconds(cls, starts: ArrayLike, ends: ArrayLike) -> Spans:
        """From equally long sequences of microseconds UTC, in any order, overlaps allowed; empty ones vanish.

        Raises ValueError for fractions, NaN, different lengths, or an end before its start.
        """
        first, last = instants(starts), instants(ends)
        if len(first) != len(last):
            raise ValueError(f"{len(first)} starts do not pair with {len(last)} ends")
        backwards = np.flatnonzero(last < first)
        if len(backwards):
            raise ValueError(f"interval {int(backwards[0])} ends before it starts")
        return cls._overlapping(1, first[first < last], last[first < last])

    @classmethod
    def at_least(cls, k: int, sets: Iterable[Spans]) -> Spans:
        """When at least `k` of the sets overlap; raises ValueError unless `k` is a whole number from one on."""
        if k < 1:
            raise ValueError(f"at least {k} of some sets is all of time; ask for one or more")
        if k != int(k):
            raise ValueError(f"at least {k} of some sets cannot be counted; ask for a whole number")
        given = tuple(sets)
        if k > len(given):
            return cls.empty()
        return cls._overlapping(
            int(k), np.concatenate([s.starts for s in given]), np.concatenate([s.ends for s in given])
        )

    @classmethod
    def weighing(cls, threshold: int, sets: Sequence[Spans], weights: Sequence[int]) -> Spans:
        """When the weights of the sets that overlap reach a threshold; whole numbers from nought on.

        Raises ValueError unless the threshold is a whole number from one on and each set has a weight.
        """
        if len(set(weights)) == 1 and weights[0] == 1 and len(sets) == len(weights):
            return cls.at_least(threshold, sets)
        if threshold < 1 or len(sets) != len(weights):
            raise ValueError(f"{len(weights)} weights of {len(sets)} sets cannot reach {threshold}")
        lengths = [len(s) for s in sets]
        each = np.repeat(np.asarray(weights, dtype=np.int64), lengths)
        at = np.concatenate([*(s.starts for s in sets), *(s.ends for s in sets)] or [_NONE])
        order = np.argsort(at, kind="stable")
        reached = np.cumsum(np.concatenate((each, -each))[order])[:-1] >= threshold
        at = at[order]
        return cls.of_microseconds(at[:-1][reached], at[1:][reached])

    @classmethod
    def _overlapping(cls, k: int, starts: Instants, ends: Instants) -> Spans:
        """Where at least `k` of the intervals overlap.

        With starts s and ends e sorted apart, the count at t is #(s <= t) - #(e <= t), so it reaches k
        exactly inside the union of [s[i + k - 1], e[i]).
        """
        opened, closed = _ascending(starts)[k - 1 :], _ascending(ends)
        closed = closed[: len(opened)]
        real = opened < closed
        return cls(*_joined(opened[real], closed[real]))

    def __or__(self, other: object) -> Spans:
        if not isinstance(other, Spans):
            return NotImplemented
        if not self or not other:
            return self or other
        return Spans.at_least(1, (self, other))

    def __and__(self, other: object) -> Spans:
        if not isinstance(other, Spans):
            return NotImplemented
        if len(self) > len(other):
            return other & self
        if not self:
            return self
        first = np.searchsorted(other.ends, self.starts, side="right")
        count = np.searchsorted(other.starts, self.ends, side="left") - first
        mine = np.repeat(np.arange(len(self)), count)
        theirs = np.arange(len(mine)) - np.repeat(np.cumsum(count) - count - first, count)
        return Spans(
            np.maximum(self.starts[mine], other.starts[theirs]),
            np.minimum(self.ends[mine], other.ends[theirs]),
        )

    def __sub__(self, other: object) -> Spans:
        if not isinstance(other, Spans):
            return NotImplemented
        if not self or not other:
            return self
        return self & other._gaps(EARLIEST, LATEST)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Spans):
            return NotImplemented
        return np.array_equal(self.starts, other.starts) and np.array_equal(self.ends, other.ends)

    def __hash__(self) -> int:
        return hash((self.starts.tobytes(), self.ends.tobytes()))

    def __len__(self) -> int:
        """How many separate intervals."""
        return len(self.starts)

    def __repr__(self) -> str:
        return f"Spans({len(self)} intervals, {self.microseconds} µs)"

    @property
    def microseconds(self) -> int:
        """Total length, exactly."""
        return int(self._before[-1])

    @property
    def seconds(self) -> float:
        """Total length in seconds."""
        return self.microseconds / 1_000_000

    def pairs(self) -> list[tuple[datetime, datetime]]:
        """The intervals as pairs of UTC datetimes, in order."""
        both = zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        return [(to_datetime(start), to_datetime(end)) for start, end in both]

    def clip(self, start: int, end: int) -> Spans:
        """The part inside [start, end), both in microseconds."""
        if end <= start:
            return Spans.empty()
        if not self or (self.starts[0] >= start and self.ends[-1] <= end):
            return self
        first = int(self.ends.searchsorted(start, side="right"))
        last = int(self.starts.searchsorted(end, side="left"))
        return Spans(np.maximum(self.starts[first:last], start), np.minimum(self.ends[first:last], end))

    def complement(self, start: int, end: int) -> Spans:
        """What is missing inside [start, end), both in microseconds."""
        return self.clip(start, end)._gaps(start, end)

    def shifted(self, microseconds: int) -> Spans:
        """The same intervals, later by so much."""
        return Spans(self.starts + microseconds, self.ends + microseconds)

    def covers(self, at: ArrayLike) -> NDArray[np.bool_]:
        """Whether each instant (microseconds) lies inside."""
        asked = instants(at)
        if not self:
            return np.zeros(len(asked), dtype=np.bool_)
        before = np.searchsorted(self.starts, asked, side="right") - 1
        return (before >= 0) & (asked < self.ends[before])

    def elapsed(self, at: ArrayLike) -> Instants:
        """Microseconds of the set before each instant: F(t), which never falls."""
        asked = instants(at)
        if not self:
            return np.zeros(len(asked), dtype=np.int64)
        nearest = np.searchsorted(self.starts, asked, side="right")
        ahead = self.ends[nearest - 1] - np.minimum(asked, self.ends[nearest - 1])
        return self._before[nearest] - np.where(nearest == 0, 0, ahead)

    def measure_between(self, starts: ArrayLike, ends: ArrayLike) -> Instants:
        """Microseconds of the set inside each [start, end): F(end) - F(start), and never below nothing."""
        return np.maximum(self.elapsed(ends) - self.elapsed(starts), 0)

    def advance(self, at: ArrayLike, microseconds: ArrayLike) -> Instants:
        """The first instant by which so much of the set has passed since `at`; LATEST where it ends before.

        Nothing asked means the first instant of the set from `at` on.
        """
        asked = instants(at)
        due = self.elapsed(asked) + instants(microseconds)
        waiting = np.broadcast_to(instants(microseconds) == 0, due.shape)
        within = np.searchsorted(self._before[1:], due, side="left")
        within = np.where(waiting, np.searchsorted(self.ends, asked, side="right"), within)
        reached = within < len(self)
        inside = np.where(reached, within, 0)
        if not self:
            return np.full(due.shape, LATEST, dtype=np.int64)
        at_due = np.maximum(
            self.starts[inside] + due - self._before[inside], np.where(waiting, asked, EARLIEST)
        )
        return np.where(reached, at_due, LATEST)

    @cached_property
    def _before(self) -> Instants:
        """Microseconds of the set before the i-th interval; the last entry is the whole."""
        return np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(self.ends - self.starts)))

    def _gaps(self, start: int, end: int) -> Spans:
        """Between the intervals and out to the given ends, between which all of them lie."""
        starts = np.concatenate((np.array([start], dtype=np.int64), self.ends))
        ends = np.concatenate((self.starts, np.array([end], dtype=np.int64)))
        real = starts < ends
        return Spans(starts[real], ends[real])


def instants(values: ArrayLike) -> Instants:
    """A flat int64 array of microseconds; raises ValueError for what is not whole numbers or too large."""
    array = np.atleast_1d(np.asarray(values))
    if array.size == 0:
        return _NONE
    if array.dtype.kind not in "iu":
        raise ValueError(f"microseconds are whole numbers, not {array.dtype}")
    if array.dtype == np.uint64 and int(array.max()) > LATEST:
        raise ValueError(f"{int(array.max())} microseconds are too large for an instant")
    return cast(Instants, array.astype(np.int64, copy=False).ravel())


def _ascending(values: Instants) -> Instants:
    return values if bool(np.all(values[1:] >= values[:-1])) else np.sort(values)


def _joined(starts: Instants, ends: Instants) -> tuple[Instants, Instants]:
    """Intervals whose starts and ends both ascend, with those that overlap or touch made one."""
    if len(starts) == 0:
        return _NONE, _NONE
    apart = starts[1:] > ends[:-1]
    return starts[np.concatenate(([True], apart))], ends[np.concatenate((apart, [True]))]


def _frozen(values: Instants) -> Instants:
    kept = values.view()
    kept.flags.writeable = False
    return kept
