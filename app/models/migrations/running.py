"""Bringing a desk up to a revision: all of it in one transaction, checked before it is committed."""

import io
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.models import audit
from app.models.connections import writing_engine
from app.models.migrations import VERSIONS, revision_id, stamp


class MigrationFailed(Exception):
    """A migration would lose rows or break references; nothing of it was kept."""


def upgrade(connection: sqlite3.Connection, number: int, versions: Path = VERSIONS) -> None:
    """Bring the file on this writer to a revision, wholly or not at all.

    Foreign keys rest meanwhile (rebuilding a table would otherwise delete what refers to it), so the rows of
    every table are counted and all references checked before the commit.
    """
    with _foreign_keys_off(connection), writing_engine(connection).begin() as opened:
        (now,) = connection.execute("PRAGMA user_version").fetchone()
        before = _row_counts(connection)
        command.upgrade(configuration(opened, versions), revision_id(number))
        _guard_the_audit_trail(connection)
        _check(connection, before, _shrinking(now, number, versions))
        stamp(connection, number)


def configuration(connection: Connection | None, versions: Path = VERSIONS) -> Config:
    """Alembic's settings; no file is read."""
    config = Config(attributes={"connection": connection}, stdout=io.StringIO())
    config.set_main_option("script_location", _verbatim(VERSIONS.parent))
    config.set_main_option("version_locations", _verbatim(versions))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("output_encoding", "utf-8")
    return config


def _guard_the_audit_trail(connection: sqlite3.Connection) -> None:
    """Alembic does not know of triggers, and a table that is rebuilt loses them."""
    for table in audit.TABLE_NAMES:
        for statement in audit.append_only(table):
            connection.execute(statement)


def _shrinking(now: int, number: int, versions: Path) -> frozenset[str]:
    script = ScriptDirectory.from_config(configuration(None, versions))
    steps = script.iterate_revisions(revision_id(number), revision_id(now) if now else "base")
    return frozenset(table for step in steps for table in getattr(step.module, "SHRINKS", ()))


def _check(connection: sqlite3.Connection, before: dict[str, int], shrinking: frozenset[str]) -> None:
    after = _row_counts(connection)
    for table, rows in before.items():
        if table in after and after[table] < rows and table not in shrinking:
            raise MigrationFailed(f"{rows - after[table]} rows of {table} would be lost")
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise MigrationFailed(f"{len(broken)} references would be broken, the first in {broken[0][0]}")


def _row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' "
        "AND name <> 'alembic_version'"
    ).fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}


@contextmanager
def _foreign_keys_off(connection: sqlite3.Connection) -> Generator[None]:
    connection.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.execute("PRAGMA foreign_keys=ON")


def _verbatim(path: Path) -> str:
    return str(path).replace("%", "%%")  # a percent sign means something to the configuration reader
