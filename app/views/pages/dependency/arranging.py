"""Which nodes of a picture are drawn and where: focus, the layout, and the places somebody chose. No widgets."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.calc.layered import Box, Edge, Point, around, layered
from app.usecases.picture import Picture, PictureNode

NODE_WIDTH = 192


@dataclass(frozen=True, slots=True)
class Heights:
    """How tall nodes have to be for the font in use."""

    node: int
    group: int
    width: int = NODE_WIDTH

    def of(self, node: PictureNode) -> tuple[int, int]:
        return (self.width * 5 // 8, self.group) if node.kind == "group" else (self.width, self.node)


@dataclass(frozen=True, slots=True)
class Focus:
    """Only what is at most so many steps away from one node."""

    name: str
    steps: int


@dataclass(frozen=True, slots=True)
class Arranged:
    """What is drawn, and where."""

    picture: Picture
    nodes: tuple[PictureNode, ...]
    boxes: Mapping[str, Box]
    routes: Mapping[Edge, tuple[Point, ...]]
    hidden: Mapping[str, int] = field(default_factory=dict[str, int])  # under each folded node, so many


def arranged(picture: Picture, heights: Heights, focus: Focus | None = None) -> Arranged:
    """Lay the picture out; nodes that somebody put somewhere stand there.

    A focus on a node that is gone, or folded away, is none.
    """
    seen = unfolded(picture)
    unfolded_edges = [edge for edge in picture.edges if seen.issuperset(edge)]
    shown = around(unfolded_edges, focus.name, focus.steps) if focus and focus.name in seen else None
    names = seen if shown is None else seen & shown
    nodes = tuple(node for node in picture.nodes if node.name in names)
    edges = tuple(edge for edge in picture.edges if names.issuperset(edge))
    drawn = layered({node.name: heights.of(node) for node in nodes}, edges)
    boxes = dict(drawn.boxes)
    moved = {name: place for name, place in picture.places.items() if name in boxes and shown is None}
    for name, (x, y) in moved.items():
        boxes[name] = replace(boxes[name], x=x, y=y)
    routes = {
        edge: straight(boxes[edge[0]], boxes[edge[1]]) if moved.keys() & set(edge) else route
        for edge, route in drawn.routes.items()
    }
    return Arranged(picture, nodes, boxes, routes, _hidden(picture, seen))


def unfolded(picture: Picture) -> set[str]:
    """The nodes that are reached from the top without going through one that is folded."""
    below = _below(picture)
    waiting = _top(picture)
    seen = set(waiting)
    while waiting:
        name = waiting.pop()
        for lower in () if name in picture.folded else below.get(name, ()):
            if lower not in seen:
                seen.add(lower)
                waiting.append(lower)
    return seen


def folds_over(picture: Picture, name: str) -> tuple[str, ...]:
    """The fewest folded nodes, from the top down, under which a node is hidden; none where it is drawn."""
    below = _below(picture)
    waiting: deque[tuple[str, tuple[str, ...]]] = deque((top, ()) for top in _top(picture))
    seen = set[str]()
    while waiting:
        at, folds = waiting.popleft()
        if at == name:
            return folds
        if at in seen:
            continue
        seen.add(at)
        folded = at in picture.folded
        for lower in below.get(at, ()):
            if folded:
                waiting.append((lower, (*folds, at)))
            else:
                waiting.appendleft((lower, folds))
    return ()


def _top(picture: Picture) -> list[str]:
    """The nodes nothing stands on."""
    needed = {lower for _, lower in picture.edges}
    return [node.name for node in picture.nodes if node.name not in needed]


def _hidden(picture: Picture, seen: set[str]) -> Mapping[str, int]:
    """How many under each folded node are not drawn."""
    below = _below(picture)
    counts: dict[str, int] = {}
    for name in picture.folded & seen:
        found, waiting = set[str](), [name]
        while waiting:
            more = {
                lower for lower in below.get(waiting.pop(), ()) if lower not in found and lower not in seen
            }
            found |= more
            waiting += more
        if found:
            counts[name] = len(found)
    return counts


def _below(picture: Picture) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for upper, lower in picture.edges:
        found.setdefault(upper, []).append(lower)
    return found


def straight(upper: Box, lower: Box) -> tuple[Point, Point]:
    """The line between two boxes that were put somewhere by hand."""
    start = upper.centre[0], upper.y + upper.height
    return start, (lower.centre[0], lower.y)
