"""The heads of a chart's periods, below bands for what they lie in: "2026" over "Oct" over the days 5 and 19."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from app.views import theme
from app.views.widgets.colours import colour

BESIDE = 2  # pixels left of a band's words
BELOW = 6  # pixels between a head and its cells


@dataclass(frozen=True, slots=True)
class Head:
    """A period's column: its short head, its whole name, and what it lies in from the widest on ("2026", "Oct")."""

    short: str
    label: str
    above: tuple[str, ...] = ()


class PeriodHeader(QHeaderView):
    """Column 0 has no head; the others are told by `show_heads`."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._heads: tuple[Head, ...] = ()
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
        # A letter fits only without the usual padding, and a head that does nothing does not light up.
        self.setStyleSheet(
            f"QHeaderView::section {{ padding: 0 0 {BELOW}px 0; }}"
            "QHeaderView::section:hover { background: transparent; }"
        )

    def show_heads(self, heads: tuple[Head, ...]) -> None:
        """Replace the heads, the oldest first."""
        self._heads = heads
        self.updateGeometry()
        self.viewport().update()

    def bands(self, level: int) -> Iterator[tuple[str, int, int]]:
        """The bands of one level from left to right: words, first column, last column; hidden ones left out."""
        begun: tuple[str, int, int] | None = None
        for column, head in enumerate(self._heads, start=1):
            if self.isSectionHidden(column):
                continue
            words, same = head.above[level], begun and self._heads[begun[1] - 1].above[: level + 1]
            if begun and same == head.above[: level + 1]:
                begun = (words, begun[1], column)
                continue
            if begun:
                yield begun
            begun = (words, column, column)
        if begun:
            yield begun

    def narrowest(self) -> int:
        """The least width of a column in which its head can be read."""
        measure, banded = self.fontMetrics().horizontalAdvance, self._band_metrics().horizontalAdvance
        heads = (measure(head.short) + 4 for head in self._heads)
        inner = (band for level in range(self._levels()) for band in tuple(self.bands(level))[1:-1])
        return max((18, *heads, *(banded(words) + 4 for words, first, last in inner if first == last)))

    def sizeHint(self) -> QSize:
        height = self._levels() * self._line() + self.fontMetrics().lineSpacing() + 2 * BELOW
        return QSize(super().sizeHint().width(), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setFont(theme.font("caption"))
        painter.setPen(colour("muted"))
        for level in range(self._levels()):
            for words, first, last in self.bands(level):
                self._paint_band(painter, level, words, first, last)

    def _paint_band(self, painter: QPainter, level: int, words: str, first: int, last: int) -> None:
        """Left in its place; too narrow a place lends from the left, and the first, which cannot, stays empty."""
        left = self.sectionViewportPosition(first) + BESIDE
        right = self.sectionViewportPosition(last) + self.sectionSize(last)
        wide = self._band_metrics().horizontalAdvance(words)
        if wide > right - left:
            left = right - wide
        if left >= self.sectionSize(0):
            place = QRect(left, level * self._line() + BESIDE, wide + BESIDE, self._line())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)

    def _levels(self) -> int:
        return len(self._heads[0].above) if self._heads else 0

    def _line(self) -> int:
        return self._band_metrics().lineSpacing()

    def _band_metrics(self) -> QFontMetrics:
        return QFontMetrics(theme.font("caption"))
