"""A structure read as time: when the whole was down, and which parts' outages made it so.

Gate by gate from the bottom: a gate is down while the weights of its members that are down reach its threshold.
From the top back: while a gate is to blame, so is each of its members that is down then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.calc.spans import Spans
from app.calc.structure.network import NEVER, Network


@dataclass(frozen=True, slots=True)
class Blame:
    """What a part had to do with the downtime of the whole.

    `during`: the whole was down and this part's outage was among the reasons. `alone`: it would have been up
    but for this part. `share_microseconds`: its share, each instant divided evenly among the parts to blame.
    """

    during: Spans
    alone: Spans
    share_microseconds: int


def down(network: Network, parts: Sequence[Spans]) -> Spans:
    """When the root is down, from when each part is."""
    return down_of_each(network, parts)[network.root] if network.root != NEVER else Spans.empty()


def down_of_each(network: Network, parts: Sequence[Spans]) -> dict[int, Spans]:
    """When each part and each gate is down, by number."""
    spans = dict(enumerate(parts))
    for number, gate in network.gates.items():
        spans[number] = Spans.weighing(gate.fails_at, [spans[m] for m in gate.members], gate.weight_of_each)
    return spans


def reasons(network: Network, parts: Sequence[Spans]) -> list[Spans]:
    """Of each part, when the whole was down and the part's outage was among the reasons."""
    if network.root == NEVER:
        return [Spans.empty()] * len(parts)
    spans = down_of_each(network, parts)
    to_blame: dict[int, Spans] = {network.root: spans[network.root]}
    for number, gate in reversed(list(network.gates.items())):
        during = to_blame.get(number)
        if during:
            for member in gate.members:
                to_blame[member] = to_blame.get(member, Spans.empty()) | (during & spans[member])
    return [to_blame.get(part, Spans.empty()) for part in range(len(parts))]


def single_points(network: Network) -> frozenset[int]:
    """The parts that take the whole down alone: each is down in a second of its own, and so is the whole then."""
    one_by_one = [Spans.of_microseconds([part], [part + 1]) for part in range(network.leaves)]
    down_then = down(network, one_by_one).covers(np.arange(network.leaves))
    return frozenset(np.flatnonzero(down_then).tolist())


def blame(network: Network, parts: Sequence[Spans]) -> list[Blame]:
    """Of each part; the shares sum to the downtime of the whole, to the microsecond."""
    during = reasons(network, parts)
    alone = [_alone(network, parts, part, its) for part, its in enumerate(during)]
    return [Blame(*each) for each in zip(during, alone, shares(during), strict=True)]


def _alone(network: Network, parts: Sequence[Spans], part: int, during: Spans) -> Spans:
    """When the whole would be up with this part up."""
    if not during:
        return during
    others = [during & spans if at != part else Spans.empty() for at, spans in enumerate(parts)]
    return during - down(network, others)


def shares(during: Sequence[Spans]) -> list[int]:
    """Each instant divided evenly among those it belongs to; microseconds, by largest remainder."""
    if not any(during):
        return [0] * len(during)
    at = np.unique(np.concatenate([edge for spans in during for edge in (spans.starts, spans.ends)]))
    lengths = np.diff(at)
    holds = [spans.covers(at[:-1]) for spans in during]
    together = np.sum(holds, axis=0)
    whole = int(lengths[together > 0].sum())
    each = lengths / np.maximum(together, 1)
    exact = [float(each[mine].sum()) for mine in holds]
    found = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda part: found[part] - exact[part])
    for part in by_remainder[: whole - sum(found)]:
        found[part] += 1
    return found
