"""Which cells of a table are selected, as stretches of rows: a million rows are one stretch, not a million indexes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelection


@dataclass(frozen=True, slots=True)
class Block:
    """Rows `first` to `last` and columns `left` to `right`, all included."""

    first: int
    last: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Picked:
    """The selected blocks, and the columns that are shown, from left to right."""

    blocks: tuple[Block, ...]
    shown: tuple[int, ...]

    @classmethod
    def of(cls, selection: QItemSelection, shown: Sequence[int]) -> "Picked":
        """What is selected of the shown columns."""
        blocks = (Block(one.top(), one.bottom(), one.left(), one.right()) for one in selection.toList())
        return cls(tuple(block for block in blocks if block.last >= block.first), tuple(shown))

    def spans(self, column: int | None = None) -> list[tuple[int, int]]:
        """The stretches of rows (first, after the last) with a selected cell, in that column if one is named."""
        merged: list[tuple[int, int]] = []
        for first, after in sorted((b.first, b.last + 1) for b in self.blocks if self._touches(b, column)):
            if merged and first <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(after, merged[-1][1]))
            else:
                merged.append((first, after))
        return merged

    def count(self, column: int | None = None) -> int:
        """How many rows have a selected cell."""
        return sum(after - first for first, after in self.spans(column))

    def rows(self, column: int | None = None) -> Iterator[int]:
        """Those rows, from top to bottom."""
        for first, after in self.spans(column):
            yield from range(first, after)

    @property
    def columns(self) -> tuple[int, ...]:
        """The shown columns with a selected cell."""
        return tuple(column for column in self.shown if any(self._touches(b, column) for b in self.blocks))

    @property
    def cells(self) -> int:
        """How many shown cells are selected."""
        return sum(self.count(column) for column in self.columns)

    def has(self, row: int, column: int) -> bool:
        """Whether a cell is selected."""
        return any(b.first <= row <= b.last and b.left <= column <= b.right for b in self.blocks)

    @property
    def is_even(self) -> bool:
        """Whether every row has the same cells selected."""
        return len({(b.left, b.right) for b in self.blocks}) <= 1

    def _touches(self, block: Block, column: int | None) -> bool:
        return column is None or block.left <= column <= block.right
