"""The cheat sheet of keys, made from the commands; Escape or a click closes it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.views import theme
from app.views.commands import Command
from app.views.tab_order import step
from app.views.widgets.basics import Card, clear, icon_button, label, row
from app.views.widgets.beside import Beside
from app.views.widgets.going_back import GoingBack
from app.views.widgets.scrolling import let_go_of_focus
from app.views.widgets.split import scrolled

_TABLES = (
    ("Ctrl+C", "Copy the selection with its headers, ready for Excel"),
    ("Ctrl+V", "Paste a block from Excel where a table can be edited"),
    ("Menu or Shift+F10", "Copy, sort, filter and choose columns of a table"),
    ("F2 or Enter", "Edit the cell, or open the row"),
    ("Esc", "Leave the editor; empty the find field"),
)


class ShortcutSheet(QWidget):
    """Lies over the window until it is dismissed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._going_back = GoingBack()
        self.setAccessibleName("Keyboard shortcuts")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._card: Card | None = None
        self._whole = QSize()  # of the card, where nothing has to be scrolled
        parent.installEventFilter(self)
        parent.window().installEventFilter(self)
        self._layout = QVBoxLayout(self)
        self.hide()

    def show_over(
        self, commands: Sequence[Command], pages: Sequence[tuple[str, str]], here: Sequence[tuple[str, str]]
    ) -> None:
        """Cover the window's centre with the commands' keys, the pages' (keys, title), and those of the page `here`."""
        self._going_back.remember(self)
        self._fill(commands, pages, here)
        self._cover()
        self.show()
        self.raise_()
        self.area.setFocus()

    def close_over(self) -> None:
        """Close it and give the keyboard back."""
        let_go_of_focus(self)
        self.hide()
        self._going_back.go_back()

    def _fill(
        self, commands: Sequence[Command], pages: Sequence[tuple[str, str]], here: Sequence[tuple[str, str]]
    ) -> None:
        clear(self._layout)
        card = Card(margin=theme.MARGIN, spacing=theme.GAP)
        close = icon_button("close", "Close", self.close_over)
        card.body.addWidget(row(label("Keyboard shortcuts", "title"), None, close))
        everywhere = _keys([(each.keys, each.text.rstrip("…")) for each in commands if each.keys])
        columns = Beside(everywhere, _keys([*pages, *here, *_TABLES]), spacing=48)
        columns.setContentsMargins(theme.GRID, theme.GRID, theme.GAP, theme.GRID)
        self.area = scrolled(columns)
        self.area.setAccessibleName("Keys")
        card.body.addWidget(self.area)
        self._layout.addWidget(card, alignment=Qt.AlignmentFlag.AlignCenter)
        frame = card.sizeHint() - self.area.sizeHint()
        self._card, self._whole = card, columns.sizeHint() + frame + QSize(2 * theme.GAP, theme.GAP)

    def _cover(self) -> None:
        """Over what is seen of the window, as large as there is room for."""
        seen = self._parent.visibleRegion().boundingRect()
        self.setGeometry(seen)
        if self._card is not None:
            self._card.setFixedSize(self._whole.boundedTo(seen.size() - QSize(2 * theme.GAP, 2 * theme.GAP)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and not self.isHidden():
            self._cover()
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """What it lies over is out of reach while it is open."""
        return step(self, forward=next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_over()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close_over()


def _keys(pairs: list[tuple[str, str]]) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.GAP)
    grid.setVerticalSpacing(theme.GRID)
    for number, (keys, words) in enumerate(pairs):
        grid.addWidget(label(keys, "strong"), number, 0)
        grid.addWidget(label(words), number, 1)
    grid.setRowStretch(len(pairs), 1)
    grid.setColumnStretch(1, 1)
    return holder
