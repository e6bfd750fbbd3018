"""The lines a selection puts on the clipboard, from rows that are at hand."""

from collections.abc import Iterator
from typing import Any

from app.views.rows_model import RowsModel
from app.views.widgets.picked import Picked


def copied_lines(model: RowsModel[Any], picked: Picked) -> Iterator[str]:
    """The headings and then a line for every row, in the order the columns stand; what is not selected is empty."""
    columns = picked.columns
    yield model.heading_line(columns)
    for row in picked.rows():
        has = None if picked.is_even else lambda column, row=row: picked.has(row, column)
        yield model.line(model.row_at(row), columns, has)
