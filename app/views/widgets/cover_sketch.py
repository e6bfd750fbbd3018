"""The head of a pack's cover as the settings make it: organisation, logo, bar and accent."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.reports import look
from app.reports.paper import PLAIN, Paper
from app.views import theme

_HEIGHT = 208
_MARGIN = 20
_LOGO = (116.0, 44.0)


class CoverSketch(QWidget):
    """White as paper in every scheme; a picture only, so it cannot be focused."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._organisation = ""
        self._paper = PLAIN
        self._logo = QImage()
        self.setAccessibleName("The head of a pack’s cover")

    def show_paper(self, organisation: str, paper: Paper) -> None:
        """Show a cover's head on this paper."""
        self._organisation, self._paper = organisation, paper
        self._logo = QImage.fromData(paper.logo.data) if paper.logo else QImage()
        self.setAccessibleDescription(f"{organisation or 'No name'}, accent {paper.accent}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QPen(QColor(theme.current().line), 1))
        painter.setBrush(QColor(look.WHITE))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        room = self.width() - 2 * _MARGIN
        self._draw_head(painter, room)
        painter.fillRect(_MARGIN, 76, 32, 3, QColor(self._paper.accent))
        painter.setFont(theme.font("body"))
        self._write(painter, 90, look.MUTED, "Service level review", room)
        painter.setFont(theme.font("title"))
        self._write(painter, 112, look.TEXT, "Customer", room)
        self._write(painter, 138, self._paper.accent, "October 2026", room)
        painter.setFont(theme.font("caption"))
        self._write(painter, 170, look.MUTED, "Customer edition · final", room)

    def _draw_head(self, painter: QPainter, room: int) -> None:
        if self._paper.logo:
            wide, high = self._paper.logo.fitted(*_LOGO)
            painter.drawImage(QRectF(self.width() - _MARGIN - wide, _MARGIN, wide, high), self._logo)
            room -= round(wide) + theme.GRID
        painter.setFont(theme.font("body"))
        self._write(painter, _MARGIN, look.MUTED, self._organisation, room)

    def _write(self, painter: QPainter, y: int, colour: str, text: str, room: int) -> None:
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(_MARGIN, y, room, 30), Qt.AlignmentFlag.AlignLeft, shown)
