"""Walking from services and components down to all they need: nodes and the lines between them, each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.calc.structure.assembly import ALL
from app.usecases.needs import Node
from app.usecases.structures import GroupRow, MemberRow


class Walk:
    """What was met so far: `nodes` by name ("service:7", "component:12", "group:5"), `edges` from above to below."""

    def __init__(self, groups: Mapping[int, GroupRow]) -> None:
        self.nodes: dict[str, None] = {}
        self.edges: dict[tuple[str, str], None] = {}
        self._groups = groups
        self._root = {group.owner: group for group in groups.values() if group.parent_id is None}

    def down_from(self, owners: Iterable[Node]) -> Walk:
        """Meet all that these need, one after the other; a group is met unless it is simply all."""
        for first in owners:
            waiting = [first]
            while waiting:
                owner = waiting.pop()
                name = node_name(owner)
                if name in self.nodes:
                    continue
                self.nodes[name] = None
                root = self._root.get(owner)
                if root is not None and root.members:
                    waiting += reversed(self._members(name, root))
        return self

    def _members(self, upper: str, group: GroupRow) -> list[Node]:
        """Join a group's members to who needs them."""
        if group.parent_id is not None or group.rule != ALL:
            inner = f"group:{group.id}"
            self.nodes[inner] = None
            self.edges[upper, inner] = None
            upper = inner
        found: list[Node] = []
        for member in group.members:
            found += self._member(upper, member)
        return found

    def _member(self, upper: str, member: MemberRow) -> list[Node]:
        if member.group_id is not None:
            return self._members(upper, self._groups[member.group_id])
        if member.node is None:
            return []
        self.edges[upper, node_name(member.node)] = None
        return [member.node]


def node_name(node: Node) -> str:
    """ "service:7" or "component:12"."""
    return f"{node.kind}:{node.id}"
