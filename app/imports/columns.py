"""Columns of raw cells as a reader hands them over, and the chunks of rows they come in.

A column is held by kind of cell, never as one Python object per cell where that can be avoided: `tags` says what
each cell is, `texts`, `numbers` and `ticks` hold the values where the tag says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

EMPTY, TEXT, NUMBER, INSTANT, DURATION = 0, 1, 2, 3, 4

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Tags = NDArray[np.uint8]
_ValueT = TypeVar("_ValueT")


@dataclass(frozen=True, slots=True)
class Column:
    """Cells of one column. `tag` when all cells are of one kind, otherwise `tags` has one each.

    `texts` of cells that are not text are ""; `ticks` are microseconds: local wall clock since 1970 for
    instants, the length for durations. `clean`: the texts hold no control characters.
    """

    size: int
    tag: int | None
    tags: Tags | None = None
    texts: Sequence[str] | None = None
    numbers: Floats | None = None
    ticks: Ints | None = None
    clean: bool = False

    @staticmethod
    def of_texts(texts: Sequence[str], *, clean: bool = False) -> "Column":
        """A column of text cells; empty texts are empty cells."""
        return Column(len(texts), TEXT, texts=texts, clean=clean)

    @staticmethod
    def empty(size: int) -> "Column":
        """A column without any value."""
        return Column(size, EMPTY)

    def where(self, tag: int) -> Flags:
        """Which cells are of this kind."""
        if self.tag is not None:
            return np.full(self.size, self.tag == tag)
        assert self.tags is not None
        return self.tags == tag

    def shown(self, index: int) -> str:
        """One cell as a person would read it."""
        tag = self.tag if self.tag is not None else int(_there(self.tags)[index])
        if tag == TEXT:
            return _there(self.texts)[index]
        if tag == NUMBER:
            return f"{float(_there(self.numbers)[index]):.15g}"
        if tag == INSTANT:
            return (
                str(np.datetime64(int(_there(self.ticks)[index]), "us"))
                .replace("T", " ")
                .removesuffix(".000000")
            )
        if tag == DURATION:
            return _clock(int(_there(self.ticks)[index]))
        return ""

    def take(self, keep: Flags | Ints) -> "Column":
        """The cells at these places (a mask or indices), in that order."""
        places = np.flatnonzero(keep) if keep.dtype == np.bool_ else keep
        texts = None if self.texts is None else [self.texts[i] for i in places.tolist()]
        return Column(
            len(places),
            self.tag,
            None if self.tags is None else self.tags[places],
            texts,
            None if self.numbers is None else self.numbers[places],
            None if self.ticks is None else self.ticks[places],
            self.clean,
        )


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive rows of one sheet; `rows` are their numbers as the spreadsheet shows them (1-based)."""

    rows: Ints
    columns: tuple[Column, ...]

    @property
    def size(self) -> int:
        return len(self.rows)

    def column(self, index: int) -> Column:
        """The column at this place; one beyond the sheet is empty."""
        return self.columns[index] if 0 <= index < len(self.columns) else Column.empty(self.size)

    def take(self, keep: Flags | Ints) -> "Chunk":
        """The rows at these places (a mask or indices), in that order."""
        return Chunk(self.rows[keep], tuple(column.take(keep) for column in self.columns))

    def shown(self, index: int) -> tuple[str, ...]:
        """One row as a person would read it."""
        return tuple(column.shown(index) for column in self.columns)


def letter(index: int) -> str:
    """The spreadsheet's name of a column: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _clock(ticks: int) -> str:
    sign, ticks = ("-", -ticks) if ticks < 0 else ("", ticks)
    minutes, seconds = divmod(ticks // 1_000_000, 60)
    return f"{sign}{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _there(value: _ValueT | None) -> _ValueT:
    assert value is not None
    return value
