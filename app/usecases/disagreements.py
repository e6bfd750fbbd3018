"""Where another source, or a ready-made figure, says something else than the level reported. Nothing is merged."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.figures import figures_for, mean_by_days
from app.calc.periods import Period
from app.calc.words import percent, shown
from app.models.measurements import Coverage
from app.usecases.cases import Case
from app.usecases.judging import Judged, judge
from app.usecases.measured import load_measured

_BEFORE = timedelta(days=31)


def disagreements(session: Session, case: Case, judged: Sequence[Judged], now: datetime) -> dict[str, str]:
    """By lineage: what other sources say about availability, where it is not what was reported."""
    return {
        one.promise.lineage: " ".join(said)
        for one in judged
        if one.target.metric == "availability"
        and (said := [*_other_sources(session, case, one, now), *_figures(case, one)])
    }


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
    measured = load_measured(
        session, promise.service_id, case.customer_id, source, start, end, needs=("ledger",)
    )
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
