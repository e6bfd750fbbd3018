"""Which nodes of a picture are drawn and where: focus, the layout, and the places somebody chose. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

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


def arranged(picture: Picture, heights: Heights, focus: Focus | None = None) -> Arranged:
    """Lay the picture out; nodes that somebody put somewhere stand there."""
    shown = around(picture.edges, focus.name, focus.steps) if focus else None
    nodes = tuple(node for node in picture.nodes if shown is None or node.name in shown)
    names = {node.name for node in nodes}
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
    return Arranged(picture, nodes, boxes, routes)


def straight(upper: Box, lower: Box) -> tuple[Point, Point]:
    """The line between two boxes that were put somewhere by hand."""
    start = upper.centre[0], upper.y + upper.height
    return start, (lower.centre[0], lower.y)
