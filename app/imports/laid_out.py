"""A sheet put together cell by cell from a file of markup, bounded like any other and read like a workbook's.

Rows and columns count from 0. What goes beyond a limit raises ValueError with a sign that `refusals` knows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.imports import limits
from app.imports.formats import Formats, Share

BEYOND = "Cell limit"

Place = tuple[int, int]


@dataclass(slots=True)
class LaidOutSheet:
    """Cells are texts, numbers, truth values, moments or lengths; those that are not filled are ""."""

    name: str
    hidden: bool = False
    uncalculated: bool = False  # holds formulas without a value
    merged_cell_ranges: list[tuple[Place, Place]] = field(default_factory=list[tuple[Place, Place]])
    _rows: list[list[object]] = field(default_factory=list[list[object]])
    _width: int = 0
    _percent_columns: Share = field(default_factory=Share)
    _percent_rows: Share = field(default_factory=Share)

    @property
    def start(self) -> Place:
        """The first row and column."""
        return 0, 0

    @property
    def total_height(self) -> int:
        return len(self._rows)

    @property
    def formats(self) -> Formats:
        """Where numbers are mostly shown as percent."""
        return Formats(self._percent_columns.most(), self._percent_rows.most(), self.uncalculated)

    @property
    def is_empty(self) -> bool:
        return not any(cell != "" for row in self._rows for cell in row)

    def put(self, row: int, column: int, cell: object) -> None:
        """Fill a cell; "" only makes room for it."""
        if row >= limits.MOST_ROWS or column >= limits.MOST_COLUMNS:
            raise ValueError(BEYOND)
        if isinstance(cell, str) and len(cell) > limits.LARGEST_TEXT_CELL:
            raise ValueError(BEYOND)
        while len(self._rows) <= row:
            self._rows.append([])
        cells = self._rows[row]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = cell
        self._width = max(self._width, column + 1)
        if len(self._rows) * self._width > limits.MOST_CELLS:
            raise ValueError(BEYOND)

    def merge(self, row: int, column: int, down: int, across: int) -> None:
        """The cell stands for so many more rows and columns."""
        if down > 0 or across > 0:
            last = row + min(down, limits.MOST_ROWS), column + min(across, limits.MOST_COLUMNS)
            self.merged_cell_ranges.append(((row, column), last))

    def show_as_percent(self, row: int, column: int, shown: bool) -> None:
        """Note of a number whether it is shown as percent."""
        self._percent_columns.add(column, shown)
        self._percent_rows.add(row + 1, shown)

    def iter_rows(self) -> Iterator[list[object]]:
        """Every row, as wide as the widest."""
        return (row + [""] * (self._width - len(row)) for row in self._rows)


def whole_number(text: str | None, usual: int) -> int:
    """A count or place out of an attribute; `usual` where it is none."""
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 8 else usual
