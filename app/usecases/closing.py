"""Closing a month: issued with a time for objections, then final; after that only numbered restatements.

Each issue is one document that nothing alters later. None of these steps can be undone; each is corrected by a
further one.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.periods import parse_period, spelled_day
from app.calc.words import plural
from app.errors import InputError, NotFound, Refused
from app.models.database import Database
from app.models.organisation import Customer
from app.models.reporting import ClosedMonth, Objection
from app.reports import shown
from app.reports.lines import uncommented
from app.reports.month import Change, Month, digest, to_json
from app.usecases.closed_documents import document_of
from app.usecases.closed_rows import ClosedRow, ObjectionRow, list_closed_months
from app.usecases.editing import fetch
from app.usecases.month_changes import changes_between
from app.usecases.months import build_month
from app.usecases.objections import answer_objection, raise_objection

__all__ = [
    "ClosedRow",
    "ObjectionRow",
    "answer_objection",
    "closed_month",
    "current_month",
    "draft_month",
    "finalise_month",
    "issue_month",
    "list_closed_months",
    "pending_changes",
    "raise_objection",
    "reissue_month",
    "restate_month",
]

_MOST_NAMED = 5


def draft_month(db: Database, customer_id: int, key: str, now: datetime | None = None) -> Month:
    """The document as the desk stands now."""
    return build_month(db, customer_id, key, now or datetime.now(UTC))


def closed_month(db: Database, closed_id: int) -> Month:
    """The document as it was issued."""
    with db.reading() as session:
        return document_of(fetch(session, ClosedMonth, closed_id, "closed month"))


def current_month(db: Database, customer_id: int, key: str, now: datetime | None = None) -> Month:
    """The latest issue of the period, or the draft while there is none."""
    with db.reading() as session:
        latest = _latest(session, customer_id, key)
        if latest is not None:
            return document_of(latest)
    return draft_month(db, customer_id, key, now)


def issue_month(
    db: Database,
    customer_id: int,
    key: str,
    objections_until: date,
    now: datetime | None = None,
    *,
    uncommented_reason: str = "",
) -> int:
    """Issue the period for the first time; returns the id of the closed month.

    A breach about which the customer reads nothing needs an `uncommented_reason`, which stays internal.
    """
    now = now or datetime.now(UTC)
    draft = _finished(build_month(db, customer_id, key, now, issue=True), now)
    draft = _commented(draft, uncommented_reason)
    if objections_until < now.astimezone(ZoneInfo(draft.time_zone)).date():
        raise InputError("The last day for objections is over already. Give the customer a day to come.")
    with db.changing("Issue month", barrier=True) as session:
        if _latest(session, customer_id, key) is not None:
            raise Refused(f"{draft.label} was already issued to {draft.customer}. Restate it instead.")
        session.info["label"] = f"Issue {draft.label} to {draft.customer}"
        return _freeze(session, customer_id, replace(draft, state="issued", number=1), now, objections_until)


def pending_changes(db: Database, closed_id: int, now: datetime | None = None) -> tuple[Change, ...]:
    """What the desk says now that this issue does not: figures and words that a further issue would carry."""
    issued = closed_month(db, closed_id)
    customer_id = _customer_of(db, closed_id)
    return changes_between(issued, build_month(db, customer_id, issued.period, now or datetime.now(UTC)), "")


def reissue_month(
    db: Database, closed_id: int, now: datetime | None = None, *, uncommented_reason: str = ""
) -> int:
    """Issue a month again after an accepted objection, with what changed; returns the new id."""
    now = now or datetime.now(UTC)
    customer_id, key, until, reason = _accepted(db, closed_id)
    draft = _finished(build_month(db, customer_id, key, now, issue=True), now)
    draft = _commented(draft, uncommented_reason)
    with db.changing("Issue month again", barrier=True) as session:
        latest = _latest_or_refuse(session, customer_id, key)
        if latest.id != closed_id:
            raise Refused(f"{draft.label} was issued again meanwhile. Look at its latest issue.")
        session.info["label"] = f"Issue {draft.label} to {draft.customer} again"
        return _freeze(session, customer_id, _next(latest, draft, reason, "issued"), now, until, reason)


def finalise_month(
    db: Database,
    closed_id: int,
    now: datetime | None = None,
    *,
    agreed_by: str = "",
    agreed_on: date | None = None,
) -> None:
    """Make an issued month final, once each objection is answered and the time for them is over.

    It may be final before, when the customer agrees, in the review meeting say: `agreed_by` is who did, and
    `agreed_on` the day (left out: today), from the day of issue on. Both are recorded with the month.
    """
    now = now or datetime.now(UTC)
    with db.changing("Finalise month", barrier=True) as session:
        row = fetch(session, ClosedMonth, closed_id, "closed month")
        if row.state == "final":
            raise Refused("This month is final already.")
        if _latest_or_refuse(session, row.customer_id, row.period).id != closed_id:
            raise Refused("This month was issued again. Finalise its latest issue.")
        customer = fetch(session, Customer, row.customer_id, "customer")
        _refuse_open_objections(session, closed_id)
        _agree(row, customer, now, agreed_by.strip(), agreed_on)
        session.info["label"] = f"Finalise {parse_period(row.period, 'UTC').label} for {customer.name}"
        row.state = "final"
        row.finalised_at = now


def restate_month(
    db: Database, closed_id: int, reason: str, now: datetime | None = None, *, uncommented_reason: str = ""
) -> int:
    """Correct a final month by a numbered restatement with old value, new value and reason; returns the new id."""
    now = now or datetime.now(UTC)
    if not reason.strip():
        raise InputError("A restatement needs its reason; the pack shows it.")
    with db.reading() as session:
        row = fetch(session, ClosedMonth, closed_id, "closed month")
        customer_id, key = row.customer_id, row.period
    draft = _finished(build_month(db, customer_id, key, now, issue=True), now)
    draft = _commented(draft, uncommented_reason)
    with db.changing("Restate month", barrier=True) as session:
        latest = _latest_or_refuse(session, customer_id, key)
        if latest.state != "final":
            raise Refused("This month is not final yet. What is wrong with it is put right as an objection.")
        restated = _next(latest, draft, reason, "final")
        if not restated.changes:
            raise Refused("Nothing differs from what was issued, so there is nothing to restate.")
        session.info["label"] = f"Restate {draft.label} for {draft.customer}"
        return _freeze(session, customer_id, restated, now, None, reason)


def _customer_of(db: Database, closed_id: int) -> int:
    with db.reading() as session:
        return fetch(session, ClosedMonth, closed_id, "closed month").customer_id


def _finished(draft: Month, now: datetime) -> Month:
    """The draft, if its period is over and it says anything."""
    if parse_period(draft.period, draft.time_zone).end > now or _has_time_to_come(draft):
        raise Refused(f"{draft.label} is not over yet. Issue it when it is.")
    if not draft.services:
        raise Refused(
            f"Nothing was agreed with {draft.customer} in {draft.label}, so there is nothing to issue."
        )
    return draft


def _commented(draft: Month, reason: str) -> Month:
    """The draft with the reason kept where breaches have no commentary; refused where neither is there."""
    silent = uncommented(draft)
    if silent and not reason.strip():
        named = "; ".join(f"{each.service.name}: {shown.name(each.target)}" for each in silent[:_MOST_NAMED])
        more = f" and {len(silent) - _MOST_NAMED} more" if len(silent) > _MOST_NAMED else ""
        raise InputError(
            f"{plural(len(silent), 'breach', 'breaches')} without commentary: {named}{more}. Write it, "
            "or say why the month goes out without."
        )
    return replace(draft, uncommented_reason=reason.strip() if silent else "")


def _has_time_to_come(draft: Month) -> bool:
    """Whether a period of an agreement in another time zone still runs."""
    return any(target.classes.get("future") for service in draft.services for target in service.targets)


def _freeze(
    session: Session,
    customer_id: int,
    month: Month,
    now: datetime,
    until: date | None,
    reason: str | None = None,
) -> int:
    document = to_json(month)
    row = ClosedMonth(
        customer_id=customer_id,
        period=month.period,
        number=month.number,
        state=month.state,
        document=document,
        sha256=digest(document),
        issued_at=now,
        objections_until=until.isoformat() if until else None,
        finalised_at=now if month.state == "final" else None,
        reason=reason,
        uncommented_reason=month.uncommented_reason or None,
    )
    session.add(row)
    session.flush()
    return row.id


def _next(latest: ClosedMonth, draft: Month, reason: str, state: str) -> Month:
    """The draft as the issue after `latest`, with what changed."""
    changes = changes_between(document_of(latest), draft, reason)
    return replace(draft, state=state, number=latest.number + 1, changes=changes)


def _accepted(db: Database, closed_id: int) -> tuple[int, str, date | None, str]:
    """Customer, period, last day for objections, and the accepted objections' answers in one line."""
    with db.reading() as session:
        row = fetch(session, ClosedMonth, closed_id, "closed month")
        if row.state != "issued":
            raise Refused("This month is final. Restate it instead.")
        query = select(Objection.answer).where(
            Objection.closed_month_id == closed_id, Objection.accepted.is_(True)
        )
        answers = [answer or "" for answer in session.scalars(query)]
        if not answers:
            raise Refused("Issue a month again only after an objection was accepted.")
        until = date.fromisoformat(row.objections_until) if row.objections_until else None
        return row.customer_id, row.period, until, "; ".join(answers)


def _agree(row: ClosedMonth, customer: Customer, now: datetime, by: str, on: date | None) -> None:
    """Record who agreed and when; without anybody the time for objections must be over."""
    zone = ZoneInfo(customer.time_zone)
    today = now.astimezone(zone).date()
    if by:
        day = on or today
        if not row.issued_at.astimezone(zone).date() <= day <= today:
            raise InputError("The customer agreed between the day of issue and today. Mend the date.")
        row.agreed_by, row.agreed_on = by, day.isoformat()
    elif on is not None:
        raise InputError(f"Say who of {customer.name} agreed.")
    elif row.objections_until and today.isoformat() <= row.objections_until:
        until = spelled_day(date.fromisoformat(row.objections_until))
        raise Refused(
            f"{customer.name} may object until {until}. Finalise the month after that day, "
            "or say who of the customer agreed to it."
        )


def _refuse_open_objections(session: Session, closed_id: int) -> None:
    query = select(Objection.id).where(
        Objection.closed_month_id == closed_id, Objection.answered_at.is_(None)
    )
    if session.scalar(query.limit(1)) is not None:
        raise Refused("An objection to this month is not answered yet. Answer it first.")


def _latest(session: Session, customer_id: int, key: str) -> ClosedMonth | None:
    query = (
        select(ClosedMonth)
        .where(ClosedMonth.customer_id == customer_id, ClosedMonth.period == key)
        .order_by(ClosedMonth.number.desc())
        .limit(1)
    )
    return session.scalar(query)


def _latest_or_refuse(session: Session, customer_id: int, key: str) -> ClosedMonth:
    latest = _latest(session, customer_id, key)
    if latest is None:
        raise NotFound("This month was not issued yet.")
    return latest
