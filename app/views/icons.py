"""One family of line icons, drawn as SVG in `resources/icons` and coloured from the theme.

`icon(name)` is a picture in today's colours; `put(target, name)` sets it and changes it with the theme.
"""

from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QByteArray, QObject, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.paths import resource
from app.views import theme

SIZE = 20


class Pictured(Protocol):
    """What can carry an icon: buttons, actions, windows."""

    def setIcon(self, icon: QIcon | QPixmap, /) -> None: ...


def icon(name: str, role: str = "text", *, active: str = "") -> QIcon:
    """The icon in the colour `role` of the theme; checked (and selected) ones in `active` if given."""
    colours = theme.current()
    return _icon(name, getattr(colours, role), getattr(colours, active or role), colours.nothing)


def of_the_program() -> QIcon:
    """Colonnade's own picture, in its own colours whatever the theme."""
    return QIcon(_pixmap("program/colonnade", "", 256, 1.0))


def pixmap(name: str, role: str = "text", size: int = SIZE, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of `size` pixels (times the screen's ratio)."""
    return _pixmap(name, getattr(theme.current(), role), size, ratio)


def put(target: QObject, name: str, role: str = "text", *, active: str = "") -> None:
    """Give a button or action its icon, recoloured whenever the theme changes; putting again replaces it."""
    for child in target.children():
        if isinstance(child, _Follower):
            child.setParent(None)
            child.deleteLater()
    _Follower(target, name, role, active)


class _Follower(QObject):
    """Lives and dies with the target it colours."""

    def __init__(self, target: QObject, name: str, role: str, active: str) -> None:
        super().__init__(target)
        self._name = name
        self._role = role
        self._active = active
        self.colour()
        theme.on_change(self, "colour")

    def colour(self) -> None:
        """Set the icon in today's colours."""
        target: Pictured | None = self.parent()  # pyright: ignore[reportAssignmentType]
        if target is not None:
            target.setIcon(icon(self._name, self._role, active=self._active))


@lru_cache(maxsize=256)
def _icon(name: str, colour: str, active: str, disabled: str) -> QIcon:
    return QIcon(_Line(name, colour, active, disabled))


class _Line(QIconEngine):
    """Draws a picture only when it is looked at: most icons stand in menus nobody has opened yet."""

    def __init__(self, name: str, colour: str, active: str, disabled: str) -> None:
        super().__init__()
        self._name = name
        self._colours = (colour, active, disabled)

    def clone(self) -> QIconEngine:
        return _Line(self._name, *self._colours)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        colour, active, disabled = self._colours
        if mode == QIcon.Mode.Disabled:
            colour = disabled
        elif mode == QIcon.Mode.Selected or state == QIcon.State.On:
            colour = active
        side = round(min(size.width(), size.height()) / scale)
        return _pixmap(self._name, colour, side, scale) if side > 0 else QPixmap()

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        if rect.isEmpty():
            return  # a button squeezed to nothing while the window is laid out
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self.scaledPixmap(rect.size() * ratio, mode, state, ratio))


@lru_cache(maxsize=512)
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@lru_cache(maxsize=128)
def _drawing(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")
