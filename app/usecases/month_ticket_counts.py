"""Tickets of a period by service and priority: how many came, went and stayed open, how many were in time, and before.

Closed months inside a quarter or year say what they said when issued; the rest is counted on the desk as it stands.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.metrics import METRICS
from app.calc.metrics.ticket_limits import priorities_of
from app.calc.periods import Period, parse_period
from app.calc.spans import Spans, to_microseconds
from app.calc.ticket_counts import TicketCounts, by_priority, count_tickets, one_after_another
from app.calc.tickets import PriorityShare, TicketColumns
from app.models.agreements import Agreement, AgreementVersion, AssumedVolume
from app.models.catalogue import Service
from app.reports.leaving import look_up
from app.reports.month import Month
from app.reports.tickets import (
    LongerTarget,
    PriorityCounts,
    PriorityInTime,
    ServiceTickets,
    TicketsByPriority,
)
from app.usecases.cases import Case
from app.usecases.closed_periods import closed_inside, months_left
from app.usecases.judging import Judged
from app.usecases.longer_targets import longer_targets
from app.usecases.measured import Measured, load_measured
from app.usecases.measured_tickets import load_tickets
from app.usecases.standing import load_standing
from app.usecases.ticket_sources import counted_sources, judged_sources

_THESE_DAYS = "these days"
_NO_SOURCE = f"no source of tickets covers {_THESE_DAYS}"
_PART_COVERED = f"sources of tickets cover only part of {_THESE_DAYS}"


@dataclass(frozen=True, slots=True)
class _Agreed:
    """A service of the customer's agreements in the period."""

    id: int
    uid: str
    name: str


@dataclass(frozen=True, slots=True)
class _Known:
    """A service's tickets as the desk has them now, source by source, and when the source that counts observes."""

    columns: tuple[TicketColumns, ...]
    covered: Spans

    def counts(self, start: int, end: int, now: int) -> Mapping[str, TicketCounts]:
        """The counts of a period by priority; a ticket is in one source's columns only."""
        return by_priority(
            pair for each in self.columns for pair in count_tickets(each, start, end, now).items()
        )


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a longer period, of whole months, and the services in it."""

    period: Period
    services: Sequence[ServiceTickets]


def tickets_by_priority(
    session: Session,
    case: Case,
    periods: Sequence[Period],
    judged: Mapping[str, Mapping[str, Judged | None]],
    now: datetime,
) -> TicketsByPriority:
    """The tickets of the last of the periods beside those of the one before; `judged` by lineage and key."""
    period = periods[-1]
    before = periods[-2] if len(periods) > 1 else None
    counter = _Counter(session, case, periods[-2:], now)
    current = counter.told(period, {key: month for key, month in case.closed.items() if key != period.key})
    told = tuple(_joined(current, _in_time(case, judged, period), longer_targets(case, period)))
    if before is None:
        return TicketsByPriority("", told)
    earlier = counter.told(before, case.closed)
    in_time_before = _in_time_before(case, judged, before)
    return TicketsByPriority(
        before.label,
        tuple(
            _beside(each, earlier.get(each.uid), in_time_before.get(each.uid, ()), before) for each in told
        ),
    )


def _joined(
    services: Mapping[str, ServiceTickets],
    in_time: Mapping[str, tuple[PriorityInTime, ...]],
    longer: Mapping[str, tuple[LongerTarget, ...]],
) -> Iterator[ServiceTickets]:
    for each in sorted(services.values(), key=lambda service: (service.service.casefold(), service.uid)):
        yield replace(each, in_time=in_time.get(each.uid, ()), longer=longer.get(each.uid, ()))


def _beside(
    service: ServiceTickets,
    before: ServiceTickets | None,
    in_time: tuple[PriorityInTime, ...],
    period: Period,
) -> ServiceTickets:
    if before is None:
        missing = f"the service was not agreed in {period.label}"
        return replace(service, in_time_before=in_time, missing_before=missing)
    return replace(
        service,
        counts_before=before.counts,
        in_time_before=in_time,
        missing_before=before.missing.replace(_THESE_DAYS, period.label),
        note_before=before.note.replace(_THESE_DAYS, period.label),
    )


class _Counter:
    """Counts of single periods, from closed documents or on the desk as it stands now."""

    def __init__(self, session: Session, case: Case, periods: Sequence[Period], now: datetime) -> None:
        self._session, self._case, self._now = session, case, now
        self._bounds = periods[0].start, periods[-1].end
        self._known: dict[int, _Known] = {}

    def told(self, period: Period, closed: Mapping[str, Month]) -> Mapping[str, ServiceTickets]:
        """The services of one period by their uid."""
        if period.key in closed:
            return _by_uid(_of_document(closed[period.key], self._agreed(period)))
        documents = closed_inside(closed, period)
        if not documents:
            return _by_uid(self._counted(period))
        agreed = self._agreed(period)
        pieces = [
            _Piece(parse_period(each.period, period.time_zone), _of_document(each, agreed))
            for each in documents
        ]
        for month in months_left(closed, period):
            if month.start < self._now:
                pieces.append(_Piece(month, self._counted(month)))
        return _by_uid(_together(sorted(pieces, key=lambda piece: piece.period.first_day)))

    def _counted(self, period: Period) -> tuple[ServiceTickets, ...]:
        """The services agreed in the period as far as it has passed."""
        if period.start >= self._now:
            return ()
        start, end, now = (to_microseconds(each) for each in (period.start, period.end, self._now))
        whole = Spans.of([(period.start, min(period.end, self._now))])
        found: list[ServiceTickets] = []
        for service in self._agreed(period):
            look_up()
            known = self._tickets(service.id)
            counts = known.counts(start, end, now)
            covered = known.covered & whole
            found.append(
                ServiceTickets(
                    uid=service.uid,
                    service=service.name,
                    counts=_rows(counts),
                    note="" if covered == whole or not counts else _partly(covered),
                    missing="" if counts or covered else _NO_SOURCE,
                )
            )
        return tuple(found)

    def _tickets(self, service_id: int) -> _Known:
        if service_id not in self._known:
            self._known[service_id] = self._load(service_id)
        return self._known[service_id]

    def _load(self, service_id: int) -> _Known:
        columns: list[TicketColumns] = []
        covered = Spans.empty()
        for counted in counted_sources(self._case.promises, service_id):
            measured = self._measured(service_id, counted.source)
            columns.append(measured.tickets.take(counted.opened.covers(measured.tickets.opened)))
            covered = covered | (measured.covered.get("tickets", Spans.empty()) & counted.opened)
        return _Known(tuple(columns), covered)

    def _measured(self, service_id: int, source: str | None) -> Measured:
        """What the case has loaded already, as far as it goes."""
        start, end = self._bounds
        customer_id, loaded = self._case.customer_id, self._case.measured.get((service_id, source))
        if loaded is None:
            under = load_standing(self._session).under(service_id)
            return load_measured(
                *(self._session, under, customer_id, source, start, end), noted=False, needs={"tickets"}
            )
        if source in judged_sources(self._case.promises, service_id):
            return loaded
        return replace(
            loaded, tickets=load_tickets(self._session, service_id, customer_id, source, start, end)
        )

    def _agreed(self, period: Period) -> tuple[_Agreed, ...]:
        """The services the customer has targets or assumed volumes of in the period."""
        found = {
            promise.service_id: _Agreed(promise.service_id, promise.service_uid, promise.service)
            for promise in self._case.promises
            if not promise.closed_only and promise.in_force(period.start, period.end)
        }
        query = (
            select(Service.id, Service.uid, Service.name, AgreementVersion.valid_until)
            .join(AssumedVolume, AssumedVolume.service_id == Service.id)
            .join(AgreementVersion, AgreementVersion.id == AssumedVolume.version_id)
            .join(Agreement, Agreement.id == AgreementVersion.agreement_id)
            .where(Agreement.customer_id == self._case.customer_id, Agreement.kind == "sla")
            .where(AgreementVersion.valid_from <= period.last_day.isoformat())
        )
        for service_id, uid, name, until in self._session.execute(query):
            if not until or until >= period.first_day.isoformat():
                found.setdefault(service_id, _Agreed(service_id, uid, name))
        return tuple(found.values())


def _of_document(month: Month, agreed: Iterable[_Agreed]) -> tuple[ServiceTickets, ...]:
    """The services as a closed document has them; of an older one, that it kept no counts."""
    if month.tickets is not None:
        return tuple(replace(each, missing_before="", note_before="") for each in month.tickets.services)
    named = {service.uid: service.name for service in agreed}
    named |= {service.uid: service.name for service in month.services}
    missing = f"the counts were not kept when {month.label} was issued"
    return tuple(ServiceTickets(uid, name, missing=missing) for uid, name in named.items())


def _together(pieces: Iterable[_Piece]) -> Iterator[ServiceTickets]:
    """Successive pieces as one: what came and went added up, open before of the first, at the end of the last."""
    own: dict[str, list[tuple[ServiceTickets, int]]] = {}
    for piece in pieces:
        for each in piece.services:
            own.setdefault(each.uid, []).append((each, len(piece.period.months())))
    yield from map(_as_one, own.values())


def _as_one(rows: Sequence[tuple[ServiceTickets, int]]) -> ServiceTickets:
    """One service in successive pieces, each with its number of months."""
    last, _ = rows[-1]
    missing = next((row.missing for row, _ in rows if row.missing and row.missing != _NO_SOURCE), "")
    if missing:
        return ServiceTickets(last.uid, last.service, missing=missing)
    known = [(row, months) for row, months in rows if not row.missing]
    notes = [row.note for row, _ in rows if row.note]
    if 0 < len(known) < len(rows):
        notes.append(
            f"known for {sum(months for _, months in known)} of {sum(months for _, months in rows)} months"
        )
    return ServiceTickets(
        uid=last.uid,
        service=last.service,
        counts=_rows(one_after_another(_counts_of(row) for row, _ in known)),
        note="; ".join(dict.fromkeys(notes)),
        missing="" if known else _NO_SOURCE,
    )


def _by_uid(services: Iterable[ServiceTickets]) -> Mapping[str, ServiceTickets]:
    return {each.uid: each for each in services}


def _counts_of(service: ServiceTickets) -> Mapping[str, TicketCounts]:
    return {
        row.priority: TicketCounts(
            *(row.open_before, row.opened, row.reopened, row.resolved, row.changed, row.open_at_end),
            corrected=row.corrected,
        )
        for row in service.counts
    }


def _rows(counts: Mapping[str, TicketCounts]) -> tuple[PriorityCounts, ...]:
    return tuple(
        PriorityCounts(
            priority=name,
            open_before=each.open_before,
            opened=each.opened,
            reopened=each.reopened,
            resolved=each.resolved,
            changed=each.changed,
            open_at_end=each.open_at_end,
            corrected=each.corrected,
        )
        for name, each in sorted(counts.items())
    )


def _partly(covered: Spans) -> str:
    return _PART_COVERED if covered else _NO_SOURCE


def _in_time(
    case: Case, judged: Mapping[str, Mapping[str, Judged | None]], period: Period
) -> Mapping[str, tuple[PriorityInTime, ...]]:
    """By service the tickets decided against each target that is judged over this very period."""
    found: dict[str, tuple[PriorityInTime, ...]] = {}
    for promise in case.promises:
        one = judged.get(promise.lineage, {}).get(period.key)
        if one is not None and (one.period.first_day, one.period.last_day) == (
            period.first_day,
            period.last_day,
        ):
            rows = tuple(
                PriorityInTime(promise.lineage, share.priority, share.decided, share.kept)
                for share in _shares(one)
            )
            found[promise.service_uid] = (*found.get(promise.service_uid, ()), *rows)
    return found


def _shares(judged: Judged) -> tuple[PriorityShare, ...]:
    """By priority; where closed time kept none, those of a target that is about one priority only."""
    level, metric = judged.level, METRICS[judged.target.metric]
    if "tickets" not in metric.needs or not level.base:
        return ()
    if sum(share.decided for share in level.by_priority) == level.base:
        return level.by_priority
    names = metric.setting(judged.target, "priority").split(",")
    if len(priorities_of(metric, judged.target)) == 1:
        return (PriorityShare(names[0].strip(), level.base, level.base - level.used),)
    return ()


def _in_time_before(
    case: Case, judged: Mapping[str, Mapping[str, Judged | None]], period: Period
) -> Mapping[str, tuple[PriorityInTime, ...]]:
    """Of a closed period as it was issued."""
    month = case.closed.get(period.key)
    if month is None:
        return _in_time(case, judged, period)
    if month.tickets is not None:
        return {each.uid: each.in_time for each in month.tickets.services}
    return {
        service.uid: tuple(
            PriorityInTime(target.lineage, target.priority.strip(), target.base, target.base - target.used)
            for target in service.targets
            if target.priority and "," not in target.priority and target.base
        )
        for service in month.services
    }
