"""From one revision of the desk file to the next, by Alembic without its command line.

The revisions lie in `versions/` as source, also in a frozen build (build.spec names them). Each desk keeps
its revision twice: in Alembic's table, and as `user_version` in the header, to be read without opening.
"""

import sqlite3
from pathlib import Path

HEAD = 6
VERSIONS = Path(__file__).parent / "versions"


def revision_id(number: int) -> str:
    """Alembic's name of a revision: 1 is "0001"."""
    return f"{number:04}"


def stamp(connection: sqlite3.Connection, number: int) -> None:
    """Write into a file, inside the caller's transaction, which revision it has."""
    connection.execute(
        "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"
    )
    connection.execute("DELETE FROM alembic_version")
    connection.execute("INSERT INTO alembic_version VALUES (?)", (revision_id(number),))
    connection.execute(f"PRAGMA user_version={number}")
