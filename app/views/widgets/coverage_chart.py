"""A calendar of sources × days: filled where the whole day is covered, half where part of it is.

A table underneath, so that the arrow keys walk it and a screen reader reads it.
"""

from datetime import date, timedelta
from html import escape

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.usecases.coverage import CoverageDays
from app.views.widgets.colours import class_brush, colour

Index = QModelIndex | QPersistentModelIndex
LABEL_WIDTH = 220
ROW_HEIGHT = 30
WHOLE = 0.999


class CoverageModel(QAbstractTableModel):
    """Column 0 names source and kind, the others are days."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first_day = date(2000, 1, 1)
        self.rows: tuple[CoverageDays, ...] = ()

    def show_days(self, first_day: date, rows: tuple[CoverageDays, ...]) -> None:
        """Replace the calendar."""
        self.beginResetModel()
        self.first_day, self.rows = first_day, rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or not self.rows else len(self.rows[0].shares) + 1

    def day(self, column: int) -> date:
        """The day of a column."""
        return self.first_day + timedelta(days=column - 1)

    def share(self, index: Index) -> float:
        """How much of a day is covered, 0 … 1."""
        return self.rows[index.row()].shares[index.column() - 1]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        days = self.rows[index.row()]
        if index.column() == 0:
            return (
                f"{days.source or 'no name'} · {days.kind}" if role == Qt.ItemDataRole.DisplayRole else None
            )
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            day = self.day(index.column())
            text = f"{days.source} · {days.kind}, {day:%a} {day.day} {day:%B %Y}: {share_words(self.share(index))}"
            return escape(text) if role == Qt.ItemDataRole.ToolTipRole else text
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation != Qt.Orientation.Horizontal or section == 0:
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        day = self.day(section)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{day:%A} {day.day} {day:%B %Y}"
        return "" if role == Qt.ItemDataRole.DisplayRole else None


class CoverageDelegate(QStyledItemDelegate):
    """Paints one day as a small field."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if index.column() == 0 or not isinstance(model, CoverageModel):
            super().paint(painter, option, index)
            return
        painter.save()
        box = QRectF(option.rect).adjusted(0.5, 5, -0.5, -5)
        share = model.share(index)
        painter.fillRect(box, class_brush("outside"))
        if share > 0:
            part = box if share >= WHOLE else box.adjusted(0, box.height() * (1 - share), 0, 0)
            painter.fillRect(part, class_brush("up"))
        view = self.parent()
        if isinstance(view, QTableView) and view.hasFocus() and view.currentIndex() == index:
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(box)
        painter.restore()


class MonthHeader(QHeaderView):
    """Names each month over its first days and draws a hairline where it begins."""

    def paintEvent(self, event: object) -> None:
        model = self.model()
        if not isinstance(model, CoverageModel):
            return
        painter = QPainter(self.viewport())
        painter.setPen(colour("muted"))
        for column in range(1, model.columnCount()):
            day = model.day(column)
            left = self.sectionViewportPosition(column)
            if day.day == 1:
                painter.drawText(
                    QRectF(left, 0, 160, self.height() - 6), Qt.AlignmentFlag.AlignBottom, f"{day:%B %Y}"
                )


class CoverageChart(QTableView):
    """Shows what `coverage_calendar` found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = CoverageModel(self)
        self.setModel(self._model)
        self.setItemDelegate(CoverageDelegate(self))
        self.setHorizontalHeader(MonthHeader(Qt.Orientation.Horizontal, self))
        self.setAccessibleName("Days with data, by source")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setStyleSheet("QTableView::item { border: none; padding: 0; }")
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setMinimumSectionSize(4)
        self.horizontalHeader().setFixedHeight(28)

    def show_days(self, first_day: date, rows: tuple[CoverageDays, ...]) -> None:
        """Replace the calendar."""
        self._model.show_days(first_day, rows)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        days = self._model.columnCount() - 1
        if days <= 0:
            return
        width = max(4, (self.viewport().width() - LABEL_WIDTH) // days)
        self.setColumnWidth(0, max(LABEL_WIDTH, self.viewport().width() - width * days))
        for column in range(1, days + 1):
            self.setColumnWidth(column, width)


def share_words(share: float) -> str:
    """ "covered", "unknown", or how much of the day is."""
    if share >= WHOLE:
        return "covered"
    return f"{share * 100:.0f} % covered" if share > 0 else "unknown"
