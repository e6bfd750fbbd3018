"""A pack of twelve services, PDF and workbook, beside the same texts, lines and cells written raw.

The peer gets every text with its place, every line and every cell ready: it only has to write them.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from app.reports.excel import write_workbook
from app.reports.layout import laid_out
from app.reports.month import Month
from app.reports.pack import pack_content
from app.reports.page import Box, Line, Page, Text
from app.reports.page import Path as Shape
from app.reports.pdf import write_pdf
from app.reports.trend_charts import trend_items
from tests.reports.by_hand import october, till

Cells = dict[str, list[tuple[int, int, object]]]

SERVICES = 12
GROUP = "a pack of 12 services, PDF and workbook; goal ours ÷ raw ≤ 1.5"


@pytest.fixture(scope="module")
def month() -> Month:
    services = tuple(replace(till(), uid=f"s{n}", name=f"Service {n + 1}") for n in range(SERVICES))
    return replace(october(), services=services)


@pytest.mark.benchmark(group=GROUP)
def test_ours(benchmark: Callable[..., object], month: Month, tmp_path: Path) -> None:
    def pack() -> None:
        trend_items.cache_clear()  # every pack draws its own charts
        content = pack_content(month, "customer")
        write_pdf(content, tmp_path / "p.pdf")
        write_workbook(month, "customer", tmp_path / "p.xlsx", content)

    benchmark.pedantic(pack, rounds=8, warmup_rounds=1)  # pyright: ignore[reportFunctionMemberAccess]


@pytest.mark.benchmark(group=GROUP)
def test_raw(benchmark: Callable[..., object], month: Month, tmp_path: Path) -> None:
    content = pack_content(month, "customer")
    pages = laid_out(content)
    write_workbook(month, "customer", tmp_path / "p.xlsx", content)
    cells = _cells(tmp_path / "p.xlsx")

    def raw() -> None:
        _raw_pdf(pages, tmp_path / "raw.pdf")
        _raw_workbook(cells, tmp_path / "raw.xlsx")

    benchmark.pedantic(raw, rounds=8, warmup_rounds=1)  # pyright: ignore[reportFunctionMemberAccess]


@pytest.mark.benchmark(group="the SLAM chart page alone; goal ≤ 45 ms")
def test_a_chart(benchmark: Callable[..., object], month: Month, tmp_path: Path) -> None:
    content = pack_content(month, "customer")
    chart = replace(content, sections=tuple(each for each in content.sections if each.key == "slam"))
    benchmark.pedantic(write_pdf, (chart, tmp_path / "c.pdf"), rounds=8, warmup_rounds=1)  # pyright: ignore[reportFunctionMemberAccess]


def _raw_pdf(pages: tuple[Page, ...], path: Path) -> None:
    canvas = Canvas(str(path), pagesize=(pages[0].width, pages[0].height), pageCompression=1)
    for page in pages:
        for placed in page.placed:
            for item in placed.items:
                _raw_item(canvas, item, placed.x, page.height - placed.y)
        canvas.showPage()
    canvas.save()


def _raw_item(canvas: Canvas, item: object, x: float, top: float) -> None:
    match item:
        case Text():
            canvas.setFillColor(HexColor(item.colour))
            canvas.setFont("DejaVuSans-Bold" if item.bold else "DejaVuSans", item.size)
            canvas.drawString(x + item.x, top - item.y, item.text)
        case Box():
            canvas.setFillColor(HexColor(item.fill or "#FFFFFF"))
            canvas.rect(x + item.x, top - item.y - item.height, item.width, item.height, stroke=0, fill=1)
        case Line():
            canvas.line(x + item.x1, top - item.y1, x + item.x2, top - item.y2)
        case Shape():
            _raw_path(canvas, item, x, top)
        case _:
            pass


def _raw_path(canvas: Canvas, item: Shape, x: float, top: float) -> None:
    drawn = canvas.beginPath()
    for kind, at in item.steps:
        if kind == "M":
            drawn.moveTo(x + at[0], top - at[1])
        elif kind == "L":
            drawn.lineTo(x + at[0], top - at[1])
        elif kind == "C":
            drawn.curveTo(x + at[0], top - at[1], x + at[2], top - at[3], x + at[4], top - at[5])
        else:
            drawn.close()
    if item.fill:
        canvas.setFillColor(HexColor(item.fill))
    canvas.drawPath(drawn, stroke=int(bool(item.line)), fill=int(bool(item.fill)))


def _cells(path: Path) -> Cells:
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: [
            (cell.row - 1, cell.column - 1, cell.value)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        ]
        for sheet in book
    }


def _raw_workbook(cells: Cells, path: Path) -> None:
    # As ours, the parts of the workbook do not go through files of their own.
    options = {"default_date_format": "yyyy-mm-dd hh:mm:ss", "in_memory": True}
    book = xlsxwriter.Workbook(str(path), options)
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    for name, rows in cells.items():
        sheet = book.add_worksheet(name)
        for row, column, value in rows:
            sheet.write(row, column, value, None if hasattr(value, "hour") else plain)
    book.close()
