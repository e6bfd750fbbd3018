"""What services stand on, as rows to show: groups with their members, and the figures of each component."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.structure.assembly import ALL, ANY, CAPACITY
from app.models.catalogue import Component, Need, NeedGroup, Service
from app.models.database import Database
from app.usecases.needs import Node


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A component, a service or a group (`group_id`) inside a group; `share` in percent of its capacity."""

    name: str
    node: Node | None
    need_id: int | None
    group_id: int | None
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of what something needs; the one without a parent is all that it needs."""

    id: int
    owner: Node
    parent_id: int | None
    rule: str
    needed: Decimal | None
    name: str
    members: tuple[MemberRow, ...]

    @property
    def words(self) -> str:
        """ "all of 3", "2 of 3", "60 % of the capacity"."""
        count = len(self.members)
        if self.rule == ALL:
            return f"all of {count}"
        if self.rule == ANY:
            return f"1 of {count}"
        if self.rule == CAPACITY:
            return f"{self.needed or 0:f} % of the capacity"
        return f"{self.needed or 1:f} of {count}"


def list_groups(db: Database, owner: Node | None = None) -> tuple[GroupRow, ...]:
    """The groups of one service or component, or of all of them; a group before the groups inside it."""
    with db.reading() as session:
        return read_groups(session, owner)


def read_groups(session: Session, owner: Node | None = None) -> tuple[GroupRow, ...]:
    query = select(NeedGroup).order_by(NeedGroup.position, NeedGroup.id)
    if owner is not None:
        column = NeedGroup.service_id if owner.kind == "service" else NeedGroup.component_id
        query = query.where(column == owner.id)
    groups = session.scalars(query).all()
    names = _names(session)
    members: dict[int, list[tuple[int, MemberRow]]] = {group.id: [] for group in groups}
    for need in session.scalars(select(Need).where(Need.group_id.in_(members))):
        members[need.group_id].append((need.position, _member(need, names)))
    for group in groups:
        if group.parent_id is not None:
            row = MemberRow(group.name, None, None, group.id, _decimal(group.share))
            members[group.parent_id].append((group.position, row))
    return tuple(_row(group, members[group.id]) for group in _outermost_first(groups))


def _row(group: NeedGroup, members: Sequence[tuple[int, MemberRow]]) -> GroupRow:
    together = tuple(row for _, row in sorted(members, key=lambda member: member[0]))
    return GroupRow(
        group.id,
        Node("service", group.service_id)
        if group.service_id is not None
        else Node("component", group.component_id or 0),
        group.parent_id,
        group.rule,
        _decimal(group.needed),
        group.name,
        together,
    )


def _outermost_first(groups: Sequence[NeedGroup]) -> list[NeedGroup]:
    depth: dict[int, int] = {}
    parents = {group.id: group.parent_id for group in groups}

    def of(number: int) -> int:
        if number not in depth:
            parent = parents[number]
            depth[number] = 0 if parent is None else of(parent) + 1
        return depth[number]

    return sorted(groups, key=lambda group: of(group.id))


def _member(need: Need, names: Mapping[Node, str]) -> MemberRow:
    if need.component_id is not None:
        node = Node("component", need.component_id)
    else:
        node = Node("service", need.needed_service_id or 0)
    return MemberRow(names[node], node, need.id, None, _decimal(need.share))


def _names(session: Session) -> Mapping[Node, str]:
    services = {Node("service", key): name for key, name in session.execute(select(Service.id, Service.name))}
    components = session.execute(select(Component.id, Component.name))
    return services | {Node("component", key): name for key, name in components}


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
