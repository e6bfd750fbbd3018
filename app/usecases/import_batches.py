"""Import batches afterwards: list, remove whole, and the rows that were rejected."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.imports.rejected import RejectedLine, write_rejected
from app.models import journal
from app.models.database import Database
from app.models.measurements import BatchSheet, Coverage, ImportBatch, RejectedRow
from app.usecases.editing import fetch
from app.usecases.import_corrections import restore
from app.usecases.import_endings import end_open_outages, reopen
from app.usecases.settings import load_settings


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One imported file; read = imported + duplicate + rejected, and `changed` are among the imported."""

    id: int
    file_name: str
    kind: str
    source: str
    imported_at: datetime
    read: int
    imported: int
    changed: int
    duplicate: int
    rejected: int
    covers: str


@dataclass(frozen=True, slots=True)
class RejectedRowRow:
    """A rejected row with its place and reason."""

    sheet: str
    row: int
    cell: str
    reason: str
    values: tuple[str, ...]


def list_batches(db: Database) -> tuple[BatchRow, ...]:
    """All imports, the latest first."""
    with db.reading() as session:
        entries = session.scalars(
            select(ImportBatch).order_by(ImportBatch.imported_at.desc(), ImportBatch.id.desc())
        )
        return tuple(batch_row(session, entry) for entry in entries.all())


def batch_row(session: Session, entry: ImportBatch) -> BatchRow:
    """A batch as shown."""
    start, end = session.execute(
        select(func.min(Coverage.start), func.max(Coverage.end)).where(Coverage.batch_id == entry.id)
    ).one()
    covers = _covers(start, end, load_settings(session).time_zone) if start and end else "nothing"
    return BatchRow(
        entry.id,
        entry.file_name,
        entry.kind,
        entry.source,
        entry.imported_at,
        entry.rows_read,
        entry.rows_imported,
        entry.rows_changed,
        entry.rows_duplicate,
        entry.rows_rejected,
        covers,
    )


def _covers(start: datetime, end: datetime, time_zone: str) -> str:
    """ "1 Oct 2026 00:00 to 1 Nov 2026 00:00 (Europe/Berlin)", on the desk's wall clock."""
    zone = ZoneInfo(time_zone)
    first, last = (f"{at.day} {at:%b %Y %H:%M}" for at in (start.astimezone(zone), end.astimezone(zone)))
    return f"{first} to {last} ({time_zone})"


def remove_batch(db: Database, batch_id: int) -> None:
    """Take a whole import back: its rows go, and what it corrected says again what it said before."""
    with db.changing("Remove import") as session:
        entry = fetch(session, ImportBatch, batch_id, "import")
        session.info["label"] = f"Remove import {entry.file_name}"
        source, of_states = entry.source, "states" in entry.kind
        reopen(session, entry)
        for old in reversed(json.loads(entry.settings).get("corrected", [])):
            restore(session, old, batch_id)
        journal.bulk_removed(session, batch_id)
        if of_states:
            end_open_outages(session, source)


def rejected_rows(db: Database, batch_id: int) -> tuple[RejectedRowRow, ...]:
    """The rows a batch did not take, by sheet and row."""
    query = (
        select(RejectedRow, BatchSheet.name)
        .join(BatchSheet, BatchSheet.id == RejectedRow.sheet_id)
        .where(RejectedRow.batch_id == batch_id)
        .order_by(RejectedRow.id)
    )
    with db.reading() as session:
        return tuple(
            RejectedRowRow(name, row.row, row.cell, row.reason, tuple(json.loads(row.values)))
            for row, name in session.execute(query)
        )


def save_rejected(db: Database, batch_id: int, path: Path | str) -> None:
    """Write the rejected rows of a batch under their headings, the reason beside each: mended, it is a file again."""
    lines = [
        RejectedLine(row.sheet, row.row, row.cell, row.reason, row.values)
        for row in rejected_rows(db, batch_id)
    ]
    with db.reading() as session:
        settings = json.loads(fetch(session, ImportBatch, batch_id, "import").settings)
    write_rejected(Path(path), lines, settings.get("headings"))
