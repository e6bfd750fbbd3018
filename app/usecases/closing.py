"""Closing a month: issued with a time for objections, then final; after that only numbered restatements.

Each issue is one document that nothing alters later. None of these steps can be undone; each is corrected by a
further one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.calc.periods import parse_period, spelled_day
from app.calc.words import plural
from app.errors import InputError, NotFound, Refused
from app.models.audit import AuditEntry
from app.models.database import Database
from app.models.organisation import Customer
from app.models.reporting import ClosedMonth, Objection
from app.reports import shown
from app.reports.leaving import IsCancelled, left_when
from app.reports.lines import uncommented
from app.reports.month import Change, Month, digest, to_json
from app.usecases.closed_documents import document_of
from app.usecases.closed_rows import ClosedRow, ObjectionRow, list_closed_months
from app.usecases.editing import fetch
from app.usecases.leaks import LeakCheck, let_through
from app.usecases.month_changes import changes_between
from app.usecases.months import build_month
from app.usecases.objected import answered_objections, pack_document
from app.usecases.objections import answer_objection, raise_objection
from app.usecases.pack_files import Progress, check_month

__all__ = [
    "CHECKED",
    "Checking",
    "ClosedRow",
    "ObjectionRow",
    "answer_objection",
    "check_next_issue",
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
_MOST_TRIES = 3
_STOPPED = "Stopped. Nothing was issued."
_LAST_ENTRY = select(func.max(AuditEntry.id))


@dataclass(frozen=True, slots=True)
class Checking:
    """How an issue is looked through before it is frozen: what was found `before`, whom to tell and how to stop."""

    before: LeakCheck | None = None
    progress: Progress | None = None
    cancelled: IsCancelled | None = None


CHECKED = Checking()


@dataclass(frozen=True, slots=True)
class _Issue:
    """A document as it will be frozen, and the name of the step."""

    month: Month
    label: str
    until: date | None = None
    reason: str | None = None


def draft_month(db: Database, customer_id: int, key: str, now: datetime | None = None) -> Month:
    """The document as the desk stands now."""
    return build_month(db, customer_id, key, now or datetime.now(UTC))


def closed_month(db: Database, closed_id: int) -> Month:
    """The document as it was issued."""
    with db.reading() as session:
        return pack_document(session, fetch(session, ClosedMonth, closed_id, "closed month"))


def current_month(db: Database, customer_id: int, key: str, now: datetime | None = None) -> Month:
    """The latest issue of the period, or the draft while there is none."""
    with db.reading() as session:
        latest = _latest(session, customer_id, key)
        if latest is not None:
            return pack_document(session, latest)
    return draft_month(db, customer_id, key, now)


def issue_month(
    db: Database,
    customer_id: int,
    key: str,
    objections_until: date,
    now: datetime | None = None,
    *,
    uncommented_reason: str = "",
    checking: Checking | None = CHECKED,
) -> int:
    """Issue the period for the first time; returns the id of the closed month.

    A breach about which the customer reads nothing needs an `uncommented_reason`, which stays internal. What the
    leak check finds must have been accepted: raises Leaking. Without `checking` nothing is looked through; that is
    for the sample, whose words are ours.
    """
    now = now or datetime.now(UTC)

    def make() -> _Issue:
        if _latest_row(db, customer_id, key) is not None:
            raise Refused(f"{parse_period(key, 'UTC').label} was already issued. Restate it instead.")
        draft = _ready(db, customer_id, key, now, uncommented_reason)
        if objections_until < now.astimezone(ZoneInfo(draft.time_zone)).date():
            raise InputError("The last day for objections is over already. Give the customer a day to come.")
        issue = replace(draft, state="issued", number=1)
        return _Issue(issue, f"Issue {draft.label} to {draft.customer}", objections_until)

    return _issue(db, customer_id, make, now, checking)


def check_next_issue(
    db: Database,
    customer_id: int,
    key: str,
    until: date | None = None,
    now: datetime | None = None,
    checking: Checking = CHECKED,
) -> LeakCheck:
    """What the leak check finds in the period's first or next issue, as it would be frozen now.

    Issuing takes these findings as they are where nothing has changed since; `until` is the last day for objections.
    """
    now = now or datetime.now(UTC)
    with left_when(checking.cancelled, _STOPPED):
        draft = build_month(db, customer_id, key, now, issue=True)
        latest = _latest_row(db, customer_id, key)
        if latest is None:
            month = replace(draft, state="issued", number=1)
        else:
            month = _next(db, latest, draft, "; ".join(_answers(db, latest.id)), latest.state)
            until = _day_of(latest) if latest.state == "issued" else None
        return check_month(db, customer_id, month, until, before=checking.before, progress=checking.progress)


def pending_changes(db: Database, closed_id: int, now: datetime | None = None) -> tuple[Change, ...]:
    """What the desk says now that this issue does not: figures and words that a further issue would carry."""
    issued = closed_month(db, closed_id)
    customer_id = _customer_of(db, closed_id)
    return changes_between(issued, build_month(db, customer_id, issued.period, now or datetime.now(UTC)), "")


def reissue_month(
    db: Database,
    closed_id: int,
    now: datetime | None = None,
    *,
    uncommented_reason: str = "",
    checking: Checking | None = CHECKED,
) -> int:
    """Issue a month again after an accepted objection, with what changed; returns the new id. Checked as the first."""
    now = now or datetime.now(UTC)
    customer_id, key, until, reason = _accepted(db, closed_id)

    def make() -> _Issue:
        draft = _ready(db, customer_id, key, now, uncommented_reason)
        latest = _latest_row(db, customer_id, key)
        if latest is None or latest.id != closed_id:
            raise Refused(f"{draft.label} was issued again meanwhile. Look at its latest issue.")
        label = f"Issue {draft.label} to {draft.customer} again"
        return _Issue(_next(db, latest, draft, reason, "issued"), label, until, reason)

    return _issue(db, customer_id, make, now, checking)


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
    db: Database,
    closed_id: int,
    reason: str,
    now: datetime | None = None,
    *,
    uncommented_reason: str = "",
    checking: Checking | None = CHECKED,
) -> int:
    """Correct a final month by a numbered restatement with old value, new value and reason; returns the new id.

    Checked as the first issue was.
    """
    now = now or datetime.now(UTC)
    if not reason.strip():
        raise InputError("A restatement needs its reason; the pack shows it.")
    with db.reading() as session:
        row = fetch(session, ClosedMonth, closed_id, "closed month")
        customer_id, key = row.customer_id, row.period

    def make() -> _Issue:
        draft = _ready(db, customer_id, key, now, uncommented_reason)
        latest = _latest_row(db, customer_id, key)
        if latest is None or latest.state != "final":
            raise Refused("This month is not final yet. What is wrong with it is put right as an objection.")
        restated = _next(db, latest, draft, reason, "final")
        if not restated.changes:
            raise Refused("Nothing differs from what was issued, so there is nothing to restate.")
        return _Issue(restated, f"Restate {draft.label} for {draft.customer}", reason=reason)

    return _issue(db, customer_id, make, now, checking)


def _issue(
    db: Database, customer_id: int, make: Callable[[], _Issue], now: datetime, checking: Checking | None
) -> int:
    """Freeze what `make` gives once it was looked through; made anew where the desk was changed meanwhile."""
    checking, unchecked = checking or Checking(), checking is None
    found = checking.before
    with left_when(checking.cancelled, _STOPPED):
        for _ in range(_MOST_TRIES):
            entry = _last_entry(db)
            issue = make()
            if not unchecked:
                found = _looked_through(db, customer_id, issue, found, checking.progress)
            with db.changing(issue.label, barrier=True) as session:
                if session.scalar(_LAST_ENTRY) == entry:
                    return _freeze(session, customer_id, issue, now)
    raise Refused(
        "The desk was changed again and again while this was looked through, so nothing was issued. "
        "Issue it once the changes are done."
    )


def _looked_through(
    db: Database, customer_id: int, issue: _Issue, before: LeakCheck | None, progress: Progress | None
) -> LeakCheck:
    month = issue.month
    check = check_month(db, customer_id, month, issue.until, before=before, progress=progress)
    return let_through(
        check,
        f"{month.label} was not issued to {month.customer}, because its files would say what {month.customer} "
        "must not read.",
    )


def _last_entry(db: Database) -> int | None:
    """What was done last on this desk."""
    with db.reading() as session:
        return session.scalar(_LAST_ENTRY)


def _ready(db: Database, customer_id: int, key: str, now: datetime, uncommented_reason: str) -> Month:
    """The draft with all that an issue needs; refused while it has not."""
    draft = _finished(build_month(db, customer_id, key, now, issue=True), now)
    return _commented(draft, uncommented_reason)


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


def _freeze(session: Session, customer_id: int, issue: _Issue, now: datetime) -> int:
    month = issue.month
    document = to_json(month)
    row = ClosedMonth(
        customer_id=customer_id,
        period=month.period,
        number=month.number,
        state=month.state,
        document=document,
        sha256=digest(document),
        issued_at=now,
        objections_until=issue.until.isoformat() if issue.until else None,
        finalised_at=now if month.state == "final" else None,
        reason=issue.reason,
        uncommented_reason=month.uncommented_reason or None,
    )
    session.add(row)
    session.flush()
    return row.id


def _next(db: Database, latest: ClosedMonth, draft: Month, reason: str, state: str) -> Month:
    """The draft as the issue after `latest`, with what changed and what was objected before."""
    changes = changes_between(document_of(latest), draft, reason)
    with db.reading() as session:
        objections = answered_objections(session, latest.customer_id, latest.period, latest.number)
    return replace(draft, state=state, number=latest.number + 1, changes=changes, objections=objections)


def _accepted(db: Database, closed_id: int) -> tuple[int, str, date | None, str]:
    """Customer, period, last day for objections, and the accepted objections' answers in one line."""
    with db.reading() as session:
        row = fetch(session, ClosedMonth, closed_id, "closed month")
        if row.state != "issued":
            raise Refused("This month is final. Restate it instead.")
    answers = _answers(db, closed_id)
    if not answers:
        raise Refused("Issue a month again only after an objection was accepted.")
    return row.customer_id, row.period, _day_of(row), "; ".join(answers)


def _answers(db: Database, closed_id: int) -> list[str]:
    """What was answered to the objections that were accepted."""
    query = select(Objection.answer).where(
        Objection.closed_month_id == closed_id, Objection.accepted.is_(True)
    )
    with db.reading() as session:
        return [answer or "" for answer in session.scalars(query)]


def _day_of(row: ClosedMonth) -> date | None:
    """The last day for objections."""
    return date.fromisoformat(row.objections_until) if row.objections_until else None


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


def _latest_row(db: Database, customer_id: int, key: str) -> ClosedMonth | None:
    with db.reading() as session:
        return _latest(session, customer_id, key)


def _latest_or_refuse(session: Session, customer_id: int, key: str) -> ClosedMonth:
    latest = _latest(session, customer_id, key)
    if latest is None:
        raise NotFound("This month was not issued yet.")
    return latest
