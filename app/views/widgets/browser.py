"""A list with its detail, read from the desk: adds, finds, keeps its place through refreshes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from PySide6.QtWidgets import QPushButton, QWidget

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
    """What stands beside the list: shows one row, and starts with its first field when it is new."""

    def show_row(self, row: object) -> None:
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
    """`read` gives all rows; `add` makes one and returns its id."""

    def __init__(
        self,
        desk: Desk,
        saying: Saying,
        columns: Sequence[Column[Row]],
        detail: Detail,
        read: Callable[[], tuple[Row, ...]],
        add: Callable[[], int | None] | None,
        list_width: int = LIST_WIDTH,
    ) -> None:
        self.desk = desk
        self.detail = detail
        self._read = read
        self._add = add
        self._wanted: int | None = None
        self._is_new = False
        self.model = RowsModel(columns)
        table: Table[Row] = Table(self.model, saying.many.capitalize())
        table.keep_by(lambda row: row.id)
        self.add_button = self._add_button(saying, "primary" if add else "")
        empty = EmptyState(saying.icon, saying.empty, self._add_button(saying, "empty"))
        super().__init__(table, detail, empty, saying.one, saying.many, list_width)
        table.chosen.connect(self._show)

    def refresh(self) -> None:
        """Read the rows again and stay where one was, or go to the row just added."""
        self.table.set_rows(self._read())
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
        if self._wanted is None or not self.table.choose(lambda row: row.id == self._wanted):
            return
        self._wanted = None
        if self._is_new:
            self._is_new = False
            self.detail.start_editing()

    def _show(self, row: object) -> None:
        if row is not None:
            self.detail.show_row(row)
