"""Draws the pages of a document with Qt, for the preview and the printer: the same items that the PDF draws."""

from functools import cache

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QImage, QPainter, QPainterPath, QPen

from app.paths import resource
from app.reports import letters, look
from app.reports.page import Box, Item, Line, Link, Page, Path, Picture, Place, Text

_FONT_SIZE = 100  # letters are drawn large and scaled, so that they stand where the PDF has them


def draw_page(painter: QPainter, page: Page) -> None:
    """Draw one page, points from its top left corner; the painter's scale decides how large."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.fillRect(QRectF(0, 0, page.width, page.height), QColor(look.WHITE))
    for placed in page.placed:
        painter.save()
        painter.translate(placed.x, placed.y)
        for item in placed.items:
            _draw(painter, item)
        painter.restore()


def _draw(painter: QPainter, item: Item) -> None:
    match item:
        case Text():
            _text(painter, item)
        case Box():
            _box(painter, item)
        case Line():
            painter.setPen(QPen(QColor(item.colour), item.width))
            painter.drawLine(QLineF(item.x1, item.y1, item.x2, item.y2))
        case Path():
            _path(painter, item)
        case Picture():
            picture = QImage.fromData(item.data)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(item.x, item.y, item.width, item.height), picture)
        case Place() | Link():
            pass  # led to, not seen


def _text(painter: QPainter, item: Text) -> None:
    painter.save()
    painter.setPen(QColor(item.colour))
    painter.translate(item.x, item.y)
    painter.scale(item.size / _FONT_SIZE, item.size / _FONT_SIZE)
    for font, piece in letters.runs(item.text, item.bold):
        painter.setFont(_font(font))
        painter.drawText(0, 0, piece)
        painter.translate(letters.width(piece, _FONT_SIZE, item.bold), 0)
    painter.restore()


def _box(painter: QPainter, item: Box) -> None:
    area = QRectF(item.x, item.y, item.width, item.height)
    shape = QPainterPath()
    shape.addRoundedRect(area, item.radius, item.radius)
    if item.fill:
        painter.fillPath(shape, QColor(item.fill))
    if item.pattern:
        _pattern(painter, item, shape)
    if item.line:
        painter.strokePath(shape, QPen(QColor(item.line), 0.5))


def _path(painter: QPainter, item: Path) -> None:
    shape = QPainterPath()
    for kind, at in item.steps:
        match kind:
            case "M":
                shape.moveTo(at[0], at[1])
            case "L":
                shape.lineTo(at[0], at[1])
            case "C":
                shape.cubicTo(at[0], at[1], at[2], at[3], at[4], at[5])
            case "Z":
                shape.closeSubpath()
    if item.fill:
        painter.fillPath(shape, QColor(item.fill))
    if item.line:
        pen = QPen(QColor(item.line), item.width)
        if item.dash:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([length / item.width for length in item.dash])
        painter.strokePath(shape, pen)


def _pattern(painter: QPainter, item: Box, shape: QPainterPath) -> None:
    """Hatching or dots, as on paper."""
    painter.save()
    painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    hatched = item.pattern == "hatched"
    pen = QPen(QColor(look.WHITE if hatched else look.MUTED), 0.6)
    if not hatched:
        pen.setDashPattern([1, 4])
    painter.setPen(pen)
    painter.drawLines(_hatching(item) if hatched else _rows(item))
    painter.restore()


def _hatching(item: Box) -> list[QLineF]:
    bottom = item.y + item.height
    steps = range(int((item.width + item.height) / 3) + 1)
    starts = [item.x - item.height + 3 * step for step in steps]
    return [QLineF(x, bottom, x + item.height, item.y) for x in starts]


def _rows(item: Box) -> list[QLineF]:
    rows = [item.y + 1.2 + 2.4 * step for step in range(int(item.height / 2.4) + 1)]
    return [QLineF(item.x, y, item.x + item.width, y) for y in rows if y < item.y + item.height]


@cache
def _font(name: str) -> QFont:
    """The shipped font that the PDF embeds under this name."""
    number = QFontDatabase.addApplicationFont(str(resource(letters.FILES[name])))
    families = QFontDatabase.applicationFontFamilies(number)
    font = QFont(families[0] if families else name)
    font.setPixelSize(_FONT_SIZE)
    font.setBold(name == letters.BOLD)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setKerning(False)
    return font
