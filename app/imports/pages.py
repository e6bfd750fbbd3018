"""Web pages named as workbooks, as many help desks export them: every table is a sheet, its cells are texts.

The page is gone through with Python's own parser: nothing is fetched, no script runs, entities are those of HTML.
A table inside a cell is a sheet of its own.
"""

import codecs
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from app.imports import limits
from app.imports.laid_out import LaidOutSheet, whole_number
from app.imports.refusals import NO_TABLE, TOO_DEEP, TOO_MANY_SHEETS

MOST_NESTED = 40  # tables inside tables
_WIDEST, _TALLEST = 1_000, 65_534  # what HTML lets a cell span
_BLOCK = 1 << 18
_CHARSET = re.compile(rb"""<meta\b[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I)
_UNSEEN = frozenset({"script", "style"})
_WESTERN = frozenset({"ascii", "iso8859-1"})  # browsers read cp1252 for both, and so does who writes them
_LINES = frozenset({"br", "p", "div", "li"})
_SPACE = re.compile(r"[^\S\n]+")

Attributes = Sequence[tuple[str, str | None]]


@dataclass(slots=True)
class _Cell:
    row: int
    column: int
    texts: list[str] = field(default_factory=list[str])
    length: int = 0


@dataclass(slots=True)
class _Table:
    """A table that is still open."""

    sheet: LaidOutSheet
    row: int = -1
    column: int = 0
    cell: _Cell | None = None
    spanned: dict[int, int] = field(
        default_factory=dict[int, int]
    )  # column → the last row a cell above fills


def page_sheets(path: Path, tell: Callable[[int, int], None]) -> list[LaidOutSheet]:
    """The tables with anything in them, in the order in which they begin; raises ValueError where there is none."""
    reader, size, done = _Reader(), path.stat().st_size, 0
    with path.open("rb") as stream:
        head = stream.read(4096)
        decoder = codecs.getincrementaldecoder(_encoding(path, head))("replace")
        block = head
        while block:
            _feed(reader, decoder.decode(block))
            done += len(block)
            tell(done, size)
            block = stream.read(_BLOCK)
        _feed(reader, decoder.decode(b"", True))
    reader.finish()
    found = [sheet for sheet in reader.sheets if not sheet.is_empty]
    if not found:
        raise ValueError(NO_TABLE)
    if len(found) > limits.MOST_SHEETS:
        raise ValueError(TOO_MANY_SHEETS)
    for number, sheet in enumerate(found, start=1):
        sheet.name = f"Table {number}"
    return found


def _feed(reader: "_Reader", text: str) -> None:
    try:
        reader.feed(text)
    except (AssertionError, RecursionError) as error:  # the parser's words for declarations it does not know
        raise ValueError(str(error)) from error


def _encoding(path: Path, head: bytes) -> str:
    """What the page says of itself; else UTF-8 where it is that, and the Western code page."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return name
    if told := _CHARSET.search(head):
        known = _text_encoding(told[1].decode("ascii", "replace"))
        if known and not known.startswith(
            "utf-16"
        ):  # the marks above would have told; it was read as ASCII here
            return "cp1252" if known in _WESTERN else known
    return "utf-8" if _is_utf8(path) else "cp1252"


def _text_encoding(name: str) -> str:
    """The codec of this name, if it is one between bytes and texts."""
    try:
        found = codecs.lookup(name)
        found.incrementaldecoder("replace").decode(b"a", True).casefold()  # pyright: ignore[reportOptionalCall]
    except (LookupError, ValueError, TypeError, AttributeError):
        return ""
    return found.name


def _is_utf8(path: Path) -> bool:
    check = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                check.decode(block)
            check.decode(b"", True)
    except UnicodeError:
        return False
    return True


class _Reader(HTMLParser):
    """Follows tables, rows and cells; rows and cells need not be closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[LaidOutSheet] = []
        self._open: list[_Table] = []
        self._unseen = ""  # the element that is open and shows nothing of what it holds

    def finish(self) -> None:
        """Close what the page left open."""
        try:
            self.close()
        except (AssertionError, RecursionError) as error:
            raise ValueError(str(error)) from error
        while self._open:
            self._end_table()

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self._unseen = tag if tag in _UNSEEN else ""
        if tag == "table":
            self._begin_table()
        elif not self._open:
            return
        elif tag == "tr":
            self._begin_row()
        elif tag in ("td", "th"):
            self._begin_cell(attrs)
        elif tag in _LINES:
            self._say("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = ""
        if not self._open:
            return
        if tag == "table":
            self._end_table()
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag in _LINES and tag != "br":
            self._say("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._say(data.replace("\r\n", " ").replace("\n", " ").replace("\r", " "))

    def unknown_decl(self, data: str) -> None:
        """Conditional sections of Office say nothing that is shown."""

    def _say(self, text: str) -> None:
        cell = self._open[-1].cell if self._open else None
        if cell is not None:
            cell.length += len(text)
            if cell.length <= limits.LARGEST_TEXT_CELL:
                cell.texts.append(text)

    def _begin_table(self) -> None:
        if len(self._open) >= MOST_NESTED:
            raise ValueError(TOO_DEEP)
        sheet = LaidOutSheet("")
        self.sheets.append(sheet)
        self._open.append(_Table(sheet))
        if len(self.sheets) > limits.MOST_PARTS:
            raise ValueError(TOO_MANY_SHEETS)

    def _end_table(self) -> None:
        self._end_cell()
        self._open.pop()

    def _begin_row(self) -> None:
        self._end_cell()
        table = self._open[-1]
        table.row, table.column = table.row + 1, 0

    def _begin_cell(self, attrs: Attributes) -> None:
        self._end_cell()
        table = self._open[-1]
        if table.row < 0:
            table.row = 0
        while table.spanned.get(table.column, -1) >= table.row:
            table.column += 1
        given = dict(attrs)
        across = max(1, min(whole_number(given.get("colspan"), 1), _WIDEST))
        down = max(1, min(whole_number(given.get("rowspan"), 1), _TALLEST))
        table.cell = _Cell(table.row, table.column)
        table.sheet.put(table.row, table.column + across - 1, "")
        table.sheet.merge(table.row, table.column, down - 1, across - 1)
        if down > 1:
            table.spanned |= dict.fromkeys(range(table.column, table.column + across), table.row + down - 1)
        table.column += across

    def _end_cell(self) -> None:
        table = self._open[-1]
        cell, table.cell = table.cell, None
        if cell is not None:
            table.sheet.put(cell.row, cell.column, _tidy("".join(cell.texts)))


def _tidy(text: str) -> str:
    """As a browser shows it: runs of spaces are one, lines without anything are none."""
    lines = (_SPACE.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(filter(None, lines))
