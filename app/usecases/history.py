"""The audit trail as a person reads it: who did what, when, and what it changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

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


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What became of one row, or of `rows` rows of a table that came or went in bulk.

    `before` and `after` map columns to plain values: of a changed row only what differs, of an added or
    removed one all that has a value, of bulk rows nothing (their digest tells them apart).
    """

    table: str
    action: str
    row_id: int | None
    title: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    rows: int
    batch_id: int | None
    digest: str | None


def list_history(db: Database, limit: int = 200, text: str = "") -> tuple[HistoryRow, ...]:
    """The latest entries first; with a text only those whose step, person or row names hold all its words."""
    count = select(func.coalesce(func.sum(AuditChange.rows), 0)).where(AuditChange.entry_id == AuditEntry.id)
    query = select(AuditEntry, count.scalar_subquery()).order_by(AuditEntry.id.desc()).limit(limit)
    with db.reading() as session:
        return tuple(
            HistoryRow(entry.id, entry.at, entry.who, entry.label, entry.kind, int(changes))
            for entry, changes in session.execute(_holding(query, text)).all()
        )


def history_changes(db: Database, entry_id: int) -> tuple[ChangeRow, ...]:
    """What one entry changed, row by row."""
    query = select(AuditChange).where(AuditChange.entry_id == entry_id).order_by(AuditChange.id)
    with db.reading() as session:
        return tuple(_change_row(change) for change in session.scalars(query))


def history_of(db: Database, table: str, row_id: int) -> tuple[tuple[HistoryRow, ChangeRow], ...]:
    """Everything that ever happened to one row, the latest first."""
    query = (
        select(AuditEntry, AuditChange)
        .join(AuditChange, AuditChange.entry_id == AuditEntry.id)
        .where(AuditChange.table_name == table, AuditChange.row_id == row_id)
        .order_by(AuditChange.id.desc())
    )
    with db.reading() as session:
        return tuple(
            (HistoryRow(entry.id, entry.at, entry.who, entry.label, entry.kind, 1), _change_row(change))
            for entry, change in session.execute(query).all()
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


def _change_row(change: AuditChange) -> ChangeRow:
    return ChangeRow(
        table=change.table_name,
        action=change.action,
        row_id=change.row_id,
        title=change.title or "",
        before=_columns(change.before),
        after=_columns(change.after),
        rows=change.rows,
        batch_id=change.batch_id,
        digest=change.digest,
    )


def _columns(text: str | None) -> Mapping[str, object]:
    return cast("dict[str, object]", json.loads(text)) if text else {}
