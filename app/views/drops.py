"""What was dropped on the window: desks to open and spreadsheets to import; everything else is left alone."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData

DESK_ENDING = ".slm"
SHEET_ENDINGS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt"})


@dataclass(frozen=True, slots=True)
class Dropped:
    """The files of one drop that mean something to the program."""

    desk: Path | None
    sheets: tuple[Path, ...]

    def __bool__(self) -> bool:
        return self.desk is not None or bool(self.sheets)

    @property
    def words(self) -> str:
        """What letting go will do."""
        if self.sheets:
            count = len(self.sheets)
            return (
                f"Drop to import {self.sheets[0].name}"
                if count == 1
                else f"Drop to import {count} spreadsheets"
            )
        return f"Drop to open {self.desk.name}" if self.desk else ""


def dropped(mime: QMimeData) -> Dropped:
    """Sort a drop's files by their endings; spreadsheets go before a desk."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    desks = [path for path in paths if path.suffix.lower() == DESK_ENDING]
    sheets = tuple(path for path in paths if path.suffix.lower() in SHEET_ENDINGS)
    return Dropped(desks[0] if desks else None, sheets)
