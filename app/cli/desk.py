"""`colonnade new`, `check`, `backup` and `restore`, and how a command opens a desk."""

from argparse import Namespace
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from app.cli.speaking import say, show, show_json
from app.errors import AppError, NotFound
from app.models.database import Database
from app.usecases import desks
from app.usecases.sample import make_sample_desk


@contextmanager
def opened(path: Path, *, read_only_if_in_use: bool = False) -> Generator[Database]:
    """The desk for the time of a command."""
    db = desks.open_desk(path, read_only_if_in_use=read_only_if_in_use)
    try:
        yield db
    finally:
        db.close()


def new(asked: Namespace) -> int:
    """A new desk, with the sample organisation when asked."""
    if asked.sample:
        make_sample_desk(asked.file, progress=lambda _done, _total, text: say(text))
    else:
        desks.new_desk(asked.file).close()
    show(str(asked.file))
    return 0


def check(asked: Namespace) -> int:
    """Whether the file is sound; each finding is a line."""
    try:
        findings = desks.check_desk(asked.file)
    except AppError as error:
        if asked.json:  # whoever reads it gets an object in any case
            show_json(file=str(asked.file), sound=False, findings=[], error=str(error))
        raise
    if asked.json:
        show_json(file=str(asked.file), sound=not findings, findings=[str(finding) for finding in findings])
        return 1 if findings else 0
    for finding in findings:
        show(str(finding))
    if not findings:
        show(f"{asked.file} is sound.")
    return 1 if findings else 0


def backup(asked: Namespace) -> int:
    """A verified copy."""
    show(str(desks.backup_desk(asked.file, asked.out)))
    return 0


def restore(asked: Namespace) -> int:
    """Back to the latest backup, or the named one."""
    chosen = asked.backup
    if chosen is None:
        found = desks.list_backups(asked.file)
        if not found:
            raise NotFound(f"There is no backup of {asked.file}; name one with --backup FILE.")
        chosen = found[0].path
    kept = desks.restore_desk(chosen, asked.file)
    show(f"{asked.file} is now as in {chosen}.")
    if kept:
        show(f"What it held before is kept as {kept}.")
    return 0
