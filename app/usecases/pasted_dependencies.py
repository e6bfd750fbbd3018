"""A pasted list of who needs what: looked at first, then written as one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.structure.assembly import ANY
from app.imports.dependencies import Edge, Skipped, read_dependencies
from app.models.catalogue import Component, Need, NeedGroup, Service
from app.models.database import Database
from app.usecases.editing import tidy_name
from app.usecases.needs import Node, join_needs, refuse_circles


@dataclass(frozen=True, slots=True)
class PastedDependencies:
    """What pasting would do: `known` lines are on the desk already, `new_components` would be made."""

    edges: tuple[Edge, ...]
    known: int
    new_components: tuple[str, ...]
    skipped: tuple[Skipped, ...]


def look_at_dependencies(db: Database, text: str) -> PastedDependencies:
    """Read a pasted list against the desk; nothing is written. Raises InputError for what is no list."""
    read = read_dependencies(text)
    with db.reading() as session:
        nodes = _nodes(session)
        needed = _needed(session)
    names = {name.casefold(): name for edge in reversed(read.edges) for name in (edge.needs, edge.who)}
    known = [edge for edge in read.edges if _pair(edge, nodes) in needed]
    missing = [name for folded, name in names.items() if folded not in nodes]
    return PastedDependencies(read.edges, len(known), tuple(reversed(missing)), read.skipped)


def write_dependencies(db: Database, edges: Sequence[Edge]) -> int:
    """Let everybody named need what is named beside, making components for unknown names; returns how many lines
    were new. Lines of one owner that name the same group are one of them. Refuses circles."""
    with db.changing("Paste what is needed") as session:
        nodes = _nodes(session)
        for edge in edges:
            for name in (edge.who, edge.needs):
                if name.casefold() not in nodes:
                    nodes[name.casefold()] = _new_component(session, name)
        needed = _needed(session)
        new = [edge for edge in edges if _pair(edge, nodes) not in needed]
        for (owner, _group), members in _by_group(new, nodes).items():
            join_needs(session, owner, members, ANY if _group and len(members) > 1 else None, _group)
        refuse_circles(session)
        session.info["label"] = f"Paste {len(new)} {'line' if len(new) == 1 else 'lines'} of what is needed"
        return len(new)


def _by_group(edges: Sequence[Edge], nodes: Mapping[str, Node]) -> dict[tuple[Node, str], list[Node]]:
    groups: dict[tuple[Node, str], list[Node]] = {}
    for edge in edges:
        owner, member = _pair(edge, nodes)
        groups.setdefault((owner, edge.group), []).append(member)
    return groups


def _pair(edge: Edge, nodes: Mapping[str, Node]) -> tuple[Node, Node]:
    unknown = Node("", 0)
    return nodes.get(edge.who.casefold(), unknown), nodes.get(edge.needs.casefold(), unknown)


def _nodes(session: Session) -> dict[str, Node]:
    """By folded name; of a service and a component with one name the service."""
    nodes: dict[str, Node] = {}
    for key, name in session.execute(select(Component.id, Component.name)):
        nodes[name.casefold()] = Node("component", key)
    for key, name in session.execute(select(Service.id, Service.name)):
        nodes[name.casefold()] = Node("service", key)
    return nodes


def _needed(session: Session) -> set[tuple[Node, Node]]:
    query = select(
        NeedGroup.service_id, NeedGroup.component_id, Need.needed_service_id, Need.component_id
    ).join(Need, Need.group_id == NeedGroup.id)
    return {
        (_node(owner_service, owner_component), _node(service, component))
        for owner_service, owner_component, service, component in session.execute(query)
    }


def _node(service_id: int | None, component_id: int | None) -> Node:
    return Node("service", service_id) if service_id is not None else Node("component", component_id or 0)


def _new_component(session: Session, name: str) -> Node:
    component = Component(name=tidy_name(name, "component"))
    session.add(component)
    session.flush()
    return Node("component", component.id)
