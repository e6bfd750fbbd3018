"""A table as tall as its rows and as wide as its place, for a page that scrolls as a whole."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy

from app.views.rows_model import RowsModel
from app.views.widgets.filter_header import CORNER
from app.views.widgets.table import ROW_HEIGHT, Table

Row = TypeVar("Row")
CELL_MARGINS = 18
WIDEST_WORD = 170
LONGEST_PAIR = 40  # letters of a text that has to be whole on two lines
MEASURED = 60  # rows; more would not fit on the screen anyway


class FittedTable(Table[Row], Generic[Row]):
    """Shows all rows up to `most`, beyond that it scrolls by itself. Columns without a width of their own share
    what is left by what their texts need; where not even their words have room it scrolls sideways."""

    def __init__(
        self, model: RowsModel[Row], name: str, *, most: int = 10, row_height: int = ROW_HEIGHT
    ) -> None:
        self._most = most
        self._is_too_wide = False
        self._longest: dict[int, str] = {}  # of the columns of figures
        model.zone_below = True
        super().__init__(model, name, row_height=row_height)
        self.head_changed.connect(self.updateGeometry)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        model.modelReset.connect(self.updateGeometry)

    def share_width(self) -> None:
        """Give each column its place in the width there is; a width set by hand stays."""
        columns, own = self.rows_model.columns, self.own_widths
        seen = self.header.visible_columns()
        heads = {n: self._head_need(n) + (CORNER if n == seen[-1] else 0) for n in seen}
        fixed = {
            n: own.get(n, max(columns[n].width, heads[n], self._figures_need(n)))
            for n in seen
            if n in own or columns[n].width
        }
        elastic = {n: self._range(n, heads[n]) for n in seen if n not in fixed}
        room = self.viewport().width() - sum(fixed.values())
        self._take_too_wide(sum(least for least, _ in elastic.values()) > room)
        self.give_widths(fixed | dict(zip(elastic, share(list(elastic.values()), room), strict=True)))

    def measure(self) -> None:
        """Look at what the columns need now."""
        self._longest = {}
        super().measure()

    def _figures_need(self, number: int) -> int:
        """What the longest figure of the column takes, for half a number would be another one."""
        if self.rows_model.columns[number].align != "right":
            return 0
        if number not in self._longest:
            texts = map(self.rows_model.columns[number].text, self.rows_model.rows)
            self._longest[number] = max(texts, key=len, default="")
        return self.fontMetrics().horizontalAdvance(self._longest[number]) + CELL_MARGINS

    def _take_too_wide(self, is_too_wide: bool) -> None:
        if is_too_wide != self._is_too_wide:
            self._is_too_wide = is_too_wide
            self.updateGeometry()

    def _range(self, number: int, head: int) -> tuple[int, int]:
        """The least width, at which no word is broken and no line that was set, and the one that cuts nothing."""
        column, measure = self.rows_model.columns[number], self.fontMetrics().horizontalAdvance
        least = best = 0
        for text in (column.text(row) for row in self.rows_model.rows[:MEASURED]):
            lines = text.split("\n")
            best = max(best, *map(measure, lines))
            least = max(least, *map(measure, lines if len(lines) > 1 else text.split(" ")))
            if self.wordWrap() and len(lines) == 1 and len(text) <= LONGEST_PAIR:
                least = max(least, on_two_lines(text, measure))
        return max(head, min(least, WIDEST_WORD) + CELL_MARGINS), max(head, best + CELL_MARGINS)

    def sizeHint(self) -> QSize:
        rows = max(1, min(self._most, self.rows_model.rowCount()))
        head, bar = (
            self.horizontalHeader().sizeHint().height(),
            self.horizontalScrollBar().sizeHint().height(),
        )
        height = head + rows * self.verticalHeader().defaultSectionSize() + 2
        return QSize(400, height + (bar if self._is_too_wide else 0))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls, unless there is more here than is shown."""
        if self.rows_model.rowCount() > self._most:
            super().wheelEvent(event)
        else:
            event.ignore()


def on_two_lines(text: str, measure: Callable[[str], int]) -> int:
    """The least width at which a text takes no more than two lines."""
    breaks = [at for at, letter in enumerate(text) if letter == " "]
    return min((max(measure(text[:at]), measure(text[at + 1 :])) for at in breaks), default=measure(text))


def share(needs: list[tuple[int, int]], room: int) -> list[int]:
    """`room` among (least, best) widths: all of it given away, and to each its least before any gets its best.

    Where there is less than all have to have, each gets its least.
    """
    if not needs:
        return []
    least, best = [low for low, _ in needs], [high for _, high in needs]
    if sum(least) > room:
        return least
    enough = sum(best) <= room
    base = best if enough else least
    more = best if enough else [max(0, high - low) for low, high in needs]
    free = room - sum(base)
    widths = [low + free * part // max(1, sum(more)) for low, part in zip(base, more, strict=True)]
    widest = max(range(len(needs)), key=best.__getitem__)
    widths[widest] += room - sum(widths)
    return widths
