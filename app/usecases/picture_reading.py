"""A picture read through the structure: when each of its nodes is down, groups and services on the way included."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

from app.calc.spans import Spans
from app.calc.structure import Structure
from app.calc.structure.assembly import ALL, Need, assemble
from app.calc.structure.expression import down_together
from app.usecases.needs import Node
from app.usecases.picture import Picture
from app.usecases.structures import GroupRow, MemberRow

_SLOT = Spans.of_microseconds([0], [1])


def structures_of(picture: Picture) -> Mapping[str, Structure]:
    """What every node of the picture is down by, by its name: itself, and whatever it stands on."""
    groups = _Groups(picture)
    names = frozenset(node.name for node in picture.nodes)
    made = assemble(groups.needs(names), names | groups.names)
    return {name: made[name] for name in names}


def fallen_in(picture: Picture, gone: Collection[str]) -> frozenset[str]:
    """Which nodes are down when these are: they themselves, and whoever is no longer left with what it needs."""
    down = down_together(structures_of(picture), dict.fromkeys(gone, _SLOT))
    return frozenset(name for name, spans in down.items() if spans)


class _Groups:
    """The groups of a picture as needs by name; one that asks for nothing is left out, as in `standing`."""

    def __init__(self, picture: Picture) -> None:
        drawn = {node.owner for node in picture.nodes if node.owner}
        self._groups = {key: group for key, group in picture.groups.items() if group.owner in drawn}

    @property
    def names(self) -> frozenset[str]:
        return frozenset(f"group:{key}" for key in self._groups)

    def needs(self, names: Collection[str]) -> Mapping[str, Need]:
        """Every group by its own name, and owners by the group of all they need."""
        asking = {key: group for key, group in self._groups.items() if self._asks(group)}
        inside = {f"group:{key}": self._need(group) for key, group in asking.items()}
        roots = {
            f"{group.owner.kind}:{group.owner.id}": Need(ALL, (f"group:{key}",))
            for key, group in asking.items()
            if group.parent_id is None
        }
        return inside | {owner: need for owner, need in roots.items() if owner in names}

    def _need(self, group: GroupRow) -> Need:
        members = [member for member in group.members if self._member_asks(member)]
        named = tuple(_named(member) for member in members)
        return Need(group.rule, named, group.needed, tuple(member.share or Decimal(0) for member in members))

    def _asks(self, group: GroupRow) -> bool:
        return any(self._member_asks(member) for member in group.members)

    def _member_asks(self, member: MemberRow) -> bool:
        inner = self._groups.get(member.group_id or 0)
        return member.node is not None or (inner is not None and self._asks(inner))


def _named(member: MemberRow) -> str:
    node: Node | None = member.node
    return f"{node.kind}:{node.id}" if node is not None else f"group:{member.group_id}"
