"""What a person wrote about a customer's period: on the whole, on a service, on a target."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.periods import parse_period
from app.models.database import Database
from app.models.organisation import Customer
from app.models.reporting import Commentary
from app.reports.month import InWords
from app.usecases.editing import fetch

PARTS = tuple(field.name for field in fields(InWords))


@dataclass(frozen=True, slots=True)
class Remark:
    """The internal text, and what the customer reads: of a target in four parts, of all else as one text."""

    internal_text: str = ""
    customer_text: str = ""
    happened: str = ""
    meant: str = ""
    done: str = ""
    prevents: str = ""

    @property
    def tells_the_customer(self) -> bool:
        """Whether anything of it is for the customer."""
        return any(text.strip() for text in astuple(self)[1:])


@dataclass(frozen=True, slots=True)
class Remarks:
    """Everything written about one customer's period."""

    summary: Remark = Remark()
    by_service: tuple[tuple[int, Remark], ...] = ()
    by_target: tuple[tuple[str, Remark], ...] = ()

    def on_service(self, service_id: int) -> Remark:
        return dict(self.by_service).get(service_id, Remark())

    def on_target(self, lineage: str) -> Remark:
        return dict(self.by_target).get(lineage, Remark())


def remarks(db: Database, customer_id: int, period: str) -> Remarks:
    """What was written about this period ("2026-10")."""
    with db.reading() as session:
        return load_remarks(session, customer_id, period)


def write_remark(
    db: Database,
    customer_id: int,
    period: str,
    texts: Mapping[str, str],
    *,
    service_id: int | None = None,
    lineage: str | None = None,
) -> None:
    """Write about the period as a whole, or about one service or one target.

    Only the `texts` given, by their names in `Remark`, change; a remark whose texts are all empty is gone.
    """
    _check_names(texts, lineage is not None)
    with db.changing("Write commentary") as session:
        customer = fetch(session, Customer, customer_id, "customer")
        session.info["label"] = f"Write commentary for {customer.name}, {parse_period(period, 'UTC').label}"
        row = session.scalar(
            select(Commentary)
            .where(Commentary.customer_id == customer_id, Commentary.period == period)
            .where(Commentary.service_id.is_not_distinct_from(service_id))
            .where(Commentary.target_lineage.is_not_distinct_from(lineage))
        )
        row = row or Commentary(
            customer_id=customer_id, period=period, service_id=service_id, target_lineage=lineage
        )
        remark = replace(_remark(row), **texts)
        for name in texts:
            setattr(row, name, getattr(remark, name))
        if any(text.strip() for text in astuple(remark)):
            session.add(row)
        elif row.id:
            session.delete(row)


def load_remarks(session: Session, customer_id: int, period: str) -> Remarks:
    """The remarks within a session."""
    query = select(Commentary).where(Commentary.customer_id == customer_id, Commentary.period == period)
    summary, services, targets = Remark(), list[tuple[int, Remark]](), list[tuple[str, Remark]]()
    for row in session.scalars(query):
        remark = _remark(row)
        if row.target_lineage is not None:
            targets.append((row.target_lineage, remark))
        elif row.service_id is not None:
            services.append((row.service_id, remark))
        else:
            summary = remark
    return Remarks(summary, tuple(services), tuple(targets))


def _check_names(texts: Mapping[str, str], of_a_target: bool) -> None:
    wanted = {"internal_text", *PARTS} if of_a_target else {"internal_text", "customer_text"}
    if unknown := texts.keys() - wanted:
        raise TypeError(f"unexpected texts: {', '.join(sorted(unknown))}")


def _remark(row: Commentary) -> Remark:
    return Remark(
        row.internal_text or "",
        row.customer_text or "",
        row.happened or "",
        row.meant or "",
        row.done or "",
        row.prevents or "",
    )
