"""The headings of a table: a row of filter fields below them, a button for the columns, and a first one that stays."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QToolButton, QVBoxLayout

from app.views.widgets.basics import icon_button
from app.views.widgets.filter_field import FilterField

FIELD_ROW = 36
CORNER = 30


class FilterHeader(QHeaderView):
    """Fields are made when the row is first opened; they follow their columns wherever these go."""

    released = Signal()  # the mouse let go of a heading: a width or place may be another
    menu_wanted = Signal(int, QPoint)  # column, where on the screen
    lift_wanted = Signal()

    def __init__(self, table: QTableView, frozen_width: Callable[[], int]) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self.fields: dict[int, FilterField] = {}
        self.is_open = False
        self.is_held = False  # by the mouse
        self._table = table
        self._frozen_width = frozen_width
        self._shift: int | None = None
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setSortIndicatorClearable(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(
            lambda at: self.menu_wanted.emit(self.logicalIndexAt(at), self.mapToGlobal(at))
        )
        self._corner = self._build_corner()
        self._cover = QFrame(self)  # of what slides below the field that stays
        self._cover.setProperty("role", "corner")
        self.sectionResized.connect(lambda *_: self.place())
        self.sectionMoved.connect(lambda *_: self.place())
        table.horizontalScrollBar().valueChanged.connect(lambda _value: self._scrolled())

    @property
    def head_height(self) -> int:
        """The height of the headings alone."""
        return super().sizeHint().height()

    def open_row(self, fields: dict[int, FilterField]) -> None:
        """Show these fields below their headings."""
        self.fields = fields
        self.is_open = True
        self.updateGeometry()

    def close_row(self) -> None:
        """Take the fields away."""
        for one in self.fields.values():
            one.hide()
            one.deleteLater()
        self.fields = {}
        self.is_open = False
        self.mark_filters(False)
        self.updateGeometry()

    def mark_filters(self, some: bool) -> None:
        """Offer to lift all filters while there are some."""
        self._lift.setVisible(some and self.is_open)

    def visible_columns(self) -> tuple[int, ...]:
        """The columns from left to right."""
        order = (self.logicalIndex(place) for place in range(self.count()))
        return tuple(column for column in order if not self.isSectionHidden(column))

    def place(self) -> None:
        """Put the fields under their headings and the corner at the right end."""
        top = self.head_height
        self._corner.setGeometry(self.width() - CORNER, 0, CORNER, self.height())
        self._corner.raise_()
        self._cover.setGeometry(0, top, self._frozen_width(), FIELD_ROW - 1)
        self._cover.setVisible(self.is_open and self._frozen_width() > 0)
        self._cover.raise_()
        first = next(iter(self.visible_columns()), -1)
        for column, one in self.fields.items():
            left, width = self.sectionViewportPosition(column), self.sectionSize(column)
            frozen = column == first and self._frozen_width() > 0
            one.setVisible(not self.isSectionHidden(column))
            one.setGeometry((0 if frozen else left) + 2, top + 4, max(24, width - 4), FIELD_ROW - 8)
            if frozen:
                one.raise_()
        self._corner.raise_()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), hint.height() + (FIELD_ROW if self.is_open else 0))

    def updateGeometries(self) -> None:
        self.setViewportMargins(0, 0, 0, FIELD_ROW if self.is_open else 0)
        super().updateGeometries()
        self.place()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        room = self.viewport().width() - CORNER
        if rect.left() < room < rect.right():
            rect = QRect(rect.left(), rect.top(), room - rect.left(), rect.height())
        super().paintSection(painter, rect, section)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if width := self._frozen_width():
            first = self.visible_columns()[0]
            painter = QPainter(self.viewport())
            self.paintSection(painter, QRect(0, 0, width, self.viewport().height()), first)
            painter.setPen(self.palette().mid().color())
            painter.drawLine(width - 1, 4, width - 1, self.viewport().height() - 5)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.is_held = True
        self._shift = -self.offset() if event.position().x() < self._frozen_width() else None
        super().mousePressEvent(self._shifted(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(self._shifted(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(self._shifted(event))
        self._shift = None
        self.is_held = False
        self.released.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.is_held = True
        self._shift = -self.offset() if event.position().x() < self._frozen_width() else None
        super().mouseDoubleClickEvent(self._shifted(event))

    def _shifted(self, event: QMouseEvent) -> QMouseEvent:
        """Over the heading that stays the mouse is where that heading would be without it."""
        if self._shift is None:
            return event
        at = event.position()
        at.setX(at.x() + self._shift)
        return QMouseEvent(
            event.type(), at, event.globalPosition(), event.button(), event.buttons(), event.modifiers()
        )

    def _scrolled(self) -> None:
        self.place()
        if self._frozen_width():
            self.viewport().update()

    def _build_corner(self) -> QFrame:
        corner = QFrame(self)
        corner.setProperty("role", "corner")
        layout = QVBoxLayout(corner)
        layout.setContentsMargins(1, 4, 1, 4)
        layout.setSpacing(0)
        self.menu_button: QToolButton = icon_button("more", "Columns and filters", self._ask_for_menu)
        self._lift = icon_button("close", "Lift all filters", self.lift_wanted.emit)
        self._lift.hide()
        for one in (self.menu_button, self._lift):
            one.setFixedSize(26, 26)
            one.setIconSize(QSize(16, 16))
            layout.addWidget(one)
        layout.insertStretch(1, 1)
        return corner

    def _ask_for_menu(self) -> None:
        self.menu_wanted.emit(-1, self.menu_button.mapToGlobal(QPoint(0, self.menu_button.height())))
