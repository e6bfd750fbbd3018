"""Writing the audit entry of a step from the journal: per row its net change, per bulk load a count and digest."""

import json
import sqlite3
import time
from collections.abc import Iterator
from hashlib import sha256

from app.models.journal import BULK_IN, BULK_OUT, INSERTED, Bulk, Journal, Watched, quoted

_LONGEST_TEXT = 20_000
_CHUNK = 5_000
_TITLES = ("name", "title", "number", "label", "file_name", "key", "reference", "period")
_ADD_CHANGE = (
    "INSERT INTO audit_changes (entry_id, table_name, action, row_id, row_uid, title, before, after, batch_id, "
    "rows, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

Change = tuple[object, ...]


def record(journal: Journal, after: int, label: str, kind: str, who: str) -> None:
    """Add the entry of everything noted after a position, inside the same transaction."""
    connection = journal.connection
    entry = connection.execute(
        "INSERT INTO audit_entries (at, who, label, kind) VALUES (?, ?, ?, ?)",
        (time.time_ns() // 1_000, who, label, kind),
    ).lastrowid
    for name in sorted(journal.touched(after)):
        changes = _row_changes(connection, journal.watched[name], after, entry)
        connection.executemany(_ADD_CHANGE, changes)
    bulks = [_bulk_change(connection, journal, bulk, entry) for bulk in journal.bulks(after)]
    connection.executemany(_ADD_CHANGE, bulks)


def _row_changes(
    connection: sqlite3.Connection, watched: Watched, after: int, entry: object
) -> Iterator[Change]:
    """The first note of a row tells what it was before, the table what it is now."""
    width = len(watched.stored)
    old = ", ".join(f"was.v{number}" for number in range(width))
    now = ", ".join(f"now.{quoted(column)}" for column in watched.stored)
    values = ", ".join(f"v{number}" for number in range(width))
    rows = connection.execute(
        f"SELECT was.row, was.op, now.{watched.rowid} IS NOT NULL, {old}, {now} FROM "
        f"(SELECT min(seq) AS seq, row, op, {values} FROM journal_log WHERE seq > ? AND tbl = ? "
        f"AND op NOT IN ('{BULK_IN}', '{BULK_OUT}') GROUP BY row) AS was "
        f"LEFT JOIN main.{quoted(watched.name)} AS now ON now.{watched.rowid} = was.row ORDER BY was.seq",
        (after, watched.name),
    )
    for row_id, op, exists, *cells in rows:
        before = dict(zip(watched.stored, cells[:width], strict=True)) if op != INSERTED else None
        now_row = dict(zip(watched.stored, cells[width:], strict=True)) if exists else None
        change = _net_change(entry, watched, row_id, before, now_row)
        if change is not None:
            yield change


def _net_change(
    entry: object,
    watched: Watched,
    row_id: object,
    before: dict[str, object] | None,
    after: dict[str, object] | None,
) -> Change | None:
    known = after or before
    if known is None or before == after:
        return None
    action = "added" if before is None else "removed" if after is None else "changed"
    if before is not None and after is not None:
        differ = [column for column in watched.columns if before[column] != after[column]]
        before, after = ({column: row[column] for column in differ} for row in (before, after))
    title = next((str(known[column]) for column in _TITLES if known.get(column)), None)
    uid = known.get("uid")
    return (entry, watched.name, action, row_id, uid, title, _json(before), _json(after), None, 1, None)


def _json(row: dict[str, object] | None) -> str | None:
    if row is None:
        return None
    return json.dumps({column: _plain(value) for column, value in row.items()}, ensure_ascii=False)


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return {
            "sha256": sha256(value.encode("utf-8", "surrogatepass")).hexdigest(),
            "characters": len(value),
        }
    return value


def _bulk_change(connection: sqlite3.Connection, journal: Journal, bulk: Bulk, entry: object) -> Change:
    source, where, values = journal.where_bulk(bulk)
    rows, digest = _digest(connection, journal.watched[bulk.table], source, where, values)
    action = "bulk added" if bulk.came else "bulk removed"
    return (entry, bulk.table, action, None, None, None, None, None, bulk.batch_id, rows, digest)


def _digest(
    connection: sqlite3.Connection, watched: Watched, source: str, where: str, values: tuple[object, ...]
) -> tuple[int, str]:
    """How many rows, and the SHA-256 over their identities (or, without a row key, over the whole rows)."""
    columns = ("row_key",) if "row_key" in watched.stored else watched.stored
    names = ", ".join(quoted(column) for column in columns)
    digest, count = sha256(), 0
    cursor = connection.execute(
        f"SELECT {names} FROM {source} WHERE {where} ORDER BY {watched.rowid}", values
    )
    while rows := cursor.fetchmany(_CHUNK):
        digest.update(repr(rows).encode("utf-8", "surrogatepass"))
        count += len(rows)
    return count, digest.hexdigest()
