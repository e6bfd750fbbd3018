"""Where another source, or a ready-made figure, says something else than the level reported. Nothing is merged.

Of closed months it is what was noted when they were issued.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.figures import figures_for, mean_by_days
from app.calc.periods import Period
from app.calc.spans import Spans, to_microseconds
from app.calc.words import percent, shown
from app.models.measurements import Coverage
from app.reports.month import Month
from app.usecases.cases import Case
from app.usecases.judging import Judged, judge
from app.usecases.measured import load_measured
from app.usecases.standing import load_standing

_BEFORE = timedelta(days=31)


def disagreements(
    session: Session, case: Case, judged: Sequence[Judged], now: datetime, closed: Sequence[Month] = ()
) -> dict[str, str]:
    """By lineage: what other sources say about availability, where it is not what was reported."""
    return {
        one.promise.lineage: said
        for one in judged
        if one.target.metric == "availability" and (said := _said(session, case, one, now, closed))
    }


def _said(session: Session, case: Case, judged: Judged, now: datetime, closed: Sequence[Month]) -> str:
    if not closed:
        return " ".join([*_other_sources(session, case, judged, now), *_figures(case, judged)])
    notes = [*_noted(closed, judged.promise.lineage), *_open_months(session, case, judged, now, closed)]
    return " ".join(f"{label}: {note}" for _, label, note in sorted(notes))


def _noted(closed: Sequence[Month], lineage: str) -> Iterator[tuple[int, str, str]]:
    """What closed documents note about the promise, with their start and label."""
    for month in closed:
        for target in (target for service in month.services for target in service.targets):
            if target.lineage == lineage and target.note_internal:
                yield month.start, month.label, target.note_internal


def _open_months(
    session: Session, case: Case, judged: Judged, now: datetime, closed: Sequence[Month]
) -> Iterator[tuple[int, str, str]]:
    """The same of each month that is not closed, judged on its own."""
    shut = Spans.of_microseconds([month.start for month in closed], [month.end for month in closed])
    keys = [
        month.key for month in judged.period.months() if not shut.clip(*_microseconds(month.start, month.end))
    ]
    for one in case.judged(judged.promise, keys, now).values():
        note = "" if one is None else _said(session, case, one, now, ())
        if one is not None and note:
            yield to_microseconds(one.period.start), one.period.label, note


def _microseconds(start: datetime, end: datetime) -> tuple[int, int]:
    return to_microseconds(start), to_microseconds(end)


def _other_sources(session: Session, case: Case, judged: Judged, now: datetime) -> list[str]:
    """Judged again by each other source of outages, when one is the source of record."""
    record = judged.parts[-1][0].source
    if record is None:
        return []
    reported = shown(judged.level, judged.target)
    said: list[str] = []
    for source in _sources(session, judged.period):
        other = _by(session, case, judged, source, now) if source != record else None
        if other is not None and other.level.verdict != "no data":
            achieved = shown(other.level, other.target)
            if achieved != reported:
                said.append(f"{source} says {achieved}; {record} counts.")
    return said


def _by(session: Session, case: Case, judged: Judged, source: str, now: datetime) -> Judged | None:
    """The promise judged by one source alone."""
    promise, period = judged.promise, judged.period
    start, end = period.start - _BEFORE, period.end
    under = load_standing(session).under(promise.service_id)
    measured = load_measured(session, under, case.customer_id, source, start, end, needs=("ledger",))
    everything = {version.source: measured for version in promise.versions}
    return judge(promise, everything, (period,), case.sites, now)[0]


def _sources(session: Session, period: Period) -> list[str]:
    query = (
        select(Coverage.source)
        .where(Coverage.kind == "outages", Coverage.start < period.end, Coverage.end > period.start)
        .distinct()
        .order_by(Coverage.source)
    )
    return list(session.scalars(query))


def _figures(case: Case, judged: Judged) -> list[str]:
    """The availability somebody else worked out for exactly this period."""
    level, period = judged.level, judged.period
    if level.achieved is None:
        return []
    figures = case.measured[judged.promise.service_id, judged.parts[-1][0].source].figures
    given = mean_by_days(figures_for(figures.get("availability", ()), period.first_day, period.last_day))
    if given is None:
        return []
    said, reported = percent(given), percent(level.achieved)
    return [] if said == reported else [f"An imported figure says {said}."]
