"""What a file turned out to be: its sheets, how to read them again, and its fingerprint.

The values are frozen; the temporary folder of a read workbook lives as long as its `SourceFile`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from app.errors import Cancelled
from app.imports.temporary import TemporaryFolder

Progress = Callable[[int, int, str], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class SourceSheet:
    """One sheet (a text file is one sheet): its size, and its first rows as a person would read them."""

    name: str
    hidden: bool
    rows: int
    columns: int
    preview: tuple[tuple[str, ...], ...]
    header_row: int = 0  # 1-based, the row that most likely names the columns; 0 when none does
    uncalculated: bool = False  # holds formulas that were never calculated
    percent_columns: frozenset[int] = frozenset()  # cells formatted as percent: 0.995 is shown as 99.5 %
    percent_rows: frozenset[int] = frozenset()  # rows (1-based) so formatted


@dataclass(frozen=True, slots=True)
class TextForm:
    """How a text file is written."""

    encoding: str
    delimiter: str
    quote: str = '"'
    skip_lines: int = 0


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that has been read and can be gone through again without opening a workbook twice."""

    path: Path
    name: str
    size: int
    sha256: str
    sheets: tuple[SourceSheet, ...]
    form: Literal["workbook", "text"]
    text: TextForm | None = None
    folder: TemporaryFolder | None = field(default=None, repr=False, compare=False)
    notes: tuple[str, ...] = ()
    called: str = ""  # what its source is called where the name does not tell


def stop_if(cancelled: Stop | None) -> None:
    """Raise Cancelled when the user asked for it."""
    if cancelled is not None and cancelled():
        raise Cancelled("Stopped; nothing was changed.")


def tell(progress: Progress | None, done: int, total: int, text: str) -> None:
    """Report progress where somebody listens."""
    if progress is not None:
        progress(done, total, text)
