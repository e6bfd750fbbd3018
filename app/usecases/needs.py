"""Saying what a service or a component stands on: members, groups, how many of them, copies. Each is one step.

Nothing may come to need itself; whatever would close a circle is refused by naming it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.calc.structure.assembly import ALL, ANY, AT_LEAST, CAPACITY, circle_in
from app.errors import InputError
from app.models.catalogue import Component, Need, NeedGroup, Service
from app.models.database import Database
from app.usecases.editing import fetch, tidy_name
from app.usecases.standing import load_standing

RULES = (ALL, ANY, AT_LEAST, CAPACITY)


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A service or a component; `kind` is "service" or "component"."""

    kind: str
    id: int


def add_needs(db: Database, owner: Node, members: Sequence[Node], group_id: int | None = None) -> None:
    """The owner needs these as well, in one of its groups or beside all the rest."""
    with db.changing("Add what is needed") as session:
        name = _name(session, owner)
        _add(session, owner, members, group_id)
        session.info["label"] = f"Let {name} stand on {_listed(session, members)}"


def add_named(
    db: Database, owner: Node, names: Sequence[str], group_id: int | None = None
) -> tuple[str, ...]:
    """Let the owner stand on what is called so, in whatever letter case: a component, else a service, else a new
    component. Returns the names of the new components.
    """
    wanted: dict[str, str] = {}
    for name in (" ".join(one.split()) for one in names):
        if name:
            wanted.setdefault(name.casefold(), name)
    if not wanted:
        raise InputError("Write the name of a component or a service, one a line.")
    with db.changing("Add what is needed") as session:
        known = _nodes_by_name(session)
        made = [tidy_name(text, "component") for key, text in wanted.items() if key not in known]
        for text in made:
            component = Component(name=text, kind="system", owner="")
            session.add(component)
            session.flush()
            known[text.casefold()] = Node("component", component.id)
        _add(session, owner, [known[key] for key in wanted], group_id)
        session.info["label"] = (
            f"Let {_name(session, owner)} stand on {_listed(session, [known[key] for key in wanted])}"
        )
    return tuple(made)


def remove_need(db: Database, need_id: int) -> None:
    """The owner no longer needs this one; a group left with nobody goes with it."""
    with db.changing("Remove what was needed") as session:
        need = fetch(session, Need, need_id, "line")
        group = fetch(session, NeedGroup, need.group_id, "group")
        member, owner = _name(session, _node(need)), _name(session, _owner(group))
        session.delete(need)
        session.flush()
        _drop_if_empty(session, group)
        session.info["label"] = f"Let {owner} no longer stand on {member}"


def group_needs(
    db: Database, need_ids: Sequence[int], rule: str, needed: Decimal | None = None, name: str = ""
) -> int:
    """Put members of one group into a new group inside it; returns its id."""
    with db.changing("Group what is needed") as session:
        needs = [fetch(session, Need, need_id, "line") for need_id in dict.fromkeys(need_ids)]
        if len(needs) < 2 or len({need.group_id for need in needs}) > 1:
            raise InputError("Choose two or more that stand in the same group, then group them.")
        outer = fetch(session, NeedGroup, needs[0].group_id, "group")
        inner = NeedGroup(
            service_id=outer.service_id,
            component_id=outer.component_id,
            parent_id=outer.id,
            position=min(need.position for need in needs),
            name=" ".join(name.split()),
        )
        session.add(inner)
        session.flush()
        for position, need in enumerate(needs):
            need.group_id, need.position = inner.id, position
        session.flush()
        _set_rule(session, inner, rule, needed)
        session.info["label"] = f"Group {_listed(session, [_node(need) for need in needs])}"
        return inner.id


def change_group(
    db: Database,
    group_id: int,
    *,
    rule: str | None = None,
    needed: Decimal | None = None,
    name: str | None = None,
) -> None:
    """Change how many of a group are needed, or what it is called."""
    with db.changing("Change a group") as session:
        group = fetch(session, NeedGroup, group_id, "group")
        if name is not None:
            group.name = " ".join(name.split())
        if rule is not None or needed is not None:
            _set_rule(session, group, rule or group.rule, needed)
        session.info["label"] = f"Change what {_name(session, _owner(group))} needs"


def dissolve_group(db: Database, group_id: int) -> None:
    """Its members stand in the group around it again."""
    with db.changing("Dissolve a group") as session:
        group = fetch(session, NeedGroup, group_id, "group")
        if group.parent_id is None:
            raise InputError("This is all that is needed; there is no group around it.")
        outer = fetch(session, NeedGroup, group.parent_id, "group")
        known = {_node(need) for need in _members(session, outer)}
        for need in _members(session, group):
            if _node(need) in known:
                session.delete(need)
            else:
                need.group_id, need.position = outer.id, _next_position(session, outer.id)
            session.flush()
        session.execute(update(NeedGroup).where(NeedGroup.parent_id == group.id).values(parent_id=outer.id))
        session.delete(group)
        session.info["label"] = f"Dissolve a group of {_name(session, _owner(outer))}"


def change_share(db: Database, need_id: int, share: Decimal | None) -> None:
    """What a member gives of its group's capacity, in percent."""
    if share is not None and not 0 <= share <= 1_000_000:
        raise InputError("A share of the capacity is nought or more. Write it in percent, like 50.")
    with db.changing("Change a share") as session:
        need = fetch(session, Need, need_id, "line")
        need.share = None if share is None else str(share)
        session.info["label"] = f"Change the share of {_name(session, _node(need))}"


def copy_needs(db: Database, source: Node, target: Node) -> None:
    """The target needs all that the source needs, in the same groups, beside what it needs already."""
    with db.changing("Copy what is needed") as session:
        names = _name(session, source), _name(session, target)
        if source == target:
            raise InputError("Choose another service to copy from.")
        known = {_node(need) for need in _members(session, _root(session, target))}
        _copy_group(session, _root(session, source), _root(session, target), known)
        refuse_circles(session)
        session.info["label"] = f"Let {names[1]} stand on what {names[0]} stands on"


def set_direct_components(session: Session, service_id: int, wanted: Iterable[int]) -> None:
    """The service names exactly these components, in whichever of its groups; new ones stand beside the rest."""
    keep = set(wanted)
    group = _root(session, Node("service", service_id))
    named = session.scalars(
        select(Need)
        .join(NeedGroup, NeedGroup.id == Need.group_id)
        .where(NeedGroup.service_id == service_id, Need.component_id.is_not(None))
    ).all()
    for need in named:
        if need.component_id not in keep:
            inside = fetch(session, NeedGroup, need.group_id, "group")
            session.delete(need)
            session.flush()
            _drop_if_empty(session, inside)
    for component_id in sorted(keep - {need.component_id for need in named}):
        session.add(_need(group.id, Node("component", component_id), _next_position(session, group.id)))
        session.flush()
    refuse_circles(session)


def join_needs(
    session: Session,
    owner: Node,
    members: Sequence[Node],
    rule: str | None = None,
    name: str = "",
    *,
    needed: Decimal | None = None,
    shares: Mapping[Node, Decimal] | None = None,
    inside: NeedGroup | None = None,
) -> None:
    """Let the owner need these beside all the rest; with a rule, as a group of their own; or in a group it has."""
    group = inside or _root(session, owner)
    if rule is not None:
        inner = NeedGroup(
            service_id=group.service_id,
            component_id=group.component_id,
            parent_id=group.id,
            name=name,
            position=_next_position(session, group.id),
        )
        session.add(inner)
        session.flush()
        group = inner
    position = 0 if rule is not None else _next_position(session, group.id)
    for at, member in enumerate(dict.fromkeys(members)):
        need = _need(group.id, member, position + at)
        need.share = str(shares[member]) if shares and member in shares else None
        session.add(need)
    session.flush()
    if rule is not None:
        _set_rule(session, group, rule, needed)


def _add(session: Session, owner: Node, members: Sequence[Node], group_id: int | None) -> None:
    group = fetch(session, NeedGroup, group_id, "group") if group_id is not None else _root(session, owner)
    known = {_node(need) for need in _members(session, group)}
    for member in dict.fromkeys(members):
        _name(session, member)
        if member not in known:
            session.add(_need(group.id, member, _next_position(session, group.id)))
            session.flush()
    refuse_circles(session)


def _nodes_by_name(session: Session) -> dict[str, Node]:
    """Services and components by their names in small letters; a component goes before a service of that name."""
    services = session.execute(select(Service.name, Service.id))
    components = session.execute(select(Component.name, Component.id))
    found = {name.casefold(): Node("service", key) for name, key in services}
    return found | {name.casefold(): Node("component", key) for name, key in components}


def _root(session: Session, owner: Node) -> NeedGroup:
    """What the owner stands on as a whole; made when it is first asked for."""
    column = NeedGroup.service_id if owner.kind == "service" else NeedGroup.component_id
    group = session.scalar(select(NeedGroup).where(column == owner.id, NeedGroup.parent_id.is_(None)))
    if group is None:
        group = NeedGroup(
            service_id=owner.id if owner.kind == "service" else None,
            component_id=owner.id if owner.kind == "component" else None,
        )
        session.add(group)
        session.flush()
    return group


def _members(session: Session, group: NeedGroup) -> Sequence[Need]:
    return session.scalars(select(Need).where(Need.group_id == group.id).order_by(Need.position)).all()


def _groups_inside(session: Session, group: NeedGroup) -> Sequence[NeedGroup]:
    query = select(NeedGroup).where(NeedGroup.parent_id == group.id).order_by(NeedGroup.position)
    return session.scalars(query).all()


def _copy_group(session: Session, source: NeedGroup, target: NeedGroup, known: set[Node]) -> None:
    """Members and inner groups; only beside the rest can somebody be there already."""
    for need in _members(session, source):
        if _node(need) not in known:
            copied = _need(target.id, _node(need), _next_position(session, target.id))
            copied.share = need.share
            session.add(copied)
            session.flush()
    for inner in _groups_inside(session, source):
        copied_group = NeedGroup(
            service_id=target.service_id,
            component_id=target.component_id,
            parent_id=target.id,
            rule=inner.rule,
            needed=inner.needed,
            name=inner.name,
            share=inner.share,
            position=_next_position(session, target.id),
        )
        session.add(copied_group)
        session.flush()
        _copy_group(session, inner, copied_group, set())


def _drop_if_empty(session: Session, group: NeedGroup) -> None:
    while group.parent_id is not None and not _members(session, group) and not _groups_inside(session, group):
        outer = fetch(session, NeedGroup, group.parent_id, "group")
        session.delete(group)
        session.flush()
        group = outer


def _set_rule(session: Session, group: NeedGroup, rule: str, needed: Decimal | None) -> None:
    if rule not in RULES:
        raise InputError(f"“{rule}” is none of {', '.join(RULES)}.")
    group.rule = rule
    group.needed = None
    members = len(_members(session, group)) + len(_groups_inside(session, group))
    if rule == AT_LEAST:
        if needed is None or needed != int(needed) or not 1 <= needed <= members:
            raise InputError(f"Of {members} members, 1 to {members} can be needed.")
        group.needed = str(int(needed))
    if rule == CAPACITY:
        if needed is None or not 0 < needed <= 100:
            raise InputError("Write how much of the capacity is needed in percent, like 60.")
        group.needed = str(needed)


def _need(group_id: int, member: Node, position: int) -> Need:
    return Need(
        group_id=group_id,
        component_id=member.id if member.kind == "component" else None,
        needed_service_id=member.id if member.kind == "service" else None,
        position=position,
    )


def _next_position(session: Session, group_id: int) -> int:
    taken = [
        *session.scalars(select(Need.position).where(Need.group_id == group_id)),
        *session.scalars(select(NeedGroup.position).where(NeedGroup.parent_id == group_id)),
    ]
    return max(taken, default=-1) + 1


def _node(need: Need) -> Node:
    if need.component_id is not None:
        return Node("component", need.component_id)
    return Node("service", need.needed_service_id or 0)


def _owner(group: NeedGroup) -> Node:
    if group.service_id is not None:
        return Node("service", group.service_id)
    return Node("component", group.component_id or 0)


def _name(session: Session, node: Node) -> str:
    table = Service if node.kind == "service" else Component
    return fetch(session, table, node.id, node.kind).name


def _listed(session: Session, nodes: Sequence[Node]) -> str:
    names = [_name(session, node) for node in nodes[:3]]
    more = len(nodes) - len(names)
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")


def refuse_circles(session: Session) -> None:
    """Raise InputError when something has come to need itself, naming the circle."""
    session.flush()
    around = circle_in(load_standing(session).needs)
    if around:
        names = [
            _name(session, Node(kind, int(number))) for kind, _, number in (n.partition(":") for n in around)
        ]
        raise InputError(
            f"{names[0]} would come to need itself: {' → '.join(names)}. Leave one of these out."
        )
