"""Strips over the pages: open for reading only, a customer is watching, what letting go of a drag will do."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.errors import AppError
from app.views import theme
from app.views.widgets.basics import button, label
from app.views.widgets.scrolling import let_go_of_focus


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
    """Says calmly that the customer view is on; the way out is this one button, or its keys.

    Whose view is shown is typed here and not chosen from a list, which everybody who watches would read.
    """

    def __init__(self, leave: Callable[[], object], choose: Callable[[str], object]) -> None:
        super().__init__()
        self._choose = choose
        self._name = ""
        self.setProperty("role", "audience")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, 4, theme.GAP, 4)
        self.words = label("", "strong")
        self.leave_button = button("Leave customer view", leave, kind="quiet")
        self.leave_button.setToolTip("Ctrl+Shift+C")
        self.other_button = button("Another customer", self.ask, kind="quiet")
        self.field = QLineEdit()
        self.field.setAccessibleName("Name of the customer who is watching")
        self.field.setPlaceholderText("Name, or its beginning")
        self.field.setMaximumWidth(260)
        self.field.returnPressed.connect(self._take)
        self.show_button = button("Show", self._take, kind="quiet")
        self.cancel_button = button("Cancel", self.stop_asking, kind="quiet")
        self.refusal = label("", wrap=True)
        layout.addWidget(self.words)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.show_button)
        layout.addWidget(self.cancel_button)
        layout.addWidget(self.refusal, 1)
        layout.addStretch(1)
        layout.addWidget(self.other_button)
        layout.addWidget(self.leave_button)
        self.show_name("")

    def ask(self) -> None:
        """Let the name be typed."""
        self.words.setText("Customer view of")
        self.setAccessibleName("Customer view: whose?")
        self._offer(asking=True)
        self.show()
        self.field.clear()
        self.field.setFocus()

    def stop_asking(self) -> None:
        """Back to whose view is shown; to none where it is off."""
        let_go_of_focus(self)
        self.show_name(self._name)

    def _take(self) -> None:
        try:
            self._choose(self.field.text())
        except AppError as error:
            self.refusal.setText(str(error))
            self.refusal.show()
            self.field.setFocus()

    def _offer(self, *, asking: bool) -> None:
        for part in (self.field, self.show_button, self.cancel_button):
            part.setVisible(asking)
        for part in (self.other_button, self.leave_button):
            part.setVisible(not asking)
        self.refusal.clear()
        self.refusal.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.field.isHidden():
            self.stop_asking()
        else:
            super().keyPressEvent(event)

    def show_name(self, name: str) -> None:
        """Name the customer who is watching; without one the bar is gone."""
        self._name = name
        words = f"Customer view · {name}" if name else ""
        self._offer(asking=False)
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
