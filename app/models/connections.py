"""How a desk file is connected to: the one writer and the pool of readers, with SQLite's safety settings.

The file is a document that people copy and mail, so the rollback journal stays and every commit reaches the
disk. Nothing outside this package knows that the desk is SQLite.
"""

import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

READER_PATIENCE_MS = 5_000
WRITER_PATIENCE_MS = 30_000  # a commit waits for the readers to finish loading
CACHE_KB = 65_536
SPILL_PAGES = 40_000  # 160 MB of unwritten pages before a change starts to lock readers out early

_COMMON = ("foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON", f"cache_size={-CACHE_KB}")
_WRITER = (
    f"busy_timeout={WRITER_PATIENCE_MS}",
    "journal_mode=DELETE",
    "synchronous=EXTRA",
    f"cache_spill={SPILL_PAGES}",
    "recursive_triggers=ON",  # without it INSERT OR REPLACE deletes behind the journal's back
)
_READER = (f"busy_timeout={READER_PATIENCE_MS}", "query_only=ON")


def file_uri(path: Path, mode: str) -> str:
    """SQLite's URI of a file: "rw" never creates one; network shares need the empty authority."""
    plain = path.absolute().as_posix()
    lead = "//" if plain.startswith("/") else "///"
    return f"file:{lead}{quote(plain, safe='/:')}?mode={mode}"


def connect_writer(path: Path) -> sqlite3.Connection:
    """The connection that may change the file."""
    return _connect(file_uri(path, "rw"), (*_COMMON, *_WRITER))


def connect_reader(path: Path) -> sqlite3.Connection:
    """A connection that cannot change the file."""
    return _connect(file_uri(path, "ro"), (*_COMMON, *_READER))


def _connect(uri: str, pragmas: tuple[str, ...]) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def writing_engine(connection: sqlite3.Connection) -> Engine:
    """An engine over the one writer; each of its transactions takes the write lock at once."""
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def reading_engine(path: Path) -> Engine:
    """An engine over a pool of readers; each of its transactions sees one state of the file."""
    engine = create_engine(
        "sqlite://", creator=lambda: connect_reader(path), poolclass=QueuePool, max_overflow=20
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
