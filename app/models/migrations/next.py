"""Write the next revision from what the tables have that the newest has not. For developers:

python -m app.models.migrations.next "Add …"    then read it, and raise HEAD
"""

import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from app.models.connections import connect_writer, writing_engine
from app.models.migrations import HEAD, VERSIONS, revision_id
from app.models.migrations.running import configuration, upgrade


def write_next(message: str, versions: Path = VERSIONS) -> Path:
    """The revision after the newest, from what the tables have that it has not. Read it before keeping it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "desk.slm"
        file.touch()
        connection = connect_writer(file)
        try:
            upgrade(connection, HEAD, versions)
            _autogenerate(connection, message, HEAD + 1, versions)
        finally:
            connection.close()
    (written,) = versions.glob(f"{revision_id(HEAD + 1)}_*.py")
    _drop_comments(written)
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(written)], check=False)
    return written


def _autogenerate(connection: sqlite3.Connection, message: str, number: int, versions: Path) -> None:
    with writing_engine(connection).connect() as opened:
        command.revision(
            configuration(opened, versions),
            message=message,
            autogenerate=True,
            rev_id=revision_id(number),
            version_path=str(versions),
        )


def _drop_comments(written: Path) -> None:
    lines = written.read_text(encoding="utf-8").splitlines(keepends=True)
    written.write_text("".join(line for line in lines if "# ###" not in line), encoding="utf-8")


if __name__ == "__main__":
    print(write_next(sys.argv[1]))
