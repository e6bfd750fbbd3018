"""The likeliest minimal cut sets, in order, without listing the others: a search that follows the best way on."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from itertools import count

from app.calc.structure.cuts import EMPTY, NONE, CutPlan, PartNumbers
from app.calc.structure.network import NEVER

_Node = tuple[int, int]  # step, node


def likeliest(plan: CutPlan, q: Sequence[float], most: int) -> list[tuple[PartNumbers, float]]:
    """At most so many minimal cut sets with the chance that all of each is down, the likeliest first.

    Sets that cannot happen are left out.
    """
    return _Search(plan, q).run(most) if plan.root != NEVER else []


class _Search:
    """States are what is down already and which nodes still have to give theirs; none can turn out likelier than
    its bound, so the first to be complete is the likeliest of all that remain."""

    def __init__(self, plan: CutPlan, q: Sequence[float]) -> None:
        self._plan, self._q = plan, q
        self._nodes = [[(0, NONE, NONE), (0, NONE, NONE), *step.cuts.nodes()] for step in plan.steps]
        self._best: list[list[float]] = []  # the likeliest set of each node of each step
        for step in range(len(plan.steps)):
            self._best.append(self._best_of(step))

    def run(self, most: int) -> list[tuple[PartNumbers, float]]:
        tie = count()
        found: list[tuple[PartNumbers, float]] = []
        down, pending, chance = self._with(self._plan.root, (), (), 1.0)
        queue = [(-self._bound(chance, pending), next(tie), chance, down, pending)]
        while queue and len(found) < most:
            bound, _, chance, down, pending = heapq.heappop(queue)
            if bound == 0:
                break
            if not pending:
                found.append((tuple(sorted(down)), chance))
                continue
            for after, still, its in self._ways(down, pending, chance):
                heapq.heappush(queue, (-self._bound(its, still), next(tie), its, after, still))
        return found

    def _ways(
        self, down: PartNumbers, pending: tuple[_Node, ...], chance: float
    ) -> list[tuple[PartNumbers, tuple[_Node, ...], float]]:
        """With the input that the last pending node asks, and without it."""
        (step, node), rest = pending[-1], pending[:-1]
        level, high, low = self._nodes[step][node]
        ways: list[tuple[PartNumbers, tuple[_Node, ...], float]] = []
        if low != NONE:
            ways.append((down, rest if low == EMPTY else (*rest, (step, low)), chance))
        if high != NONE:
            after = rest if high == EMPTY else (*rest, (step, high))
            ways.append(self._with(self._plan.steps[step].inputs[level], down, after, chance))
        return ways

    def _with(
        self, slot: int, down: PartNumbers, pending: tuple[_Node, ...], chance: float
    ) -> tuple[PartNumbers, tuple[_Node, ...], float]:
        if slot < self._plan.parts:
            return (*down, slot), pending, chance * self._q[slot]
        step = slot - self._plan.parts
        return down, (*pending, (step, len(self._nodes[step]) - 1)), chance

    def _bound(self, chance: float, pending: tuple[_Node, ...]) -> float:
        for step, node in pending:
            chance *= self._best[step][node]
        return chance

    def _best_of(self, step: int) -> list[float]:
        best = [0.0, 1.0]
        inputs = [self._best_of_slot(slot) for slot in self._plan.steps[step].inputs]
        for level, high, low in self._nodes[step][2:]:
            best.append(max(best[low], best[high] * inputs[level]))
        return best

    def _best_of_slot(self, slot: int) -> float:
        return self._q[slot] if slot < self._plan.parts else self._best[slot - self._plan.parts][-1]
