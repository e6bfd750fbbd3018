"""What was measured and where it came from: import batches, outages, tickets, samples, figures, coverage.

Imported rows carry their batch, sheet and row; the cell follows from the sheet's mapping. Their ids are never
used again, so that packs may cite them.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Cited, Identified


class Layout(Identified, Base):
    """How a kind of spreadsheet is read, remembered by its header signature."""

    __tablename__ = "layouts"

    signature: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    settings: Mapped[str]  # JSON: columns, time zone, date order, decimal sign, source, coverage …
    used_at: Mapped[datetime]


class Alias(Identified, Base):
    """What a source calls one of our services, components, sites or customers."""

    __tablename__ = "aliases"

    folded: Mapped[str] = mapped_column(unique=True)  # casefolded, spaces collapsed
    text: Mapped[str]
    subject_kind: Mapped[str]  # service | component | ignored
    subject_id: Mapped[int | None]


class ImportBatch(Cited, Base):
    """One file imported once."""

    __tablename__ = "import_batches"

    file_name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    kind: Mapped[str]  # outages | states | tickets | ticket_events | samples | figures
    source: Mapped[str]
    imported_at: Mapped[datetime]
    rows_read: Mapped[int]
    rows_imported: Mapped[int]
    rows_changed: Mapped[int] = mapped_column(default=0)  # of the imported: corrected an earlier row
    rows_duplicate: Mapped[int]
    rows_rejected: Mapped[int]
    settings: Mapped[str]  # JSON: the layout as used


class BatchSheet(Identified, Base):
    """One sheet of a batch: its name, header row (1-based) and which column (letter) gave which field."""

    __tablename__ = "batch_sheets"

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    header_row: Mapped[int]
    columns: Mapped[str]  # JSON {"start": "C", …}


class RejectedRow(Identified, Base):
    """A row that was not imported, with its cell and reason; kept whole."""

    __tablename__ = "rejected_rows"

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id", ondelete="CASCADE"), index=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("batch_sheets.id", ondelete="CASCADE"))
    row: Mapped[int]
    cell: Mapped[str]
    reason: Mapped[str]
    values: Mapped[str]  # JSON list, as shown


class Coverage(Identified, Base):
    """What a source says it observes, completely: subject, from, to. A subject of None means every one."""

    __tablename__ = "coverage"

    batch_id: Mapped[int | None] = mapped_column(
        ForeignKey("import_batches.id", ondelete="CASCADE"), index=True
    )
    source: Mapped[str]
    kind: Mapped[str]  # outages | tickets | samples | figures
    service_id: Mapped[int | None] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"))
    component_id: Mapped[int | None] = mapped_column(ForeignKey("components.id", ondelete="CASCADE"))
    start: Mapped[datetime]
    end: Mapped[datetime]


class Outage(Base):
    """An interval in which a service or component was down or degraded; `end` None is still open."""

    __tablename__ = "outages"
    __table_args__ = (
        # An outage has one of the two; what it has not would only make imports slower and files larger.
        Index("ix_outages_service_start", "service_id", "start", sqlite_where=text("service_id IS NOT NULL")),
        Index(
            "ix_outages_component_start",
            "component_id",
            "start",
            sqlite_where=text("component_id IS NOT NULL"),
        ),
        Index("ix_outages_batch", "batch_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("batch_sheets.id"))
    source_row: Mapped[int | None]
    end_row: Mapped[int | None]  # of a state log: the row that ended it, where `source_row` began it
    row_key: Mapped[bytes | None] = mapped_column(
        LargeBinary
    )  # identity of the row within its source, for re-imports
    source: Mapped[str] = mapped_column(default="")
    reference: Mapped[str | None]
    service_id: Mapped[int | None] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"))
    component_id: Mapped[int | None] = mapped_column(ForeignKey("components.id", ondelete="CASCADE"))
    start: Mapped[datetime]
    end: Mapped[datetime | None]
    detected_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="down")  # down | degraded
    planned: Mapped[bool] = mapped_column(default=False)
    cause: Mapped[str | None]
    internal_text: Mapped[str | None]
    customer_text: Mapped[str | None]
    users_affected: Mapped[int | None]
    disputed: Mapped[bool] = mapped_column(default=False)
    dispute_reason: Mapped[str | None]
    excluded: Mapped[bool] = mapped_column(default=False)
    exclusion_reason: Mapped[str | None]
    exclusion_clause: Mapped[str | None]


class OutageSite(Base):
    """The sites an outage was felt at; none named means all."""

    __tablename__ = "outage_sites"

    outage_id: Mapped[int] = mapped_column(ForeignKey("outages.id", ondelete="CASCADE"), primary_key=True)
    site_id: Mapped[int] = mapped_column(
        ForeignKey("sites.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Ticket(Base):
    """An incident or request with its clocks; `opened` … as last known, the history in its events."""

    __tablename__ = "tickets"
    __table_args__ = (
        Index("ix_tickets_service_opened", "service_id", "opened"),
        Index("ix_tickets_batch", "batch_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("batch_sheets.id"))
    source_row: Mapped[int | None]
    row_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    source: Mapped[str] = mapped_column(default="")
    number: Mapped[str]
    kind: Mapped[str] = mapped_column(default="incident")  # incident | request
    service_id: Mapped[int | None] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"))
    component_id: Mapped[int | None] = mapped_column(ForeignKey("components.id", ondelete="CASCADE"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id", ondelete="SET NULL"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id", ondelete="SET NULL"))
    priority: Mapped[str | None]
    summary: Mapped[str | None]
    status: Mapped[str | None]
    opened: Mapped[datetime]
    responded: Mapped[datetime | None]
    resolved: Mapped[datetime | None]
    closed: Mapped[datetime | None]


class TicketEvent(Base):
    """One step of a ticket's clocks."""

    __tablename__ = "ticket_events"
    __table_args__ = (Index("ix_ticket_events_batch", "batch_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))
    source_row: Mapped[int | None]
    at: Mapped[datetime]
    event: Mapped[str]  # opened | responded | paused | resumed | resolved | reopened | closed | priority
    value: Mapped[str | None]


class Sample(Base):
    """One measured value of a metric at a time."""

    __tablename__ = "samples"
    __table_args__ = (
        Index("ix_samples_service_metric_at", "service_id", "metric", "at"),
        Index("ix_samples_batch", "batch_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("batch_sheets.id"))
    source_row: Mapped[int | None]
    row_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    source: Mapped[str] = mapped_column(default="")
    service_id: Mapped[int | None] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"))
    component_id: Mapped[int | None] = mapped_column(ForeignKey("components.id", ondelete="CASCADE"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id", ondelete="SET NULL"))
    metric: Mapped[str]
    at: Mapped[datetime]
    value: Mapped[float]


class PeriodFigure(Identified, Base):
    """A ready-made figure for a service and period, as somebody else worked it out."""

    __tablename__ = "period_figures"

    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"), index=True)
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("batch_sheets.id"))
    source_row: Mapped[int | None]
    row_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    source: Mapped[str] = mapped_column(default="")
    service_id: Mapped[int | None] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), index=True)
    component_id: Mapped[int | None] = mapped_column(ForeignKey("components.id", ondelete="CASCADE"))
    metric: Mapped[str]  # availability, or what the source calls it
    first_day: Mapped[str]  # local ISO date
    last_day: Mapped[str]
    value: Mapped[str]  # exact decimal; percent as a number of percent (99.5)


class PlannedWork(Cited, Base):
    """Announced work with its window; the services and components it touches stand beside it."""

    __tablename__ = "planned_work"

    title: Mapped[str]
    start: Mapped[datetime]
    end: Mapped[datetime]
    announced_at: Mapped[datetime | None]
    internal_text: Mapped[str] = mapped_column(default="")
    customer_text: Mapped[str] = mapped_column(default="")


class PlannedWorkSubject(Identified, Base):
    """A service or component touched by planned work."""

    __tablename__ = "planned_work_subjects"

    planned_work_id: Mapped[int] = mapped_column(
        ForeignKey("planned_work.id", ondelete="CASCADE"), index=True
    )
    service_id: Mapped[int | None] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"))
    component_id: Mapped[int | None] = mapped_column(ForeignKey("components.id", ondelete="CASCADE"))
