"""What the sources say they observe; where none does, time is unknown, not up."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.calc.spans import Spans
from app.errors import InputError
from app.models.catalogue import Component, Service
from app.models.database import Database
from app.models.measurements import Coverage, ImportBatch
from app.usecases.editing import fetch

KINDS = ("outages", "tickets", "samples", "figures")
BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A source observes `subject` ("every service" when it names none) completely from `start` to `end`."""

    id: int
    source: str
    kind: str
    subject: str
    start: datetime
    end: datetime
    file: str  # empty: declared by hand


@dataclass(frozen=True, slots=True)
class CoverageDays:
    """One source and kind in a calendar of local days: the share of each day that is covered, 0 … 1."""

    source: str
    kind: str
    shares: tuple[float, ...]


def list_coverage(db: Database) -> tuple[CoverageRow, ...]:
    """What is covered, by source and start."""
    query = (
        select(Coverage, Service.name, Component.name, ImportBatch.file_name)
        .outerjoin(Service, Service.id == Coverage.service_id)
        .outerjoin(Component, Component.id == Coverage.component_id)
        .outerjoin(ImportBatch, ImportBatch.id == Coverage.batch_id)
        .order_by(Coverage.source, Coverage.start)
    )
    with db.reading() as session:
        return tuple(
            CoverageRow(
                c.id, c.source, c.kind, service or component or "every service", c.start, c.end, file or ""
            )
            for c, service, component, file in session.execute(query)
        )


def declare_coverage(
    db: Database,
    *,
    start: datetime,
    end: datetime,
    kind: str = "outages",
    source: str = BY_HAND,
    service_id: int | None = None,
    component_id: int | None = None,
) -> int:
    """Say that a source observed this service or component (or everything) completely in this time."""
    if end <= start:
        raise InputError("What is covered has to end after it starts.")
    if kind not in KINDS:
        raise InputError(f"“{kind}” is none of {', '.join(KINDS)}.")
    with db.changing("Declare what is covered") as session:
        row = Coverage(
            source=source,
            kind=kind,
            service_id=service_id,
            component_id=component_id,
            start=start,
            end=end,
        )
        session.add(row)
        session.flush()
        return row.id


def remove_coverage(db: Database, coverage_id: int) -> None:
    """Take back what was said to be covered."""
    with db.changing("Remove coverage") as session:
        session.delete(fetch(session, Coverage, coverage_id, "coverage"))


def coverage_calendar(
    db: Database, first_day: date, days: int, time_zone: str, *, service_id: int | None = None
) -> tuple[CoverageDays, ...]:
    """For each source and kind, which local days have data; of one service when it is named."""
    zone = ZoneInfo(time_zone)
    midnights = [
        datetime.combine(first_day + timedelta(days=n), datetime.min.time(), zone) for n in range(days + 1)
    ]
    spans: dict[tuple[str, str], list[tuple[datetime, datetime]]] = {}
    query = select(Coverage).where(Coverage.start < midnights[-1], Coverage.end > midnights[0])
    with db.reading() as session:
        for row in session.scalars(query):
            if service_id is None or row.service_id in (None, service_id):
                spans.setdefault((row.source, row.kind), []).append((row.start, row.end))
    return tuple(
        CoverageDays(source, kind, _shares(Spans.of(pairs), midnights))
        for (source, kind), pairs in sorted(spans.items())
    )


def _shares(covered: Spans, midnights: list[datetime]) -> tuple[float, ...]:
    """The covered share of each day between consecutive midnights (23 to 25 hours long)."""
    pairs = pairwise(midnights)
    days = (Spans.of([pair]) for pair in pairs)
    return tuple((covered & day).seconds / day.seconds for day in days)
