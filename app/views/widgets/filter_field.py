"""The small field under a heading: filters as one types, says what it did not understand, offers few values."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from app.views import icons, theme
from app.views.keys import OwnKey, do_own
from app.views.widgets.basics import restyle, tip

LONGEST = 200  # letters; nobody types more, and what is pasted by mistake is not searched for
EVERYTHING = "Everything"


class FilterField(QLineEdit):
    """`typed` shortly after the last key, at once on Enter; `left` when the keyboard goes down into the table."""

    own_keys: ClassVar = (
        OwnKey("Alt+Down", "Choose the value of a filter", "choose_value"),
        OwnKey("Enter", "Filter at once", "tell"),
        OwnKey("Down", "From a filter into the table", "go_down"),
        OwnKey("Esc", "Empty a filter, then leave it", "empty_or_leave"),
    )
    typed = Signal()
    left = Signal()
    entered = Signal()

    def __init__(self, title: str, hint: str, offers: Callable[[], Sequence[str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._title = title
        self._hint = hint
        self._offers = offers
        self._menu: QMenu | None = None
        self.setProperty("role", "filter")
        self.setFont(theme.font("caption"))
        self.setMaxLength(LONGEST)
        self.setPlaceholderText(hint)
        self._arrow = self.addAction(
            icons.icon("down", "muted"),
            QLineEdit.ActionPosition.TrailingPosition,
        )
        self._arrow.setToolTip("Choose (Alt+Down)")
        self._arrow.triggered.connect(self.offer)
        self._sign = self.addAction(
            icons.icon("warning", "missed"), QLineEdit.ActionPosition.TrailingPosition
        )
        self._timer = QTimer(self, singleShot=True, interval=120)
        self._timer.timeout.connect(self.tell)
        self.textEdited.connect(lambda _text: self._timer.start())
        theme.on_change(self, "colour")
        self.understand("")

    def colour(self) -> None:
        """Take today's colours."""
        self._arrow.setIcon(icons.icon("down", "muted"))
        self._sign.setIcon(icons.icon("warning", "missed"))

    def understand(self, trouble: str) -> None:
        """Show whether what was typed was understood, and if not how to write it."""
        self.trouble = trouble
        self._sign.setVisible(bool(trouble))
        self._sign.setToolTip(tip(trouble))
        self._arrow.setVisible(not trouble and bool(self._offers()))
        self.setAccessibleName(f"Filter {self._title}")
        self.setAccessibleDescription(trouble or self._hint)
        self.setToolTip(tip(trouble or self._hint))
        restyle(self, wrong=bool(trouble))

    def set_text(self, text: str) -> None:
        """Put a text in, as if it had been typed."""
        self.setText(text)
        self.tell()

    def offer(self) -> QMenu | None:
        """Open the list of values to choose from."""
        values = self._offers()
        if not values:
            return None
        self._menu = menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, text in ((EVERYTHING, ""), *((value, f"={value}") for value in values)):
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(self.text().casefold() == text.casefold())
            action.triggered.connect(lambda _checked=False, text=text: self.set_text(text))
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not do_own(self, event):
            super().keyPressEvent(event)

    def choose_value(self) -> None:
        """Open the list of values, where there are few."""
        self.offer()

    def empty_or_leave(self) -> None:
        """Take the filter away; where there is none, go down into the table."""
        if self.text():
            self.set_text("")
        else:
            self.go_down()

    def go_down(self) -> None:
        """Filter at once and give the keyboard to the table."""
        if self._timer.isActive():
            self.tell()
        self.left.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def tell(self) -> None:
        """Filter at once."""
        self._timer.stop()
        self.typed.emit()
