"""The rows of an opened group of the check: where each stands, why it was rejected, its cells by heading."""

from collections.abc import Sequence

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.usecases.import_checking import CheckedRow
from app.usecases.importing import Checked, Difference, field_words
from app.views import theme
from app.views.importing.job import letter
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import clear
from app.views.widgets.table import Table

MOST_COLUMNS = 40
CELL_WIDTH, WIDEST_CELL, WHY_WIDTH = 132, 260, 300
LOOKED_AT = 20  # rows that say how wide a column has to be
HEADING_ROOM = 28  # beside its words, for the margins and the sign of sorting


class OpenedGroup(QWidget):
    """One table at a time; `rows` is the table of the file's rows, `differences` that of what changes."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.rows: Table[CheckedRow] = Table(RowsModel((), self), "Rows of the file")
        self.differences: Table[Difference] = Table(RowsModel((), self), "What changes")

    def show_rows(self, checked: Checked, rows: tuple[CheckedRow, ...]) -> None:
        """Rows with the columns that have anything in them, under the headings of their sheet."""
        why = any(row.reason for row in rows)
        columns = (*_places(checked, rows, why=why), *_cells(_headings(checked), rows))
        height = 44 if why else 28
        self.rows = Table(RowsModel(columns, self), "Rows of the file", row_height=height)
        self.rows.setWordWrap(why)
        self._put(self.rows)
        self.rows.set_rows(rows)
        _widen(self.rows)

    def show_differences(self, checked: Checked) -> None:
        """Field by field, what is on the desk and what the file says instead."""
        sheets = (Column[Difference]("Sheet", lambda change: change.sheet, width=110),)
        names = (Column[Difference]("Of", lambda change: change.name, width=110),)
        columns = (
            *(sheets if len(checked.proposal.used) > 1 else ()),
            CHANGES[0],
            *(names if any(change.name for change in checked.differences) else ()),
            *CHANGES[1:],
        )
        self.differences = Table(RowsModel(columns, self), "What changes", row_height=28)
        self._put(self.differences)
        self.differences.set_rows(checked.differences)

    def _put(self, table: QWidget) -> None:
        clear(self._layout)
        self._layout.addWidget(table)


def _widen(table: Table[CheckedRow]) -> None:
    """Give what stands in the first rows its room, as the table draws it; reasons wrap in theirs."""
    table.ensurePolished()
    header = table.horizontalHeader()
    header.setResizeContentsPrecision(LOOKED_AT)
    for number, column in enumerate(table.rows_model.columns):
        if column.width and column.title != "Why":
            needed = min(WIDEST_CELL, table.sizeHintForColumn(number) + theme.GRID)
            header.resizeSection(number, max(header.sectionSize(number), needed))


def _places(checked: Checked, rows: Sequence[CheckedRow], *, why: bool) -> tuple[Column[CheckedRow], ...]:
    found: list[Column[CheckedRow]] = []
    if len(checked.proposal.used) > 1:
        found.append(Column("Sheet", lambda row: row.sheet, width=110))
    found.append(Column("Row", lambda row: row.row, align="right", width=64, tally=""))
    if any(row.cell for row in rows):
        found.append(Column("Cell", lambda row: row.cell, width=64))
    if why:
        found.append(Column("Why", lambda row: row.reason, width=WHY_WIDTH))
    return tuple(found)


def _cells(headings: Sequence[str], rows: Sequence[CheckedRow]) -> list[Column[CheckedRow]]:
    width = max((len(row.values) for row in rows), default=0)
    filled = [index for index in range(width) if any(_cell(row, index) for row in rows)][:MOST_COLUMNS]
    return [_column(index, headings, rows[:LOOKED_AT]) for index in filled]


def _column(index: int, headings: Sequence[str], rows: Sequence[CheckedRow]) -> Column[CheckedRow]:
    named = headings[index] if index < len(headings) else ""
    title = named or letter(index)
    longest = max((title, *(_cell(row, index) for row in rows)), key=len)
    needed = QFontMetrics(theme.font()).horizontalAdvance(longest) + HEADING_ROOM
    return Column(title, lambda row: _cell(row, index), width=min(WIDEST_CELL, max(CELL_WIDTH, needed)))


def _cell(row: CheckedRow, index: int) -> str:
    return " ".join(row.values[index].split()) if index < len(row.values) else ""


def _headings(checked: Checked) -> tuple[str, ...]:
    """The headings of the file's sheets where all have the same; else the columns go by their letters."""
    headings = {sheet.headers for sheet in checked.proposal.used}
    return headings.pop() if len(headings) == 1 else ()


CHANGES: tuple[Column[Difference], ...] = (
    Column("Row", lambda change: change.row, align="right", width=64, tally=""),
    Column("What", lambda change: field_words(change.field), width=150),
    Column("On the desk", lambda change: change.before),
    Column("In the file", lambda change: change.after),
)
