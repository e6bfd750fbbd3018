"""One sheet of a workbook: typed cells, inert text, headers that stay, filters and print setup.

Every formula carries its value, so that a preview that calculates nothing is not blank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.reports import look
from app.reports.cell_text import FONT, LINE_HEIGHT, SIZE, lines_of, pixels
from app.reports.leaving import look_up
from app.reports.letters import clean
from app.reports.workbook import Format, Workbook, Worksheet, cell

FIRST_ROW = 4  # counted from 0, as everywhere here: title, subtitle, an empty row, the header
HEADER_ROW = FIRST_ROW - 1
UTC_FORMAT = "yyyy-mm-dd hh:mm:ss"
LOCAL_FORMAT = "ddd d mmm yyyy hh:mm"
MINUTES_FORMAT = "#,##0.0##"
LOCAL_END_FORMAT = "d mmm yyyy hh:mm"  # beside a beginning, most often on the same day
_LONGEST_TEXT = 32_767
_LONGEST_HEADER = 255
_TEXT, _QUOTED, _TIME, _NUMBER = "text", "quoted text", "time", "number"
_FORMULA_SIGNS = ("=", "+", "-", "@")
_HIGHEST_ROW = 409.0  # points, of Excel; of a longer text the cell holds the whole
_ROW_ROOM = 3.0  # points above and below the lines
_PAPERS = {"Letter": 1, "A4": 9}
_INCHES = {"Letter": 11.0, "A4": 11.69}  # across, in landscape
_SIDE = 0.4  # inches of a margin at the side
SMALLEST_PRINT = 0.6
"""How far a sheet may be made smaller to fit across a page and still be read."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the value it gives."""

    text: str
    value: float | str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its own number format."""

    value: float
    look: str


Value = str | int | float | datetime | Formula | Number | None


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a sheet: `look` is its number format, "" for text."""

    title: str
    width: float
    look: str = ""


@dataclass(slots=True)
class Book:
    """A workbook under construction with the formats made so far."""

    workbook: Workbook
    header: str
    footer: str
    paper: str
    accent: str = look.ACCENT
    formats: dict[tuple[tuple[str, object], ...], Format] = field(
        default_factory=dict[tuple[tuple[str, object], ...], Format]
    )
    sheets: list["Sheet"] = field(default_factory=list["Sheet"])

    def format(self, **properties: object) -> Format:
        """One format object for each set of properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            usual = {"valign": "top", "font_color": look.TEXT, "font_name": FONT, "font_size": SIZE}
            self.formats[key] = self.workbook.add_format({**usual, **properties})
        return self.formats[key]

    def name(self, name: str, sheet: str, column: int, rows: int) -> None:
        """Name the data cells of a column; `rows` may be 0, a name needs one cell all the same."""
        first, last = cell(FIRST_ROW, column), cell(FIRST_ROW + max(rows, 1) - 1, column)
        self.workbook.define_name(name, f"='{sheet}'!{first}:{last}")

    def set_print_areas(self) -> None:
        """Every sheet is printed from its title to its last row; asked for when all rows are there."""
        for each in self.sheets:
            each.paper.print_area(0, 0, max(each.row - 1, HEADER_ROW), each.printed - 1)


@dataclass(slots=True)
class Sheet:
    """A sheet with one table: rows are added below each other from FIRST_ROW on."""

    book: Book
    name: str
    fields: Sequence[Field]
    paper: Worksheet
    printed: int  # columns
    row: int = FIRST_ROW
    looks: dict[tuple[str, str], Format] = field(default_factory=dict[tuple[str, str], Format])

    def add(self, *values: Value) -> int:
        """Write one row; returns its number, counted from 0."""
        look_up()
        lines = 1
        for column, value in enumerate(values):
            each = self.fields[column]
            self.put(self.row, column, value, each.look)
            if isinstance(value, str):
                lines = max(lines, lines_of(value, each.width))
        if lines > 1:
            self.paper.set_row(self.row, row_height(lines))
        self.row += 1
        return self.row - 1

    def put(self, row: int, column: int, value: Value, number_format: str = "", /, **more: object) -> None:
        """Write one cell; text is written as text whatever it looks like."""
        match value:
            case None:
                return
            case str():
                shown = inert(value)
                kind = _QUOTED if shown.startswith(_FORMULA_SIGNS) else _TEXT
                self.paper.write_string(row, column, shown, self._look(row, kind, "", more))
            case datetime():
                self.paper.write_datetime(row, column, value, self._look(row, _TIME, number_format, more))
            case Formula():
                kind = _TEXT if isinstance(value.value, str) and not number_format else _NUMBER
                form = self._look(row, kind, value.look or number_format, more)
                self.paper.write_formula(row, column, value.text, form, value.value)
            case Number():
                self.paper.write_number(row, column, value.value, self._look(row, _NUMBER, value.look, more))
            case int() | float():
                self.paper.write_number(row, column, value, self._look(row, _NUMBER, number_format, more))

    def finish(self, empty: str = "") -> None:
        """Filter over the rows; without any the sheet says why, beside its first column, which formulas look at."""
        if self.row == FIRST_ROW and empty:
            self.put(self.row, 1, empty, text_wrap=False)
            self.row += 1
        last = max(self.row - 1, FIRST_ROW)
        self.paper.autofilter(HEADER_ROW, 0, last, len(self.fields) - 1)

    def colour_states(self, column: int, first_row: int = FIRST_ROW) -> None:
        """Verdicts of a column in their colours, also after the cell has been calculated again."""
        last = max(self.row - 1, first_row)
        for state in look.STATES.values():
            form = self.book.workbook.add_format({"font_color": state.colour, "bg_color": state.soft})
            rule = {"type": "text", "criteria": "begins with", "value": state.sign, "format": form}
            self.paper.conditional_format(first_row, column, last, column, rule)

    def _look(self, row: int, kind: str, number_format: str, more: Mapping[str, object]) -> Format:
        """The format of a cell; those of table rows are asked for thousands of times and kept."""
        if more or row < HEADER_ROW:
            return self.book.format(**{**_look_of(kind, number_format, row >= HEADER_ROW), **more})
        key = (kind, number_format)
        if key not in self.looks:
            self.looks[key] = self.book.format(**_look_of(kind, number_format, True))
        return self.looks[key]


def _look_of(kind: str, number_format: str, in_table: bool) -> dict[str, object]:
    """Text in tables and times stand off the figures before them."""
    if kind == _NUMBER:
        return {"num_format": number_format or "General"}
    if kind == _TIME:
        return {"num_format": number_format, "align": "left", "indent": 1}
    indent: dict[str, object] = {"indent": 1, "align": "left"} if in_table else {}
    return {"text_wrap": True, **indent, **({"quote_prefix": True} if kind == _QUOTED else {})}


def minutes_look(minutes: float) -> str:
    """The number format of minutes as documents show them: whole ones without a decimal."""
    return "#,##0" if float(minutes).is_integer() else "#,##0.0"


def inert(text: str) -> str:
    """Text that a cell can hold: no control characters, at most 32,767 of Excel's UTF-16 units."""
    shown = clean(text)
    if len(shown) <= _LONGEST_TEXT // 2:
        return shown
    units = shown.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST_TEXT:
        return shown
    return units[: 2 * (_LONGEST_TEXT - 1)].decode("utf-16-le", errors="ignore") + "…"


def row_height(lines: int) -> float:
    """Points of a row in which so many lines can be read, as far as Excel makes one."""
    return min(LINE_HEIGHT * lines + _ROW_ROOM, _HIGHEST_ROW)


def print_scale(widths: Sequence[float], paper: str) -> float:
    """How much smaller columns of these widths become where they fit across a page in landscape; at most 1."""
    across = (_INCHES[paper] - 2 * _SIDE) * 96
    return min(1.0, across / sum(map(pixels, widths)))


def add_sheet(
    book: Book,
    name: str,
    title: str,
    subtitle: str,
    fields: Sequence[Field],
    table: bool = True,
    unprinted: int = 0,
    scale: int = 0,
) -> Sheet:
    """A sheet with title, column widths and print setup; a table has its header row frozen and repeated.

    Printed it is one page wide, without as many columns at its right as are `unprinted`; a `scale` in percent is one
    in which it is, and lets page breaks be set.
    """
    paper = book.workbook.add_worksheet(name)
    sheet = Sheet(book, name, fields, paper, len(fields) - unprinted)
    book.sheets.append(sheet)
    sheet.put(0, 0, title, bold=True, font_size=14, font_color=book.accent, text_wrap=False)
    paper.set_tab_color(book.accent)
    paper.set_row(0, 24)
    sheet.put(1, 0, subtitle, font_color=look.MUTED, text_wrap=False)
    for column, each in enumerate(fields):
        paper.set_column(column, column, each.width)
        if each.title:
            align = "right" if each.look and "y" not in each.look else "left"
            sheet.put(HEADER_ROW, column, each.title, "", **_HEADER, align=align, indent=int(align == "left"))
    if table:
        paper.set_row(
            HEADER_ROW, row_height(max(lines_of(each.title, each.width, bold=True) for each in fields))
        )
        paper.freeze_panes(FIRST_ROW, 0)
        paper.repeat_rows(HEADER_ROW)
    paper.hide_gridlines(2)
    _set_up_print(book, paper, scale)
    return sheet


_HEADER: Mapping[str, object] = {
    "bold": True,
    "font_color": look.MUTED,
    "bottom": 1,
    "bottom_color": look.HAIRLINE,
    "valign": "bottom",
}


def _set_up_print(book: Book, paper: Worksheet, scale: int) -> None:
    paper.set_landscape()
    paper.set_paper(_PAPERS[book.paper])
    if scale:
        paper.set_print_scale(scale)
    else:
        paper.fit_to_pages(1, 0)
    paper.set_margins(left=_SIDE, right=_SIDE, top=0.75, bottom=0.75)
    paper.set_header(f"&L&9{_code_free(book.header)}"[:_LONGEST_HEADER])
    paper.set_footer(f"&L&8{_code_free(book.footer)}"[: _LONGEST_HEADER - 20] + "&R&8&P / &N")


def _code_free(text: str) -> str:
    """A header's own codes begin with &; a doubled one is the letter. A digit at the start would set the size."""
    return " " + " ".join(clean(text).split()).replace("&", "&&")[:100].rstrip("&")


def naive(moment: datetime) -> datetime:
    """The reading of the clock without its zone, as cells hold it."""
    return moment.replace(tzinfo=None)
