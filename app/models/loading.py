"""Appending very many rows: several rows a statement, and indexes built after the rows instead of with them.

Belongs inside `journal.asleep`. Measured on 500,000 outages: fifty rows a statement take 0.6 of the time of one,
indexes built afterwards a third of the time of indexes kept up.
"""

import sqlite3
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from itertools import chain, islice, repeat
from typing import cast

from sqlalchemy.orm import Session

from app.models.connections import CACHE_KB
from app.models.stopping import Look
from app.models.watched import quoted

_ROWS_A_STATEMENT = 50
_STATEMENTS_A_STEP = 50  # between two looks at whether to stop
_RUN_KB = 1_000
_FEW = 20_000  # rows for which indexes are simply kept up


@contextmanager
def loading(session: Session, table: str, rows: int) -> Generator[None]:
    """Around the appending of about `rows` rows; rebuilds the table's indexes where that is cheaper."""
    connection = _driver(session)
    (present,) = connection.execute(f"SELECT coalesce(max(rowid), 0) FROM main.{quoted(table)}").fetchone()
    indexes = _indexes(connection, table) if rows > _FEW and rows * 2 > present else []
    for name, _ in indexes:
        connection.execute(f"DROP INDEX main.{quoted(name)}")
    yield
    with _sorting_in_runs(connection):
        for _, statement in indexes:
            connection.execute(statement)


def append(
    session: Session,
    table: str,
    fixed: Mapping[str, object],
    columns: Mapping[str, Iterable[object]],
    size: int,
    look: Look,
) -> None:
    """Append `size` rows given as columns; `fixed` is the same in each. `look` may raise to stop."""
    connection = _driver(session)
    names = ", ".join(quoted(name) for name in (*fixed, *columns))
    row = f"({', '.join(chain(map(_literal, fixed.values()), repeat('?', len(columns))))})"
    insert = f"INSERT INTO main.{quoted(table)} ({names}) VALUES "
    values = chain.from_iterable(zip(*columns.values(), strict=True))
    whole, rest = divmod(size, _ROWS_A_STATEMENT)
    many = insert + ", ".join(repeat(row, _ROWS_A_STATEMENT))
    at_once = len(columns) * _ROWS_A_STATEMENT
    for start in range(0, whole, _STATEMENTS_A_STEP):
        look()
        steps = min(_STATEMENTS_A_STEP, whole - start)
        connection.executemany(many, islice(zip(*repeat(values, at_once), strict=False), steps))
    look()
    connection.executemany(insert + row, islice(zip(*repeat(values, len(columns)), strict=False), rest))


def next_id(session: Session, table: str) -> int:
    """The id the next row gets; tables that never use an id again count on from the highest ever given."""
    connection = _driver(session)
    (highest,) = connection.execute(f"SELECT coalesce(max(id), 0) FROM main.{quoted(table)}").fetchone()
    given = connection.execute("SELECT seq FROM main.sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return max(highest, given[0] if given else 0) + 1


def _indexes(connection: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """Names and statements of the indexes that are no constraints."""
    found = connection.execute(
        "SELECT name, sql FROM main.sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL "
        "AND sql NOT LIKE 'CREATE UNIQUE%' ORDER BY name",
        (table,),
    )
    return found.fetchall()


@contextmanager
def _sorting_in_runs(connection: sqlite3.Connection) -> Generator[None]:
    """SQLite sorts as much at once as its cache may hold, unstoppable meanwhile; short runs are faster too."""
    connection.execute(f"PRAGMA cache_size={-_RUN_KB}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size={-CACHE_KB}")


def _driver(session: Session) -> sqlite3.Connection:
    return cast(sqlite3.Connection, session.connection().connection.driver_connection)


def _literal(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("'", "''").replace("\0", "") + "'"
