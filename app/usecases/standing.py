"""What services stand on, read from the desk: components, groups and other services, as structures by name.

A name here is "service:7" or "component:12". Every service is a part of its own beside what it needs, because
outages are recorded on services too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.structure import Part, Structure
from app.calc.structure.assembly import AT_LEAST, CAPACITY, Need, assemble
from app.models import catalogue


def of_service(service_id: int) -> str:
    return f"service:{service_id}"


def of_component(component_id: int) -> str:
    return f"component:{component_id}"


@dataclass(frozen=True)
class Under:
    """A service with what it stands on: its structure, and the services (itself first) and components below."""

    structure: Structure
    services: tuple[int, ...]
    components: tuple[int, ...]

    @property
    def service_id(self) -> int:
        """The service itself."""
        return self.services[0]

    @property
    def is_plain(self) -> bool:
        """Whether each of them takes the service down alone, so that nothing has to be read through."""
        return len(self.alone_services) + len(self.alone_components) == len(self.services) + len(
            self.components
        )

    @property
    def alone_services(self) -> tuple[int, ...]:
        """Those that take the service down alone."""
        return tuple(one for one in self.services if of_service(one) in self.structure.single_points)

    @property
    def alone_components(self) -> tuple[int, ...]:
        """Those that take the service down alone."""
        return tuple(one for one in self.components if of_component(one) in self.structure.single_points)


@dataclass(frozen=True)
class Standing:
    """Who needs what on the desk, by name; `services` and `components` are all there are."""

    needs: Mapping[str, Need]
    services: frozenset[int]
    components: frozenset[int]

    @cached_property
    def structures(self) -> Mapping[str, Structure]:
        """Raises Circle, which no use case lets arise."""
        names = (*map(of_service, self.services), *map(of_component, self.components))
        return assemble(self.needs, frozenset(names))

    @cached_property
    def columns(self) -> Mapping[str, Structure]:
        """The same structures without what is recorded on services themselves, where they stand on something."""
        bare = {of_service(one) for one in self.services} - self.standing_on_something
        return assemble(self.needs, frozenset({*bare, *map(of_component, self.components)}))

    @property
    def standing_on_something(self) -> frozenset[str]:
        """Who needs anything; taking the last away leaves an empty group behind."""
        return frozenset(name for name, need in self.needs.items() if need.members)

    def under(self, service_id: int) -> Under:
        """A service with everything it stands on; one that is not on the desk stands on nothing."""
        name = of_service(service_id)
        names = (name, *self.below(name))
        structure = self.structures.get(name) or Part(name)
        return Under(structure, _numbered(names, "service:"), _numbered(names, "component:"))

    def below(self, name: str) -> tuple[str, ...]:
        """Everything it stands on, however far down, itself left out."""
        found: dict[str, None] = {}
        waiting = [name]
        while waiting:
            for member in named_in(self.needs.get(waiting.pop())):
                if member not in found:
                    found[member] = None
                    waiting.append(member)
        return tuple(found)

    def above(self, name: str) -> tuple[str, ...]:
        """Everything that stands on it, however far up."""
        return tuple(other for other in self.needs if name in self.below(other))


def load_standing(session: Session) -> Standing:
    """Who needs what, as it is stored now."""
    groups = session.scalars(select(catalogue.NeedGroup).order_by(catalogue.NeedGroup.position)).all()
    members = session.scalars(select(catalogue.Need).order_by(catalogue.Need.position)).all()
    inside = _Inside(groups, members)
    needs = {_owner(group): inside.need(group) for group in groups if group.parent_id is None}
    return Standing(
        needs,
        frozenset(session.scalars(select(catalogue.Service.id))),
        frozenset(session.scalars(select(catalogue.Component.id))),
    )


def components_under(session: Session, service_ids: Iterable[int]) -> tuple[int, ...]:
    """The components these services stand on, however far down."""
    standing = load_standing(session)
    return tuple(dict.fromkeys(one for service in service_ids for one in standing.under(service).components))


def services_on(session: Session, component_id: int) -> tuple[int, ...]:
    """The services that stand on a component, however far up."""
    return _numbered(load_standing(session).above(of_component(component_id)), "service:")


def titles_by_name(session: Session) -> Mapping[str, str]:
    """What services and components are called, by their names in structures."""
    services = session.execute(select(catalogue.Service.id, catalogue.Service.name))
    components = session.execute(select(catalogue.Component.id, catalogue.Component.name))
    return {of_service(key): name for key, name in services} | {
        of_component(key): name for key, name in components
    }


def named_in(need: Need | None) -> tuple[str, ...]:
    """The names in a group and in the groups inside it, each once."""
    found: dict[str, None] = {}
    waiting: list[str | Need] = [need] if need is not None else []
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, str):
            found[one] = None
        else:
            waiting = [*one.members, *waiting]
    return tuple(found)


def _numbered(names: Iterable[str], kind: str) -> tuple[int, ...]:
    return tuple(int(name.removeprefix(kind)) for name in names if name.startswith(kind))


def _owner(group: catalogue.NeedGroup) -> str:
    return (
        of_service(group.service_id)
        if group.service_id is not None
        else of_component(group.component_id or 0)
    )


class _Inside:
    """Groups with what stands in them; a group is read after the groups inside it."""

    def __init__(self, groups: Iterable[catalogue.NeedGroup], members: Iterable[catalogue.Need]) -> None:
        self._groups: dict[int, list[catalogue.NeedGroup]] = {}
        self._members: dict[int, list[catalogue.Need]] = {}
        for group in groups:
            if group.parent_id is not None:
                self._groups.setdefault(group.parent_id, []).append(group)
        for member in members:
            self._members.setdefault(member.group_id, []).append(member)

    def need(self, group: catalogue.NeedGroup) -> Need:
        """Groups without members ask for nothing and are left out."""
        inner = [(one, self.need(one)) for one in self._groups.get(group.id, ())]
        named = [
            (member.position, _member_name(member), member.share)
            for member in self._members.get(group.id, ())
        ]
        grouped = [(one.position, need, one.share) for one, need in inner if need.members]
        together = sorted([*named, *grouped], key=lambda member: member[0])
        shares = tuple(Decimal(share or 0) for _, _, share in together) if group.rule == CAPACITY else ()
        needed = Decimal(group.needed) if group.needed and group.rule in (AT_LEAST, CAPACITY) else None
        return Need(group.rule, tuple(member for _, member, _ in together), needed, shares)


def _member_name(member: catalogue.Need) -> str:
    if member.component_id is not None:
        return of_component(member.component_id)
    return of_service(member.needed_service_id or 0)
