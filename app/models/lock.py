"""One program at a time may change a desk: a lock file beside it, and a sidecar that names the holder.

The lock ends with its process, however that ends; a sidecar left behind by a killed one means nothing.
"""

import errno
import getpass
import json
import os
import platform
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from app.errors import FileError

_NOT_WRITABLE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a desk open for changing."""

    who: str
    machine: str
    process: int
    since: datetime

    @property
    def words(self) -> str:
        """ "anna on LAPTOP-7, since 14:02" """
        local = self.since.astimezone()
        today = local.date() == datetime.now(UTC).astimezone().date()
        return f"{self.who} on {self.machine}, since {local:%H:%M}" + (
            "" if today else f" on {local:%d %B %Y}"
        )


class DeskInUse(FileError):
    """Another program has the desk open for changing; `holder` where it is known."""

    def __init__(self, path: Path, holder: Holder | None) -> None:
        self.holder = holder
        by = f"by {holder.words}" if holder else "in another window or on another computer"
        super().__init__(
            f"“{path.name}” is already open for changing ({by}). "
            "Close it there, or open it here for reading only."
        )


class DeskLock:
    """The lock of one desk file; the same through links and relative names."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        self._lock = FileLock(_beside(self._path, ".lock"), blocking=False, thread_local=False)

    def acquire(self) -> bool:
        """Take the lock and name ourselves; False where the folder cannot be written. Raises DeskInUse."""
        try:
            self._lock.acquire()
            _beside(self._path, ".holder").write_text(_ourselves(), encoding="utf-8")
        except Timeout as error:
            raise DeskInUse(self._path, holder_of(self._path)) from error
        except OSError as error:
            self._lock.release()
            if error.errno in _NOT_WRITABLE:
                return False
            raise FileError(f"“{self._path.name}” cannot be locked ({error.strerror}).") from error
        return True

    def release(self) -> None:
        """Let go; afterwards nothing is left beside the desk."""
        if self._lock.is_locked:
            _beside(self._path, ".holder").unlink(missing_ok=True)
            # POSIX: removed while held (filelock looks at the link count); Windows: nobody else's can be.
            if os.name == "posix":
                _beside(self._path, ".lock").unlink(missing_ok=True)
            self._lock.release()
            if os.name != "posix":
                with suppress(OSError):
                    _beside(self._path, ".lock").unlink(missing_ok=True)


def holder_of(path: Path) -> Holder | None:
    """Who says to hold the desk: None when nobody does, or when that process of this machine is gone."""
    try:
        said = json.loads(_beside(path.resolve(), ".holder").read_text(encoding="utf-8"))
        since = datetime.fromisoformat(said["since"])
        holder = Holder(str(said["who"]), str(said["machine"]), int(said["process"]), since)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    gone = holder.machine == platform.node() and not _runs(holder.process)
    return None if gone else holder


def user_name() -> str:
    """Who is at the keyboard, as the system knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container without a user database
        return "unknown"


def _ourselves() -> str:
    return json.dumps(
        {
            "who": user_name(),
            "machine": platform.node(),
            "process": os.getpid(),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
    )


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _runs(process: int) -> bool:
    if os.name != "posix":  # os.kill would end the process on Windows
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
