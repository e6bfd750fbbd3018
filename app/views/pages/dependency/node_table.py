"""The nodes of the picture as plain rows, for whoever would rather read, sort, copy or cannot see a picture."""

from __future__ import annotations

from dataclasses import dataclass

from app.usecases.picture import Picture, PictureNode
from app.views.pages.dependency.looks import State, basis_of, level_of, mark_of
from app.views.rows_model import Column


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node with what stands above and below it."""

    name: str
    node: PictureNode
    level: str
    mark: str
    below: tuple[str, ...]
    above: tuple[str, ...]


NODE_COLUMNS: tuple[Column[NodeRow], ...] = (
    Column("Name", lambda one: one.node.title, role="strong"),
    Column("State", lambda one: one.mark, width=120),
    Column("Kind", lambda one: "group" if one.node.kind == "group" else one.node.what, width=104),
    Column("Kept by", lambda one: one.node.keeper, width=120),
    Column("Up", lambda one: one.level, align="right", width=88),
    Column("Basis", lambda one: basis_of(one.node), width=104),
    Column("Location", lambda one: one.node.entered.location if one.node.entered else "", width=136),
    Column("Stands on", lambda one: one.below),
    Column("Carries", lambda one: one.above),
)


def node_rows(picture: Picture, state: State) -> tuple[NodeRow, ...]:
    """One row for each node, in the order of the picture from the top."""
    titles = {node.name: node.title for node in picture.nodes}
    below: dict[str, list[str]] = {}
    above: dict[str, list[str]] = {}
    for upper, lower in picture.edges:
        below.setdefault(upper, []).append(titles[lower])
        above.setdefault(lower, []).append(titles[upper])
    return tuple(
        NodeRow(
            node.name,
            node,
            level_of(node, state),
            mark_of(node, state)[0],
            tuple(below.get(node.name, ())),
            tuple(above.get(node.name, ())),
        )
        for node in picture.nodes
    )
