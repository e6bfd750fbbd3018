"""The journal behind undo: temporary triggers on the writer note every changed row, whoever changed it.

One temporary table holds the old values in the order of the changes; reversing a stretch of it brings the
desk back to the state before, and is itself noted, so that undo and redo are the same act. Rows that come in
bulk are one note and wait in a temporary table while they are undone. All of it ends with the connection.
Method: sqlite.org/undoredo.html, with values instead of statements (SQLite's quote() cuts text at a NUL).
"""

import sqlite3
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Table
from sqlalchemy.orm import Session

from app.models.watched import DELETED, INSERTED, Watched, quoted

BULK_IN, BULK_OUT = "bulk in", "bulk out"

_PAGE = 2_000
_BATCHES = "import_batches"


@dataclass(frozen=True, slots=True)
class Bulk:
    """Rows of one table that came or went together: ids low … high, or else every row of the batch."""

    table: str
    came: bool
    low: int | None
    high: int | None
    batch_id: int | None
    stash: str | None  # the temporary table where the rows are while they are gone


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the journal; `values` are the old ones of a changed or removed row."""

    seq: int
    table: str
    op: str
    row: int
    bulk: Bulk
    values: tuple[object, ...]


class Journal:
    """Notes what happens on one writer connection and can take it back.

    Stretches are named by positions: `position()` before and after. All calls belong inside a transaction.
    """

    def __init__(self, connection: sqlite3.Connection, tables: Sequence[Table]) -> None:
        self.connection = connection
        self.watched = {table.name: Watched.of(table) for table in tables}
        self._stashes = 0
        self._asleep = False
        self._create_log()
        for watched in self.watched.values():
            self._run(watched.wake())

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
            "SELECT tbl, op = ?, low, high, batch, stash FROM journal_log "
            "WHERE seq > ? AND op IN (?, ?) ORDER BY seq",
            (BULK_IN, after, BULK_IN, BULK_OUT),
        )
        return [Bulk(table, bool(came), *rest) for table, came, *rest in rows.fetchall()]

    def whereabouts(self, bulk: Bulk) -> tuple[str, str, tuple[object, ...]]:
        """Where bulk rows are now: the table, the condition and its values."""
        if bulk.stash is not None:
            return f"temp.{bulk.stash}", "1", ()
        where, values = self._condition(bulk)
        return f"main.{quoted(bulk.table)}", where, values

    def reverse(self, first: int, last: int) -> None:
        """Take back the notes first … last, newest first; what this does is noted after them."""
        self.connection.execute("PRAGMA defer_foreign_keys=ON")
        while page := self._page(first, last):
            for (table, op), notes in groupby(page, key=lambda note: (note.table, note.op)):
                self._take_back(self.watched[table], op, list(notes))
            last = page[-1].seq - 1

    def forget(self, first: int, last: int) -> None:
        """Drop the notes first … last and the rows kept for them."""
        stashes = self.connection.execute(
            "SELECT stash FROM journal_log WHERE stash IS NOT NULL AND seq BETWEEN ? AND ?", (first, last)
        ).fetchall()
        self._run(f"DROP TABLE temp.{stash}" for (stash,) in stashes)
        self.connection.execute("DELETE FROM journal_log WHERE seq BETWEEN ? AND ?", (first, last))

    @contextmanager
    def asleep(self) -> Generator[None]:
        """Rows may be appended without a note for each; at the end each table's new rows are one note."""
        if self._asleep:
            raise RuntimeError("the journal sleeps already")
        tops = {name: self._top(watched) for name, watched in self.watched.items()}
        changes = self.connection.total_changes
        self._asleep = True
        for watched in self.watched.values():
            self._run(watched.sleep())
        try:
            yield
            self._note_appended(tops, changes)
        finally:
            self._asleep = False
            for watched in self.watched.values():
                self._run(watched.wake())

    def label_bulk(self, batch_id: int, tables: Sequence[str]) -> None:
        """Name the batch that the newest bulk rows of these tables belong to."""
        self.connection.executemany(
            "UPDATE journal_log SET batch = ? WHERE op = ? AND batch IS NULL AND tbl = ?",
            [(batch_id, BULK_IN, table) for table in tables],
        )

    def take_out_batch(self, batch_id: int) -> None:
        """Remove every row of a batch, children first; rows that depend on them go with a note each."""
        for watched in reversed(self.watched.values()):
            if watched.batched:
                self._take_out(Bulk(watched.name, True, None, None, batch_id, None))
        self.connection.execute(f"DELETE FROM {_BATCHES} WHERE id = ?", (batch_id,))

    def _create_log(self) -> None:
        width = max(len(watched.stored) for watched in self.watched.values())
        values = ", ".join(f"v{number}" for number in range(width))  # untyped, so that values stay exact
        self.connection.execute(
            "CREATE TEMP TABLE journal_log "
            f"(seq INTEGER PRIMARY KEY, tbl TEXT, op TEXT, row, low, high, batch, stash, {values})"
        )

    def _run(self, statements: Iterator[str] | Sequence[str]) -> None:
        for statement in statements:
            self.connection.execute(statement)

    def _page(self, first: int, last: int) -> list[Note]:
        # Page by page: a cursor left open would forbid dropping the tables of bulk rows.
        rows = self.connection.execute(
            "SELECT * FROM journal_log WHERE seq BETWEEN ? AND ? ORDER BY seq DESC LIMIT ?",
            (first, last, _PAGE),
        ).fetchall()
        return [
            Note(seq, table, op, row, Bulk(table, op == BULK_IN, low, high, batch, stash), tuple(values))
            for seq, table, op, row, low, high, batch, stash, *values in rows
        ]

    def _note_bulk(self, bulk: Bulk) -> None:
        self.connection.execute(
            "INSERT INTO journal_log (tbl, op, low, high, batch, stash) VALUES (?, ?, ?, ?, ?, ?)",
            (bulk.table, BULK_IN if bulk.came else BULK_OUT, bulk.low, bulk.high, bulk.batch_id, bulk.stash),
        )

    def _note_appended(self, tops: dict[str, int], changes_before: int) -> None:
        changes = self.connection.total_changes - changes_before
        appended = 0
        for name, top in tops.items():
            bulk = Bulk(name, True, top + 1, self._top(self.watched[name]), None, None)
            rows = self._count(bulk)
            if rows:
                self._note_bulk(bulk)
            appended += rows
        if appended != changes:
            raise RuntimeError("while the journal sleeps rows may only be appended")

    def _take_back(self, watched: Watched, op: str, notes: Sequence[Note]) -> None:
        if op in (BULK_IN, BULK_OUT):
            for note in notes:
                self._take_out(note.bulk) if op == BULK_IN else self._put_back(note.bulk)
            return
        width = len(watched.stored)
        if op == INSERTED:
            statement, values = watched.removal(), [(note.row,) for note in notes]
        elif op == DELETED:
            statement, values = watched.insertion(), [note.values[:width] for note in notes]
        else:
            statement, values = watched.restoration(), [(*note.values[:width], note.row) for note in notes]
        done = self.connection.executemany(statement, values).rowcount
        if done != len(notes):
            raise RuntimeError(f"the journal does not fit {watched.name}: {done} of {len(notes)} rows")

    def _take_out(self, bulk: Bulk) -> None:
        if not self._count(bulk):
            return
        watched = self.watched[bulk.table]
        where, values = self._condition(bulk)
        self._stashes += 1
        stash = f"journal_stash_{self._stashes}"
        self.connection.execute(f"CREATE TEMP TABLE {stash} ({watched.names})")
        source = f"main.{quoted(bulk.table)} WHERE {where}"
        self.connection.execute(f"INSERT INTO temp.{stash} SELECT {watched.names} FROM {source}", values)
        self._run(watched.sleep())
        self.connection.execute(f"DELETE FROM {source}", values)
        self._run(watched.wake())
        self._note_bulk(Bulk(bulk.table, False, bulk.low, bulk.high, bulk.batch_id, stash))

    def _put_back(self, bulk: Bulk) -> None:
        watched = self.watched[bulk.table]
        self._run(watched.sleep())
        self.connection.execute(
            f"INSERT INTO main.{quoted(bulk.table)} ({watched.names}) SELECT * FROM temp.{bulk.stash}"
        )
        self._run(watched.wake())
        self._note_bulk(Bulk(bulk.table, True, bulk.low, bulk.high, bulk.batch_id, None))

    def _condition(self, bulk: Bulk) -> tuple[str, tuple[object, ...]]:
        if bulk.high is not None:
            return f"{self.watched[bulk.table].rowid} BETWEEN ? AND ?", (bulk.low, bulk.high)
        return "batch_id = ?", (bulk.batch_id,)

    def _count(self, bulk: Bulk) -> int:
        where, values = self._condition(bulk)
        query = f"SELECT count(*) FROM main.{quoted(bulk.table)} WHERE {where}"
        return self.connection.execute(query, values).fetchone()[0]

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
def asleep(session: Session) -> Generator[None]:
    """Append many rows without a note for each; anything but appending raises RuntimeError and undoes it all.

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
    """Remove an import batch with all its rows, its own row in `import_batches` and what depends on them."""
    session.flush()
    journal_of(session).take_out_batch(batch_id)
    session.expire_all()
