"""What was measured about a service, loaded as columns for the calculation. Nothing is judged here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Integer, Select, and_, func, literal, or_, select, type_coerce
from sqlalchemy.orm import Session

from app.calc.figures import Figure
from app.calc.metrics.metric import Need
from app.calc.outages import OutageColumns
from app.calc.samples import Samples
from app.calc.spans import EARLIEST, LATEST, Instants, Spans
from app.calc.structure import Structure
from app.calc.structure.felt import felt
from app.calc.tickets import TicketColumns, columns_of
from app.models.columns import integers, raw
from app.models.measurements import Coverage, Outage, OutageSite, PeriodFigure, Sample
from app.reports.leaving import look_up
from app.usecases.measured_tickets import load_tickets
from app.usecases.planned_work import load_work
from app.usecases.standing import Under, of_component, of_service

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """A service's structure, and whose outage each row is, by place among `parts`."""

    structure: Structure
    parts: tuple[str, ...]
    part: Instants

    def take(self, which: Flags) -> "Columns":
        return Columns(self.structure, self.parts, self.part[which])


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredOutages:
    """Outages of a service and of everything it stands on, with what people said of each."""

    columns: OutageColumns
    excluded: Flags
    disputed: Flags
    sites: Mapping[
        int, frozenset[int]
    ]  # outage id → sites it was felt at; an outage without entry was felt at all
    under: Columns | None = (
        None  # the columns under the service, while their outages are still to be read through
    )

    def felt_at(self, sites: frozenset[int]) -> "MeasuredOutages":
        """Those felt at one of these sites, or everywhere."""
        if not self.sites:
            return self
        here = np.array(
            [not (named := self.sites.get(int(o), sites)) or bool(named & sites) for o in self.columns.id],
            dtype=np.bool_,
        )
        return MeasuredOutages(
            self.columns.take(here),
            self.excluded[here],
            self.disputed[here],
            self.sites,
            self.under and self.under.take(here),
        )

    def felt_by_the_service(self) -> "MeasuredOutages":
        """What is left of each outage when other parts stood in for the part that was down."""
        if self.under is None:
            return self
        rows, columns = felt(self.under.structure, self.under.parts, self.under.part, self.columns)
        return MeasuredOutages(columns, self.excluded[rows], self.disputed[rows], self.sites)


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """Everything measured about one service, by one source or (None) by all."""

    outages: MeasuredOutages
    work: Spans  # announced work
    covered: Mapping[str, Spans]  # kind → when it is observed
    tickets: TicketColumns
    samples: Mapping[str, Samples]
    figures: Mapping[str, tuple[Figure, ...]]


def load_measured(
    session: Session,
    under: Under,
    customer_id: int,
    source: str | None,
    start: datetime,
    end: datetime,
    *,
    noted: bool = True,
    needs: Collection[Need] = get_args(Need),
    decided_from: datetime | None = None,
) -> Measured:
    """What touches [start, end): outages of the service and of all it stands on, this customer's or nobody's tickets.

    `noted` says whether anybody counts by when an outage was detected, reported or confirmed; `needs`, which
    other rows are wanted besides outages and figures. Tickets decided before `decided_from` are left out.
    """
    look_up()
    service_id = under.service_id
    tickets = columns_of(())
    if "tickets" in needs:
        since = max(start, decided_from or start)
        tickets = load_tickets(session, service_id, customer_id, source, since, end)
    return Measured(
        outages=_outages(session, under, source, start, end, noted),
        work=load_work(session, under.alone_services, under.alone_components),
        covered=_covered(session, service_id, under.components, source),
        tickets=tickets,
        samples=_samples(session, service_id, source, start, end) if "samples" in needs else {},
        figures=_figures(session, service_id, source),
    )


def _outages(
    session: Session,
    under: Under,
    source: str | None,
    start: datetime,
    end: datetime,
    noted: bool,
) -> MeasuredOutages:
    """`noted` reads the further times of an outage, which few definitions count by."""
    table = Outage.__table__.c
    subject: ColumnElement[bool] = table.service_id.in_(under.services)
    if under.components:
        subject = or_(subject, table.component_id.in_(under.components))
    wanted = [subject, table.start < end, or_(table.end.is_(None), table.end > start)]
    if source is not None:
        wanted.append(table.source == source)
    further = [table.detected_at, table.reported_at, table.confirmed_at] if noted else []
    whose = [] if under.is_plain else [func.coalesce(table.service_id * 2, table.component_id * 2 + 1)]
    query = select(
        table.id,
        raw(table.start),
        func.coalesce(raw(table.end), LATEST),
        _marks(table.state == "down", table.planned, table.excluded, table.disputed),
        *(func.coalesce(raw(column), EARLIEST) for column in further),
        *whose,
    ).where(*wanted)
    rows = integers(session, query)
    marks = rows[:, 3]
    columns = OutageColumns(
        rows[:, 1],
        rows[:, 2],
        (marks & 1).astype(np.bool_),
        (marks & 2).astype(np.bool_),
        rows[:, 0],
        detected=rows[:, 4] if noted else None,
        reported=rows[:, 5] if noted else None,
        confirmed=rows[:, 6] if noted else None,
    )
    excluded, disputed = (marks & 4).astype(np.bool_), (marks & 8).astype(np.bool_)
    read_through = None if under.is_plain else _under(under, rows[:, -1])
    return MeasuredOutages(columns, excluded, disputed, _sites(session, wanted), read_through)


def _under(under: Under, whose: Instants) -> Columns:
    """Whose outage each row is; services are even numbers in the query, components odd ones."""
    numbers = [*(2 * service for service in under.services), *(2 * one + 1 for one in under.components)]
    parts = [*map(of_service, under.services), *map(of_component, under.components)]
    order = sorted(range(len(numbers)), key=lambda at: numbers[at])
    places = np.searchsorted(np.array([numbers[at] for at in order], dtype=np.int64), whose)
    return Columns(under.structure, tuple(parts[at] for at in order), places)


def _marks(*flags: ColumnElement[bool]) -> ColumnElement[int]:
    """Flags as the bits of one integer, the first as 1."""
    total: ColumnElement[int] = literal(0)
    for place, flag in enumerate(flags):
        total = total + type_coerce(flag, Integer) * 2**place
    return total


def _sites(session: Session, wanted: Sequence[ColumnElement[bool]]) -> Mapping[int, frozenset[int]]:
    sites: dict[int, frozenset[int]] = {}
    if session.scalar(select(OutageSite.outage_id).limit(1)) is None:
        return sites  # no join over a hundred thousand outages for nothing
    query = (
        select(OutageSite.outage_id, OutageSite.site_id)
        .join(Outage, Outage.id == OutageSite.outage_id)
        .where(*wanted)
    )
    for outage_id, site_id in session.execute(query):
        sites[outage_id] = sites.get(outage_id, frozenset()) | {site_id}
    return sites


def _covered(
    session: Session, service_id: int, components: tuple[int, ...], source: str | None
) -> Mapping[str, Spans]:
    """For each kind: when the service itself is observed, or every component it needs."""
    table = Coverage.__table__.c
    query = select(table.kind, table.component_id, raw(table.start), raw(table.end)).where(
        or_(
            and_(
                table.component_id.is_(None), or_(table.service_id.is_(None), table.service_id == service_id)
            ),
            table.component_id.in_(components),
        )
    )
    stretches: dict[str, dict[int | None, list[tuple[int, int]]]] = {}
    for kind, component, start, end in session.execute(
        query if source is None else query.where(table.source == source)
    ):
        stretches.setdefault(kind, {}).setdefault(component, []).append((start, end))
    return {kind: _observed(by_component, components) for kind, by_component in stretches.items()}


def _observed(
    stretches: Mapping[int | None, Sequence[tuple[int, int]]], components: tuple[int, ...]
) -> Spans:
    """When the service itself (None) or all of its components are."""
    itself, *parts = (
        Spans.of_microseconds([start for start, _ in rows], [end for _, end in rows])
        for rows in (stretches.get(each, ()) for each in (None, *components))
    )
    return itself | Spans.at_least(len(parts), parts) if parts else itself


def _samples(
    session: Session, service_id: int, source: str | None, start: datetime, end: datetime
) -> Mapping[str, Samples]:
    table = Sample.__table__.c
    query = select(table.metric, raw(table.at), table.value).where(
        and_(table.service_id == service_id, table.at >= start, table.at < end)
    )
    rows: dict[str, list[tuple[int, float]]] = {}
    for metric, at, value in session.execute(
        query if source is None else query.where(table.source == source)
    ):
        rows.setdefault(metric, []).append((at, value))
    return {
        metric: Samples(
            np.array([at for at, _ in pairs], dtype=np.int64),
            np.array([value for _, value in pairs], dtype=np.float64),
        )
        for metric, pairs in rows.items()
    }


def _figures(session: Session, service_id: int, source: str | None) -> Mapping[str, tuple[Figure, ...]]:
    query: Select[PeriodFigure] = select(PeriodFigure).where(PeriodFigure.service_id == service_id)
    figures: dict[str, tuple[Figure, ...]] = {}
    for row in session.scalars(query if source is None else query.where(PeriodFigure.source == source)):
        figure = Figure(
            date.fromisoformat(row.first_day), date.fromisoformat(row.last_day), Decimal(row.value)
        )
        figures[row.metric] = (*figures.get(row.metric, ()), figure)
    return figures
