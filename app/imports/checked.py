"""What checking found: rows ready to be stored, rows refused, and where they wait until the import is run.

Rows wait as columns, in memory while they are few and in a temporary file beyond that.
"""

import json
import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.imports.columns import Floats, Ints
from app.imports.hashing import Hashes
from app.imports.temporary import TemporaryFolder

NEW, DUPLICATE, CHANGED = 0, 1, 2
NONE = -(2**63)  # in a column of integers: no value

_KEPT_ROWS = 700_000  # rows held in memory before they go to the temporary file


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of few different words."""

    codes: NDArray[np.uint8]
    words: tuple[str | int | None, ...]


Values = Ints | Floats | Coded | Sequence[str]


@dataclass(frozen=True, slots=True)
class Events:
    """Steps of tickets: `parents` are places in the rows of tickets they come with, in ascending order."""

    parents: Ints
    rows: Ints
    at: Ints
    kinds: NDArray[np.uint8]
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class Rows:
    """Checked rows of one table, as columns. In integers NONE and in texts "" is no value.

    `subjects` are numbers of the file's subject texts, -1 for none.
    """

    sheet: int
    rows: Ints
    identity: Hashes
    content: Hashes
    subjects: Ints
    columns: Mapping[str, Values]
    table: str = "outages"
    events: Events | None = None

    @property
    def size(self) -> int:
        return len(self.rows)

    def part(self, start: int, end: int) -> "Rows":
        """The rows from `start` up to `end`, with their events."""
        columns = {name: _sliced(values, start, end) for name, values in self.columns.items()}
        events = self.events
        if events is not None:
            low, high = np.searchsorted(events.parents, (start, end)).tolist()
            events = Events(
                events.parents[low:high] - start,
                events.rows[low:high],
                events.at[low:high],
                events.kinds[low:high],
                events.values[low:high],
            )
        return Rows(
            self.sheet,
            self.rows[start:end],
            self.identity[start:end],
            self.content[start:end],
            self.subjects[start:end],
            columns,
            self.table,
            events,
        )


def _sliced(values: Values, start: int, end: int) -> Values:
    if isinstance(values, Coded):
        return Coded(values.codes[start:end], values.words)
    return values[start:end]


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that is not imported: its place, the cell at fault, why, and its cells as shown."""

    sheet: int
    row: int
    cell: str
    reason: str
    values: tuple[str, ...]


class Waiting:
    """Checked rows and rejections between the check and the import; the temporary file goes with it."""

    def __init__(self) -> None:
        self._folder = TemporaryFolder()
        self._kept: list[Rows] = []
        self._kept_rows = 0
        self._spilled = 0
        self._rejected = 0
        self._rejections = (Path(self._folder.name) / "rejected").open("w", encoding="utf-8")
        self.first_rejections: list[Rejection] = []

    def add(self, rows: Rows) -> None:
        """Keep checked rows; when they become many, all of them go to the temporary file."""
        self._kept.append(rows)
        self._kept_rows += rows.size
        if self._kept_rows > _KEPT_ROWS or self._spilled:
            for one in self._kept:
                # Our own file in our own folder, never one that came from outside.
                with self._part(self._spilled).open("wb") as stream:
                    pickle.dump(one, stream, protocol=5)
                self._spilled += 1
            self._kept.clear()

    def reject(self, rejection: Rejection) -> None:
        """Keep a refused row."""
        if len(self.first_rejections) < 1000:
            self.first_rejections.append(rejection)
        entry = (rejection.sheet, rejection.row, rejection.cell, rejection.reason, rejection.values)
        self._rejections.write(json.dumps(entry) + "\n")
        self._rejected += 1

    @property
    def rejected(self) -> int:
        return self._rejected

    def rows(self) -> Iterator[Rows]:
        """All checked rows, in the order they were added."""
        for number in range(self._spilled):
            with self._part(number).open("rb") as stream:
                yield pickle.load(stream)
        yield from self._kept

    def rejections(self) -> Iterator[Rejection]:
        """All refused rows."""
        self._rejections.flush()
        with (Path(self._folder.name) / "rejected").open(encoding="utf-8") as stream:
            for line in stream:
                sheet, row, cell, reason, values = json.loads(line)
                yield Rejection(sheet, row, cell, reason, tuple(values))

    def _part(self, number: int) -> Path:
        return Path(self._folder.name) / f"{number}.rows"

    def close(self) -> None:
        self._rejections.close()
        self._folder.cleanup()

    def __del__(self) -> None:
        self.close()
