"""Copies of a desk: made from one consistent state, verified, and only then put in their place."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from app.errors import FileError
from app.files import written_beside
from app.models import migrations
from app.models.connections import file_uri
from app.models.inspection import damaged, findings, revision_of
from app.models.lock import DeskLock
from app.models.sentences import in_words


def copy_desk(source: Path, target: Path) -> Path:
    """A verified copy of the desk's committed state; `target` is replaced, or stays as it was on any failure.

    The copy is written afresh (VACUUM INTO): a plain copy of an open file may be torn, and would carry along
    what was deleted.
    """
    if _same_file(source, target):
        raise FileError(f"“{target.name}” is this desk itself. Choose another name or folder for the copy.")
    with _nobody_at(target), written_beside(target) as beside:
        with in_words(source):
            _vacuum_into(source, beside)
        verify(beside, called=target.name)
        # One left beside the file about to be replaced would be played into the new one.
        journal_beside(target).unlink(missing_ok=True)
    return target


def verify(path: Path, called: str | None = None) -> None:
    """Raise FileError unless the file is a sound desk this program can read."""
    found = faults(path)
    if found:
        raise damaged(path.with_name(called or path.name), found[0])


def faults(path: Path) -> tuple[str, ...]:
    """Everything found wrong inside a desk file; FileError for what is no desk this program can read."""
    revision_of(path, migrations.HEAD)
    with in_words(path):
        connection = sqlite3.connect(file_uri(path, "rw"), uri=True)
        try:
            return findings(connection)
        finally:
            connection.close()


def journal_beside(path: Path) -> Path:
    """Where SQLite keeps the rollback journal of a file while it is being changed."""
    return path.with_name(path.name + "-journal")


@contextmanager
def _nobody_at(target: Path) -> Generator[None]:
    """Hold the lock of a desk that is about to be replaced; DeskInUse when somebody has it open."""
    if not target.exists():
        yield
        return
    lock = DeskLock(target)
    lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _vacuum_into(source: Path, target: Path) -> None:
    connection = sqlite3.connect(file_uri(source, "rw"), uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA busy_timeout=30000")
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()


def _same_file(one: Path, other: Path) -> bool:
    return other.exists() and one.exists() and one.samefile(other)
