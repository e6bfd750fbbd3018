"""Outages as people see and mend them: list, record, mark planned, excluded or disputed, and word for the customer."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, or_, select
from sqlalchemy.orm import Session, join

from app.calc.filters import Filter
from app.calc.typed_days import TypedDay, split_days
from app.errors import InputError
from app.models.catalogue import Component, Service
from app.models.columns import Texts, chosen, containing, ids, raw
from app.models.database import Database
from app.models.measurements import Outage, OutageSite
from app.models.organisation import Site
from app.usecases.editing import assign, fetch
from app.usecases.filtering import Columns, Field, condition, narrowed
from app.usecases.provenance import Origin, Origins, origin_text
from app.usecases.settings import load_settings

STATES = ("down", "degraded")
ORDERS = (
    "start",
    "end",
    "length",
    "subject",
    "cause",
    "state",
    "planned",
    "exclusion",
    "dispute",
    "customer_text",
    "origin",
)
_MOST_YEARS = 200  # that a day without a year is looked for in
_SOME = 500  # ids in one IN list
_MINUTE = 60_000_000

_NAMED = join(Outage, Service, Service.id == Outage.service_id, isouter=True).join(
    Component, Component.id == Outage.component_id, isouter=True
)
_FIELDS = frozenset(
    {
        "start",
        "end",
        "detected_at",
        "reported_at",
        "confirmed_at",
        "state",
        "planned",
        "cause",
        "internal_text",
        "customer_text",
        "users_affected",
        "disputed",
        "dispute_reason",
        "excluded",
        "exclusion_reason",
        "exclusion_clause",
        "service_id",
        "component_id",
    }
)

_O = Outage.__table__.c
_SERVICE, _COMPONENT = Service.__table__.c.name, Component.__table__.c.name
_FIELDS_SHOWN: Mapping[str, Field] = {
    "start": Field("moment", raw(_O.start)),
    "end": Field("moment", raw(_O.end)),
    "length": Field("number", raw(_O.end) - raw(_O.start), per=_MINUTE),
    "subject": Field("text", func.coalesce(_SERVICE, _COMPONENT)),
    "cause": Field("text", _O.cause),
    "state": Field("text", _O.state),
    "planned": Field("flag", _O.planned),
    "exclusion": Field("text", case((_O.excluded, _O.exclusion_reason))),
    "dispute": Field("text", case((_O.disputed, _O.dispute_reason))),
    "customer_text": Field("text", _O.customer_text),
    "origin": Field("text", origin_text(_O.sheet_id, _O.source_row, _O.end_row)),
}


@dataclass(frozen=True, slots=True)
class OutageRow:
    """`subject` is the service's or component's name; `end` None is still open."""

    id: int
    subject_kind: str  # service | component
    subject_id: int
    subject: str
    start: datetime
    end: datetime | None
    state: str
    planned: bool
    cause: str
    internal_text: str
    customer_text: str
    users_affected: int | None
    disputed: bool
    dispute_reason: str
    excluded: bool
    exclusion_reason: str
    exclusion_clause: str
    sites: tuple[str, ...]
    site_ids: tuple[int, ...]
    source: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class OutageFilter:
    """Which outages to show; every part narrows."""

    text: str = ""
    service_id: int | None = None
    component_id: int | None = None
    batch_id: int | None = None
    since: datetime | None = None  # touching [since, until)
    until: datetime | None = None
    planned: bool | None = None
    excluded: bool | None = None
    disputed: bool | None = None
    ids: tuple[int, ...] | None = None
    columns: Columns = ()  # what is wanted of single columns, each by its name in ORDERS


def is_listed(db: Database, outage_id: int, wanted: OutageFilter) -> bool:
    """Whether the filter leaves this outage."""
    if wanted.ids is not None and outage_id not in wanted.ids:
        return False
    return count_outages(db, replace(wanted, ids=(outage_id,))) > 0


def count_outages(db: Database, wanted: OutageFilter = OutageFilter()) -> int:
    """How many outages the filter leaves."""
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(_found(session, wanted).subquery())) or 0


def outage_ids(
    db: Database,
    wanted: OutageFilter = OutageFilter(),
    *,
    order: str = "start",
    descending: bool = True,
) -> "array[int]":
    """The ids of all outages the filter leaves, in order: what a table of a million rows needs to be scrolled."""
    with db.reading() as session:
        return ids(session, _ranked(session, wanted, order, descending))


def list_outages(
    db: Database,
    wanted: OutageFilter = OutageFilter(),
    *,
    order: str = "start",
    descending: bool = True,
    limit: int = 1000,
    offset: int = 0,
) -> tuple[OutageRow, ...]:
    """A page of outages, the latest first unless asked otherwise; `order` is one of ORDERS."""
    with db.reading() as session:
        # The ids first: sorting whole rows of a million outages takes twenty times as long.
        ranked = _ranked(session, wanted, order, descending).limit(limit).offset(offset)
        return _rows(session, list(session.scalars(ranked)))


def read_outages(db: Database, outage_ids: Sequence[int]) -> tuple[OutageRow, ...]:
    """These outages in the order given; those no longer on the desk are left out."""
    with db.reading() as session:
        return _rows(session, outage_ids)


def sum_lengths(db: Database, outage_ids: Sequence[int]) -> tuple[int, int]:
    """How long these outages lasted together, in microseconds, and how many of them have ended."""
    length = raw(_O.end) - raw(_O.start)
    query = select(func.coalesce(func.sum(length), 0), func.count(_O.end))
    with db.reading() as session:
        total, count = session.execute(query.where(_O.id.in_(chosen(outage_ids)))).one()
        return total, count


def record_outage(
    db: Database,
    *,
    start: datetime,
    end: datetime | None,
    service_id: int | None = None,
    component_id: int | None = None,
    site_ids: Iterable[int] = (),
    **fields: object,
) -> int:
    """Record an outage of one service or one component by hand; returns its id."""
    if (service_id is None) == (component_id is None):
        raise InputError("An outage belongs to one service or one component.")
    with db.changing("Record outage") as session:
        outage = Outage(
            start=start, end=end, service_id=service_id, component_id=component_id, source="by hand"
        )
        assign(outage, fields, _FIELDS)
        _check(outage)
        session.add(outage)
        session.flush()
        session.add_all(OutageSite(outage_id=outage.id, site_id=site_id) for site_id in set(site_ids))
        session.info["label"] = f"Record outage of {_subject(session, outage)}"
        return outage.id


def change_outages(
    db: Database, outage_ids: Iterable[int], *, site_ids: Iterable[int] | None = None, **changes: object
) -> None:
    """Change the named fields (and, unless None, the sites) of one or several outages in one step."""
    wanted = sorted(set(outage_ids))
    with db.changing("Change outages") as session:
        outages = _fetched(session, wanted)
        for outage in outages:
            assign(outage, changes, _FIELDS)
            _check(outage)
        if site_ids is not None:
            _feel(session, wanted, site_ids)
        session.info["label"] = _change_label(session, outages)


def remove_outages(db: Database, outage_ids: Iterable[int]) -> None:
    """Remove outages."""
    wanted = sorted(set(outage_ids))
    with db.changing("Remove outages") as session:
        for outage_id in wanted:
            session.delete(fetch(session, Outage, outage_id, "outage"))
        session.info["label"] = "Remove outage" if len(wanted) == 1 else f"Remove {len(wanted)} outages"


def _fetched(session: Session, outage_ids: Sequence[int]) -> list[Outage]:
    """These outages, read some at a time; NotFound for the first that is gone."""
    found: dict[int, Outage] = {}
    for first in range(0, len(outage_ids), _SOME):
        query = select(Outage).where(Outage.id.in_(outage_ids[first : first + _SOME]))
        found |= {outage.id: outage for outage in session.scalars(query)}
    return [found.get(one) or fetch(session, Outage, one, "outage") for one in outage_ids]


def _feel(session: Session, outage_ids: Sequence[int], site_ids: Iterable[int]) -> None:
    """These outages were felt at exactly these sites."""
    sites = sorted(set(site_ids))
    for outage_id in outage_ids:
        session.execute(delete(OutageSite).where(OutageSite.outage_id == outage_id))
        session.add_all(OutageSite(outage_id=outage_id, site_id=site_id) for site_id in sites)


def _ranked(session: Session, wanted: OutageFilter, order: str, descending: bool) -> Select[int]:
    """The ids the filter leaves, in order; what has nothing in that column comes last either way."""
    column = Outage.start if order == "start" else _FIELDS_SHOWN[order].value
    if _FIELDS_SHOWN[order].kind == "text":
        column = func.lower(func.nullif(column, ""))
    ranked = column.desc() if descending else column.asc()
    blanks_last = () if order == "start" else (column.is_(None),)
    return _found(session, wanted, named=order == "subject").order_by(*blanks_last, ranked, Outage.id)


def _found(session: Session, wanted: OutageFilter, *, named: bool = False) -> Select[int]:
    """The ids the filter leaves; the names are joined only where they give the order."""
    query = select(Outage.id).where(*_conditions(session, wanted))
    return query.select_from(_NAMED) if named else query


def _rows(session: Session, outage_ids: Sequence[int]) -> tuple[OutageRow, ...]:
    """The rows of these outages, in this order."""
    found: dict[int, tuple[Outage, str]] = {}
    query = select(Outage, func.coalesce(Service.name, Component.name)).select_from(_NAMED)
    for first in range(0, len(outage_ids), _SOME):
        some = query.where(Outage.id.in_(outage_ids[first : first + _SOME]))
        found |= {outage.id: (outage, subject or "") for outage, subject in session.execute(some)}
    sites, origins = _sites(session, list(found)), Origins(session)
    return tuple(_row(*found[number], sites, origins) for number in outage_ids if number in found)


def _conditions(session: Session, wanted: OutageFilter) -> list[ColumnElement[bool]]:
    """What the filter asks of outages."""
    equals = (
        (Outage.service_id, wanted.service_id),
        (Outage.component_id, wanted.component_id),
        (Outage.batch_id, wanted.batch_id),
        (Outage.planned, wanted.planned),
        (Outage.excluded, wanted.excluded),
        (Outage.disputed, wanted.disputed),
    )
    conditions = [column == value for column, value in equals if value is not None]
    if wanted.ids is not None:
        conditions.append(Outage.id.in_(chosen(wanted.ids)))
    if wanted.until is not None:
        conditions.append(Outage.start < wanted.until)
    if wanted.since is not None:
        conditions.append(or_(Outage.end.is_(None), Outage.end > wanted.since))
    subject = [_concerns(one) for name, one in wanted.columns if name == "subject"]
    others = tuple((name, one) for name, one in wanted.columns if name != "subject")
    return [
        *conditions,
        *subject,
        *narrowed(others, _FIELDS_SHOWN),
        *_says(session, wanted.text),
    ]


def _says(session: Session, text: str) -> list[ColumnElement[bool]]:
    """Whether an outage has every word; a day among them may also be the one on which it began or ended."""
    words, days = split_days(text)
    if not days:
        return [_mentions(word) for word in words]
    zone, years = load_settings(session).time_zone, _years(session)
    return [*(_mentions(word) for word in words), *(_is_on(day, years, zone) for day in days)]


def _years(session: Session) -> range:
    """The years in which outages began or ended, of any zone."""
    first = session.scalar(select(func.min(Outage.start)))
    last = session.scalar(select(func.max(func.coalesce(Outage.end, Outage.start))))
    if first is None or last is None:
        return range(0)
    return range(max(first.year - 1, last.year - _MOST_YEARS, 2), min(last.year + 2, 9999))


def _is_on(day: TypedDay, years: Sequence[int], zone: str) -> ColumnElement[bool]:
    """Whether it began or ended on this day, or has the day's words in a text."""
    return or_(
        *(
            and_(column >= start, column < end)
            for start, end in day.stretches(years, zone)
            for column in (Outage.start, Outage.end)
        ),
        and_(*map(_mentions, day.words)),
    )


def _concerns(wanted: Filter) -> ColumnElement[bool]:
    """Whether the name of its service or component fits, asked of the names and not once for every outage."""
    services = select(Service.id).where(condition(wanted, Field("text", _SERVICE)))
    components = select(Component.id).where(condition(wanted, Field("text", _COMPONENT)))
    of_component = and_(Outage.service_id.is_(None), Outage.component_id.in_(components))
    return or_(Outage.service_id.in_(services), of_component)


def _mentions(word: str) -> ColumnElement[bool]:
    """Whether an outage has the word; names are looked for in their own short tables, not once for every outage."""

    def has(column: Texts) -> ColumnElement[bool]:
        return containing(column, word)

    texts = (Outage.cause, Outage.internal_text, Outage.customer_text, Outage.reference)
    return or_(
        *map(has, texts),
        Outage.service_id.in_(select(Service.id).where(has(Service.name))),
        Outage.component_id.in_(select(Component.id).where(has(Component.name))),
    )


def _sites(session: Session, outage_ids: list[int]) -> Mapping[int, tuple[tuple[int, str], ...]]:
    """The sites of these outages, each its id and name."""
    found: dict[int, tuple[tuple[int, str], ...]] = {}
    query = (
        select(OutageSite.outage_id, Site.id, Site.name)
        .join(Site, Site.id == OutageSite.site_id)
        .order_by(Site.name)
    )
    for first in range(0, len(outage_ids), _SOME):
        some = outage_ids[first : first + _SOME]
        for outage_id, site_id, name in session.execute(query.where(OutageSite.outage_id.in_(some))):
            found[outage_id] = (*found.get(outage_id, ()), (site_id, name))
    return found


def _row(
    outage: Outage, subject: str, sites: Mapping[int, tuple[tuple[int, str], ...]], origins: Origins
) -> OutageRow:
    return OutageRow(
        id=outage.id,
        subject_kind="service" if outage.service_id is not None else "component",
        subject_id=outage.service_id or outage.component_id or 0,
        subject=subject,
        start=outage.start,
        end=outage.end,
        state=outage.state,
        planned=outage.planned,
        cause=outage.cause or "",
        internal_text=outage.internal_text or "",
        customer_text=outage.customer_text or "",
        users_affected=outage.users_affected,
        disputed=outage.disputed,
        dispute_reason=outage.dispute_reason or "",
        excluded=outage.excluded,
        exclusion_reason=outage.exclusion_reason or "",
        exclusion_clause=outage.exclusion_clause or "",
        sites=tuple(name for _, name in sites.get(outage.id, ())),
        site_ids=tuple(number for number, _ in sites.get(outage.id, ())),
        source=outage.source,
        origin=origins.of(outage.sheet_id, outage.source_row, outage.end_row),
    )


def _check(outage: Outage) -> None:
    if outage.end is not None and outage.end <= outage.start:
        raise InputError("An outage has to end after it starts. Mend its start or its end.")
    if outage.state and outage.state not in STATES:
        raise InputError("An outage is either down or degraded.")
    if outage.excluded and not (outage.exclusion_reason or "").strip():
        raise InputError("Say why this outage is excluded; the pack shows the reason.")
    if outage.disputed and not (outage.dispute_reason or "").strip():
        raise InputError("Say why this outage is disputed.")


def _subject(session: Session, outage: Outage) -> str:
    if outage.service_id is not None:
        return fetch(session, Service, outage.service_id, "service").name
    return fetch(session, Component, outage.component_id or 0, "component").name


def _change_label(session: Session, outages: list[Outage]) -> str:
    if len(outages) == 1:
        return f"Change outage of {_subject(session, outages[0])}"
    return f"Change {len(outages)} outages"
