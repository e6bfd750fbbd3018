"""Stopping a change midway: SQLite asks every few thousand of its steps whether to go on.

So a statement that runs long can be left too: an index being built, the reading of a digest. A commit cannot.
"""

import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from app.errors import AppError

_STEPS = 50_000  # instructions of SQLite's machine between two looks, a few milliseconds

Look = Callable[[], None]


@contextmanager
def stopping(connection: sqlite3.Connection, look: Look | None) -> Generator[None]:
    """Let `look` raise an AppError while statements run; what SQLite says of the interruption becomes that error."""
    if look is None:
        yield
        return
    raised: list[AppError] = []

    def interrupted() -> bool:
        if raised:
            return False  # the statements that tidy up run to their end
        try:
            look()
        except AppError as error:
            raised.append(error)
        return bool(raised)

    connection.set_progress_handler(interrupted, _STEPS)
    try:
        yield
    except (sqlite3.OperationalError, DBAPIError):
        if raised:
            raise raised[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
