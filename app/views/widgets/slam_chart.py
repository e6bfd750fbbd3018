"""The SLAM chart: earlier periods × every target, grouped by service; colour, sign and word in each cell.

A table underneath, so that arrow keys, screen readers and copying work as in any other table.
"""

from dataclasses import dataclass
from html import escape

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.reports.month import PastLevel
from app.views.widgets.colours import SIGNS, colour, state_colours
from app.views.widgets.period_header import Head, PeriodHeader

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 26
LABEL_WIDTH = 120
LABEL_MARGINS = 12
_TROUBLE = {"missed": 0, "not proven": 1, "nearly missed": 2}  # what a chart opened afresh points at first


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One line: a service's heading (no lineage) or a target with its cells, oldest first."""

    service: str
    label: str
    lineage: str = ""
    cells: tuple[PastLevel, ...] = ()


class SlamModel(QAbstractTableModel):
    """Column 0 names the target, the others are its periods."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.periods: tuple[Head, ...] = ()
        self.rows: tuple[ChartRow, ...] = ()

    def show_rows(self, periods: tuple[Head, ...], rows: tuple[ChartRow, ...]) -> None:
        """Replace everything; `periods` come oldest first."""
        self.beginResetModel()
        self.periods, self.rows = periods, rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.periods) + 1

    def cell(self, index: Index) -> PastLevel | None:
        """The level behind an index; None for a heading, a label, or a period before the target existed."""
        row = self.rows[index.row()]
        place = index.column() - 1
        if not row.lineage or not 0 <= place < len(row.cells) or not row.cells[place].verdict:
            return None
        return row.cells[place]

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.cell(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, cell = self.rows[index.row()], self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return row.label if index.column() == 0 else SIGNS.get(cell.verdict, "") if cell else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(index, row, cell)
        if role == Qt.ItemDataRole.ToolTipRole:
            return escape(self._tip(index, row, cell)).replace("\n", "<br>")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation != Qt.Orientation.Horizontal or section == 0 or section > len(self.periods):
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        head = self.periods[section - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            return head.short
        return (
            head.label if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole) else None
        )

    def _said(self, index: Index, row: ChartRow, cell: PastLevel | None) -> str:
        if cell is None:
            return row.label if index.column() == 0 else ""
        restated = ", restated" if cell.restated else ""
        return f"{row.service}, {row.label}, {cell.label}: {level_words(cell)}{restated}"

    def _tip(self, index: Index, row: ChartRow, cell: PastLevel | None) -> str:
        if cell is None:
            return row.label if index.column() == 0 else ""
        lines = [f"{cell.label}: {level_words(cell)}" + (" (restated)" if cell.restated else "")]
        if index.column() > 1:
            before = row.cells[index.column() - 2]
            if before.verdict:
                lines.append(f"{before.label}: {level_words(before)}")
        return "\n".join(lines)


class SlamDelegate(QStyledItemDelegate):
    """Paints headings, labels and cells."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, SlamModel):
            return
        row, cell = model.rows[index.row()], model.cell(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.column() == 0:
            self._paint_label(painter, option, row)
        elif cell is not None:
            self._paint_cell(painter, option, cell)
            if index == self._chosen():
                self._paint_ring(painter, option)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(24, ROW_HEIGHT)

    def _chosen(self) -> Index | None:
        view = self.parent()
        return view.currentIndex() if isinstance(view, QTableView) else None

    def _paint_label(self, painter: QPainter, option: QStyleOptionViewItem, row: ChartRow) -> None:
        font = QFont(option.font)
        font.setBold(not row.lineage)
        painter.setFont(font)
        painter.setPen(colour("text" if not row.lineage else "muted"))
        box = QRectF(option.rect).adjusted(4, 0, -6, -1)
        if row.lineage:
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, int(flags) | int(Qt.TextFlag.TextWordWrap), tied(row.label))
        else:
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(box.adjusted(0, 0, 0, -4), flags, row.label)

    def _paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, cell: PastLevel) -> None:
        ink, soft = state_colours(cell.verdict)
        box = QRectF(option.rect).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(soft)
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(ink)
        painter.setFont(option.font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, SIGNS.get(cell.verdict, ""))
        if cell.restated:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            right, top = box.right(), box.top()
            painter.drawPolygon(
                QPolygonF([QPointF(right - 7, top), QPointF(right, top), QPointF(right, top + 7)])
            )

    def _paint_ring(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("accent"), 2))
        painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 4, 4)


@dataclass(frozen=True, slots=True)
class _Places:
    """The widths of the names and of a cell, and how many of the oldest periods have no room."""

    label: int
    cell: int
    left_out: int


class SlamTable(QTableView):
    """Shows a SLAM chart; `chosen` carries (lineage, period key) whenever the current cell changes."""

    chosen = Signal(str, str)
    opened = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = SlamModel(self)
        self.setModel(self._model)
        self.setItemDelegate(SlamDelegate(self))
        self.setObjectName("slam chart")
        self.setAccessibleName("Levels by target and period")
        self._dress()
        self.selectionModel().currentChanged.connect(self._tell)
        self.activated.connect(lambda index: self._emit(index, self.opened))

    def show_chart(self, periods: tuple[Head, ...], rows: tuple[ChartRow, ...]) -> None:
        """Replace the chart, keeping the chosen target where it is still there, of the same periods also its cell."""
        lineage, period = (
            self.current_lineage(),
            self.current_period() if periods == self._model.periods else None,
        )
        self._model.show_rows(periods, rows)
        self._head.show_heads(periods)
        self._arrange()
        targets = [n for n, row in enumerate(rows) if row.lineage]
        kept = [n for n in targets if rows[n].lineage == lineage]
        troubled = sorted(targets, key=lambda n: _TROUBLE.get(rows[n].cells[-1].verdict, len(_TROUBLE)))
        if targets:
            self.choose(rows[(kept or troubled)[0]].lineage, period if kept else None)

    def current_lineage(self) -> str:
        """The lineage of the chosen target, "" when none is."""
        index = self.currentIndex()
        return self._model.rows[index.row()].lineage if index.isValid() else ""

    def current_period(self) -> str:
        """The key of the chosen cell's period, "" when none is."""
        cell = self._model.cell(self.currentIndex()) if self.currentIndex().isValid() else None
        return cell.period if cell else ""

    def choose(self, lineage: str, period: str | None = None) -> None:
        """Make a target's cell current: of `period`, else its last one with a verdict."""
        for number, row in enumerate(self._model.rows):
            if row.lineage != lineage:
                continue
            cells = [n for n, cell in enumerate(row.cells) if cell.verdict]
            named = [n for n in cells if row.cells[n].period == period]
            if cells:
                self.setCurrentIndex(self._model.index(number, (named or cells)[-1] + 1))
            return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self._head = PeriodHeader(self)
        self.setHorizontalHeader(self._head)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(8)
        head = self._head
        head.setMinimumSectionSize(12)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)

    def _arrange(self) -> None:
        self.clearSpans()
        for number, row in enumerate(self._model.rows):
            span = (_first_cell(row) if row.lineage else len(self._model.periods)) + 1
            if span > 1:
                self.setSpan(number, 0, 1, span)
        self._fit_columns()

    def _fit_columns(self) -> None:
        if not self._model.periods:
            return
        size = self.maximumViewportSize()
        places = self._places(size.width())
        heights = self._heights(places)
        if sum(heights) > size.height():
            places = self._places(size.width() - self.verticalScrollBar().sizeHint().width())
            heights = self._heights(places)
        for number, height in enumerate(heights):
            self.setRowHeight(number, height)
        self.setColumnWidth(0, places.label)
        for column in range(len(self._model.periods)):
            self.setColumnHidden(column + 1, column < places.left_out)
            self.setColumnWidth(column + 1, places.cell)

    def _places(self, width: int) -> _Places:
        """What the cells leave over belongs to the names; where names would get too narrow the oldest cells go."""
        count = len(self._model.periods)
        measure = self.fontMetrics().horizontalAdvance
        widest = max((measure(row.label) for row in self._model.rows), default=0) + 16
        narrowest = self._head.narrowest()
        seen = max(1, min(count, (width - LABEL_WIDTH) // narrowest))
        label = max(LABEL_WIDTH, min(widest, width - narrowest * seen))
        cell = max(narrowest, min(40, (width - label) // seen))
        return _Places(max(LABEL_WIDTH, width - cell * seen), cell, count - seen)

    def _heights(self, places: _Places) -> list[int]:
        """A name longer than its place, which reaches up to the first cell, takes as many lines as it needs."""
        heights: list[int] = []
        for row in self._model.rows:
            free = max(0, _first_cell(row) - places.left_out) * places.cell
            place = QRect(0, 0, places.label + free - LABEL_MARGINS, 1000)
            words = self.fontMetrics().boundingRect(place, Qt.TextFlag.TextWordWrap, tied(row.label))
            heights.append(max(ROW_HEIGHT, words.height() + 4) if row.lineage else ROW_HEIGHT + 8)
        return heights

    def _tell(self, index: QModelIndex) -> None:
        self._emit(index, self.chosen)

    def _emit(self, index: QModelIndex, signal: object) -> None:
        cell = self._model.cell(index) if index.isValid() else None
        if cell is not None:
            signal.emit(self._model.rows[index.row()].lineage, cell.period)  # pyright: ignore[reportAttributeAccessIssue]


def _first_cell(row: ChartRow) -> int:
    """How many periods passed before the target had a level; its name may stand there."""
    return next((n for n, cell in enumerate(row.cells) if cell.verdict), len(row.cells))


def tied(name: str) -> str:
    """A name whose figures keep their unit where it takes several lines."""
    return name.replace(" %", "\u00a0%").replace(" min", "\u00a0min")


def level_words(cell: PastLevel) -> str:
    """ "99.05 % – missed", or the verdict alone where nothing could be measured."""
    return f"{cell.achieved} – {cell.verdict}" if cell.achieved else cell.verdict
