"""Outages as values or, for many of them, as columns; which of their times count; which are long enough."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.calc.definition import Definition
from app.calc.spans import EARLIEST, LATEST, Instants, Spans, instants, to_microseconds
from app.errors import InputError

State = Literal["down", "degraded"]
Flags = NDArray[np.bool_]

MINUTE = 60_000_000


@dataclass(frozen=True, slots=True)
class Outage:
    """From when it occurred until it was restored; `end` None while it lasts.

    `detected`, `reported`, `confirmed` are the further times a definition may count by; None where nobody
    noted them. Raises InputError when it ends before it starts, ValueError for a datetime without time zone.
    """

    start: datetime
    end: datetime | None = None
    state: State = "down"
    planned: bool = False
    id: int = 0
    site: str | None = None
    detected: datetime | None = None
    reported: datetime | None = None
    confirmed: datetime | None = None

    def __post_init__(self) -> None:
        if self.state not in ("down", "degraded"):
            raise InputError(f"An outage is down or degraded, not “{self.state}”.")
        for instant in (self.detected, self.reported, self.confirmed):
            if instant is not None:
                to_microseconds(instant)
        start = to_microseconds(self.start)
        if self.end is not None and to_microseconds(self.end) < start:
            raise InputError(
                f"The outage of {self.start.isoformat()} ends before it starts: {self.end.isoformat()}."
            )


class OutageColumns:
    """Many outages as equally long arrays of microseconds UTC, LATEST as the end of one that still lasts.

    Left out, every outage is down, unplanned and numbered from 0. `detected`, `reported`, `confirmed` hold
    EARLIEST where nobody noted the time. Raises ValueError when lengths differ or an end is before its start.
    """

    __slots__ = ("confirmed", "detected", "down", "end", "id", "planned", "reported", "start")

    def __init__(
        self,
        start: ArrayLike,
        end: ArrayLike,
        down: ArrayLike | None = None,
        planned: ArrayLike | None = None,
        id: ArrayLike | None = None,
        *,
        detected: ArrayLike | None = None,
        reported: ArrayLike | None = None,
        confirmed: ArrayLike | None = None,
    ) -> None:
        self.start, self.end = instants(start), instants(end)
        count = len(self.start)
        self.down = _flags(down, count, usual=True)
        self.planned = _flags(planned, count, usual=False)
        self.id = np.arange(count, dtype=np.int64) if id is None else instants(id)
        self.detected = None if detected is None else instants(detected)
        self.reported = None if reported is None else instants(reported)
        self.confirmed = None if confirmed is None else instants(confirmed)
        self._check()

    @classmethod
    def of(cls, outages: Iterable[Outage]) -> OutageColumns:
        """The columns of single outages, in their order."""
        rows = list(outages)
        return cls(
            _column([row.start for row in rows], EARLIEST),
            _column([row.end for row in rows], LATEST),
            np.array([row.state == "down" for row in rows], dtype=np.bool_),
            np.array([row.planned for row in rows], dtype=np.bool_),
            np.array([row.id for row in rows], dtype=np.int64),
            detected=_column([row.detected for row in rows], EARLIEST),
            reported=_column([row.reported for row in rows], EARLIEST),
            confirmed=_column([row.confirmed for row in rows], EARLIEST),
        )

    def __len__(self) -> int:
        return len(self.start)

    def take(self, which: NDArray[np.bool_] | NDArray[np.intp] | slice) -> OutageColumns:
        """Some of them, by mask, positions or slice."""
        return OutageColumns(
            *(self.start[which], self.end[which], self.down[which], self.planned[which], self.id[which]),
            detected=None if self.detected is None else self.detected[which],
            reported=None if self.reported is None else self.reported[which],
            confirmed=None if self.confirmed is None else self.confirmed[which],
        )

    def times(self, definition: Definition) -> tuple[Instants, Instants]:
        """The start and end that count; a time nobody noted falls back to occurred and restored.

        An outage that was restored before it was, say, reported counts for nothing: its end is its start.
        """
        starts = {"occurred": None, "detected": self.detected, "reported": self.reported}[definition.starts]
        ends = {"restored": None, "confirmed": self.confirmed}[definition.ends]
        start, end = _noted(starts, self.start), _noted(ends, self.end)
        return start, np.maximum(start, end)

    def _check(self) -> None:
        lengths = {len(getattr(self, name)) for name in self.__slots__ if getattr(self, name) is not None}
        if lengths != {len(self.start)}:
            raise ValueError(f"the columns of outages differ in length: {sorted(lengths)}")
        backwards = np.flatnonzero(self.end < self.start)
        if len(backwards):
            raise ValueError(f"outage {int(backwards[0])} ends before it starts")


def long_breaks(spans: Spans, definition: Definition) -> Spans:
    """From first start to last end of each break with enough outage time.

    Outages closer together than the joining gap are one break; the gap joins them but adds no outage time.
    """
    if not spans:
        return spans
    gap = int(definition.joining_gap_minutes * MINUTE)
    apart = spans.starts[1:] - spans.ends[:-1] >= max(gap, 1)
    first = np.concatenate(([0], np.flatnonzero(apart) + 1))
    last = np.concatenate((first[1:] - 1, [len(spans) - 1]))
    long = np.add.reduceat(spans.ends - spans.starts, first) >= int(definition.from_minutes * MINUTE)
    return Spans(spans.starts[first[long]], spans.ends[last[long]])


def _noted(noted: Instants | None, usual: Instants) -> Instants:
    return usual if noted is None else np.where(noted == EARLIEST, usual, noted)


def _column(values: list[datetime] | list[datetime | None], missing: int) -> Instants:
    return np.array(
        [missing if value is None else to_microseconds(value) for value in values], dtype=np.int64
    )


def _flags(values: ArrayLike | None, count: int, *, usual: bool) -> Flags:
    if values is None:
        return np.full(count, usual, dtype=np.bool_)
    flags = np.atleast_1d(np.asarray(values))
    if flags.dtype != np.bool_ and flags.size:
        raise ValueError(f"a flag is true or false, not {flags.dtype}")
    return flags.astype(np.bool_, copy=False)
