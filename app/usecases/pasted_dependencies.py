"""A list of who needs what, pasted or from a file: looked at first, then written as one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.structure.assembly import ALL, ANY, AT_LEAST, Need, circle_in
from app.errors import InputError
from app.imports.dependencies import Dependencies, Edge, Skipped, read_dependencies, read_sheet
from app.imports.files import Progress, SourceFile, Stop
from app.imports.reading import read_source
from app.models import catalogue
from app.models.catalogue import Component, NeedGroup, Service
from app.models.database import Database
from app.usecases.editing import LONGEST_NAME, tidy_name
from app.usecases.needs import Node, join_needs, refuse_circles
from app.usecases.standing import Standing, load_standing, named_in

Verdict = Literal["new", "known", "refused"]
_MOST_CIRCLES = 50  # lines that are looked for one by one; with more, nothing of the list is worth keeping


@dataclass(frozen=True, slots=True)
class UnderstoodLine:
    """A line of the list as understood, and what becomes of it; `note` says what is made, or why it is refused."""

    line: int
    who: str
    needs: str
    kind: str
    group: str
    verdict: Verdict
    note: str


@dataclass(frozen=True, slots=True)
class PastedDependencies:
    """What a list would do: `edges` would be written, `known` lines are on the desk already."""

    edges: tuple[Edge, ...]
    known: int
    new_components: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    lines: tuple[UnderstoodLine, ...]


def read_dependency_file(
    path: Path, *, progress: Progress | None = None, cancelled: Stop | None = None
) -> SourceFile:
    """Any spreadsheet or text file that can be imported; raises FileError or Cancelled."""
    return read_source(path, progress=progress, cancelled=cancelled)


def look_at_file(
    db: Database, source: SourceFile, sheet: int, under: str = "", cancelled: Stop | None = None
) -> PastedDependencies:
    """One sheet of a file against the desk; nothing is written. Raises InputError for what is no list."""
    return _look(db, read_sheet(source, sheet, under, cancelled))


def look_at_dependencies(db: Database, text: str, under: str = "") -> PastedDependencies:
    """Read a pasted list against the desk; nothing is written. Raises InputError for what is no list.

    Mere names are needed by what is called `under`, where that is given.
    """
    return _look(db, read_dependencies(text, under))


def write_dependencies(db: Database, edges: Sequence[Edge]) -> int:
    """Let everybody named need what is named beside, making components for unknown names; returns how many lines
    were new. A group that its owner has by that name already takes the new ones in. Refuses circles."""
    with db.changing("Paste what is needed") as session:
        nodes = _nodes(session)
        nodes |= _new_components(session, edges, nodes)
        there = _There(session)
        new = [edge for edge in edges if not there.is_needed(*_pair(edge, nodes))]
        for together in _bundles(edges):
            _join(session, together, nodes, there)
        refuse_circles(session)
        session.info["label"] = f"Paste {len(new)} {'line' if len(new) == 1 else 'lines'} of what is needed"
        return len(new)


def _look(db: Database, read: Dependencies) -> PastedDependencies:
    with db.reading() as session:
        nodes = _nodes(session)
        there = _There(session)
        standing = load_standing(session)
    refused = _refused(read.edges, nodes, there, standing)
    known = {edge for edge in read.edges if there.is_needed(*_pair(edge, nodes))}
    written = tuple(edge for edge in read.edges if edge not in refused)
    told = [_understood(edge, nodes, known, refused) for edge in read.edges]
    told += [UnderstoodLine(one.line, one.text, "", "", "", "refused", one.reason) for one in read.skipped]
    return PastedDependencies(
        written,
        len(known),
        _missing(written, nodes),
        read.skipped,
        tuple(sorted(told, key=lambda one: one.line)),
    )


def _missing(edges: Sequence[Edge], nodes: Mapping[str, Node]) -> tuple[str, ...]:
    """Names nobody has on the desk, in the order in which they come."""
    names: dict[str, str] = {}
    for edge in edges:
        for name in (edge.who, edge.needs):
            names.setdefault(name.casefold(), name)
    return tuple(name for folded, name in names.items() if folded not in nodes)


def _understood(
    edge: Edge, nodes: Mapping[str, Node], known: set[Edge], refused: Mapping[Edge, str]
) -> UnderstoodLine:
    group = " · ".join(part for part in (edge.group, rule_words(edge)) if part)
    verdict: Verdict = "refused" if edge in refused else "known" if edge in known else "new"
    fresh = [name for name in (edge.who, edge.needs) if name.casefold() not in nodes]
    note = f"makes {' and '.join(fresh)}" if fresh else ""
    if verdict != "new":
        note = refused.get(edge, "stands there already")
    return UnderstoodLine(edge.line, edge.who, edge.needs, edge.kind, group, verdict, note)


def rule_words(edge: Edge) -> str:
    """How many of its group are needed, as the list says it."""
    if edge.needed is None:
        return {"any": "any one", "all": "all"}.get(edge.rule, "")
    return f"{edge.needed:f} % of the capacity" if edge.rule == "capacity" else f"{edge.needed:f} needed"


def _refused(
    edges: Sequence[Edge], nodes: Mapping[str, Node], there: _There, standing: Standing
) -> Mapping[Edge, str]:
    """Lines that cannot be written, and why."""
    refused: dict[Edge, str] = {edge: why for edge in edges if (why := _too_long(edge))}
    new = [edge for edge in edges if not there.is_needed(*_pair(edge, nodes)) and edge not in refused]
    refused |= _incomplete(edges, frozenset(new), nodes, there)
    refused |= _closing_circles([edge for edge in new if edge not in refused], nodes, standing)
    # A group may have lost a line to a circle.
    left = frozenset(edge for edge in new if edge not in refused)
    return {**refused, **_incomplete(edges, left, nodes, there)}


def _incomplete(
    edges: Sequence[Edge], left: frozenset[Edge], nodes: Mapping[str, Node], there: _There
) -> Mapping[Edge, str]:
    """What is left of groups that cannot be made of it."""
    found: dict[Edge, str] = {}
    for together in _bundles(edges):
        ours = [edge for edge in together if edge in left]
        if ours and there.home(together, nodes) is None and (why := _too_few(ours)):
            found |= dict.fromkeys(ours, why)
    return found


def _too_long(edge: Edge) -> str:
    longest = max((edge.who, edge.needs, edge.group), key=len)
    return f"a name is longer than {LONGEST_NAME} letters" if len(longest) > LONGEST_NAME else ""


def _too_few(together: Sequence[Edge]) -> str:
    first, count = together[0], len(together)
    if first.rule == AT_LEAST and not 1 <= int(first.needed or 0) <= count:
        return f"of {count} in this group, {first.needed:f} cannot be needed"
    if first.rule == "capacity" and not 0 < (first.needed or 0) <= 100:
        return "so much of the capacity cannot be needed"
    if any(edge.rule != first.rule or edge.needed != first.needed for edge in together):
        return "the lines of this group do not say the same"
    return ""


def _closing_circles(
    edges: Sequence[Edge], nodes: Mapping[str, Node], standing: Standing
) -> Mapping[Edge, str]:
    """The later lines of each circle, until none is left."""
    graph: dict[str, dict[str, Edge | None]] = {  # whom each needs, and by which line of the list
        owner: dict.fromkeys(named_in(need)) for owner, need in standing.needs.items()
    }
    for edge in edges:
        who, needs = _key(edge.who, nodes), _key(edge.needs, nodes)
        graph.setdefault(who, {}).setdefault(needs, edge)
    refused: dict[Edge, str] = {}
    for _ in range(_MOST_CIRCLES):
        around = circle_in({owner: Need(ALL, tuple(below)) for owner, below in graph.items()})
        if not around:
            return refused
        ours = [(edge, link) for link in pairwise(around) if (edge := graph[link[0]][link[1]]) is not None]
        edge, (upper, lower) = max(ours, key=lambda one: one[0].line)
        refused[edge] = f"{edge.who} would come to need itself"
        del graph[upper][lower]
    return refused | dict.fromkeys(edges, "one of many circles: something would come to need itself")


def _key(name: str, nodes: Mapping[str, Node]) -> str:
    node = nodes.get(name.casefold())
    return f"{node.kind}:{node.id}" if node is not None else f"new:{name.casefold()}"


def _bundles(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Lines that belong together: of one owner, beside all the rest or in one group."""
    found: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        found.setdefault((edge.who.casefold(), edge.bundle or edge.group.casefold()), []).append(edge)
    return list(found.values())


def _join(session: Session, bundle: Sequence[Edge], nodes: Mapping[str, Node], there: _There) -> None:
    """Write what is new of the lines that belong together."""
    together = [edge for edge in bundle if not there.is_needed(*_pair(edge, nodes))]
    if not together:
        return
    first, home = together[0], there.home(bundle, nodes)
    owner = _pair(first, nodes)[0]
    members = [_pair(edge, nodes)[1] for edge in together]
    if home is None and (why := _too_few(together)):
        raise InputError(f"{first.who}: {why}. Mend these lines and try again.")
    rule = first.rule or (ANY if first.group and len(members) > 1 else None)
    shares = {_pair(edge, nodes)[1]: edge.share for edge in together if edge.share is not None}
    join_needs(
        session,
        owner,
        members,
        rule if home is None else None,
        first.group,
        needed=first.needed,
        shares=shares,
        inside=home,
    )


class _There:
    """What is needed on the desk already, and in which groups."""

    def __init__(self, session: Session) -> None:
        rows = session.scalars(select(NeedGroup).where(NeedGroup.parent_id.is_not(None)))
        self._inner = {row.id: row for row in rows}
        self._named = {(_owner(row), row.name.casefold()): row for row in self._inner.values() if row.name}
        self._group = _group_of_each(session)

    def is_needed(self, owner: Node, member: Node) -> bool:
        return (owner, member) in self._group

    def home(self, bundle: Sequence[Edge], nodes: Mapping[str, Node]) -> NeedGroup | None:
        """The group these lines belong to that is there already: by its name, or because the others stand in it."""
        owner = _pair(bundle[0], nodes)[0]
        if bundle[0].group and (named := self._named.get((owner, bundle[0].group.casefold()))):
            return named
        if not bundle[0].rule and not bundle[0].group:
            return None
        homes = {self._group.get(_pair(edge, nodes)) for edge in bundle} - {None}
        return self._inner.get(homes.pop() or 0) if len(homes) == 1 else None


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


def _group_of_each(session: Session) -> Mapping[tuple[Node, Node], int]:
    """The group in which each owner needs each member."""
    need = catalogue.Need
    query = select(NeedGroup, need).join(need, need.group_id == NeedGroup.id)
    return {
        (_owner(group), _node(row.needed_service_id, row.component_id)): group.id
        for group, row in session.execute(query)
    }


def _owner(group: NeedGroup) -> Node:
    return _node(group.service_id, group.component_id)


def _node(service_id: int | None, component_id: int | None) -> Node:
    return Node("service", service_id) if service_id is not None else Node("component", component_id or 0)


def _new_components(session: Session, edges: Sequence[Edge], nodes: Mapping[str, Node]) -> Mapping[str, Node]:
    """A component for every name that is not there, by that name in small letters."""
    kinds = {edge.needs.casefold(): edge.kind for edge in edges if edge.kind}
    made = {
        name.casefold(): Component(
            name=tidy_name(name, "component"), kind=kinds.get(name.casefold()) or "system"
        )
        for name in _missing(edges, nodes)
    }
    session.add_all(made.values())
    session.flush()
    return {folded: Node("component", component.id) for folded, component in made.items()}
