"""Write a revision from the tables as they are now. For developers:

python -m app.models.migrations.regenerate            the first revision anew (until the first release)
python -m app.models.migrations.regenerate "Add …"    the next one, from what differs; then raise HEAD
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

INITIAL = "Every table of the first release"


def write_initial(versions: Path = VERSIONS) -> Path:
    """The first revision, from nothing to all tables."""
    for old in versions.glob(f"{revision_id(1)}_*.py"):
        old.unlink()
    return _write(INITIAL, 0, versions)


def write_next(message: str, versions: Path = VERSIONS) -> Path:
    """The revision after the newest, from what the tables have that it has not. Read it before keeping it."""
    return _write(message, HEAD, versions)


def _write(message: str, after: int, versions: Path) -> Path:
    versions.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "desk.slm"
        file.touch()
        connection = connect_writer(file)
        try:
            if after:
                upgrade(connection, after, versions)
            _autogenerate(connection, message, after + 1, versions)
        finally:
            connection.close()
    (written,) = versions.glob(f"{revision_id(after + 1)}_*.py")
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
    print(write_next(sys.argv[1]) if len(sys.argv) > 1 else write_initial())
