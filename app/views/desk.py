"""What every page is given: the open desk, slow work, the news of changes, and the window's message line."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.errors import AppError
from app.views.audience import Audience
from app.views.tasks import Tasks

if TYPE_CHECKING:  # the storage is heavy and is first needed when a desk opens
    from app.usecases.desks import Database

Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Action:
    """What a message offers: one verb and what it does."""

    text: str
    run: Callable[[], object]


class Desk(QObject):
    """One open desk as the pages see it; a page never opens, closes or locks anything itself.

    `changed` carries the names of the tables a use case, an undo or a redo has changed; it is heard in the
    window's thread.
    """

    changed = Signal(frozenset)
    message = Signal(str, object)  # a sentence; an Action or None
    trouble = Signal(str)  # an error that has no better place to stand
    wanted = Signal(str, object)  # a page's key and what to show there
    _heard = Signal(frozenset)

    def __init__(self, db: Database, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.db = db
        self.tasks = tasks
        self.audience: Audience | None = None  # the customer who is watching the screen
        self.last_customer = 0  # whose levels were looked at last, in this session or the one before
        self._reversals: deque[Callable[[], object]] = deque()  # the first is under way
        self._pending: frozenset[str] = frozenset()
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._tell)
        # Commits happen on any thread; a queued signal of this object brings the news to the window's.
        self._heard.connect(self._collect, Qt.ConnectionType.QueuedConnection)
        self.changes = 0  # made so far, also those whose news is still on its way
        self._stop_listening = db.listen(self._hear)

    @property
    def read_only(self) -> bool:
        return self.db.read_only

    def say(self, text: str, action: Action | None = None) -> None:
        """A sentence over the status line, with at most one thing to do about it."""
        self.message.emit(text, action)

    def did(self, text: str) -> None:
        """Say what was done and offer to undo it."""
        self.say(text, Action("Undo", self.undo))

    def go(self, page: str, what: object = None) -> None:
        """Turn to a page and let it show `what`."""
        self.wanted.emit(page, what)

    def attempt(
        self, use_case: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs
    ) -> Result | None:
        """Run a use case that returns something; its `AppError` becomes a message and the answer is None."""
        try:
            return use_case(*args, **kwargs)
        except AppError as error:
            self.trouble.emit(str(error))
            return None

    def try_to(self, use_case: Callable[[], object]) -> bool:
        """Run a use case; True when it was done, its `AppError` becomes a message."""
        try:
            use_case()
        except AppError as error:
            self.trouble.emit(str(error))
            return False
        return True

    def undo(self) -> None:
        """Take back the last step, off the window's thread: an import of a million rows takes its time."""
        self._reverse(self.db.undo, "Undone", self.redo)

    def redo(self) -> None:
        """Do the last undone step again."""
        self._reverse(self.db.redo, "Done again", self.undo)

    def _reverse(self, reverse: Callable[[], str | None], said: str, back: Callable[[], object]) -> None:
        """One after the other, in the order asked for, whichever thread is the faster."""

        def say(label: object) -> None:
            if label:
                self.say(f"{said}: {label}", Action("Redo" if said == "Undone" else "Undo", back))
            self._reverse_next()

        def fail(error: AppError) -> None:
            self.trouble.emit(str(error))
            self._reverse_next()

        self._reversals.append(
            lambda: self.tasks.start(lambda _report, _cancelled: reverse(), say, fail, owner=self)
        )
        if len(self._reversals) == 1:
            self._reversals[0]()

    def _reverse_next(self) -> None:
        self._reversals.popleft()
        if self._reversals:
            self._reversals[0]()

    def close(self) -> None:
        """Stop listening and let go of the file."""
        self._stop_listening()
        self.tasks.cancel_all()
        self.db.close()

    def _hear(self, tables: frozenset[str]) -> None:
        """In the thread that made the change."""
        self.changes += 1
        self._heard.emit(tables)

    def _collect(self, tables: frozenset[str]) -> None:
        self._pending |= tables
        self._timer.start()

    def _tell(self) -> None:
        tables, self._pending = self._pending, frozenset()
        self.changed.emit(tables)
