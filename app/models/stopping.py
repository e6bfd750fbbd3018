"""Stopping a change midway: SQLite asks every few thousand of its steps whether to go on.

So a statement that runs long can be left too: an index being built, the reading of a digest. A commit cannot.
"""

import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

_STEPS = 50_000  # instructions of SQLite's machine between two looks, a few milliseconds

Look = Callable[[], None]


@contextmanager
def stopping(connection: sqlite3.Connection, look: Look | None) -> Generator[None]:
    """Let `look` raise while statements run; what SQLite says of the interruption becomes what it raised."""
    if look is None:
        yield
        return
    raised: list[BaseException] = []

    def interrupted() -> bool:
        if raised:
            return False  # the statements that tidy up run to their end
        try:
            look()
        except BaseException as error:  # noqa: BLE001 (SQLite would swallow it; it is raised again below)
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
