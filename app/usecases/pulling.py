"""Taking columns away to see what still stands: which services fall, and what then takes others down alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.calc.money import Money, summed
from app.calc.spans import Spans
from app.calc.zones import zone
from app.models.agreements import Agreement, AgreementVersion, Target
from app.models.catalogue import Service
from app.models.database import Database
from app.models.organisation import Customer
from app.usecases.agreements import version_title
from app.usecases.services import hour_cost_of
from app.usecases.standing import Standing, load_standing, of_component, of_service, titles_by_name


@dataclass(frozen=True, slots=True)
class Resting:
    """An SLA in force that rests on a service; `title` names its version."""

    agreement_id: int
    customer: str
    title: str


@dataclass(frozen=True, slots=True)
class FallenService:
    """A service that no longer stands, the SLAs in force that rest on it, and what an hour without it costs."""

    id: int
    service: str
    resting: tuple[Resting, ...]
    hour_cost: Money | None


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """A part that still stands and would take these services down alone; `is_new` where it could not before."""

    id: str
    part: str
    services: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class Pulled:
    """What follows from taking some parts away; `standing` are the services that still stand.

    `alone_before` counts the parts that took one of them down alone when all was in its place.
    """

    fallen: tuple[FallenService, ...]
    standing: tuple[str, ...]
    single_points: tuple[SinglePoint, ...]
    alone_before: int = 0

    @property
    def hour_costs(self) -> tuple[Money, ...]:
        """What an hour of all that costs, by currency, as far as somebody has said so."""
        return summed(one.hour_cost for one in self.fallen if one.hour_cost is not None)

    @property
    def without_cost(self) -> int:
        """Services that fall and of which nobody has said what an hour costs."""
        return sum(one.hour_cost is None for one in self.fallen)


@dataclass(frozen=True)
class Columns:
    """Everything that services stand on, to be pulled at; parts by name as in `standing`."""

    standing: Standing
    titles: Mapping[str, str]
    resting: Mapping[int, tuple[Resting, ...]]
    hour_costs: Mapping[int, Money]

    def pull(self, parts: Collection[str], within: Collection[int] | None = None) -> Pulled:
        """Take these parts away; `within` asks about some services only."""
        gone = frozenset(parts)
        asked = self.titles_of(within)
        alone = {one: self._alone(one, gone) for one in asked}
        fallen = tuple(
            FallenService(one, title, self.resting.get(one, ()), self.hour_costs.get(one))
            for one, title in asked.items()
            if alone[one] is None
        )
        standing = tuple(title for one, title in asked.items() if alone[one] is not None)
        before = self._before(asked)
        points = self._single_points(alone, before)
        return Pulled(fallen, standing, points, len({part for parts in before.values() for part in parts}))

    def titles_of(self, within: Collection[int] | None) -> Mapping[int, str]:
        """The services asked about, by title."""
        ids = self.standing.services if within is None else within
        named = {one: self.titles[of_service(one)] for one in ids if of_service(one) in self.titles}
        return dict(sorted(named.items(), key=lambda pair: pair[1].casefold()))

    def _before(self, services: Iterable[int]) -> Mapping[int, frozenset[str]]:
        """What takes each down alone while everything is in its place."""
        return {one: self._alone(one, frozenset()) or frozenset() for one in services}

    def _single_points(
        self, alone: Mapping[int, frozenset[str] | None], before: Mapping[int, frozenset[str]]
    ) -> tuple[SinglePoint, ...]:
        services: dict[str, list[int]] = {}
        for one, parts in alone.items():
            for part in parts or ():
                services.setdefault(part, []).append(one)
        found = [
            SinglePoint(
                part,
                self.titles.get(part, part),
                tuple(self.titles[of_service(one)] for one in carried),
                any(part not in before[one] for one in carried),
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


def read_columns(db: Database, now: datetime) -> Columns:
    """All services of the desk with what they stand on, and what rests on them now."""
    with db.reading() as session:
        costs = {row.id: cost for row in session.scalars(select(Service)) if (cost := hour_cost_of(row))}
        return Columns(load_standing(session), titles_by_name(session), _resting(session, now), costs)


def _resting(session: Session, now: datetime) -> Mapping[int, tuple[Resting, ...]]:
    """The SLAs in force by the services they have targets for, by customer."""
    query = (
        select(Target.service_id, Agreement, AgreementVersion, Customer.name)
        .join(AgreementVersion, AgreementVersion.id == Target.version_id)
        .join(Agreement, Agreement.id == AgreementVersion.agreement_id)
        .join(Customer, Customer.id == Agreement.customer_id)
        .where(Agreement.kind == "sla")
        .order_by(func.lower(Customer.name), Agreement.id, AgreementVersion.number)
    )
    found: dict[int, dict[Resting, None]] = {}
    for service_id, agreement, version, customer in session.execute(query):
        today = now.astimezone(zone(version.time_zone)).date().isoformat()
        if version.valid_from <= today <= (version.valid_until or today):
            resting = Resting(agreement.id, customer, version_title(agreement, version))
            found.setdefault(service_id, {})[resting] = None
    return {service_id: tuple(each) for service_id, each in found.items()}
