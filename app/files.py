"""How a file takes its place: written beside it, flushed to the disk, then renamed over it.

Files that belong together take their places together, or none does.
"""

import os
import shutil
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
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
    with written_together((path,)) as (beside,):
        yield beside


@contextmanager
def written_together(
    paths: Sequence[Path], then: Callable[[], object] | None = None
) -> Generator[tuple[Path, ...]]:
    """As `written_beside` for several files: once the block ends well, all take their places, or none does.

    Where one cannot (a workbook that is open in Excel), those that already had get back what was there before; so
    they do where `then`, which is called once all stand in their places, raises.
    """
    with ExitStack() as stack:
        besides = tuple(stack.enter_context(_temporary(path)) for path in paths)
        try:
            yield besides
        except OSError as error:
            raise _not_written(paths[0], error) from error
        for path, beside in zip(paths, besides, strict=True):
            try:
                flush_file(beside)
                _give_usual_rights(beside)
            except OSError as error:
                raise _not_written(path, error) from error
        _take_places(besides, paths, then)


@contextmanager
def _temporary(path: Path) -> Generator[Path]:
    """An empty hidden file in the folder of `path`, gone afterwards if it is still there."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=path.suffix, delete=False) as file:
            beside = Path(file.name)
    except OSError as error:
        raise _not_written(path, error) from error
    try:
        yield beside
    finally:
        beside.unlink(missing_ok=True)


def _take_places(besides: Sequence[Path], paths: Sequence[Path], then: Callable[[], object] | None) -> None:
    if len(paths) == 1 and then is None:
        _replace(besides[0], paths[0])
        return
    done: list[tuple[Path, Path | None]] = []
    with ExitStack() as stack:
        try:
            for beside, path in zip(besides, paths, strict=True):
                kept = _kept_copy(path, stack)
                _replace(beside, path)
                done.append((path, kept))
            if then is not None:
                then()
        except BaseException:
            for path, kept in reversed(done):
                path.unlink() if kept is None else replace_file(kept, path)
            raise


def _kept_copy(path: Path, stack: ExitStack) -> Path | None:
    """What stands in the place now under another name, while `stack` is open; None where nothing stands."""
    if not path.exists():
        return None
    kept = stack.enter_context(_temporary(path))
    try:
        kept.unlink()
        try:
            os.link(path, kept)
        except OSError:  # a disk without links
            shutil.copy2(path, kept)
    except OSError as error:
        raise _not_written(path, error) from error
    return kept


def _replace(source: Path, target: Path) -> None:
    try:
        replace_file(source, target)
    except OSError as error:
        raise _not_written(target, error) from error


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
