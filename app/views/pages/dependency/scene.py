"""The picture as a scene: boxes that can be chosen and moved, and the lines between them."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsScene,
    QGraphicsSceneMouseEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)

from app.calc.layered import GRID, Box, Point
from app.usecases.picture import PictureNode
from app.views import theme
from app.views.pages.dependency.arranging import Arranged, straight
from app.views.pages.dependency.looks import State, differing, level_of, mark_of, shown_of, spoken
from app.views.widgets.basics import tip

PAD = 10
CORNER = 6
SMALLEST_WORDS = 0.25  # of their size


class PictureScene(QGraphicsScene):
    """`chosen` names the node that was chosen ("" for none), `moved` those that were put elsewhere."""

    chosen = Signal(str)
    clicked = Signal(str)  # a node was clicked, not dragged
    moved = Signal(dict)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.colours: theme.Colours | None = None  # of paper; None is the window's own
        self.arranged: Arranged | None = None
        self.state = State()
        self.nodes: dict[str, NodeItem] = {}
        self._lines: dict[tuple[str, str], LineItem] = {}
        self._shown: dict[str, tuple[str, str]] = {}
        self.movable = True
        self.selectionChanged.connect(self._tell_chosen)

    @property
    def ink(self) -> theme.Colours:
        return self.colours or theme.current()

    @property
    def current(self) -> str:
        """The node that is chosen; "" for none."""
        item = next((one for one in self.selectedItems() if isinstance(one, NodeItem)), None)
        return item.node.name if item else ""

    def show_arranged(self, arranged: Arranged) -> None:
        """Draw this instead; the same node stays chosen."""
        kept = self.current
        self.blockSignals(True)
        self.clear()
        self._shown = {}
        self.arranged = arranged
        self._lines = {edge: LineItem(route) for edge, route in arranged.routes.items()}
        self.nodes = {node.name: NodeItem(node, arranged.boxes[node.name]) for node in arranged.nodes}
        for item in (*self._lines.values(), *self.nodes.values()):
            self.addItem(item)
        for item in self.nodes.values():
            item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsMovable, self.movable)
        if kept in self.nodes:
            self.nodes[kept].setSelected(True)
        self.blockSignals(False)
        self.fit_rect()
        self.invalidate(layers=QGraphicsScene.SceneLayer.BackgroundLayer)
        self._light()
        if kept and kept not in self.nodes:
            self.chosen.emit("")

    def show_state(self, state: State) -> None:
        """What was worked out since; only nodes that look different are painted again."""
        names = differing(self.state, state) if self._shown else None
        self.state = state
        for name in self.nodes if names is None else names & self.nodes.keys():
            item = self.nodes[name]
            shown = shown_of(item.node, state)
            if self._shown.get(name) != shown:
                self._shown[name] = shown
                item.setToolTip(tip(spoken(item.node, state)))
                item.update()

    def choose(self, name: str) -> bool:
        """Choose one node; False when it is not drawn."""
        item = self.nodes.get(name)
        if item is None:
            return False
        if self.current != name:
            self.blockSignals(True)
            self.clearSelection()
            item.setSelected(True)
            self.blockSignals(False)
            self._tell_chosen()
            self.update()
        return True

    def nudge(self, name: str, across: int, down: int) -> None:
        """Move a node by steps of the grid, as dragging it would."""
        if self.movable and (item := self.nodes.get(name)):
            item.setPos(item.pos() + QPointF(across * GRID, down * GRID))
            self.follow(name)
            self.settle_moved()

    def settle_moved(self) -> bool:
        """Snap what was dragged to the grid and tell where it is now; whether anything was."""
        if self.arranged is None:
            return False
        places: dict[str, Point] = {}
        for name, item in self.nodes.items():
            x, y = (round(side / GRID) * GRID for side in (item.pos().x(), item.pos().y()))
            box = self.arranged.boxes[name]
            if (x, y) != (box.x, box.y):
                places[name] = x, y
            if (x, y) != (item.pos().x(), item.pos().y()):
                item.setPos(x, y)
                self.follow(name)
        if places:
            self.fit_rect()
            self.moved.emit(places)
        return bool(places)

    def follow(self, name: str) -> None:
        """Draw the lines of a node that is being moved anew."""
        for edge, line in self._lines.items():
            if name in edge:
                line.show_route(straight(self.nodes[edge[0]].box, self.nodes[edge[1]].box))
        self.invalidate(layers=QGraphicsScene.SceneLayer.BackgroundLayer)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """On paper; a view draws the lines on its own ground, which it keeps while nodes change their colours."""
        self.draw_lines(painter)

    def draw_lines(self, painter: QPainter) -> None:
        """All of them; those of the chosen node are drawn over them as items."""
        colour = QColor(self.ink.nothing)
        colour.setAlphaF(0.7)
        painter.setPen(QPen(colour, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in self._lines.values():
            painter.drawPath(line.path())

    def fit_rect(self) -> None:
        """As large as what is drawn, with room to move something out of it."""
        margin = 3 * theme.MARGIN
        self.setSceneRect(self.itemsBoundingRect().adjusted(-margin, -margin, margin, margin))

    def drawn_rect(self) -> QRectF:
        """What is drawn, with a narrow margin."""
        return self.itemsBoundingRect().adjusted(-theme.GAP, -theme.GAP, theme.GAP, theme.GAP)

    def mouseReleaseEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        moved = self.settle_moved()
        start = event.buttonDownScenePos(Qt.MouseButton.LeftButton)
        item = self.itemAt(event.scenePos(), self.views()[0].transform()) if self.views() else None
        near = (event.scenePos() - start).manhattanLength() < GRID
        if not moved and near and event.button() == Qt.MouseButton.LeftButton and isinstance(item, NodeItem):
            self.clicked.emit(item.node.name)

    def _tell_chosen(self) -> None:
        self._light()
        self.chosen.emit(self.current)

    def _light(self) -> None:
        """Show the lines of the chosen node in the accent."""
        current = self.current
        for edge, line in self._lines.items():
            line.show_lit(bool(current) and current in edge)


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
        painter.setPen(QPen(QColor(_ink(self).accent), 2))
        painter.drawPath(self.path())


class NodeItem(QGraphicsItem):
    """One box with its words; says to the scene when it was moved."""

    def __init__(self, node: PictureNode, box: Box) -> None:
        super().__init__()
        self.node = node
        self._size = box.width, box.height
        self.setPos(box.x, box.y)
        flags = QGraphicsItem.GraphicsItemFlag
        self.setFlag(flags.ItemIsSelectable)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def box(self) -> Box:
        """Where it stands now."""
        return Box(int(self.pos().x()), int(self.pos().y()), *self._size)

    def boundingRect(self) -> QRectF:
        return QRectF(-2, -2, self._size[0] + 4, self._size[1] + 4)

    def mouseMoveEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        # Not itemChange: Qt calls that of every item while a scene is being destroyed, when Python may not look at it.
        super().mouseMoveEvent(event)
        scene = self.scene()
        if isinstance(scene, PictureScene):
            scene.follow(self.node.name)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        scene = self.scene()
        assert isinstance(scene, PictureScene)
        mark, tone = mark_of(self.node, scene.state)
        self._paint_box(painter, scene.ink, tone if mark.startswith(("✕", "▲")) else "")
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


def _ink(item: QGraphicsItem) -> theme.Colours:
    scene = item.scene()
    return scene.ink if isinstance(scene, PictureScene) else theme.current()
