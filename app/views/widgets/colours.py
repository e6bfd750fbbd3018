"""Colours, signs and patterns for painted widgets, from the theme in use."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from app.views import theme

SIGNS = {"met": "✓", "nearly missed": "▲", "missed": "✕", "not proven": "?", "no data": "–"}
HATCH = 5


def colour(role: str) -> QColor:
    """A colour of the theme by its name there: "text", "muted", "accent" …"""
    return QColor(getattr(theme.current(), role))


def state_colours(verdict: str) -> tuple[QColor, QColor]:
    """(ink, soft fill) of a verdict."""
    ink, soft = theme.current().verdict(verdict)
    return QColor(ink), QColor(soft)


def class_brush(kind: str) -> QBrush:
    """The fill of one ledger class; excluded is hatched, unknown has the ground its dots stand on."""
    if kind == "excluded":
        return QBrush(_hatched(QColor(theme.current().ledger("excluded")), colour("muted")))
    if kind in ("unknown", "future"):
        return QBrush(colour("surface"))
    return QBrush(QColor(theme.current().ledger(kind)))


def mark_open(painter: QPainter, rect: QRectF, *, dotted: bool) -> None:
    """The thin frame of unknown time and time still to come; unknown has dots along its middle."""
    painter.save()
    ink = QColor(theme.current().ledger("unknown")) if dotted else colour("line")
    painter.setPen(QPen(ink, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0, 0, -1, -1))
    if dotted:
        pen = QPen(ink, max(1.0, min(2.0, rect.height() / 4)))
        pen.setDashPattern([1, 2])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        middle = rect.center().y()
        painter.drawLine(QPointF(rect.left() + 3, middle), QPointF(rect.right() - 3, middle))
    painter.restore()


def _hatched(ground: QColor, ink: QColor) -> QPixmap:
    """A seamless tile of thin falling lines."""
    tile = QPixmap(HATCH, HATCH)
    tile.fill(ground)
    painter = QPainter(tile)
    ink.setAlpha(110)
    painter.setPen(QPen(ink, 1))
    painter.drawLine(0, HATCH - 1, HATCH - 1, 0)
    painter.end()
    return tile
