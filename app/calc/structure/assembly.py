"""From who needs what to structures: names that need names, put together, circles refused by naming them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.calc.structure.expression import Part, Structure, all_of, at_least, capacity

ALL, ANY, AT_LEAST, CAPACITY = "all", "any", "at_least", "capacity"


@dataclass(frozen=True, slots=True)
class Need:
    """A group: all of, any of, at least so many of, or so much of the capacity of its members.

    A member is a name or a group; `shares` says what each gives of the capacity, in the order of the members.
    """

    rule: str
    members: tuple[str | Need, ...]
    needed: Decimal | None = None
    shares: tuple[Decimal, ...] = ()


class Circle(ValueError):
    """Something would need itself; `names` goes once around, the first name again at the end."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__("it would need itself: " + " → ".join(names))
        self.names = tuple(names)


def assemble(needs: Mapping[str, Need], parts: frozenset[str]) -> dict[str, Structure]:
    """The structure of every name: the part itself where it is one, and whatever it needs.

    A name outside both stands for nothing that can be down. Raises Circle.
    """
    made: dict[str, Structure] = {}
    for name in _from_the_bottom(needs):
        own = (Part(name),) if name in parts else ()
        need = needs.get(name)
        below = (_built(need, made),) if need is not None and need.members else ()
        both = (*own, *below)
        made[name] = both[0] if len(both) == 1 else all_of(*both)
    for name in parts - made.keys():
        made[name] = Part(name)
    return made


def circle_in(needs: Mapping[str, Need]) -> tuple[str, ...]:
    """A circle of names each of which needs the next, the first again at the end; empty when there is none."""
    try:
        _from_the_bottom(needs)
    except Circle as circle:
        return circle.names
    return ()


def _built(need: Need, made: Mapping[str, Structure]) -> Structure:
    """Groups hold groups only as deep as somebody drew them."""
    members = [made[m] if isinstance(m, str) else _built(m, made) for m in need.members]
    if need.rule == ALL:
        return all_of(*members)
    if need.rule == ANY:
        return at_least(1, *members)
    needed = need.needed or Decimal(1)
    if need.rule == AT_LEAST:
        return at_least(min(int(needed), len(members)), *members)
    return _by_capacity(needed, members, need.shares)


def _by_capacity(needed: Decimal, members: Sequence[Structure], shares: Sequence[Decimal]) -> Structure:
    together: dict[Structure, Decimal] = {}
    for member, share in zip(members, shares, strict=True):
        together[member] = together.get(member, Decimal(0)) + share
    whole = sum(together.values(), Decimal(0))
    return capacity(min(needed, whole), together) if whole else all_of(*members)


def _from_the_bottom(needs: Mapping[str, Need]) -> list[str]:
    """Every name, after all it needs."""
    order: dict[str, None] = {}
    for start in needs:
        path: dict[str, list[str]] = {}  # from the start down, with what is still to be visited of each
        if start not in order:
            path[start] = _named(needs.get(start))
        while path:
            name = next(reversed(path))
            if path[name]:
                below = path[name].pop()
                if below in path:
                    around = [*path]
                    raise Circle([*around[around.index(below) :], below])
                if below not in order:
                    path[below] = _named(needs.get(below))
            else:
                order[name] = None
                del path[name]
    return list(order)


def _named(need: Need | None) -> list[str]:
    """The names in a group and the groups inside it."""
    found: dict[str, None] = {}
    waiting = [need] if need is not None else []
    while waiting:
        for member in waiting.pop().members:
            if isinstance(member, str):
                found[member] = None
            else:
                waiting.append(member)
    return list(found)[::-1]
