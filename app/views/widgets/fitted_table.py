"""A table as tall as its rows and as wide as its place, for a page that scrolls as a whole."""

from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy

from app.views.rows_model import RowsModel
from app.views.widgets.table import ROW_HEIGHT, Table

Row = TypeVar("Row")
CELL_MARGINS = 20
WIDEST_WORD = 170
MEASURED = 60  # rows; more would not fit on the screen anyway


class FittedTable(Table[Row], Generic[Row]):
    """Shows all rows up to `most`, beyond that it scrolls by itself. Columns without a width of their own share
    what is left by what their texts need."""

    def __init__(
        self, model: RowsModel[Row], name: str, *, most: int = 10, row_height: int = ROW_HEIGHT
    ) -> None:
        self._most = most
        super().__init__(model, name, row_height=row_height)
        self.head_changed.connect(self.updateGeometry)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.modelReset.connect(self.updateGeometry)

    def share_width(self) -> None:
        """Give each column its place in the width there is; a width set by hand stays."""
        columns, own = self.rows_model.columns, self.own_widths
        seen = self.header.visible_columns()
        fixed = {n: own.get(n, columns[n].width) for n in seen if n in own or columns[n].width}
        elastic = {n: self._range(n) for n in seen if n not in fixed}
        widths = share(list(elastic.values()), self.viewport().width() - sum(fixed.values()))
        self.give_widths(fixed | dict(zip(elastic, widths, strict=True)))

    def _range(self, number: int) -> tuple[int, int]:
        """The least width, at which no word is broken and no line that was set, and the one that cuts nothing."""
        column = self.rows_model.columns[number]
        measure = self.fontMetrics().horizontalAdvance
        least = best = 0
        for text in (column.title, *(column.text(row) for row in self.rows_model.rows[:MEASURED])):
            lines = text.split("\n")
            best = max(best, *map(measure, lines))
            least = max(least, *map(measure, lines if len(lines) > 1 else text.split(" ")))
        return min(least, WIDEST_WORD) + CELL_MARGINS, best + CELL_MARGINS

    def sizeHint(self) -> QSize:
        rows = max(1, min(self._most, self.rows_model.rowCount()))
        return QSize(
            400,
            self.horizontalHeader().sizeHint().height()
            + rows * self.verticalHeader().defaultSectionSize()
            + 2,
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls, unless there is more here than is shown."""
        if self.rows_model.rowCount() > self._most:
            super().wheelEvent(event)
        else:
            event.ignore()


def share(needs: list[tuple[int, int]], room: int) -> list[int]:
    """`room` among (least, best) widths: all of it given away, and to each its least before any gets its best."""
    if not needs:
        return []
    least, best = [low for low, _ in needs], [high for _, high in needs]
    enough = sum(best) <= room
    base = best if enough else least
    more = best if enough else [max(0, high - low) for low, high in needs]
    free = max(0, room - sum(base))
    widths = [low + free * part // max(1, sum(more)) for low, part in zip(base, more, strict=True)]
    widest = max(range(len(needs)), key=best.__getitem__)
    widths[widest] = max(40, widths[widest] + room - sum(widths))
    return widths
