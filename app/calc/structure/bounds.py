"""What can be said for certain about a module whose diagram does not fit: the unavailability lies between.

Two ways, and the better of each side. Parts that fail independently make monotone gates positively associated
(J. Esary, F. Proschan and D. Walkup, "Association of random variables, with applications", Annals of
Mathematical Statistics 38, 1967), which bounds each gate by its members. And the likeliest cut sets are
enumerated, best first: what was found is bounded below by Dawson and Sankoff's inequality and above by the
product over the sets, and what was not yet followed can add no more than the sum of its chances.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from itertools import count
from math import prod

import numpy as np

from app.calc.structure.network import Gate, Network

FOLLOWED = 60_000  # states taken from the queue
_PAIRED = 2_000  # cut sets whose overlaps are weighed pair by pair

Interval = tuple[float, float]


def interval(network: Network, lows: Sequence[float], highs: Sequence[float]) -> Interval:
    """Low and high of the root, from those of the leaves. 0 ≤ low ≤ high ≤ 1, and always right."""
    low, _ = _by_association(network, lows)
    _, high = _by_association(network, highs)
    return max(low, _by_cut_sets(network, lows)[0]), min(high, _by_cut_sets(network, highs)[1])


def _by_association(network: Network, q: Sequence[float]) -> Interval:
    between: dict[int, Interval] = {leaf: (chance, chance) for leaf, chance in enumerate(q)}
    for number, gate in network.gates.items():
        between[number] = _of_gate(gate, between)
    return between[network.root]


def _of_gate(gate: Gate, between: Mapping[int, Interval]) -> Interval:
    lows, highs = zip(*(between[member] for member in gate.members), strict=True)
    if gate.falls_with_any:
        return max(lows), 1 - prod(1 - high for high in highs)
    if gate.falls_with_all:
        return prod(lows), min(highs)
    weights = gate.weight_of_each
    expected = sum(weight * high for weight, high in zip(weights, highs, strict=True))
    return _likeliest_reaching(gate.fails_at, weights, lows), min(1.0, expected / gate.fails_at)


def _likeliest_reaching(fails_at: int, weights: Sequence[int], lows: Sequence[float]) -> float:
    """The chance of the members most likely to be down, taken until they suffice."""
    chance, reached = 1.0, 0
    for low, weight in sorted(zip(lows, weights, strict=True), reverse=True):
        if reached < fails_at:
            chance, reached = chance * low, reached + weight
    return chance


def _by_cut_sets(network: Network, q: Sequence[float]) -> Interval:
    found, open_chance = _likeliest(network, q)
    if not found:
        return 0.0, min(1.0, open_chance)
    chances = [prod(q[leaf] for leaf in one) for one in found]
    closed = -float(np.expm1(np.sum(np.log1p(-np.minimum(chances, 1 - 1e-16)))))
    return _dawson_sankoff(found, q), min(1.0, closed + open_chance)


def _likeliest(network: Network, q: Sequence[float]) -> tuple[list[frozenset[int]], float]:
    """Cut sets found, and the sum of the chances of what was not followed to its end.

    A state is what is down for certain and what has yet to be taken down; it is no likelier than the former.
    """
    tie = count()
    queue: list[tuple[float, int, frozenset[int], tuple[_Pending, ...]]] = []

    def push(down: frozenset[int], pending: tuple[_Pending, ...]) -> None:
        heapq.heappush(queue, (-prod(q[leaf] for leaf in down), next(tie), down, pending))

    push(frozenset(), (_pending(network.gates[network.root]),))
    found: dict[frozenset[int], None] = {}
    for _ in range(FOLLOWED):
        if not queue:
            break
        _, _, down, pending = heapq.heappop(queue)
        if not pending:
            found[down] = None
            continue
        for after in _taken(network, down, pending):
            push(*after)
    return list(found), -sum(chance for chance, *_ in queue)


_Pending = tuple[int, tuple[tuple[int, int], ...]]  # the weight that is missing, and who may still give it


def _pending(gate: Gate) -> _Pending:
    return gate.fails_at, tuple(zip(gate.members, gate.weight_of_each, strict=True))


def _taken(
    network: Network, down: frozenset[int], pending: tuple[_Pending, ...]
) -> list[tuple[frozenset[int], tuple[_Pending, ...]]]:
    """The two ways on: the first member of the last thing pending goes down, or is left out."""
    (missing, members), rest = pending[-1], pending[:-1]
    (member, weight), others = members[0], members[1:]
    after = (*rest, (missing - weight, others)) if missing > weight else rest
    ways: list[tuple[frozenset[int], tuple[_Pending, ...]]] = []
    if member < network.leaves:
        ways.append((down | {member}, after))
    else:
        ways.append((down, (*after, _pending(network.gates[member]))))
    if sum(its for _, its in others) >= missing and member not in down:
        ways.append((down, (*rest, (missing, others))))
    return ways


def _dawson_sankoff(found: Sequence[frozenset[int]], q: Sequence[float]) -> float:
    """D. Dawson and D. Sankoff, "An inequality for probabilities", Proceedings of the AMS 18, 1967."""
    likeliest = sorted(found, key=lambda one: -prod(q[leaf] for leaf in one))[:_PAIRED]
    holds = np.zeros((len(likeliest), len(q)))
    for row, one in enumerate(likeliest):
        holds[row, list(one)] = 1.0
    logs = np.log(np.maximum(q, 1e-300))
    each = holds @ logs
    both = np.exp(each[:, None] + each[None, :] - (holds * logs) @ holds.T)
    first = float(np.exp(each).sum())
    second = float((both.sum() - np.trace(both)) / 2)
    if first <= 0:
        return 0.0
    k = 1 + int(2 * second / first)
    return max(0.0, 2 * first / (k + 1) - 2 * second / (k * (k + 1)))
