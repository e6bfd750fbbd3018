"""The ledger's classes with their totals; each opens the pieces it is made of."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QPushButton

from app.calc.words import duration
from app.reports.shown import brief
from app.views import theme
from app.views.widgets.basics import PushButton
from app.views.widgets.colours import class_brush, mark_open
from app.views.widgets.flow import Flow
from app.views.words import CLASS_WORDS

SWATCH = QSize(14, 9)


class LedgerLegend(Flow):
    """`opened` carries the class whose swatch was pressed."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__(spacing=4)
        self._classes: Mapping[str, int] = {}
        self._reasons: Mapping[str, int] = {}
        theme.on_change(self, "colour")

    def show_classes(self, classes: Mapping[str, int], reasons: Mapping[str, int] | None = None) -> None:
        """Replace the legend; classes without time are left out. `reasons` divide what is excluded."""
        self._classes, self._reasons = classes, reasons or {}
        self.clear()
        for kind, words in CLASS_WORDS.items():
            if kind == "excluded" and self._reasons:
                for reason, length in self._reasons.items():
                    self.add(self._entry(kind, f"{words}: {brief(reason)} {duration(length)}"))
            elif classes.get(kind):
                self.add(self._entry(kind, f"{words} {duration(classes[kind])}"))

    def colour(self) -> None:
        """Take today's colours."""
        self.show_classes(self._classes, self._reasons)

    def _entry(self, kind: str, text: str) -> QPushButton:
        entry = PushButton(swatch(kind), f" {text}")
        entry.setProperty("kind", "quiet")
        entry.setProperty("legend", True)
        entry.setIconSize(SWATCH)
        entry.setFont(theme.font("caption"))
        entry.setAccessibleName(f"{text}; show what it is made of")
        entry.setCursor(Qt.CursorShape.PointingHandCursor)
        entry.setStyleSheet(
            f"QPushButton {{ color: {theme.current().muted}; padding: 0 4px; min-height: 22px; }}"
        )
        entry.clicked.connect(lambda: self.opened.emit(kind))
        return entry


def swatch(kind: str) -> QIcon:
    """A small field filled as the class is painted."""
    picture = QPixmap(SWATCH * 2)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    box = QRectF(0, 0, SWATCH.width(), SWATCH.height())
    painter.fillRect(box, class_brush(kind))
    if kind in ("unknown", "future"):
        mark_open(painter, box, dotted=kind == "unknown")
    painter.end()
    return QIcon(picture)
