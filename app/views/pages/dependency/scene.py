"""The picture as a scene: boxes that can be chosen and moved, and the lines between them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsSceneMouseEvent,
)

from app.calc.layered import GRID, Point
from app.views import theme
from app.views.pages.dependency.arranging import Arranged, straight
from app.views.pages.dependency.items import Ground, LineItem, NodeItem
from app.views.pages.dependency.looks import State, differing, shown_of, spoken
from app.views.widgets.basics import tip


class PictureScene(Ground):
    """`chosen` names the node that was chosen ("" for none), `moved` those that were put elsewhere."""

    chosen = Signal(str)
    clicked = Signal(str)  # a node was clicked, not dragged
    moved = Signal(dict)
    join_wanted = Signal(str, str)  # who needs, and what is needed
    fold_wanted = Signal(str)
    doubled = Signal(str)  # a node was clicked twice
    joining_changed = Signal(str)  # from which node a line is being drawn; "" when it no longer is

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.arranged: Arranged | None = None
        self.nodes: dict[str, NodeItem] = {}
        self._lines: dict[tuple[str, str], LineItem] = {}
        self._shown: dict[str, tuple[str, str]] = {}
        self.joining = ""  # the node a line is being drawn from
        self._pulled_to: QPointF | None = None  # by the mouse; else the line leads to the chosen node
        self.selectionChanged.connect(self._tell_chosen)

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
        self.joining, self._pulled_to = "", None
        self.arranged = arranged
        self._lines = {edge: LineItem(route) for edge, route in arranged.routes.items()}
        self.nodes = {
            node.name: NodeItem(node, arranged.boxes[node.name], arranged.hidden.get(node.name, 0))
            for node in arranged.nodes
        }
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

    def begin_joining(self, name: str) -> None:
        """Draw a line from this node; it leads to whatever is chosen then, until it is joined or left."""
        if self.movable and name in self.nodes:
            self.joining = name
            self.update()
            self.joining_changed.emit(name)

    def join(self, name: str) -> None:
        """Let the line end at this node."""
        start = self.joining
        self.leave_joining()
        if start and name and name != start:
            self.join_wanted.emit(start, name)

    def leave_joining(self) -> None:
        """Draw no line any more."""
        if self.joining:
            self.joining, self._pulled_to = "", None
            self.update()
            self.joining_changed.emit("")

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        start = self.nodes.get(self.joining)
        end = self._joining_end()
        if start is None or end is None or self.colours is not None:
            return  # nothing is being drawn, or this is paper
        painter.setPen(QPen(QColor(self.ink.accent), 2, Qt.PenStyle.DashLine))
        painter.drawLine(start.handle_in_scene, end)

    def _joining_end(self) -> QPointF | None:
        if self._pulled_to is not None:
            return self._pulled_to
        item = self.nodes.get(self.current)
        if item is None or item.node.name == self.joining:
            return None
        return QPointF(item.sceneBoundingRect().center().x(), item.pos().y())

    def _node_at(self, where: QPointF) -> NodeItem | None:
        found = (item for item in self.items(where) if isinstance(item, NodeItem))
        return next(found, None)

    def mousePressEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        item = self._node_at(event.scenePos())
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self.movable and item is not None and item.is_handle(event.scenePos()):
            self._pulled_to = event.scenePos()
            self.begin_joining(item.node.name)
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        if self._pulled_to is not None:
            self._pulled_to = event.scenePos()
            self.update()
            return
        super().mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        item = self._node_at(event.scenePos())
        if item is not None and self.movable:
            self.doubled.emit(item.node.name)
            event.accept()

    def mouseReleaseEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        if self._pulled_to is not None:
            end = self._node_at(event.scenePos())
            self.join(end.node.name if end is not None else "")
            return
        super().mouseReleaseEvent(event)
        moved = self.settle_moved()
        start = event.buttonDownScenePos(Qt.MouseButton.LeftButton)
        item = self.itemAt(event.scenePos(), self.views()[0].transform()) if self.views() else None
        near = (event.scenePos() - start).manhattanLength() < GRID
        if not moved and near and event.button() == Qt.MouseButton.LeftButton and isinstance(item, NodeItem):
            if self.joining:
                self.join(item.node.name)
            else:
                self.clicked.emit(item.node.name)

    def _tell_chosen(self) -> None:
        self._light()
        if self.joining:
            self.update()
        self.chosen.emit(self.current)

    def _light(self) -> None:
        """Show the lines of the chosen node in the accent."""
        current = self.current
        for edge, line in self._lines.items():
            line.show_lit(bool(current) and current in edge)
