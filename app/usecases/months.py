"""The month document built from the live desk: the draft of what a pack says, or what is being issued."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.calc.metrics import METRICS
from app.calc.periods import Period, parse_period
from app.calc.reliability import reliability
from app.models.base import to_microseconds
from app.models.database import Database
from app.models.organisation import Contact
from app.reports.chain import Chain
from app.reports.leaving import look_up
from app.reports.month import (
    HoursLine,
    Month,
    PastLevel,
    Person,
    ServiceMonth,
    SourceLine,
    TargetMonth,
    TicketLine,
    TicketsByPriority,
    VolumeLine,
    WindowLine,
)
from app.usecases.cases import Case, load_case, periods_until
from app.usecases.closed_periods import caution, closed_inside
from app.usecases.commentary import Remarks, load_remarks
from app.usecases.disagreements import disagreements
from app.usecases.judging import Judged
from app.usecases.month_chain import chains
from app.usecases.month_changes import is_restated
from app.usecases.month_hours import days_off, hours_told, windows_told
from app.usecases.month_outages import (
    DayOff,
    OutageText,
    frozen_outage_texts,
    load_outage_texts,
    outage_lines,
    touching_ids,
)
from app.usecases.month_sources import source_lines
from app.usecases.month_targets import frozen_level, past_level, target_month
from app.usecases.month_ticket_counts import tickets_by_priority
from app.usecases.month_tickets import ticket_lines
from app.usecases.month_volumes import volume_lines
from app.usecases.promises import Promise
from app.usecases.settings import load_settings

HISTORY = 12


@dataclass(frozen=True, slots=True)
class _Told:
    """What people wrote and stored besides the figures."""

    organisation: str
    remarks: Remarks
    distribution: tuple[Person, ...]
    texts: Mapping[int, OutageText]
    sources: tuple[SourceLine, ...]
    notes: Mapping[str, str]  # lineage → what other sources say
    sites: int
    hours: tuple[HoursLine, ...]
    windows: tuple[WindowLine, ...]
    days_off: Mapping[str, tuple[DayOff, ...]]  # by lineage
    tickets: Mapping[str, tuple[TicketLine, ...]]  # by lineage
    chains: Mapping[int, Chain]  # by service


def build_month(
    db: Database,
    customer_id: int,
    key: str,
    now: datetime,
    *,
    count: int = HISTORY,
    issue: bool = False,
    with_chains: bool = True,
) -> Month:
    """The document of a customer's period as the desk stands now, in state draft.

    `now` divides what has passed from what is to come and is the document's date; `count` periods of history.
    For an `issue` it has what longer periods will take from it. What services stand on is left out where nobody
    reads it.
    """
    case = load_case(db, customer_id, key, count)
    return month_and_levels(db, case, key, now, count=count, issue=issue, with_chains=with_chains)[0]


def month_and_levels(
    db: Database,
    case: Case,
    key: str,
    now: datetime,
    *,
    count: int,
    issue: bool = False,
    with_chains: bool = True,
) -> tuple[Month, Mapping[str, Judged]]:
    """The document of `build_month` from a case loaded for as many periods, and the levels it tells by lineage."""
    levels = _Levels.of(case, key, now, count)
    with db.reading() as session:
        told = _tell(
            session, case, levels.period, list(levels.current.values()), now, with_chains=with_chains
        )
        look_up()
        counted = _Counted(
            volume_lines(session, case, case.periods(key, count), now),
            tickets_by_priority(session, case, case.periods(key, count), levels.judged, now),
        )
    month = _document(case, levels, told, counted, desk=db.name, now=now)
    frozen = case.frozen(key, now, levels.current) if issue else ()
    return replace(month, frozen=frozen), levels.current


@dataclass(frozen=True, slots=True)
class _Levels:
    """The promises of a case in a period and those before it, by lineage; `current` are those in force in it."""

    key: str
    period: Period
    keys: tuple[str, ...]
    judged: Mapping[str, Mapping[str, Judged | None]]
    current: Mapping[str, Judged]

    @classmethod
    def of(cls, case: Case, key: str, now: datetime, count: int) -> "_Levels":
        keys = _keys(case, key, count)
        judged = {
            promise.lineage: judged_history(case, promise, keys, now, live=key) for promise in case.promises
        }
        current = {lineage: one for lineage, levels in judged.items() if (one := levels.get(key)) is not None}
        return cls(key, parse_period(key, case.time_zone), keys, judged, current)

    def histories(self, case: Case) -> Mapping[str, tuple[PastLevel, ...]]:
        """Of the promises in force."""
        return {
            lineage: history(case, lineage, self.judged[lineage], self.keys, live=self.key, exact=True)
            for lineage in self.current
        }


@dataclass(frozen=True, slots=True)
class _Counted:
    """The amounts a document tells beside its levels."""

    volumes: tuple[VolumeLine, ...]
    tickets: TicketsByPriority


def _document(
    case: Case, levels: _Levels, told: _Told, counted: _Counted, *, desk: str, now: datetime
) -> Month:
    period, current = levels.period, levels.current
    shown = [promise for promise in case.promises if promise.lineage in current]
    return Month(
        organisation=told.organisation,
        desk=desk,
        customer=case.customer,
        customer_uid=case.customer_uid,
        period=levels.key,
        label=period.label,
        start=to_microseconds(period.start),
        end=to_microseconds(period.end),
        time_zone=case.time_zone,
        made_at=to_microseconds(now),
        state="draft",
        number=0,
        agreements=_agreements(current.values()),
        unsigned=_agreements(current.values(), unsigned=True),
        services=_services(shown, current, levels.histories(case), told),
        sources=told.sources,
        summary_internal=told.remarks.summary.internal_text,
        summary=told.remarks.summary.customer_text,
        distribution=told.distribution,
        hours=told.hours,
        windows=told.windows,
        sites=told.sites,
        caution=caution(case.closed, period),
        volumes=counted.volumes,
        tickets=counted.tickets,
    )


def judged_history(
    case: Case, promise: Promise, keys: Sequence[str], now: datetime, *, live: str = ""
) -> Mapping[str, Judged | None]:
    """The promise in the periods `history` needs judged: `live` and those no issue tells it of."""
    look_up()
    wanted = [key for key in keys if key == live or _issued(case, key, promise.lineage) is None]
    return case.judged(promise, wanted, now)


def history(
    case: Case,
    lineage: str,
    judged: Mapping[str, Judged | None],
    keys: Sequence[str],
    *,
    live: str = "",
    exact: bool = False,
) -> tuple[PastLevel, ...]:
    """The promise's cells, the oldest first: closed periods as issued, the others, and `live`, as judged now.

    `exact` adds the figures to what is judged now; what was issued has them in any case.
    """
    look_up()
    cells: list[PastLevel] = []
    for key in keys:
        label = parse_period(key, case.time_zone).label
        frozen = _issued(case, key, lineage) if key != live else None
        if frozen is not None:
            cells.append(frozen_level(key, label, frozen, restated=is_restated(case.closed[key], lineage)))
        else:
            cells.append(past_level(key, label, judged.get(key), exact=exact))
    return tuple(cells)


def _keys(case: Case, key: str, count: int) -> tuple[str, ...]:
    return tuple(period.key for period in periods_until(parse_period(key, case.time_zone), count))


def _issued(case: Case, key: str, lineage: str) -> TargetMonth | None:
    """The promise as the period's latest issue tells it."""
    month = case.closed.get(key)
    services = month.services if month is not None else ()
    return next((t for service in services for t in service.targets if t.lineage == lineage), None)


def _tell(
    session: Session,
    case: Case,
    period: Period,
    judged: Sequence[Judged],
    now: datetime,
    *,
    with_chains: bool,
) -> _Told:
    service_ids = sorted({promise.service_id for promise in case.promises})
    live = load_outage_texts(session, touching_ids(judged))
    closed = closed_inside(case.closed, period)
    texts = {**live, **frozen_outage_texts(closed)}
    look_up()
    return _Told(
        organisation=load_settings(session).organisation,
        remarks=load_remarks(session, case.customer_id, period.key),
        distribution=_distribution(session, case.customer_id),
        texts=texts,
        sources=source_lines(session, period, service_ids, live, closed),
        notes=disagreements(session, case, judged, now, closed),
        sites=closed[-1].sites if closed else len(case.sites),
        hours=hours_told(session, judged, closed),
        windows=windows_told(case, judged, closed),
        days_off=days_off(session, judged, closed),
        tickets=ticket_lines(session, judged, closed),
        chains=chains(session, judged, texts, case.closed.values(), now) if with_chains else {},
    )


def _distribution(session: Session, customer_id: int) -> tuple[Person, ...]:
    query = (
        select(Contact)
        .where(Contact.customer_id == customer_id, Contact.receives_packs)
        .order_by(func.lower(Contact.name))
    )
    return tuple(Person(contact.name, contact.role, contact.email) for contact in session.scalars(query))


def _agreements(judged: Iterable[Judged], *, unsigned: bool = False) -> tuple[str, ...]:
    """The versions in force, each named once; all of them, or those nobody has signed."""
    versions = (version for one in judged for version, _ in one.parts)
    return tuple(dict.fromkeys(each.title for each in versions if not (unsigned and each.signed)))


def _services(
    promises: Sequence[Promise],
    judged: Mapping[str, Judged],
    histories: Mapping[str, tuple[PastLevel, ...]],
    told: _Told,
) -> tuple[ServiceMonth, ...]:
    by_service: dict[int, list[Promise]] = {}
    for promise in promises:
        by_service.setdefault(promise.service_id, []).append(promise)
    exclusions = {o: text.exclusion for o, text in told.texts.items() if text.excluded}
    return tuple(_service(group, judged, histories, told, exclusions) for group in by_service.values())


def _service(
    promises: Sequence[Promise],
    judged: Mapping[str, Judged],
    histories: Mapping[str, tuple[PastLevel, ...]],
    told: _Told,
    exclusions: Mapping[int, str],
) -> ServiceMonth:
    look_up()
    first = promises[0]
    remark = told.remarks.on_service(first.service_id)
    own = [judged[promise.lineage] for promise in promises]
    return ServiceMonth(
        uid=first.service_uid,
        name=first.service,
        description=first.description,
        hours=own[0].parts[-1][0].hours_words,
        targets=tuple(
            target_month(
                one,
                histories[one.promise.lineage],
                told.remarks.on_target(one.promise.lineage),
                exclusions,
                told.notes.get(one.promise.lineage, ""),
                several_sites=told.sites > 1,
                tickets=told.tickets.get(one.promise.lineage, ()),
            )
            for one in own
        ),
        outages=outage_lines(own, told.texts, told.days_off),
        reliability=_reliability(own),
        commentary_internal=remark.internal_text,
        commentary=remark.customer_text,
        chain=told.chains.get(first.service_id),
    )


def _reliability(judged: Sequence[Judged]) -> Mapping[str, str]:
    """Breaks and means of the service's first promise that has a ledger and could be judged."""
    measured = [
        one
        for one in judged
        if "ledger" in METRICS[one.target.metric].needs and one.level.verdict != "no data"
    ]
    return reliability([part for _, part in measured[0].parts]).words() if measured else {}
