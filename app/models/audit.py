"""The audit trail: who changed what, when, from what to what. It is only ever added to.

One entry per use case (also per undo and redo), one change per row it touched in the end, and one change per
table for rows that came or went in bulk. Triggers in the file refuse to alter or remove either.
"""

from datetime import datetime

from sqlalchemy import DDL, ForeignKey, Index, event
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified


class AuditEntry(Identified, Base):
    """One thing somebody did."""

    __tablename__ = "audit_entries"
    __table_args__ = ({"sqlite_autoincrement": True},)

    at: Mapped[datetime]
    who: Mapped[str]
    label: Mapped[str]  # the step's name, as in the Undo menu
    kind: Mapped[str] = mapped_column(default="change")  # change | barrier | undo | redo


class AuditChange(Identified, Base):
    """What became of one row, or of the rows of one table that came or went in bulk."""

    __tablename__ = "audit_changes"
    __table_args__ = (Index("ix_audit_changes_row", "table_name", "row_id"), {"sqlite_autoincrement": True})

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entries.id"), index=True)
    table_name: Mapped[str]
    action: Mapped[str]  # added | changed | removed | bulk added | bulk removed
    row_id: Mapped[int | None]
    row_uid: Mapped[str | None]
    title: Mapped[str | None]  # what the row is called, where it has a name
    before: Mapped[str | None]  # JSON object of columns; of a changed row only those that differ
    after: Mapped[str | None]
    batch_id: Mapped[int | None]  # of bulk rows
    rows: Mapped[int] = mapped_column(default=1)
    digest: Mapped[str | None]  # SHA-256 over the bulk rows


TABLE_NAMES = frozenset({"audit_entries", "audit_changes"})


def append_only(table: str) -> tuple[str, str]:
    """The two triggers that keep a table append-only."""

    def refuse(deed: str) -> str:
        return (
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is only ever added to'); END"
        )

    return refuse("UPDATE"), refuse("DELETE")


def _guard_when_created() -> None:
    for name in sorted(TABLE_NAMES):
        for statement in append_only(name):
            event.listen(Base.metadata.tables[name], "after_create", DDL(statement))


_guard_when_created()
