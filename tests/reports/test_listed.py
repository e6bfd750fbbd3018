"""A table on paper: nothing lost, nothing outside, headings and numbers on every page, upright or lying."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from app.errors import Cancelled
from app.reports import letters, look
from app.reports.listed import Listed, laid_out_list
from app.reports.page import Page, Text

COLUMNS = (("Customer", False), ("Minutes", True))


def listed(rows: list[tuple[str, ...]], columns: tuple[tuple[str, bool], ...] = COLUMNS) -> Listed:
    return Listed("Outages", ("Cause contains “disk”.",), columns, rows, "printed today", "desk.slm")


def _texts(page: Page) -> list[tuple[float, float, Text]]:
    return [
        (placed.x + item.x, placed.y + item.y, item)
        for placed in page.placed
        for item in placed.items
        if isinstance(item, Text)
    ]


def _words(pages: tuple[Page, ...]) -> str:
    return " ".join(item.text for page in pages for _, _, item in _texts(page))


@settings(max_examples=25)
@given(st.lists(st.tuples(st.text(max_size=200), st.text(max_size=30)), min_size=1, max_size=60))
def test_everything_stands_inside_the_margins(rows: list[tuple[str, ...]]) -> None:
    for page in laid_out_list(listed(rows)):
        for x, y, item in _texts(page):
            right = x + letters.width(item.text, item.size, item.bold)
            assert x >= look.MARGIN - 0.6
            assert right <= page.width - look.MARGIN + 0.6
            assert look.MARGIN - 9 <= y <= page.height - look.MARGIN + 9


def test_no_row_is_lost_and_every_page_has_headings_and_its_number() -> None:
    pages = laid_out_list(listed([(f"row{n}", str(n)) for n in range(500)]))
    words = _words(pages).split()
    assert [word for word in words if word.startswith("row")] == [f"row{n}" for n in range(500)]
    assert len(pages) > 5
    for number, page in enumerate(pages, start=1):
        on_page = {item.text for _, _, item in _texts(page)}
        assert {
            "Customer",
            "Minutes",
            f"page {number} of {len(pages)}",
            "desk.slm · printed today",
        } <= on_page


def test_the_first_page_says_what_it_is_and_what_filters_hold() -> None:
    words = _words(laid_out_list(listed([("a", "1")])))
    assert "Outages" in words
    assert "Cause contains “disk”." in words


def test_a_table_lies_only_when_its_columns_need_the_room() -> None:
    few = laid_out_list(listed([("a", "1")]))[0]
    columns = tuple((f"Column {n}", False) for n in range(9))
    many = laid_out_list(listed([("a text of some length",) * 9], columns))[0]
    assert few.width < few.height
    assert many.width > many.height
    letter = laid_out_list(listed([("a", "1")]), "Letter")[0]
    assert (letter.width, letter.height) == (612.0, 792.0)


def test_a_row_higher_than_a_page_goes_on_over_the_next_ones() -> None:
    pages = laid_out_list(listed([("word " * 4000, "1"), ("last", "2")]))
    assert _words(pages).count("word") == 4000
    assert "last" in _words(pages)


def test_forty_columns_are_squeezed_but_whole() -> None:
    columns = tuple((f"Heading{n}", False) for n in range(40))
    pages = laid_out_list(listed([tuple(f"value{n}" for n in range(40))], columns))
    letters_on = _words(pages).replace(" ", "")
    assert all(item.text for page in pages for _, _, item in _texts(page))
    assert sum(letters_on.count(c) for c in "v") >= 40


def test_laying_out_can_be_stopped() -> None:
    with pytest.raises(Cancelled):
        laid_out_list(listed([("a", "1")] * 1000), cancelled=lambda: True)


def test_the_pages_as_pdf_hold_the_same_words(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from app.reports.pdf import About, write_pages

    pages = laid_out_list(listed([("=cmd|' /C calc'!A1 <b>", "1")]))
    about = About("Outages", "", "desk.slm", datetime(2026, 11, 3, tzinfo=UTC))
    write_pages(pages, tmp_path / "list.pdf", about)
    read = PdfReader(tmp_path / "list.pdf")
    assert "=cmd|' /C calc'!A1 <b>" in " ".join(read.pages[0].extract_text().split())
    assert read.metadata is not None
    assert read.metadata.title == "Outages"
