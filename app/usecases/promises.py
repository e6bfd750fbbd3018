"""What a customer was promised over time: each target through all its versions, ready to be judged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc import targets as calc
from app.calc.hours import ServiceHours
from app.calc.metrics import METRICS
from app.calc.spans import Spans
from app.calc.windows import window_spans
from app.calc.zones import start_of_day
from app.models.agreements import Agreement, AgreementVersion, MaintenanceWindow, Target
from app.models.catalogue import Service
from app.usecases.agreements import version_title
from app.usecases.hours import hours_words, load_hours
from app.usecases.targets import calc_target, clock_hours_id

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Window:
    """A maintenance window of a version."""

    name: str
    clause: str
    agreed_by_customer: bool
    starts_at: datetime
    duration: timedelta
    recurrence: str | None
    time_zone: str

    def spans(self, start: datetime, end: datetime) -> Spans:
        """When it is open in [start, end)."""
        return window_spans(self.starts_at, self.duration, self.recurrence, self.time_zone, start, end)

    @property
    def reason(self) -> str:
        """ "Sunday maintenance (clause 4.2)"."""
        return f"{self.name} ({self.clause})" if self.clause else self.name


@dataclass(frozen=True, slots=True)
class PromisedVersion:
    """A target as one agreement version puts it, in force from `start` to `end`."""

    target: calc.Target
    start: datetime
    end: datetime
    time_zone: str
    title: str
    hours_id: int
    hours: ServiceHours
    hours_words: str
    clock_words: str  # the hours its sentence names: of tickets the support hours
    support_hours: ServiceHours | None
    windows: tuple[Window, ...]
    source: str | None
    siblings: tuple[calc.Target, ...]
    key: str = ""  # the version's uid
    signed: bool = True
    clock_id: int = 0  # of the hours `clock_words` speaks of
    clock_hours: ServiceHours | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise through all its versions, the earliest first."""

    lineage: str
    service_id: int
    service: str
    position: int
    versions: tuple[PromisedVersion, ...]
    service_uid: str = ""
    description: str = ""  # of the service
    closed_only: bool = False  # its target is gone from the desk; closed months still tell of it

    @property
    def latest(self) -> PromisedVersion:
        return self.versions[-1]

    @property
    def label(self) -> str:
        """The promise as a row label: "Availability 99.5 %"."""
        return METRICS[self.latest.target.metric].short(self.latest.target)

    @property
    def sentence(self) -> str:
        """The promise as last agreed."""
        return METRICS[self.latest.target.metric].sentence(self.latest.target, self.latest.clock_words)

    def in_force(self, start: datetime, end: datetime) -> tuple[PromisedVersion, ...]:
        """The versions in force at some time of [start, end)."""
        return tuple(version for version in self.versions if version.start < end and version.end > start)


def load_promises(session: Session, customer_id: int, first_year: int, last_year: int) -> tuple[Promise, ...]:
    """Every promise of the customer's SLAs, in no order that says anything; hours know the holidays of these years."""
    shelf = _Shelf(session, first_year, last_year)
    query = (
        select(Target, AgreementVersion, Agreement, Service)
        .join(AgreementVersion, AgreementVersion.id == Target.version_id)
        .join(Agreement, Agreement.id == AgreementVersion.agreement_id)
        .join(Service, Service.id == Target.service_id)
        .where(Agreement.customer_id == customer_id, Agreement.kind == "sla")
        .order_by(AgreementVersion.valid_from, Target.position, Target.id)
    )
    rows = session.execute(query).all()
    families = _families((target, version) for target, version, _, _ in rows)
    promises: dict[str, Promise] = {}
    for target, version, agreement, service in rows:
        known = promises.get(target.lineage)
        promised = shelf.version(
            target, version, agreement, families[version.id, target.service_id, target.metric]
        )
        promises[target.lineage] = Promise(
            lineage=target.lineage,
            service_id=target.service_id,
            service=service.name,
            position=target.position,
            versions=(*(known.versions if known else ()), promised),
            service_uid=service.uid,
            description=service.description,
        )
    return tuple(promises.values())


def _families(
    rows: Iterable[tuple[Target, AgreementVersion]],
) -> Mapping[tuple[int, int, str], tuple[tuple[int, calc.Target], ...]]:
    """The targets of the same version, service and metric."""
    families: dict[tuple[int, int, str], tuple[tuple[int, calc.Target], ...]] = {}
    for target, version in rows:
        key = version.id, target.service_id, target.metric
        families[key] = (*families.get(key, ()), (target.id, calc_target(target)))
    return families


class _Shelf:
    """Hours and windows read once each."""

    def __init__(self, session: Session, first_year: int, last_year: int) -> None:
        self._session = session
        self._years = first_year, last_year
        self._hours: dict[int, ServiceHours] = {}
        self._windows: dict[int, list[MaintenanceWindow]] = {}
        for window in session.scalars(select(MaintenanceWindow).order_by(MaintenanceWindow.id)):
            self._windows.setdefault(window.version_id, []).append(window)

    def version(
        self,
        target: Target,
        version: AgreementVersion,
        agreement: Agreement,
        family: tuple[tuple[int, calc.Target], ...],
    ) -> PromisedVersion:
        until = version.valid_until
        return PromisedVersion(
            target=calc_target(target),
            start=start_of_day(date.fromisoformat(version.valid_from), version.time_zone),
            end=start_of_day(date.fromisoformat(until) + timedelta(days=1), version.time_zone)
            if until
            else FOREVER,
            time_zone=version.time_zone,
            title=version_title(agreement, version),
            hours_id=target.hours_id,
            hours=self._hours_of(target.hours_id),
            hours_words=hours_words(self._session, target.hours_id),
            clock_words=hours_words(self._session, clock_hours_id(target)),
            support_hours=None
            if target.support_hours_id is None
            else self._hours_of(target.support_hours_id),
            windows=self._windows_of(target, version),
            source=target.source_of_record,
            siblings=tuple(sibling for target_id, sibling in family if target_id != target.id),
            key=version.uid,
            signed=version.signed_on is not None,
            clock_id=clock_hours_id(target),
            clock_hours=self._hours_of(clock_hours_id(target)),
        )

    def _hours_of(self, hours_id: int) -> ServiceHours:
        if hours_id not in self._hours:
            self._hours[hours_id] = load_hours(self._session, hours_id, *self._years)
        return self._hours[hours_id]

    def _windows_of(self, target: Target, version: AgreementVersion) -> tuple[Window, ...]:
        return tuple(
            Window(
                name=window.name,
                clause=window.clause,
                agreed_by_customer=window.agreed_by_customer,
                starts_at=datetime.fromisoformat(window.starts_at),
                duration=timedelta(minutes=window.duration_minutes),
                recurrence=window.recurrence,
                time_zone=version.time_zone,
            )
            for window in self._windows.get(version.id, ())
            if window.service_id in (None, target.service_id)
        )
