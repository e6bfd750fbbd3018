"""The editors of form fields: `value`, `set_value`, and `committed` when something else was entered.

An editor commits when it is left or Enter is pressed, never on every key; Escape puts back what was there.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time
from typing import ClassVar, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from app.errors import InputError
from app.views import theme
from app.views.entering import day_text, moment_text, parse_day, parse_moment, parse_times, times_text
from app.views.known import known_word

USUAL = "28 Sep 2026"
WIDEST_CHOICE = 240
MEASURED = 40  # choices; a country's name may be longer than the first ones
CHOICE_SIDES = 48  # the sign that there are more, and the edges
LINE_SIDES = 24
LIST_SIDES = 16
Times = tuple[tuple[time, time], ...]
Choices = Sequence[tuple[object, str]]


class Editor(Protocol):
    """What a form knows of its editors."""

    committed: ClassVar[Signal]

    def value(self) -> object:
        """What was entered; InputError when it cannot be read."""
        ...

    def set_value(self, value: object) -> None: ...
    def set_read_only(self, read_only: bool) -> None: ...


class LineEditor(QLineEdit):
    """One line of text."""

    committed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kept = ""
        self.setAcceptDrops(False)
        self.editingFinished.connect(self._finish)

    def value(self) -> object:
        return self.text().strip()

    def set_value(self, value: object) -> None:
        self._kept = self.shown(value)
        self.setText(self._kept)
        self.setCursorPosition(0)

    def set_read_only(self, read_only: bool) -> None:
        self.setReadOnly(read_only)

    def shown(self, value: object) -> str:
        """A value as this editor writes it."""
        return "" if value is None else str(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._kept:
            self.setText(self._kept)
            return
        super().keyPressEvent(event)

    def _finish(self) -> None:
        if self.text() != self._kept and not self.isReadOnly():
            self._kept = self.text()
            self.committed.emit()


class DayEditor(LineEditor):
    """A local day, typed as 1 Oct 2026, 1.10.2026 or 2026-10-01; empty is no day."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("1 Oct 2026")

    def value(self) -> object:
        return parse_day(self.text())

    def shown(self, value: object) -> str:
        return day_text(value) if isinstance(value, date) else ""


class MomentEditor(LineEditor):
    """A local day and time, typed as 13 Oct 2026 09:12 or 2026-10-13 09:12; empty is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("13 Oct 2026 09:12")

    def value(self) -> object:
        return parse_moment(self.text()) if self.text().strip() else None

    def shown(self, value: object) -> str:
        if not isinstance(value, datetime):
            return ""
        return f"{moment_text(value)}:{value:%S}" if value.second else moment_text(value)


class TimesEditor(LineEditor):
    """Times of a day: 08:00–12:00, 13:00–18:00."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("closed")

    def value(self) -> object:
        return parse_times(self.text())

    def shown(self, value: object) -> str:
        return times_text(value) if isinstance(value, tuple) else ""


class TextEditor(QPlainTextEdit):
    """A few lines of text."""

    committed = Signal()

    def __init__(self, lines: int = 3) -> None:
        super().__init__()
        self._kept = ""
        self.setAcceptDrops(False)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 18)

    def value(self) -> object:
        return self.toPlainText().strip()

    def set_value(self, value: object) -> None:
        self._kept = str(value or "")
        self.setPlainText(self._kept)

    def set_read_only(self, read_only: bool) -> None:
        self.setReadOnly(read_only)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.toPlainText() != self._kept and not self.isReadOnly():
            self._kept = self.toPlainText()
            self.committed.emit()


class NumberEditor(QSpinBox):
    """A whole number of nought or more."""

    committed = Signal()

    def __init__(self, most: int = 10_000_000) -> None:
        super().__init__()
        self._kept = 0
        self.setRange(0, most)
        self.setGroupSeparatorShown(True)
        self.setAcceptDrops(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.editingFinished.connect(self._finish)

    def set_value(self, value: object) -> None:
        self._kept = int(str(value or 0))
        self.setValue(self._kept)

    def set_read_only(self, read_only: bool) -> None:
        self.setEnabled(not read_only)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling the page must not change a number under the pointer.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _finish(self) -> None:
        if self.value() != self._kept:
            self._kept = self.value()
            self.committed.emit()


class ChoiceEditor(QComboBox):
    """One of several values, each with its words."""

    committed = Signal()

    def __init__(self, choices: Choices = ()) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.set_choices(choices)
        self.activated.connect(lambda _number: self.committed.emit())

    def set_choices(self, choices: Choices) -> None:
        """Offer these; what was chosen stays if it is among them."""
        kept = self.value() if self.count() else None
        self.blockSignals(True)
        self.clear()
        for value, words in choices:
            self.addItem(words, value)
        self.blockSignals(False)
        if kept is not None:
            self.set_value(kept)

    def value(self) -> object:
        return self.currentData()

    def set_value(self, value: object) -> None:
        found = next((n for n in range(self.count()) if self.itemData(n) == value), -1)
        self.setCurrentIndex(found)

    def set_read_only(self, read_only: bool) -> None:
        self.setEnabled(not read_only)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class SuggestEditor(LineEditor):
    """A line that suggests known words (time zones, countries) and takes only these; nothing if `optional`.

    A part of a word is enough where it can mean only one; entering the field selects what stands there.
    """

    def __init__(self, known: Sequence[str], *, optional: bool = False) -> None:
        super().__init__()
        self._known = tuple(known)
        self._optional = optional
        completer = suggesting(self, self._known)
        # The line takes over the chosen words in a slot of its own, perhaps after ours.
        completer.activated.connect(lambda _words: QTimer.singleShot(0, self, self._finish))

    def value(self) -> object:
        text = self.text().strip()
        return None if not text and self._optional else known_word(text, self._known)

    def set_value(self, value: object) -> None:
        super().set_value(value)
        if self.hasFocus():
            self.selectAll()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        dress_suggestions(self)
        if event.reason() == Qt.FocusReason.MouseFocusReason:
            QTimer.singleShot(0, self, self._select_untouched)  # the press itself sets the cursor
        elif event.reason() != Qt.FocusReason.PopupFocusReason:
            self.selectAll()

    def _select_untouched(self) -> None:
        if self.hasFocus() and self.text() == self._kept:
            self.selectAll()

    def _finish(self) -> None:
        if self.text() != self._kept and not self.isReadOnly():
            with suppress(InputError):  # the form says it when it asks for the value
                self.setText(str(self.value() or ""))
        super()._finish()


def suggesting(line: QLineEdit, known: Sequence[str]) -> QCompleter:
    """Let a line suggest the known words in which what was typed occurs."""
    completer = QCompleter(list(known), line)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setMaxVisibleItems(12)
    line.setCompleter(completer)
    return completer


def dress_suggestions(line: QLineEdit) -> None:
    """Give the list of suggestions, a window of its own, the style sheet: late, for few are ever looked at."""
    popup = line.completer().popup()
    if popup is not None and not popup.styleSheet():
        theme.dress(popup)


class CheckEditor(QCheckBox):
    """Yes or no; the words stand beside the box."""

    committed = Signal()

    def __init__(self, words: str) -> None:
        super().__init__(words.replace("&", "&&"))
        self.clicked.connect(lambda _checked: self.committed.emit())

    def value(self) -> object:
        return self.isChecked()

    def set_value(self, value: object) -> None:
        self.setChecked(bool(value))

    def set_read_only(self, read_only: bool) -> None:
        self.setEnabled(not read_only)


def needed_width(editor: QWidget) -> int:
    """The width at which an editor cuts nothing: its choices, its hint, or a day as people write it."""
    measure = editor.fontMetrics().horizontalAdvance
    if isinstance(editor, QComboBox):
        words = map(editor.itemText, range(min(editor.count(), MEASURED)))
        return min(max(map(measure, words), default=0), WIDEST_CHOICE) + CHOICE_SIDES
    if isinstance(editor, QListWidget):
        return min(editor.sizeHintForColumn(0), WIDEST_CHOICE) + LIST_SIDES
    hint = editor.placeholderText() if isinstance(editor, QLineEdit | QPlainTextEdit) else ""
    return max(measure(hint), measure(USUAL)) + LINE_SIDES


def is_being_typed_in(widget: QWidget) -> bool:
    """Whether a refresh should leave this editor alone because somebody is in the middle of a word."""
    if not widget.hasFocus():
        return False
    if isinstance(widget, LineEditor):
        return widget.text() != widget._kept
    return isinstance(widget, TextEditor) and widget.toPlainText() != widget._kept
