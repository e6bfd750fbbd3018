"""Seeded estates and fault trees of the size and tangle that real ones have, and a plain way to work one out."""

from __future__ import annotations

import random
import sys

from app.calc.structure import Part, Structure, all_of, any_of, at_least
from app.calc.structure.expression import Gate

Figures = dict[str, float]


def estate(services: int, parts: int, seed: int = 1) -> tuple[list[Structure], Figures]:
    """Services on columns of their own, on a few of forty platforms that everybody shares, and on one another.

    A sixth of the parts belongs to the platforms; pairs in them are fed by the two sides of one supply.
    """
    draw = random.Random(seed)
    every = [Part(f"part {number}") for number in range(parts)]
    feeds, platform_parts, own = every[:20], every[20 : parts // 6], every[parts // 6 :]
    platforms = [
        all_of(*(_column(draw, platform_parts, feeds) for _ in range(draw.randint(2, 5)))) for _ in range(40)
    ]
    made: list[Structure] = []
    for _ in range(services):
        needs = [_column(draw, own, feeds) for _ in range(draw.randint(3, 7))]
        needs += draw.sample(platforms, draw.randint(1, 4))
        if made and draw.random() < 0.4:
            needs += draw.sample(made[-30:], min(len(made), draw.randint(1, 2)))
        made.append(all_of(*needs))
    return made, {part.name: 10 ** -draw.uniform(2, 4) for part in every}


def _column(draw: random.Random, pool: list[Part], feeds: list[Part]) -> Structure:
    kind = draw.random()
    if kind < 0.4:
        return draw.choice(pool)
    if kind < 0.65:
        side = draw.randrange(0, len(feeds) - 1, 2)
        return any_of(*(all_of(draw.choice(pool), feeds[side + n]) for n in (0, 1)))
    return at_least(2, *draw.sample(pool, 3)) if kind < 0.8 else any_of(*draw.sample(pool, 2))


def chain(events: int, seed: int = 1) -> tuple[Structure, Figures]:
    """Trees of forty events side by side, each sharing its last ones with the next."""
    q: Figures = {}
    trees: list[Structure] = []
    for number, first in enumerate(range(0, events, 40)):
        structure, figures = tree(44, 60, seed + number, first=first)
        trees.append(structure)
        q |= figures
    return all_of(*trees), q


def tree(
    events: int, gates: int, seed: int, shared: float = 0.3, first: int = 0
) -> tuple[Structure, Figures]:
    """Layers of gates in which three members in ten are taken from anywhere among the parts."""
    draw = random.Random(seed)
    every = [Part(f"event {first + number}") for number in range(events)]
    layers = max(2, int(gates**0.5) // 2)
    below: list[Structure] = [*every]
    for layer in range(layers):
        width = max(1, gates // layers * (layers - layer) // layers + 1)
        below = [_gate(draw, below, every, shared) for _ in range(width)]
    return all_of(*below), {part.name: 10 ** -draw.uniform(1, 3) for part in every}


def _gate(draw: random.Random, below: list[Structure], every: list[Part], shared: float) -> Structure:
    pool = [every if draw.random() < shared else below for _ in range(draw.randint(2, 4))]
    members = list({id(m): m for m in map(draw.choice, pool)}.values())
    kind = draw.random()
    if kind < 0.55:
        return all_of(*members)
    return any_of(*members) if kind < 0.9 or len(members) < 3 else at_least(2, *members)


class PlainDiagram:
    """The peer: a reduced ordered decision diagram in plain Python, gates combined by a recursive apply with a
    memory, parts in the order in which a depth-first walk meets them."""

    def __init__(self, structure: Structure) -> None:
        self.level = {part: level for level, part in enumerate(structure.parts)}
        self.nodes: list[tuple[int, int, int]] = [(len(self.level), 0, 0), (len(self.level), 1, 1)]
        self._known: dict[tuple[int, int, int], int] = {}
        self._made: dict[int, int] = {}
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 20_000))
        self.root = self._of(structure)

    def unavailability(self, q: Figures) -> float:
        by_level = [q[part] for part in self.level]
        p = [0.0, 1.0]
        for level, high, low in self.nodes[2:]:
            p.append(by_level[level] * p[high] + (1 - by_level[level]) * p[low])
        return p[self.root]

    def _of(self, structure: Structure) -> int:
        if isinstance(structure, Part):
            return self._node(self.level[structure.name], 1, 0)
        assert isinstance(structure, Gate)
        if id(structure) not in self._made:
            self._made[id(structure)] = self._threshold(structure)
        return self._made[id(structure)]

    def _threshold(self, gate: Gate) -> int:
        members = [self._of(member) for member in gate.members]
        reached = [1] + [0] * gate.fails_at
        for member in members:
            for k in range(gate.fails_at, 0, -1):
                reached[k] = self._apply(max, reached[k], self._apply(min, member, reached[k - 1], {}), {})
        return reached[gate.fails_at]

    def _apply(self, rule, one: int, other: int, memory: dict[tuple[int, int], int]) -> int:
        if one < 2 and other < 2:
            return rule(one, other)
        if (one, other) not in memory:
            level = min(self.nodes[one][0], self.nodes[other][0])
            (high, low), (other_high, other_low) = self._split(one, level), self._split(other, level)
            memory[one, other] = self._node(
                level, self._apply(rule, high, other_high, memory), self._apply(rule, low, other_low, memory)
            )
        return memory[one, other]

    def _split(self, node: int, level: int) -> tuple[int, int]:
        return self.nodes[node][1:] if self.nodes[node][0] == level else (node, node)

    def _node(self, level: int, high: int, low: int) -> int:
        if high == low:
            return high
        if (level, high, low) not in self._known:
            self._known[level, high, low] = len(self.nodes)
            self.nodes.append((level, high, low))
        return self._known[level, high, low]
