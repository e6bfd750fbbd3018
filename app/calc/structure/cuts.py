"""Minimal cut sets as a diagram: counted by size without listing them, and listed the smallest first.

A cut set is minimal when no part of it can come back without the service coming back. With F the structure,
F1 and F0 what is left of it when a part is down or up, the minimal cut sets with that part are those of F1 that
do not take F0 down already (A. Rauzy, "New algorithms for fault trees analysis", Reliability Engineering and
System Safety 40, 1993). What must stay up travels along: W(F, G), the minimal cut sets of F that leave G up,
is W(F1, F0 or G1) with the part added, and W(F0, G0).

A diagram is read as families here: 0 has no set, 1 has the empty one, a node has the sets of `low`, and those
of `high` each with its input added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from app.calc.structure.building import BUDGETS, Function, OutOfNodes, TooLarge, functions_of, manager
from app.calc.structure.diagrams import Diagram
from app.calc.structure.network import NEVER

LISTED_AT_MOST = 2_000_000

NONE, EMPTY = 0, 1
PartNumbers = tuple[int, ...]


class CutStep(Protocol):
    """One module: its inputs, by slot, and its minimal cut sets over them."""

    @property
    def inputs(self) -> tuple[int, ...]: ...

    @property
    def cuts(self) -> Diagram: ...


class CutPlan(Protocol):
    """The modules in order: parts fill the first slots, each step one more."""

    @property
    def parts(self) -> int: ...

    @property
    def steps(self) -> Sequence[CutStep]: ...

    @property
    def root(self) -> int: ...


def cuts_of(diagram: Diagram) -> Diagram:
    """The minimal cut sets of a diagram of failure. Raises TooLarge."""
    for budget in BUDGETS:
        if budget > 2 * len(diagram):
            try:
                with manager(budget, int(diagram.level[0]) + 1) as home:
                    return _minimal(functions_of(diagram, home)[-1], home)
            except OutOfNodes:
                continue
    raise TooLarge("The structure has too many cut sets even to be counted.")


Pair = tuple[Function, Function]


def _minimal(root: Function, home: object) -> Diagram:
    """W of the root and of never, floor by floor; a pair is numbered where it is first met."""
    never = root & ~root
    floors: dict[int, dict[Pair, int]] = {root.node_level(): {(root, never): 2}}
    level, high, low = [0], [0], [0]

    def of(function: Function, left_up: Function) -> int:
        floor = function.node_level()
        left_up = left_up & function
        if floor is None or function == left_up:
            return EMPTY if function.valid() and not left_up.valid() else NONE
        while (top := left_up.node_level()) is not None and top < floor:
            left_up = left_up.cofactor_false()
        known = floors.setdefault(floor, {})
        if (function, left_up) not in known:
            known[function, left_up] = len(level) + 2
            level.append(0)
            high.append(0)
            low.append(0)
        return known[function, left_up]

    while floors:
        floor = min(floors)
        for (function, left_up), number in floors.pop(floor).items():
            down, up = function.cofactors()
            kept_down, kept_up = left_up.cofactors() if left_up.node_level() == floor else (left_up, left_up)
            at = number - 2
            level[at], high[at], low[at] = floor, of(down, up | kept_down), of(up, kept_up)
    return Diagram.of_nodes(level, high, low)


def count_by_size(plan: CutPlan) -> dict[int, int]:
    """How many minimal cut sets there are of each size, exactly, however many.

    The counts of a family by size are the digits of one whole number, in a base above the count of all; so a
    product of families is one multiplication.
    """
    if plan.root == NEVER:
        return {}
    bits = _weighed(plan, 0).bit_length() + 1
    digits = _weighed(plan, bits)
    base = (1 << bits) - 1
    counts: dict[int, int] = {}
    for size in range(digits.bit_length() // bits + 1):
        count = digits >> (size * bits) & base
        if count:
            counts[size] = count
    return counts


def _weighed(plan: CutPlan, bits: int) -> int:
    """The families' counts, each member of a set moving it up by so many bits."""
    slots = [1 << bits] * plan.parts
    for step in plan.steps:
        cuts, counts = step.cuts, [0, 1]
        inputs = [slots[slot] for slot in step.inputs]
        for level, high, low in cuts.nodes():
            counts.append(counts[high] * inputs[level] + counts[low])
        slots.append(counts[-1])
    return slots[plan.root]


def list_by_size(plan: CutPlan, largest: int | None, most: int | None) -> list[PartNumbers]:
    """Minimal cut sets up to a size, the smallest first, at most so many. Raises TooLarge for millions."""
    counts = count_by_size(plan)
    sizes = [size for size in sorted(counts) if largest is None or size <= largest]
    wanted = sum(counts[size] for size in sizes)
    if most is None and wanted > LISTED_AT_MOST:
        raise TooLarge(f"There are {wanted:,} sets; ask for a number of them, or for a largest size.")
    listing = _Listing(plan, LISTED_AT_MOST if most is None else most)
    found: list[PartNumbers] = []
    for size in sizes:
        found += sorted(tuple(sorted(one)) for one in listing.of_slot(plan.root, size))
        if most is not None and len(found) >= most:
            return found[:most]
    return found


Key = tuple[int, int, int]  # step, node, size


class _Listing:
    """The sets of a size of each node that is asked for, no more than `most` of each.

    So many suffice: a list of products begins with the products of the lists' beginnings.
    """

    def __init__(self, plan: CutPlan, most: int) -> None:
        self._parts, self._most = plan.parts, most
        self._inputs = [step.inputs for step in plan.steps]
        self._nodes = [[(0, 0, 0), (0, 0, 0), *step.cuts.nodes()] for step in plan.steps]
        self._sizes: list[list[int]] = []  # of each node of each step, a bit per size its sets have
        for step in range(len(plan.steps)):
            self._sizes.append(self._sizes_of(step))
        self._known: dict[Key, list[PartNumbers]] = {}

    def of_slot(self, slot: int, size: int) -> list[PartNumbers]:
        if slot < self._parts:
            return [(slot,)] if size == 1 else []
        return self._of_node((slot - self._parts, len(self._nodes[slot - self._parts]) - 1, size))

    def _of_node(self, key: Key) -> list[PartNumbers]:
        waiting = [key]
        while waiting:
            at = waiting[-1]
            missing = [] if at in self._known else [k for k in self._asks(at) if k not in self._known]
            waiting.extend(missing)
            if not missing:
                waiting.pop()
                if at not in self._known:
                    self._known[at] = self._made(at)
        return self._known[key]

    def _asks(self, key: Key) -> Iterator[Key]:
        step, _, _ = key
        for slot, taken, high, left in self._ways(key):
            if slot >= self._parts:
                yield slot - self._parts, len(self._nodes[slot - self._parts]) - 1, taken
            if high > EMPTY:
                yield step, high, left

    def _ways(self, key: Key) -> Iterator[tuple[int, int, int, int]]:
        """How a set of this size comes about: an input's slot and how many parts it gives, the rest's node and
        how many that gives."""
        step, node, size = key
        nodes, sizes, inputs = self._nodes[step], self._sizes[step], self._inputs[step]
        while node > EMPTY:
            level, high, low = nodes[node]
            slot = inputs[level]
            for taken in _bits(self._slot_sizes(slot) & ((2 << size) - 1)):
                if sizes[high] >> (size - taken) & 1:
                    yield slot, taken, high, size - taken
            node = low

    def _made(self, key: Key) -> list[PartNumbers]:
        step, _, _ = key
        made: list[PartNumbers] = []
        for slot, taken, high, left in self._ways(key):
            rests = [()] if high == EMPTY else self._known[step, high, left]
            for one in self.of_slot(slot, taken):
                made.extend(one + rest for rest in rests[: self._most - len(made)])
                if len(made) >= self._most:
                    return made
        return made

    def _slot_sizes(self, slot: int) -> int:
        return 0b10 if slot < self._parts else self._sizes[slot - self._parts][-1]

    def _sizes_of(self, step: int) -> list[int]:
        sizes = [0b0, 0b1]
        for level, high, low in self._nodes[step][2:]:
            slot = self._inputs[step][level]
            sizes.append(sizes[low] | _sums(sizes[high], self._slot_sizes(slot)))
        return sizes


def _sums(one: int, other: int) -> int:
    """The sizes that two families' sizes add up to, as bits."""
    result = 0
    for size in _bits(other):
        result |= one << size
    return result


def _bits(mask: int) -> Iterator[int]:
    while mask:
        yield (mask & -mask).bit_length() - 1
        mask &= mask - 1
