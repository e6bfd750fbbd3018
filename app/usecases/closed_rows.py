"""The list of issues: every closed month with its state, dates and objections, without the documents themselves."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import defer

from app.calc.periods import parse_period
from app.models.database import Database
from app.models.organisation import Customer
from app.models.reporting import ClosedMonth, Objection


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """`accepted` None is not answered yet."""

    id: int
    raised_at: datetime
    raised_by: str
    text: str
    accepted: bool | None
    answer: str


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """One issue of a customer's period; `number` counts the issues of the same period."""

    id: int
    customer_id: int
    customer: str
    period: str
    label: str
    number: int
    state: str  # issued | final
    issued_at: datetime
    objections_until: date | None
    finalised_at: datetime | None
    agreed_by: str  # who of the customer agreed before the time for objections was over; empty: nobody had to
    agreed_on: date | None
    reason: str
    uncommented_reason: str  # why it went out with breaches nobody had written about (internal)
    sha256: str
    objections: tuple[ObjectionRow, ...]
    of_period: tuple[ObjectionRow, ...] = ()  # to any issue of the period


def list_closed_months(db: Database, customer_id: int | None = None) -> tuple[ClosedRow, ...]:
    """Every issue, the latest period and number first."""
    query = (
        select(ClosedMonth, Customer)
        .join(Customer, Customer.id == ClosedMonth.customer_id)
        .options(defer(ClosedMonth.document))
        .order_by(ClosedMonth.period.desc(), ClosedMonth.number.desc())
    )
    if customer_id is not None:
        query = query.where(ClosedMonth.customer_id == customer_id)
    with db.reading() as session:
        objections: dict[int, tuple[ObjectionRow, ...]] = {}
        for row in session.scalars(select(Objection).order_by(Objection.raised_at)):
            objections[row.closed_month_id] = (*objections.get(row.closed_month_id, ()), _objection(row))
        rows = tuple(
            _closed_row(row, customer, objections.get(row.id, ())) for row, customer in session.execute(query)
        )
    return tuple(replace(row, of_period=_of_period(row, rows)) if objections else row for row in rows)


def _of_period(row: ClosedRow, rows: tuple[ClosedRow, ...]) -> tuple[ObjectionRow, ...]:
    same = (each for each in rows if (each.customer_id, each.period) == (row.customer_id, row.period))
    return tuple(objection for each in same for objection in each.objections)


def _closed_row(row: ClosedMonth, customer: Customer, objections: tuple[ObjectionRow, ...]) -> ClosedRow:
    return ClosedRow(
        id=row.id,
        customer_id=row.customer_id,
        customer=customer.name,
        period=row.period,
        label=parse_period(row.period, customer.time_zone).label,
        number=row.number,
        state=row.state,
        issued_at=row.issued_at,
        objections_until=date.fromisoformat(row.objections_until) if row.objections_until else None,
        finalised_at=row.finalised_at,
        agreed_by=row.agreed_by or "",
        agreed_on=date.fromisoformat(row.agreed_on) if row.agreed_on else None,
        reason=row.reason or "",
        uncommented_reason=row.uncommented_reason or "",
        sha256=row.sha256,
        objections=objections,
    )


def _objection(row: Objection) -> ObjectionRow:
    return ObjectionRow(row.id, row.raised_at, row.raised_by, row.text, row.accepted, row.answer or "")
