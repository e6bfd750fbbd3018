"""Levels on screen and on the command line: the SLAM chart of a customer, and one target in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.calc.periods import Period
from app.errors import NotFound
from app.models.database import Database
from app.reports.month import Month, PastLevel, ServiceMonth, SourceLine, TargetMonth
from app.usecases.cases import Case, issued_month, load_case
from app.usecases.judging import Judged
from app.usecases.months import HISTORY, build_month, history, judged_history, month_and_levels
from app.usecases.outlooks import outlook_words


@dataclass(frozen=True, slots=True)
class SlamRow:
    """One promise: its label ("Availability 99.5 %") and a cell a period, the oldest first."""

    lineage: str
    label: str
    sentence: str
    cells: tuple[PastLevel, ...]


@dataclass(frozen=True, slots=True)
class SlamService:
    id: int
    name: str
    rows: tuple[SlamRow, ...]


@dataclass(frozen=True, slots=True)
class SlamChart:
    """The customer's services with every promise over the periods."""

    customer_id: int
    customer: str
    periods: tuple[Period, ...]
    services: tuple[SlamService, ...]


@dataclass(frozen=True, slots=True)
class LevelDetail:
    """One target in one period, with what may still come of it; `month` is the document it was read from."""

    service: ServiceMonth
    target: TargetMonth
    previous: PastLevel | None
    budget_words: str
    forecast_words: str
    sources: tuple[SourceLine, ...]
    month: Month


def slam_chart(
    db: Database, customer_id: int, key: str, count: int = HISTORY, now: datetime | None = None
) -> SlamChart:
    """`count` periods up to and with `key`; closed ones as issued. Promises never in force then are left out."""
    now = now or datetime.now(UTC)
    case = load_case(db, customer_id, key, count)
    periods = case.periods(key, count)
    keys = [period.key for period in periods]
    services: dict[int, SlamService] = {}
    for promise in case.promises:
        cells = history(case, promise.lineage, judged_history(case, promise, keys, now), keys)
        if not any(cell.verdict for cell in cells):
            continue
        row = SlamRow(promise.lineage, promise.label, promise.sentence, cells)
        known = services.get(promise.service_id)
        rows = (*known.rows, row) if known else (row,)
        services[promise.service_id] = SlamService(promise.service_id, promise.service, rows)
    return SlamChart(customer_id, case.customer, periods, tuple(services.values()))


def level_detail(
    db: Database, customer_id: int, lineage: str, key: str, now: datetime | None = None
) -> LevelDetail:
    """One target in full; of a closed period what was issued."""
    now = now or datetime.now(UTC)
    month, budget, forecast = issued_month(db, customer_id, key), "", ""
    if month is None:  # of a closed period nothing is left to come
        case = load_case(db, customer_id, key, 2)
        month, levels = month_and_levels(db, case, key, now, count=2, with_chains=False)
        if judged := levels.get(lineage):
            budget, forecast = _outlook(case, judged, now)
    service, target = _find(month, lineage)
    return LevelDetail(
        service=service,
        target=target,
        previous=target.history[-2] if len(target.history) > 1 else None,
        budget_words=budget,
        forecast_words=forecast,
        sources=month.sources,
        month=month,
    )


def _outlook(case: Case, judged: Judged, now: datetime) -> tuple[str, str]:
    measured = case.measured.get((judged.promise.service_id, judged.parts[-1][0].source))
    return outlook_words(judged, measured, now) if measured else ("", "")


def month_levels(db: Database, key: str, now: datetime, customer_ids: Sequence[int]) -> tuple[Month, ...]:
    """The documents of several customers for one period, closed ones as issued."""
    months: list[Month] = []
    for customer_id in customer_ids:
        issued = issued_month(db, customer_id, key)
        months.append(issued or build_month(db, customer_id, key, now, count=1, with_chains=False))
    return tuple(months)


def _find(month: Month, lineage: str) -> tuple[ServiceMonth, TargetMonth]:
    for service in month.services:
        for target in service.targets:
            if target.lineage == lineage:
                return service, target
    raise NotFound(f"This target was not agreed in {month.label}.")
