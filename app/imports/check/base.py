"""What a check of a kind is: it takes a sheet chunk by chunk and hands over rows, now or at the end."""

from collections.abc import Callable, Iterable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.imports.check.context import ChunkCheck
from app.imports.checked import Rows
from app.imports.columns import Ints

Statuses = NDArray[np.uint8]


class Checker(Protocol):
    """One sheet of one kind being checked."""

    def parts(self, check: ChunkCheck) -> Iterable[ChunkCheck]:
        """The chunk as it is, or cut into pieces that are checked one by one."""
        ...

    def take(self, check: ChunkCheck) -> tuple[Rows | None, int]:
        """Rows ready now, and how many source rows of the chunk were not blank."""
        ...

    def finish(self) -> Iterable[Rows]:
        """Rows that only the whole sheet gives."""
        ...

    def source_rows(self, rows: Ints, statuses: Statuses) -> tuple[Ints, Statuses]:
        """The sheet's own rows and what became of each, from the stored ones and what became of them."""
        ...


class Whole:
    """A chunk is checked in one go."""

    def parts(self, check: ChunkCheck) -> Iterable[ChunkCheck]:
        return (check,)


class RowByRow(Whole):
    """A kind in which each source row is one stored row."""

    def __init__(self, check: Callable[[ChunkCheck], tuple[Rows, int]]) -> None:
        self._check = check

    def take(self, check: ChunkCheck) -> tuple[Rows | None, int]:
        return self._check(check)

    def finish(self) -> Iterable[Rows]:
        return ()

    def source_rows(self, rows: Ints, statuses: Statuses) -> tuple[Ints, Statuses]:
        return rows, statuses
