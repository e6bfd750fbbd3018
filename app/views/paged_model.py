"""Rows read a page at a time in the background, so that a table of a million rows opens and scrolls at once.

The same columns, editing and copying as `RowsModel`; sorting and filtering are asked of the source.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar, overload

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.calc.filters import Filter, Kind
from app.calc.tally import Tally
from app.errors import Cancelled
from app.views.rows_model import Column, Index, RowsModel
from app.views.tasks import IsCancelled, Report, Tasks, Work
from app.views.widgets.picked import Picked

Row = TypeVar("Row")
PAGE = 200
KEPT = 60
READ_AT_ONCE = 1_000
COPIED = 2_000  # rows read at once for the clipboard
WAITING = "…"


@dataclass(frozen=True, slots=True)
class Source(Generic[Row]):
    """Where rows come from; all is called off the window's thread.

    `keys(order, descending)` names all rows in order ("" is the source's own order), `read` fetches some of them.
    `total` counts what there is without any filter; `sums` adds up a column of some rows in its unit.
    """

    keys: Callable[[str, bool], Sequence[int]]
    read: Callable[[Sequence[int]], Sequence[Row]]
    total: Callable[[], int] | None = None
    sums: Mapping[str, Callable[[Sequence[int]], Tally]] = field(
        default_factory=dict[str, Callable[[Sequence[int]], Tally]]
    )


class Pages(Sequence[Row | None], Generic[Row]):
    """As long as the whole, but only some pages are there; asking for another tells `missing`.

    After a change the pages before it serve as `stale` ones until the new have been read.
    """

    def __init__(
        self, keys: Sequence[int], missing: Callable[[int], None], before: "Pages[Row] | None" = None
    ) -> None:
        self.keys = keys
        self._missing = missing
        self._pages: dict[int, tuple[Row, ...]] = {}
        self._stale: dict[int, tuple[Row, ...]] = {**before._stale, **before._pages} if before else {}

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, place: int) -> Row | None: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row | None]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row | None] | None:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        number, within = divmod(place, PAGE)
        page = self._pages.get(number)
        if page is None:
            self._missing(number)
            page = self._stale.get(number, ())
        return page[within] if within < len(page) else None

    def __iter__(self) -> Iterator[Row | None]:
        """The rows that are there; walking a million missing ones helps nobody."""
        for number in sorted(self._pages):
            yield from self._pages[number]

    def keys_of(self, number: int) -> Sequence[int]:
        """The keys of a page."""
        return self.keys[number * PAGE : (number + 1) * PAGE]

    def keep(self, number: int, rows: Sequence[Row]) -> None:
        """Remember a page, forgetting the one kept longest when there are many."""
        self._pages.pop(number, None)
        self._stale.pop(number, None)
        self._pages[number] = tuple(rows)
        if len(self._pages) > KEPT:
            del self._pages[next(iter(self._pages))]


class PagedModel(RowsModel[Row], Generic[Row]):
    """A `RowsModel` over a `Source`; `orders` names what the source calls each column ("" cannot be sorted).

    Filters of columns are only told (`asked`), by those names: the page asks for a source that knows them.
    """

    loaded = Signal()
    asked = Signal(object)  # ((name, Filter), …)

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        orders: Sequence[str],
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, parent)
        self.source_key: object = None  # what the shown source was asked for, for the page to compare
        self._orders = tuple(orders)
        self._tasks = tasks
        self._source: Source[Row] | None = None
        self._wanted: list[int] = []
        self._reading = False
        self._generation = 0
        self._total = 0
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._read_next)

    def show_source(self, source: Source[Row]) -> None:
        """Replace the rows; the old ones stay until the new are counted and their first page is read."""
        self._source = source
        self._read_first(keep=False)

    def reload(self) -> None:
        """Read the same source again, after something changed; scrolling and selection stay."""
        self._read_first(keep=True)

    @property
    def total(self) -> int:
        return self._total

    @property
    def keys(self) -> Sequence[int]:
        """The keys of all rows in the order shown."""
        return self._shown.keys if isinstance(self._shown, Pages) else ()

    def all_rows(self) -> Iterable[Row]:
        """Every row in the order shown, read some at a time as the background walks them."""
        source, keys = self._source, self.keys
        starts = range(0, len(keys), READ_AT_ONCE) if source else ()
        return (row for at in starts for row in source.read(keys[at : at + READ_AT_ONCE]))  # pyright: ignore[reportOptionalMemberAccess]

    def known_row(self, index: Index | int) -> Row | None:
        """The row at a table row, or None while it is still being read."""
        place = index if isinstance(index, int) else index.row()
        return self._shown[place] if 0 <= place < len(self._shown) else None

    @property
    def tasks(self) -> Tasks:
        """The door for what a table does with more rows than are loaded."""
        return self._tasks

    @property
    def source(self) -> Source[Row] | None:
        """Where the shown rows come from."""
        return self._source

    def name_of(self, column: int) -> str:
        """What the source calls a column."""
        return self._orders[column] if 0 <= column < len(self._orders) else ""

    def summing(self, spans: Mapping[int, Sequence[tuple[int, int]]]) -> Work:
        """Work that adds up columns over stretches of rows, where the source can: {column: Tally}."""
        keys, source = self.keys, self._source
        sums = source.sums if source else {}
        known = {column: sums[self.name_of(column)] for column in spans if self.name_of(column) in sums}

        def work(_report: Report, _cancelled: IsCancelled) -> object:
            chosen = {column: [key for one in spans[column] for key in keys[slice(*one)]] for column in known}
            return {column: add(chosen[column]) for column, add in known.items()}

        return work

    def copying(self, picked: Picked) -> Work:
        """Work that reads the selected rows, loaded or not, and gives the text for the clipboard."""
        keys, source, columns = self.keys, self._source, picked.columns
        numbers = list(picked.rows()) if source else []

        def work(report: Report, cancelled: IsCancelled) -> object:
            lines = [self.heading_line(columns)]
            for first in range(0, len(numbers), COPIED):
                if cancelled():
                    raise Cancelled("Copying was stopped.")
                some = numbers[first : first + COPIED]
                assert source is not None
                lines += self._copied(source, picked, [keys[number] for number in some], some)
                report(first + len(some), len(numbers), "")
            return "\n".join(lines) + "\n"

        return work

    def filter_columns(self, filters: Mapping[int, Filter]) -> None:
        self._order.keep = {column: wanted for column, wanted in filters.items() if wanted}
        self.asked.emit(
            tuple((self.name_of(column), one) for column, one in sorted(self._order.keep.items()))
        )

    def kind_of(self, column: int) -> Kind:
        return self.columns[column].kind or "text"

    def sample(self, most: int) -> Sequence[Row]:
        shown = self._shown
        return [row for row in shown if row is not None][:most] if isinstance(shown, Pages) else ()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or self.known_row(index) is None:
            return WAITING if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        return super().data(index, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        return self.known_row(index) is not None and super().setData(index, value, role)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        known = 0 <= column < len(self._orders) and self._orders[column]
        self._order.column = column if known else -1
        self._order.descending = order == Qt.SortOrder.DescendingOrder
        self._arrange()

    def _copied(
        self, source: Source[Row], picked: Picked, keys: Sequence[int], numbers: Sequence[int]
    ) -> list[str]:
        """The lines of some rows; those gone meanwhile are left out."""
        rows, columns = source.read(keys), picked.columns
        if picked.is_even or len(rows) != len(numbers):
            return [self.line(row, columns) for row in rows]
        return [
            self.line(row, columns, lambda column, number=number: picked.has(number, column))
            for row, number in zip(rows, numbers, strict=True)
        ]

    def _arrange(self) -> None:
        self._read_first(keep=False)

    def _read_first(self, *, keep: bool) -> None:
        """Ask for all keys and the first page; with `keep` the rows on screen are first read again as they stand."""
        if self._source is None:
            return
        self._generation += 1
        if keep and isinstance(self._shown, Pages):
            self._show_pages(Pages(self._shown.keys, self._miss, self._shown))
        source, order, descending = self._source, *self._asked()

        def read(_report: Report, _cancelled: IsCancelled) -> object:
            keys = source.keys(order, descending)
            return keys, source.read(keys[:PAGE]), source.total() if source.total else len(keys)

        self._tasks.start(
            read, done=lambda answer: self._begin(answer, keep=keep), owner=self, key=f"rows {id(self)}"
        )

    def _begin(self, answer: object, *, keep: bool) -> None:
        keys, first, total = answer  # pyright: ignore[reportGeneralTypeIssues]
        before = self._shown if isinstance(self._shown, Pages) else None
        same = keep and before is not None and len(before) == len(keys)
        pages: Pages[Row] = Pages(keys, self._miss, before if same else None)
        pages.keep(0, first)
        self._generation += 1
        if same:
            self._show_pages(pages)
        else:
            self.beginResetModel()
            self._wanted.clear()
            self._shown = pages  # pyright: ignore[reportAttributeAccessIssue]
            self.endResetModel()
        self._total = total
        self.counted.emit(len(keys), total)
        self.loaded.emit()

    def _show_pages(self, pages: Pages[Row]) -> None:
        """As many rows as before, read again: scrolling and selection stay."""
        self._shown = pages  # pyright: ignore[reportAttributeAccessIssue]
        self._wanted.clear()
        if len(pages):
            self.dataChanged.emit(self.index(0, 0), self.index(len(pages) - 1, len(self.columns) - 1))

    def _asked(self) -> tuple[str, bool]:
        column = self._order.column
        return (self._orders[column] if column >= 0 else "", self._order.descending)

    def _miss(self, number: int) -> None:
        if number in self._wanted:
            return
        self._wanted.append(number)
        del self._wanted[:-4]  # what was scrolled past is no longer wanted
        self._timer.start()

    def _read_next(self) -> None:
        pages = self._shown
        if self._reading or not self._wanted or self._source is None or not isinstance(pages, Pages):
            return
        self._reading = True
        number, generation, source = self._wanted[-1], self._generation, self._source
        keys = pages.keys_of(number)

        def read(_report: Report, _cancelled: IsCancelled) -> object:
            return number, generation, source.read(keys)

        self._tasks.start(read, done=self._keep, failed=self._stop_reading, owner=self)

    def _keep(self, answer: object) -> None:
        number, generation, rows = answer  # pyright: ignore[reportGeneralTypeIssues]
        self._reading = False
        if number in self._wanted:
            self._wanted.remove(number)
        if generation == self._generation and isinstance(self._shown, Pages):
            self._shown.keep(number, rows)
            last = min((number + 1) * PAGE, len(self._shown)) - 1
            self.dataChanged.emit(self.index(number * PAGE, 0), self.index(last, len(self.columns) - 1))
        self._read_next()

    def _stop_reading(self, _error: Exception) -> None:
        self._reading = False
        self._wanted.clear()
