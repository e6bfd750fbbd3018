"""The first column of a wide table stays while the others scroll away under it: drawn over them by the same view.

No second view: selection, editing, the keyboard and what screen readers are told stay those of one table.
"""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionViewItem, QTableView

MOST = 0.5  # of the table's width; a wider column would leave no room to read the others


class FrozenColumn:
    """Which column stays, where it stands, and how it is drawn."""

    def __init__(self, view: QTableView) -> None:
        self.wanted = False
        self._view = view

    @property
    def column(self) -> int:
        """The first shown column; -1 when there is none."""
        header = self._header
        order = (header.logicalIndex(place) for place in range(header.count()))
        return next((column for column in order if not header.isSectionHidden(column)), -1)

    @property
    def width(self) -> int:
        """How much of the others is covered; 0 while nothing is scrolled away."""
        if not self.wanted or self._header.offset() <= 0 or self.column < 0:
            return 0
        width = self._header.sectionSize(self.column)
        return width if width <= MOST * self._view.viewport().width() else 0

    def rect(self, place: QRect) -> QRect:
        """Where a cell of the column stands, given where it would have scrolled to."""
        return QRect(0, place.top(), place.width(), place.height())

    def covers(self, at: QPoint) -> bool:
        """Whether the column lies at that point."""
        return at.x() < self.width

    def paint(self, option: QStyleOptionViewItem) -> None:
        """Draw the cells of the column over the others."""
        width, view = self.width, self._view
        if not width:
            return
        painter = QPainter(view.viewport())
        height = view.viewport().height()
        painter.fillRect(QRect(0, 0, width, height), view.palette().base())
        row, last = view.rowAt(0), view.rowAt(height - 1)
        last = view.model().rowCount() - 1 if last < 0 else last
        while 0 <= row <= last:
            self._paint_cell(painter, QStyleOptionViewItem(option), row, width)
            row += 1
        painter.setPen(view.palette().mid().color())
        painter.drawLine(width - 1, 0, width - 1, height)

    def _paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, row: int, width: int) -> None:
        view, column = self._view, self.column
        index = view.model().index(row, column)
        option.rect = QRect(0, view.rowViewportPosition(row), width, view.rowHeight(row))  # pyright: ignore[reportAttributeAccessIssue]
        state = option.state & ~(QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue]
        if view.selectionModel().isSelected(index):
            state |= QStyle.StateFlag.State_Selected
        if view.hasFocus() and view.currentIndex() == index:
            state |= QStyle.StateFlag.State_HasFocus
        option.state = state  # pyright: ignore[reportAttributeAccessIssue]
        view.itemDelegateForIndex(index).paint(painter, option, index)

    @property
    def _header(self) -> QHeaderView:
        return self._view.horizontalHeader()
