"""Widgets side by side that wrap to the next line, as words do.

A widget and not a `QLayout`: PySide6 6.12 loses a reference to None each time a layout's `itemAt` returns it,
and the program ends some thousand layouts later.
"""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class Flow(QWidget):
    """Left to right, top to bottom; its height follows from its width."""

    def __init__(self, *, spacing: int = 8) -> None:
        super().__init__()
        self._spacing = spacing
        self._shown: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Put a widget after the others."""
        widget.setParent(self)
        widget.show()
        self._shown.append(widget)
        self._rearrange()

    def clear(self) -> None:
        """Take every widget out."""
        for widget in self._shown:
            widget.hide()
            widget.deleteLater()
        self._shown = []
        self._rearrange()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, place=False)

    def sizeHint(self) -> QSize:
        width = max(200, self.width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        widest = max((widget.sizeHint().width() for widget in self._shown), default=0)
        return QSize(widest, self.heightForWidth(max(widest, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rearrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._rearrange()
        return super().event(event)

    def _rearrange(self) -> None:
        self._arrange(self.width(), place=True)
        self.updateGeometry()

    def _arrange(self, width: int, *, place: bool) -> int:
        """Set the widgets within `width` (if `place`); the height they need."""
        x, y, tallest = 0, 0, 0
        for widget in self._shown:
            size = widget.sizeHint()
            if x > 0 and x + size.width() > width:
                x, y, tallest = 0, y + tallest + self._spacing // 2, 0
            if place:
                widget.setGeometry(x, y, size.width(), size.height())
            x += size.width() + self._spacing
            tallest = max(tallest, size.height())
        return y + tallest
