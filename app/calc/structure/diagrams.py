"""Decision diagrams as flat arrays by level: probability and its derivatives in sweeps, level by level.

A diagram asks its inputs in a fixed order, "is it down?", and ends in up (0) or down (1). Every sum in it is
one of positive terms, so 1e-13 keeps its digits; evaluation takes numbers or arrays of instants alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Figures = float | NDArray[np.float64]  # one figure, or one for each instant
Numbers = NDArray[np.int64]

UP, DOWN = 0, 1


@dataclass(frozen=True, eq=False)
class Diagram:
    """Nodes from the bottom up: 0 is up, 1 is down, the last is the root.

    `level[i]`, `high[i]`, `low[i]` belong to node i + 2: which input it asks, where to go when that input is
    down, and when it is up. A node only points to nodes before it, of a deeper level.
    """

    level: Numbers
    high: Numbers
    low: Numbers

    @classmethod
    def of_nodes(cls, level: Sequence[int], high: Sequence[int], low: Sequence[int]) -> Diagram:
        """From nodes in any order, referred to by position + 2."""
        levels = np.asarray(level, dtype=np.int64)
        order = np.argsort(-levels, kind="stable")
        place = np.empty(len(levels) + 2, dtype=np.int64)
        place[:2] = (UP, DOWN)
        place[order + 2] = np.arange(len(levels)) + 2
        return cls(
            levels[order],
            place[np.asarray(high, dtype=np.int64)[order]],
            place[np.asarray(low, dtype=np.int64)[order]],
        )

    def __len__(self) -> int:
        return len(self.level)

    def nodes(self) -> Iterable[tuple[int, int, int]]:
        """Level, high and low of each node from the bottom up."""
        return zip(self.level.tolist(), self.high.tolist(), self.low.tolist(), strict=True)

    @cached_property
    def _floors(self) -> list[tuple[int, slice]]:
        """The nodes of each level that has any, from the bottom up."""
        edges = [0, *(np.flatnonzero(np.diff(self.level)) + 1).tolist(), len(self.level)]
        return [(int(self.level[start]), slice(start, end)) for start, end in pairwise(edges)]

    def probabilities(self, q: Sequence[Figures]) -> NDArray[np.float64]:
        """Of each node, terminals first, that it ends in down; q is the input's, a number or an array."""
        p = np.empty((len(self) + 2, *np.shape(q[0])))
        p[UP], p[DOWN] = 0.0, 1.0
        for level, floor in self._floors:
            chance = q[level]
            p[floor.start + 2 : floor.stop + 2] = (
                chance * p[self.high[floor]] + (1 - chance) * p[self.low[floor]]
            )
        return p

    def birnbaum(self, q: Sequence[Figures], p: NDArray[np.float64]) -> list[Figures]:
        """The derivative of the root's probability by each input's, from the nodes' probabilities."""
        reach = np.zeros_like(p)
        reach[-1] = 1.0
        found: list[Figures] = [0.0] * len(q)
        for level, floor in reversed(self._floors):
            here, chance = reach[floor.start + 2 : floor.stop + 2], q[level]
            found[level] = np.sum(here * (p[self.high[floor]] - p[self.low[floor]]), axis=0)
            np.add.at(reach, self.high[floor], here * chance)
            np.add.at(reach, self.low[floor], here * (1 - chance))
        return found


@lru_cache(maxsize=256)
def vote(fails_at: int, weights: tuple[int, ...]) -> Diagram:
    """The diagram of a gate over inputs of its own: down when the weights of what is down reach `fails_at`."""
    remaining = [0]
    for weight in reversed(weights):
        remaining.append(remaining[-1] + weight)
    remaining.reverse()  # what the inputs from here on weigh together
    known: dict[tuple[int, int], int] = {}
    level: list[int] = []
    high: list[int] = []
    low: list[int] = []

    def of(at: int, missing: int) -> int:
        if missing <= 0:
            return DOWN
        return UP if remaining[at] < missing else known[(at, missing)]

    for at, reached in reversed(list(enumerate(_missing(fails_at, weights, remaining)))):
        for missing in reached:
            known[(at, missing)] = len(level) + 2
            level.append(at)
            high.append(of(at + 1, missing - weights[at]))
            low.append(of(at + 1, missing))
    return Diagram.of_nodes(level, high, low)


def _missing(fails_at: int, weights: Sequence[int], remaining: Sequence[int]) -> list[list[int]]:
    """What may still be missing to the threshold before each input, where that is open."""
    floors = [[fails_at]]
    for at, weight in enumerate(weights[:-1]):
        after = {m - taken for m in floors[-1] for taken in (0, weight)}
        floors.append(sorted(m for m in after if 0 < m <= remaining[at + 1]))
    return floors
