"""Writing a step's audit entry from the journal: of rows their net change, of bulk loads count and digest."""

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from hashlib import sha256

from app.models.journal import BULK_IN, BULK_OUT, Bulk, Journal
from app.models.watched import INSERTED, Watched, quoted

_LONGEST_TEXT = 20_000
_CHUNK = 5_000
_TITLES = ("name", "title", "number", "label", "file_name", "key", "text", "reference", "period")
_ADD_ENTRY = "INSERT INTO audit_entries (at, who, label, kind) VALUES (?, ?, ?, ?)"
_ADD_CHANGE = (
    "INSERT INTO audit_changes (entry_id, table_name, action, row_id, row_uid, title, before, after, "
    "batch_id, rows, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

Change = tuple[object, ...]
Row = Mapping[str, object]


def record(journal: Journal, after: int, label: str, kind: str, who: str) -> None:
    """Add the entry of everything noted after a position, inside the same transaction."""
    connection = journal.connection
    values = (time.time_ns() // 1_000, who, label, kind)
    entry = connection.execute(_ADD_ENTRY, values).lastrowid or 0
    for name in sorted(journal.touched(after)):
        connection.executemany(_ADD_CHANGE, _row_changes(connection, journal.watched[name], after, entry))
    connection.executemany(_ADD_CHANGE, [_bulk_change(journal, bulk, entry) for bulk in journal.bulks(after)])


def _row_changes(
    connection: sqlite3.Connection, watched: Watched, after: int, entry: int
) -> Iterator[Change]:
    """One change per row: its first note tells what it was before, the table what it is now."""
    width = len(watched.stored)
    for row_id, op, exists, *cells in connection.execute(_first_notes(watched), (after, watched.name)):
        before = dict(zip(watched.stored, cells[:width], strict=True)) if op != INSERTED else None
        now = dict(zip(watched.stored, cells[width:], strict=True)) if exists else None
        change = _net_change(watched, before, now)
        if change is not None:
            yield (entry, watched.name, change[0], row_id, *change[1:], None, 1, None)


def _first_notes(watched: Watched) -> str:
    values = [f"v{number}" for number in range(len(watched.stored))]
    old = ", ".join(f"was.{value}" for value in values)
    now = ", ".join(f"now.{quoted(column)}" for column in watched.stored)
    return (
        f"SELECT was.row, was.op, now.{watched.rowid} IS NOT NULL, {old}, {now} FROM "
        f"(SELECT min(seq) AS seq, row, op, {', '.join(values)} FROM journal_log WHERE seq > ? AND tbl = ? "
        f"AND op NOT IN ('{BULK_IN}', '{BULK_OUT}') GROUP BY row) AS was "
        f"LEFT JOIN main.{quoted(watched.name)} AS now ON now.{watched.rowid} = was.row ORDER BY was.seq"
    )


def _net_change(watched: Watched, before: Row | None, after: Row | None) -> Change | None:
    """Action, uid, title, before and after; None when nothing is different in the end."""
    known = after or before
    if known is None or before == after:
        return None
    title = next((str(known[column]) for column in _TITLES if known.get(column)), None)
    names = (known.get("uid"), title)
    if before is not None and after is not None:
        differ = [column for column in watched.columns if before[column] != after[column]]
        if not differ:
            return None
        return (
            "changed",
            *names,
            *(_json({column: row[column] for column in differ}) for row in (before, after)),
        )
    whole = _json({column: known[column] for column in watched.columns if known[column] is not None})
    return ("added", *names, None, whole) if before is None else ("removed", *names, whole, None)


def _json(row: Row) -> str:
    text = _encode(row)
    if len(text) <= _LONGEST_TEXT:
        return text
    return _encode({column: _shortened(value) for column, value in row.items()})


def _shortened(value: object) -> object:
    """Of a very long text (a frozen document) the hash is enough."""
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return {"sha256": sha256(value.encode()).hexdigest(), "characters": len(value)}
    return value


def _hex(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"no value of a table: {value!r}")


_encode = json.JSONEncoder(ensure_ascii=False, default=_hex).encode


def _bulk_change(journal: Journal, bulk: Bulk, entry: int) -> Change:
    rows, digest = _digest(journal, bulk)
    action = "bulk added" if bulk.came else "bulk removed"
    return (entry, bulk.table, action, None, None, None, None, None, bulk.batch_id, rows, digest)


def _digest(journal: Journal, bulk: Bulk) -> tuple[int, str]:
    """How many rows, and the SHA-256 over their identities (or, without a row key, over the whole rows)."""
    watched = journal.watched[bulk.table]
    source, where, values = journal.whereabouts(bulk)
    keyed = "row_key" in watched.stored
    names = "row_key" if keyed else watched.names
    rows = journal.connection.execute(
        f"SELECT {names} FROM {source} WHERE {where} ORDER BY {watched.rowid}", values
    )
    digest, count = sha256(), 0
    while chunk := rows.fetchmany(_CHUNK):
        keys = b"\n".join([key or b"" for (key,) in chunk]) if keyed else repr(chunk).encode()
        digest.update(keys + b"\n")
        count += len(chunk)
    return count, digest.hexdigest()
