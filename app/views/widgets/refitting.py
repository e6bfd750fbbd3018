"""Arranging anew whenever the room, or what stands in it, changes its size."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Refitting(QWidget):
    """Base of what is arranged by its width. Setting anything asks for a layout, which leads to `_fit` again: so a
    `_fit` that finds nothing to change must set nothing.
    """

    def _fit(self) -> None:
        """Arrange what stands here in the width there is now."""
        raise NotImplementedError

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._fit()
        return super().event(event)
