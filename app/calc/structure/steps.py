"""A network compiled into steps, one per module, from the parts up to the root.

A step reads slots and fills the next one: the parts fill the first slots, in their order, each step one more,
and the root's probability stands in the last. A module's derivative is the product along its chain of steps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from app.calc.structure.bounds import interval
from app.calc.structure.building import OutOfNodes, TooLarge, diagram_of
from app.calc.structure.cuts import cuts_of
from app.calc.structure.diagrams import Diagram, Figures, vote
from app.calc.structure.modules import modules_of, simplified
from app.calc.structure.network import Gate, Network
from app.calc.structure.truncation import Truncation, truncated


@dataclass(frozen=True)
class AnyStep:
    """Down when any of its inputs is."""

    inputs: tuple[int, ...]

    def probability(self, q: Sequence[Figures]) -> Figures:
        down = q[0]
        for chance in q[1:]:
            down = down + chance * (1 - down)
        return down

    def birnbaum(self, q: Sequence[Figures]) -> list[Figures]:
        return _products_of_others([1 - chance for chance in q])

    @property
    def cuts(self) -> Diagram:
        return vote(1, (1,) * len(self.inputs))


@dataclass(frozen=True)
class AllStep:
    """Down when all of its inputs are."""

    inputs: tuple[int, ...]

    def probability(self, q: Sequence[Figures]) -> Figures:
        down = q[0]
        for chance in q[1:]:
            down = down * chance
        return down

    def birnbaum(self, q: Sequence[Figures]) -> list[Figures]:
        return _products_of_others(q)

    @property
    def cuts(self) -> Diagram:
        return vote(len(self.inputs), (1,) * len(self.inputs))


@dataclass(frozen=True)
class DiagramStep:
    """Whatever is no single gate over inputs of its own, or a vote; level i of the diagram asks input i."""

    inputs: tuple[int, ...]
    diagram: Diagram
    heaviest_first: bool = False  # a vote asked in this order: the last one counted is always needed

    def probability(self, q: Sequence[Figures]) -> Figures:
        return self.diagram.probabilities(q)[-1]

    def birnbaum(self, q: Sequence[Figures]) -> list[Figures]:
        return self.diagram.birnbaum(q, self.diagram.probabilities(q))

    @property
    def cuts(self) -> Diagram:
        return self.diagram if self.heaviest_first else self._minimal

    @cached_property
    def _minimal(self) -> Diagram:
        return cuts_of(self.diagram)


@dataclass(frozen=True)
class BoundedStep:
    """A module that is too large for a diagram: no probability, only what it lies between."""

    inputs: tuple[int, ...]
    network: Network

    def between(self, lows: Sequence[float], highs: Sequence[float]) -> tuple[float, float]:
        """The better of each side: what gates and likely cut sets say, and what few failures at once leave."""
        low, high = interval(self.network, lows, highs)
        if self._truncation is not None:
            least, greatest = self._truncation.interval(lows, highs)
            low, high = max(low, least), min(high, greatest)
        return low, high

    @cached_property
    def _truncation(self) -> Truncation | None:
        return _truncation_of(self.network)


Step = AnyStep | AllStep | DiagramStep


@lru_cache(maxsize=512)
def _simplified(network: Network) -> Network:
    return simplified(network)


@lru_cache(maxsize=512)
def _diagram_of(network: Network) -> tuple[Diagram, tuple[int, ...]] | None:
    """Services often stand on the same pattern of other parts: it is worked out, or given up, once."""
    try:
        return diagram_of(network)
    except OutOfNodes:
        return None


@lru_cache(maxsize=64)
def _truncation_of(network: Network) -> Truncation | None:
    return truncated(network)


@dataclass(frozen=True)
class Plan:
    """The steps in order, how many parts fill the slots before them, and the slot of the root."""

    parts: int
    steps: tuple[Step, ...]
    root: int


@dataclass(frozen=True)
class LoosePlan:
    """A plan in which some steps may be too large."""

    parts: int
    steps: tuple[Step | BoundedStep, ...]
    root: int

    def exactly(self) -> Plan:
        """The same plan, where every step is exact. Raises TooLarge."""
        exact = tuple(step for step in self.steps if not isinstance(step, BoundedStep))
        if len(exact) < len(self.steps):
            raise TooLarge(
                "The structure shares its parts in too many ways for an exact answer; bounds can be given."
            )
        return Plan(self.parts, exact, self.root)


def compiled(network: Network) -> LoosePlan:
    """The steps of a network, of which there are none when the root is a part or NEVER."""
    return _Compiling(network).plan()


class _Compiling:
    """Collects the steps of a network, its modules from the bottom up."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._steps: list[Step | BoundedStep] = []

    def plan(self) -> LoosePlan:
        root = self._network.root
        if root in self._network.gates:
            root = self._modules(self._network, range(self._network.leaves), settled=False)
        return LoosePlan(self._network.leaves, tuple(self._steps), root)

    def _modules(self, network: Network, slots: Sequence[int], *, settled: bool) -> int:
        """The slot of the root of a network whose leaves stand in these slots."""
        slot = dict(enumerate(slots))
        alone = modules_of(network)
        for number, gate in network.gates.items():
            if number in alone:
                if all(m in slot for m in gate.members):
                    slot[number] = self._add(_single(gate, tuple(slot[m] for m in gate.members)))
                else:
                    slot[number] = self._shared(network, number, slot, settled and number == network.root)
        return slot[network.root]

    def _shared(self, network: Network, module: int, slot: Mapping[int, int], settled: bool) -> int:
        """A module that shares its parts among its gates: made simpler once, then by a diagram."""
        local, leaves = _localised(network, module, slot)
        inputs = [slot[leaf] for leaf in leaves]
        if settled:
            return self._add(self._diagram(local, inputs))
        local = _simplified(local)
        if local.root < local.leaves:
            return inputs[local.root]
        return self._modules(local, inputs, settled=True)

    def _diagram(self, local: Network, inputs: Sequence[int]) -> Step | BoundedStep:
        found = _diagram_of(local)
        if found is not None:
            diagram, order = found
            return DiagramStep(tuple(inputs[leaf] for leaf in order), diagram)
        return BoundedStep(tuple(inputs), local)

    def _add(self, step: Step | BoundedStep) -> int:
        self._steps.append(step)
        return self._network.leaves + len(self._steps) - 1


def _single(gate: Gate, inputs: tuple[int, ...]) -> Step:
    if gate.falls_with_any:
        return AnyStep(inputs)
    if gate.falls_with_all:
        return AllStep(inputs)
    heaviest = sorted(range(len(inputs)), key=lambda at: -gate.weight_of_each[at])
    diagram = vote(gate.fails_at, tuple(gate.weight_of_each[at] for at in heaviest))
    return DiagramStep(tuple(inputs[at] for at in heaviest), diagram, heaviest_first=True)


def _localised(network: Network, module: int, slot: Mapping[int, int]) -> tuple[Network, list[int]]:
    """A module's own network, whose leaves are parts and inner modules, and what each leaf is outside."""
    inner: dict[int, None] = {}
    leaves: dict[int, int] = {}
    waiting = [module]
    while waiting:
        number = waiting.pop()
        if number in inner or number in leaves:
            continue
        if number in slot:
            leaves[number] = len(leaves)
            continue
        inner[number] = None
        waiting.extend(reversed(network.gates[number].members))
    here = dict(leaves)
    gates: dict[int, Gate] = {}
    for number in sorted(inner):
        gate = network.gates[number]
        here[number] = len(leaves) + len(gates)
        gates[here[number]] = gate._replace(members=tuple(here[m] for m in gate.members))
    return Network(len(leaves), gates, here[module]), list(leaves)


def _products_of_others(factors: Sequence[Figures]) -> list[Figures]:
    """For each, the product of all the others, without dividing."""
    before: list[Figures] = [1.0]
    for factor in factors[:-1]:
        before.append(before[-1] * factor)
    after: Figures = 1.0
    products: list[Figures] = []
    for so_far, factor in zip(reversed(before), reversed(factors), strict=True):
        products.append(so_far * after)
        after = after * factor
    return products[::-1]
