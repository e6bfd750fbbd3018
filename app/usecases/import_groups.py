"""The rows of a checked file by what becomes of them, read again from the file when somebody opens a group."""

from collections.abc import Iterator
from typing import Literal

import numpy as np

from app.imports.checked import CHANGED, DUPLICATE, NEW
from app.imports.columns import letter
from app.imports.files import Stop, stop_if
from app.imports.proposal import SheetProposal
from app.imports.reading import chunks
from app.usecases.import_checking import SHOWN, Checked, CheckedRow, settled_rows, source_rows

Group = Literal["new", "changed", "duplicate", "rejected"]
_STATUS = {"new": NEW, "changed": CHANGED, "duplicate": DUPLICATE}


def group_rows(checked: Checked, group: Group, *, cancelled: Stop | None = None) -> tuple[CheckedRow, ...]:
    """The first thousand rows of a group, in the order of the file; of figures across a sheet, each with its cell."""
    if group == "rejected":
        return checked.rejected.rows
    rows: list[CheckedRow] = []
    for result, numbers, statuses in source_rows(checked.sheets, checked.waiting, checked.settled):
        sheet = result.proposal
        wanted: list[tuple[int, str]] = [
            (number, "") for number in np.unique(numbers[statuses == _STATUS[group]])[:SHOWN].tolist()
        ]
        if sheet.periods:
            wanted = sorted(_cells(checked, sheet, _STATUS[group]))[:SHOWN]
        rows += _read(checked, sheet, wanted, cancelled)
    return tuple(rows[:SHOWN])


def _cells(checked: Checked, sheet: SheetProposal, status: int) -> Iterator[tuple[int, str]]:
    """Row and cell of every figure of a sheet with a column a month."""
    for rows, statuses, _ in settled_rows(checked):
        if rows.sheet == sheet.sheet:
            first, last = rows.columns["first_day"], rows.columns["last_day"]
            assert isinstance(first, list)
            assert isinstance(last, list)
            for place in np.flatnonzero(statuses == status).tolist():
                number = int(rows.rows[place])
                yield number, f"{letter(sheet.periods[f'{first[place]}/{last[place]}'])}{number}"


def _read(
    checked: Checked, sheet: SheetProposal, wanted: list[tuple[int, str]], cancelled: Stop | None
) -> Iterator[CheckedRow]:
    """The cells of these rows (in ascending order); the file is left as soon as the last one was found."""
    left = iter([*wanted, (0, "")])
    number, cell = next(left)
    for chunk in chunks(checked.source, sheet.sheet, sheet.header_row, cancelled) if wanted else ():
        stop_if(cancelled)
        last = int(chunk.rows[-1])
        while number and number <= last:
            place = int(np.searchsorted(chunk.rows, number))
            yield CheckedRow(sheet.name, number, cell, "", chunk.shown(place))
            number, cell = next(left)
        if not number:
            return
