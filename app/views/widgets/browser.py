"""A list with its detail, read from the desk off the window's thread: adds, finds, keeps its place through refreshes.

What stands there stays until the new has been read; of two readings only the later one is shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.errors import AppError
from app.views.desk import Desk
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import EmptyState, button
from app.views.widgets.split import LIST_WIDTH, ListAndDetail
from app.views.widgets.table import Table


class Numbered(Protocol):
    """A row with an id."""

    @property
    def id(self) -> int: ...


Row = TypeVar("Row", bound=Numbered)


class Detail(QWidget):
    """What stands beside the list: shows one row, and starts with its first field when it is new.

    `again` asks for the same row once more, because the detail has chosen another part of it.
    """

    again = Signal()

    def reading(self, row: object) -> Callable[[], object] | None:
        """What reads the rest of a row for `show_row`, off the window's thread; None when the row says it all."""
        return None

    def show_row(self, row: object, rest: object) -> None:
        """Show one row of the list."""

    def start_editing(self) -> None:
        """Put the cursor where a new thing begins."""


@dataclass(frozen=True, slots=True)
class Saying:
    """The words of a browser: what it lists, its add button, and the empty page's sentence and picture."""

    one: str
    many: str
    add: str
    empty: str
    icon: str


class Browser(ListAndDetail[Row], Generic[Row]):
    """`read` gives all rows, on any thread; without it the page hands them over. `add` makes one and returns its id."""

    def __init__(
        self,
        desk: Desk,
        saying: Saying,
        columns: Sequence[Column[Row]],
        detail: Detail,
        read: Callable[[], tuple[Row, ...]] | None,
        add: Callable[[], int | None] | None,
        list_width: int = LIST_WIDTH,
    ) -> None:
        self.desk = desk
        self.detail = detail
        self._read = read
        self._add = add
        self._wanted: int | None = None
        self._is_new = False
        self._edited_first: int | None = None
        self._has_detail = False
        self.model = RowsModel(columns)
        table: Table[Row] = Table(self.model, saying.many.capitalize())
        table.keep_by(lambda row: row.id)
        self.add_button = self._add_button(saying, "primary" if add else "")
        empty = EmptyState(saying.icon, saying.empty, self._add_button(saying, "empty"))
        super().__init__(table, detail, empty, saying.one, saying.many, list_width)
        table.chosen.connect(self._read_detail)
        detail.again.connect(lambda: self._read_detail(self.table.current_row()))

    def refresh(self) -> None:
        """Read the rows again and stay where one was, or go to the row just added."""
        read = self._read
        if read is not None:
            self.desk.tasks.start(
                lambda _report, _cancelled: read(),
                done=self.show_rows,  # pyright: ignore[reportArgumentType]
                failed=self._fail,
                owner=self,
                key=f"list {id(self)}",
            )

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show these rows."""
        self.table.set_rows(rows)
        if self._wanted is not None:
            self._go_to_wanted()
        self.settle()

    def add_new(self) -> None:
        """Make a new row; when the news of it arrives it is chosen and its name can be typed."""
        if self._add is None:
            return
        self._is_new = True
        self._wanted = self.desk.attempt(self._add)

    def go_to(self, row_id: int) -> None:
        """Choose the row with this id, now or when it is next read."""
        self._is_new = False
        self._wanted = row_id
        self._go_to_wanted()

    def filter(self, text: str) -> None:
        """Keep the rows in which every word occurs."""
        current = self.table.current_row()
        self.model.filter(text)
        if current is None or not self.table.choose(lambda row: row.id == current.id):
            self.table.choose(lambda _row: True)
        self._choose(self.table.current_row())

    def _add_button(self, saying: Saying, place: str) -> QPushButton:
        add = button(saying.add, self.add_new, kind="primary", icon="add")
        add.setObjectName(f"add {saying.one} {place}".strip())
        add.setEnabled(self._add is not None and not self.desk.read_only)
        if self._add is None:
            add.hide()
        return add

    def _go_to_wanted(self) -> None:
        wanted = self._wanted
        if wanted is None or self.model.position(lambda row: row.id == wanted) < 0:
            return
        self._wanted = None
        if self._is_new:
            self._is_new = False
            self._edited_first = wanted
        self.table.choose(lambda row: row.id == wanted)

    def _choose(self, row: object) -> None:
        if row is None or self._has_detail:
            super()._choose(row)

    def _read_detail(self, row: object) -> None:
        if row is None:
            return
        reading = self.detail.reading(row)
        if reading is None:
            self.desk.tasks.drop(self._detail_key)
            self._show_detail(row, None)
            return
        self.desk.tasks.start(
            lambda _report, _cancelled: reading(),
            done=lambda rest: self._show_detail(row, rest),
            failed=self._fail,
            owner=self,
            key=self._detail_key,
        )

    @property
    def _detail_key(self) -> str:
        return f"detail {id(self)}"

    def _show_detail(self, row: object, rest: object) -> None:
        chosen = self.table.current_row()
        if chosen is None or chosen.id != row.id:  # pyright: ignore[reportAttributeAccessIssue]
            return
        self.detail.show_row(row, rest)
        self._has_detail = True
        self._choose(row)
        if self._edited_first == chosen.id:
            self._edited_first = None
            self.detail.start_editing()

    def _fail(self, error: AppError) -> None:
        self.desk.trouble.emit(str(error))
