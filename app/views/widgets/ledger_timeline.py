"""The ledger of one period as a picture: one row a day, 00–24 h local, outages named beside their bars.

The keyboard walks the pieces worth a look (down, degraded, unknown, excluded); Return or a click opens one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import ClassVar

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.reports.month import Piece
from app.views.keys import OwnKey, do_own
from app.views.widgets.colours import class_brush, colour, mark_open
from app.views.widgets.day_rows import Bar, day_bars, local_days
from app.views.words import CLASS_WORDS, day_label, piece_words

NOTABLE = ("down", "degraded", "unknown", "excluded")
GUTTER = 48
RULER = 20


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the picture shows: the pieces in order, and for some of them (by start) the words beside the bar."""

    start: int
    end: int
    time_zone: str
    pieces: tuple[Piece, ...] = ()
    labels: tuple[tuple[int, str], ...] = ()


class LedgerTimeline(QWidget):
    """Paints a `Timeline`; `opened` carries the piece that was clicked or chosen with Return."""

    own_keys: ClassVar = (
        OwnKey("Right / Down", "Next outage or gap in the ledger", "next_piece"),
        OwnKey("Left / Up", "Outage or gap before", "piece_before"),
        OwnKey("Enter / Space", "Open it", "open_piece"),
    )
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timeline = Timeline(0, 0, "UTC")
        self._bars: tuple[Bar, ...] = ()
        self._days: tuple[date, ...] = ()
        self._notable: tuple[int, ...] = ()
        self._current = -1
        self.setObjectName("ledger timeline")
        self.setAccessibleName("Ledger, one row a day")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_timeline(self, timeline: Timeline) -> None:
        """Replace the picture; the current piece is forgotten."""
        self._timeline = timeline
        self._days = local_days(timeline.start, timeline.end, timeline.time_zone) if timeline.pieces else ()
        self._bars = day_bars(timeline.pieces, timeline.start, timeline.end, timeline.time_zone)
        self._notable = tuple(n for n, piece in enumerate(timeline.pieces) if piece.kind in NOTABLE)
        self._current = -1
        self.setAccessibleDescription(self._summary())
        self.updateGeometry()
        self.update()

    def current_piece(self) -> Piece | None:
        """The piece the keyboard stands on, if any."""
        return self._timeline.pieces[self._current] if self._current >= 0 else None

    def piece_at(self, point: QPointF) -> Piece | None:
        """The piece painted at a point of the widget, if any; one bar's height is its whole row."""
        row = int((point.y() - RULER) // self._pitch())
        for bar in reversed(self._bars):
            if bar.row == row and self._bar_rect(bar).adjusted(-1, -2, 1, 2).contains(point):
                return self._timeline.pieces[bar.piece]
        return None

    def sizeHint(self) -> QSize:
        return QSize(560, round(RULER + len(self._days) * self._pitch()) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(self._small_font())
        self._paint_days(painter)
        self._paint_hours(painter)
        self._paint_bars(painter)
        self._paint_labels(painter)
        self._paint_current(painter)

    def _pitch(self) -> float:
        rows = len(self._days)
        return 10.0 if rows <= 31 else 8.0 if rows <= 100 else 4.0

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(max(6.5, self.font().pointSizeF() * 0.78))
        return font

    def _scale(self) -> float:
        return max(1.0, self.width() - GUTTER - 8)

    def _bar_rect(self, bar: Bar) -> QRectF:
        pitch, gap = self._pitch(), 2.0 if self._pitch() > 4 else 1.0
        top, height = RULER + bar.row * pitch, pitch - gap
        if bar.half:
            height /= 2
            top += height if bar.half == 2 else 0
        left = GUTTER + bar.left * self._scale()
        return QRectF(left, top, max(1.0, (bar.right - bar.left) * self._scale()), height)

    def _paint_hours(self, painter: QPainter) -> None:
        painter.setPen(colour("muted"))
        for hour in range(0, 25, 4):
            x = GUTTER + hour / 24 * self._scale()
            box = QRectF(x - 20, 0, 40, RULER - 5)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{hour:02d}")

    def _paint_days(self, painter: QPainter) -> None:
        painter.setPen(colour("muted"))
        height = QFontMetricsF(painter.font()).height() - 1
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        named: list[float] = []
        for row in self._days_to_name():
            middle = RULER + (row + 0.5) * self._pitch() - 1
            if all(abs(middle - other) >= height for other in named):
                named.append(middle)
                box = QRectF(0, middle - height / 2, GUTTER - 8, height)
                painter.drawText(box, int(flags), self._day_name(self._days[row]))

    def _days_to_name(self) -> tuple[int, ...]:
        """Rows by how much they deserve their name: the ends, days with an outage, then Mondays or firsts."""
        last = len(self._days) - 1
        if last > 31:
            return tuple(row for row, day in enumerate(self._days) if row == 0 or day.day == 1)
        pieces = self._timeline.pieces
        outages = sorted({bar.row for bar in self._bars if pieces[bar.piece].kind in ("down", "degraded")})
        mondays = (row for row, day in enumerate(self._days) if day.weekday() == 0)
        return (0, last, *outages, *mondays) if last >= 0 else ()

    def _day_name(self, day: date) -> str:
        return day_label(day) if len(self._days) <= 31 else f"{day:%b}"

    def _paint_bars(self, painter: QPainter) -> None:
        pieces = self._timeline.pieces
        painter.setPen(Qt.PenStyle.NoPen)
        for bar in self._bars:
            kind = pieces[bar.piece].kind
            rect = self._bar_rect(bar)
            painter.fillRect(rect, class_brush(kind))
            if kind in ("unknown", "future"):
                mark_open(painter, rect, dotted=kind == "unknown")

    def _paint_labels(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(painter.font())
        pieces = self._timeline.pieces
        taken = [self._bar_rect(bar) for bar in self._bars if pieces[bar.piece].kind in NOTABLE]
        painter.setPen(colour("text"))
        for start, text in self._timeline.labels:
            bar = next((b for b in self._bars if pieces[b.piece].start == start), None)
            place = bar and self._label_place(self._bar_rect(bar), metrics, text, taken)
            if place:
                taken.append(place)
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
                painter.drawText(place, int(flags), text)

    def _label_place(
        self, bar: QRectF, metrics: QFontMetricsF, text: str, taken: Sequence[QRectF]
    ) -> QRectF | None:
        """Right of the bar, else left of it, else nowhere: never over another outage or another label."""
        width, height = metrics.horizontalAdvance(text) + 4, metrics.height() - 3
        top = bar.center().y() - height / 2
        for left in (bar.right() + 4, bar.left() - width - 4):
            place = QRectF(left, top, width, height)
            inside = left >= GUTTER and place.right() <= self.width()
            if inside and not any(place.intersects(other) for other in taken if other != bar):
                return place
        return None

    def _paint_current(self, painter: QPainter) -> None:
        if not self.hasFocus() or self._current < 0:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("accent"), 2))
        for bar in self._bars:
            if bar.piece == self._current:
                painter.drawRect(self._bar_rect(bar).adjusted(-2, -2, 2, 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not do_own(self, event):
            super().keyPressEvent(event)

    def next_piece(self) -> bool:
        """False where nothing is worth a look."""
        return self._walk(1)

    def piece_before(self) -> bool:
        """False where nothing is worth a look."""
        return self._walk(-1)

    def open_piece(self) -> bool:
        """False where the keyboard stands on none."""
        piece = self.current_piece()
        if piece is not None:
            self.opened.emit(piece)
        return piece is not None

    def _walk(self, step: int) -> bool:
        if not self._notable:
            return False
        if self._current in self._notable:
            place = self._notable.index(self._current) + step
        else:
            place = 0 if step > 0 else len(self._notable) - 1
        self._current = self._notable[max(0, min(place, len(self._notable) - 1))]
        piece = self._timeline.pieces[self._current]
        self.setAccessibleDescription(piece_words(piece, self._timeline.time_zone))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.update()
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._current < 0 and self._notable and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._walk(1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        piece = self.piece_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or piece is None:
            super().mousePressEvent(event)
            return
        self._current = self._timeline.pieces.index(piece)
        self.update()
        self.opened.emit(piece)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.piece_at(event.position())
        shape = (
            Qt.CursorShape.PointingHandCursor if over and over.kind in NOTABLE else Qt.CursorShape.ArrowCursor
        )
        self.setCursor(shape)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            piece = self.piece_at(QPointF(event.pos()))
            text = escape(piece_words(piece, self._timeline.time_zone)) if piece else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    def _summary(self) -> str:
        counts: dict[str, int] = dict.fromkeys(NOTABLE, 0)
        for number in self._notable:
            counts[self._timeline.pieces[number].kind] += 1
        said = [f"{CLASS_WORDS[kind]}: {count}" for kind, count in counts.items() if count]
        return "; ".join(said) or "nothing down, degraded, unknown or excluded"
