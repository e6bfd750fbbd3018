"""What the picture is drawn with: boxes that say what they are, and lines between them."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsScene,
    QGraphicsSceneHoverEvent,
    QGraphicsSceneMouseEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)

from app.calc.layered import GRID, Box, Point
from app.usecases.picture import PictureNode
from app.views import theme
from app.views.pages.dependency.looks import State, level_of, mark_of

PAD = 10
CORNER = 6
HANDLE = 5
SMALLEST_WORDS = 0.25  # of their size


class Ground(QGraphicsScene):
    """What items ask of the scene they stand in."""

    colours: theme.Colours | None = None  # of paper; None is the window's own
    movable = True
    state = State()

    @property
    def ink(self) -> theme.Colours:
        return self.colours or theme.current()

    def follow(self, name: str) -> None:
        """A node is being moved."""


class LineItem(QGraphicsPathItem):
    """From who needs something down to what is needed; seen only while it is lit, above the lines of the ground."""

    def __init__(self, route: tuple[Point, ...]) -> None:
        super().__init__()
        self.setZValue(-1)
        self.setVisible(False)
        self.show_route(route)

    def show_route(self, route: tuple[Point, ...]) -> None:
        self.setPath(_path(route))

    def show_lit(self, lit: bool) -> None:
        self.setVisible(lit)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        scene = self.scene()
        if isinstance(scene, Ground) and scene.colours is None:  # on paper nothing is chosen
            painter.setPen(QPen(QColor(scene.ink.accent), 2))
            painter.drawPath(self.path())


class NodeItem(QGraphicsItem):
    """One box with its words; says to the scene when it was moved."""

    def __init__(self, node: PictureNode, box: Box, hidden: int = 0) -> None:
        super().__init__()
        self.node = node
        self._hidden = hidden  # so many are folded away under it
        self._size = box.width, box.height
        self._hovered = False
        self.setPos(box.x, box.y)
        flags = QGraphicsItem.GraphicsItemFlag
        self.setFlag(flags.ItemIsSelectable)
        self.setAcceptHoverEvents(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def box(self) -> Box:
        """Where it stands now."""
        return Box(int(self.pos().x()), int(self.pos().y()), *self._size)

    @property
    def handle_in_scene(self) -> QPointF:
        """Where lines to what it needs begin."""
        return self.pos() + QPointF(self._size[0] / 2, self._size[1])

    def is_handle(self, where: QPointF) -> bool:
        """Whether a line is drawn from here, and the node not moved."""
        return QLineF(where, self.handle_in_scene).length() <= HANDLE + 2

    def boundingRect(self) -> QRectF:
        return QRectF(-2, -2, self._size[0] + 4, self._size[1] + 4 + HANDLE)

    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._hovered = True
        self.update()

    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._hovered = False
        self.update()

    def mouseMoveEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        # Not itemChange: Qt calls that of every item while a scene is being destroyed, when Python may not look at it.
        super().mouseMoveEvent(event)
        scene = self.scene()
        if isinstance(scene, Ground):
            scene.follow(self.node.name)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        scene = self.scene()
        assert isinstance(scene, Ground)
        mark, tone = mark_of(self.node, scene.state)
        self._paint_box(painter, scene.ink, tone if mark.startswith(("✕", "▲")) else "")
        if scene.colours is None and scene.movable and (self._hovered or self.isSelected()):
            self._paint_handle(painter, scene.ink)
        if self._hidden:
            self._paint_hidden(painter, scene.ink)
        if option.levelOfDetailFromTransform(painter.worldTransform()) < SMALLEST_WORDS:
            return  # nobody could read them, and five hundred take a while
        if self.node.kind == "group":
            self._paint_group(painter, scene.ink, mark, tone)
        else:
            self._paint_words(painter, scene.ink, level_of(self.node, scene.state), mark, tone)

    def _paint_box(self, painter: QPainter, ink: theme.Colours, tone: str) -> None:
        rect = QRectF(0, 0, *self._size).adjusted(0.5, 0.5, -0.5, -0.5)
        fill = fill_of(ink, tone) if tone else ink.accent_soft if self.node.kind == "service" else ""
        edge = ink.accent if self.isSelected() else ink_of(ink, tone) if tone else ink.line
        if self.node.kind == "service" and not tone:
            edge = ink.accent
        pen = QPen(QColor(edge), 2 if self.isSelected() else 1)
        if self.node.is_best_effort and not self.isSelected():
            pen.setColor(QColor(ink.nearly))
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(fill or ink.surface))
        corner = rect.height() / 2 if self.node.kind == "group" else CORNER
        painter.drawRoundedRect(rect, corner, corner)
        if tone == "planned":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(QColor(ink.line), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(rect, corner, corner)

    def _paint_handle(self, painter: QPainter, ink: theme.Colours) -> None:
        """From here a line is drawn to what it needs."""
        painter.setPen(QPen(QColor(ink.accent), 1.5))
        painter.setBrush(QColor(ink.surface))
        painter.drawEllipse(QPointF(self._size[0] / 2, self._size[1]), HANDLE, HANDLE)

    def _paint_hidden(self, painter: QPainter, ink: theme.Colours) -> None:
        """How many are folded away, on a second sheet below."""
        width, height = self._size
        painter.setPen(QPen(QColor(ink.line), 1))
        painter.drawLine(QPointF(CORNER, height + 3), QPointF(width - CORNER, height + 3))
        rect = QRectF(width - 56, -1, 52, QFontMetricsF(theme.font("caption")).height() + 2)
        _write(painter, rect, f"+{self._hidden}", theme.font("caption"), ink.accent, right=True)

    def _paint_group(self, painter: QPainter, ink: theme.Colours, mark: str, tone: str) -> None:
        words = (
            self.node.what if self.node.title == self.node.what else f"{self.node.title} · {self.node.what}"
        )
        rect = QRectF(PAD, 0, self._size[0] - 2 * PAD, self._size[1])
        text = f"{mark[:1]} {words}" if mark else words
        _write(
            painter, rect, text, theme.font("strong"), ink_of(ink, tone) if tone else ink.text, middle=True
        )

    def _paint_words(self, painter: QPainter, ink: theme.Colours, level: str, mark: str, tone: str) -> None:
        width = self._size[0] - 2 * PAD
        strong, caption = theme.font("strong"), theme.font("caption")
        tall, low = QFontMetricsF(strong).height(), QFontMetricsF(caption).height()
        top = (self._size[1] - tall - 2 * low - 4) / 2
        _write(painter, QRectF(PAD, top, width, tall), self.node.title, strong, ink.text)
        tone_of_keeper = ink.nearly if self.node.is_best_effort else ink.muted
        what = " · ".join(one for one in (self.node.what, self.node.keeper) if one)
        _write(painter, QRectF(PAD, top + tall + 2, width, low), what, caption, tone_of_keeper)
        foot = QRectF(PAD, top + tall + low + 4, width, low)
        taken = QFontMetricsF(caption).horizontalAdvance(mark) + GRID if mark else 0
        _write(painter, foot.adjusted(taken, 0, 0, 0), level, caption, ink.text, right=True)
        if mark:
            _write(painter, foot, mark, caption, ink_of(ink, tone))


def ink_of(ink: theme.Colours, tone: str) -> str:
    """The colour of a state's words and frame."""
    return ink.text if tone == "planned" else getattr(ink, tone)


def fill_of(ink: theme.Colours, tone: str) -> str:
    """The colour a state is filled with; planned work looks as in the ledger."""
    return ink.ledger_excluded if tone == "planned" else getattr(ink, f"{tone}_soft")


def in_pixels(font: QFont) -> QFont:
    """A font as tall as on the screen: points would grow with the dots of the paper while the boxes do not."""
    result = QFont(font)
    result.setPixelSize(max(1, QFontInfo(font).pixelSize()))
    return result


def _write(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    colour: str,
    *,
    middle: bool = False,
    right: bool = False,
) -> None:
    """One line of plain text, cut where it does not fit."""
    font = in_pixels(font)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    where = Qt.AlignmentFlag.AlignHCenter if middle else Qt.AlignmentFlag.AlignLeft
    where = Qt.AlignmentFlag.AlignRight if right else where
    painter.drawText(rect, int(where | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), cut)


def _path(route: tuple[Point, ...]) -> QPainterPath:
    """Straight down within rows, a soft bend between them."""
    path = QPainterPath(QPointF(*route[0]))
    for (x, y), (to_x, to_y) in pairwise(route):
        if x == to_x:
            path.lineTo(to_x, to_y)
        else:
            half = (y + to_y) / 2
            path.cubicTo(QPointF(x, half), QPointF(to_x, half), QPointF(to_x, to_y))
    return path
