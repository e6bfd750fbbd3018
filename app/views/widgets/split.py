"""List on the left, detail on the right: the shape of most pages, and an empty state when there is nothing."""

from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.views import theme
from app.views.widgets.basics import Card, EmptyState, label
from app.views.widgets.table import Table

Row = TypeVar("Row")
LIST_WIDTH = 352
LEAST_DETAIL = 490
DETAIL_WIDTH = 960  # wider lines are hard to read


class ListAndDetail(QStackedWidget, Generic[Row]):
    """`detail` is shown beside `table` while a row is chosen; `empty` while there are no rows at all."""

    def __init__(
        self,
        table: Table[Row],
        detail: QWidget,
        empty: EmptyState,
        one: str,
        many: str,
        list_width: int = LIST_WIDTH,
        least_detail: int = LEAST_DETAIL,
    ) -> None:
        super().__init__()
        self.table = table
        self._words = (one, many)
        self.count_label = label("", "caption", muted=True)
        self.count_label.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        detail.setMaximumWidth(DETAIL_WIDTH)
        self._right = QStackedWidget()
        self._right.addWidget(scrolled(detail))
        nothing = label("Nothing chosen.", muted=True)
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._right.addWidget(nothing)
        self._right.addWidget(QWidget())  # until there is something to choose
        self._right.setCurrentIndex(2)
        self.addWidget(self._split(list_width, least_detail))
        self.empty = Card()
        self.empty.body.addWidget(empty)
        self.addWidget(self.empty)
        table.rows_model.counted.connect(self._count)
        table.chosen.connect(self._choose)

    def settle(self) -> None:
        """After a refresh: choose the first row if none is chosen."""
        self.setCurrentIndex(0 if self.table.rows_model.total else 1)
        if self.table.current_row() is None and self.table.rows_model.rows:
            self.table.choose(lambda _row: True)
        self._choose(self.table.current_row())

    def _split(self, list_width: int, least_detail: int) -> QSplitter:
        left = Card(margin=1, spacing=0)
        left.body.addWidget(self.table, 1)
        left.body.addWidget(self.count_label)
        right = Card(margin=1, spacing=0)
        right.body.addWidget(self._right)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(theme.GAP)
        split.setChildrenCollapsible(False)
        left.setMinimumWidth(280)
        right.setMinimumWidth(least_detail)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setSizes([list_width, 900])
        return split

    def _count(self, shown: int, total: int) -> None:
        words = self._words[0] if total == 1 else self._words[1]
        self.count_label.setText(f"{total} {words}" if shown == total else f"{shown} of {total} {words}")

    def _choose(self, row: object) -> None:
        self._right.setCurrentIndex(1 if row is None else 0)


def scrolled(content: QWidget) -> QScrollArea:
    """`content` with a scroll bar when it is taller than its place."""
    area = QScrollArea()
    area.setAccessibleName("What was chosen")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    content.setProperty("role", "plain")
    area.setWidget(content)
    area.viewport().setProperty("role", "plain")
    area.viewport().setAutoFillBackground(False)
    return area


def detail_column() -> tuple[QWidget, QVBoxLayout]:
    """The widget and layout of a detail that reads from top to bottom."""
    content = QWidget()
    layout = QVBoxLayout(content)
    layout.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.MARGIN)
    layout.setSpacing(theme.MARGIN)
    return content, layout
