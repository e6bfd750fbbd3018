"""What was dropped on the window: desks to open and spreadsheets to import; of anything else it is said why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData

DESK_ENDING = ".slm"
SHEET_ENDINGS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt"})
MESSAGE_ENDINGS = frozenset({".eml", ".msg"})


@dataclass(frozen=True, slots=True)
class Dropped:
    """The files of one drop that mean something to the program, and why the others do not."""

    desk: Path | None
    sheets: tuple[Path, ...]
    refusal: str = ""

    def __bool__(self) -> bool:
        return self.desk is not None or bool(self.sheets)

    def words(self, *, as_list: bool = False) -> str:
        """What letting go will do, or why it will do nothing; spreadsheets are imported or read as one list."""
        if self.sheets:
            first, count = self.sheets[0].name, len(self.sheets)
            if as_list:
                return f"Drop to read {first} as a list{'' if count == 1 else f', the first of {count}'}"
            return f"Drop to import {first if count == 1 else f'{count} spreadsheets'}"
        return f"Drop to open {self.desk.name}" if self.desk else self.refusal


def dropped(mime: QMimeData) -> Dropped:
    """Sort a drop's files by their endings, those in a folder included; spreadsheets go before a desk."""
    given = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    paths = [path for each in given for path in _inside(each)]
    desks = [path for path in paths if path.suffix.lower() == DESK_ENDING]
    sheets = tuple(path for path in paths if path.suffix.lower() in SHEET_ENDINGS)
    if desks or sheets or not mime.hasUrls():
        return Dropped(desks[0] if desks else None, sheets)
    return Dropped(None, (), _why_not(given))


def _inside(path: Path) -> Iterator[Path]:
    """The file itself; of a folder the spreadsheets in it by name. Only what has no known ending is looked at."""
    if path.suffix.lower() in {DESK_ENDING, *SHEET_ENDINGS} or not path.is_dir():
        yield path
        return
    try:
        yield from sorted(one for one in path.iterdir() if one.suffix.lower() in SHEET_ENDINGS)
    except OSError:  # a folder that may not be looked into holds nothing
        return


def _why_not(given: list[Path]) -> str:
    if not given:
        return "This lies on the web. Save it to a folder first, and drop the file."
    first = given[0]
    if first.is_dir():
        return f"There is no spreadsheet in the folder {first.name}."
    if first.suffix.lower() in MESSAGE_ENDINGS:
        return f"{first.name} is a message. Save the spreadsheet attached to it, and drop that."
    return f"{first.name} is neither a spreadsheet nor a desk."
