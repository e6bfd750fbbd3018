"""How a file takes its place: written beside it, flushed to the disk, then renamed over it."""

import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from app.errors import FileError

_HELD_ELSEWHERE = (5, 32, 33)  # Windows: access denied, sharing violation, lock violation
_PATIENCE_SECONDS = 2.5


@contextmanager
def written_beside(path: Path) -> Generator[Path]:
    """An empty temporary file in the folder of `path`; it takes the place of `path` once the block ends well.

    Whatever goes wrong, a file that was there before stays as it was, and no temporary file is left.
    Raises FileError with a sentence when the folder is missing, full, closed, or the file is held open.
    """
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=path.suffix, delete=False) as file:
            beside = Path(file.name)
    except OSError as error:
        raise _not_written(path, error) from error
    try:
        yield beside
        flush_file(beside)
        _give_usual_rights(beside)
        replace_file(beside, path)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        beside.unlink(missing_ok=True)


def replace_file(source: Path, target: Path) -> None:
    """Rename over `target`; on Windows a virus scanner may hold it for a moment, so ask again for a while."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            os.replace(source, target)
            break
        except OSError as error:
            held = getattr(error, "winerror", None) in _HELD_ELSEWHERE
            if not held or time.monotonic() > until:
                raise
            time.sleep(0.05)
    if sys.platform != "win32":
        _flush_folder(target.parent)


def flush_file(path: Path) -> None:
    """Wait until the file's content is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _give_usual_rights(path: Path) -> None:
    """Temporary files are private; what is handed over gets the rights of any new file."""
    if sys.platform != "win32":
        mask = os.umask(0)
        os.umask(mask)
        path.chmod(0o666 & ~mask)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _not_written(path: Path, error: OSError) -> FileError:
    if isinstance(error, FileNotFoundError):
        return FileError(f"The folder “{path.parent}” is not there. Choose another folder for “{path.name}”.")
    if isinstance(error, PermissionError):
        return FileError(
            f"“{path.name}” could not be written into “{path.parent}”. "
            "Close it in other programs, or choose a folder you may write to."
        )
    return FileError(
        f"“{path.name}” could not be written into “{path.parent}” ({error.strerror}). Nothing was changed."
    )
