"""State histories of monitoring tools: what was up, degraded, down or unknown, from a log of changes.

A row says which state holds from its instant on, until the next row that says something else or the end of
observation. Before the first row nothing is known. A log of soft and hard states (Nagios, Icinga) is read by
its hard rows: a soft state is a check being repeated, not yet a change.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.calc.outages import OutageColumns
from app.calc.spans import Instants, Spans, instants

UP, DEGRADED, DOWN, UNKNOWN = 0, 1, 2, 3

Codes = NDArray[np.int8]
_SECOND = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class StateHistory:
    """Stretches of one state each, in order and end to end, as equally long arrays."""

    start: Instants
    end: Instants
    state: Codes

    def spans(self, *states: int) -> Spans:
        """When one of the states held."""
        which = np.isin(self.state, states)
        return Spans.of_microseconds(self.start[which], self.end[which])

    @property
    def covered(self) -> Spans:
        """When the source knew the state; all other time is unknown."""
        return self.spans(UP, DEGRADED, DOWN)

    def outages(self) -> OutageColumns:
        """The stretches that were down or degraded."""
        bad = (self.state == DOWN) | (self.state == DEGRADED)
        return OutageColumns(self.start[bad], self.end[bad], self.state[bad] == DOWN)


def outages_from_states(
    at: ArrayLike, state: ArrayLike, end_of_observation: int, *, hard: ArrayLike | None = None
) -> StateHistory:
    """The history behind a log of (microseconds UTC, state code) rows in any order, repeats included.

    Rows at or after the end of observation say nothing about the time before it. Of two rows at the same
    instant the later one in the log holds, where a log that runs backwards is read from its end. Raises
    ValueError for lengths that differ or a code outside 0–3.
    """
    times, codes = instants(at), _codes(state)
    if len(times) != len(codes):
        raise ValueError(f"{len(times)} instants do not pair with {len(codes)} states")
    if hard is not None:
        firm = np.atleast_1d(np.asarray(hard, dtype=np.bool_))
        times, codes = times[firm], codes[firm]
    times, codes = _in_order(times, codes)
    seen = times < end_of_observation
    times, codes = _changes(times[seen], codes[seen])
    return StateHistory(times, np.append(times[1:], np.int64(end_of_observation))[: len(times)], codes)


def history_of_stretches(
    start: ArrayLike, end: ArrayLike, state: ArrayLike, end_of_observation: int
) -> StateHistory:
    """The history behind rows that say from when to when a state held, in any order; nobody knows the gaps.

    Where rows overlap, down goes before degraded, before unknown, before up (the precedence of the ledger).
    Rows that follow each other within a second touch: tools end a stretch one second before the next.
    """
    starts, ends, codes = instants(start), np.minimum(instants(end), end_of_observation), _codes(state)
    if not len(starts):
        return StateHistory(starts, ends, codes)
    order = np.argsort(starts, kind="stable")
    starts, ends, codes = starts[order], ends[order], codes[order]
    gap = starts[1:] - ends[:-1]
    ends[:-1] = np.where((gap > 0) & (gap <= _SECOND), starts[1:], ends[:-1])
    rest = Spans.of_microseconds(starts[:1], np.array([end_of_observation], np.int64))
    parts: list[tuple[Spans, int]] = []
    for code in (DOWN, DEGRADED, UNKNOWN, UP):
        told = Spans.of_microseconds(starts[codes == code], ends[codes == code]) & rest
        parts.append((told, code))
        rest = rest - told
    parts.append((rest, UNKNOWN))
    pieces = [np.concatenate([getattr(one, side) for one, _ in parts]) for side in ("starts", "ends")]
    held = np.concatenate([np.full(len(one), code, np.int8) for one, code in parts])
    order = np.argsort(pieces[0], kind="stable")
    times, codes = _changes(pieces[0][order], held[order])
    return StateHistory(times, np.append(times[1:], np.int64(end_of_observation)), codes)


def _in_order(times: Instants, codes: Codes) -> tuple[Instants, Codes]:
    """By time, the last row of the log last among equals."""
    if len(times) > 1 and bool(np.all(times[1:] <= times[:-1])):
        times, codes = times[::-1], codes[::-1]
    order = np.argsort(times, kind="stable")
    return times[order], codes[order]


def _changes(times: Instants, codes: Codes) -> tuple[Instants, Codes]:
    """One row per instant, and only those that say something new."""
    last = np.append(times[1:] != times[:-1], True)[: len(times)]
    times, codes = times[last], codes[last]
    new = np.concatenate(([True], codes[1:] != codes[:-1]))[: len(times)]
    return times[new], codes[new]


def _codes(state: ArrayLike) -> Codes:
    codes = np.atleast_1d(np.asarray(state))
    if codes.size == 0:
        return np.empty(0, dtype=np.int8)
    if codes.dtype.kind not in "iu" or int(codes.min()) < UP or int(codes.max()) > UNKNOWN:
        raise ValueError("a state is 0 up, 1 degraded, 2 down or 3 unknown")
    return codes.astype(np.int8)
