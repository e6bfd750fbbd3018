"""From one version of the desk file to the next."""

import sqlite3

HEAD = 1


def stamp(connection: sqlite3.Connection) -> None:
    """Write the current revision into the file."""
    connection.execute(f"PRAGMA user_version={HEAD}")
