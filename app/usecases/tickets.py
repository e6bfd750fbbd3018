"""Tickets as people see them: list and count; they come in by import."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, join

from app.calc.filters import Filter
from app.models.catalogue import Component, Service
from app.models.columns import Texts, containing, ids, raw
from app.models.database import Database
from app.models.measurements import Ticket, TicketEvent
from app.models.organisation import Customer, Site
from app.usecases.filtering import Columns, Field, condition, narrowed
from app.usecases.provenance import Origin, Origins, origin_text

ORDERS = (
    "number",
    "subject",
    "priority",
    "opened",
    "responded",
    "resolved",
    "customer",
    "summary",
    "origin",
)
_SOME = 500  # ids in one IN list


@dataclass(frozen=True, slots=True)
class TicketRow:
    id: int
    number: str
    kind: str
    subject: str
    customer: str
    site: str
    priority: str
    summary: str
    status: str
    opened: datetime
    responded: datetime | None
    resolved: datetime | None
    closed: datetime | None
    source: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets to show; every part narrows."""

    text: str = ""
    service_id: int | None = None
    batch_id: int | None = None
    since: datetime | None = None  # opened in [since, until)
    until: datetime | None = None
    still_open: bool | None = None
    columns: Columns = ()  # what is wanted of single columns, each by its name in ORDERS


@dataclass(frozen=True, slots=True)
class TicketStep:
    """One step of a ticket's clocks."""

    at: datetime
    event: str
    value: str


_NAMED = (
    join(Ticket, Service, Service.id == Ticket.service_id, isouter=True)
    .join(Component, Component.id == Ticket.component_id, isouter=True)
    .join(Customer, Customer.id == Ticket.customer_id, isouter=True)
    .join(Site, Site.id == Ticket.site_id, isouter=True)
)

_T = Ticket.__table__.c
_SERVICE, _COMPONENT = Service.__table__.c.name, Component.__table__.c.name
_CUSTOMER = Customer.__table__.c.name
_FIELDS_SHOWN: Mapping[str, Field] = {
    "number": Field("text", _T.number),
    "subject": Field("text", func.coalesce(_SERVICE, _COMPONENT)),
    "priority": Field("text", _T.priority),
    "opened": Field("moment", raw(_T.opened)),
    "responded": Field("moment", raw(_T.responded)),
    "resolved": Field("moment", raw(_T.resolved)),
    "customer": Field("text", _CUSTOMER),
    "summary": Field("text", _T.summary),
    "origin": Field("text", origin_text(_T.sheet_id, _T.source_row)),
}
_OF_NAMES = frozenset({"subject", "customer"})  # asked of the names and not once for every ticket


def count_tickets(db: Database, wanted: TicketFilter = TicketFilter()) -> int:
    """How many tickets the filter leaves."""
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(_found(wanted).subquery())) or 0


def ticket_ids(
    db: Database,
    wanted: TicketFilter = TicketFilter(),
    *,
    order: str = "opened",
    descending: bool = True,
) -> "array[int]":
    """The ids of all tickets the filter leaves, in order."""
    with db.reading() as session:
        return ids(session, _ranked(wanted, order, descending))


def read_tickets(db: Database, ticket_ids: Sequence[int]) -> tuple[TicketRow, ...]:
    """These tickets in the order given; those no longer on the desk are left out."""
    with db.reading() as session:
        return _rows(session, ticket_ids)


def ticket_priorities(db: Database, most: int = 12) -> tuple[str, ...]:
    """The priorities tickets have, in order; none when there are more than `most`."""
    query = select(Ticket.priority).where(Ticket.priority != "").distinct().order_by(Ticket.priority)
    with db.reading() as session:
        found = tuple(priority or "" for priority in session.scalars(query.limit(most + 1)))
        return found if len(found) <= most else ()


def ticket_steps(db: Database, ticket_id: int) -> tuple[TicketStep, ...]:
    """The history of a ticket, oldest first."""
    query = (
        select(TicketEvent).where(TicketEvent.ticket_id == ticket_id).order_by(TicketEvent.at, TicketEvent.id)
    )
    with db.reading() as session:
        return tuple(TicketStep(e.at, e.event, e.value or "") for e in session.scalars(query))


def _ranked(wanted: TicketFilter, order: str, descending: bool) -> Select[int]:
    """The ids the filter leaves, in order; what has nothing in that column comes last either way."""
    column = Ticket.opened if order == "opened" else _FIELDS_SHOWN[order].value
    if _FIELDS_SHOWN[order].kind == "text":
        column = func.lower(func.nullif(column, ""))
    ranked = column.desc() if descending else column.asc()
    blanks_last = () if order == "opened" else (column.is_(None),)
    return _found(wanted, named=order in _OF_NAMES).order_by(*blanks_last, ranked, Ticket.id)


def _found(wanted: TicketFilter, *, named: bool = False) -> Select[int]:
    """The ids the filter leaves; the names are joined only where they give the order."""
    query = select(Ticket.id).where(*_conditions(wanted))
    return query.select_from(_NAMED) if named else query


def _rows(session: Session, ticket_ids: Sequence[int]) -> tuple[TicketRow, ...]:
    """The rows of these tickets, in this order."""
    origins = Origins(session)
    found: dict[int, TicketRow] = {}
    query = select(Ticket, func.coalesce(Service.name, Component.name), Customer.name, Site.name).select_from(
        _NAMED
    )
    for first in range(0, len(ticket_ids), _SOME):
        some = query.where(Ticket.id.in_(ticket_ids[first : first + _SOME]))
        for ticket, subject, customer, site in session.execute(some):
            found[ticket.id] = _row(ticket, subject or "", customer or "", site or "", origins)
    return tuple(found[number] for number in ticket_ids if number in found)


def _conditions(wanted: TicketFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.service_id is not None:
        conditions.append(Ticket.service_id == wanted.service_id)
    if wanted.batch_id is not None:
        conditions.append(Ticket.batch_id == wanted.batch_id)
    if wanted.since is not None:
        conditions.append(Ticket.opened >= wanted.since)
    if wanted.until is not None:
        conditions.append(Ticket.opened < wanted.until)
    if wanted.still_open is not None:
        conditions.append(Ticket.resolved.is_(None) == wanted.still_open)
    named = [
        (_concerns if name == "subject" else _is_of)(one) for name, one in wanted.columns if name in _OF_NAMES
    ]
    others = tuple((name, one) for name, one in wanted.columns if name not in _OF_NAMES)
    return [
        *conditions,
        *named,
        *narrowed(others, _FIELDS_SHOWN),
        *(_mentions(word) for word in wanted.text.split()),
    ]


def _concerns(wanted: Filter) -> ColumnElement[bool]:
    """Whether the name of its service or component fits, or nothing where it has neither."""
    services = select(Service.id).where(condition(wanted, Field("text", _SERVICE)))
    components = select(Component.id).where(condition(wanted, Field("text", _COMPONENT)))
    unknown = and_(Ticket.service_id.is_(None), Ticket.component_id.is_(None))
    of_component = and_(Ticket.service_id.is_(None), Ticket.component_id.in_(components))
    found = or_(Ticket.service_id.in_(services), of_component)
    return or_(found, unknown) if wanted.fits("") else found


def _is_of(wanted: Filter) -> ColumnElement[bool]:
    """Whether the name of its customer fits, or nothing where it has none."""
    found = Ticket.customer_id.in_(select(Customer.id).where(condition(wanted, Field("text", _CUSTOMER))))
    return or_(found, Ticket.customer_id.is_(None)) if wanted.fits("") else found


def _mentions(word: str) -> ColumnElement[bool]:
    """Whether a ticket has the word; names are looked for in their own short tables, not once for every ticket."""

    def has(column: Texts) -> ColumnElement[bool]:
        return containing(column, word)

    return or_(
        *map(has, (Ticket.number, Ticket.summary, Ticket.priority)),
        Ticket.service_id.in_(select(Service.id).where(has(Service.name))),
        Ticket.component_id.in_(select(Component.id).where(has(Component.name))),
        Ticket.customer_id.in_(select(Customer.id).where(has(Customer.name))),
    )


def _row(ticket: Ticket, subject: str, customer: str, site: str, origins: Origins) -> TicketRow:
    return TicketRow(
        id=ticket.id,
        number=ticket.number,
        kind=ticket.kind,
        subject=subject,
        customer=customer,
        site=site,
        priority=ticket.priority or "",
        summary=ticket.summary or "",
        status=ticket.status or "",
        opened=ticket.opened,
        responded=ticket.responded,
        resolved=ticket.resolved,
        closed=ticket.closed,
        source=ticket.source,
        origin=origins.of(ticket.sheet_id, ticket.source_row),
    )
