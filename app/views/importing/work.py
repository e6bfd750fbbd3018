"""The work under way in the import sheet: started, stopped, its progress in the foot, its error in a line of its own.

What follows from an answer is not decided here.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from app.errors import AppError, Cancelled
from app.views.desk import Desk
from app.views.importing.frame import Foot
from app.views.tasks import IsCancelled, Report, Task
from app.views.widgets.basics import label

STOPPED = "Stopped; nothing was changed."
SAVED = "The rows were saved before they could be stopped. Undo takes them back."


class Work(QObject):
    """One piece of work at a time; `changed` when one starts or ends, `failed` when its error stands in the line."""

    changed = Signal()
    failed = Signal()

    def __init__(self, desk: Desk, foot: Foot, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._foot = foot
        self._task: Task | None = None
        self.trouble = label("", tone="error", wrap=True)
        self.trouble.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.trouble.hide()

    @property
    def busy(self) -> bool:
        return self._task is not None

    def run(
        self,
        title: str,
        work: Callable[[Report, IsCancelled], object],
        done: Callable[[object], None],
        *,
        saves: bool = False,
    ) -> None:
        """Work in the background; an answer that comes after Cancel is dropped, unless the work `saves`.

        What was forgotten says nothing any more but that it was saved.
        """

        def finish(answer: object) -> None:
            if self._task is not task:
                if saves:
                    self._desk.did(SAVED)
                return
            self._task = None
            if task.cancelled and not saves:
                self._fail(Cancelled())
                return
            self.changed.emit()
            done(answer)
            if task.cancelled:
                self.say(SAVED)

        def fail(error: AppError) -> None:
            if self._task is task:
                self._fail(error)

        self.say("")
        task = self._task = self._desk.tasks.start(
            work,
            finish,
            fail,
            self._foot.show_progress,
            title=title,
            owner=self.parent(),
            key="import sheet",
        )
        self._foot.show_progress(0, 0, title)
        self.changed.emit()

    def cancel(self) -> None:
        """Ask what is under way to stop; the line says when it has."""
        if self._task is not None:
            self._task.cancel()

    def forget(self) -> None:
        """Stop what is under way and be ready for other work at once."""
        self.cancel()
        self._task = None
        self.say("")

    def say(self, text: str) -> None:
        """A sentence in the line of errors; "" for none."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def tell(self, error: AppError) -> None:
        """Let an error stand in the line."""
        self.say(STOPPED if isinstance(error, Cancelled) else str(error))
        self.failed.emit()

    def _fail(self, error: AppError) -> None:
        self._task = None
        self.changed.emit()
        self.tell(error)
