"""A structure as a flat network: parts and threshold gates by number, normalised, in order from the bottom.

Read in terms of failure: a gate is down when the weights of its members that are down reach `fails_at`. One
is "needs all of them", the whole weight is "needs any of them"; everything else is a vote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd
from typing import NamedTuple

NEVER = -1  # the member that is never down
_WEIGHING_LIMIT = 100_000_000  # members² × threshold beyond which idle members are not looked for


class Gate(NamedTuple):
    """Down when the weights of the members that are down reach `fails_at`; weights of None are one each."""

    fails_at: int
    members: tuple[int, ...]
    weights: tuple[int, ...] | None = None

    @property
    def falls_with_any(self) -> bool:
        return self.fails_at == 1 and self.weights is None

    @property
    def falls_with_all(self) -> bool:
        return self.weights is None and self.fails_at == len(self.members)

    @property
    def weight_of_each(self) -> tuple[int, ...]:
        return self.weights or (1,) * len(self.members)

    @property
    def dual(self) -> Gate:
        """The gate that is up when this one is, read with up and down exchanged."""
        return self._replace(fails_at=sum(self.weight_of_each) - self.fails_at + 1)


@dataclass(frozen=True, eq=False)
class Network:
    """`leaves` numbers from nought are parts; `gates` follow, each after its members; `root` is one of them.

    The root may be NEVER, when nothing that is down takes it down.
    """

    leaves: int
    gates: Mapping[int, Gate]
    root: int

    @cached_property
    def _key(self) -> tuple[object, ...]:
        return self.leaves, tuple(self.gates.items()), self.root

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Network) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def dual(self) -> Network:
        """The network of what keeps it up: its cut sets are this one's path sets."""
        return Network(self.leaves, {number: gate.dual for number, gate in self.gates.items()}, self.root)


class NetworkBuilder:
    """Collects gates from the bottom up; equal gates get one number."""

    def __init__(self, leaves: int) -> None:
        self.leaves = leaves
        self.gates: dict[int, Gate] = {}
        self._known: dict[Gate, int] = {}

    def add(self, fails_at: int, members: Sequence[int], weights: Sequence[int] | None = None) -> int:
        """The number of this gate, of its only member that matters, or NEVER."""
        gate = normalised(fails_at, members, weights)
        return gate if isinstance(gate, int) else self.intern(gate)

    def intern(self, gate: Gate) -> int:
        """The number of a gate that is already normal."""
        number = self._known.get(gate)
        if number is None:
            number = self.leaves + len(self.gates)
            self._known[gate] = number
            self.gates[number] = gate
        return number

    def network(self, root: int) -> Network:
        """The gates the root stands on."""
        used = reachable(self.gates, root)
        return Network(self.leaves, {n: gate for n, gate in self.gates.items() if n in used}, root)

    def network_of_all(self) -> Network:
        """Every gate collected, for asking of each; it has no root."""
        return Network(self.leaves, dict(self.gates), NEVER)


def normalised(fails_at: int, members: Sequence[int], weights: Sequence[int] | None) -> Gate | int:
    """The plainest gate with this meaning: members once, idle ones left out, weights as small as they go."""
    if weights is None and len(set(members)) == len(members) > 1 and NEVER not in members:
        return Gate(fails_at, tuple(members))
    heavy = _weighed(fails_at, members, weights or (1,) * len(members))
    if sum(heavy.values()) < fails_at:
        return NEVER
    heavy = _without_idle(fails_at, heavy)
    if len(heavy) == 1:
        return next(iter(heavy))
    return _plainest(fails_at, tuple(heavy), tuple(heavy.values()))


def reachable(gates: Mapping[int, Gate], root: int) -> set[int]:
    """The gates from the root down, itself included."""
    found: set[int] = set()
    waiting = [root]
    while waiting:
        number = waiting.pop()
        if number in gates and number not in found:
            found.add(number)
            waiting.extend(gates[number].members)
    return found


def parents_of(gates: Mapping[int, Gate]) -> dict[int, list[int]]:
    """The gates each member stands in."""
    parents: dict[int, list[int]] = {}
    for number, gate in gates.items():
        for member in gate.members:
            parents.setdefault(member, []).append(number)
    return parents


def _weighed(fails_at: int, members: Sequence[int], weights: Iterable[int]) -> dict[int, int]:
    """Each member once, with its weight; more than the whole threshold adds nothing."""
    heavy: dict[int, int] = {}
    for member, weight in zip(members, weights, strict=True):
        if member != NEVER and weight > 0:
            heavy[member] = min(heavy.get(member, 0) + weight, fails_at)
    return heavy


def _without_idle(fails_at: int, heavy: dict[int, int]) -> dict[int, int]:
    """Without members that never tip the scales: no choice of the others lies just below the threshold."""
    if len(set(heavy.values())) == 1 or len(heavy) ** 2 * fails_at > _WEIGHING_LIMIT:
        return heavy
    return {m: weight for m, weight in heavy.items() if _tips(fails_at, weight, m, heavy)}


def _tips(fails_at: int, weight: int, member: int, heavy: dict[int, int]) -> bool:
    sums, below = 1, (1 << fails_at) - 1
    for other, its_weight in heavy.items():
        if other != member:
            sums |= (sums << its_weight) & below
    return sums >> (fails_at - weight) != 0


def _plainest(fails_at: int, members: tuple[int, ...], weights: tuple[int, ...]) -> Gate:
    least = min(weights)
    if least >= fails_at:
        return Gate(1, members)
    if sum(weights) - least < fails_at:
        return Gate(len(members), members)
    if len(set(weights)) == 1:
        return Gate(-(-fails_at // least), members)
    common = gcd(*weights)
    return Gate(-(-fails_at // common), members, tuple(weight // common for weight in weights))
