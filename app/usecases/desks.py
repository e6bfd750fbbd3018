"""What one does with a desk as a file: make, open, copy, check, back up, restore; and the recent ones.

The start page needs this before anything is open, so the storage is only imported when a desk is touched.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from app.errors import FileError, InputError
from app.files import written_beside
from app.paths import data_folder

if TYPE_CHECKING:
    from app.models.database import Database

SUFFIX = ".slm"
_RECENT_KEPT = 12


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One daily backup of a desk."""

    path: Path
    day: date
    size: int


def new_desk(path: Path) -> Database:
    """A new desk in this computer's time zone, open for changing; the ending .slm is added where it is missing."""
    from app.models.database import Database
    from app.usecases.settings import settle_zone

    path = desk_path(path)
    if not path.parent.is_dir():
        raise FileError(f"The folder “{path.parent}” is not there. Choose another folder for “{path.name}”.")
    db = Database.create(path)
    settle_zone(db)
    return db


def open_desk(path: Path, read_only: bool = False, *, read_only_if_in_use: bool = False) -> Database:
    """A desk; where another program has it, DeskInUse (a FileError naming the holder) or, if asked, read."""
    from app.models.database import Database
    from app.models.lock import DeskInUse

    try:
        db = Database.open(path, read_only)
    except DeskInUse:
        if not read_only_if_in_use:
            raise
        db = Database.open(path, read_only=True)
    return db


def save_copy(db: Database, path: Path) -> Path:
    """A verified copy under another name; the desk that is open stays the same."""
    return db.save_copy(desk_path(path))


def check_desk(path: Path) -> tuple[str, ...]:
    """Everything found wrong inside a desk file, nothing when it is sound; FileError when it is no desk."""
    from app.models.copies import faults

    return faults(path)


def backup_desk(desk: Database | Path, folder: Path | None = None) -> Path:
    """A verified backup of a desk, open or not, beside those of today; the rotation keeps seven days and four weeks."""
    from app.models.backups import back_up

    return back_up(desk if isinstance(desk, Path) else desk.path, folder)


def daily_backup(db: Database, today: date | None = None) -> Path | None:
    """Today's backup, or None when it is there already. Takes seconds for a large desk: not in the window."""
    from app.models.backups import backup_folder, list_backups

    today = today or datetime.now().astimezone().date()
    if any(backup.day == today for backup in list_backups(db.path, backup_folder(db.path))):
        return None
    return db.backup(today=today)


def list_backups(path: Path) -> tuple[BackupRow, ...]:
    """The backups of the desk at this place, the newest first."""
    from app.models import backups

    return tuple(BackupRow(one.path, one.day, one.size) for one in backups.list_backups(path))


def usual_backups(path: Path) -> Path:
    """The folder below which the backups of desks are kept that name none."""
    from app.models.backups import usual_folder

    return usual_folder(path).parent


def restore_desk(backup: Path, target: Path) -> Path | None:
    """Put a backup in the place of a closed desk; what was there is kept beside it, and its path returned."""
    from app.models.backups import restore

    return restore(backup, desk_path(target))


def desk_path(path: Path) -> Path:
    """The path with the ending .slm."""
    if not path.name.removesuffix(SUFFIX).strip(". "):
        raise InputError("A desk needs a name.")
    return path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)


def recent_desks() -> tuple[Path, ...]:
    """The desks the window had before whose files are still there, the latest first."""
    return tuple(path for path in _read_recent() if path.is_file())


def remember_desk(path: Path) -> None:
    """Put a desk at the top of the recent ones: the window does, for the next start; a command line does not."""
    path = path.resolve()
    _write_recent([path, *(one for one in _read_recent() if one != path)])


def _recent_file() -> Path:
    return data_folder() / "recent.json"


def _read_recent() -> list[Path]:
    """The latest first; a list that cannot be read is an empty one."""
    try:
        said = cast("object", json.loads(_recent_file().read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return []
    return (
        [Path(one) for one in cast("list[object]", said) if isinstance(one, str)]
        if isinstance(said, list)
        else []
    )


def _write_recent(recent: list[Path]) -> None:
    """A convenience only: where the data folder cannot be written the list stays as it was."""
    with suppress(FileError, OSError), written_beside(_recent_file()) as beside:
        text = json.dumps([str(path) for path in recent[:_RECENT_KEPT]], ensure_ascii=False, indent=1)
        beside.write_text(text, encoding="utf-8")
