"""How files leave the program: written beside their place and renamed, under names every system accepts."""

import os
import re
import sys
import time
import unicodedata
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from app.errors import FileError

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$", re.IGNORECASE)
_HELD_ELSEWHERE = (5, 32, 33)  # Windows: access denied, sharing violation, lock violation
_PATIENCE_SECONDS = 2.5
_LONGEST_BYTES = 120


@contextmanager
def written_beside(path: Path) -> Generator[Path]:
    """A temporary file in the folder of `path`; it takes the place of `path` once the block has ended well.

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
        _flush(beside)
        _give_usual_rights(beside)
        _replace(beside, path)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        beside.unlink(missing_ok=True)


def safe_name(text: str, instead: str = "unnamed") -> str:
    """`text` as one file or folder name that Windows, macOS and Linux accept; no extension is added."""
    composed = unicodedata.normalize("NFC", text)
    printable = "".join(c for c in composed if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    name = " ".join(_FORBIDDEN.sub("-", printable).split()).strip(" .-")
    name = name.encode()[:_LONGEST_BYTES].decode(errors="ignore").strip(" .-")
    stem = name.split(".")[0].strip()
    if _RESERVED.match(stem):
        name = f"{name}-"
    return name or instead


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _give_usual_rights(path: Path) -> None:
    """Temporary files are private; what is handed over gets the rights of any new file."""
    if sys.platform != "win32":
        mask = os.umask(0)
        os.umask(mask)
        path.chmod(0o666 & ~mask)


def _replace(beside: Path, path: Path) -> None:
    """Rename over `path`; on Windows a virus scanner may hold it for a moment, so ask again for a while."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            os.replace(beside, path)
            break
        except OSError as error:
            held = getattr(error, "winerror", None) in _HELD_ELSEWHERE
            if not held or time.monotonic() > until:
                raise
            time.sleep(0.05)
    if sys.platform != "win32":
        _flush_folder(path.parent)


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
