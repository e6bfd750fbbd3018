"""Samples and ready-made period figures as people see them; they come in by import."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select

from app.models.catalogue import Component, Service
from app.models.database import Database
from app.models.measurements import PeriodFigure, Sample
from app.usecases.provenance import Origin, Origins


@dataclass(frozen=True, slots=True)
class SampleSeries:
    """All samples of one metric of one subject: how many, over which time, and their range."""

    subject: str
    metric: str
    source: str
    count: int
    first: datetime
    last: datetime
    lowest: float
    mean: float
    highest: float


@dataclass(frozen=True, slots=True)
class FigureRow:
    id: int
    subject: str
    metric: str
    first_day: date
    last_day: date
    value: Decimal
    source: str
    origin: Origin
    cell: str  # where the figure stands, "D5"; empty when it was entered by hand


def list_series(db: Database) -> tuple[SampleSeries, ...]:
    """Every series of samples on the desk, by subject and metric."""
    subject = func.coalesce(Service.name, Component.name)
    query = (
        select(
            subject,
            Sample.metric,
            Sample.source,
            func.count(Sample.id),
            func.min(Sample.at),
            func.max(Sample.at),
            func.min(Sample.value),
            func.avg(Sample.value),
            func.max(Sample.value),
        )
        .outerjoin(Service, Service.id == Sample.service_id)
        .outerjoin(Component, Component.id == Sample.component_id)
        .group_by(Sample.service_id, Sample.component_id, Sample.metric, Sample.source)
        .order_by(func.lower(subject), Sample.metric)
    )
    with db.reading() as session:
        return tuple(SampleSeries(*row) for row in session.execute(query))


def list_figures(db: Database) -> tuple[FigureRow, ...]:
    """Every period figure on the desk, the latest period first."""
    query = (
        select(PeriodFigure, func.coalesce(Service.name, Component.name))
        .outerjoin(Service, Service.id == PeriodFigure.service_id)
        .outerjoin(Component, Component.id == PeriodFigure.component_id)
        .order_by(PeriodFigure.first_day.desc(), PeriodFigure.id)
    )
    with db.reading() as session:
        origins = Origins(session)
        return tuple(_figure(figure, subject or "", origins) for figure, subject in session.execute(query))


def _figure(figure: PeriodFigure, subject: str, origins: Origins) -> FigureRow:
    """A figure stands in its own column, or under its period where the sheet has a column a month."""
    origin = origins.of(figure.sheet_id, figure.source_row)
    return FigureRow(
        figure.id,
        subject,
        figure.metric,
        date.fromisoformat(figure.first_day),
        date.fromisoformat(figure.last_day),
        Decimal(figure.value),
        figure.source,
        origin,
        origin.cell("value") or origin.cell(f"{figure.first_day}/{figure.last_day}"),
    )
