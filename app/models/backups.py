"""Rotating backups of a desk in the user's data folder: the last seven days, and four weeks before them."""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile

from app.errors import FileError
from app.files import replace_file
from app.models.connections import file_uri
from app.models.copies import copy_desk, journal_beside, verify
from app.models.lock import DeskLock
from app.paths import data_folder

DAYS_KEPT = 7
WEEKS_KEPT = 4
FOLDER_SETTING = "backup_folder"

_DAY = re.compile(r" (?P<day>\d{4}-\d\d-\d\d)(?: (?P<time>\d{6}))?\.slm$")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup; `time` of day is empty for the first of its day."""

    path: Path
    day: date
    size: int
    time: str = ""


def usual_folder(path: Path) -> Path:
    """Where the backups of the desk at this place are kept when it names no folder."""
    return data_folder() / "backups" / _own_folder(path)


def backup_folder(path: Path) -> Path:
    """Where the backups of the desk at this place are kept: below the folder it names, or the usual one."""
    chosen = chosen_folder(path)
    return Path(chosen) / _own_folder(path) if chosen else usual_folder(path)


def chosen_folder(path: Path) -> str:
    """The folder a desk names for its backups; "" for none, and where the file can no longer tell."""
    try:
        with closing(sqlite3.connect(file_uri(path, "ro"), uri=True)) as connection:
            query = "SELECT value FROM settings WHERE key = ?"
            found = connection.execute(query, (FOLDER_SETTING,)).fetchone()
    except sqlite3.Error:
        return ""
    return str(found[0]) if found else ""


def check_folder(folder: Path) -> None:
    """FileError when backups could not be written into this folder."""
    if not folder.is_absolute() or not folder.is_dir():
        raise FileError(f"The folder “{folder}” is not there. Choose one that is, or leave it empty.")
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(b"Colonnade")
    except OSError as error:
        raise FileError(
            f"Nothing can be written into “{folder}” ({error.strerror}). Choose another folder."
        ) from error


def list_backups(path: Path, folder: Path | None = None) -> tuple[Backup, ...]:
    """The backups of the desk at this place, the newest first; without a folder, also those of the usual one."""
    folders = {folder} if folder else {backup_folder(path), usual_folder(path)}
    found = [backup for each in folders for backup in _backups_in(each)]
    return tuple(sorted(found, key=lambda backup: (backup.day, backup.time), reverse=True))


def _backups_in(folder: Path) -> Iterable[Backup]:
    for file in folder.glob("*.slm"):
        match = _DAY.search(file.name)
        if match:
            with suppress(ValueError):
                day = date.fromisoformat(match["day"])
                yield Backup(file, day, file.stat().st_size, match["time"] or "")


def _own_folder(path: Path) -> str:
    """Desks of one name in several places do not share their backups."""
    place = sha256(str(path.resolve()).encode()).hexdigest()[:8]
    return f"{path.stem} {place}"


def back_up(path: Path, folder: Path | None = None, today: date | None = None) -> Path:
    """A verified backup beside the earlier ones of today; afterwards the oldest days are let go."""
    folder = _made(folder, path)
    today = today or _now().date()
    first = folder / f"{path.stem} {today.isoformat()}.slm"
    made = copy_desk(path, first.with_stem(f"{first.stem} {_now():%H%M%S}") if first.exists() else first)
    for backup in list_backups(path, folder):
        if backup.day in days_to_let_go({one.day for one in list_backups(path, folder)}):
            backup.path.unlink(missing_ok=True)
    return made


def _made(folder: Path | None, path: Path) -> Path:
    """The folder for a backup, there; FileError when a chosen one is not, as with a drive taken out."""
    chosen = "" if folder else chosen_folder(path)
    if chosen and not Path(chosen).is_dir():
        raise FileError(
            f"No backup was made: the backup folder “{chosen}” is not there. "
            "Connect its drive, or choose another folder in the settings."
        )
    folder = folder or backup_folder(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(
            f"No backup was made: “{folder}” cannot be made ({error.strerror}). "
            "Choose another backup folder in the settings."
        ) from error
    return folder


def days_to_let_go(days: Iterable[date]) -> frozenset[date]:
    """The days whose backup is neither among the latest seven nor the last of the four weeks before."""
    newest_first = sorted(set(days), reverse=True)
    daily, older = newest_first[:DAYS_KEPT], newest_first[DAYS_KEPT:]
    weekly: dict[tuple[int, int], date] = {}
    for day in older:
        weekly.setdefault(day.isocalendar()[:2], day)
    kept = {*daily, *sorted(weekly.values(), reverse=True)[:WEEKS_KEPT]}
    return frozenset(newest_first) - kept


def set_aside_before_update(path: Path) -> Path:
    """A verified copy of an older desk before it is brought up to date; these are never removed."""
    folder = usual_folder(path)  # whatever the desk names may not be there now, and it has to be opened
    folder.mkdir(parents=True, exist_ok=True)
    return copy_desk(path, folder / f"{path.stem} before update {_now():%Y-%m-%d %H%M%S}.slm")


def restore(backup: Path, target: Path) -> Path | None:
    """Put a verified backup in the place of a closed desk; what was there is kept beside it and returned.

    Raises DeskInUse while anybody has the desk open.
    """
    verify(backup)
    lock = DeskLock(target)
    if not lock.acquire():
        raise FileError(f"The folder of “{target.name}” is read-only; restore the backup to another place.")
    try:
        aside = _set_aside(target) if target.exists() else None
        try:
            copy_desk(backup, target)
        except BaseException:
            _put_back(aside, target)
            raise
        return aside
    finally:
        lock.release()


def _set_aside(target: Path) -> Path:
    aside = target.with_name(f"{target.stem} before restore {_now():%Y-%m-%d %H%M%S}{target.suffix}")
    try:
        _rename(target, aside)
    except OSError as error:
        raise FileError(
            f"“{target.name}” could not be set aside ({error.strerror}). Close it and try again."
        ) from error
    return aside


def _put_back(aside: Path | None, target: Path) -> None:
    if aside is not None:
        _rename(aside, target)


def _rename(source: Path, target: Path) -> None:
    """Rename a desk, with the rollback journal that a killed program may have left: only together are they sound."""
    if journal_beside(source).exists():
        replace_file(journal_beside(source), journal_beside(target))
    replace_file(source, target)


def _now() -> datetime:
    return datetime.now().astimezone()
