"""Playing a month: when each node of a picture was down, and the outages behind it with what counted of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.calc.periods import Period, parse_period, period_of
from app.calc.spans import LATEST, Spans
from app.calc.structure.moments import Moments, Recorded, moments
from app.models.agreements import Agreement, AgreementVersion, Target
from app.models.base import to_microseconds
from app.models.catalogue import Service
from app.models.columns import raw
from app.models.database import Database
from app.models.measurements import Coverage, Outage
from app.models.organisation import Customer
from app.reports.month import ServiceMonth
from app.usecases.cases import issued_month
from app.usecases.months import build_month
from app.usecases.needs import Node
from app.usecases.picture import Picture
from app.usecases.picture_reading import structures_of

Row = tuple[str, int, int | None, str, bool, int]  # part, start, end, state, planned, id


@dataclass(frozen=True, slots=True)
class PlayedOutage:
    """An outage of a node of the picture; `counted` microseconds of the service's month, None without a ledger."""

    id: int
    part: str
    title: str
    start: int
    end: int | None
    state: str
    planned: bool
    cause: str
    counted: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer with whom the service is agreed."""

    id: int
    name: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Played:
    """A period of a picture; `moments` is None before the period began. `service` is the month of its ledger."""

    service_id: int | None  # of the picture
    period: Period
    time_zone: str  # in which instants are said
    moments: Moments | None
    outages: tuple[PlayedOutage, ...]
    buyers: tuple[Buyer, ...]
    buyer: Buyer | None
    service: ServiceMonth | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was recorded in it."""
        return not self.outages


def play(
    db: Database,
    picture: Picture,
    key: str,
    now: datetime,
    *,
    time_zone: str,
    customer_id: int | None = None,
    with_chain: bool = False,
) -> Played:
    """The period of this key: in the time zone of the customer whose ledger stands beside it, else the given one.

    Without a wish it is the first customer by name. Instants are said in `time_zone`. `with_chain` also works out what
    of the service's columns made its downtime.
    """
    with db.reading() as session:
        buyers = _buyers(session, picture.service_id)
    buyer = next((one for one in buyers if one.id == customer_id), buyers[0] if buyers else None)
    period = parse_period(key, buyer.time_zone if buyer else time_zone)
    start, end = to_microseconds(period.start), to_microseconds(min(period.end, now))
    if start >= end:
        return Played(picture.service_id, period, time_zone, None, (), buyers, buyer, None)
    service = _service_month(db, picture, buyer, key, now, with_chain=with_chain)
    with db.reading() as session:
        reader = _Reader(session, picture, start, end)
        rows, recorded = reader.rows(), reader.recorded()
        causes = reader.causes()
    played = moments(structures_of(picture), recorded, start, end)
    outages = _told(rows, picture.titles, causes, service)
    return Played(picture.service_id, period, time_zone, played, outages, buyers, buyer, service)


def last_period(now: datetime, time_zone: str) -> str:
    """The key of the month that has ended last."""
    return period_of("month", now, time_zone).previous().key


def _service_month(
    db: Database, picture: Picture, buyer: Buyer | None, key: str, now: datetime, *, with_chain: bool
) -> ServiceMonth | None:
    """The service's part of the customer's month, as issued where it is."""
    if buyer is None or picture.service_id is None:
        return None
    with db.reading() as session:
        uid = session.scalar(select(Service.uid).where(Service.id == picture.service_id))
    month = issued_month(db, buyer.id, key) or build_month(
        db, buyer.id, key, now, count=1, with_chains=with_chain
    )
    return next((one for one in month.services if one.uid == uid), None)


def _buyers(session: Session, service_id: int | None) -> tuple[Buyer, ...]:
    query = (
        select(Customer.id, Customer.name, Customer.time_zone)
        .join(Agreement, Agreement.customer_id == Customer.id)
        .join(AgreementVersion, AgreementVersion.agreement_id == Agreement.id)
        .join(Target, Target.version_id == AgreementVersion.id)
        .where(Target.service_id == service_id)
        .distinct()
        .order_by(Customer.name)
    )
    return tuple(Buyer(*row) for row in session.execute(query)) if service_id is not None else ()


class _Reader:
    """Outages and coverage of the nodes of a picture between two instants."""

    def __init__(self, session: Session, picture: Picture, start: int, end: int) -> None:
        self._session, self._start, self._end = session, start, end
        owners = [node.owner for node in picture.nodes if node.owner is not None]
        self._components = tuple(one.id for one in owners if one.kind == "component")
        self._services = tuple(one.id for one in owners if one.kind == "service")
        self._bare = frozenset(_name(one) for one in owners if _stands_on_nothing(picture, one))
        self._rows = self._read()

    def rows(self) -> Sequence[Row]:
        return self._rows

    def recorded(self) -> Recorded:
        """By what it was, and when nothing was observed."""
        down = self._spans("down", planned=False), self._spans("down", planned=True)
        degraded = self._spans("degraded", planned=False), self._spans("degraded", planned=True)
        watched = self._watched()
        whole = Spans.of_microseconds([self._start], [self._end])
        parts = [*(_name(Node("component", one)) for one in self._components), *self._bare]
        unknown = {part: whole - watched.get(part, Spans.empty()) for part in parts}
        return Recorded(*down, *degraded, {part: spans for part, spans in unknown.items() if spans}, watched)

    def causes(self) -> Mapping[int, str]:
        ids = [row[-1] for row in self._rows]
        found: dict[int, str] = {}
        for first in range(0, len(ids), 500):
            some = ids[first : first + 500]
            query = select(Outage.id, Outage.cause, Outage.internal_text).where(Outage.id.in_(some))
            found |= {key: cause or text or "" for key, cause, text in self._session.execute(query)}
        return found

    def _read(self) -> Sequence[Row]:
        table = Outage.__table__.c
        query = (
            select(
                table.service_id, table.component_id, raw(table.start), raw(table.end),
                table.state, table.planned, table.id,
            )
            .where(self._subject(table.service_id, table.component_id))
            .where(raw(table.start) < self._end, func.coalesce(raw(table.end), LATEST) >= self._start)
            .order_by(raw(table.start), table.id)
        )  # fmt: skip
        return [
            (_name(_node(service, component)), start, end, state, bool(planned), key)
            for service, component, start, end, state, planned, key in self._session.execute(query)
        ]

    def _subject(self, service: ColumnElement[int], component: ColumnElement[int]) -> ColumnElement[bool]:
        return or_(service.in_(self._services), component.in_(self._components))

    def _spans(self, state: str, *, planned: bool) -> Mapping[str, Spans]:
        pairs: dict[str, list[tuple[int, int]]] = {}
        for part, start, end, its_state, is_planned, _ in self._rows:
            if its_state == state and is_planned == planned:
                pairs.setdefault(part, []).append((start, max(start, min(self._end, end or self._end))))
        return {part: _of_pairs(its) for part, its in pairs.items()}

    def _watched(self) -> Mapping[str, Spans]:
        """When each node was observed: by itself, or as one of all."""
        table = Coverage.__table__.c
        everything = and_(table.service_id.is_(None), table.component_id.is_(None))
        query = select(table.service_id, table.component_id, raw(table.start), raw(table.end)).where(
            table.kind == "outages", or_(everything, self._subject(table.service_id, table.component_id))
        )
        pairs: dict[str, list[tuple[int, int]]] = {}
        names = [
            *(_name(Node("component", one)) for one in self._components),
            *(_name(Node("service", one)) for one in self._services),
        ]
        for service, component, start, end in self._session.execute(query):
            owner = None if service is None and component is None else _name(_node(service, component))
            for name in names if owner is None else [owner]:
                pairs.setdefault(name, []).append((start, end))
        return {name: _of_pairs(its) for name, its in pairs.items()}


def _told(
    rows: Sequence[Row], titles: Mapping[str, str], causes: Mapping[int, str], service: ServiceMonth | None
) -> tuple[PlayedOutage, ...]:
    lines = {line.id: line for line in service.outages} if service is not None else {}
    told: list[PlayedOutage] = []
    for part, start, end, state, planned, key in rows:
        line = lines.get(key)
        counted = None if service is None else line.counted if line else 0
        why = line.why if line else "" if service is None else "not in this month's ledger"
        told.append(
            PlayedOutage(
                key,
                part,
                titles.get(part, part),
                start,
                end,
                state,
                planned,
                causes.get(key, ""),
                counted,
                why,
            )
        )
    return tuple(told)


def _stands_on_nothing(picture: Picture, owner: Node) -> bool:
    return owner.kind == "service" and not any(group.members for group in picture.groups_of(owner))


def _of_pairs(pairs: Sequence[tuple[int, int]]) -> Spans:
    return Spans.of_microseconds([start for start, _ in pairs], [end for _, end in pairs])


def _node(service_id: int | None, component_id: int | None) -> Node:
    return Node("service", service_id) if service_id is not None else Node("component", component_id or 0)


def _name(node: Node) -> str:
    return f"{node.kind}:{node.id}"
