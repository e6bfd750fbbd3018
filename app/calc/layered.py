"""Drawing what stands on what in rows: who needs something above what it needs, no box on another or on a line.

Rows by the longest way from the top, lanes where a line passes a row, the order within rows by the mean place of
the neighbours (Sugiyama, Tagawa, Toda 1981), and places by the least squares that keep the order and the gaps.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, sqrt
from typing import Literal

Edge = tuple[str, str]
Point = tuple[int, int]
Direction = Literal["up", "down", "left", "right"]

GRID = 8
BETWEEN = 24  # boxes side by side
BESIDE_LANE = 16
BETWEEN_LANES = 8
BETWEEN_ROWS = 56
SWEEPS = 12
FEWEST_IN_A_ROW = 8


@dataclass(frozen=True, slots=True)
class Box:
    """Where one node is drawn; all four lie on the grid."""

    x: int
    y: int
    width: int
    height: int

    @property
    def centre(self) -> Point:
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Layered:
    """A box for every node, and for every edge the corners of its line, from the upper box to the lower."""

    boxes: Mapping[str, Box]
    routes: Mapping[Edge, tuple[Point, ...]]


def layered(
    sizes: Mapping[str, tuple[int, int]], edges: Iterable[Edge], in_a_row: int | None = None
) -> Layered:
    """Lay out the nodes of these sizes; each edge goes from who needs to what is needed. ValueError on a circle.

    At most `in_a_row` stand beside each other, and no row reaches out over the widest; left out, more stand beside
    each other the more there are, and rows may reach out to where their lines are straightest.
    """
    graph = _Graph(tuple(sizes), [_on_grid(size) for size in sizes.values()])
    for upper, lower in edges:
        graph.join(upper, lower)
    rows = _Rows(graph, _rows_of(graph, in_a_row))
    rows.order()
    rows.spread(within_the_widest=in_a_row is not None)
    return rows.drawn()


def around(edges: Iterable[Edge], middle: str, steps: int) -> frozenset[str]:
    """The nodes that at most so many edges lead to, up or down, the middle itself among them."""
    beside: dict[str, set[str]] = {}
    for upper, lower in edges:
        beside.setdefault(upper, set()).add(lower)
        beside.setdefault(lower, set()).add(upper)
    found = newest = {middle}
    for _ in range(steps):
        newest = {other for one in newest for other in beside.get(one, ())} - found
        found = found | newest
    return frozenset(found)


def next_towards(boxes: Mapping[str, Box], edges: Iterable[Edge], name: str, way: Direction) -> str | None:
    """The box an arrow key leads to: the nearest that way, of those joined by a line if there is one."""
    x, y = boxes[name].centre
    joined = {other for edge in edges if name in edge for other in edge}
    best: tuple[float, str] | None = None
    for other, box in boxes.items():
        across, down = box.centre[0] - x, box.centre[1] - y
        ahead, aside = {
            "up": (-down, across),
            "down": (down, across),
            "left": (-across, down),
            "right": (across, down),
        }[way]
        if other == name or ahead <= 0 or (way in ("left", "right") and abs(aside) > box.height):
            continue
        far = ahead + 2 * abs(aside) - (1_000_000 if other in joined else 0)
        if best is None or far < best[0]:
            best = far, other
    return best[1] if best else None


def _on_grid(size: tuple[int, int]) -> tuple[int, int]:
    """Even multiples of the grid, so that middles lie on it too."""
    width, height = (2 * GRID * max(1, ceil(side / (2 * GRID))) for side in size)
    return width, height


@dataclass
class _Graph:
    names: tuple[str, ...]
    sizes: list[tuple[int, int]]
    edges: dict[tuple[int, int], None] = field(default_factory=dict[tuple[int, int], None])
    above: list[list[int]] = field(init=False)
    below: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self._numbers = {name: number for number, name in enumerate(self.names)}
        self.above = [[] for _ in self.names]
        self.below = [[] for _ in self.names]

    def join(self, upper: str, lower: str) -> None:
        edge = self._numbers[upper], self._numbers[lower]
        if edge not in self.edges:
            self.edges[edge] = None
            self.below[edge[0]].append(edge[1])
            self.above[edge[1]].append(edge[0])

    def from_the_top(self) -> list[int]:
        """Everybody after all who need it."""
        waiting = [len(above) for above in self.above]
        ready = [number for number, count in enumerate(waiting) if not count]
        for one in ready:
            for lower in self.below[one]:
                waiting[lower] -= 1
                if not waiting[lower]:
                    ready.append(lower)
        if len(ready) < len(self.names):
            raise ValueError("what is drawn in rows may not go round in a circle")
        return ready


def _rows_of(graph: _Graph, in_a_row: int | None) -> list[list[int]]:
    """The nodes of each row; what would be far too long a row becomes several."""
    rank = [0] * len(graph.names)
    order = graph.from_the_top()
    for one in order:
        for lower in graph.below[one]:
            rank[lower] = max(rank[lower], rank[one] + 1)
    for one in order:
        if not graph.above[one] and graph.below[one]:
            rank[one] = min(rank[lower] for lower in graph.below[one]) - 1
    ranks: list[list[int]] = [[] for _ in range(max(rank, default=-1) + 1)]
    for one in order:
        ranks[rank[one]].append(one)
    most = in_a_row or max(FEWEST_IN_A_ROW, ceil(2 * sqrt(len(rank))))
    return [row for nodes in ranks if nodes for row in _cut(graph, nodes, most)]


def _cut(graph: _Graph, nodes: list[int], most: int) -> list[list[int]]:
    """Rows of at most so many; what others stand on comes last, next to what it stands on."""
    ordered = sorted(nodes, key=lambda one: bool(graph.below[one]))
    count = ceil(len(ordered) / most)
    each = ceil(len(ordered) / count)
    return [ordered[at : at + each] for at in range(0, len(ordered), each)]


class _Rows:
    """Nodes and lanes in rows; a lane carries every line of one node past a row."""

    def __init__(self, graph: _Graph, rows: list[list[int]]) -> None:
        self._graph = graph
        self._rows = [list(row) for row in rows]
        self._row_of = {one: number for number, row in enumerate(rows) for one in row}
        self._widths = [width for width, _ in graph.sizes]
        self._up: list[list[int]] = [[] for _ in graph.names]
        self._down: list[list[int]] = [[] for _ in graph.names]
        lanes: dict[tuple[int, int], int] = {}
        self._ways = {edge: self._way(*edge, lanes) for edge in graph.edges}
        self._middles = [0.0] * len(self._widths)

    def _way(self, upper: int, lower: int, lanes: dict[tuple[int, int], int]) -> tuple[int, ...]:
        """The cells a line passes, one in each row."""
        way = [upper]
        for row in range(self._row_of[upper] + 1, self._row_of[lower]):
            lane = lanes.get((upper, row))
            if lane is None:
                lane = lanes[upper, row] = self._new_lane(row)
                self._link(way[-1], lane)
            way.append(lane)
        self._link(way[-1], lower)
        return (*way, lower)

    def _new_lane(self, row: int) -> int:
        lane = len(self._widths)
        self._widths.append(0)
        self._up.append([])
        self._down.append([])
        self._rows[row].insert(len(self._rows[row]) // 2, lane)  # at the end it would drag what follows aside
        return lane

    def _link(self, upper: int, lower: int) -> None:
        self._down[upper].append(lower)
        self._up[lower].append(upper)

    def order(self) -> None:
        """Sort the rows by their neighbours, down and up, and keep the order with the fewest crossings."""
        best, fewest = [list(row) for row in self._rows], self._crossings()
        for sweep in range(SWEEPS):
            if not fewest:
                break
            down = sweep % 2 == 0
            rows = self._rows[1:] if down else self._rows[-2::-1]
            places = self._places()
            for row in rows:
                self._sort(row, self._up if down else self._down, places)
            crossings = self._crossings()
            if crossings < fewest:
                best, fewest = [list(row) for row in self._rows], crossings
        self._rows = best

    def _places(self) -> list[float]:
        """How far along its row each cell stands, from 0 to 1."""
        places = [0.0] * len(self._widths)
        for row in self._rows:
            for at, one in enumerate(row):
                places[one] = (at + 0.5) / len(row)
        return places

    def _sort(self, row: list[int], beside: list[list[int]], places: list[float]) -> None:
        wanted = {
            one: sum(places[other] for other in beside[one]) / len(beside[one])
            if beside[one]
            else places[one]
            for one in row
        }
        row.sort(key=wanted.__getitem__)
        for at, one in enumerate(row):
            places[one] = (at + 0.5) / len(row)

    def _crossings(self) -> int:
        place = {one: at for row in self._rows for at, one in enumerate(row)}
        crossings = 0
        for row in self._rows:
            passed: list[int] = []
            for one in row:
                ends = sorted(place[other] for other in self._down[one])
                crossings += sum(len(passed) - bisect_right(passed, end) for end in ends)
                for end in ends:
                    insort(passed, end)
        return crossings

    def spread(self, *, within_the_widest: bool = False) -> None:
        """Put every cell as near to the middle of its neighbours as order and gaps allow."""
        gaps = [[self._gap(a, b) for a, b in itertools.pairwise(row)] for row in self._rows]
        half = max((self._width(row) for row in self._rows), default=0) / 2
        for row, between in zip(self._rows, gaps, strict=True):
            self._put(row, _least_squares([0.0] * len(row), [1.0] * len(row), between))
        for sweep in range(SWEEPS):
            down = sweep % 2 == 0
            numbers = range(1, len(self._rows)) if down else range(len(self._rows) - 2, -1, -1)
            for number in numbers:
                row, beside = self._rows[number], self._up if down else self._down
                wanted = [self._wanted(one, beside[one]) for one in row]
                weights = [1.0 if self._widths[one] else 4.0 for one in row]
                room = self._room(row, half) if within_the_widest else None
                self._put(row, _least_squares(wanted, weights, gaps[number], room))

    def _width(self, row: list[int]) -> int:
        """Of a row whose cells stand as near to each other as they may."""
        between = sum(self._gap(a, b) for a, b in itertools.pairwise(row))
        return between + (self._widths[row[0]] + self._widths[row[-1]]) // 2

    def _room(self, row: list[int], half: float) -> tuple[float, float]:
        """Between which places the first and the last cell may stand, where no row is wider than twice the half."""
        return self._widths[row[0]] / 2 - half, half - self._widths[row[-1]] / 2

    def _wanted(self, one: int, beside: list[int]) -> float:
        if not beside:
            return self._middles[one]
        return sum(self._middles[other] for other in beside) / len(beside)

    def _put(self, row: list[int], middles: Sequence[float]) -> None:
        for one, middle in zip(row, middles, strict=True):
            self._middles[one] = middle

    def _gap(self, left: int, right: int) -> int:
        """From middle to middle, a multiple of the grid."""
        lanes = (self._widths[left] == 0) + (self._widths[right] == 0)
        between = (BETWEEN, BESIDE_LANE, BETWEEN_LANES)[lanes]
        return (self._widths[left] + self._widths[right]) // 2 + between

    def drawn(self) -> Layered:
        """On the grid, the leftmost box at 0 and the topmost at 0."""
        graph = self._graph
        snapped = [int(middle // GRID) * GRID for middle in self._middles]
        left = min((snapped[one] - self._widths[one] // 2 for one in range(len(snapped))), default=0)
        middles = [middle - left for middle in snapped]
        tops, bottoms = self._heights()
        boxes: dict[int, Box] = {}
        for number, row in enumerate(self._rows):
            for one in row:
                if one < len(graph.names):
                    width, height = graph.sizes[one]
                    spare = (bottoms[number] - tops[number] - height) // 2
                    boxes[one] = Box(middles[one] - width // 2, tops[number] + spare, width, height)
        routes = {
            (graph.names[upper], graph.names[lower]): self._route(way, boxes, middles, tops, bottoms)
            for (upper, lower), way in self._ways.items()
        }
        return Layered({graph.names[one]: boxes[one] for one in range(len(graph.names))}, routes)

    def _heights(self) -> tuple[list[int], list[int]]:
        tops, bottoms, at = list[int](), list[int](), 0
        for row in self._rows:
            real = [self._graph.sizes[one][1] for one in row if one < len(self._graph.names)]
            tops.append(at)
            bottoms.append(at + max(real))
            at = bottoms[-1] + BETWEEN_ROWS
        return tops, bottoms

    def _route(
        self,
        way: tuple[int, ...],
        boxes: Mapping[int, Box],
        middles: Sequence[int],
        tops: Sequence[int],
        bottoms: Sequence[int],
    ) -> tuple[Point, ...]:
        """Straight down within rows, aslant only between them."""
        upper, lower, row = way[0], way[-1], self._row_of[way[0]]
        points = [
            (middles[upper], boxes[upper].y + boxes[upper].height),
            (middles[upper], bottoms[row]),
        ]
        for number, lane in enumerate(way[1:-1], row + 1):
            points += [(middles[lane], tops[number]), (middles[lane], bottoms[number])]
        points += [(middles[lower], tops[self._row_of[lower]]), (middles[lower], boxes[lower].y)]
        return tuple(dict.fromkeys(points))


def _least_squares(
    wanted: Sequence[float],
    weights: Sequence[float],
    gaps: Sequence[int],
    room: tuple[float, float] | None = None,
) -> list[float]:
    """The places nearest to those wanted that keep the gaps: neighbours too close are pooled and moved together.

    Where there is a `room`, the first is not before it and the last not behind it.
    """
    offsets = [0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    pools: list[tuple[float, float, int]] = []  # mean, weight, members
    for place, weight, offset in zip(wanted, weights, offsets, strict=False):
        mean, heavy, members = place - offset, weight, 1
        while pools and pools[-1][0] >= mean:
            before, before_heavy, before_members = pools.pop()
            mean = (before * before_heavy + mean * heavy) / (before_heavy + heavy)
            heavy, members = heavy + before_heavy, members + before_members
        pools.append((mean, heavy, members))
    moved = [mean for mean, _, members in pools for _ in range(members)]
    if room is not None:
        first, last = room[0], room[1] - offsets[-1]
        moved = [max(first, min(last, mean)) for mean in moved]
    return [place + offset for place, offset in zip(moved, offsets, strict=False)]
