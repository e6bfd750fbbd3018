"""The message over the status line: one sentence, at most one action.

It stands where no page has a control, in the line itself and the margin above it; a long one that reaches
higher gives way to what is being typed.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from app.views import icons, theme
from app.views.desk import Action
from app.views.widgets.basics import button, icon_button, label, restyle

SECONDS = 10
SECONDS_TO_ACT = 30  # long enough to come back to what it offers
WIDEST = 760
BELOW = 4  # pixels to the lower edge


class Message(QFrame):
    """Floats over its parent; news go away by themselves, errors stay until closed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setProperty("role", "message")
        self._action: Action | None = None
        self._free: QWidget | None = None
        self._is_error = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.GAP, 4, theme.GRID, 4)
        layout.setSpacing(theme.GRID)
        self.text = label(wrap=True)
        self.button = button("", self._act, kind="quiet")
        self._close = icon_button("close", "Close this message", self.hide, role="surface")
        layout.addWidget(self.text, 1)
        layout.addWidget(self.button)
        layout.addWidget(self._close)
        self._timer = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def show_text(self, text: str, action: Action | None = None, *, error: bool = False) -> None:
        """Replace what is shown."""
        self._action = action
        self.text.setText(text)
        self.setAccessibleName(text)
        self.button.setText(action.text.replace("&", "&&") if action else "")
        self.button.setAccessibleName(action.text if action else "")
        self.button.setVisible(action is not None)
        restyle(self, tone="error" if error else "news")
        icons.put(self._close, "close", "missed" if error else "surface")
        for part in (self.text, self.button):
            part.style().unpolish(part)
            part.style().polish(part)
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        self._is_error = error
        self._timer.setInterval((SECONDS_TO_ACT if action else SECONDS) * 1000)
        self._timer.stop() if error or self.underMouse() else self._timer.start()

    def keep_free(self, control: QWidget) -> None:
        """Stand to the left of this control of the status line, which stays within reach."""
        self._free = control

    def forget_error(self) -> None:
        """Close it where it tells an error, which something that went well has answered."""
        if self._is_error:
            self.forget()

    def forget(self) -> None:
        """Close it and drop its words."""
        self.hide()
        self._action = None
        self.text.clear()
        self.setAccessibleName("")
        self.button.setText("")
        self.button.setAccessibleName("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """It does not go away under the pointer."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if not self._is_error and self.isVisible():
            self._timer.start()
        super().leaveEvent(event)

    def _act(self) -> None:
        action = self._action
        self.hide()
        if action:
            action.run()

    def _place(self) -> None:
        parent = self._parent
        taken = self._free.width() if self._free is not None and self._free.isVisible() else 0
        room = max(240, min(WIDEST, parent.width() - 2 * theme.MARGIN - taken))
        beside = 96 + (self.button.sizeHint().width() if self._action else 0)
        words = self.text.fontMetrics().boundingRect(
            QRect(0, 0, room - beside, 4000), 0x1000, self.text.text()
        )
        self.setFixedWidth(min(room, words.width() + beside))
        self.setFixedHeight(max(40, words.height() + 20))
        left = max(0, parent.width() - self.width() - theme.GAP - taken)
        top = parent.height() - self.height() - BELOW
        place = QRect(left, top, self.width(), self.height())
        if place.intersects(self._typed_into()):
            place.moveTop(theme.GAP)
        self.move(place.topLeft())

    def _typed_into(self) -> QRect:
        """Where something is being typed, in the parent's coordinates."""
        focus = QApplication.focusWidget()
        if not isinstance(focus, QLineEdit | QPlainTextEdit) or not self._parent.isAncestorOf(focus):
            return QRect()
        return QRect(focus.mapTo(self._parent, QPoint(0, 0)), focus.size())
