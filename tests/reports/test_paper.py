"""Accent and logo: what is taken, what is refused, and what a pack makes of them."""

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from app.errors import InputError
from app.reports import letters
from app.reports.excel import write_workbook
from app.reports.layout import laid_out
from app.reports.logo import read_logo
from app.reports.month import Month
from app.reports.pack import pack_content
from app.reports.page import Picture, Text
from app.reports.paper import (
    ACCENTS,
    LEAST_CONTRAST,
    Logo,
    Paper,
    contrast_on_white,
    logo_of_text,
    logo_text,
    read_accent,
)
from app.reports.pdf import write_pdf


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 200), mode: str = "RGB") -> bytes:
    written = BytesIO()
    Image.new(mode, size, "#0F6674" if mode in ("RGB", "RGBA") else 0).save(written, kind)
    return written.getvalue()


@pytest.fixture
def paper() -> Paper:
    return Paper("#8A2D68", read_logo(picture()))


def test_contrast_is_that_of_wcag() -> None:
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#FFFFFF") == pytest.approx(1)
    assert contrast_on_white("#767676") == pytest.approx(4.54, abs=0.01)


def test_every_offered_accent_can_be_read_on_white() -> None:
    assert len(ACCENTS) == 6
    assert all(contrast_on_white(value) >= LEAST_CONTRAST for value in ACCENTS.values())
    assert [read_accent(name) for name in ACCENTS] == list(ACCENTS.values())


@pytest.mark.parametrize("typed", ["0f6674", "#0F6674", " petrol "])
def test_an_accent_is_taken_as_it_is_typed(typed: str) -> None:
    assert read_accent(typed) == "#0F6674"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("#777777", "contrast is 4.4 to 1"),
        ("#FFD400", "too light"),
        ("reddish", "no colour"),
        ("#12345", "no c"),
    ],
)
def test_an_accent_nobody_could_read_is_refused_in_words(typed: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_accent(typed)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_logo_is_kept_as_a_small_png(kind: str, mode: str) -> None:
    logo = read_logo(picture(kind, (3000, 1000), mode))
    assert (logo.width, logo.height) == (960, 320)
    assert logo_of_text(logo_text(logo)) == logo


def test_what_is_clear_in_a_logo_becomes_white() -> None:
    written = BytesIO()
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(written, "PNG")
    kept = Image.open(BytesIO(read_logo(written.getvalue()).data))
    assert kept.mode == "RGB"
    assert kept.getpixel((30, 30)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "neither"),
        (b"GIF89a" + bytes(40), "neither"),
        (b"<svg/>", "neither"),
        (picture()[:90], "damaged"),
        (picture("JPEG")[:400], "damaged"),
        (picture()[:40] + bytes(60) + picture()[100:], "damaged"),
        (picture(size=(8, 8)), "8 × 8 pixels"),
        (picture(size=(20, 10_001)), "at most 10,000"),
        (b"\x89PNG\r\n\x1a\n" + bytes(5_000_000), "more than 5 MB"),
    ],
)
def test_what_is_no_logo_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_logo(data)


@pytest.mark.parametrize("text", ["", "no base64 !", "AAAA"])
def test_a_text_without_a_logo_is_none(text: str) -> None:
    assert logo_of_text(text) is None


def test_the_cover_carries_the_logo_within_its_margins(month: Month, paper: Paper) -> None:
    for size in ("A4", "Letter"):
        pages = laid_out(pack_content(month, "customer"), size, paper)
        found = [(n, p.x, i) for n, page in enumerate(pages) for p in page.placed for i in p.items]
        (at,) = [(n, x, i) for n, x, i in found if isinstance(i, Picture)]
        number, x, item = at
        assert number == 0
        assert x + item.x + item.width == pytest.approx(pages[0].width - 51)
        assert item.width / item.height == pytest.approx(3)
        colours = {i.colour for n, _, i in found if n == 0 and isinstance(i, Text)}
        assert "#8A2D68" in colours


def test_a_long_name_stops_before_the_logo(month: Month, paper: Paper) -> None:
    content = replace(pack_content(month, "customer"), organisation="Northwind " * 30)
    first = laid_out(content, "A4", paper)[0]
    head = next(p for p in first.placed if any(isinstance(i, Picture) for i in p.items))
    logo = next(i for i in head.items if isinstance(i, Picture))
    name = next(i for i in head.items if isinstance(i, Text))
    assert letters.width(name.text, name.size) <= logo.x


def test_the_same_month_on_the_same_paper_gives_the_same_bytes(
    month: Month, paper: Paper, tmp_path: Path
) -> None:
    content = pack_content(month, "customer")
    for name in ("a", "b"):
        write_pdf(content, tmp_path / f"{name}.pdf", "A4", paper)
        write_workbook(month, "customer", tmp_path / f"{name}.xlsx", content, "A4", paper)
    for ending in ("pdf", "xlsx"):
        assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()


def test_the_pdf_holds_the_logo_once_on_the_cover(month: Month, paper: Paper, tmp_path: Path) -> None:
    write_pdf(pack_content(month, "customer"), tmp_path / "p.pdf", "A4", paper)
    pages = PdfReader(tmp_path / "p.pdf").pages
    assert [len(page.images) for page in pages] == [1] + [0] * (len(pages) - 1)
    assert pages[0].images[0].image.size == (600, 200)


def test_the_workbook_holds_logo_and_accent(month: Month, paper: Paper, tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    write_workbook(month, "customer", path, pack_content(month, "customer"), "A4", paper)
    with zipfile.ZipFile(path) as parts:
        assert paper.logo is not None
        assert parts.read("xl/media/image1.png") == paper.logo.data
    book = load_workbook(path)
    assert all(sheet["A1"].font.color.rgb == "FF8A2D68" for sheet in book)
    assert all(sheet.sheet_properties.tabColor.rgb == "FF8A2D68" for sheet in book)


def test_a_logo_keeps_its_shape_in_any_room() -> None:
    assert Logo(b"", 600, 200).fitted(170, 60) == pytest.approx((170, 56.67), abs=0.01)
    assert Logo(b"", 200, 600).fitted(170, 60) == pytest.approx((20, 60))
