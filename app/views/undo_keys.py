"""Ctrl+Z and Ctrl+Y in a text field: the field's own typing first, and the desk's steps once there is none.

Qt's text fields keep both keys for themselves even when they have nothing to undo.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QWidget

from app.views.widgets.editors import LineEditor, TextEditor, is_being_typed_in


class UndoKeys(QObject):
    """Watches whichever field has the focus and lets the keys pass to the menu when the field has no use for them."""

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        app.focusChanged.connect(self._watch)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        undo, redo = map(event.matches, (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo))
        if not (undo or redo) or (can_undo(watched) if undo else can_redo(watched)):
            return False
        event.ignore()
        return True

    def _watch(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if isinstance(now, QLineEdit | QPlainTextEdit | QAbstractSpinBox):
            now.installEventFilter(self)


def can_undo(field: QObject) -> bool:
    """Whether a field holds typing of its own to take back; what it has already saved is the desk's step."""
    if isinstance(field, LineEditor | TextEditor) and not is_being_typed_in(field):
        return False
    if isinstance(field, QPlainTextEdit):
        return field.document().isUndoAvailable()
    line = _line_of(field)
    return line is not None and line.isUndoAvailable()


def can_redo(field: QObject) -> bool:
    """Whether a field can type again what was taken back in it."""
    if isinstance(field, QPlainTextEdit):
        return field.document().isRedoAvailable()
    line = _line_of(field)
    return line is not None and line.isRedoAvailable()


def _line_of(field: QObject) -> QLineEdit | None:
    return field if isinstance(field, QLineEdit) else field.findChild(QLineEdit)
