"""Opening and creating desk files: locked, checked, brought up to date; or why not, the file untouched."""

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from app.errors import FileError
from app.files import written_beside
from app.models import migrations, schema
from app.models.backups import set_aside_before_update
from app.models.connections import WRITER_PATIENCE_MS, connect_reader, connect_writer, writing_engine
from app.models.inspection import APPLICATION_ID, damaged, findings, revision_of
from app.models.lock import DeskLock, Holder, holder_of
from app.models.sentences import in_words

_CHECKED_AT_ONCE = 64 * 1024 * 1024  # larger files are checked by the daily backup instead, off the way
_PATIENCE_MS = 2_000


@dataclass(frozen=True, slots=True)
class Opened:
    """The writer with its lock, or neither and why the desk can only be read."""

    writer: sqlite3.Connection | None
    lock: DeskLock | None
    holder: Holder | None = None
    reason: str | None = None


def create_file(path: Path) -> None:
    """A new, empty desk; a file of that name must not be there."""
    if path.exists():
        raise FileError(f"“{path.name}” is already there. Open it, or choose another name.")
    with in_words(path), written_beside(path) as beside:
        connection = connect_writer(beside)
        try:
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            with writing_engine(connection).begin() as opened:
                schema.metadata.create_all(opened)
                migrations.stamp(connection, migrations.HEAD)
        finally:
            connection.close()


def open_file(path: Path, read_only: bool) -> Opened:
    """Open for changing where possible; DeskInUse when another program has it, FileError for no good desk."""
    revision = revision_of(path, migrations.HEAD)
    if read_only:
        return _open_to_read(path, revision, None)
    if not os.access(path, os.W_OK):  # SQLite would open it all the same and fail at the first change
        return _open_to_read(path, revision, f"The file “{path.name}” is read-only.")
    lock = DeskLock(path)
    if not lock.acquire():
        return _open_to_read(path, revision, f"The folder of “{path.name}” is read-only.")
    try:
        return Opened(_open_to_write(path), lock)
    except BaseException:
        lock.release()
        raise


def _open_to_write(path: Path) -> sqlite3.Connection:
    with in_words(path):
        writer = connect_writer(path)
        try:
            _refuse_damaged(path, writer)
            _refuse_busy(writer)
            _bring_up_to_date(path, writer)
        except BaseException:
            writer.close()
            raise
        return writer


def _open_to_read(path: Path, revision: int, reason: str | None) -> Opened:
    holder = holder_of(path)
    if reason is None:
        reason = (
            f"It is open for changing by {holder.words}." if holder else "It was opened for reading only."
        )
    with in_words(path):
        reader = connect_reader(path)
        try:
            _refuse_damaged(path, reader)
        finally:
            reader.close()
    if revision < migrations.HEAD:
        raise FileError(
            f"“{path.name}” was made by an older Colonnade and has to be updated first, but it can only be "
            "read here. Open it where it may be changed, or make a copy of it."
        )
    return Opened(None, None, holder, reason)


def _refuse_damaged(path: Path, connection: sqlite3.Connection) -> None:
    small = path.stat().st_size <= _CHECKED_AT_ONCE
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    found = findings(connection, thorough=False) if small else ()
    if found:
        raise damaged(path, found[0])


def _refuse_busy(writer: sqlite3.Connection) -> None:
    """Raise SQLite's complaint when a program that knows nothing of our lock is writing."""
    writer.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("ROLLBACK")
    writer.execute(f"PRAGMA busy_timeout={WRITER_PATIENCE_MS}")


def _bring_up_to_date(path: Path, writer: sqlite3.Connection) -> None:
    (revision,) = writer.execute("PRAGMA user_version").fetchone()
    if revision < migrations.HEAD:
        # Alembic costs a fifth of a second, which only an older desk should pay.
        from app.models.migrations.running import MigrationFailed, upgrade

        kept = set_aside_before_update(path)
        try:
            upgrade(writer, migrations.HEAD)
        except MigrationFailed as error:
            raise FileError(
                f"“{path.name}” could not be updated for this Colonnade ({error}). It was left as it is; "
                f"a copy lies in “{kept.parent}”."
            ) from error
