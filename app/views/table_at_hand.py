"""The table a person works in: the one with the keyboard; what the status line says of its selection."""

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.views.widgets.status import StatusLine
from app.views.widgets.table import Table


def table_at_hand(page: QWidget) -> Table[Any] | None:
    """The table of a page that has the keyboard, else the largest on it; None when it shows none."""
    focused = table_of(QApplication.focusWidget())
    if focused is not None and page.isAncestorOf(focused):
        return focused
    seen = [table for table in page.findChildren(Table) if table.isVisible()]
    return max(seen, key=lambda table: table.width() * table.height(), default=None)


def table_of(widget: QWidget | None) -> Table[Any] | None:
    """The table a widget is, or stands in as an editor or a filter."""
    while widget is not None and not isinstance(widget, Table):
        widget = widget.parentWidget()
    return widget


class SelectionNote(QObject):
    """Keeps the note of the status line to what the table with the keyboard tells."""

    def __init__(self, app: QApplication, status: StatusLine, parent: QObject) -> None:
        super().__init__(parent)
        self._status = status
        self._table: Table[Any] | None = None
        app.focusChanged.connect(self._watch)

    def _watch(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or (table := table_of(now)) is self._table:
            return  # another window, or still the same table
        if self._table is not None and isValid(self._table):
            self._table.summed.disconnect(self._show)
        self._table = table
        self._show(table.note if table else "")
        if table is not None:
            table.summed.connect(self._show)

    def _show(self, text: str) -> None:
        if isValid(self._status.note):  # a window that is being closed loses its lines before this watcher
            self._status.show_note(text)
