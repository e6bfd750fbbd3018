"""What is read back of a written pack is what another reader finds in it, and what must never be there is said."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from app.errors import FileError
from app.reports.excel import write_workbook
from app.reports.month import Month
from app.reports.pack import pack_content
from app.reports.passages import Passage
from app.reports.pdf import write_pdf
from app.reports.reading_pdf import pdf_passages
from app.reports.reading_workbook import workbook_passages


@pytest.fixture(scope="module")
def pdf(month: Month, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("read") / "pack.pdf"
    write_pdf(pack_content(month, "internal"), path)
    return path


@pytest.fixture(scope="module")
def workbook(month: Month, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("read") / "pack.xlsx"
    write_workbook(month, "internal", path, pack_content(month, "internal"))
    return path


def letters(text: str) -> list[str]:
    """Every letter there is; where one word ends, readers differ."""
    return sorted("".join(text.split()))


def all_of(passages: tuple[Passage, ...]) -> str:
    return "\n".join("\n".join(passage.lines) for passage in passages)


def test_both_readings_of_a_page_have_every_letter_another_reader_finds_there(pdf: Path) -> None:
    passages, oddities = pdf_passages(pdf)
    assert oddities == ()
    reader = PdfReader(pdf)
    for number, page in enumerate(reader.pages, start=1):
        readings = [passage for passage in passages if passage.page == number]
        assert len(readings) == 2
        assert all(letters(" ".join(each.lines)) == letters(page.extract_text()) for each in readings)


def test_properties_and_bookmarks_are_read(pdf: Path) -> None:
    passages, _ = pdf_passages(pdf)
    said = {(passage.place, passage.lines[0]) for passage in passages}
    assert ("PDF, document properties", "Northwind IT") in said
    assert ("PDF, bookmarks", "Till service") in said


def test_a_cell_s_words_stay_together_in_one_of_the_two_readings(pdf: Path) -> None:
    passages, _ = pdf_passages(pdf)
    drawn, columns = (passage for passage in passages if passage.page == 2)
    assert drawn.lines != columns.lines
    assert "Tills offline in all shops." in " ".join(all_of(passages).split())


def test_attachments_scripts_and_links_outside_are_told(pdf: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=pdf)
    writer.add_attachment("secret.txt", b"costs")
    action = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert(1)"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    changed = tmp_path / "changed.pdf"
    writer.write(changed)
    _, oddities = pdf_passages(changed)
    assert {"an attached file", "a script"} <= set(oddities)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4\nnonsense", b"PK\x03\x04"])
def test_what_cannot_be_read_back_is_an_error_and_never_clean(tmp_path: Path, content: bytes) -> None:
    for name, read in (("a.pdf", pdf_passages), ("a.xlsx", workbook_passages)):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(FileError, match="cannot be read back and so cannot be checked"):
            read(path)


def test_a_page_written_in_another_way_is_an_error_and_never_clean(pdf: Path, tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "other.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(100, 100, "in a font of no map")
    canvas.save()
    with pytest.raises(FileError, match="cannot be checked"):
        pdf_passages(path)


def test_every_text_of_the_workbook_is_read_with_its_cell(workbook: Path) -> None:
    passages, oddities = workbook_passages(workbook)
    assert oddities == ()
    known = {line for passage in passages for line in passage.lines}
    for sheet in load_workbook(workbook):
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.data_type == "s" and cell.value.strip():
                    assert set(cell.value.splitlines()) <= known
    places = {line: passage.place for passage in passages for line in passage.lines}
    sheet = load_workbook(workbook)["Outages"]
    at = next(c for row in sheet.iter_rows() for c in row if c.value == "Tills offline in all shops.")
    assert f"sheet Outages, {at.coordinate}" in places["Tills offline in all shops."]


def test_hidden_sheets_rows_comments_and_links_of_a_workbook_are_told(tmp_path: Path) -> None:
    book = Workbook()
    shown = book.active
    assert shown is not None
    shown["A1"] = "x"
    shown["A1"].comment = Comment("cost 4,000", "me")
    shown["B1"] = "site"
    shown["B1"].hyperlink = "https://example.org"
    shown.row_dimensions[3].hidden = True
    shown["A3"] = "y"
    book.create_sheet("Secret").sheet_state = "hidden"
    path = tmp_path / "odd.xlsx"
    book.save(path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"macro")
    passages, oddities = workbook_passages(path)
    assert {"a hidden sheet", "comments", "a link to the outside", "macros"} <= set(oddities)
    assert any("hidden row" in words for words in oddities)
    assert "cost 4,000" in all_of(passages)
