"""Variable orders for a decision diagram, found from the network alone; the size of the diagram hangs on them.

The first two do best on most networks; the others now and then by orders of magnitude.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.calc.structure.network import Network, parents_of

Order = Callable[[Network], tuple[int, ...]]

_ROUNDS = 40


def _lightest_first(network: Network) -> tuple[int, ...]:
    """Depth first, into the member that stands on least first, counted with repetition."""
    weight: dict[int, int] = {}
    for number, gate in network.gates.items():
        weight[number] = sum(weight.get(m, 1) for m in gate.members)
    return _depth_first(network, lambda m: weight.get(m, 1))


def _fewest_first(network: Network) -> tuple[int, ...]:
    """Depth first, into the member with the fewest different leaves first."""
    below: dict[int, int] = {leaf: 1 << leaf for leaf in range(network.leaves)}
    for number, gate in network.gates.items():
        bits = 0
        for member in gate.members:
            bits |= below[member]
        below[number] = bits
    return _depth_first(network, lambda m: below[m].bit_count())


def _shared_first(network: Network) -> tuple[int, ...]:
    """Depth first, into what stands in most gates first."""
    uses = {member: len(gates) for member, gates in parents_of(network.gates).items()}
    return _depth_first(network, lambda m: -uses[m])


def _as_given(network: Network) -> tuple[int, ...]:
    return _depth_first(network, lambda _: 0)


def _depth_first(network: Network, key: Callable[[int], int]) -> tuple[int, ...]:
    """The leaves in the order a depth-first walk meets them, members by `key`."""
    met: dict[int, None] = {}
    seen: set[int] = set()
    waiting = [network.root]
    while waiting:
        number = waiting.pop()
        if number < network.leaves:
            met[number] = None
        elif number not in seen:
            seen.add(number)
            waiting.extend(sorted(network.gates[number].members, key=key)[::-1])
    return tuple(met)


def _pulled_together(network: Network) -> tuple[int, ...]:
    """Every gate pulls its members towards their middle, again and again; the tightest order seen is kept.

    F. Aloul, I. Markov and K. Sakallah, "FORCE: a fast and easy-to-implement variable-ordering heuristic",
    Great Lakes Symposium on VLSI, 2003; gates are nodes as well.
    """
    groups = [(number, *gate.members) for number, gate in network.gates.items()]
    standing = _starting(network, _lightest_first(network))
    best = _width(groups, standing), standing
    for _ in range(_ROUNDS):
        standing = _pulled(groups, standing)
        best = min(best, (_width(groups, standing), standing), key=lambda found: found[0])
    return tuple(sorted(range(network.leaves), key=lambda leaf: best[1][leaf]))


def _starting(network: Network, order: Sequence[int]) -> dict[int, int]:
    """Places for leaves and gates: a gate stands in the middle of its members."""
    middle: dict[int, float] = {leaf: float(at) for at, leaf in enumerate(order)}
    for number, gate in network.gates.items():
        middle[number] = sum(middle[m] for m in gate.members) / len(gate.members)
    return _ranked(middle)


def _ranked(middle: Mapping[int, float]) -> dict[int, int]:
    return {node: at for at, node in enumerate(sorted(middle, key=lambda node: (middle[node], node)))}


def _width(groups: Sequence[Sequence[int]], standing: Mapping[int, int]) -> int:
    return sum(max(places) - min(places) for places in ([standing[m] for m in group] for group in groups))


def _pulled(groups: Sequence[Sequence[int]], standing: Mapping[int, int]) -> dict[int, int]:
    pulls: dict[int, list[float]] = {}
    for group in groups:
        centre = sum(standing[m] for m in group) / len(group)
        for member in group:
            pulls.setdefault(member, []).append(centre)
    return _ranked({node: sum(found) / len(found) for node, found in pulls.items()})


ORDERS: tuple[Order, ...] = (_lightest_first, _pulled_together, _shared_first, _fewest_first, _as_given)
