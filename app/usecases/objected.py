"""What was objected to the issues of a period and answered, as the pack tells it."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import to_microseconds
from app.models.reporting import ClosedMonth, Objection
from app.reports.month import Month, ObjectionLine
from app.usecases.closed_documents import document_of


def answered_objections(
    session: Session, customer_id: int, period: str, up_to: int
) -> tuple[ObjectionLine, ...]:
    """The answered objections to the period's issues up to this number, the earliest first."""
    query = (
        select(Objection, ClosedMonth.number)
        .join(ClosedMonth, ClosedMonth.id == Objection.closed_month_id)
        .where(ClosedMonth.customer_id == customer_id, ClosedMonth.period == period)
        .where(ClosedMonth.number <= up_to, Objection.answered_at.is_not(None))
        .order_by(Objection.raised_at, Objection.id)
    )
    return tuple(
        ObjectionLine(
            number=number,
            raised_at=to_microseconds(row.raised_at),
            raised_by=row.raised_by,
            text=row.text,
            accepted=bool(row.accepted),
            answer=row.answer or "",
        )
        for row, number in session.execute(query)
    )


def pack_document(session: Session, row: ClosedMonth) -> Month:
    """The document of an issue as its pack tells it: of a final one with what was objected to it."""
    month = document_of(row)
    if row.state != "final":
        return month
    return replace(month, objections=answered_objections(session, row.customer_id, row.period, row.number))
