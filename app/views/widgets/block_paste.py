"""Lets a block copied in Excel be pasted over a table from the current cell on, as one step.

The block falls on the columns in sight, in the order in which they stand. One copied cell fills the current column
of every selected row.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from app.errors import AppError
from app.usecases.importing import brings_measurements
from app.usecases.pasted_cells import PastedRow
from app.views.desk import Desk
from app.views.rows_model import Column
from app.views.widgets.paste_strip import Block, PasteStrip, Pasting, read_block
from app.views.widgets.table import Table

Ids = Callable[[], Sequence[int]]


class BlockPaste(QObject):
    """Reads what is pasted into `table` and hands it to its strip, which is to stand under the table.

    `ids` are those of the rows as shown. `failed` says why a block cannot be read at all. With `leaves_imports`
    a block that begins with the headings of measurements is left to the page.
    """

    failed = Signal(str)

    def __init__(
        self, desk: Desk, table: Table, pasting: Pasting, ids: Ids, *, leaves_imports: bool = False
    ) -> None:
        super().__init__(table)
        self._table = table
        self._pasting = pasting
        self._ids = ids
        self._leaves_imports = leaves_imports
        columns: Sequence[Column] = table.rows_model.columns
        self.strip = PasteStrip(desk, pasting, [column.title for column in columns])
        table.takes_blocks = True
        table.block_wanted = self._wants
        table.block_offered.connect(self.offer)

    def offer(self, text: str, row: int, column: int) -> None:
        """Read a block that is to fall on this cell and those right of it and below."""
        if not self._table.rows_model.editable:
            return
        columns = self._columns()
        fields = [self._pasting.fields[number] for number in columns]
        titles = [self._table.rows_model.columns[number].title for number in columns]
        place = columns.index(column) if column in columns else 0
        try:
            block = read_block(text, self._ids()[row:], place, fields, titles)
        except AppError as error:
            self.failed.emit(str(error))
            return
        self.strip.offer(self._spread(block))

    def offer_below(self) -> None:
        """Paste what was copied as new rows, from the first column on."""
        columns = self._columns()
        self.offer(QGuiApplication.clipboard().text(), len(self._ids()), columns[0] if columns else 0)

    def _wants(self, text: str, column: int) -> bool:
        """Where a cell takes nothing, and where whole measurements were copied, the page has its turn."""
        if not self._leaves_imports:
            return True
        return bool(self._pasting.fields[column]) and not brings_measurements(text)

    def _columns(self) -> list[int]:
        """The columns in sight, from left to right."""
        header = self._table.horizontalHeader()
        numbers = range(header.count())
        return sorted((n for n in numbers if not header.isSectionHidden(n)), key=header.visualIndex)

    def _spread(self, block: Block) -> Block:
        """One cell on several selected rows falls on each of them."""
        selected = list(self._table.picked.rows())
        if len(block.rows) != 1 or len(block.rows[0].cells) != 1 or len(selected) < 2:
            return block
        ids = self._ids()
        return Block(tuple(PastedRow(ids[n], block.rows[0].cells) for n in selected), block.left_out)
