"""Checking figures across a sheet: every filled cell under a month is one row read.

Each month's column is checked like a list of figures of its own, so that a cell is imported, duplicate or rejected
by itself; empty cells are told but are no rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from app.imports.across import days_of
from app.imports.check.base import Statuses
from app.imports.check.context import ChunkCheck
from app.imports.check.figures import SHARES, decimal_of, figure_rows, speaks_of_availability, ticks_of
from app.imports.checked import Rows
from app.imports.columns import Column, Flags, Ints
from app.imports.values.numbers import Numbers, numbers_of
from app.imports.values.texts import texts_of, tidy

READ = "Each filled cell under a month is counted as one row."
EMPTY = "{n} empty {cell|cells} under the months {holds|hold} no figure and {is|are} not counted."


class Month(ChunkCheck):
    """The rows of a chunk that have a figure in one month's column."""

    def __init__(self, whole: ChunkCheck, key: str, index: int, filled: Flags, shares: Flags) -> None:
        chunk = whole.chunk.take(filled)
        super().__init__(whole.sheet, chunk, {**whole.columns, "value": index})
        self.days = days_of(key)
        self.shares = shares[filled]

    def place(self, field: str) -> int:
        """What is counted here is the month's own cell."""
        return self.columns["value"]


class FiguresAcross:
    """One sheet; the months are those of its proposal."""

    def parts(self, check: ChunkCheck) -> Iterator[Month]:
        periods = check.sheet.proposal.periods
        filled = {key: _filled(check.chunk.column(index)) for key, index in periods.items()}
        shares = _shares(check, periods)
        rows = np.zeros(check.chunk.size, bool)
        for there in (*(_filled(check.column(name)) for name in check.columns), *filled.values()):
            rows |= there
        check.sheet.note(READ, 1)
        check.sheet.note(EMPTY, sum(int((rows & ~there).sum()) for there in filled.values()))
        for key, index in periods.items():
            if filled[key].any():
                yield Month(check, key, index, filled[key], shares)

    def take(self, check: ChunkCheck) -> tuple[Rows | None, int]:
        assert isinstance(check, Month)
        size = check.chunk.size
        first, last = (np.full(size, ticks_of(day), np.int64) for day in check.days)
        column = check.column("value")
        shown = [column.shown(place) for place in range(size)]
        wrong = np.fromiter((text.startswith("#") for text in shown), bool, size)
        check.problems.add(wrong, "value", "“{value}” is an error of the spreadsheet, not a figure.")
        shares = partial(_told_shares, check.shares)
        return figure_rows(check, first, last, np.ones(size, bool), _metrics(check), shares)

    def finish(self) -> tuple[Rows, ...]:
        return ()

    def source_rows(self, rows: Ints, statuses: Statuses) -> tuple[Ints, Statuses]:
        return rows, statuses


def _filled(column: Column) -> Flags:
    """Cells with anything in them; an error of the spreadsheet ("#REF!") is something, "n/a" and "-" are not."""
    texts = texts_of(column)
    errors = column.texts if column.texts is not None else texts
    return np.fromiter(
        (bool(text) or error.lstrip().startswith("#") for text, error in zip(texts, errors, strict=True)),
        bool,
        column.size,
    )


def _metrics(check: ChunkCheck) -> Sequence[str]:
    """What is measured in each row: as its own column says, else as the whole sheet is named."""
    usual = check.sheet.proposal.figure or "value"
    said = check.texts("metric") if check.has("metric") else [""] * check.chunk.size
    return [tidy(text) or usual for text in said]


def _shares(check: ChunkCheck, periods: Mapping[str, int]) -> Flags:
    """Rows whose numbers are shares of one: shown as percent, or an availability of at most one in every month."""
    names = _metrics(check)
    metrics = np.array(names, dtype=np.str_)
    whole = np.isin(check.chunk.rows, list(check.sheet.percent_rows))
    columns = [numbers_of(check.chunk.column(index), decimal_of(check)) for index in periods.values()]
    for metric in filter(speaks_of_availability, dict.fromkeys(names)):
        rows = metrics == metric
        plain = [value.values[value.known & ~value.percent & rows & ~whole] for value in columns]
        told = np.concatenate(plain)
        if len(told) and bool((told <= 1).all()):
            whole |= rows
            check.sheet.note(SHARES, len(told))
    return whole


def _told_shares(shares: Flags, check: ChunkCheck, value: Numbers, _metrics: Sequence[str]) -> Sequence[bool]:
    return (shares & value.known & ~value.percent).tolist()
