"""What was said about a month: commentary, closed months with their objections, and the files issued."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Cited, Identified


class Commentary(Cited, Base):
    """What a person wrote for one customer and period: on the whole, on a service, or on a target that was missed.

    `customer_text` is of the whole and of services; a target's words for the customer have four parts.
    """

    __tablename__ = "commentary"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    period: Mapped[str]  # a period's key, "2026-10"
    service_id: Mapped[int | None] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"))
    target_lineage: Mapped[str | None]
    internal_text: Mapped[str] = mapped_column(default="")
    customer_text: Mapped[str] = mapped_column(default="")
    happened: Mapped[str | None]
    meant: Mapped[str | None]  # to the customer
    done: Mapped[str | None]
    prevents: Mapped[str | None]


class ClosedMonth(Cited, Base):
    """One issued document of a customer and period: canonical JSON with its hash, never changed again.

    A restatement is a further row with the next number, its reason and what changed.
    """

    __tablename__ = "closed_months"
    __table_args__ = (UniqueConstraint("customer_id", "period", "number"),)

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    period: Mapped[str]
    number: Mapped[int]  # 1 = first issue, 2 … = after an objection or a restatement
    state: Mapped[str]  # issued | final
    document: Mapped[str]
    sha256: Mapped[str]
    issued_at: Mapped[datetime]
    objections_until: Mapped[str | None]  # local ISO date
    finalised_at: Mapped[datetime | None]
    agreed_by: Mapped[str | None]  # who of the customer agreed before the last day for objections
    agreed_on: Mapped[str | None]  # the local ISO date of that agreement
    reason: Mapped[str | None]  # of a restatement or an answered objection
    uncommented_reason: Mapped[
        str | None
    ]  # why it was issued with breaches nobody had written about (internal)


class Objection(Identified, Base):
    """What the customer objected to between issued and final, and our answer."""

    __tablename__ = "objections"

    closed_month_id: Mapped[int] = mapped_column(ForeignKey("closed_months.id"), index=True)
    raised_at: Mapped[datetime]
    raised_by: Mapped[str]
    text: Mapped[str]
    answered_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]
    answer: Mapped[str | None]


class IssuedFile(Identified, Base):
    """A pack file that was written, with its hash."""

    __tablename__ = "issued_files"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    closed_month_id: Mapped[int | None] = mapped_column(ForeignKey("closed_months.id"))
    period: Mapped[str]
    edition: Mapped[str]  # internal | customer
    file_name: Mapped[str]
    sha256: Mapped[str]
    made_at: Mapped[datetime]
    program: Mapped[str | None]  # the version of Colonnade that laid it out
