"""Taking columns away to see what still stands: which services fall, and what then takes others down alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.calc.spans import Spans
from app.models.database import Database
from app.usecases.services import list_services
from app.usecases.standing import Standing, load_standing, of_component, of_service, titles_by_name


@dataclass(frozen=True, slots=True)
class FallenService:
    """A service that no longer stands, and who bought it."""

    id: int
    service: str
    customers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """A part that still stands and would take these services down alone; `is_new` where it could not before."""

    id: str
    part: str
    services: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class Pulled:
    """What follows from taking some parts away; `standing` are the services that still stand."""

    fallen: tuple[FallenService, ...]
    standing: tuple[str, ...]
    single_points: tuple[SinglePoint, ...]


@dataclass(frozen=True)
class Columns:
    """Everything that services stand on, to be pulled at; parts by name as in `standing`."""

    standing: Standing
    titles: Mapping[str, str]
    customers: Mapping[int, tuple[str, ...]]

    def pull(self, parts: Collection[str], within: Collection[int] | None = None) -> Pulled:
        """Take these parts away; `within` asks about some services only."""
        gone = frozenset(parts)
        asked = self.titles_of(within)
        alone = {one: self._alone(one, gone) for one in asked}
        fallen = tuple(
            FallenService(one, title, self.customers.get(one, ()))
            for one, title in asked.items()
            if alone[one] is None
        )
        standing = tuple(title for one, title in asked.items() if alone[one] is not None)
        return Pulled(fallen, standing, self._single_points(alone, gone))

    def titles_of(self, within: Collection[int] | None) -> Mapping[int, str]:
        """The services asked about, by title."""
        ids = self.standing.services if within is None else within
        named = {one: self.titles[of_service(one)] for one in ids if of_service(one) in self.titles}
        return dict(sorted(named.items(), key=lambda pair: pair[1].casefold()))

    def _single_points(
        self, alone: Mapping[int, frozenset[str] | None], gone: frozenset[str]
    ) -> tuple[SinglePoint, ...]:
        services: dict[str, list[int]] = {}
        for one, parts in alone.items():
            for part in parts or ():
                services.setdefault(part, []).append(one)
        before = {one: self._alone(one, frozenset()) or frozenset() for one in alone} if gone else alone
        found = [
            SinglePoint(
                part,
                self.titles.get(part, part),
                tuple(self.titles[of_service(one)] for one in carried),
                any(part not in (before[one] or ()) for one in carried),
            )
            for part, carried in services.items()
        ]
        return tuple(sorted(found, key=lambda point: (not point.is_new, -len(point.services), point.part)))

    def _alone(self, service_id: int, gone: frozenset[str]) -> frozenset[str] | None:
        """What is left and takes the service down alone; None when it is down already.

        Read as time in one go: every part left is down in a slot of its own, what is gone in all of them.
        """
        structure = self.standing.structures[of_service(service_id)]
        left = [part for part in structure.parts if part not in gone]
        whole = Spans.of_microseconds([0], [len(left) + 1])
        slots = {part: Spans.of_microseconds([at], [at + 1]) for at, part in enumerate(left)}
        down = structure.down(slots | {part: whole for part in structure.parts if part in gone})
        if down.covers([len(left)])[0]:
            return None
        falls = down.covers(range(len(left))) if left else ()
        named = frozenset(part for part, fell in zip(left, falls, strict=True) if fell)
        return named & self._foundations

    @cached_property
    def _foundations(self) -> frozenset[str]:
        """Components, and services that stand on nothing: the others are told by what they stand on."""
        services = {of_service(one) for one in self.standing.services} - self.standing.standing_on_something
        return frozenset({*services, *map(of_component, self.standing.components)})


def read_columns(db: Database) -> Columns:
    """All services of the desk with what they stand on."""
    customers = {row.id: row.customers for row in list_services(db)}
    with db.reading() as session:
        return Columns(load_standing(session), titles_by_name(session), customers)
