"""A structure where only a few of its leaves are down at once: a small diagram where the whole does not fit one.

With T the leaves being down at most so many at once, F is down at least as often as F and T are, and at most as
often as F and T are or T is not. Both are exact, and close where more failures at once are rare.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.calc.structure.building import diagram_within
from app.calc.structure.diagrams import Diagram
from app.calc.structure.network import Network

_BUDGET = 1 << 20
_STEPS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 45, 70)  # how many at once is tried next


@dataclass(frozen=True, eq=False)
class Truncation:
    """Level i of the diagram asks leaf `order[i]`; it says when the whole is down with at most `most` leaves down."""

    most: int
    order: tuple[int, ...]
    diagram: Diagram

    def interval(self, lows: Sequence[float], highs: Sequence[float]) -> tuple[float, float]:
        """Low and high of the root, from those of the leaves; always right."""
        least, greatest = [lows[leaf] for leaf in self.order], [highs[leaf] for leaf in self.order]
        return self._within(least), min(1.0, self._within(greatest) + more_than(self.most, greatest))

    def _within(self, q: Sequence[float]) -> float:
        return float(self.diagram.probabilities(q)[-1]) if len(self.diagram) else 0.0


def truncated(network: Network) -> Truncation | None:
    """With as many down at once as fit the budget; None where not even one does."""
    best: Truncation | None = None
    for most in (step for step in _STEPS if step < network.leaves):
        found = diagram_within(network, most, _BUDGET)
        if found is None:
            break
        best = Truncation(most, found[1], found[0])
    return best


def more_than(most: int, q: Sequence[float]) -> float:
    """The chance that more than so many are down; a sum of positive terms."""
    so_many = np.zeros(most + 2)  # the chances of 0, 1, … and of more
    so_many[0] = 1.0
    for chance in q:
        fewer = so_many[:-1] * chance
        so_many[:-1] *= 1 - chance
        so_many[1:] += fewer
    return float(so_many[-1])
