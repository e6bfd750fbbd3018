"""The audit trail as a person reads it: who did what, when, and what it changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select

from app.models.audit import AuditChange, AuditEntry
from app.models.database import Database


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One thing somebody did; `kind` is change, barrier, undo or redo; `changes` counts rows."""

    id: int
    at: datetime
    who: str
    label: str
    kind: str
    changes: int


def list_history(db: Database, limit: int = 200, text: str = "") -> tuple[HistoryRow, ...]:
    """The latest entries first; with a text only those whose step, person or row names hold all its words."""
    count = select(func.coalesce(func.sum(AuditChange.rows), 0)).where(AuditChange.entry_id == AuditEntry.id)
    query = select(AuditEntry, count.scalar_subquery()).order_by(AuditEntry.id.desc()).limit(limit)
    with db.reading() as session:
        return tuple(
            HistoryRow(entry.id, entry.at, entry.who, entry.label, entry.kind, int(changes))
            for entry, changes in session.execute(_holding(query, text)).all()
        )


def _holding(query: Select[AuditEntry, int], text: str) -> Select[AuditEntry, int]:
    for word in text.split():
        named = select(AuditChange.entry_id).where(AuditChange.title.icontains(word, autoescape=True))
        query = query.where(
            or_(
                AuditEntry.label.icontains(word, autoescape=True),
                AuditEntry.who.icontains(word, autoescape=True),
                AuditEntry.id.in_(named),
            )
        )
    return query
