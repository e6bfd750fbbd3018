"""A row of figures, each with a caption above and a note below, as the first thing a detail says."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.views import theme
from app.views.level_words import Fact
from app.views.widgets.basics import clear, label


class FactsRow(QWidget):
    """Shows facts side by side in columns of equal width, in two lines where there is no room for one."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.GAP)
        self._views: list[_FactView] = []
        self._columns = 0

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        """Replace what is shown."""
        clear(self._grid)
        self._views = [_FactView(fact) for fact in facts]
        self._columns = 0
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """As narrow as two lines allow."""
        return QSize(self._room(self._half()), self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the facts into one line if each has room for its figure, else into two."""
        count = len(self._views)
        columns = count if self.width() >= self._room(count) else self._half()
        if columns == self._columns:
            return
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, int(column < columns))
        self._columns = columns
        for number, view in enumerate(self._views):
            self._grid.addWidget(view, *divmod(number, columns))
        self.updateGeometry()

    def _half(self) -> int:
        return max(1, (len(self._views) + 1) // 2)

    def _room(self, columns: int) -> int:
        """The width that so many columns need."""
        widest = max((view.minimumSizeHint().width() for view in self._views), default=0)
        return columns * widest + (columns - 1) * theme.GAP


class _FactView(QWidget):
    def __init__(self, fact: Fact) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(label(fact.caption, "caption", muted=True))
        layout.addWidget(label(fact.figure, "figure", tone=fact.tone))
        layout.addWidget(label(fact.note or " ", "caption", muted=True, wrap=True))
        layout.addStretch(1)
        self.setAccessibleName(f"{fact.caption}: {fact.figure} {fact.note}".strip())
