"""The find field of a page's header: filters as one types, Escape empties it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.views import icons, theme


class FindField(QLineEdit):
    """Emits `wanted` shortly after the last key, and at once on Enter and Escape."""

    wanted = Signal(str)

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setProperty("role", "find")
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setToolTip("Ctrl+F")
        self.setFixedWidth(240)
        self.setClearButtonEnabled(False)
        self._glass = self.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._timer = QTimer(self, singleShot=True, interval=80)
        self._timer.timeout.connect(self._tell)
        self.textEdited.connect(lambda _text: self._timer.start())
        self.returnPressed.connect(self._tell)
        theme.on_change(self, "colour")

    def colour(self) -> None:
        """Take today's colours."""
        self._glass.setIcon(icons.icon("search", "muted"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._tell()
            return
        super().keyPressEvent(event)

    def _tell(self) -> None:
        self._timer.stop()
        self.wanted.emit(self.text())
