"""XML tables of Excel 2003 (SpreadsheetML), as many help desks export them: numbers and moments are what they say.

Read piece by piece without a tree; a document type or an entity of its own ends the reading.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from app.imports import limits
from app.imports.laid_out import LaidOutSheet, whole_number
from app.imports.refusals import CUT_OFF, DECLARES, NO_TABLE, TOO_DEEP, TOO_MANY_SHEETS

MOST_DEEP = 100
_BLOCK = 1 << 18
_BEFORE_EXCEL = 1901  # moments before are lengths of time: Excel counts them from the last day of 1899
_DAY_ZERO = datetime(1899, 12, 31)  # noqa: DTZ001 (cells have no time zone)
_LEAP = datetime(1900, 3, 1)  # noqa: DTZ001 (Excel counts a 29 February 1900)
_DAY = timedelta(days=1)
_ELAPSED = ("[h", "[m", "[s")


def xml_sheets(path: Path, tell: Callable[[int, int], None]) -> list[LaidOutSheet]:
    """The worksheets in their order; raises ValueError for anything that is no such file."""
    found, size, done = _Reader(), path.stat().st_size, 0
    parser = DefusedXMLParser(target=found, forbid_dtd=True)
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                parser.feed(block)
                done += len(block)
                tell(done, size)
        parser.close()
    except DefusedXmlException as error:
        raise ValueError(DECLARES) from error
    except (ParseError, LookupError, UnicodeError) as error:
        raise ValueError(CUT_OFF) from error
    if not found.sheets:
        raise ValueError(NO_TABLE)
    return found.sheets


@dataclass(slots=True)
class _Cell:
    column: int
    style: str
    formula: bool
    kind: str = ""  # of its data: Number | DateTime | Boolean | String | Error
    text: str = ""


class _Reader:
    """What the parser tells of, element by element; names count without their namespace."""

    def __init__(self) -> None:
        self.sheets: list[LaidOutSheet] = []
        self._path: list[str] = []
        self._row, self._column, self._skip = -1, 0, 0
        self._cell: _Cell | None = None
        self._texts: list[str] | None = None  # of the element that is being read
        self._length = 0
        self._style = ""
        self._formats: dict[str, str] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _local(tag)
        self._path.append(name)
        if len(self._path) > MOST_DEEP:
            raise ValueError(TOO_DEEP)
        given = {_local(key): value for key, value in attributes.items()}
        begin = {
            "Worksheet": self._begin_sheet,
            "Row": self._begin_row,
            "Cell": self._begin_cell,
            "Data": self._begin_data,
            "Style": self._begin_style,
            "NumberFormat": self._note_format,
            "Visible": self._begin_text,
        }.get(name)
        if begin is not None:
            begin(given)

    def data(self, text: str) -> None:
        if self._texts is not None:
            self._length += len(text)
            if self._length > limits.LARGEST_TEXT_CELL:
                raise ValueError("Cell limit")
            self._texts.append(text)

    def end(self, tag: str) -> None:
        name = self._path.pop()
        if name == "Data" and self._texts is not None and self._cell is not None:
            self._cell.text, self._texts = "".join(self._texts), None
        elif name == "Cell" and self._cell is not None:
            self._fill(self._cell)
            self._cell = None
        elif name == "Visible" and self._texts is not None:
            hidden, self._texts = "".join(self._texts).strip() != "SheetVisible", None
            if self.sheets:
                self.sheets[-1].hidden = hidden

    def close(self) -> None:
        """The parser asks for it."""

    def _begin_sheet(self, given: Mapping[str, str]) -> None:
        self.sheets.append(LaidOutSheet(given.get("Name") or f"Sheet {len(self.sheets) + 1}"))
        self._row, self._skip = -1, 0
        if len(self.sheets) > limits.MOST_SHEETS:
            raise ValueError(TOO_MANY_SHEETS)

    def _begin_row(self, given: Mapping[str, str]) -> None:
        self._row = max(self._row + 1 + self._skip, whole_number(given.get("Index"), 0) - 1)
        self._skip, self._column = whole_number(given.get("Span"), 0), 0

    def _begin_cell(self, given: Mapping[str, str]) -> None:
        if not self.sheets or self._row < 0:
            return
        column = max(self._column, whole_number(given.get("Index"), 0) - 1)
        across, down = (whole_number(given.get(name), 0) for name in ("MergeAcross", "MergeDown"))
        self.sheets[-1].merge(self._row, column, down, across)
        self._column = column + 1 + across
        self._cell = _Cell(column, given.get("StyleID", ""), "Formula" in given)

    def _begin_data(self, given: Mapping[str, str]) -> None:
        if self._cell is not None and "Comment" not in self._path:
            self._cell.kind = given.get("Type", "String")
            self._begin_text(given)

    def _begin_text(self, _given: Mapping[str, str]) -> None:
        self._texts, self._length = [], 0

    def _begin_style(self, given: Mapping[str, str]) -> None:
        self._style = given.get("ID", "")

    def _note_format(self, given: Mapping[str, str]) -> None:
        if self._style and len(self._formats) < limits.MOST_COLUMNS:
            self._formats[self._style] = given.get("Format", "")

    def _fill(self, cell: _Cell) -> None:
        sheet, shown_as = self.sheets[-1], self._formats.get(cell.style, "").casefold()
        value = _value(cell, any(sign in shown_as for sign in _ELAPSED))
        if value != "":
            sheet.put(self._row, cell.column, value)
        if isinstance(value, float):
            sheet.show_as_percent(self._row, cell.column, "%" in shown_as or shown_as == "percent")
        sheet.uncalculated = sheet.uncalculated or (cell.formula and not cell.kind)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _value(cell: _Cell, elapsed: bool) -> object:
    """The cell as what it says it is; as a text where it is not written so."""
    text = cell.text
    if cell.kind == "Number":
        return _number(text)
    if cell.kind == "DateTime":
        return _moment(text, elapsed)
    if cell.kind == "Boolean":
        return {"1": True, "0": False}.get(text.strip(), text)
    return "" if cell.kind == "Error" else text


def _number(text: str) -> float | str:
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text


def _moment(text: str, elapsed: bool) -> datetime | timedelta | str:
    """A moment on the clock on the wall, or a length of time."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    if moment.tzinfo is not None:
        return text
    if elapsed or moment.year < _BEFORE_EXCEL:
        return moment - _DAY_ZERO + (_DAY if moment >= _LEAP else timedelta())
    return moment
