"""Step 4: what changed on the desk, and the way on or back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.calc.words import plural
from app.usecases.importing import BatchRow
from app.views import theme
from app.views.importing.job import Job
from app.views.widgets.basics import Card, button, clear, label, row
from app.views.widgets.split import scrolled


class DoneStep(QWidget):
    """Says what was imported of every file so far; offers Undo and the levels."""

    undo_wanted = Signal()
    levels_wanted = Signal()
    batch_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._batches: list[BatchRow] = []
        self._unused: dict[int, tuple[str, ...]] = {}  # what is said of rows that no target takes, by batch
        self._failures: tuple[str, ...] = ()
        card = Card(margin=theme.MARGIN, spacing=theme.GAP)
        self._heading = label("", "title")
        card.body.addWidget(self._heading)
        self.undo = button("Undo the import", self.undo_wanted.emit)
        self.levels = button("See the levels", self.levels_wanted.emit, kind="primary")
        card.body.addWidget(row(self.levels, self.undo, None))
        card.body.addWidget(self._build_lines(), 1)
        layout.addWidget(card, 1)

    def show_done(self, jobs: tuple[Job, ...], failures: tuple[str, ...]) -> None:
        """Show every file of this go, the last imported on top, and those that could not be."""
        self._batches = [job.batch for job in jobs if job.batch is not None]
        self._unused = {job.batch.id: job.checked.unused for job in jobs if job.batch and job.checked}
        self._failures = failures
        total = sum(batch.imported for batch in self._batches)
        self._heading.setText(f"{plural(total, 'row')} imported" if self._batches else "Nothing was imported")
        self.undo.setVisible(bool(self._batches))
        self._show_lines()

    def show_undone(self, label_text: str) -> None:
        """Say that the last import was taken back; the one before it can follow."""
        self._heading.setText(f"Undone: {label_text}")
        if self._batches:
            self._batches.pop()
        self._show_lines()

    def _show_lines(self) -> None:
        clear(self._lines)
        for batch in reversed(self._batches):
            self._lines.addWidget(self._line(batch))
        for failure in self._failures:
            self._lines.addWidget(label(failure, tone="error", wrap=True))
        self._lines.addStretch(1)
        self.undo.setText("Undo the last import" if len(self._batches) > 1 else "Undo the import")
        self.undo.setEnabled(bool(self._batches))

    def _build_lines(self) -> QWidget:
        """The files scroll where they are many; the buttons above them stay."""
        content = QWidget()
        self._lines = QVBoxLayout(content)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.GAP)
        return scrolled(content)

    def _line(self, batch: BatchRow) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        show = button("Show it", lambda: self.batch_wanted.emit(batch.id), kind="quiet")
        layout.addWidget(row(label(batch.file_name, "section"), show, None))
        added = batch.imported - batch.changed
        counts = (
            f"{plural(batch.read, 'row')} read: {added:,} added, {batch.changed:,} changed,"
            f" {batch.duplicate:,} already there, {batch.rejected:,} rejected"
        )
        layout.addWidget(label(counts))
        unused = self._unused.get(batch.id, ())
        for sentence in unused:
            layout.addWidget(label(sentence, tone="nearly", wrap=True))
        if covers := _covers(batch, told=bool(unused)):
            layout.addWidget(label(covers, muted=True, wrap=True))
        return holder


def _covers(batch: BatchRow, *, told: bool) -> str:
    """For which time the file speaks; where for none, what follows from it, unless another thing is `told`."""
    if batch.covers != "nothing":
        return f"Covers {batch.covers}"
    if told:
        return ""
    if "ticket" in batch.kind:
        return "Its tickets name no service: they are in the list, but no target counts them."
    return "Says only what it lists: the time between stays unknown, it is not counted as up."
