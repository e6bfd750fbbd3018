"""Strips over the pages: open for reading only, a customer is watching, what letting go of a drag will do."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.views import theme
from app.views.widgets.basics import button, label


class Banner(QFrame):
    """Says who holds a desk that can only be read."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.GRID, theme.MARGIN, theme.GRID)
        self.words = label(wrap=True)
        layout.addWidget(self.words, 1)
        self.hide()

    def show_reader(self, read_only: bool, reason: str) -> None:
        """Show or hide the strip; `reason` is a sentence that names who holds the desk, if known."""
        words = f"Read-only: nothing can be changed on this desk. {reason}".strip() if read_only else ""
        self.words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(read_only)


class DraftBar(QFrame):
    """Says what was being written when the program ended unasked, and offers it."""

    def __init__(self, take_up: Callable[[], object], discard: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "draft")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, 4, theme.GAP, 4)
        self.words = label(wrap=True)
        self.take_button = button("Take it up", take_up, kind="quiet")
        self.discard_button = button("Discard", discard, kind="quiet")
        layout.addWidget(self.words, 1)
        layout.addWidget(self.take_button)
        layout.addWidget(self.discard_button)
        self.hide()

    def show_sentence(self, sentence: str) -> None:
        """What was being written; without a sentence the strip is gone."""
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))


class AudienceBar(QFrame):
    """Says calmly that the customer view is on; the way out is this one button, or its keys."""

    def __init__(self, leave: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "audience")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, 4, theme.GAP, 4)
        self.words = label("", "strong")
        self.leave_button = button("Leave customer view", leave, kind="quiet")
        self.leave_button.setToolTip("Ctrl+Shift+C")
        layout.addWidget(self.words, 1)
        layout.addWidget(self.leave_button)
        self.hide()

    def show_name(self, name: str) -> None:
        """Name the customer who is watching; without one the bar is gone."""
        words = f"Customer view · {name}" if name else ""
        self.words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(name))


class DropHint(QFrame):
    """Covers the window while files hang over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setProperty("role", "drop")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words: QLabel = label("", "title")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.addWidget(self.words)
        parent.installEventFilter(self)
        self.hide()

    def show_words(self, words: str) -> None:
        """Cover the parent and say what will happen."""
        self.words.setText(words)
        self._cover()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._cover()
        return super().eventFilter(watched, event)

    def _cover(self) -> None:
        self.setGeometry(self._parent.rect().adjusted(16, 16, -16, -16))
