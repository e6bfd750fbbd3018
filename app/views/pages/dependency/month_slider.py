"""A month as a slider over the moments at which something changed, painted as long as they lasted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider

from app.calc.structure.moments import Moments
from app.calc.zones import start_of_day
from app.views import theme
from app.views.keys import OwnKey, do_own
from app.views.widgets.colours import class_brush, colour, mark_open
from app.views.words import local, microseconds

EDGE = 8
BAR = 14
KINDS = {"down": "down", "down, planned": "excluded", "degraded": "degraded", "degraded, planned": "excluded"}


class MonthSlider(QSlider):
    """Its value is the number of a moment; `play_asked` when the keyboard asks to play or pause."""

    play_asked = Signal()
    own_keys = (
        OwnKey("Left / Up", "To the change before", "step_back"),
        OwnKey("Right / Down", "To the next change", "step_on"),
        OwnKey("PgUp", "To where the service changed before", "turn_back"),
        OwnKey("PgDown", "To where the service changes next", "turn_on"),
        OwnKey("Space", "Play, or pause", "ask_to_play"),
    )

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._moments: Moments | None = None
        self._stretches: tuple[tuple[int, int, str], ...] = ()
        self._turns: tuple[int, ...] = ()
        self._time_zone = "UTC"
        self._drawn: QPixmap | None = None  # the bar without its cursor
        self.setAccessibleName("Moment of the month")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(lambda _number: self.update())
        theme.on_change(self, "draw_again")

    def show_moments(self, moments: Moments | None, about: Sequence[str], time_zone: str) -> None:
        """Slide over these; the bar shows the worst state of the nodes it is about."""
        self._moments, self._time_zone = moments, time_zone
        self._stretches = moments.stretches(*about) if moments is not None else ()
        self._turns = moments.changes_of(*about) if moments is not None else ()
        self.blockSignals(True)
        self.setRange(0, max(0, len(moments) - 1) if moments is not None else 0)
        self.setValue(0)
        self.blockSignals(False)
        self.setEnabled(moments is not None)
        self.draw_again()

    def draw_again(self) -> None:
        """After anything but the cursor has changed."""
        self._drawn = None
        self.update()

    def _turn(self, way: int) -> None:
        """To the next (1) or previous (-1) change of what it is about."""
        here = self.value()
        later = [number for number in self._turns if number > here]
        earlier = [number for number in self._turns if number < here]
        self.setValue(later[0] if way > 0 and later else earlier[-1] if way < 0 and earlier else here)

    def sizeHint(self) -> QSize:
        return QSize(320, BAR + round(QFontMetricsF(theme.font("caption")).height()) + 16)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def wheelEvent(self, event: object) -> None:
        """Left to whatever scrolls."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not do_own(self, event):
            super().keyPressEvent(event)

    def step_back(self) -> None:
        self.setValue(self.value() - 1)

    def step_on(self) -> None:
        self.setValue(self.value() + 1)

    def turn_back(self) -> None:
        self._turn(-1)

    def turn_on(self) -> None:
        self._turn(1)

    def ask_to_play(self) -> None:
        self.play_asked.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _go_to(self, x: float) -> None:
        if self._moments is not None:
            start = int(self._moments.at[0])
            share = min(1.0, max(0.0, (x - EDGE) / self._width))
            self.setValue(self._moments.number_at(start + round(share * (self._moments.end - start))))

    @property
    def _width(self) -> float:
        return max(1.0, self.width() - 2.0 * EDGE)

    def _x(self, instant: int) -> float:
        assert self._moments is not None
        start = int(self._moments.at[0])
        return EDGE + self._width * (instant - start) / (self._moments.end - start)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.draw_again()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.draw_again()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawn is None:
            self._drawn = self._draw()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        if self._moments is not None:
            self._paint_cursor(painter, self._bar)

    @property
    def _bar(self) -> QRectF:
        return QRectF(EDGE, 8, self._width, BAR)

    def _draw(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        drawn = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        ground = "up" if self._moments is not None else "outside"
        painter.fillRect(self._bar, QColor(theme.current().ledger(ground)))
        if self._moments is not None:
            self._paint_stretches(painter, self._bar)
            self._paint_days(painter, self._bar)
        painter.end()
        return drawn

    def _paint_stretches(self, painter: QPainter, bar: QRectF) -> None:
        for start, end, state in self._stretches:
            left = self._x(start)
            rect = QRectF(left, bar.top(), max(2.0, self._x(end) - left), bar.height())
            if state in KINDS:
                painter.fillRect(rect, class_brush(KINDS[state]))
            elif state == "unknown":
                painter.fillRect(rect, class_brush("unknown"))
                mark_open(painter, rect, dotted=True)

    def _paint_days(self, painter: QPainter, bar: QRectF) -> None:
        """Days named as often as there is room."""
        assert self._moments is not None
        painter.setFont(theme.font("caption"))
        metrics = QFontMetricsF(painter.font())
        painter.setPen(colour("muted"))
        day = local(int(self._moments.at[0]), self._time_zone).date()
        free = bar.left()
        while (at := microseconds(start_of_day(day, self._time_zone))) < self._moments.end:
            x, words = self._x(max(at, int(self._moments.at[0]))), f"{day.day} {day:%b}"
            wide = metrics.horizontalAdvance(words)
            if x >= free and x + wide <= self.width():
                painter.drawLine(QPointF(x, bar.bottom()), QPointF(x, bar.bottom() + 4))
                painter.drawText(QPointF(x, bar.bottom() + 4 + metrics.ascent()), words)
                free = x + wide + 2 * theme.GRID
            day += timedelta(days=1)

    def _paint_cursor(self, painter: QPainter, bar: QRectF) -> None:
        assert self._moments is not None
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = self._x(int(self._moments.at[min(self.value(), len(self._moments) - 1)]))
        painter.setPen(QPen(colour("accent"), 2))
        painter.drawLine(QPointF(x, bar.top() - 2), QPointF(x, bar.bottom() + 2))
        painter.setBrush(colour("accent"))
        painter.setPen(Qt.PenStyle.NoPen)
        side = 6 if self.hasFocus() else 4
        painter.drawPolygon(
            QPolygonF([QPointF(x - side, 1), QPointF(x + side, 1), QPointF(x, bar.top() + 1)])
        )
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
