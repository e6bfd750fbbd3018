"""Hand-made workbooks no program writes: each is read rightly or refused in the user's words, never in the reader's."""

import re
import time
import zipfile
from pathlib import Path

import pytest

from app.errors import FileError
from app.imports.reading import chunks, read_source
from app.imports.refusals import complained
from tests.imports.books import archive, workbook

HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Service</t></is></c><c r="B1"><v>1</v></c></row>'
JARGON = re.compile(
    r"(?i)\bzip\b|xml|biff|cfb|ole\b|codec|utf|panic|exception|error:|relationship|errno|crc|sector|\bsst\b|calamine"
)
REMEDY = re.compile(r"(?i)\b(save|export|copy|choose|fetch|unpack|mend|open)\b")


def refusal(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        read_source(path)
    sentence = str(caught.value)
    assert path.name in sentence
    assert REMEDY.search(sentence), sentence
    assert not JARGON.search(sentence.replace(path.name, "")), sentence
    return sentence


@pytest.mark.parametrize(
    "complaint",
    [
        "Cfb error: Sector 12 points past end of file",
        "Cfb error: Codepage 29 not found",
        "Relationship not found",
        "Unrecognized sheet:state: x",
        "Cell string index not found in shared strings table",
        "Unsupported cell error value '#SPILL!'",
        "Parse float error: invalid float literal",
        "Range is missing the expected row component",
        "Cell limit exceeded (100 cells requested, max 10)",
        "at 3..9: unrecognized entity `&nbsp;`",
        "File not found: 'xl/workbook.bin'",
        "",
    ],
)
def test_a_readers_complaint_is_told_in_the_users_words(complaint: str) -> None:
    sentence = str(complained("october.xlsx", complaint))
    assert sentence.startswith("“october.xlsx” could not be read: ")
    assert REMEDY.search(sentence)
    assert not JARGON.search(sentence.replace("october.xlsx", ""))


@pytest.mark.parametrize("cut", [30, 400, -400, -30])
def test_a_workbook_cut_off_anywhere_is_called_damaged(tmp_path: Path, cut: int) -> None:
    path = archive(tmp_path / "cut.xlsx", HEAD * 20)
    path.write_bytes(path.read_bytes()[:cut])
    assert "damaged" in refusal(path)


def test_a_byte_changed_inside_a_packed_part_is_called_damaged(tmp_path: Path) -> None:
    path = archive(tmp_path / "changed.xlsx", HEAD)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as book:
        place = book.getinfo("xl/worksheets/sheet1.xml").header_offset + 80
    content[place] ^= 0xFF
    path.write_bytes(bytes(content))
    assert "damaged" in refusal(path)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A2" t="e"><v>#SPILL!</v></c>',
        '<c r="A2" t="z"><v>1</v></c>',
        '<c r="A2" t="s"><v>99</v></c>',
        '<c r="2A"><v>1</v></c>',
        '<c r="A2" t="inlineStr"><is><t>a&nbsp;b</t></is></c>',
    ],
)
def test_a_cell_no_program_writes_is_a_clear_sentence(tmp_path: Path, cell: str) -> None:
    refusal(archive(tmp_path / "odd.xlsx", f'{HEAD}<row r="2">{cell}</row>'))


def test_one_stray_cell_far_below_costs_no_hundred_thousand_rows(tmp_path: Path) -> None:
    stray = '<row r="200000"><c r="B200000"><v>9</v></c></row>'
    source = read_source(archive(tmp_path / "stray.xlsx", HEAD + stray))
    read = list(chunks(source, 0, 1))
    assert sum(chunk.size for chunk in read) < 70_000
    assert read[-1].rows[-1] == 200_000
    assert read[-1].shown(read[-1].size - 1) == ("", "9")


def test_a_workbook_of_hundreds_of_sheets_is_refused_and_not_read_in_part(tmp_path: Path) -> None:
    path = workbook(tmp_path / "sheets.xlsx", {f"Day {number}": [["a"]] for number in range(251)})
    assert "more than 250 sheets" in refusal(path)


def test_a_workbook_of_thousands_of_parts_is_refused_quickly(tmp_path: Path) -> None:
    path = archive(tmp_path / "parts.xlsx", HEAD, **{f"junk{number}": "x" for number in range(5001)})
    begun = time.monotonic()
    assert "parts" in refusal(path)
    assert time.monotonic() - begun < 5
