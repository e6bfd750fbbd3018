"""A table view whose columns can be filtered, chosen, moved and kept in view, and are as wide as what stands in them.

What a user changes about them is remembered by the window (`table_layout`), never by the desk.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QTableView

from app.calc.filters import Filter, Kind, read_filter
from app.errors import InputError
from app.views import theme
from app.views.rows_model import RowsModel
from app.views.widgets.filter_field import FilterField
from app.views.widgets.filter_header import CORNER, FilterHeader
from app.views.widgets.frozen import FrozenColumn
from app.views.widgets.table_layout import ARROW, MARGINS, PADDING, Layout, Need, memory_of, widths_for

FIELD_PADDING = 4  # beyond that of a heading, around the hint of a filter
MEASURED = 60  # rows; more would not fit on the screen
ICON = 24
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ASCENDING = Qt.SortOrder.AscendingOrder
_HORIZONTAL = Qt.Orientation.Horizontal
HINTS: dict[Kind, str] = {"text": "Contains", "number": "> 30", "moment": "oct 2026", "flag": "yes or no"}


class Columned(QTableView):
    """Everything a table does with its columns."""

    head_changed = Signal()  # the filter row was opened or closed

    def __init__(self, model: RowsModel[Any]) -> None:
        super().__init__()
        self.rows_model = model
        self._layout = Layout()
        self._restored = False
        self._needs: dict[int, int] = {}
        self._shared: dict[int, int] = {}  # the widths last given
        self._filters: dict[int, Filter] = {}
        self._keeps_by_itself = False
        self.frozen = FrozenColumn(self)
        self.header = FilterHeader(self, lambda: self.frozen.width)
        self.setModel(model)
        self.setHorizontalHeader(self.header)
        # Of its own, always empty: with the table's, Qt asks each of a million chosen rows whether a heading is chosen.
        self.header.setSelectionModel(QItemSelectionModel(self.model(), self.header))
        self.header.setDefaultAlignment(_LEFT)
        self.header.setSortIndicator(-1, _ASCENDING)
        self.header.setMinimumSectionSize(40)
        self._measuring = QTimer(self, singleShot=True, interval=0)
        self._measuring.timeout.connect(self.measure)
        self._listen()
        self.measure()

    # Filters

    def show_filters(self, column: int = -1) -> None:
        """Open the row of filters, with the keyboard in the field of a column."""
        if not self.header.is_open:
            self._open_filters()
        shown = self.header.visible_columns()
        if shown:
            self.header.fields[column if column in shown else shown[0]].setFocus()

    def hide_filters(self) -> None:
        """Close the row; a filter nobody sees does not go on filtering."""
        self.lift_filters()
        self.header.close_row()
        self._lay_head()
        self.setFocus()

    def toggle_filters(self) -> None:
        """Open the row or, when the keyboard is in it, close it."""
        fields = self.header.fields.values()
        if any(field.hasFocus() for field in fields):
            self.hide_filters()
        else:
            seen = (
                self.selectionBehavior() != self.SelectionBehavior.SelectRows
            )  # where one is in a row is not
            self.show_filters(self.currentIndex().column() if seen else -1)

    def lift_filters(self) -> None:
        """Show all rows again."""
        for field in self.header.fields.values():
            field.clear()
            field.understand("")
        if self._filters:
            self._filters = {}
            self._take_filters()

    def set_filter(self, column: int, text: str) -> None:
        """Filter a column, as if it had been typed."""
        if not self.header.is_open:
            self._open_filters()
        self.header.fields[column].set_text(text)

    @property
    def has_filters(self) -> bool:
        """Whether a column is filtered."""
        return bool(self._filters)

    def _open_filters(self) -> None:
        fields = {column: self._make_field(column) for column in self.header.visible_columns()}
        hidden = [column for column in self.all_columns() if column not in fields]
        self.header.open_row(fields | {column: self._make_field(column) for column in hidden})
        self.measure()
        self._lay_head()

    def _make_field(self, column: int) -> FilterField:
        def offers() -> tuple[str, ...]:
            return self.rows_model.offered(column)

        hint = "All" if offers() else HINTS[self.rows_model.kind_of(column)]
        field = FilterField(self.title_of(column), hint, offers, self.header)
        field.typed.connect(lambda: self._read_filter(column))
        field.left.connect(lambda: self._enter_table(column))
        field.entered.connect(lambda: self._bring_into_view(column))
        theme.dress(field)
        return field

    def _read_filter(self, column: int) -> None:
        field, zone = self.header.fields[column], self.rows_model.zone
        today = datetime.now(ZoneInfo(zone)).date()
        unit = self.rows_model.columns[column].unit
        wanted, trouble = None, ""
        try:
            wanted = read_filter(
                field.text(), self.rows_model.kind_of(column), zone=zone, today=today, unit=unit
            )
        except InputError as error:
            trouble = str(error)
        field.understand(trouble)
        before = dict(self._filters)
        self._filters.pop(column, None)
        if wanted:
            self._filters[column] = wanted
        if before != self._filters:
            self._take_filters()

    def _take_filters(self) -> None:
        self.header.mark_filters(bool(self._filters))
        self._narrow()
        self.viewport().update()

    def _narrow(self) -> None:
        """Filter the rows; a table that knows its rows stays on the current one."""
        self.rows_model.filter_columns(self._filters)

    def _enter_table(self, column: int) -> None:
        """From a field down into its column of the rows, so that Up leads back into it."""
        current = self.currentIndex()
        if not current.isValid() and self.rows_model.rowCount():
            self.setCurrentIndex(self.rows_model.index(0, column))
        elif current.isValid() and current.column() != column:
            self.selectionModel().setCurrentIndex(
                current.siblingAtColumn(column), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        self.setFocus()

    def _bring_into_view(self, column: int) -> None:
        """Scroll sideways until the field that has the keyboard is seen whole."""
        left, width = self.columnViewportPosition(column), self.columnWidth(column)
        bar, room, covered = self.horizontalScrollBar(), self.viewport().width(), self.frozen.width
        if column == self.frozen.column and covered:
            return
        if left < covered:
            bar.setValue(bar.value() + left - covered)
        elif left + width > room:
            bar.setValue(bar.value() + min(left - covered, left + width - room))

    def _lay_head(self) -> None:
        self.updateGeometries()
        self.head_changed.emit()

    def told_filters(self) -> tuple[str, ...]:
        """The filters in force as they were typed: "Minutes: >30"."""
        fields = self.header.fields
        return tuple(f"{self.title_of(n)}: {fields[n].text()}" for n in sorted(self._filters) if n in fields)

    # Which columns, and where

    def all_columns(self) -> tuple[int, ...]:
        """Every column from left to right, hidden or not."""
        return tuple(self.header.logicalIndex(place) for place in range(self.header.count()))

    def title_of(self, column: int) -> str:
        """The heading of a column."""
        return self.rows_model.columns[column].title

    def show_column(self, column: int, shown: bool = True) -> None:
        """Show or hide a column; its filter goes with it, and the last one stays."""
        if not shown and self.header.visible_columns() == (column,):
            return
        if not shown and column in self.header.fields:
            self.header.fields[column].set_text("")
        self.setColumnHidden(column, not shown)
        self.share_width()
        self._remember()

    def fit_columns(self) -> None:
        """Forget widths set by hand, and give each column what its texts need."""
        self._layout = replace(self._layout, widths={})
        self._needs = {}
        self.measure()
        self._remember()

    def reset_columns(self) -> None:
        """As the table came: all columns, in their order, with their widths."""
        for column in range(self.header.count()):
            self.setColumnHidden(column, False)
            self.header.moveSection(self.header.visualIndex(column), column)
        self._layout = Layout()
        self.frozen.wanted = self._keeps_by_itself
        self.fit_columns()

    def keep_first(self, wanted: bool = True) -> None:
        """Keep the first column in view while the others scroll sideways."""
        self.frozen.wanted = wanted
        self._remember()
        self.header.place()
        self.header.viewport().update()
        self.viewport().update()

    def start_keeping_first(self) -> None:
        """As `keep_first`, for a table that is too wide to be without it."""
        self._keeps_by_itself = True
        self.frozen.wanted = True

    @property
    def keeps_first(self) -> bool:
        return self.frozen.wanted

    # Widths

    def measure(self) -> None:
        """Look at what the columns need now."""
        rows = self.rows_model.sample(MEASURED)
        self.ensurePolished()
        for number in range(len(self.rows_model.columns)):
            self._needs[number] = self._need(number, rows)
        self.share_width()

    def share_width(self) -> None:
        """Give each column its place in the width there is; a width set by hand stays."""
        shown, fixed = self.header.visible_columns(), self.own_widths
        free = [number for number in shown if number not in fixed]
        needs = [self._need_of(number, self._head_need(number)) for number in free]
        if needs and shown[-1] == free[-1]:
            needs[-1] = self._need_of(shown[-1], self._head_need(shown[-1]) + CORNER)
        room = self.viewport().width() - sum(fixed.values())
        self.give_widths(fixed | dict(zip(free, widths_for(needs, room), strict=True)))

    def _need_of(self, number: int, head: int) -> Need:
        return Need(max(self._needs.get(number, 80), head), self._is_elastic(number), head)

    @property
    def own_widths(self) -> dict[int, int]:
        """The widths set by hand of the columns shown."""
        own = self._layout.widths
        return {n: own[self.title_of(n)] for n in self.header.visible_columns() if self.title_of(n) in own}

    def give_widths(self, widths: dict[int, int]) -> None:
        """Make the columns this wide."""
        self._shared = widths
        for number, width in widths.items():
            self.header.resizeSection(number, width)

    def _need(self, number: int, rows: Any) -> int:
        """What the widest of the texts takes that are at hand, at least what the heading does."""
        column = self.rows_model.columns[number]
        measure = QFontMetrics(
            self.font() if column.role == "body" else theme.font(column.role)
        ).horizontalAdvance
        widest = max(
            (measure(line) for row in rows for line in column.text(row)[:400].split("\n")), default=0
        )
        need = max(widest + MARGINS + (ICON if column.icon else 0), self._head_need(number) + ARROW)
        if not rows:
            return max(need, column.width)
        return min(need, max(column.width, 240)) if self.wordWrap() else need

    def _head_need(self, number: int) -> int:
        title = str(self.rows_model.headerData(number, _HORIZONTAL))
        field = self.header.fields.get(number)
        hint = self.fontMetrics().horizontalAdvance(field.placeholderText()) if field else 0
        return (
            max(hint + FIELD_PADDING, *map(self.fontMetrics().horizontalAdvance, title.split("\n"))) + PADDING
        )

    def _is_elastic(self, number: int) -> bool:
        column = self.rows_model.columns[number]
        return column.align == "left" and not column.whole and self.rows_model.kind_of(number) == "text"

    # Remembering

    def _listen(self) -> None:
        header, model = self.header, self.rows_model
        header.released.connect(self._take_by_hand)
        header.menu_wanted.connect(self._open_menu_at)
        header.lift_wanted.connect(self.lift_filters)
        model.modelReset.connect(self._measuring.start)
        model.headerDataChanged.connect(lambda *_: self._read_all_filters())

    def _open_menu_at(self, column: int, at: QPoint) -> None:
        self.open_menu(column, at)  # pyright: ignore[reportAttributeAccessIssue]

    def _read_all_filters(self) -> None:
        """The headings changed, and with them what the filters mean: the time zone is another."""
        for column in tuple(self._filters):
            self._read_filter(column)

    def _take_by_hand(self) -> None:
        """Keep the widths that are no longer what the table gave."""
        shared = self._shared
        changed = {
            self.title_of(number): self.header.sectionSize(number)
            for number in self.header.visible_columns()
            if shared.get(number, 0) != self.header.sectionSize(number)
        }
        self._layout = replace(self._layout, widths={**self._layout.widths, **changed})
        self._remember()

    def _remember(self) -> None:
        titles = [column.title for column in self.rows_model.columns]
        order = tuple(self.title_of(number) for number in self.all_columns())
        hidden = tuple(title for number, title in enumerate(titles) if self.isColumnHidden(number))
        frozen = None if self.frozen.wanted == self._keeps_by_itself else self.frozen.wanted
        self._layout = replace(
            self._layout, order=() if list(order) == titles else order, hidden=hidden, frozen=frozen
        )
        if memory := memory_of(self):
            memory.keep_layout(self._memory_key, self._layout.written())

    def _restore(self) -> None:
        """Lay the columns out as they were left, once the table stands in its window."""
        memory = memory_of(self)
        if memory is None:
            return
        self._restored = True
        titles = [column.title for column in self.rows_model.columns]
        self._layout = Layout.read(memory.layout(self._memory_key), titles)
        for place, title in enumerate(self._layout.order):
            self.header.moveSection(self.header.visualIndex(titles.index(title)), place)
        for title in self._layout.hidden:
            self.setColumnHidden(titles.index(title), True)
        if self._layout.frozen is not None:
            self.frozen.wanted = self._layout.frozen

    @property
    def _memory_key(self) -> str:
        """A name for the table that changes with its columns: what was kept for others is not taken for these."""
        titles = "|".join(column.title for column in self.rows_model.columns)
        return f"{self.accessibleName()} {crc32(titles.encode()):08x}"

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._restored:
            self._restore()
        self.measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_width()
        self.header.place()
