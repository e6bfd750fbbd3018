"""The cheat sheet of keys, made from the commands; Escape or a click closes it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.views import theme
from app.views.commands import Command
from app.views.widgets.basics import Card, clear, icon_button, label, row

_TABLES = (
    ("Ctrl+C", "Copy the selection with its headers, ready for Excel"),
    ("Ctrl+V", "Paste a block from Excel where a table can be edited"),
    ("Menu or Shift+F10", "Copy, sort, filter and choose columns of a table"),
    ("Alt+Down", "Choose a value in a filter"),
    ("F2 or Enter", "Edit the cell, or open the row"),
    ("Esc", "Leave the editor; empty the find field or a filter"),
)


class ShortcutSheet(QWidget):
    """Lies over the window until it is dismissed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setAccessibleName("Keyboard shortcuts")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._layout = QVBoxLayout(self)
        self.hide()

    def show_over(self, commands: Sequence[Command], pages: Sequence[tuple[str, str]]) -> None:
        """Cover the window's centre with these commands' keys and the pages' (keys, title)."""
        self._fill(commands, pages)
        self.setGeometry(self._parent.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def _fill(self, commands: Sequence[Command], pages: Sequence[tuple[str, str]]) -> None:
        clear(self._layout)
        card = Card(margin=theme.MARGIN, spacing=theme.GAP)
        close = icon_button("close", "Close", self.hide)
        card.body.addWidget(row(label("Keyboard shortcuts", "title"), None, close))
        columns = QHBoxLayout()
        columns.setSpacing(48)
        columns.addLayout(_keys([(each.keys, each.text.rstrip("…")) for each in commands if each.keys]))
        columns.addLayout(_keys([*pages, *_TABLES]))
        card.body.addLayout(columns)
        self._layout.addWidget(card, alignment=Qt.AlignmentFlag.AlignCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hide()


def _keys(pairs: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.GAP)
    grid.setVerticalSpacing(theme.GRID)
    for number, (keys, words) in enumerate(pairs):
        grid.addWidget(label(keys, "strong"), number, 0)
        grid.addWidget(label(words), number, 1)
    grid.setRowStretch(len(pairs), 1)
    return grid
