"""What a check of a kind is: it takes a sheet chunk by chunk and hands over rows, now or at the end."""

from collections.abc import Callable, Iterable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.imports.check.context import ChunkCheck
from app.imports.checked import Rows

Statuses = NDArray[np.uint8]
Tally = tuple[int, int, int]  # source rows that are new, duplicate, changed


class Checker(Protocol):
    """One sheet of one kind being checked."""

    def take(self, check: ChunkCheck) -> tuple[Rows | None, int]:
        """Rows ready now, and how many source rows of the chunk were not blank."""
        ...

    def finish(self) -> Iterable[Rows]:
        """Rows that only the whole sheet gives."""
        ...

    def tally(self, statuses: Statuses) -> Tally:
        """Source rows by what became of the stored rows they give."""
        ...


class RowByRow:
    """A kind in which each source row is one stored row."""

    def __init__(self, check: Callable[[ChunkCheck], tuple[Rows, int]]) -> None:
        self._check = check

    def take(self, check: ChunkCheck) -> tuple[Rows | None, int]:
        return self._check(check)

    def finish(self) -> Iterable[Rows]:
        return ()

    def tally(self, statuses: Statuses) -> Tally:
        counts = np.bincount(statuses, minlength=3)
        return int(counts[0]), int(counts[1]), int(counts[2])
