"""Printed, every sheet of the workbook is one page wide, can be read, and has its header row on every page."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from app.reports.content import Edition
from app.reports.excel import write_workbook
from app.reports.month import Month
from app.reports.pack import pack_content
from app.reports.sheet import SMALLEST_PRINT, print_scale
from tests.reports.libreoffice import convert, needs_libreoffice

TABLES = (
    "Levels",
    "SLAM chart",
    "Breaches",
    "Tickets by priority",
    "Trends",
    "Volumes",
    "Outages",
    "Tickets",
    "Ledger",
    "Minutes",
    "Chain",
    "Chain downtime",
)
PAPERS = {"A4": 9, "Letter": 1}
EDITIONS: tuple[Edition, ...] = ("customer", "internal")


def written(month: Month, folder: Path, edition: Edition = "internal", size: str = "A4") -> Path:
    path = folder / f"{edition} {size}.xlsx"
    write_workbook(month, edition, path, pack_content(month, edition), size)
    return path


def sheets(book: Workbook) -> list[Worksheet]:
    return [each for each in book.worksheets if isinstance(each, Worksheet)]


def printed(sheet: Worksheet) -> tuple[int, int]:
    """Columns and rows of the print area."""
    (area,) = sheet.print_area.split(",") if isinstance(sheet.print_area, str) else sheet.print_area
    last = sheet[area.rpartition(":")[2].replace("$", "")]
    return last.column, last.row


def widths(sheet: Worksheet, columns: int) -> list[float]:
    """Widths as Excel shows them; a file's include the five pixels beside seven a digit."""
    found = {
        at: each.width for each in sheet.column_dimensions.values() for at in range(each.min, each.max + 1)
    }
    return [found[at] - 5 / 7 for at in range(1, columns + 1)]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("size", PAPERS)
def test_every_sheet_is_one_page_wide_and_can_be_read(
    month: Month, tmp_path: Path, edition: Edition, size: str
) -> None:
    for sheet in sheets(openpyxl.load_workbook(written(month, tmp_path, edition, size))):
        columns, _ = printed(sheet)
        widest = print_scale(widths(sheet, columns), size)
        assert widest >= SMALLEST_PRINT, sheet.title
        assert sheet.page_setup.paperSize == PAPERS[size]
        assert sheet.page_setup.orientation == "landscape"
        if sheet.title == "Charts":
            assert sheet.page_setup.scale <= 100 * widest
        else:
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_what_is_printed_has_its_heads_its_number_and_all_its_rows(month: Month, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(month, tmp_path))
    for sheet in sheets(book):
        _, rows = printed(sheet)
        assert rows >= max(cell.row for row in sheet.iter_rows() for cell in row if cell.value is not None)
        assert "Retail · October 2026" in str(sheet.oddHeader.left.text)
        assert "&P / &N" in str(sheet.oddFooter.right.text).replace("[Page]", "&P").replace("&[Pages]", "&N")
    for name in TABLES:
        assert book[name].print_title_rows == "$4:$4", name


def test_only_times_in_utc_are_left_out_of_print(month: Month, tmp_path: Path) -> None:
    for sheet in sheets(openpyxl.load_workbook(written(month, tmp_path))):
        columns, _ = printed(sheet)
        left_out = [str(cell.value) for cell in sheet[4] if cell.value and cell.column > columns]
        assert all(each.endswith(" UTC") for each in left_out), sheet.title


@pytest.mark.parametrize("size", PAPERS)
@pytest.mark.parametrize("services", [1, 4, 60])
def test_no_page_break_cuts_a_chart(
    large: Callable[[int], Month], tmp_path: Path, size: str, services: int
) -> None:
    """Pages end where the breaks are, as no page is higher than the paper, and every chart is on one page."""
    sheet = openpyxl.load_workbook(written(large(services), tmp_path, size=size))["Charts"]
    ends = [each.id for each in sheet.row_breaks.brk]
    pages = list(pairwise([0, *ends, printed(sheet)[1]]))
    paper = {"A4": 8.27, "Letter": 8.5}[size] - sheet.page_margins.top - sheet.page_margins.bottom
    for first, last in pages:
        heights = [sheet.row_dimensions[row].height or 15 for row in range(first + 1, last + 1)]
        assert sum(heights) * sheet.page_setup.scale / 100 <= paper * 72
    for chart in sheet._charts:
        place = chart.anchor
        begin, end = place._from.row, place.to.row
        assert any(first <= begin and end < last for first, last in pages), (begin, end)
        assert place.to.col < printed(sheet)[0]


@needs_libreoffice
@pytest.mark.parametrize("size", PAPERS)
def test_libreoffice_prints_every_sheet_one_page_wide(month: Month, tmp_path: Path, size: str) -> None:
    """Every page of a table has the first and the last of its heads, and no sheet is missing."""
    path = written(month, tmp_path, size=size)
    book = openpyxl.load_workbook(path, data_only=True)
    found = pages_by_sheet(convert("pdf", tmp_path, path) / f"{path.stem}.pdf", sheets(book))
    assert list(found) == book.sheetnames
    for name in TABLES:
        columns, _ = printed(book[name])
        heads = [str(cell.value) for cell in book[name][4] if cell.value and cell.column <= columns]
        for number, page in enumerate(found[name], start=1):
            for word in f"{heads[0]} {heads[-1]}".split():
                assert word in page, (name, number, word)


def pages_by_sheet(path: Path, expected: list[Worksheet]) -> dict[str, list[str]]:
    """The pages' texts in one line each, by the sheets whose titles begin them."""
    found: dict[str, list[str]] = {}
    for page in PdfReader(path).pages:
        text = " ".join(page.extract_text().split())
        if len(found) < len(expected) and str(expected[len(found)]["A1"].value)[:40] in text:
            found[expected[len(found)].title] = []
        found[list(found)[-1]].append(text)
    return found
