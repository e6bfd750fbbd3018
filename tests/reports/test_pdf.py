"""The PDF: letters embedded, outline, links and properties right, inert, the same bytes for the same document."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from app.errors import FileError
from app.reports.month import InWords, Month
from app.reports.pack import pack_content
from app.reports.pdf import write_pdf


@pytest.fixture(scope="module")
def reader(month: Month, tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    path = tmp_path_factory.mktemp("pdf") / "pack.pdf"
    write_pdf(pack_content(month, "internal"), path)
    return PdfReader(path)


def whole_text(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_it_says_what_it_is(reader: PdfReader) -> None:
    assert reader.metadata is not None
    assert reader.metadata.title == "Service level review Retail, October 2026"
    assert reader.metadata.author == "Northwind IT"
    assert str(reader.metadata.creation_date) == "2026-11-04 09:15:00+00:00"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"


def test_every_font_is_embedded(reader: PdfReader) -> None:
    fonts: dict[str, DictionaryObject] = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            fonts[font.get_object()["/BaseFont"]] = font.get_object()
    assert {name.split("+")[1] for name in fonts} == {"DejaVuSans", "DejaVuSans-Bold", "DroidSansFallback"}
    for font in fonts.values():
        assert "/FontFile2" in font["/FontDescriptor"]


def test_sections_and_services_are_in_the_outline(reader: PdfReader) -> None:
    titles = [entry["/Title"] for entry in reader.outline if isinstance(entry, dict)]
    assert titles[:4] == [
        "Service level review",
        "Summary",
        "Service levels over twelve months",
        "Agreed and achieved",
    ]
    nested = [each["/Title"] for entry in reader.outline if isinstance(entry, list) for each in entry]
    assert "Till service" in nested


def test_the_contents_lead_to_their_pages(reader: PdfReader) -> None:
    links = [note.get_object() for note in reader.pages[0]["/Annots"]]
    assert len(links) == 16
    assert all(link["/Subtype"] == "/Link" and "/A" not in link for link in links)


def test_hostile_text_stands_there_as_it_was_typed(reader: PdfReader) -> None:
    text = whole_text(reader)
    for typed in (
        "AT&T <Ops> very long name",
        "<b>unbalanced <img src=/etc/passwd>",
        "=cmd|'/C calc'!A0",
        "łódź Жук",
    ):
        assert typed in text
    for letters in ("漢字", "かな", "한국", "\ufffd"):
        assert letters in text


def test_nothing_in_it_acts_or_loads(reader: PdfReader) -> None:
    for page in reader.pages:
        assert "/XObject" not in page["/Resources"]
    raw = b"".join(page.get_contents().get_data() for page in reader.pages)
    for word in (b"/URI", b"/Launch", b"/JavaScript", b"/EmbeddedFile"):
        assert word not in raw
    root = reader.trailer["/Root"]
    assert "/OpenAction" not in root
    assert "/AcroForm" not in root


@pytest.mark.parametrize(("size", "width"), [("A4", 595.276), ("Letter", 612)])
def test_both_paper_sizes(month: Month, tmp_path: Path, size: str, width: float) -> None:
    write_pdf(pack_content(month, "customer"), tmp_path / "p.pdf", size)
    for page in PdfReader(tmp_path / "p.pdf").pages:
        assert float(page.mediabox.width) == pytest.approx(width, abs=0.01)


def test_the_same_document_gives_the_same_bytes(month: Month, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        write_pdf(pack_content(month, "customer"), tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_what_everybody_reads_of_twelve_services_is_at_most_eight_pages(
    large: Callable[[int], Month], tmp_path: Path
) -> None:
    month = large(12)
    calm = tuple(
        replace(
            service,
            targets=tuple(replace(t, verdict="met", in_words=InWords()) for t in service.targets),
            commentary="",
        )
        for service in month.services[2:]
    )
    month = replace(month, services=(*month.services[:2], *calm))
    write_pdf(pack_content(month, "customer"), tmp_path / "p.pdf")
    pages = [page.extract_text() for page in PdfReader(tmp_path / "p.pdf").pages]
    first_annex = next(n for n, text in enumerate(pages) if n and "Annex A: Outages\n" in text)
    assert first_annex <= 8
    assert len(pages) > first_annex


def test_sixty_pages_stay_whole(large: Callable[[int], Month], tmp_path: Path) -> None:
    write_pdf(pack_content(large(60), "internal"), tmp_path / "p.pdf")
    reader = PdfReader(tmp_path / "p.pdf")
    assert len(reader.pages) >= 60
    assert f"page {len(reader.pages)} of {len(reader.pages)}" in reader.pages[-1].extract_text()


def test_an_empty_month_is_a_document_that_says_so(month: Month, tmp_path: Path) -> None:
    empty = replace(
        month, services=(), sources=(), changes=(), agreements=(), distribution=(), organisation=""
    )
    write_pdf(pack_content(empty, "customer"), tmp_path / "p.pdf")
    text = whole_text(PdfReader(tmp_path / "p.pdf"))
    assert "No targets are agreed with Retail for October 2026." in text
    assert "No outages were recorded in this period." in text


def test_a_folder_that_is_gone_is_a_sentence(month: Month, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is not there"):
        write_pdf(pack_content(month, "customer"), tmp_path / "gone" / "p.pdf")
