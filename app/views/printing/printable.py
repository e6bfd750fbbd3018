"""What a page prints: the table the person is at, with its columns in sight, its order and its filters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from app.errors import Cancelled, InputError
from app.views.rows_model import RowsModel, pasted
from app.views.tasks import IsCancelled, Report
from app.views.widgets.table import Table

MOST_ROWS = 50_000
AT_ONCE = 1_000
TOO_MANY = (
    "{count:,} rows would fill more than two thousand pages. Filter the table first, or copy it for Excel."
)

Cells = tuple[str, ...]
Read = Callable[[Report, IsCancelled], tuple[tuple[Cells, ...], str]]


@dataclass(frozen=True, slots=True)
class Printable:
    """A table to be printed: `told` are its filters in words, `columns` are titles and whether figures stand there.

    `read` gives the texts of all rows, and the same cells as Excel takes them; it is called off the window's thread.
    """

    title: str
    told: tuple[str, ...]
    columns: tuple[tuple[str, bool], ...]
    count: int
    read: Read


def table_at(page: QWidget) -> QTableView | None:
    """The table with the keyboard's focus, else the first from the top left; None where the page shows none."""
    seen = [table for table in page.findChildren(QTableView) if table.isVisible() and table.model()]
    focused = QApplication.focusWidget()
    at = next(
        (table for table in seen if focused and (table is focused or table.isAncestorOf(focused))), None
    )
    return at or min(seen, key=lambda table: _distance(table, page), default=None)


def _distance(table: QWidget, page: QWidget) -> int:
    place = table.mapTo(page, QPoint(0, 0))
    return place.x() + place.y()


def printable(table: QTableView, title: str, told: Sequence[str]) -> Printable:
    """The rows and columns that a table shows, as they stand now. Raises InputError where there are too many rows."""
    count = table.model().rowCount()
    if count > MOST_ROWS:
        raise InputError(TOO_MANY.format(count=count))
    columns = _columns_in_sight(table)
    heads = tuple((_heading(table, n), _holds_figures(table, n)) for n in columns)
    name = table.accessibleName()
    whole = f"{title} · {name}" if name and name != title else title
    read = _reading(table, columns, tuple(title for title, _ in heads))
    filters = table.told_filters() if isinstance(table, Table) else ()
    return Printable(whole, (*told, *filters), heads, count, read)


def _columns_in_sight(table: QTableView) -> list[int]:
    header = table.horizontalHeader()
    numbers = range(header.count())
    return sorted((n for n in numbers if not header.isSectionHidden(n)), key=header.visualIndex)


def _heading(table: QTableView, column: int) -> str:
    return str(table.model().headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole) or "")


def _holds_figures(table: QTableView, column: int) -> bool:
    return isinstance(table, Table) and table.rows_model.columns[column].align == "right"


def _reading(table: QTableView, columns: Sequence[int], heads: Cells) -> Read:
    if isinstance(table, Table):
        return _rows_of(table.rows_model, columns)
    model = table.model()  # a chart that is a table underneath: small, and read at once
    rows = tuple(
        tuple(str(model.index(row, column).data() or "") for column in columns)
        for row in range(model.rowCount())
    )
    lines = ["\t".join(pasted(cell) for cell in row) for row in (heads, *rows)]
    return lambda _report, _cancelled: (rows, "\n".join(lines) + "\n")


def _rows_of(model: RowsModel, columns: Sequence[int]) -> Read:
    """Reads every row, some at a time where they are not all at hand."""
    chosen = [model.columns[number] for number in columns]
    rows, count, heads = model.all_rows(), model.rowCount(), model.heading_line(columns)

    def read(report: Report, cancelled: IsCancelled) -> tuple[tuple[Cells, ...], str]:
        shown: list[Cells] = []
        lines = [heads]
        whole = iter(rows)
        while part := tuple(islice(whole, AT_ONCE)):
            if cancelled():
                raise Cancelled("Printing was stopped.")
            shown += [tuple(column.text(row) for column in chosen) for row in part]
            lines += [model.line(row, columns) for row in part]
            report(len(shown), count, "Reading the rows")
        return tuple(shown), "\n".join(lines) + "\n"

    return read
