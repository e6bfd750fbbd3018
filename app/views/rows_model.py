"""Tables of frozen rows: columns as data, sorting, filtering by column and copying to Excel.

The model knows rows and columns, never where they came from: editing calls what the column names.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import Any, Generic, Literal, TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from app.calc.filters import Filter, Kind
from app.errors import AppError
from app.views import icons, theme

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
Align = Literal["left", "right", "centre"]
Tally = Literal["sum", "mean", ""]  # what a selection of numbers is told as
FEW = 12  # different values that are still offered as a list
_LOOKED_AT = 50  # rows that tell what kind of values a column has

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "centre": Qt.AlignmentFlag.AlignCenter,
}


def shown(value: object) -> str:
    """A value as the tables write it; nothing is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, datetime):
        return f"{value:%a} {value.day} {value:%b %Y %H:%M}"
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, tuple | list):
        return ", ".join(shown(part) for part in value)
    return str(value)


def pasted(value: object) -> str:
    """A value as Excel should receive it: plain numbers, ISO dates, one line, never a formula."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date | int | float | Decimal) and not isinstance(value, bool):
        return str(value)
    text = " ".join(shown(value).split())
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: what a row's value is, how it is written, and what changes it."""

    title: str
    value: Callable[[Row], object]
    show: Callable[[Row], str] | None = None  # the text where it differs from the value's own
    align: Align = "left"
    width: int = 0  # pixels; 0 shares what is left over
    edit: Callable[[Row, str], object] | None = None  # changes the row to what was typed; may raise AppError
    choices: tuple[str, ...] = ()
    known: Callable[[], Sequence[str]] | None = None  # words suggested while typing
    tip: Callable[[Row], str] | None = None
    colour: Callable[[Row], str] | None = None  # the name of a theme colour
    icon: Callable[[Row], str] | None = None
    role: theme.TextRole = "body"
    zoned: bool = False  # times of the zone that the heading names
    kind: Kind | None = None  # how it is filtered; None is told by its values
    unit: str = ""  # of its numbers
    tally: Tally = "sum"
    whole: bool = False  # never shortened for want of room
    offers: Callable[[], Sequence[str]] | None = (
        None  # the few values there are, where not all rows are at hand
    )

    def text(self, row: Row) -> str:
        return self.show(row) if self.show else shown(self.value(row))


@dataclass(slots=True)
class _Order:
    column: int = -1
    descending: bool = False
    text: str = ""
    keep: dict[int, Filter] = field(default_factory=dict)


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Frozen rows in declared columns; filtering and sorting never touch the rows themselves."""

    refused = Signal(str)  # why an edit was not taken
    counted = Signal(int, int)  # shown rows, all rows

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.editable = True
        self.zone_below = False  # the heading names the time zone on a line of its own
        self._all: tuple[Row, ...] = ()
        self._shown: list[Row] = []
        self._order = _Order()
        self._zone = ""

    # What the page asks

    def set_rows(self, rows: Sequence[Row], key: Callable[[Row], object] | None = None) -> bool:
        """Show these rows, in the order and filter already chosen; whether their cells stayed the same cells.

        Rows that by `key` only changed or moved are renewed in place, so that a cell being edited stays open.
        """
        self._all = tuple(rows)
        if key is None or not self._renew(key):
            self._arrange()
            return False
        return True

    def row_at(self, index: Index | int) -> Row:
        """The row shown at a table row."""
        return self._shown[index if isinstance(index, int) else index.row()]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows as shown."""
        return tuple(self._shown)

    def all_rows(self) -> Iterable[Row]:
        """Every row as shown, in order, to be walked in the background."""
        return self.rows

    def name_zone(self, zone: str) -> None:
        """Name the time zone of the times shown in their heading."""
        if zone != self._zone:
            self._zone = zone
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    @property
    def total(self) -> int:
        """How many rows there are, filtered away or not."""
        return len(self._all)

    def position(self, matches: Callable[[Row], bool]) -> int:
        """The table row of the first row that matches; -1 when it is not shown."""
        return next((number for number, row in enumerate(self._shown) if matches(row)), -1)

    def filter(self, text: str) -> None:
        """Keep the rows with every word of `text` somewhere; the filters of columns stay."""
        self._order.text = text
        self._arrange()

    def filter_columns(self, filters: Mapping[int, Filter]) -> None:
        """Keep the rows whose columns fit their filters; the text looked for stays."""
        self._order.keep = {column: wanted for column, wanted in filters.items() if wanted}
        self._arrange()

    @property
    def narrowed(self) -> bool:
        """Whether a column's filter is in force."""
        return bool(self._order.keep)

    @property
    def zone(self) -> str:
        """The time zone of the times shown."""
        return self._zone or "UTC"

    def sample(self, most: int) -> Sequence[Row]:
        """Some of all rows, filtered away or not."""
        return self._all[:most]

    def kind_of(self, column: int) -> Kind:
        """How a column is filtered: as declared, or as its values are."""
        declared = self.columns[column]
        if declared.kind:
            return declared.kind
        values = (declared.value(row) for row in self.sample(_LOOKED_AT))
        value = next((one for one in values if one not in (None, "")), "")
        if isinstance(value, bool):
            return "text" if declared.show else "flag"
        if isinstance(value, int | float | Decimal):
            return "number" if declared.align == "right" or not declared.show else "text"
        return "moment" if isinstance(value, date) else "text"

    def offered(self, column: int) -> tuple[str, ...]:
        """What a column's filter offers to choose from: its values where they are few and come again."""
        declared, kind = self.columns[column], self.kind_of(column)
        if kind == "flag":
            return ("yes", "no")
        if declared.offers:
            return tuple(declared.offers())
        if kind != "text":
            return ()
        texts: set[str] = set()
        for row in self._all:
            texts |= {declared.text(row)} - {""}
            if len(texts) > min(FEW, len(self._all) // 2):
                return ()  # seen after a few rows, where there are many different ones
        return tuple(sorted(texts, key=_sort_key))

    def tsv(self, cells: Sequence[tuple[int, int]]) -> str:
        """The block around these (row, column) cells with its headers, as Excel pastes it."""
        chosen = set(cells)
        rows = sorted({row for row, _ in chosen})
        columns = sorted({column for _, column in chosen})
        lines = (self.line(self._shown[row], columns, lambda c, r=row: (r, c) in chosen) for row in rows)
        return "\n".join((self.heading_line(columns), *lines)) + "\n"

    def heading_line(self, columns: Sequence[int]) -> str:
        """The headings of these columns, as Excel takes them."""
        return "\t".join(self._heading(column) for column in columns)

    def line(self, row: Row, columns: Iterable[int], has: Callable[[int], bool] | None = None) -> str:
        """A row's cells as Excel takes them, times on the wall clock shown; empty what is not chosen."""
        values = (None if has and not has(column) else self.columns[column].value(row) for column in columns)
        return "\t".join(pasted(self._on_the_wall(value)) for value in values)

    def _on_the_wall(self, value: object) -> object:
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.astimezone(ZoneInfo(self.zone))
        return value

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        answer = _ANSWERS.get(role)
        return answer(self.columns[index.column()], self._shown[index.row()]) if answer else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole and self.zone_below:
            return self._heading(section).replace(" (", "\n(")
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._heading(section)
        return _ALIGN[self.columns[section].align] if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _heading(self, column: int) -> str:
        title = self.columns[column].title
        return f"{title} ({self._zone})" if self._zone and self.columns[column].zoned else title

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if self.editable and index.isValid() and self.columns[index.column()].edit:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row, column = self._shown[index.row()], self.columns[index.column()]
        if str(value) == _typed(column, row):
            return False
        reason = self._type(row, index.column(), str(value))
        if reason:
            self.refused.emit(reason)
        return not reason

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._order.column = column
        self._order.descending = order == Qt.SortOrder.DescendingOrder
        if not self._renew(id):  # the same rows in another order: what is chosen stays chosen
            self._arrange()

    # Below

    def _type(self, row: Row, column: int, text: str) -> str:
        """Change one cell; the reason when it was not taken."""
        edit = self.columns[column].edit if column < len(self.columns) else None
        if edit is None or not self.editable:
            return "this column cannot be edited here"
        try:
            edit(row, text.strip())
        except AppError as error:
            return str(error)
        return ""

    def _arrange(self) -> None:
        self.beginResetModel()
        self._shown = self._arranged()
        self.endResetModel()
        self.counted.emit(len(self._shown), len(self._all))

    def _arranged(self) -> list[Row]:
        """The rows that are kept, in the chosen order; blanks come last either way."""
        kept = [row for row in self._all if self._keeps(row)]
        if not 0 <= self._order.column < len(self.columns):
            return kept
        value = self.columns[self._order.column].value
        known = [row for row in kept if value(row) not in (None, "")]
        blank = [row for row in kept if value(row) in (None, "")]
        known.sort(key=lambda row: _sort_key(value(row)), reverse=self._order.descending)
        return known + blank

    def _renew(self, key: Callable[[Row], object]) -> bool:
        """Replace each shown row by its new self; False when some came or went."""
        arranged = self._arranged()
        before, after = [key(row) for row in self._shown], [key(row) for row in arranged]
        place = {mark: number for number, mark in enumerate(after)}
        if not place or len(place) != len(before) or place.keys() != set(before):
            return False
        if before == after:
            self._shown = arranged
        else:
            self.layoutAboutToBeChanged.emit()
            old = self.persistentIndexList()
            self._shown = arranged
            new = [self.index(place[before[index.row()]], index.column()) for index in old]
            self.changePersistentIndexList(old, new)
            self.layoutChanged.emit()
        self.dataChanged.emit(self.index(0, 0), self.index(len(arranged) - 1, len(self.columns) - 1))
        self.counted.emit(len(self._shown), len(self._all))
        return True

    def _keeps(self, row: Row) -> bool:
        words = self._order.text.casefold().split()
        if words:
            whole = " ".join(column.text(row) for column in self.columns).casefold()
            if not all(word in whole for word in words):
                return False
        return all(wanted.fits(self._asked_of(row, column)) for column, wanted in self._order.keep.items())

    def _asked_of(self, row: Row, column: int) -> object:
        """What the filter of a column looks at: of texts what is shown, of everything else the value."""
        declared = self.columns[column]
        return declared.text(row) if self._order.keep[column].kind == "text" else declared.value(row)


def _sort_key(value: Any) -> Any:
    """Texts whatever their case, the numbers in them by their size: "row 2" before "row 10"."""
    if isinstance(value, str):
        parts = _DIGITS.split(value.casefold())
        return tuple((int(part), "") if _DIGITS.fullmatch(part) else (-1, part) for part in parts if part)
    if isinstance(value, tuple | list):
        return tuple(_sort_key(str(part)) for part in value)
    return value


_DIGITS = re.compile(r"([0-9]{1,30})")


def _typed(column: Column[Row], row: Row) -> str:
    """What stands in the cell when its editor opens."""
    value = column.value(row)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _coloured(column: Column[Row], row: Row) -> object:
    name = column.colour(row) if column.colour else ""
    return QColor(getattr(theme.current(), name)) if name else None


def _picture(column: Column[Row], row: Row) -> object:
    name = column.icon(row) if column.icon else ""
    return icons.icon(name, column.colour(row) if column.colour else "muted") if name else None


_ANSWERS: dict[int, Callable[[Column, object], object]] = {
    Qt.ItemDataRole.DisplayRole: lambda column, row: column.text(row),
    Qt.ItemDataRole.AccessibleTextRole: lambda column, row: f"{column.title}: {column.text(row)}",
    Qt.ItemDataRole.EditRole: _typed,
    Qt.ItemDataRole.TextAlignmentRole: lambda column, _row: _ALIGN[column.align],
    Qt.ItemDataRole.ToolTipRole: lambda column, row: escape(
        column.tip(row) if column.tip else column.text(row)
    ),
    Qt.ItemDataRole.ForegroundRole: _coloured,
    Qt.ItemDataRole.DecorationRole: _picture,
    Qt.ItemDataRole.FontRole: lambda column, _row: None if column.role == "body" else theme.font(column.role),
}
