"""What kind of file lies there: a desk, and of which revision, or why it cannot be opened. Only reads."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from app.errors import FileError

APPLICATION_ID = 0x534C4D31  # "SLM1"

_HEADER = 100
_open_here: Counter[tuple[int, int]] = Counter()
_SQLITE = b"SQLite format 3\x00"
_OTHERS = (
    (b"PK\x03\x04", "an Excel, Word or ZIP file"),
    (b"%PDF", "a PDF file"),
    (b"\xd0\xcf\x11\xe0", "an older Office file"),
    (b"\x1f\x8b", "a compressed file"),
)


def revision_of(path: Path, newest: int) -> int:
    """The revision of a desk file; anything that is no desk we can read raises FileError, untouched."""
    if is_open_here(path):
        return newest
    header = _header(path)
    if not header:
        raise FileError(
            f"“{path.name}” is empty: it holds nothing at all, as after an interrupted copy or download. "
            "Fetch it again, or restore a backup."
        )
    if not header.startswith(_SQLITE) or len(header) < _HEADER:
        raise FileError(f"“{path.name}” is not a Colonnade desk; it looks like {_kind(header)}.")
    if int.from_bytes(header[68:72]) != APPLICATION_ID:
        raise FileError(f"“{path.name}” is not a Colonnade desk; it is a database of another program.")
    revision = int.from_bytes(header[60:64])
    if revision > newest:
        raise FileError(
            f"“{path.name}” was made by a newer Colonnade (desk revision {revision}, this program knows "
            f"{newest}). Install the newer program to open it; the file was left as it is."
        )
    return revision


def note_open(path: Path) -> Callable[[], None]:
    """Say that this process has a desk open; call the answer when it has closed it."""
    identity = _identity(path)
    _open_here[identity] += 1
    return lambda: _open_here.subtract([identity])


def is_open_here(path: Path) -> bool:
    """Whether this process has the file open.

    Then nobody may open it past SQLite: on POSIX, closing any handle of a file drops all locks of the process.
    """
    return path.exists() and _open_here[_identity(path)] > 0


def findings(connection: sqlite3.Connection, *, thorough: bool = True) -> tuple[str, ...]:
    """What is wrong inside a file, in SQLite's words; empty when it is sound."""
    check = "integrity_check(20)" if thorough else "quick_check(1)"
    try:
        found = [str(line) for (line,) in connection.execute(f"PRAGMA {check}").fetchall()]
        broken = connection.execute("PRAGMA foreign_key_check").fetchall() if thorough else []
    except sqlite3.DatabaseError as error:
        return (str(error),)
    lost = (f"{table} row {row} refers to a missing row of {parent}" for table, row, parent, _ in broken[:20])
    return (*(line for line in found if line != "ok"), *lost)


def damaged(path: Path, detail: str) -> FileError:
    """The sentence for a damaged desk."""
    return FileError(
        f"“{path.name}” is damaged ({detail}). Nothing was changed. "
        "Restore a backup, or fetch the file again."
    )


def _identity(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_dev, stat.st_ino


def _header(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEADER)
    except FileNotFoundError as error:
        raise FileError(
            f"There is no “{path.name}” in “{path.absolute().parent}”. "
            "It may have been moved, renamed or removed."
        ) from error
    except IsADirectoryError as error:
        raise FileError(f"“{path.name}” is a folder, not a desk.") from error
    except OSError as error:
        if path.is_dir():
            raise FileError(f"“{path.name}” is a folder, not a desk.") from error
        raise FileError(f"“{path.name}” cannot be read ({error.strerror}).") from error


def _kind(header: bytes) -> str:
    for magic, words in _OTHERS:
        if header.startswith(magic):
            return words
    return "a text file" if header.isascii() else "something else"
