"""A figure's drawing arrives on the page as texts, lines, boxes and paths, whatever the names in it look like."""

import math
from pathlib import Path as FilePath

import pytest
from pypdf import PdfReader

from app.reports import letters, look
from app.reports.content import Trend, TrendPoint, TrendRow
from app.reports.drawing import drawn, new_figure
from app.reports.layout import laid_out
from app.reports.month import Month
from app.reports.pack import pack_content
from app.reports.page import Box, Line, Path, Text
from app.reports.pdf import write_pdf
from app.reports.trend_charts import trend_items

WIDTH = 493.0


def a_trend(values: list[float | None], names: str = "Achieved, %") -> Trend:
    points = tuple(
        TrendPoint(
            (f"P{at}", "2026"),
            verdict="no data" if value is None else "missed" if value < 99.5 else "met",
            level=value,
            level_shown="" if value is None else f"{value:.2f}",
            agreed=99.5,
            amount=None if value is None else 100 - value,
            amount_shown="" if value is None else "7",
            limit=0.5,
            restated=at == 1,
        )
        for at, value in enumerate(values)
    )
    row = TrendRow("Breaks", tuple("1" for _ in values))
    return Trend("Till", names, "≥ 99.5 %", points, "Said.", "Downtime, min", (row,))


def test_a_figure_becomes_shapes_and_texts() -> None:
    figure = new_figure(200, 100)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, 10)
    axes.set_ylim(0, 10)
    axes.plot([0, 10], [0, 10], color="#112233", linewidth=2)
    axes.bar([5], [5], width=2, color="#B3261E")
    axes.plot([0, 1, 2], [1, math.nan, 3], color="#112233")
    items = drawn(figure)
    line = next(item for item in items if isinstance(item, Line))
    assert (line.x1, line.y1, line.x2, line.y2, line.colour, line.width) == (0, 100, 200, 0, "#112233", 2)
    box = next(item for item in items if isinstance(item, Box) and item.fill == "#B3261E")
    assert (box.x, box.y, box.width, box.height) == (80, 50, 40, 50)


@pytest.mark.parametrize("name", ["Ba$$in", "_hidden", "$x^2$", r"\frac{1}", "AT&T <b>", "漢字 łódź"])
def test_names_are_text_and_stay_whole(name: str) -> None:
    height, items = trend_items(a_trend([99.9, 99.0, 99.8], name), WIDTH, look.ACCENT)
    assert name in [item.text for item in items if isinstance(item, Text)]
    assert height > 0


def test_everything_stands_inside_the_chart() -> None:
    height, items = trend_items(a_trend([99.9, 12.0, None, 100.0, *[99.6] * 8]), WIDTH, look.ACCENT)
    for item in items:
        match item:
            case Text():
                assert item.x >= -0.5
                assert item.x + letters.width(item.text, item.size, item.bold) <= WIDTH + 0.5
                assert 0 <= item.y <= height
            case Box():
                assert item.x >= 0
                assert item.x + item.width <= WIDTH
            case Path():
                assert all(-0.5 <= n <= WIDTH + 0.5 for kind, at in item.steps for n in at[::2])
            case _:
                pass


def test_no_data_is_a_gap_with_its_sign() -> None:
    _, items = trend_items(a_trend([99.9, None, 99.8, 99.7]), WIDTH, look.ACCENT)
    assert look.STATES["no data"].sign in [item.text for item in items if isinstance(item, Text)]
    lines = [item for item in items if isinstance(item, Path) and item.line == look.MUTED and not item.fill]
    assert [kind for kind, _ in lines[0].steps].count("M") == 2


def test_an_agreed_value_that_changed_is_a_step() -> None:
    before = a_trend([99.9, 99.9]).points[0]
    changed = Trend("T", "A", "≥ 99 %", (before, TrendPoint(("b", ""), "met", 99.9, "99.90", 99.0)), "")
    _, items = trend_items(changed, WIDTH, look.ACCENT)
    dashed = next(item for item in items if isinstance(item, Path) and item.dash)
    assert len({at[1] for _, at in dashed.steps}) == 2


@pytest.mark.parametrize("values", [[], [None], [None] * 12, [99.5] * 12, [0.0, 0.0], [1e9, 1e-9]])
def test_odd_figures_are_drawn_all_the_same(values: list[float | None]) -> None:
    if values:
        assert trend_items(a_trend(values), WIDTH, look.ACCENT)[1]


def test_what_a_page_cannot_show_is_refused() -> None:
    figure = new_figure(100, 100)
    figure.text(0.5, 0.5, "turned", rotation=90)
    with pytest.raises(ValueError, match="turned"):
        drawn(figure)


def test_the_pdf_holds_the_chart_as_text_and_lines_without_pictures(month: Month, tmp_path: FilePath) -> None:
    content = pack_content(month, "customer")
    assert any(isinstance(block, Trend) for section in content.sections for block in section.blocks)
    write_pdf(content, tmp_path / "p.pdf")
    text = "\n".join(page.extract_text() for page in PdfReader(tmp_path / "p.pdf").pages)
    assert "Downtime, min" in text
    assert all("/XObject" not in page["/Resources"] for page in PdfReader(tmp_path / "p.pdf").pages)
    pages = laid_out(content)
    assert any(isinstance(item, Path) for page in pages for placed in page.placed for item in placed.items)
