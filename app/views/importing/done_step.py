"""Step 4: what changed on the desk, and the way on or back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.calc.words import plural
from app.usecases.importing import BatchRow
from app.views import theme
from app.views.importing.job import Job
from app.views.widgets.basics import Card, button, clear, label, row


class DoneStep(QWidget):
    """Says what was imported of every file so far; offers Undo and the levels."""

    undo_wanted = Signal()
    levels_wanted = Signal()
    batch_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        card = Card(margin=theme.MARGIN, spacing=theme.GAP)
        self._heading = label("", "title")
        card.body.addWidget(self._heading)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.GAP)
        card.body.addLayout(self._lines)
        self.undo = button("Undo the import", self.undo_wanted.emit)
        self.levels = button("See the levels", self.levels_wanted.emit, kind="primary")
        card.body.addWidget(row(self.levels, self.undo, None))
        card.body.addStretch(1)
        layout.addWidget(card, 1)

    def show_done(self, jobs: tuple[Job, ...], failures: tuple[str, ...]) -> None:
        """Show every file of this go, the last imported on top, and those that could not be."""
        clear(self._lines)
        batches = [job.batch for job in jobs if job.batch is not None]
        total = sum(batch.imported for batch in batches)
        self._heading.setText(f"{plural(total, 'row')} imported" if batches else "Nothing was imported")
        for batch in reversed(batches):
            self._lines.addWidget(self._line(batch))
        for failure in failures:
            self._lines.addWidget(label(failure, tone="error", wrap=True))
        self.undo.setVisible(bool(batches))
        self.undo.setEnabled(True)

    def show_undone(self, label_text: str) -> None:
        """Say that the last import was taken back."""
        self._heading.setText(f"Undone: {label_text}")
        self.undo.setEnabled(False)

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
        layout.addWidget(label(_covers(batch), muted=True, wrap=True))
        return holder


def _covers(batch: BatchRow) -> str:
    """For which time the file speaks; where for none, what follows from it."""
    if batch.covers != "nothing":
        return f"Covers {batch.covers}"
    if "ticket" in batch.kind:
        return "Its tickets name no service: they are in the list, but no target counts them."
    return "Says only what it lists: the time between stays unknown, it is not counted as up."
