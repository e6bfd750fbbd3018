"""Files under another name: what can be read is read by its contents, the rest is named with what to do about it."""

import zipfile
from pathlib import Path

import pytest

from app.errors import FileError
from app.imports.reading import chunks, read_source
from tests.imports.books import text_file, workbook

ROWS = [["Service", "Start", "End"], ["Mail", "2026-10-01 10:00", "2026-10-01 11:00"]]
CELLS = "<tr><td>Service</td><td>Start</td></tr>"
SHEETS_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
)


def refusal(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        read_source(path)
    assert path.name in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    ("content", "what", "remedy"),
    [
        (
            "<html><body>Please log in</body></html>",
            "web page or XML without a table",
            "Export it again as csv",
        ),
        ("<div><b>Report</b></div>", "web page or XML without a table", "Export it again as csv"),
        (SHEETS_2003, "web page or XML without a table", "Export it again as csv"),
        ('<?xml version="1.0"?><rows/>', "XML", "save it as .xlsx"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related\n", "web archive", "save it as .xlsx"),
        ('{"rows": [1, 2, 3]}', "JSON", "Export it as csv"),
        ('[\n{"a": 1, "b": 2}]', "JSON", "Export it as csv"),
        ('ID;PWXL;N;E\nC;Y1;X1;K"a"\nE\n', "SYLK", "save it as .xlsx"),
        ('TABLE\n0,1\n"EXCEL"\n', "DIF", "save it as .xlsx"),
    ],
)
def test_exports_named_as_workbooks_are_called_what_they_are(
    tmp_path: Path, content: str, what: str, remedy: str, encoding: str
) -> None:
    path = tmp_path / "export.xls"
    path.write_bytes(content.encode(encoding))
    sentence = refusal(path)
    assert what in sentence
    assert remedy in sentence


@pytest.mark.parametrize("content", [f"<table>{CELLS}</table>", SHEETS_2003, '[{"a": 1}]'])
def test_pages_and_data_of_other_kinds_named_as_csv_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text(content)
    assert "only named as a spreadsheet" in refusal(path)


def test_csv_whose_first_cell_holds_markup_is_csv(tmp_path: Path) -> None:
    path = text_file(tmp_path / "notes.csv", [["<b>Service</b>", "Start"], ["[Mail]", "2026-10-01 10:00"]])
    assert read_source(path).sheets[0].preview[0] == ("<b>Service</b>", "Start")


@pytest.mark.parametrize("ending", ["xls", "xlsb", "ods", "csv"])
def test_a_workbook_under_another_ending_is_read_by_what_it_is(tmp_path: Path, ending: str) -> None:
    path = workbook(tmp_path / "book.xlsx", {"A": ROWS}).rename(tmp_path / f"book.{ending}")
    (chunk,) = chunks(read_source(path), 0, 1)
    assert chunk.shown(0) == tuple(ROWS[1])


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("word/document.xml", "Word document"),
        ("ppt/presentation.xml", "presentation"),
        ("Index/Document.iwa", "Numbers"),
        ("october/outages.csv", "Unpack it"),
        ("cat.jpg", "without a workbook"),
    ],
)
def test_packed_files_without_a_workbook_are_called_what_they_are(
    tmp_path: Path, part: str, what: str
) -> None:
    path = tmp_path / "october.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr(part, "x")
    assert what in refusal(path)
