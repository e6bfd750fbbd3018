"""The pages of a document, one below the other, as they will be printed; only pages in sight are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.reports.page import Link, Page, Place, Placed, Text
from app.views.keys import OwnKey, do_own
from app.views.paper import draw_page
from app.views.widgets.colours import colour

GAP = 16
_ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
_STEP = 48
_LEAST_WIDTH = 320


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """A link, the words it stands on, its page (from 0) and its area there in points."""

    link: Link
    words: str
    page: int
    area: QRectF


class PagesView(QAbstractScrollArea):
    """Fits the width at first; Ctrl and the wheel, or + and -, make it larger; links lead to their places."""

    turned = Signal(int)  # the number of the page in sight, from 1

    own_keys: ClassVar = (
        OwnKey("PgDown / Space", "Next page of paper", "next_page"),
        OwnKey("PgUp", "Page of paper before", "page_before"),
        OwnKey("Home", "First page of paper", "to_the_start"),
        OwnKey("End", "End of the last page", "to_the_end"),
        OwnKey("+", "Paper larger", "larger"),
        OwnKey("-", "Paper smaller", "smaller"),
        OwnKey("L", "Next link on the paper", "next_link"),
        OwnKey("Shift+L", "Link before", "link_before"),
        OwnKey("Enter", "Follow the link", "follow_link"),
        OwnKey("Backspace", "Back to the link", "return_to_link"),
    )

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.viewport().setMouseTracking(True)
        self._pages: tuple[Page, ...] = ()
        self._zoom = 1.0
        self._number = 1
        self._links: tuple[PlacedLink, ...] = ()
        self._link = -1  # the one the keyboard stands on
        self._followed_from: int | None = None
        self.verticalScrollBar().valueChanged.connect(self._tell_number)

    def show_pages(self, pages: tuple[Page, ...]) -> None:
        """Show these pages; the place in the document is kept where it still exists."""
        if pages != self._pages:
            self._links, self._link, self._followed_from = links_of(pages), -1, None
        self._pages = pages
        self._spread()
        self.viewport().update()
        self._tell_number()

    @property
    def shown(self) -> tuple[Page, ...]:
        """All pages of the document."""
        return self._pages

    @property
    def page_count(self) -> int:
        return len(self._pages)

    @property
    def number(self) -> int:
        """The number of the page in sight, from 1."""
        return self._number

    def go_to(self, number: int) -> None:
        """Bring page `number`, from 1, to the top."""
        if 1 <= number <= len(self._pages):
            self.verticalScrollBar().setValue(self._page_area(number - 1, QPoint(0, 0)).top() - GAP)

    def zoom_by(self, steps: int) -> None:
        """Larger or smaller by so many steps; the width of the view is 1."""
        at = min(range(len(_ZOOMS)), key=lambda each: abs(_ZOOMS[each] - self._zoom))
        wanted = _ZOOMS[max(0, min(len(_ZOOMS) - 1, at + steps))]
        share = self.verticalScrollBar().value() / max(1, self._height())
        self._zoom = wanted
        self._spread()
        self.verticalScrollBar().setValue(round(share * self._height()))
        self.viewport().update()

    # Where things are

    def _scale(self) -> float:
        """Pixels for a point."""
        return max(0.1, (self.viewport().width() - 2 * GAP) / self._pages[0].width * self._zoom)

    def _page_size(self) -> QSize:
        first = self._pages[0]
        return QSize(round(first.width * self._scale()), round(first.height * self._scale()))

    def _height(self) -> int:
        return len(self._pages) * (self._page_size().height() + GAP) + GAP if self._pages else 0

    def _page_area(self, at: int, scrolled: QPoint) -> QRect:
        size = self._page_size()
        x = max(GAP, (self.viewport().width() - size.width()) // 2)
        return QRect(QPoint(x, GAP + at * (size.height() + GAP)) - scrolled, size)

    def _scrolled(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _spread(self) -> None:
        """Tell the scroll bars how much there is."""
        seen = self.viewport().size()
        wide = self._page_size().width() + 2 * GAP if self._pages else 0
        for bar, whole, part in (
            (self.verticalScrollBar(), self._height(), seen.height()),
            (self.horizontalScrollBar(), wide, seen.width()),
        ):
            bar.setRange(0, max(0, whole - part))
            bar.setPageStep(part)
            bar.setSingleStep(_STEP)

    def _seen(self) -> list[tuple[int, QRect]]:
        areas = ((at, self._page_area(at, self._scrolled())) for at in range(len(self._pages)))
        return [(at, area) for at, area in areas if area.intersects(self.viewport().rect())]

    # What Qt asks for

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), colour("window"))
        for at, area in self._seen():
            if not area.intersects(event.rect()):
                continue
            painter.save()
            painter.setClipRect(area)
            painter.translate(area.topLeft())
            painter.scale(self._scale(), self._scale())
            draw_page(painter, self._pages[at])
            painter.restore()
            painter.setPen(QPen(QColor(colour("line")), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        self._paint_link(painter)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not do_own(self, event):
            super().keyPressEvent(event)

    def next_page(self) -> None:
        self.go_to(min(self._number + 1, len(self._pages)))

    def page_before(self) -> None:
        self.go_to(max(self._number - 1, 1))

    def to_the_start(self) -> None:
        self.verticalScrollBar().setValue(0)

    def to_the_end(self) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def larger(self) -> None:
        self.zoom_by(1)

    def smaller(self) -> None:
        self.zoom_by(-1)

    def next_link(self) -> bool:
        """False where the pages have no links."""
        return self._walk(1)

    def link_before(self) -> bool:
        """False where the pages have no links."""
        return self._walk(-1)

    def follow_link(self) -> bool:
        """False where the keyboard stands on none."""
        if self._link < 0:
            return False
        self._followed_from = self._link
        self._follow(self._links[self._link].link)
        return True

    def return_to_link(self) -> bool:
        """False where none was followed."""
        if self._followed_from is None:
            return False
        self._stand_on(self._followed_from)
        self._followed_from = None
        return True

    def _walk(self, step: int) -> bool:
        """From the link one is on; at first from the page in sight."""
        if not self._links:
            return False
        if self._link >= 0:
            wanted = self._link + step
        elif step > 0:
            wanted = next((at for at, one in enumerate(self._links) if one.page >= self._number - 1), 0)
        else:
            wanted = max((at for at, one in enumerate(self._links) if one.page < self._number), default=0)
        self._stand_on(max(0, min(wanted, len(self._links) - 1)))
        return True

    def _stand_on(self, link: int) -> None:
        """Frame the link, bring it into sight and read it out."""
        self._link = link
        place, bar = self._link_area(self._links[link], QPoint(0, 0)), self.verticalScrollBar()
        if place.top() < bar.value() or place.bottom() > bar.value() + self.viewport().height():
            bar.setValue(round(place.center().y() - self.viewport().height() / 2))
        self.setAccessibleDescription(f"Link: {self._links[link].words}")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.viewport().update()

    def _link_area(self, one: PlacedLink, scrolled: QPoint) -> QRectF:
        corner = self._page_area(one.page, scrolled).topLeft()
        area = one.area
        scale = self._scale()
        left, top = corner.x() + area.x() * scale, corner.y() + area.y() * scale
        return QRectF(left, top, area.width() * scale, area.height() * scale)

    def _paint_link(self, painter: QPainter) -> None:
        if self._link >= 0 and self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(
                self._link_area(self._links[self._link], self._scrolled()).adjusted(-3, -2, 3, 2)
            )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._link_at(event.position().toPoint())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        link = self._link_at(event.position().toPoint())
        if link is not None:
            self._follow(link)

    def _link_at(self, point: QPoint) -> Link | None:
        here = (one for one in self._links if self._link_area(one, self._scrolled()).contains(point))
        return next((one.link for one in here), None)

    def _follow(self, link: Link) -> None:
        for number, page in enumerate(self._pages, start=1):
            for placed in page.placed:
                if any(isinstance(item, Place) and item.name == link.to for item in placed.items):
                    self.go_to(number)
                    return

    def _tell_number(self) -> None:
        if not self._pages:
            return
        whole = self._page_size().height() + GAP
        number = min(len(self._pages), 1 + (self.verticalScrollBar().value() + whole // 3) // whole)
        if number != self._number:
            self._number = number
            self.turned.emit(number)


def links_of(pages: Sequence[Page]) -> tuple[PlacedLink, ...]:
    """Every link, page by page, column by column, from top to bottom."""
    found: list[PlacedLink] = []
    for number, page in enumerate(pages):
        for placed in page.placed:
            for item in placed.items:
                if isinstance(item, Link):
                    area = QRectF(placed.x + item.x, placed.y + item.y, item.width, item.height)
                    found.append(PlacedLink(item, _words_in(placed, item), number, area))
    return tuple(sorted(found, key=lambda one: (one.page, one.area.left(), one.area.top())))


def _words_in(placed: Placed, link: Link) -> str:
    area = QRectF(link.x, link.y, link.width, link.height)
    texts = (item for item in placed.items if isinstance(item, Text))
    return " ".join(text.text for text in texts if area.contains(text.x, text.y))
