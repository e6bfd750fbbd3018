"""Pages: everything inside the margins, nothing on top of each other, nothing lost, headers repeated."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from app.reports import letters, look
from app.reports.content import (
    Bar,
    Column,
    Content,
    Day,
    Facts,
    Heading,
    LedgerTimeline,
    Paragraph,
    Said,
    Section,
    Slam,
    SlamCell,
    SlamGroup,
    SlamRow,
    Table,
)
from app.reports.layout import laid_out
from app.reports.month import Month
from app.reports.pack import pack_content
from app.reports.pack_levels import agreed_and_achieved
from app.reports.page import SIZES, Page, Place, Text

SLACK = 0.6


def texts(page: Page) -> Iterator[tuple[float, float, Text]]:
    """Every text with the place of its baseline on the page."""
    for placed in page.placed:
        for item in placed.items:
            if isinstance(item, Text):
                yield placed.x + item.x, placed.y + item.y, item


def words_on(pages: tuple[Page, ...]) -> str:
    return " ".join(item.text for page in pages for _, _, item in texts(page))


@pytest.fixture(params=["A4", "Letter"])
def pages(month: Month, request: pytest.FixtureRequest) -> tuple[Page, ...]:
    return laid_out(pack_content(month, "internal"), request.param)


def test_nothing_is_drawn_outside_the_margins(pages: tuple[Page, ...]) -> None:
    for page in pages:
        for x, y, item in texts(page):
            right = x + letters.width(item.text, item.size, item.bold)
            assert x >= look.MARGIN - SLACK, item
            assert right <= page.width - look.MARGIN + SLACK, item
            assert look.MARGIN - 9 <= y <= page.height - look.MARGIN + 9, item


def test_a_table_that_goes_on_says_again_what_it_is_of(month: Month) -> None:
    rows = tuple((str(number), "x") for number in range(120))
    columns = (Column("No.", 50), Column("What", 50))
    section = Section("a", "Tickets", (Heading("Till service"), Table(columns, rows, "")), annex=True)
    pages = laid_out(replace(pack_content(month, "customer"), sections=(section,)))
    assert len(pages) > 2
    heads = [[i.text for _, _, i in texts(page) if i.text.startswith("Till service")] for page in pages]
    assert heads == [["Till service"], *[["Till service, continued"]] * (len(pages) - 1)]


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("services", [1, 7, 60])
def test_a_closing_sentence_does_not_stand_alone_on_the_next_page(
    large: Callable[[int], Month], size: str, services: int
) -> None:
    content = pack_content(large(services), "customer")
    closing = {
        letters.wrapped(blocks[-1].text, look.BODY, SIZES[size][0] - 2 * look.MARGIN)[0]
        for blocks in (each.brief or each.blocks for each in content.sections)
        if len(blocks) > 1 and isinstance(blocks[-1], Paragraph) and blocks[-1].tone == "muted"
    }
    for page in laid_out(content, size)[1:]:
        body = [item for _, y, item in sorted(texts(page), key=lambda each: each[1]) if y > look.MARGIN + 8]
        assert body[0].text not in closing


def test_no_text_lies_on_another(pages: tuple[Page, ...]) -> None:
    for page in pages:
        boxes = [
            (x, x + letters.width(i.text, i.size, i.bold), y - i.size * 0.6, y)
            for x, y, i in texts(page)
            if i.text.strip()
        ]
        boxes.sort(key=lambda box: box[2])
        for at, (left, right, top, bottom) in enumerate(boxes):
            for other_left, other_right, other_top, _ in boxes[at + 1 :]:
                if other_top >= bottom:
                    break
                apart = other_left >= right - SLACK or other_right <= left + SLACK
                assert apart, (left, right, top, bottom)


def test_pages_are_numbered_and_say_what_they_are(pages: tuple[Page, ...]) -> None:
    for number, page in enumerate(pages, start=1):
        said = " ".join(item.text for _, _, item in texts(page))
        assert f"page {number} of {len(pages)}" in said
        if number > 1:
            assert "Retail · October 2026" in said


def test_the_contents_give_the_page_of_each_section(pages: tuple[Page, ...]) -> None:
    found = {
        item.title: number
        for number, page in enumerate(pages, start=1)
        for placed in page.placed
        for item in placed.items
        if isinstance(item, Place) and item.level == 0
    }
    lines: dict[float, list[str]] = {}
    for _, y, item in sorted(texts(pages[0]), key=lambda each: each[0]):
        lines.setdefault(round(y, 1), []).append(item.text)
    for title, page in found.items():
        if title != "Service level review":
            assert any((title, str(page)) in pairwise(line) for line in lines.values())


def document(month: Month, *blocks: Table | Paragraph) -> Content:
    content = pack_content(month, "customer")
    return replace(content, sections=(Section("only", "Only", tuple(blocks)),))


def test_a_cell_longer_than_a_page_is_split_and_nothing_is_lost(month: Month) -> None:
    story = " ".join(f"word{n}" for n in range(4000))
    table = Table((Column("Name", 20), Column("Story", 80)), (("first", story), ("second", "end")), "")
    pages = laid_out(document(month, table))
    assert len(pages) > 4
    assert words_on(pages).count("word") == 4000
    headers = [sum(item.text == "Story" for _, _, item in texts(page)) for page in pages[1:]]
    assert headers == [1] * (len(pages) - 1)


def test_a_title_never_stands_alone_at_the_foot_of_a_page(month: Month) -> None:
    for lines in range(30, 60):
        filler = tuple(Paragraph("x") for _ in range(lines))
        content = document(month, *filler)
        content = replace(
            content, sections=(*content.sections, Section("next", "Next", (Paragraph("after"),)))
        )
        pages = laid_out(content)
        for page in pages[1:]:
            said = [item.text for _, _, item in texts(page)]
            assert ("Next" in said) == ("after" in said)


def test_what_introduces_the_levels_never_stands_without_the_first_service(month: Month) -> None:
    section = agreed_and_achieved(month)
    for lines in range(20, 60):
        content = document(month, *(Paragraph("x") for _ in range(lines)))
        pages = laid_out(replace(content, sections=(*content.sections, section)))
        for page in pages[1:]:
            said = [item.text for _, _, item in texts(page)]
            assert (section.title in said) == (month.services[0].name in said), lines


def test_figures_stand_on_the_right_of_their_column(month: Month) -> None:
    table = Table(
        (Column("Name", 50), Column("Count", 50, figures=True)), (("a", "1"), ("b", "1,234,567")), ""
    )
    page = laid_out(document(month, table))[1]
    ends = {
        x + letters.width(i.text, i.size) for x, _, i in texts(page) if i.text in ("1", "1,234,567", "Count")
    }
    assert max(ends) - min(ends) < 0.01


def test_an_empty_table_says_why(month: Month) -> None:
    table = Table((Column("Name", 50),), (), "Nobody was there.")
    assert "Nobody was there." in words_on(laid_out(document(month, table)))


def test_a_note_runs_below_its_row(month: Month) -> None:
    table = Table((Column("No.", 5), Column("Name", 95)), (("1", "row"),), "", (Said("below", "aside"),))
    places = {item.text: y for _, y, item in texts(laid_out(document(month, table))[1])}
    assert places["row"] < places["below"] < places["aside"]


def test_what_is_said_beside_a_day_is_never_cut(month: Month) -> None:
    note = "excluded 1 h (no. 3) · down 10 min (no. 4, no. 5) · degraded 2 h 15 min (no. 6) · unknown 3 h"
    days = tuple(
        Day(label, (Bar("up", 0, 1),), said) for label, said in (("Thu 1", note), ("Fri 2", "down 1 h"))
    )
    page = laid_out(document(month, LedgerTimeline("Till", days, {"up": "48 h"}, "")))[1]
    found = [(y, item.text.replace("\u00a0", " ")) for _, y, item in texts(page)]
    assert note in " ".join(text for _, text in found)
    below = next(y for y, text in found if text == "Fri 2")
    last = max(y for y, text in found if text.endswith("unknown 3 h"))
    assert last < below


def test_the_last_rows_of_a_table_take_their_headings_along_with_a_closing_sentence(month: Month) -> None:
    columns = (Column("Name", 20), Column("Heading", 80))
    for lines in range(28, 60):
        table = Table(columns, tuple((f"row {n}", "text") for n in range(lines)), "")
        pages = laid_out(document(month, table, Paragraph("The end.")))
        for page in pages[1:]:
            said = [item.text for _, _, item in texts(page)]
            assert any(each.startswith("row ") for each in said) == ("Heading" in said)


@pytest.mark.parametrize(
    ("years", "told"),
    [
        (("2025", "2026", "2026"), ("2026",)),  # side by side they would stand on each other
        (("2025", "2025", "2026", "2026"), ("2025", "2026")),
        (("2025",), ("2025",)),
        (("2025", "2025", "2026"), ("2025", "2026")),
    ],
)
def test_years_over_the_chart_never_stand_on_each_other(
    month: Month, years: tuple[str, ...], told: tuple[str, ...]
) -> None:
    periods = tuple((f"M{number}", year) for number, year in enumerate(years))
    row = SlamRow("Availability", tuple(SlamCell("met") for _ in years), "99 %")
    chart = Slam(periods, (SlamGroup("Till", (row,)),), "Nothing was missed.")
    pages = laid_out(
        replace(
            pack_content(month, "customer"), sections=(Section("slam", "Levels", (chart,)),), facts=Facts(())
        )
    )
    assert tuple(item.text for page in pages for _, _, item in texts(page) if item.text in years) == told
