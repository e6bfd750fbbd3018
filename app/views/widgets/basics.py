"""Small pieces: plain-text labels in the type scale, buttons by kind, cards, pills, empty states."""

import re
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.views import icons, theme

# Values of enums in `Qt`, set as properties: loading that namespace would delay the first paint (see theme).
PLAIN_TEXT = 0
STRONG_FOCUS = 11
CENTRED = 0x84
_CHANGING = 0x1C000000  # Ctrl, Alt and Meta: Enter with them means something else
ENTER = (0x01000004, 0x01000005)  # Return, and Enter of the keypad

BREAK = "\u200b"  # seen by nobody, but a line may end at it
_LONG = re.compile(r"\S{24,}")
_JOINT = re.compile(r"([/\\._@-]|[^\s/\\._@-]{24})(?=\S)")

ButtonKind = Literal["primary", "plain", "quiet"]


def label(
    text: str = "", role: theme.TextRole = "body", *, muted: bool = False, wrap: bool = False, tone: str = ""
) -> QLabel:
    """A label that never guesses rich text; `tone` colours it (error, accent, met, nearly, missed)."""
    result = Wrapped(text) if wrap else QLabel(text)
    result.setProperty("textFormat", PLAIN_TEXT)
    result.setFont(theme.font(role))
    result.setWordWrap(wrap)
    if muted:
        result.setProperty("muted", True)
    if tone:
        result.setProperty("tone", tone)
    if wrap:
        policy = (
            result.sizePolicy()
        )  # changed in place: a new one forgets that the height follows from the width
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        result.setSizePolicy(policy)
    return result


class Wrapped(QLabel):
    """Breaks a word that no line may hold, as paths are, behind its strokes and dots, else anywhere."""

    def __init__(self, text: str = "") -> None:
        super().__init__(_breakable(text))

    def setText(self, text: str) -> None:
        super().setText(_breakable(text))

    def text(self) -> str:
        """As it was given."""
        return super().text().replace(BREAK, "")


def _breakable(text: str) -> str:
    return _LONG.sub(lambda word: _JOINT.sub(rf"\1{BREAK}", word[0]), text)


class PushButton(QPushButton):
    """Pressed by Enter as by Space, as people know it from the office."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_by_enter(self, event):
            super().keyPressEvent(event)


class ToolButton(QToolButton):
    """Pressed by Enter as by Space."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_by_enter(self, event):
            super().keyPressEvent(event)


def press_by_enter(pressed: QAbstractButton, event: QKeyEvent) -> bool:
    """Press a button where `event` is Enter alone, once however long the key is held; whether it was Enter."""
    if event.key() not in ENTER or event.modifiers().value & _CHANGING:
        return False
    event.accept()
    if not event.isAutoRepeat():
        pressed.click()
    return True


def button(
    text: str, run: Callable[[], object] | None = None, *, kind: ButtonKind = "plain", icon: str = ""
) -> QPushButton:
    """A button; its text is a verb. `&` in `text` is written as it is."""
    result = PushButton(text.replace("&", "&&"))
    result.setProperty("kind", kind)
    result.setAccessibleName(text)
    result.setAutoDefault(False)
    if icon:
        icons.put(result, icon, {"primary": "on_accent", "quiet": "accent"}.get(kind, "text"))
        result.setIconSize(QSize(16, 16))
    if run:
        result.clicked.connect(lambda _checked=False: run())
    return result


def icon_button(
    icon: str, name: str, run: Callable[[], object] | None = None, *, role: str = "muted"
) -> QToolButton:
    """A small button without words; `name` is its tooltip and its name for screen readers."""
    result = ToolButton()
    icons.put(result, icon, role)
    result.setIconSize(QSize(icons.SIZE, icons.SIZE))
    result.setProperty("focusPolicy", STRONG_FOCUS)
    rename(result, name)
    if run:
        result.clicked.connect(lambda _checked=False: run())
    return result


def rename(widget: QWidget, name: str) -> None:
    """Name a widget for screen readers and in its tooltip."""
    widget.setAccessibleName(name)
    widget.setToolTip(tip(name))


def tip(text: str) -> str:
    """A text as tooltips want it, who else would take it for rich text."""
    # Late: html brings a table of two thousand entities (3 ms) that the first paint does without.
    from html import escape

    return escape(text)


def restyle(widget: QWidget, **properties: object) -> None:
    """Set style properties and have the style sheet looked at again."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)


def row(*widgets: QWidget | None, spacing: int = theme.GRID) -> QWidget:
    """Widgets side by side; None is the stretch between them."""
    result = QWidget()
    layout = QHBoxLayout(result)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        layout.addStretch(1) if widget is None else layout.addWidget(widget)
    return result


def line() -> QFrame:
    """A hairline between blocks."""
    result = QFrame()
    result.setProperty("role", "line")
    result.setFixedHeight(1)
    return result


class Card(QFrame):
    """A white surface with a hairline around it; what it holds goes into `body`."""

    def __init__(self, *, margin: int = theme.GAP, spacing: int = theme.GRID) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(spacing)


class Section(QWidget):
    """A headed block of a detail: its title, what can be done with it, and its contents in `body`."""

    def __init__(self, title: str, *actions: QWidget) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        self.heading = label(title, "section")
        layout.addWidget(row(self.heading, None, *actions))
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.GRID)
        layout.addLayout(self.body)


class Pill(QLabel):
    """A state in its colour on its soft fill, always with its sign and word."""

    def __init__(self, text: str = "", verdict: str = "no data") -> None:
        super().__init__()
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setFont(theme.font("strong"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._verdict = verdict
        theme.on_change(self, "colour")
        self.show_state(text, verdict)

    def show_state(self, text: str, verdict: str) -> None:
        """`text` as written ("✕ missed") in the colours of a verdict."""
        self._verdict = verdict
        self.setText(text)
        self.setVisible(bool(text))
        self.colour()

    def colour(self) -> None:
        """Take today's colours."""
        strong, soft = theme.current().verdict(self._verdict)
        self.setStyleSheet(f"color: {strong}; background: {soft}; border-radius: 10px; padding: 2px 10px;")


class EmptyState(QWidget):
    """What an empty page shows: a picture, one sentence, one button."""

    def __init__(self, icon: str, sentence: str, action: QPushButton | None = None) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.GAP)
        layout.addStretch(2)
        self._picture = QLabel()
        self._icon = icon
        layout.addWidget(row(None, self._picture, None))
        self.sentence = label(sentence, muted=True, wrap=True)
        self.sentence.setProperty("alignment", CENTRED)
        self.sentence.setFixedWidth(420)
        layout.addWidget(row(None, self.sentence, None))
        if action:
            layout.addWidget(row(None, action, None))
        layout.addStretch(3)
        theme.on_change(self, "colour")
        self.colour()

    def colour(self) -> None:
        """Take today's colours."""
        self._picture.setPixmap(icons.pixmap(self._icon, "nothing", 48, self.devicePixelRatioF()))
