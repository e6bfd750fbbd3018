"""Hostile and foreign files are refused with a sentence that names the file, before or by the child process."""

import zipfile
from pathlib import Path

import pytest

from app.errors import Cancelled, FileError
from app.imports.reading import read_source
from tests.imports.books import archive, text_file, workbook

STRINGS = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" {}><si><t>a</t></si></sst>'


def refusal(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        read_source(path)
    assert path.name in str(caught.value)
    return str(caught.value)


def test_two_far_cells_are_not_laid_out_as_a_rectangle(tmp_path: Path) -> None:
    sheet = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert "not read" in refusal(archive(tmp_path / "far.xlsx", sheet))


def test_far_cells_in_rows_out_of_order_end_only_the_child(tmp_path: Path) -> None:
    sheet = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'
    refusal(archive(tmp_path / "far.xlsx", sheet))


def test_a_table_of_texts_that_announces_billions_is_refused(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "many.xlsx",
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        sharedStrings=STRINGS.format('uniqueCount="4294967295"'),
    )
    assert "texts" in refusal(path)


def test_own_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]>' + STRINGS.format("")
    path = archive(tmp_path / "laughs.xlsx", "", sharedStrings=bomb)
    assert "entities" in refusal(path)


def test_a_part_that_expands_beyond_measure_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "bomb.xlsx", " " * 200_000_000)
    assert "expand" in refusal(path)


def test_a_part_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    path = archive(tmp_path / "liar.xlsx", "<row/>" * 100_000)
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as book:
        size = book.getinfo("xl/worksheets/sheet1.xml").file_size
    honest = size.to_bytes(4, "little")
    path.write_bytes(bytes(raw).replace(honest, (1000).to_bytes(4, "little")))
    assert "damaged" in refusal(path)


def test_a_truncated_workbook_is_damaged(tmp_path: Path) -> None:
    path = workbook(tmp_path / "half.xlsx", {"A": [["Start", "End"]] * 500})
    path.write_bytes(path.read_bytes()[:-400])
    assert "damaged" in refusal(path)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.xlsx", b"", "empty"),
        ("empty.csv", b"", "empty"),
        ("page.xls", b"<html><body><p>Please log in</p></body></html>", "web page"),
        ("letter.csv", b"%PDF-1.7 ...", "PDF"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n", "picture"),
        ("program.xlsx", b"MZ\x90\x00", "program"),
        ("desk.csv", b"SQLite format 3\x00", "database"),
        ("old.xls", b"\x09\x00\x04\x00\x02\x00\x10\x00", "Excel 2 to 4"),
        ("~$open.xlsx", b"\x05Anna \x00\x00", "while a workbook is open"),
        ("notes.docx", b"PK\x03\x04", "no spreadsheet"),
        ("noise.xls", bytes(range(256)) * 40, "no workbook"),
    ],
)
def test_what_is_no_spreadsheet_is_named(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert word in refusal(path)


def test_a_zip_without_a_workbook_is_named(tmp_path: Path) -> None:
    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("cat.jpg", b"\xff\xd8\xff")
    assert "without a workbook" in refusal(path)


def test_a_password_is_asked_to_be_taken_off(tmp_path: Path) -> None:
    path = tmp_path / "secret.xlsx"
    marker = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + marker + bytes(600))
    assert "password" in refusal(path)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    refusal(tmp_path / "gone.csv")
    (tmp_path / "folder.csv").mkdir()
    refusal(tmp_path / "folder.csv")


def test_a_workbook_without_cells_is_named(tmp_path: Path) -> None:
    assert "no cells" in refusal(workbook(tmp_path / "bare.xlsx", {"A": []}))


def test_a_text_file_named_as_a_workbook_is_read_as_text(tmp_path: Path) -> None:
    path = text_file(tmp_path / "export.xls", [["Start", "End"], ["2026-10-01 10:00", "2026-10-01 11:00"]])
    assert read_source(path).form == "text"


def test_a_stop_is_heard_while_a_workbook_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx", {"A": [["Start", "End"]] * 100})
    with pytest.raises(Cancelled):
        read_source(path, cancelled=lambda: True)


@pytest.mark.shared
def test_no_awkward_file_of_the_collection_crashes_and_each_refusal_names_its_file(shared_data: Path) -> None:
    refused: dict[str, str] = {}
    for path in sorted((shared_data / "spreadsheets").iterdir()):
        try:
            read_source(path)
        except FileError as error:
            refused[path.name] = str(error)
    assert all(name in sentence and len(sentence) > len(name) + 20 for name, sentence in refused.items())
    assert len(refused) > 30
