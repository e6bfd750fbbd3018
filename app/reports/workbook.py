"""What is used of XlsxWriter, with types; the library's own are incomplete. Nothing else imports it."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol, cast

from xlsxwriter.exceptions import XlsxWriterException  # pyright: ignore[reportMissingTypeStubs]
from xlsxwriter.utility import xl_rowcol_to_cell  # pyright: ignore[reportMissingTypeStubs]
from xlsxwriter.workbook import Workbook as _Workbook  # pyright: ignore[reportMissingTypeStubs]
from xlsxwriter.worksheet import RowInfo  # pyright: ignore[reportMissingTypeStubs]
from xlsxwriter.worksheet import Worksheet as _Worksheet  # pyright: ignore[reportMissingTypeStubs]

from app.reports.cell_text import FONT, USUAL_SIZE
from app.reports.leaving import look_up

Options = Mapping[str, object]
WriteError = XlsxWriterException

# Text stays text whatever it looks like; a time zone left on a time is a mistake of ours.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": False,
    "default_format_properties": {"font_name": FONT, "font_size": USUAL_SIZE},
}

_FUNCTION = re.compile(r"[\w.]+(?=\()")
_LONG_KNOWN = frozenset(
    ("ABS", "AND", "COUNTIF", "COUNTIFS", "IF", "INT", "ISNUMBER", "ROUND", "SUM", "SUMIFS", "SUMPRODUCT")
)


class Format(Protocol):
    """How a cell looks."""


class Chart(Protocol):
    """A chart of Excel's own over cells of the workbook."""

    def add_series(self, options: Options, /) -> None: ...
    def combine(self, chart: "Chart", /) -> None: ...
    def set_title(self, options: Options, /) -> None: ...
    def set_legend(self, options: Options, /) -> None: ...
    def set_x_axis(self, options: Options, /) -> None: ...
    def set_y_axis(self, options: Options, /) -> None: ...
    def set_size(self, options: Options, /) -> None: ...


class Worksheet(Protocol):
    """One sheet; rows and columns count from 0."""

    def write_string(self, row: int, column: int, text: str, look: Format, /) -> int: ...
    def write_number(self, row: int, column: int, number: float, look: Format, /) -> int: ...
    def write_datetime(self, row: int, column: int, moment: datetime, look: Format, /) -> int: ...
    def write_formula(self, row: int, column: int, text: str, look: Format, value: float | str, /) -> int: ...
    def merge_range(
        self, first_row: int, first: int, last_row: int, last: int, text: str, look: Format, /
    ) -> int: ...
    def set_column(self, first: int, last: int, width: float, /) -> int: ...
    def set_row(self, row: int, height: float, /) -> int: ...
    def freeze_panes(self, row: int, column: int, /) -> None: ...
    def autofilter(self, first_row: int, first: int, last_row: int, last: int, /) -> object: ...
    def conditional_format(
        self, first_row: int, first: int, last_row: int, last: int, rule: Options, /
    ) -> object: ...
    def set_landscape(self) -> None: ...
    def set_paper(self, kind: int, /) -> None: ...
    def fit_to_pages(self, wide: int, tall: int, /) -> None: ...
    def repeat_rows(self, row: int, /) -> None: ...
    def print_area(self, first_row: int, first: int, last_row: int, last: int, /) -> int: ...
    def set_print_scale(self, percent: int, /) -> None: ...
    def set_h_pagebreaks(self, rows: Sequence[int], /) -> None: ...
    def set_margins(self, left: float, right: float, top: float, bottom: float) -> None: ...
    def set_header(self, text: str, /) -> None: ...
    def set_footer(self, text: str, /) -> None: ...
    def hide_gridlines(self, option: int, /) -> None: ...
    def set_tab_color(self, colour: str, /) -> None: ...
    def insert_image(self, row: int, column: int, name: str, options: Options, /) -> int: ...
    def insert_chart(self, row: int, column: int, chart: Chart, options: Options, /) -> int: ...


class Workbook(Protocol):
    """A workbook under construction; `close` writes it."""

    def add_worksheet(self, name: str, /) -> Worksheet: ...
    def add_format(self, properties: Options, /) -> Format: ...
    def add_chart(self, options: Options, /) -> Chart: ...
    def define_name(self, name: str, formula: str, /) -> int: ...
    def set_properties(self, properties: Options, /) -> None: ...
    def close(self) -> None: ...


class _QuickWorksheet(_Worksheet):
    """Can be left between two rows, and leaves formulas of long known functions as they are: the library looks for
    dozens of newer ones in each.
    """

    def _write_row(
        self, row: int, spans: str | None, row_info: RowInfo | None = None, empty_row: bool = False
    ) -> None:
        look_up()
        super()._write_row(row, spans, row_info, empty_row)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        if _LONG_KNOWN.issuperset(_FUNCTION.findall(formula)) and "{" not in formula:
            return formula.removeprefix("=")
        whole = super()._prepare_formula(formula, expand_future_functions)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        return cast("str", whole)


def open_workbook(path: Path) -> Workbook:
    """A workbook that gives the same bytes for the same cells, once its creation date is set."""
    workbook = _Workbook(str(path), _OPTIONS)
    workbook.worksheet_class = _QuickWorksheet
    return cast("Workbook", workbook)


def cell(row: int, column: int) -> str:
    """A cell's name with both parts fixed: (4, 0) → "$A$5"."""
    return xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)


def letter(column: int) -> str:
    """The letters of a column: 0 → "A"."""
    return xl_rowcol_to_cell(0, column)[:-1]
