"""Going straight to a record by a few letters: what is on the desk by name, reference, number or period."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.calc.matching import rank
from app.calc.periods import Period, parse_period
from app.errors import InputError
from app.models.agreements import Agreement
from app.models.catalogue import Component, Service
from app.models.database import Database
from app.models.measurements import Outage, Ticket
from app.models.organisation import Customer
from app.usecases.customer_view import list_released_versions
from app.usecases.customers import list_customers
from app.usecases.settings import load_settings

FoundKind = Literal["customer", "service", "component", "agreement", "levels", "packs", "outage", "ticket"]
MOST = 6  # of each kind
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAY = r"\d{4}-\d\d-\d\d"
_KEY = re.compile(rf"\d{{4}}-(?:\d\d|q[1-4]|w\d\d)|{_DAY}\.\.{_DAY}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DOCUMENTS: tuple[FoundKind, ...] = ("levels", "packs")


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One record: its id, or the customer's with the period for levels and packs."""

    kind: FoundKind
    id: int
    name: str
    about: str = ""
    period: Period | None = None


def find_records(db: Database, typed: str, now: datetime | None = None) -> tuple[FoundRow, ...]:
    """What may be meant, kind by kind, the likeliest of each kind first; nothing for nothing typed."""
    typed = " ".join(typed.split())
    if not typed:
        return ()
    with db.reading() as session:
        zone = load_settings(session).time_zone
        customers = [(c.id, c.name, c.time_zone) for c in session.scalars(select(Customer)).all()]
        return (
            *_best(typed, ((key, name, "") for key, name, _ in customers), "customer"),
            *_best(typed, _named(session, select(Service.id, Service.name)), "service"),
            *_best(typed, _named(session, select(Component.id, Component.name)), "component"),
            *_best(typed, _agreements(session), "agreement"),
            *_periods(typed, customers, now or datetime.now(UTC)),
            *_outages(session, typed, zone),
            *_tickets(session, typed, zone),
        )


def find_released(
    db: Database, customer_id: int, typed: str, today: date, now: datetime | None = None
) -> tuple[FoundRow, ...]:
    """As `find_records`, for a customer who is watching: the services and versions of its SLAs that were released,
    each with the version's id, and its own periods. No other name is compared with what is typed.
    """
    typed = " ".join(typed.split())
    customer = next((each for each in list_customers(db) if each.id == customer_id), None)
    if not typed or customer is None:
        return ()
    versions = list_released_versions(db, customer_id, today)
    services = {target.service: target.service_id for version in versions for target in version.targets}
    agreed = ((each.id, each.version.title, each.state) for each in versions)
    return (
        *_best(typed, ((key, name, "") for name, key in services.items()), "service"),
        *_best(typed, agreed, "agreement"),
        *_periods(typed, [(customer.id, customer.name, customer.time_zone)], now or datetime.now(UTC)),
    )


def _named(session: Session, query: Select[int, str]) -> Iterable[tuple[int, str, str]]:
    return ((key, name, "") for key, name in session.execute(query).all())


def _agreements(session: Session) -> Iterable[tuple[int, str, str]]:
    query = select(Agreement, Customer.name).outerjoin(Customer, Customer.id == Agreement.customer_id)
    return ((a.id, a.title, name or a.counterparty) for a, name in session.execute(query).all())


def _best(typed: str, named: Iterable[tuple[int, str, str]], kind: FoundKind) -> list[FoundRow]:
    ranked = (
        (rank(typed, name), name.casefold(), FoundRow(kind, key, name, about)) for key, name, about in named
    )
    known = [(place, name, row) for place, name, row in ranked if place is not None]
    return [row for _, _, row in sorted(known, key=lambda each: each[:2])[:MOST]]


def _periods(typed: str, customers: list[tuple[int, str, str]], now: datetime) -> list[FoundRow]:
    """Levels and packs of a period: "oct 2026 levels", "2026-q3 retail"."""
    words = typed.casefold().split()
    named: tuple[FoundKind, ...] = tuple(
        each for each in _DOCUMENTS if any(_names(word, each) for word in words)
    )
    words = [word for word in words if not any(_names(word, each) for each in _DOCUMENTS)]
    key, rest = _period_key(words, now)
    if not key:
        return []
    found: list[FoundRow] = []
    for kind in named or _DOCUMENTS:
        for customer, name, zone in sorted(customers, key=lambda each: each[1].casefold()):
            if rest and rank(" ".join(rest), name) is None:
                continue
            try:
                period = parse_period(key, zone)
            except InputError:
                return []
            found.append(FoundRow(kind, customer, f"{period.label}, {name}", "", period))
    return found[: 2 * MOST]


def _names(word: str, document: str) -> bool:
    """Whether a word means levels or packs: three of its first letters do."""
    return len(word) > 2 and document.startswith(word)


def _period_key(words: list[str], now: datetime) -> tuple[str, list[str]]:
    """The key of the period typed, "" for none, and the words that are no part of it; no year means the latest."""
    year, key, rest = 0, "", list[str]()
    for word in words:
        month = _month(word)
        if _KEY.fullmatch(word):
            return word.upper(), [each for each in words if each != word]
        if _YEAR.fullmatch(word):
            year = int(word)
        elif not key and month:
            key = f"-{month:02}"
        elif not key and re.fullmatch("q[1-4]", word):
            key = f"-{word.upper()}"
        else:
            rest.append(word)
    if key and not year:
        begins = int(key[1:]) if key[1:].isdigit() else int(key[2]) * 3 - 2
        year = now.year if begins <= now.month else now.year - 1
    return (f"{year}{key}" if year else ""), rest


def _month(word: str) -> int:
    """The number of a month by its first three letters or more, 0 for any other word."""
    found = [n for n, name in enumerate(_MONTHS, start=1) if len(word) > 2 and name.startswith(word)]
    return found[0] if found else 0


def _outages(session: Session, typed: str, zone: str) -> list[FoundRow]:
    subject = func.coalesce(Service.name, Component.name)

    def query(held: ColumnElement[bool]) -> Select[int, str | None, str, datetime]:
        return (
            select(Outage.id, Outage.reference, subject, Outage.start)
            .outerjoin(Service, Service.id == Outage.service_id)
            .outerjoin(Component, Component.id == Outage.component_id)
            .where(held)
            .order_by(func.length(Outage.reference), Outage.reference, Outage.id)
            .limit(MOST)
        )

    return _by_number(session, typed, Outage.reference, query, "outage", zone)


def _tickets(session: Session, typed: str, zone: str) -> list[FoundRow]:
    subject = func.coalesce(Service.name, Component.name, Customer.name, "")

    def query(held: ColumnElement[bool]) -> Select[int, str, str, datetime]:
        return (
            select(Ticket.id, Ticket.number, subject, Ticket.opened)
            .outerjoin(Service, Service.id == Ticket.service_id)
            .outerjoin(Component, Component.id == Ticket.component_id)
            .outerjoin(Customer, Customer.id == Ticket.customer_id)
            .where(held)
            .order_by(func.length(Ticket.number), Ticket.number, Ticket.id)
            .limit(MOST)
        )

    return _by_number(session, typed, Ticket.number, query, "ticket", zone)


def _by_number(
    session: Session,
    typed: str,
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    query: Callable[
        [ColumnElement[bool]], Select[int, str | None, str, datetime] | Select[int, str, str, datetime]
    ],
    kind: Literal["outage", "ticket"],
    zone: str,
) -> list[FoundRow]:
    """Those whose number begins so before those that hold it; what holds no digit is nobody's number."""
    if len(typed) < 2 or not any(letter.isdigit() for letter in typed):
        return []
    found: dict[int, FoundRow] = {}
    for held in (column.istartswith(typed, autoescape=True), column.icontains(typed, autoescape=True)):
        if len(found) < MOST:
            for key, number, subject, at in session.execute(query(held)).all():
                about = f"{subject} · {_clock(at, zone)}" if subject else _clock(at, zone)
                found.setdefault(key, FoundRow(kind, key, number or "", about))
    return list(found.values())[:MOST]


def _clock(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b %Y %H:%M}"
