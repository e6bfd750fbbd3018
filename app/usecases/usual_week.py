"""Hours as stretches of a usual week, for figures that repeat every week: no holidays, and standard time."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.spans import Spans, to_microseconds
from app.models.agreements import Hours
from app.usecases.hours import weekly_pattern

_MONDAY = datetime(2026, 1, 12, tzinfo=UTC)  # a week in which no zone changes its clocks
_HOUR = 3_600_000_000

Stretches = tuple[tuple[float, float], ...]


def usual_week(session: Session, hours_ids: Iterable[int]) -> Stretches | None:
    """When any of these hours holds, in hours since Monday 00:00 UTC; None where that is always, or none is given."""
    start, end = to_microseconds(_MONDAY), to_microseconds(_MONDAY + timedelta(days=7))
    together = Spans.empty()
    for hours in session.scalars(select(Hours).where(Hours.id.in_(tuple(hours_ids)))):
        together |= weekly_pattern(hours).spans(_MONDAY - timedelta(days=2), _MONDAY + timedelta(days=9))
    week = together.clip(start, end)
    if not week or week.microseconds == end - start:
        return None
    edges = zip(week.starts.tolist(), week.ends.tolist(), strict=True)
    return tuple(((first - start) / _HOUR, (last - start) / _HOUR) for first, last in edges)
