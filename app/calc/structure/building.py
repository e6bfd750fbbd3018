"""From a network without modules to its decision diagram: variable orders tried in turn under growing budgets.

The diagrams are made by oxidd, which knows no weighted counting; its nodes are read out floor by floor. One
manager per budget lives as long as the process for the small budgets; the large ones are given back. A budget
is a number of nodes, never of seconds, so that what is exact on one machine is exact on every other.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

from app.calc.structure.diagrams import DOWN, UP, Diagram
from app.calc.structure.network import Gate, Network
from app.calc.structure.orders import ORDERS, Order

BUDGETS = (1 << 12, 1 << 15, 1 << 18, 1 << 21, 1 << 23)
_ALL_TRY, _FINALISTS = 1 << 21, 2  # the largest budget only for the orders that do best on the whole
_TRIED_WITHIN = 3
_FULL, _IN_USE = 0.75, 0.5
_PAIRS = (
    1 << 34
)  # of nodes that one step may have to look at; it cannot be stopped, and its memory of pairs is lossy
_LASTING = 1 << 16  # managers up to this size are kept
_ONE_AT_A_TIME = threading.RLock()  # a manager's variables are shared by whoever uses it

Function = Any  # a BDDFunction; oxidd is imported where a diagram is first needed


class TooLarge(Exception):
    """The exact answer would need more nodes, or more sets, than are kept; ask for bounds, or for fewer."""


class OutOfNodes(Exception):
    """A manager's nodes did not suffice."""


def diagram_within(network: Network, most: int, budget: int) -> tuple[Diagram, tuple[int, ...]] | None:
    """The diagram of "down, with at most so many leaves down", and its order; it has no node where that cannot be.

    None when no order tried fits the budget.
    """
    for way in ORDERS[:_TRIED_WITHIN]:
        order = way(network)
        built = _built(network, order, budget, most)
        if built is not None:
            return built, order
    return None


def diagram_of(network: Network) -> tuple[Diagram, tuple[int, ...]]:
    """The diagram of a network whose root is a gate, and the leaf each of its levels asks.

    Raises OutOfNodes when no order tried fits the largest budget.
    """
    orders: dict[Order, tuple[int, ...]] = {}
    for budget in BUDGETS:
        for way in ORDERS if budget <= _ALL_TRY else ORDERS[:_FINALISTS]:
            order = orders.get(way) or orders.setdefault(way, way(network))
            built = _built(network, order, budget)
            if built is not None:
                return built, order
    raise OutOfNodes


def _built(network: Network, order: Sequence[int], budget: int, most: int | None = None) -> Diagram | None:
    try:
        with manager(budget, len(order)) as home:
            making = _Making(network, order, home, budget)
            if most is not None:
                making.keep_within(most)
            return read_out(making.root())
    except OutOfNodes:
        return None


@contextmanager
def manager(budget: int, variables: int) -> Generator[Any]:
    """A manager of so many nodes with at least so many variables, for one user at a time.

    Raises OutOfNodes from inside when the nodes do not suffice.
    """
    from oxidd.util import DDMemoryError  # loads with the first diagram: most desks never need one

    with _ONE_AT_A_TIME:
        try:
            home = _lasting(budget) if budget <= _LASTING else _new(budget)
            home.gc()  # a lasting one may be full of what its last user let go of
            if home.num_vars() < variables:
                home.add_vars(variables - home.num_vars())
            yield home
        except DDMemoryError as error:
            raise OutOfNodes from error


@cache
def _lasting(budget: int) -> Any:
    return _new(budget)


def _new(budget: int) -> Any:
    from oxidd.bdd import BDDManager  # as above

    return BDDManager(budget, max(1 << 12, budget), 1)


class _Making:
    """The function of a network's root, gate by gate from the bottom, within a budget of nodes."""

    def __init__(self, network: Network, order: Sequence[int], home: Any, budget: int) -> None:
        self._network, self._home, self._budget = network, home, budget
        self._level = {leaf: at for at, leaf in enumerate(order)}
        self._leaves = [home.var(level) for level in range(len(order))]

    def keep_within(self, most: int) -> None:
        """Count a leaf as down only while at most so many are; so does every gate that some of them take down."""
        up, down = self._home.false(), self._home.true()
        within = [down] * (most + 1)  # at most so many of the leaves from here on
        for leaf in reversed(self._leaves):
            within = [leaf.ite(within[more - 1] if more else up, within[more]) for more in range(most + 1)]
            self._keep_house()
        self._leaves = [leaf & within[most] for leaf in self._leaves]

    def root(self) -> Function:
        """A function is let go after its last use. Raises OutOfNodes."""
        made: dict[int, Function] = {}
        uses = _uses(self._network.gates)
        for number, gate in self._network.gates.items():
            functions = [self._leaves[self._level[m]] if m in self._level else made[m] for m in gate.members]
            made[number] = self._gate(gate, functions)
            for member in gate.members:
                uses[member] -= 1
                if not uses[member]:
                    made.pop(member, None)
        return made[self._network.root]

    def _gate(self, gate: Gate, functions: list[Function]) -> Function:
        """The gate over its members, the one that begins deepest in the order first."""
        deepest = sorted(range(len(functions)), key=lambda at: -_depth(functions[at]))
        ordered = [functions[at] for at in deepest]
        if gate.falls_with_any:
            return self._fold(ordered, lambda one, other: one | other)
        if gate.falls_with_all:
            return self._fold(ordered, lambda one, other: one & other)
        return self._threshold(gate.fails_at, ordered, [gate.weight_of_each[at] for at in deepest])

    def _fold(
        self, functions: Sequence[Function], together: Callable[[Function, Function], Function]
    ) -> Function:
        result = functions[0]
        for function in functions[1:]:
            self._spare(function, result)
            result = self._made(partial(together, function, result))
            self._keep_house()
        return result

    def _threshold(self, fails_at: int, functions: Sequence[Function], weights: Sequence[int]) -> Function:
        """By what is still missing: with the members seen so far, `by[m]` is down when they weigh at least m."""
        by: dict[int, Function] = {}
        up, down = self._home.false(), self._home.true()
        needed = _thresholds(fails_at, weights)
        for function, weight, missing in zip(functions, weights, needed, strict=True):
            by = {
                m: self._made(
                    partial(function.ite, down if m <= weight else by.get(m - weight, up), by.get(m, up))
                )
                for m in missing
            }
            self._keep_house()
        return by[fails_at]

    def _spare(self, function: Function, other: Function) -> None:
        """Give up rather than put two huge functions together, which might take the better part of an hour."""
        few = self._home.approx_num_inner_nodes() ** 2 < _PAIRS
        if not few and function.node_count() * other.node_count() > _PAIRS:
            raise OutOfNodes

    def _made(self, step: Callable[[], Function]) -> Function:
        """One step; where nodes run out, once more without what was let go of: it may sweep sooner or later itself,
        and the same network is to be found to fit or not to fit every time."""
        from oxidd.util import DDMemoryError

        try:
            return step()
        except DDMemoryError:
            self._home.gc()
            return step()

    def _keep_house(self) -> None:
        """A manager that is nearly full sweeps after every step; so sweep early, and give up when half is in use."""
        if self._home.approx_num_inner_nodes() > _FULL * self._budget:
            self._home.gc()
            if self._home.num_inner_nodes() > _IN_USE * self._budget:
                raise OutOfNodes


def _depth(function: Function) -> int:
    """The level a function begins at; one that asks nothing begins below all."""
    level = function.node_level()
    return sys.maxsize if level is None else level


def _uses(gates: Mapping[int, Gate]) -> dict[int, int]:
    uses: dict[int, int] = {}
    for gate in gates.values():
        for member in gate.members:
            uses[member] = uses.get(member, 0) + 1
    return uses


def _thresholds(fails_at: int, weights: Sequence[int]) -> list[list[int]]:
    """Which thresholds are asked of the members up to each, the last first asked for the whole."""
    asked = [{fails_at}]
    for weight in reversed(weights[1:]):
        asked.append({m - taken for m in asked[-1] for taken in (0, weight) if m - taken > 0})
    return [sorted(thresholds) for thresholds in reversed(asked)]


def read_out(root: Function) -> Diagram:
    """The nodes of a function, floor by floor, so that only the open floors are held; none where it asks nothing."""
    if root.node_level() is None:
        return Diagram.of_nodes((), (), ())
    number: dict[int, dict[Function, int]] = {root.node_level(): {root: 2}}
    level: list[int] = [0]
    high: list[int] = [0]
    low: list[int] = [0]

    def of(function: Function) -> int:
        floor = function.node_level()
        if floor is None:
            return DOWN if function.valid() else UP
        known = number.setdefault(floor, {})
        if function not in known:
            known[function] = len(level) + 2
            level.append(0)
            high.append(0)
            low.append(0)
        return known[function]

    while number:
        floor = min(number)
        for function, at in number[floor].items():
            when_down, when_up = function.cofactors()
            level[at - 2], high[at - 2], low[at - 2] = floor, of(when_down), of(when_up)
        del number[floor]
    return Diagram.of_nodes(level, high, low)


def functions_of(diagram: Diagram, home: Any) -> list[Function]:
    """The diagram's nodes as functions again, terminals first."""
    made = [home.false(), home.true()]
    for level, high, low in diagram.nodes():
        made.append(home.var(level).ite(made[high], made[low]))
    return made
