"""Looking at the picture: zoom, pan, walking from node to node with the arrows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QKeyEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView

from app.calc.layered import next_towards
from app.views import theme
from app.views.keys import OwnKey, do_own
from app.views.pages.dependency.looks import spoken
from app.views.pages.dependency.scene import PictureScene

SMALLEST, LARGEST = 0.05, 4.0
READABLE = 0.6
STEP = 1.25
Way = Literal["up", "down", "left", "right"]
_ARROWS: dict[int, Way] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}
_STEPS: dict[Way, tuple[int, int]] = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


class PictureView(QGraphicsView):
    """The wheel zooms, dragging the ground pans; `own_keys` says what the keyboard does.

    `taken` when the chosen node is asked for with Enter or Space.
    """

    taken = Signal(str)
    paste_asked = Signal()
    way_asked = Signal(int)  # 1 for the next way down, -1 for the one before
    own_keys = (
        OwnKey("Up / Down / Left / Right", "Walk along the lines", "walk_pressed"),
        OwnKey("Home", "To the top of the picture", "choose_first"),
        OwnKey("Return / Enter / Space", "Open the chosen part, take it away, or end a line at it", "take"),
        OwnKey("L", "Begin a line from the chosen part to what it needs", "begin_line"),
        OwnKey("Esc", "Leave the line that was begun", "leave_line"),
        OwnKey("F", "Fold or unfold what stands below the chosen part", "fold"),
        OwnKey("N", "Show the next way down", "next_way"),
        OwnKey("Shift+N", "Show the way down before", "way_before"),
        OwnKey("Alt+Up / Alt+Down / Alt+Left / Alt+Right", "Move the chosen part", "move_pressed"),
        OwnKey("Ctrl++ / Ctrl+=", "Larger", "zoom_in"),
        OwnKey("Ctrl+-", "Smaller", "zoom_out"),
        OwnKey("Ctrl+0", "Show all of the picture", "fit"),
        OwnKey("Ctrl+V", "Paste a list of who needs what", "paste"),
    )

    def __init__(self, scene: PictureScene) -> None:
        super().__init__(scene)
        self.picture = scene
        self._pressed = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)  # one stop for Tab, which has a name
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheBackground)
        self.setMinimumSize(240, 200)
        self.setAcceptDrops(False)  # files are the window's
        self.viewport().setAcceptDrops(False)
        self.setAccessibleName("Picture of what stands on what")
        scene.chosen.connect(self._say)
        theme.on_change(self, "colour")
        self.colour()

    def colour(self) -> None:
        """Take today's colours."""
        self.setBackgroundBrush(QColor(theme.current().window))
        self.resetCachedContent()
        self.picture.update()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """The ground with the lines on it: kept as a picture until the view or a node moves."""
        super().drawBackground(painter, rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.picture.draw_lines(painter)

    def zoom_by(self, factor: float) -> None:
        """Larger or smaller, within reason."""
        scale = self.transform().m11()
        wanted = max(SMALLEST, min(LARGEST, scale * factor))
        self.scale(wanted / scale, wanted / scale)

    def fit(self) -> None:
        """All of it, never larger than it is."""
        self.resetTransform()
        drawn = self.picture.drawn_rect()
        self.fitInView(drawn, Qt.AspectRatioMode.KeepAspectRatio)
        if self.transform().m11() > 1:
            self.resetTransform()
        self.centerOn(drawn.center())

    def fit_to_read(self) -> None:
        """All of it where that can still be read; else its top, large enough."""
        self.fit()
        if self.transform().m11() < READABLE:
            self.zoom_by(READABLE / self.transform().m11())
            rect = self.picture.drawn_rect()
            first = next(iter(self.picture.nodes.values()), None)
            x = first.sceneBoundingRect().center().x() if first else rect.center().x()
            self.centerOn(x, rect.top() + self.height() / READABLE / 2)

    def look_at_all(self, names: Collection[str]) -> None:
        """Bring nodes into view, as many as there is room for."""
        whole = QRectF()
        for name in names:
            if item := self.picture.nodes.get(name):
                whole |= item.sceneBoundingRect()
        if not whole.isEmpty():
            self.ensureVisible(whole, 24, 24)

    def look_at(self, name: str) -> None:
        """Bring a node into view."""
        if item := self.picture.nodes.get(name):
            self.ensureVisible(item, 48, 48)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if turned:
            self.zoom_by(STEP ** (turned / 120))
        event.accept()

    def event(self, event: QEvent) -> bool:
        # The window has the same keys for the size of its words; here they are about the picture.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if held and any(key.fits(event) for key in self.own_keys):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._pressed = event.key()
        if not do_own(self, event):
            super().keyPressEvent(event)

    def zoom_in(self) -> None:
        self.zoom_by(STEP)

    def zoom_out(self) -> None:
        self.zoom_by(1 / STEP)

    def paste(self) -> None:
        self.paste_asked.emit()

    def next_way(self) -> None:
        self.way_asked.emit(1)

    def way_before(self) -> None:
        self.way_asked.emit(-1)

    def take(self) -> bool:
        """Join the line that is being drawn, else do what the page does with the chosen node."""
        name = self.picture.current
        if self.picture.joining:
            self.picture.join(name)
        elif name:
            self.taken.emit(name)
        return bool(name)

    def begin_line(self) -> None:
        self.picture.begin_joining(self.picture.current)

    def leave_line(self) -> bool:
        """False leaves Esc to the window."""
        was = bool(self.picture.joining)
        self.picture.leave_joining()
        return was

    def fold(self) -> None:
        if self.picture.current and self.picture.movable:
            self.picture.fold_wanted.emit(self.picture.current)

    def move_pressed(self) -> None:
        self.picture.nudge(self.picture.current, *_STEPS[_ARROWS[self._pressed]])

    def walk_pressed(self) -> None:
        self.walk(_ARROWS[self._pressed])

    def walk(self, way: Way) -> None:
        """To the next node that way; to the first where none is chosen."""
        arranged, current = self.picture.arranged, self.picture.current
        if arranged is None or not current:
            self.choose_first()
            return
        boxes = {name: item.box for name, item in self.picture.nodes.items()}
        found = next_towards(boxes, arranged.routes, current, way)
        if found and self.picture.choose(found):
            self.look_at(found)

    def choose_first(self) -> None:
        first = next(iter(self.picture.nodes), "")
        if first and self.picture.choose(first):
            self.look_at(first)

    def _say(self, name: str) -> None:
        """Tell screen readers, who cannot look into a scene, which node is chosen."""
        item = self.picture.nodes.get(name)
        self.setAccessibleDescription(spoken(item.node, self.picture.state) if item else "Nothing chosen")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
