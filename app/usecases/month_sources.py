"""The files a period's figures came from, and what each says it covers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.calc.periods import Period, spelled_day
from app.calc.spans import LATEST, Spans
from app.models.base import to_microseconds
from app.models.measurements import Coverage, ImportBatch, Outage
from app.reports.month import Month, SourceLine
from app.usecases.month_outages import OutageText
from app.usecases.standing import components_under

_NOT_SAID = "not said"


def source_lines(
    session: Session,
    period: Period,
    service_ids: Sequence[int],
    texts: Mapping[int, OutageText],
    closed: Sequence[Month] = (),
) -> tuple[SourceLine, ...]:
    """The import batches that cover these services in the period, or that one of these outages came from.

    Of `closed` time those that its documents name.
    """
    shut = Spans.of_microseconds([month.start for month in closed], [month.end for month in closed])
    left = Spans.of([(period.start, period.end)]) - shut
    outage_ids = [number for number, text in texts.items() if left.clip(text.start, text.end or LATEST)]
    coverage = [
        row
        for row in _coverage(session, period, service_ids)
        if left.clip(to_microseconds(row.start), to_microseconds(row.end))
    ]
    named = [line for month in closed for line in month.sources]
    return _together([*named, *_batches(session, coverage, outage_ids, period.time_zone)])


def _batches(
    session: Session, coverage: Sequence[Coverage], outage_ids: Sequence[int], time_zone: str
) -> Iterator[SourceLine]:
    ids = {row.batch_id for row in coverage if row.batch_id is not None} | _of_outages(session, outage_ids)
    query = (
        select(ImportBatch).where(ImportBatch.id.in_(ids)).order_by(ImportBatch.imported_at, ImportBatch.id)
    )
    for batch in session.scalars(query):
        yield SourceLine(
            source=batch.source,
            file_name=batch.file_name,
            sha256=batch.sha256,
            imported_at=to_microseconds(batch.imported_at),
            kind=batch.kind,
            rows=batch.rows_imported,
            covers=_covers([row for row in coverage if row.batch_id == batch.id], time_zone),
        )


def _together(lines: Iterable[SourceLine]) -> tuple[SourceLine, ...]:
    """Each import once, with all that it covers, in the order of import."""
    found: dict[tuple[int, str, str], SourceLine] = {}
    for line in lines:
        key = line.imported_at, line.sha256, line.kind
        known = found.get(key)
        found[key] = line if known is None else replace(line, covers=_both(known.covers, line.covers))
    return tuple(sorted(found.values(), key=lambda line: line.imported_at))


def _both(one: str, other: str) -> str:
    stretches = dict.fromkeys([*one.split(", "), *other.split(", ")])
    return ", ".join(each for each in stretches if each != _NOT_SAID) or _NOT_SAID


def _coverage(session: Session, period: Period, service_ids: Sequence[int]) -> list[Coverage]:
    components = components_under(session, service_ids)
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
    return ", ".join(_days(start, end, time_zone) for start, end in stretches) or _NOT_SAID


def _days(start: datetime, end: datetime, time_zone: str) -> str:
    zone = ZoneInfo(time_zone)
    first, last = start.astimezone(zone), (end - timedelta(microseconds=1)).astimezone(zone)
    return f"{spelled_day(first.date())} – {spelled_day(last.date())}"
