"""A period as the moments at which something changed: of every node its state from each moment to the next.

Down is read from what is unplanned and down, planned what only planned work made so, degraded what is down or
degraded less what is down, and unknown what nothing observes and is none of these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.calc.spans import Instants, Spans
from app.calc.structure.expression import Structure, down_together

STATES = ("up", "unknown", "degraded, planned", "degraded", "down, planned", "down")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded on each part, by its name; `observed` is when nodes that are not parts were watched."""

    down: Mapping[str, Spans] = field(default_factory=dict[str, Spans])
    planned: Mapping[str, Spans] = field(default_factory=dict[str, Spans])
    degraded: Mapping[str, Spans] = field(default_factory=dict[str, Spans])
    degraded_planned: Mapping[str, Spans] = field(default_factory=dict[str, Spans])
    unknown: Mapping[str, Spans] = field(default_factory=dict[str, Spans])
    observed: Mapping[str, Spans] = field(default_factory=dict[str, Spans])


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """`at` ascends, the first is the start; `states` has a row a moment and a column a node, as in `STATES`."""

    names: tuple[str, ...]
    at: Instants
    end: int
    states: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.at)

    def states_at(self, number: int) -> dict[str, str]:
        """The state of every node that is not up, from this moment on."""
        row = self.states[number]
        return {self.names[node]: STATES[row[node]] for node in np.flatnonzero(row).tolist()}

    def number_at(self, microseconds: int) -> int:
        """The last moment at or before an instant; the first, before all of them."""
        return max(0, int(np.searchsorted(self.at, microseconds, side="right")) - 1)

    def stretches(self, *names: str) -> tuple[tuple[int, int, str], ...]:
        """From, until and the worst state of these nodes through the period, joined where it stays the same."""
        column = self._worst(names)
        first = np.concatenate(([0], np.flatnonzero(np.diff(column)) + 1))
        ends = [*self.at[first[1:]].tolist(), self.end]
        return tuple(
            (int(self.at[place]), end, STATES[column[place]])
            for place, end in zip(first.tolist(), ends, strict=True)
        )

    def changes_of(self, *names: str) -> tuple[int, ...]:
        """The numbers of the moments at which the worst state of these nodes changed."""
        return tuple((np.flatnonzero(np.diff(self._worst(names))) + 1).tolist())

    def _worst(self, names: Sequence[str]) -> NDArray[np.int16]:
        places = [self.names.index(name) for name in names]
        return self.states[:, places].max(axis=1, initial=0).astype(np.int16)


def moments(structures: Mapping[str, Structure], recorded: Recorded, start: int, end: int) -> Moments:
    """Between two instants, start before end; nodes in the order of the structures."""
    names = tuple(structures)
    layers = [_clipped(layer, start, end) for layer in _layers(structures, recorded)]
    edges = [edge for layer in layers for spans in layer.values() for edge in (spans.starts, spans.ends)]
    at = np.unique(np.concatenate([np.array([start], dtype=np.int64), *edges]))
    at = at[at < end]
    states = np.zeros((len(at), len(names)), dtype=np.uint8)
    for number, layer in enumerate(layers, 1):
        for place, name in enumerate(names):
            if spans := layer[name]:
                states[spans.covers(at), place] = number
    return _without_repeats(names, at, end, states)


def _layers(structures: Mapping[str, Structure], recorded: Recorded) -> Sequence[Mapping[str, Spans]]:
    """From the weakest state to the strongest; a stronger one is written over a weaker."""
    down = down_together(structures, recorded.down)
    all_down = down_together(structures, _joined(recorded.down, recorded.planned))
    unplanned = down_together(structures, _joined(recorded.down, recorded.planned, recorded.degraded))
    felt = _joined(recorded.down, recorded.planned, recorded.degraded, recorded.degraded_planned)
    degraded = down_together(structures, felt)
    unknown = down_together(structures, _joined(felt, recorded.unknown))
    seen = {name: spans - recorded.observed.get(name, Spans.empty()) for name, spans in unknown.items()}
    return seen, degraded, unplanned, all_down, down


def _joined(*given: Mapping[str, Spans]) -> Mapping[str, Spans]:
    names = {name for each in given for name in each}
    return {name: Spans.at_least(1, [each[name] for each in given if name in each]) for name in names}


def _clipped(layer: Mapping[str, Spans], start: int, end: int) -> Mapping[str, Spans]:
    return {name: spans.clip(start, end) for name, spans in layer.items()}


def _without_repeats(names: tuple[str, ...], at: Instants, end: int, states: NDArray[np.uint8]) -> Moments:
    """A moment at which nothing of what is drawn changes is none."""
    keep = np.concatenate(([True], (np.diff(states, axis=0) != 0).any(axis=1)))
    return Moments(names, at[keep], end, states[keep])
