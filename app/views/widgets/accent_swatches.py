"""The offered accents as a row of coloured buttons, each with its name; the one in use is ticked."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from app.reports.paper import ACCENTS
from app.views import theme
from app.views.widgets.basics import ToolButton, rename

_SIDE = 22


class AccentSwatches(QWidget):
    """`chosen` tells the hex value of the one that was pressed."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Accent colours")
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)  # none is in use where another colour is
        self.buttons: dict[str, QToolButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID // 2)
        for name, accent in ACCENTS.items():
            swatch = ToolButton()
            swatch.setCheckable(True)
            swatch.setIcon(_icon(accent))
            swatch.setIconSize(QSize(_SIDE, _SIDE))
            rename(swatch, f"{name}, {accent}")
            swatch.clicked.connect(lambda _checked=False, accent=accent: self._press(accent))
            self._group.addButton(swatch)
            self.buttons[accent] = swatch
            layout.addWidget(swatch)
        layout.addStretch(1)

    def show_accent(self, accent: str) -> None:
        """Tick the button of this colour, if it has one."""
        for each, swatch in self.buttons.items():
            swatch.setChecked(each == accent)

    def _press(self, accent: str) -> None:
        self.show_accent(accent)
        self.chosen.emit(accent)


def _icon(accent: str) -> QIcon:
    picture = QPixmap(QSize(_SIDE, _SIDE) * 2)
    picture.setDevicePixelRatio(2)
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(0, 0, 0, 0))
    painter.setBrush(QColor(accent))
    painter.drawRoundedRect(1, 1, _SIDE - 2, _SIDE - 2, 5, 5)
    painter.end()
    return QIcon(picture)
