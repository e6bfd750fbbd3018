"""The files a period's figures came from, and what each says it covers."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.calc.periods import Period, spelled_day
from app.models.base import to_microseconds
from app.models.catalogue import ServiceComponent
from app.models.measurements import Coverage, ImportBatch, Outage
from app.reports.month import SourceLine


def source_lines(
    session: Session, period: Period, service_ids: Sequence[int], outage_ids: Sequence[int]
) -> tuple[SourceLine, ...]:
    """The import batches that cover these services in the period, or that one of these outages came from."""
    coverage = _coverage(session, period, service_ids)
    batch_ids = {row.batch_id for row in coverage if row.batch_id is not None} | _of_outages(
        session, outage_ids
    )
    query = (
        select(ImportBatch)
        .where(ImportBatch.id.in_(batch_ids))
        .order_by(ImportBatch.imported_at, ImportBatch.id)
    )
    return tuple(
        SourceLine(
            source=batch.source,
            file_name=batch.file_name,
            sha256=batch.sha256,
            imported_at=to_microseconds(batch.imported_at),
            kind=batch.kind,
            rows=batch.rows_imported,
            covers=_covers([row for row in coverage if row.batch_id == batch.id], period.time_zone),
        )
        for batch in session.scalars(query)
    )


def _coverage(session: Session, period: Period, service_ids: Sequence[int]) -> list[Coverage]:
    components = select(ServiceComponent.component_id).where(ServiceComponent.service_id.in_(service_ids))
    query = (
        select(Coverage)
        .where(Coverage.start < period.end, Coverage.end > period.start)
        .where(or_(Coverage.service_id.is_(None), Coverage.service_id.in_(service_ids)))
        .where(or_(Coverage.component_id.is_(None), Coverage.component_id.in_(components)))
        .order_by(Coverage.start)
    )
    return list(session.scalars(query))


def _of_outages(session: Session, outage_ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for first in range(0, len(outage_ids), 500):
        query = select(Outage.batch_id).where(Outage.id.in_(outage_ids[first : first + 500])).distinct()
        found |= {batch_id for batch_id in session.scalars(query) if batch_id is not None}
    return found


def _covers(rows: Iterable[Coverage], time_zone: str) -> str:
    """ "1 October 2026 – 31 October 2026", stretch by stretch; "not said" when nothing was declared."""
    stretches = dict.fromkeys((row.start, row.end) for row in rows)
    return ", ".join(_days(start, end, time_zone) for start, end in stretches) or "not said"


def _days(start: datetime, end: datetime, time_zone: str) -> str:
    zone = ZoneInfo(time_zone)
    first, last = start.astimezone(zone), (end - timedelta(microseconds=1)).astimezone(zone)
    return f"{spelled_day(first.date())} – {spelled_day(last.date())}"
