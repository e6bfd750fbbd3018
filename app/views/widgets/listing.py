"""A small table inside a detail: as tall as its rows, edited in its cells, with Add and Remove beside its title."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy

from app.errors import AppError
from app.views.desk import Desk
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import Section, button, icon_button, label
from app.views.widgets.block_paste import BlockPaste
from app.views.widgets.paste_strip import PasteStrip, Pasting
from app.views.widgets.table import Table

MOST_ROWS = 14
ROW_HEIGHT = 32


class Numbered(Protocol):
    """A row with an id."""

    @property
    def id(self) -> int: ...


Row = TypeVar("Row", bound=Numbered)


@dataclass(frozen=True, slots=True)
class Words:
    """What a listing says: its title, the empty sentence, and its two verbs."""

    title: str
    empty: str
    add: str = ""
    remove: str = ""


class Listing(Section, Generic[Row]):
    """`add` makes a row and returns its id, whose first cell is then edited; `remove` takes one away."""

    opened = Signal(object)

    def __init__(
        self,
        words: Words,
        columns: Sequence[Column[Row]],
        add: Callable[[], int | None] | None = None,
        remove: Callable[[Row], object] | None = None,
    ) -> None:
        self._add_row = add
        self._remove_row = remove
        self._pasting: Pasting | None = None
        self._blocks: BlockPaste | None = None
        self.strip: PasteStrip | None = None
        self.add_button = button(words.add or "Add", self.add_new, kind="quiet", icon="add")
        self.remove_button = icon_button("remove", words.remove or "Remove", self.remove_chosen)
        self.paste_button = button("Paste rows", self.paste_below, kind="quiet", icon="copy")
        self.paste_button.setToolTip(
            "Cells copied in Excel, below the last row; Ctrl+V in a cell pastes from there"
        )
        self.paste_button.hide()
        super().__init__(words.title, self.remove_button, self.paste_button, self.add_button)
        self._writable = True
        self._wanted: int | None = None
        self.model = RowsModel(columns)
        self.table: Table[Row] = Table(self.model, words.title, row_height=ROW_HEIGHT)
        self.table.keep_by(lambda row: row.id)
        if any(column.edit for column in columns):
            self.table.by_cell()
        self.empty = label(words.empty, muted=True, wrap=True)
        self.error = label("", "caption", tone="error", wrap=True)
        for widget in (self.table, self.empty, self.error):
            self.body.addWidget(widget)
        self._dress()
        self._connect()

    def take_blocks(self, desk: Desk, pasting: Pasting) -> None:
        """Let blocks from Excel be pasted as one step, rows beyond the last as new ones."""
        self._pasting = pasting
        self._blocks = BlockPaste(desk, self.table, pasting, lambda: [row.id for row in self.model.rows])
        self._blocks.failed.connect(self.show_error)
        self.table.block_offered.connect(lambda *_: self.show_error(""))
        self.strip = self._blocks.strip
        self.body.addWidget(self.strip)
        self._enable()

    def paste_below(self) -> None:
        """Paste what was copied as new rows."""
        if self._blocks is not None:
            self.show_error("")
            self._blocks.offer_below()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; a row just added is opened for editing."""
        self.table.set_rows(tuple(rows))
        if self.strip is not None:
            self.strip.settle()
        self.error.hide()
        self._fit()
        if self._wanted is not None and self.table.choose(lambda row: row.id == self._wanted):
            self._wanted = None
            self.table.setFocus()
            if self.model.flags(self.table.currentIndex()) & Qt.ItemFlag.ItemIsEditable:
                self.table.edit(self.table.currentIndex())

    def set_writable(self, writable: bool) -> None:
        """Allow or forbid changes."""
        self._writable = writable
        self.model.editable = writable
        self._enable()

    def add_new(self) -> None:
        """Make a row; it is edited as soon as it is shown."""
        if self._add_row:
            self._wanted = self._try(self._add_row)

    def remove_chosen(self) -> None:
        """Take the chosen row away."""
        row = self.table.current_row()
        if row is not None and self._remove_row:
            remove = self._remove_row
            self._try(lambda: remove(row))

    def show_error(self, text: str) -> None:
        """An error right under the table."""
        self.error.setText(text)
        self.error.setVisible(bool(text))

    def _dress(self) -> None:
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.error.hide()
        self._fit()
        self._enable()

    def _connect(self) -> None:
        self.model.refused.connect(self.show_error)
        self.model.counted.connect(lambda *_: self._fit())
        self.table.head_changed.connect(self._fit)
        self.table.chosen.connect(lambda _row: self._enable())
        self.table.opened.connect(self.opened.emit)

    def _try(self, run: Callable[[], int | object | None]) -> int | None:
        self.show_error("")
        try:
            made = run()
        except AppError as error:
            self.show_error(str(error))
            return None
        return made if isinstance(made, int) else None

    def _fit(self) -> None:
        rows = len(self.model.rows)
        self.table.setVisible(self.model.total > 0)
        self.empty.setVisible(self.model.total == 0)
        shown = max(1, min(rows, MOST_ROWS))
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + shown * ROW_HEIGHT + 2)
        many = rows > MOST_ROWS
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if many else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.table.setVerticalScrollBarPolicy(policy)
        self._enable()

    def _enable(self) -> None:
        self.add_button.setVisible(self._add_row is not None and self._writable)
        adds = self._pasting is not None and self._pasting.adds
        self.paste_button.setVisible(adds and self._writable)
        chosen = self.table.current_row() is not None
        self.remove_button.setVisible(self._remove_row is not None and self._writable and chosen)
