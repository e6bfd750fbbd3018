"""Objections of the customer to an issued month, and our answers."""

from datetime import UTC, datetime

from app.errors import InputError, Refused
from app.models.database import Database
from app.models.reporting import ClosedMonth, Objection
from app.usecases.editing import fetch


def raise_objection(
    db: Database, closed_id: int, raised_by: str, text: str, now: datetime | None = None
) -> int:
    """Note what the customer objects to while the month is issued and not final."""
    if not text.strip():
        raise InputError("Write down what the customer objects to.")
    with db.changing("Note objection") as session:
        row = fetch(session, ClosedMonth, closed_id, "closed month")
        if row.state != "issued":
            raise Refused("This month is final. What is wrong with it is corrected by a restatement.")
        objection = Objection(
            closed_month_id=closed_id, raised_at=now or datetime.now(UTC), raised_by=raised_by, text=text
        )
        session.add(objection)
        session.flush()
        return objection.id


def answer_objection(
    db: Database, objection_id: int, *, accepted: bool, answer: str, now: datetime | None = None
) -> None:
    """Answer an objection; an accepted one is put right by `reissue_month`."""
    if not answer.strip():
        raise InputError("An objection needs an answer in words; the pack shows it.")
    with db.changing("Answer objection") as session:
        objection = fetch(session, Objection, objection_id, "objection")
        objection.accepted = accepted
        objection.answer = answer
        objection.answered_at = now or datetime.now(UTC)
