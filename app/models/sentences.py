"""SQLite's complaints in the user's words. What a person can do nothing about passes through: it is a bug."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from app.errors import AppError, FileError, InputError, Refused
from app.models.inspection import damaged

_PRIMARY = 0xFF  # an extended result code carries the primary one in its lowest byte


@contextmanager
def in_words(path: Path) -> Generator[None]:
    """Turn what SQLite raises about the desk at `path` into an AppError where a person can mend it."""
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        sentence = _sentence(path, error.orig if isinstance(error, DBAPIError) else error)
        if sentence is None:
            raise
        raise sentence from error


def _sentence(path: Path, error: BaseException | None) -> AppError | None:
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return None
    if code in (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY):
        return InputError("Something of the same name or number is already there. Nothing was changed.")
    if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return Refused("Something else on the desk still refers to it. Nothing was changed.")
    return _of_the_file(path, code & _PRIMARY, str(error))


def _of_the_file(path: Path, code: int, detail: str) -> AppError | None:
    name = path.name
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(path, detail)
    sentences = {
        sqlite3.SQLITE_BUSY: f"“{name}” is in use: something else is reading or writing it. "
        "Nothing was changed; try again in a moment.",
        sqlite3.SQLITE_FULL: f"There is no room left on the disk of “{name}”. Nothing was changed.",
        sqlite3.SQLITE_READONLY: f"“{name}” cannot be written: the file or its folder is read-only.",
        sqlite3.SQLITE_IOERR: f"“{name}” could not be read or written (the disk or the network failed). "
        "Nothing was changed; check that its folder can be reached.",
        sqlite3.SQLITE_CANTOPEN: f"“{name}” cannot be opened. Check that its folder can be reached.",
    }
    return FileError(sentences[code]) if code in sentences else None
