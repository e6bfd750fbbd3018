"""What of the parts' outages a service felt: outages of parts that others stood in for count for nothing.

U = S(unplanned), what is unplanned and down; P = S(all down) − U, what only planned work made so; degraded is
S(down or degraded) − S(down). Each outage keeps of itself the stretches in which it was among the reasons; one
that changed nothing keeps its first instant, of no length, so that it can still be shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from app.calc.outages import OutageColumns
from app.calc.spans import EARLIEST, Instants, Spans
from app.calc.structure.expression import Structure

Positions = NDArray[np.intp]


def felt(
    structure: Structure, parts: Sequence[str], part: NDArray[np.int64], outages: OutageColumns
) -> tuple[Positions, OutageColumns]:
    """The rows felt, each with its position among the outages, by position; `part[i]` is outage i's place in
    `parts`. One outage may be felt in several stretches. Times it was noticed at stay with outages of single
    points of failure; where others stood in, only what was down when can count."""
    alone = np.array([name in structure.single_points for name in parts], dtype=np.bool_)
    if bool(alone[part].all()):
        return np.arange(len(outages)), outages
    whole = _Felt(structure, parts, part, outages)
    others = ~alone[part]
    unplanned, planned = outages.down & ~outages.planned, outages.down & outages.planned
    pieces = [
        _as_they_are(np.flatnonzero(alone[part]), outages),
        *whole.pieces(others & unplanned, whole.unplanned),
        *whole.pieces(others & planned, whole.planned),
        *whole.pieces(others & ~outages.down, whole.degraded),
    ]
    return _together(pieces, np.flatnonzero(others), outages)


class _Felt:
    """When the outages of each part were among the reasons, unplanned, planned and degraded apart."""

    def __init__(
        self, structure: Structure, parts: Sequence[str], part: NDArray[np.int64], outages: OutageColumns
    ) -> None:
        self._parts, self._part, self._outages = parts, part, outages
        unplanned = self._spans(outages.down & ~outages.planned)
        down = self._spans(outages.down)
        whole_unplanned, whole_down = structure.down(unplanned), structure.down(down)
        self.unplanned = structure.reasons(unplanned)
        self.planned = {name: its - whole_unplanned for name, its in structure.reasons(down).items() if its}
        self.degraded = self._less(structure.reasons, whole_down)

    def pieces(
        self, which: NDArray[np.bool_], during: dict[str, Spans]
    ) -> list[tuple[Positions, Instants, Instants]]:
        """The stretches of these outages in which their parts were among the reasons."""
        found: list[tuple[Positions, Instants, Instants]] = []
        for place, name in enumerate(self._parts):
            rows = np.flatnonzero(which & (self._part == place))
            if len(rows):
                found.append(_cut(rows, self._outages, during.get(name, Spans.empty())))
        return found

    def _less(self, reasons: Callable[[dict[str, Spans]], dict[str, Spans]], down: Spans) -> dict[str, Spans]:
        if bool(self._outages.down.all()):
            return {}
        return {name: its - down for name, its in reasons(self._spans(slice(None))).items()}

    def _spans(self, which: NDArray[np.bool_] | slice) -> dict[str, Spans]:
        part, start, end = self._part[which], self._outages.start[which], self._outages.end[which]
        order = np.argsort(part, kind="stable")
        edges = np.searchsorted(part[order], np.arange(len(self._parts) + 1))
        rows = [order[edges[place] : edges[place + 1]] for place in range(len(self._parts))]
        return {
            name: Spans.of_microseconds(start[its], end[its])
            for name, its in zip(self._parts, rows, strict=True)
        }


def _as_they_are(rows: Positions, outages: OutageColumns) -> tuple[Positions, Instants, Instants]:
    return rows, outages.start[rows], outages.end[rows]


def _cut(rows: Positions, outages: OutageColumns, spans: Spans) -> tuple[Positions, Instants, Instants]:
    """Each row once for every stretch it shares with the spans."""
    first = np.searchsorted(spans.ends, outages.start[rows], side="right")
    count = np.maximum(np.searchsorted(spans.starts, outages.end[rows], side="left") - first, 0)
    mine = np.repeat(rows, count)
    theirs = np.arange(len(mine)) - np.repeat(np.cumsum(count) - count - first, count)
    return (
        mine,
        np.maximum(outages.start[mine], spans.starts[theirs]),
        np.minimum(outages.end[mine], spans.ends[theirs]),
    )


def _together(
    pieces: Sequence[tuple[Positions, Instants, Instants]], others: Positions, outages: OutageColumns
) -> tuple[Positions, OutageColumns]:
    unfelt = np.setdiff1d(others, np.concatenate([rows for rows, _, _ in pieces]))
    every = [*pieces, (unfelt, outages.start[unfelt], outages.start[unfelt])]
    rows, starts, ends = (np.concatenate(column) for column in zip(*every, strict=True))
    order = np.lexsort((starts, rows))
    rows, starts, ends = rows[order], starts[order], ends[order]
    cut = (starts != outages.start[rows]) | (ends != outages.end[rows])
    taken = outages.take(rows)
    return rows, OutageColumns(
        starts,
        ends,
        taken.down,
        taken.planned,
        taken.id,
        detected=_unless(cut, taken.detected),
        reported=_unless(cut, taken.reported),
        confirmed=_unless(cut, taken.confirmed),
    )


def _unless(cut: NDArray[np.bool_], noted: Instants | None) -> Instants | None:
    return None if noted is None else np.where(cut, EARLIEST, noted)
