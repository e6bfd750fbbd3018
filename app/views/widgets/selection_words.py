"""What the status line says of a selection: how many rows or cells, and what the numbers among them come to."""

from collections.abc import Mapping
from typing import Any

from app.calc.tally import Tally
from app.calc.words import plural
from app.views.rows_model import RowsModel
from app.views.widgets.picked import Picked

MOST_NAMED = 4  # columns whose sums are told side by side


def told_columns(model: RowsModel[Any], picked: Picked, current: int) -> tuple[int, ...]:
    """The columns of numbers a selection is told of: the one the cursor stands in, or all there are."""
    numbers = tuple(
        column
        for column in picked.columns
        if model.columns[column].tally and model.kind_of(column) == "number"
    )
    return (current,) if current in numbers else numbers


def counted(picked: Picked, *, by_rows: bool) -> str:
    """ "12 rows" or "6 cells"; nothing for a single one."""
    count = picked.count() if by_rows else picked.cells
    return plural(count, "row" if by_rows else "cell") if count > 1 else ""


def words(model: RowsModel[Any], picked: Picked, tallies: Mapping[int, Tally], *, by_rows: bool) -> str:
    """ "6 cells · sum 214 min · mean 35.7 · count 6"; several columns are summed each by itself."""
    head = counted(picked, by_rows=by_rows)
    known = {column: tally for column, tally in tallies.items() if tally.count}
    if not head or not known:
        return head
    if len(known) == 1:
        column, tally = next(iter(known.items()))
        told = model.columns[column]
        named = "" if picked.columns == (column,) else f"{told.title}: "
        return f"{head} · {named}{tally.words(told.unit, summed=told.tally == 'sum')}"
    sums = [
        f"{model.columns[column].title}: {tally.sum_words(model.columns[column].unit)}"
        for column, tally in known.items()
        if model.columns[column].tally == "sum"
    ]
    return " · ".join([head, *sums[:MOST_NAMED]])
