"""The one door for slow work: off the window's thread, with progress and Cancel.

The work touches no widget. Its news come back through signals of `Tasks`, which lives as long as the window.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from threading import Event

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from shiboken6 import isValid

from app.errors import AppError, Cancelled, Unexpected

Report = Callable[[int, int, str], None]
IsCancelled = Callable[[], bool]
Work = Callable[[Report, IsCancelled], object]
UNEXPECTED = (
    "This ended before it was done, by a mistake of the program that was written to its log. Try it again."
)


@dataclass(slots=True, eq=False)
class Task:
    """One piece of work that was started: what it is called, and whether it was asked to stop."""

    number: int
    work: Work
    title: str
    owner: QObject | None
    done: Callable[[object], None] | None
    failed: Callable[[AppError], None] | None
    progress: Report | None
    key: str
    dropped: bool = False
    _stop: Event = field(default_factory=Event)

    def cancel(self) -> None:
        """Ask the work to stop; `failed` is told `Cancelled` when it has."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    @property
    def wanted(self) -> bool:
        """Whether somebody is still there to hear of it."""
        return not self.dropped and (self.owner is None or isValid(self.owner))


class Tasks(QObject):
    """Starts work on the thread pool and brings its results back to the window's thread."""

    count_changed = Signal(int)  # how many titled tasks run now
    failed = Signal(str)  # the sentence of an error nobody else took
    _reported = Signal(int, int, int, str)
    _finished = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._numbers = count(1)
        self._running: dict[int, Task] = {}
        queued = Qt.ConnectionType.QueuedConnection
        self._reported.connect(self._pass_report, queued)
        self._finished.connect(self._finish, queued)

    def start(
        self,
        work: Work,
        done: Callable[[object], None] | None = None,
        failed: Callable[[AppError], None] | None = None,
        progress: Report | None = None,
        *,
        title: str = "",
        owner: QObject | None = None,
        key: str = "",
    ) -> Task:
        """Run `work(report, is_cancelled)` in the background.

        `done`, `failed` and `progress` are called in the window's thread, never once `owner` is gone; of an error
        that nobody foresaw `failed` hears as `Unexpected`, and the error itself reaches the exception hook. A new
        task with the same `key` cancels the earlier one and drops its result. Titled tasks are counted in the
        status bar.
        """
        if key:
            self.drop(key)
        task = Task(next(self._numbers), work, title, owner, done, failed, progress, key)
        self._running[task.number] = task
        self._tell_count()
        self._pool.start(_Job(self, task))
        return task

    @property
    def running(self) -> tuple[Task, ...]:
        """The tasks under way that have a title, oldest first."""
        return tuple(task for task in self._running.values() if task.title)

    @property
    def busy(self) -> bool:
        """Whether anything at all is under way."""
        return bool(self._running)

    def cancel_all(self, wait_seconds: float = 5.0) -> bool:
        """Ask everything to stop and wait; True when all has stopped."""
        for task in self._running.values():
            task.cancel()
        return self._pool.waitForDone(int(wait_seconds * 1000))

    def forget(self, owner: QObject) -> None:
        """Cancel what was started for `owner` and all within it; nobody hears of it."""
        owners = {owner, *owner.findChildren(QObject)}
        for task in self._running.values():
            if task.owner in owners:
                task.dropped = True
                task.cancel()

    def drop(self, key: str) -> None:
        """Cancel the task of this key, if one is under way, and forget its result."""
        for task in self._running.values():
            if task.key == key:
                task.dropped = True
                task.cancel()

    def _pass_report(self, number: int, done: int, total: int, text: str) -> None:
        task = self._running.get(number)
        if task and task.wanted and task.progress:
            task.progress(done, total, text)

    def _finish(self, number: int, result: object, error: BaseException | None) -> None:
        task = self._running.pop(number)
        self._tell_count()
        if error is None:
            if task.wanted and task.done:
                task.done(result)
        elif not isinstance(error, AppError):
            self._finish_unexpected(task, error)
        elif task.wanted and task.failed:
            task.failed(error)
        elif task.wanted and not isinstance(error, Cancelled):
            self.failed.emit(str(error))

    def _finish_unexpected(self, task: Task, error: BaseException) -> None:
        """Who waits for the work hears that it ended; the mistake itself goes where all mistakes are reported."""
        try:
            if task.wanted and task.failed:
                task.failed(Unexpected(UNEXPECTED))
        finally:
            raise error

    def _tell_count(self) -> None:
        self.count_changed.emit(len(self.running))


class _Job(QRunnable):
    """Carries the work to the pool; owns no signal, because the pool deletes it on its own thread.

    Nor does it hold the task once the work is done: what is let go of last with it, widgets and models among them,
    has to be let go of on the window's thread, where `Tasks` holds it until the news are told.
    """

    def __init__(self, tasks: Tasks, task: Task) -> None:
        super().__init__()
        self._tasks = tasks
        self._number = task.number
        self._task: Task | None = task

    def run(self) -> None:
        task, self._task = self._task, None
        assert task is not None
        result: object = None
        error: BaseException | None = None
        try:
            result = task.work(self._report, task._stop.is_set)  # which holds nothing of the task
        except BaseException as caught:  # noqa: BLE001 (brought to the window's thread, where it is shown or reported)
            error = caught
        del task
        if isValid(self._tasks):
            self._tasks._finished.emit(self._number, result, error)

    def _report(self, done: int, total: int, text: str = "") -> None:
        # Counts beyond a C int would not pass the signal; the ratio is all a bar needs.
        scale = max(1, total >> 30)
        if isValid(self._tasks):
            self._tasks._reported.emit(self._number, done // scale, total // scale, text)
