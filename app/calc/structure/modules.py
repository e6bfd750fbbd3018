"""Modules: gates whose parts stand nowhere else, found in linear time, so that each is worked out alone.

Y. Dutuit and A. Rauzy, "A linear-time algorithm to find modules of fault trees", IEEE Transactions on
Reliability 45(3), 1996: a gate is a module when everything below it is met first after the gate is entered and
last before it is left. What the paper's linear walk does not see, because it looks at single gates, is done by
rewriting: members of one gate that share nothing with its other members become a gate of their own, and so do
leaves that always stand together in gates of one kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.calc.structure.network import Gate, Network, NetworkBuilder, parents_of


def modules_of(network: Network) -> set[int]:
    """The gates that are modules; the root is one."""
    walk = _Walk(network)
    return {
        number
        for number in network.gates
        if walk.earliest[number] > walk.entered[number] and walk.latest[number] < walk.left[number]
    }


class _Walk:
    """The times a depth-first walk enters, leaves and last meets each node, and the span below each gate."""

    def __init__(self, network: Network) -> None:
        self.entered: dict[int, int] = {}
        self.left: dict[int, int] = {}
        self.met: dict[int, int] = {}
        self._walk(network.gates, network.root)
        self.earliest: dict[int, int] = {}
        self.latest: dict[int, int] = {}
        for number, gate in network.gates.items():
            self._span(number, gate)

    def _walk(self, gates: Mapping[int, Gate], root: int) -> None:
        time = 0
        stack = [root]
        while stack:
            number = stack.pop()
            time += 1
            if number < 0:  # the way back
                self.left[~number] = self.met[~number] = time
                continue
            self.met[number] = time
            if number not in self.entered:
                self.entered[number] = time
                if number in gates:
                    stack.append(~number)
                    stack.extend(gates[number].members)

    def _span(self, number: int, gate: Gate) -> None:
        earliest, latest = self.entered[gate.members[0]], 0
        for member in gate.members:
            earliest = min(earliest, self.entered[member], self.earliest.get(member, earliest))
            latest = max(latest, self.met[member], self.latest.get(member, 0))
        self.earliest[number], self.latest[number] = earliest, latest


def simplified(network: Network) -> Network:
    """The same function with fewer and looser gates.

    First nested gates of one kind are made one and what is implied is left out, then what belongs together is
    put together; each until nothing changes. The root may turn out to be a part.
    """
    return _settled(_settled(network, lambda given: _absorbed(_coalesced(given))), _grouped)


def _settled(network: Network, rewritten: Callable[[Network], Network]) -> Network:
    while network.root in network.gates:
        before, network = network, rewritten(network)
        if network is before:
            break
    return network


def _rebuilt(network: Network, gates: Mapping[int, Gate]) -> Network:
    """The network with some gates replaced by others over the same numbers, normalised anew; itself if none is."""
    if all(gate is network.gates[number] for number, gate in gates.items()):
        return network
    builder = NetworkBuilder(network.leaves)
    now: dict[int, int] = {}
    for number, gate in gates.items():
        members = tuple(now.get(m, m) for m in gate.members)
        now[number] = builder.add(gate.fails_at, members, gate.weights)
    return builder.network(now.get(network.root, network.root))


def _coalesced(network: Network) -> Network:
    """A gate inside one gate of its own kind, and nowhere else, is part of that gate."""
    parents = parents_of(network.gates)
    gates: dict[int, Gate] = {}
    for number, gate in network.gates.items():
        gates[number] = _spliced(gate, gates, parents)
    return _rebuilt(network, gates)


def _spliced(gate: Gate, gates: Mapping[int, Gate], parents: Mapping[int, Sequence[int]]) -> Gate:
    if not gate.falls_with_any and not gate.falls_with_all:
        return gate
    inside = [m for m in gate.members if m in gates and len(parents[m]) == 1 and _same_kind(gate, gates[m])]
    if not inside:
        return gate
    members: dict[int, None] = {}
    for member in gate.members:
        members.update(dict.fromkeys(gates[member].members if member in inside else (member,)))
    return Gate(1 if gate.falls_with_any else len(members), tuple(members))


def _same_kind(gate: Gate, other: Gate) -> bool:
    return (gate.falls_with_any and other.falls_with_any) or (gate.falls_with_all and other.falls_with_all)


def _absorbed(network: Network) -> Network:
    """A or (A and B) is A; A and (A or B) is A."""
    gates = {number: _without_implied(gate, network.gates) for number, gate in network.gates.items()}
    return _rebuilt(network, gates)


def _without_implied(gate: Gate, gates: Mapping[int, Gate]) -> Gate:
    if not gate.falls_with_any and not gate.falls_with_all:
        return gate
    own = set(gate.members)
    kept = [m for m in gate.members if m not in gates or own.isdisjoint(_opposite(gate, gates[m]))]
    if len(kept) == len(gate.members):
        return gate
    return Gate(1 if gate.falls_with_any else len(kept), tuple(kept))


def _opposite(gate: Gate, inner: Gate) -> tuple[int, ...]:
    """The members of an inner gate of the other kind."""
    other = inner.falls_with_all if gate.falls_with_any else inner.falls_with_any
    return inner.members if other else ()


def _grouped(network: Network) -> Network:
    """Leaves and modules that stand together in the same gates of one kind become one gate; so do members of
    the root that share nothing with its other members."""
    together = _standing_together(network)
    if not together:
        return network
    builder = NetworkBuilder(network.leaves)
    now: dict[int, int] = {}
    for number, gate in network.gates.items():
        now[number] = _with_groups(builder, gate, together, now)
    return builder.network(now[network.root])


def _standing_together(network: Network) -> dict[int, tuple[int, ...]]:
    """For each node that belongs to a group, the group."""
    groups: dict[int, tuple[int, ...]] = {}
    for members in (*_of_same_gates(network), *_of_the_root(network)):
        if not any(m in groups for m in members):
            groups.update(dict.fromkeys(members, members))
    return groups


def _of_same_gates(network: Network) -> list[tuple[int, ...]]:
    gates, alone = network.gates, modules_of(network)
    by_parents: dict[tuple[int, ...], list[int]] = {}
    for member, parents in parents_of(gates).items():
        if member < network.leaves or member in alone:
            by_parents.setdefault(tuple(parents), []).append(member)
    return [
        tuple(members)
        for parents, members in by_parents.items()
        if len(members) > 1 and _may_group([gates[p] for p in parents], len(members))
    ]


def _may_group(parents: Sequence[Gate], size: int) -> bool:
    """All of one kind, and at least one with something beside the group."""
    alike = all(p.falls_with_any for p in parents) or all(p.falls_with_all for p in parents)
    return alike and any(len(p.members) > size for p in parents)


def _of_the_root(network: Network) -> list[tuple[int, ...]]:
    root = network.gates[network.root]
    if not root.falls_with_any and not root.falls_with_all:
        return []
    owner: dict[int, int] = {}  # of each node, the first member of the root that reached it
    leader: dict[int, int] = {member: member for member in root.members}

    def head(member: int) -> int:
        while leader[member] != member:
            leader[member] = member = leader[leader[member]]
        return member

    for member in root.members:
        waiting = [member]
        while waiting:
            node = waiting.pop()
            if node in owner:
                leader[head(member)] = head(owner[node])
                continue
            owner[node] = member
            if node in network.gates:
                waiting.extend(network.gates[node].members)
    groups: dict[int, list[int]] = {}
    for member in root.members:
        groups.setdefault(head(member), []).append(member)
    if len(groups) == 1:
        return []
    return [tuple(members) for members in groups.values() if len(members) > 1]


def _with_groups(
    builder: NetworkBuilder, gate: Gate, together: Mapping[int, tuple[int, ...]], now: Mapping[int, int]
) -> int:
    if not gate.falls_with_any and not gate.falls_with_all:
        return builder.add(gate.fails_at, tuple(now.get(m, m) for m in gate.members), gate.weights)
    own = set(gate.members)
    members: dict[int, None] = {}
    for member in gate.members:
        group = together.get(member, (member,))
        if len(group) < 2 or len(own) == len(group) or not own.issuperset(group):
            members[now.get(member, member)] = None
            continue
        inner = tuple(now.get(m, m) for m in group)
        members[builder.add(1 if gate.falls_with_any else len(inner), inner)] = None
    return builder.add(1 if gate.falls_with_any else len(members), tuple(members))
