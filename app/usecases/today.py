"""What needs the manager today, the most urgent first: read from what stands on the desk, nothing is stored.

A concern is told once, with how many things it is about and where they are; screens decide how to get there.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from app.calc.periods import Period, parse_period, period_of, spelled_day
from app.calc.words import plural
from app.errors import Cancelled, NotFound
from app.models.agreements import Agreement, Hours, Target
from app.models.catalogue import Service
from app.models.database import Database
from app.models.measurements import Coverage
from app.models.reporting import ClosedMonth
from app.usecases.agreements import AgreementRow, VersionRow, list_agreements
from app.usecases.closing import ClosedRow, list_closed_months
from app.usecases.commentary import remarks
from app.usecases.coverage import BY_HAND
from app.usecases.customers import CustomerRow, list_customers
from app.usecases.levels import SlamRow, SlamService, slam_chart
from app.usecases.planned_work import PlannedWorkRow, list_planned_work

Kind = Literal["objection", "slipping", "uncommented", "silent", "issue", "finalise", "work", "ending"]

PartKind = Literal["service", "hours", "agreement", "target"]  # of the step to the first target

_PARTS: tuple[tuple[PartKind, type[Agreement | Hours | Service | Target]], ...] = (
    ("service", Service),
    ("hours", Hours),
    ("agreement", Agreement),
    ("target", Target),
)
MOST = 7
NAMED = 3  # things a sentence names at most
SOON = timedelta(days=7)
NOTICE = timedelta(days=90)
SILENT = timedelta(days=1)  # a source is late only when a whole day of the last month is missing


@dataclass(frozen=True, slots=True)
class Place:
    """Where some of a concern's things are, by the name of whose they are."""

    name: str
    customer_id: int = 0
    period: Period | None = None
    lineage: str = ""
    thing_id: int = 0  # of an agreement or of planned work


@dataclass(frozen=True, slots=True)
class Concern:
    """What needs the manager: `count` things, the most urgent in the first of `places`."""

    kind: Kind
    count: int
    sentence: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One step on the way from an empty desk to the first pack."""

    kind: Literal["customer", "agreement", "import", "pack"]
    done: bool
    parts: tuple["StepPart", ...] = ()  # in their order, where it takes several


@dataclass(frozen=True, slots=True)
class StepPart:
    """A part of a step."""

    kind: PartKind
    done: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How a customer's last whole month stands: its state, and how many targets have each verdict."""

    customer_id: int
    customer: str
    period: Period
    state: str  # draft | issued | final
    verdicts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Today:
    """`steps` is empty once a desk has issued its first pack."""

    steps: tuple[FirstStep, ...]
    concerns: tuple[Concern, ...]
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    """A target of a customer in one month."""

    customer: CustomerRow
    period: Period
    service: SlamService
    target: SlamRow
    verdict: str

    @property
    def name(self) -> str:
        return f"{self.service.name}, {self.target.label} ({self.customer.name})"


def today(db: Database, now: datetime | None = None, cancelled: Callable[[], bool] | None = None) -> Today:
    """At most seven concerns, the most urgent first, and how each customer's last month stands."""
    now = now or datetime.now(UTC)
    customers, closed = list_customers(db), _latest_issues(list_closed_months(db))
    ended, running = _last_and_running(db, customers, now, cancelled)
    to_issue = [each for each in ended if (each.customer.id, each.period.key) not in closed]
    found = (
        _objections(closed, customers),
        _slipping(running),
        _uncommented(db, to_issue),
        _silent(db, now, running),
        _to_issue(to_issue),
        _to_finalise(closed, customers, now),
        _ending(list_agreements(db), now),
        _coming_work(list_planned_work(db), now),
    )
    concerns = tuple(concern for concern in found if concern is not None)[:MOST]
    return Today(_first_steps(db), concerns, _standings(ended, closed))


def _last_and_running(
    db: Database, customers: Sequence[CustomerRow], now: datetime, cancelled: Callable[[], bool] | None
) -> tuple[list[_Judged], list[_Judged]]:
    """Every target that was in force in the last whole month, and in the one under way."""
    ended: list[_Judged] = []
    running: list[_Judged] = []
    for customer in customers:
        if cancelled is not None and cancelled():
            raise Cancelled("Reading was stopped.")
        under_way = period_of("month", now, customer.time_zone)
        try:
            chart = slam_chart(db, customer.id, under_way.key, 2, now)
        except NotFound:
            continue  # removed while the others were read; the news of it makes whoever asked read again
        for service in chart.services:
            for row in service.rows:
                for period, cell, months in zip(chart.periods, row.cells, (ended, running), strict=True):
                    if cell.verdict:
                        months.append(_Judged(customer, period, service, row, cell.verdict))
    return ended, running


def _first_steps(db: Database) -> tuple[FirstStep, ...]:
    """What a new desk still needs; nothing once each step has been done."""
    with db.reading() as session:
        parts = tuple(
            StepPart(kind, session.scalar(select(table.id).limit(1)) is not None) for kind, table in _PARTS
        )
        measured = session.scalar(select(Coverage.id).limit(1)) is not None
        issued = session.scalar(select(ClosedMonth.id).limit(1)) is not None
    steps = (
        FirstStep("customer", bool(list_customers(db))),
        FirstStep("agreement", parts[-1].done, parts),
        FirstStep("import", measured),
        FirstStep("pack", issued),
    )
    return () if all(step.done for step in steps) else steps


def _latest_issues(rows: Iterable[ClosedRow]) -> dict[tuple[int, str], ClosedRow]:
    """The last issue of every customer's period; the rows come with the latest number first."""
    latest: dict[tuple[int, str], ClosedRow] = {}
    for row in rows:
        latest.setdefault((row.customer_id, row.period), row)
    return latest


def _objections(closed: dict[tuple[int, str], ClosedRow], customers: Sequence[CustomerRow]) -> Concern | None:
    waiting = [
        (row, objection)
        for row in closed.values()
        if row.state == "issued"
        for objection in row.objections
        if objection.accepted is None
    ]
    if not waiting:
        return None
    said = f"{_listed([f'{row.customer} on {row.label}' for row, _ in waiting])}: answer before it is final."
    return Concern("objection", len(waiting), said, _closed_places([row for row, _ in waiting], customers))


def _slipping(running: Sequence[_Judged]) -> Concern | None:
    """Targets of the month under way that are missed as it stands."""
    misses = [each for each in running if each.verdict == "missed"]
    if not misses:
        return None
    said = f"{_listed([miss.name for miss in misses])}: missed as {misses[0].period.label} stands."
    return Concern("slipping", len(misses), said, _judged_places(misses))


def _uncommented(db: Database, to_issue: Sequence[_Judged]) -> Concern | None:
    """Misses of the last month that no pack has told yet and nobody has explained."""
    written = {
        each.customer.id: remarks(db, each.customer.id, each.period.key)
        for each in to_issue
        if each.verdict == "missed"
    }
    misses = [
        each
        for each in to_issue
        if each.verdict == "missed"
        and not written[each.customer.id].on_target(each.target.lineage).tells_the_customer
    ]
    if not misses:
        return None
    said = (
        f"{_listed([miss.name for miss in misses])}: missed in {misses[0].period.label}, and nobody has "
        "written why."
    )
    return Concern("uncommented", len(misses), said, _judged_places(misses))


def _standings(ended: Sequence[_Judged], closed: dict[tuple[int, str], ClosedRow]) -> tuple[Standing, ...]:
    found: dict[int, list[_Judged]] = {}
    for each in ended:
        found.setdefault(each.customer.id, []).append(each)
    return tuple(
        Standing(
            customer_id,
            targets[0].customer.name,
            targets[0].period,
            row.state if (row := closed.get((customer_id, targets[0].period.key))) else "draft",
            Counter(each.verdict for each in targets),
        )
        for customer_id, targets in found.items()
    )


def _silent(db: Database, now: datetime, running: Sequence[_Judged]) -> Concern | None:
    """Sources that told of the month before the last, and of the last one not to its end.

    Those that told nothing of the month under way only where that leaves what is known of it unproven.
    """
    this = period_of("month", now, "UTC")
    last = this.previous()
    query = select(Coverage.source, func.max(Coverage.end)).group_by(Coverage.source)
    with db.reading() as session:
        ends = sorted((end, source) for source, end in session.execute(query))
    late = [(end, source) for end, source in ends if last.previous().start < end < last.end - SILENT]
    missing = [
        (end, source)
        for end, source in ends
        if source != BY_HAND and last.end - SILENT <= end <= this.start + SILENT
    ]
    unproven = any(each.verdict == "not proven" for each in running)
    said = [*_told_late(late, last), *(_told_missing(missing, this) if unproven else ())]
    return Concern("silent", len(late) + (len(missing) if unproven else 0), " ".join(said)) if said else None


def _told_late(late: Sequence[tuple[datetime, str]], last: Period) -> list[str]:
    if not late:
        return []
    names = _listed([f"{_source(source)} (until {spelled_day(end.date())})" for end, source in late])
    return [f"Nothing of the rest of {last.label} has come from {names}; that time counts as unknown."]


def _told_missing(missing: Sequence[tuple[datetime, str]], this: Period) -> list[str]:
    """ "November 2026: nothing imported from ServiceNow since 31 October 2026." """
    if not missing:
        return []
    names = _listed([_source(source) for _, source in missing])
    since = min(end for end, _ in missing) - timedelta(microseconds=1)
    return [f"{this.label}: nothing imported from {names} since {spelled_day(since.date())}."]


def _source(name: str) -> str:
    return name or "an unnamed source"


def _to_issue(to_issue: Sequence[_Judged]) -> Concern | None:
    waiting = {each.customer.id: each for each in to_issue}
    if not waiting:
        return None
    names = _listed([each.customer.name for each in waiting.values()])
    said = f"{to_issue[0].period.label} is not issued yet to {names}."
    return Concern("issue", len(waiting), said, _judged_places(to_issue))


def _to_finalise(
    closed: dict[tuple[int, str], ClosedRow], customers: Sequence[CustomerRow], now: datetime
) -> Concern | None:
    """Issued months whose time for objections is over with none unanswered."""
    zones = {each.id: each.time_zone for each in customers}
    over = [
        row
        for row in closed.values()
        if row.state == "issued"
        and row.objections_until is not None
        and row.objections_until < _today(now, zones.get(row.customer_id, "UTC"))
        and all(objection.accepted is False for objection in row.objections)
    ]
    if not over:
        return None
    said = f"The time for objections is over: {_listed([f'{row.customer}, {row.label}' for row in over])}."
    return Concern("finalise", len(over), said, _closed_places(over, customers))


def _ending(agreements: Sequence[AgreementRow], now: datetime) -> Concern | None:
    """Agreements whose last version ends within the notice, the earliest first."""
    today = now.date()
    ends = sorted(
        (end, agreement.title, agreement.id)
        for agreement in agreements
        if (end := _last_day(agreement.versions)) is not None and today <= end <= today + NOTICE
    )
    if not ends:
        return None
    names = _listed([f"{title} ends on {spelled_day(end)}" for end, title, _ in ends])
    places = tuple(Place(title, thing_id=number) for _, title, number in ends)
    return Concern("ending", len(ends), f"{names}, and no version follows.", places)


def _last_day(versions: Sequence[VersionRow]) -> date | None:
    """When the agreement ends; None while its last version is open."""
    last = max(versions, key=lambda version: version.valid_from, default=None)
    return last.valid_until if last else None


def _coming_work(works: Sequence[PlannedWorkRow], now: datetime) -> Concern | None:
    coming = sorted(
        (work for work in works if now <= work.start <= now + SOON), key=lambda work: (work.start, work.id)
    )
    if not coming:
        return None
    silent = sum(not work.customer_text for work in coming)
    names = _listed([f"{work.title} ({', '.join(work.subjects)})" for work in coming])
    untold = f" {plural(silent, 'piece')} without words for the customer." if silent else ""
    places = tuple(Place(work.title, thing_id=work.id) for work in coming)
    return Concern("work", len(coming), f"{names}.{untold}", places)


def _judged_places(judged: Sequence[_Judged]) -> tuple[Place, ...]:
    """A place for each customer and period, at the first of its targets."""
    places: dict[tuple[int, str], Place] = {}
    for each in judged:
        place = Place(each.customer.name, each.customer.id, each.period, each.target.lineage)
        places.setdefault((each.customer.id, each.period.key), place)
    return tuple(places.values())


def _closed_places(rows: Sequence[ClosedRow], customers: Sequence[CustomerRow]) -> tuple[Place, ...]:
    """A place for each customer and period."""
    zones = {each.id: each.time_zone for each in customers}
    places: dict[tuple[int, str], Place] = {}
    for row in rows:
        period = parse_period(row.period, zones.get(row.customer_id, "UTC"))
        place = Place(f"{row.customer}, {row.label}", row.customer_id, period)
        places.setdefault((row.customer_id, row.period), place)
    return tuple(places.values())


def _today(now: datetime, time_zone: str) -> date:
    return now.astimezone(ZoneInfo(time_zone)).date()


def _listed(names: Sequence[str]) -> str:
    """All names where they are few, else the first and how many more: "Retail, Online Shop and 3 more"."""
    few = len(names) <= NAMED
    named = [*names] if few else [*names[: NAMED - 1], f"{len(names) - NAMED + 1} more"]
    return " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))
