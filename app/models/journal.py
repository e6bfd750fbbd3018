"""The journal behind undo: temporary triggers on the writer note every changed row, whoever changed it.

One temporary table holds the old values in the order of the changes; reversing a stretch of it brings the desk
back to the state before, and is itself noted, so that undo and redo are the same act. Rows that come in bulk are
noted as one stretch and wait in a temporary table while they are undone. All of it ends with the connection.
Method: sqlite.org/undoredo.html, with values instead of statements (SQLite's quote() cuts text at a NUL).
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Table
from sqlalchemy.orm import Session

INSERTED, UPDATED, DELETED = "inserted", "updated", "deleted"
BULK_IN, BULK_OUT = "bulk in", "bulk out"

_PAGE = 2_000
_BATCHES = "import_batches"
_EVENTS = (("INSERT", INSERTED, "NEW"), ("UPDATE", UPDATED, "NEW"), ("DELETE", DELETED, "OLD"))


def quoted(name: str) -> str:
    """An SQL identifier; our own names hold no quotation mark."""
    return f'"{name}"'


@dataclass(frozen=True, slots=True)
class Watched:
    """A table the journal watches: its columns, and the one that is its rowid, if any."""

    name: str
    columns: tuple[str, ...]
    rowid: str
    batched: bool

    @classmethod
    def of(cls, table: Table) -> "Watched":
        """What the journal needs to know of a table of the metadata."""
        keys = tuple(table.primary_key.columns)
        own = len(keys) == 1 and keys[0].type.python_type is int
        columns = tuple(column.name for column in table.columns)
        return cls(table.name, columns, keys[0].name if own else "rowid", "batch_id" in columns)

    @property
    def stored(self) -> tuple[str, ...]:
        """Every column that has to be written to bring a row back as it was."""
        return self.columns if self.rowid in self.columns else (*self.columns, self.rowid)


@dataclass(frozen=True, slots=True)
class Bulk:
    """Rows of one table that came or went together, without a note for each."""

    table: str
    came: bool
    low: int | None  # the rows' ids from … to, or else every row of the batch
    high: int | None
    batch_id: int | None
    stash: str | None  # where the rows are while they are gone


class Journal:
    """Notes what happens on one writer connection and can take it back.

    Stretches are given by positions: `position()` before and after. All calls belong inside a transaction.
    """

    def __init__(self, connection: sqlite3.Connection, tables: Sequence[Table]) -> None:
        self.connection = connection
        self.watched = {table.name: Watched.of(table) for table in tables}
        self._stashes = 0
        self._create_log()
        for name in self.watched:
            self._wake(name)

    def position(self) -> int:
        """The number of the latest note."""
        row = self.connection.execute("SELECT max(seq) FROM journal_log").fetchone()
        return row[0] or 0

    def touched(self, after: int) -> frozenset[str]:
        """The tables with a note after a position."""
        rows = self.connection.execute("SELECT DISTINCT tbl FROM journal_log WHERE seq > ?", (after,))
        return frozenset(name for (name,) in rows.fetchall())

    def bulks(self, after: int) -> list[Bulk]:
        """What came or went in bulk after a position, in order."""
        rows = self.connection.execute(
            "SELECT tbl, op, low, high, batch, stash FROM journal_log WHERE seq > ? AND op IN (?, ?) ORDER BY seq",
            (after, BULK_IN, BULK_OUT),
        )
        return [
            Bulk(tbl, op == BULK_IN, low, high, batch, stash) for tbl, op, low, high, batch, stash in rows
        ]

    def where_bulk(self, bulk: Bulk) -> tuple[str, str, tuple[object, ...]]:
        """Where bulk rows are now: the table, the condition and its values."""
        if bulk.stash is not None:
            return f"temp.{quoted(bulk.stash)}", "1", ()
        where, values = _bulk_rows(self.watched[bulk.table], bulk)
        return f"main.{quoted(bulk.table)}", where, values

    def reverse(self, first: int, last: int) -> None:
        """Take back the notes first … last, newest first; what this does is noted after them."""
        self.connection.execute("PRAGMA defer_foreign_keys=ON")
        upper = last
        while page := self._page(first, upper):
            for (name, op), notes in groupby(page, key=lambda note: (str(note[1]), str(note[2]))):
                self._take_back(self.watched[name], op, list(notes))
            upper = int(str(page[-1][0])) - 1

    def forget(self, first: int, last: int) -> None:
        """Drop the notes first … last and the rows kept for them."""
        stashes = self.connection.execute(
            "SELECT stash FROM journal_log WHERE op = ? AND seq BETWEEN ? AND ?", (BULK_OUT, first, last)
        ).fetchall()
        for (stash,) in stashes:
            self.connection.execute(f"DROP TABLE temp.{quoted(stash)}")
        self.connection.execute("DELETE FROM journal_log WHERE seq BETWEEN ? AND ?", (first, last))

    @contextmanager
    def asleep(self) -> Iterator[None]:
        """Rows may be appended without a note for each; at the end each table's new rows are one note."""
        tops = {name: self._top(watched) for name, watched in self.watched.items()}
        changes = self.connection.total_changes
        for name in self.watched:
            self._sleep(name)
        try:
            yield
            self._note_appended(tops, changes)
        finally:
            for name in self.watched:
                self._wake(name)

    def label_bulk(self, batch_id: int, tables: Sequence[str]) -> None:
        """Name the batch that the newest bulk rows of these tables belong to."""
        marks = ",".join("?" * len(tables))
        self.connection.execute(
            f"UPDATE journal_log SET batch = ? WHERE op = ? AND batch IS NULL AND tbl IN ({marks})",
            (batch_id, BULK_IN, *tables),
        )

    def take_out_batch(self, batch_id: int) -> None:
        """Remove every row of a batch, children first; rows that depend on them go with a note each."""
        for watched in reversed(self.watched.values()):
            if watched.batched:
                self._take_out(Bulk(watched.name, True, None, None, batch_id, None))
        self.connection.execute(f"DELETE FROM {_BATCHES} WHERE id = ?", (batch_id,))

    # ── notes

    def _create_log(self) -> None:
        width = max(len(watched.stored) for watched in self.watched.values())
        values = ", ".join(f"v{number}" for number in range(width))
        self.connection.execute(
            "CREATE TEMP TABLE journal_log "
            f"(seq INTEGER PRIMARY KEY, tbl TEXT, op TEXT, row, low, high, batch, stash, {values})"
        )

    def _page(self, first: int, last: int) -> list[tuple[object, ...]]:
        # Page by page: a cursor left open would forbid dropping the tables of bulk rows.
        return self.connection.execute(
            "SELECT * FROM journal_log WHERE seq BETWEEN ? AND ? ORDER BY seq DESC LIMIT ?",
            (first, last, _PAGE),
        ).fetchall()

    def _note_bulk(self, bulk: Bulk) -> None:
        op = BULK_IN if bulk.came else BULK_OUT
        self.connection.execute(
            "INSERT INTO journal_log (tbl, op, low, high, batch, stash) VALUES (?, ?, ?, ?, ?, ?)",
            (bulk.table, op, bulk.low, bulk.high, bulk.batch_id, bulk.stash),
        )

    def _note_appended(self, tops: dict[str, int], changes_before: int) -> None:
        appended = 0
        changes = self.connection.total_changes - changes_before
        for name, top in tops.items():
            watched = self.watched[name]
            new_top = self._top(watched)
            if new_top > top:
                where = f"{watched.rowid} BETWEEN ? AND ?"
                appended += self._count(name, where, (top + 1, new_top))
                self._note_bulk(Bulk(name, True, top + 1, new_top, None, None))
        if appended != changes:
            raise RuntimeError("while the journal sleeps rows may only be appended")

    # ── triggers

    def _wake(self, name: str) -> None:
        watched = self.watched[name]
        for event, op, row in _EVENTS:
            self.connection.execute(_trigger(watched, event, op, row))

    def _sleep(self, name: str) -> None:
        for event, _, _ in _EVENTS:
            self.connection.execute(f"DROP TRIGGER temp.{quoted(_trigger_name(name, event))}")

    # ── taking back

    def _take_back(self, watched: Watched, op: str, notes: list[tuple[object, ...]]) -> None:
        if op in (BULK_IN, BULK_OUT):
            for note in notes:
                self._take_back_bulk(watched, op, note)
            return
        width = len(watched.stored)
        if op == INSERTED:
            values = [(note[3],) for note in notes]
            done = self.connection.executemany(
                f"DELETE FROM {quoted(watched.name)} WHERE {watched.rowid} = ?", values
            )
        elif op == DELETED:
            done = self.connection.executemany(_insert(watched), [note[8 : 8 + width] for note in notes])
        else:
            settings = ", ".join(f"{quoted(column)} = ?" for column in watched.stored)
            done = self.connection.executemany(
                f"UPDATE {quoted(watched.name)} SET {settings} WHERE {watched.rowid} = ?",
                [(*note[8 : 8 + width], note[3]) for note in notes],
            )
        if done.rowcount != len(notes):
            raise RuntimeError(
                f"the journal does not fit {watched.name}: {done.rowcount} of {len(notes)} rows"
            )

    def _take_back_bulk(self, watched: Watched, op: str, note: tuple[object, ...]) -> None:
        low, high, batch, stash = note[4:8]
        bulk = Bulk(
            watched.name,
            op == BULK_IN,
            low if isinstance(low, int) else None,
            high if isinstance(high, int) else None,
            batch if isinstance(batch, int) else None,
            str(stash) if stash is not None else None,
        )
        if bulk.came:
            self._take_out(bulk)
        else:
            self._put_back(bulk)

    def _take_out(self, bulk: Bulk) -> None:
        watched = self.watched[bulk.table]
        where, values = _bulk_rows(watched, bulk)
        if not self._count(bulk.table, where, values):
            return
        self._stashes += 1
        stash = f"journal_stash_{self._stashes}"
        names = ", ".join(quoted(column) for column in watched.stored)
        self.connection.execute(
            f"CREATE TEMP TABLE {quoted(stash)} ({names})"
        )  # without types, so values stay
        self.connection.execute(
            f"INSERT INTO temp.{quoted(stash)} SELECT {names} FROM main.{quoted(bulk.table)} WHERE {where}",
            values,
        )
        self._sleep(bulk.table)
        self.connection.execute(f"DELETE FROM main.{quoted(bulk.table)} WHERE {where}", values)
        self._wake(bulk.table)
        self._note_bulk(Bulk(bulk.table, False, bulk.low, bulk.high, bulk.batch_id, stash))

    def _put_back(self, bulk: Bulk) -> None:
        watched = self.watched[bulk.table]
        names = ", ".join(quoted(column) for column in watched.stored)
        stash = quoted(str(bulk.stash))
        self._sleep(bulk.table)
        self.connection.execute(
            f"INSERT INTO main.{quoted(bulk.table)} ({names}) SELECT * FROM temp.{stash} ORDER BY rowid"
        )
        self._wake(bulk.table)
        self._note_bulk(Bulk(bulk.table, True, bulk.low, bulk.high, bulk.batch_id, None))
        # The table is emptied, not dropped: the note that names it is forgotten after this stretch.
        self.connection.execute(f"DELETE FROM temp.{stash}")

    def _count(self, name: str, where: str, values: tuple[object, ...]) -> int:
        return self.connection.execute(
            f"SELECT count(*) FROM main.{quoted(name)} WHERE {where}", values
        ).fetchone()[0]

    def _top(self, watched: Watched) -> int:
        row = self.connection.execute(
            f"SELECT max({watched.rowid}) FROM main.{quoted(watched.name)}"
        ).fetchone()
        return row[0] or 0


def journal_of(session: Session) -> Journal:
    """The journal that a changing session writes to."""
    journal = session.info.get("journal")
    if not isinstance(journal, Journal):
        raise RuntimeError("only a changing session has a journal")
    return journal


@contextmanager
def asleep(session: Session) -> Iterator[None]:
    """Append many rows without a note for each; only appending is allowed (else RuntimeError, all undone).

    Follow with `bulk_added`, so that the audit trail names their batch.
    """
    session.flush()
    with journal_of(session).asleep():
        yield
        session.flush()


def bulk_added(session: Session, batch_id: int, tables: Sequence[str] = ("tickets", "ticket_events")) -> None:
    """Say which batch the rows appended asleep belong to: one audit change per table, undone as a whole."""
    journal_of(session).label_bulk(batch_id, tables)


def bulk_removed(session: Session, batch_id: int) -> None:
    """Remove an import batch with all its rows; its own row in `import_batches` and what depends on them too."""
    session.flush()
    journal_of(session).take_out_batch(batch_id)
    session.expire_all()


def _trigger_name(table: str, event: str) -> str:
    return f"journal_{table}_{event.lower()}"


def _trigger(watched: Watched, event: str, op: str, row: str) -> str:
    """An INSERT is noted by its row alone; before an UPDATE or DELETE the old values are noted too."""
    columns, values = "tbl, op, row", f"'{watched.name}', '{op}', {row}.{watched.rowid}"
    if op != INSERTED:
        columns += "".join(f", v{number}" for number in range(len(watched.stored)))
        values += "".join(f", OLD.{quoted(column)}" for column in watched.stored)
    return (
        f"CREATE TEMP TRIGGER {quoted(_trigger_name(watched.name, event))} AFTER {event} "
        f"ON main.{quoted(watched.name)} BEGIN INSERT INTO journal_log ({columns}) VALUES ({values}); END"
    )


def _insert(watched: Watched) -> str:
    names = ", ".join(quoted(column) for column in watched.stored)
    return f"INSERT INTO {quoted(watched.name)} ({names}) VALUES ({','.join('?' * len(watched.stored))})"


def _bulk_rows(watched: Watched, bulk: Bulk) -> tuple[str, tuple[object, ...]]:
    if bulk.high is not None:
        return f"{watched.rowid} BETWEEN ? AND ?", (bulk.low, bulk.high)
    return "batch_id = ?", (bulk.batch_id,)
