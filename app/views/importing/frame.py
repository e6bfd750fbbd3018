"""What stands around the steps of the import sheet: where we are above, what can be done now below."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QProgressBar, QWidget

from app.views.widgets.basics import button, label, restyle, row

STEPS = ("File", "Columns", "Check", "Done")
FILE, COLUMNS, CHECK, DONE = range(4)


class Head(QWidget):
    """The steps, the present one marked, and the file at hand."""

    def __init__(self) -> None:
        super().__init__()
        self.names = [label(f"{number} {name}", "strong") for number, name in enumerate(STEPS, 1)]
        self._file = label("", muted=True)
        parts: list[QWidget | None] = []
        for number, name in enumerate(self.names):
            parts += [name, label("›", muted=True)] if number < DONE else [name]
        _hold(self, row(*parts, None, self._file, spacing=12))

    def show_place(self, step: int, file: str) -> None:
        """Mark a step and name the file."""
        for number, name in enumerate(self.names):
            restyle(name, tone="accent" if number == step else "", muted=number != step)
        self._file.setText(file)


class Foot(QWidget):
    """Buttons, progress and Cancel."""

    forward = Signal()
    back = Signal()
    skip = Signal()
    leave = Signal()
    cancel = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(220)
        self._bar.setAccessibleName("Progress")
        self._doing = label("", muted=True)
        self.stop = button("Cancel", self.cancel.emit)
        self.leave_button = button("Close", self.leave.emit, kind="quiet")
        self.skip_button = button("Leave this file out", self.skip.emit, kind="quiet")
        self.back_button = button("Back", self.back.emit)
        self.next_button = button("Next", self.forward.emit, kind="primary")
        self.go_on = QCheckBox("Import further files of a known layout without stopping")
        self.go_on.setChecked(True)
        self._working = row(self._bar, self._doing, self.stop)
        first = (self.leave_button, self.skip_button, self.go_on)
        _hold(self, row(*first, None, self._working, self.back_button, self.next_button))

    def show_progress(self, done: int, total: int, text: str) -> None:
        """How far the work under way is."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._doing.setText(f"{text} · {done:,} of {total:,}" if total > 1 else text)

    def show_next(self, words: str, step: int, *, enabled: bool) -> None:
        """What the primary button does now."""
        self.next_button.setText(words)
        self.next_button.setEnabled(enabled)
        restyle(self.next_button, kind="plain" if step == DONE else "primary")

    def show_ways(self, step: int, *, busy: bool, skipping: bool, more: bool) -> None:
        """Only what can be done now; `more`: further files wait."""
        self._working.setVisible(busy)
        self.back_button.setVisible(step in (COLUMNS, CHECK))
        self.back_button.setEnabled(not busy)
        self.skip_button.setVisible(step != DONE and skipping and not busy)
        self.go_on.setVisible(more and step != DONE and not busy)
        self.leave_button.setVisible(step != DONE)
        self.leave_button.setText("Close and forget the other files" if more else "Close")


def _hold(widget: QWidget, content: QWidget) -> None:
    layout = QHBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(content)
