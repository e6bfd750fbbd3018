"""XML tables of Excel 2003: numbers and moments are what they say, and nothing outside the file is touched."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import FileError
from app.imports.columns import DURATION, INSTANT, NUMBER
from app.imports.laid_out import LaidOutSheet
from app.imports.reading import chunks, read_source
from app.imports.xml_sheets import xml_sheets
from tests.imports.markup import data, sheets

STYLES = (
    '<Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style>'
    '<Style ss:ID="h"><NumberFormat ss:Format="[h]:mm:ss"/></Style>'
)


def row(*cells: str) -> str:
    return f"<Row>{''.join(cells)}</Row>"


def typed(kind: str, text: str, more: str = "") -> str:
    return f'<Cell{more}><Data ss:Type="{kind}">{text}</Data></Cell>'


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "export.xls"
    path.write_bytes(text.encode(encoding))
    return path


def read(path: Path) -> list[LaidOutSheet]:
    return xml_sheets(path, lambda _done, _total: None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_cells_are_numbers_moments_lengths_and_texts(tmp_path: Path, encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    text = sheets(
        row(*map(data, ("Büro", "Start", "Length", "Time", "Share", "Yes", "Wrong"))),
        styles=STYLES,
        head=head,
    ).replace(
        "</Row>",
        "</Row>"
        + row(
            typed("String", "Mail &amp; more"),
            typed("DateTime", "2026-10-01T10:30:00.000"),
            typed("DateTime", "1900-01-01T06:00:00.000", ' ss:StyleID="h"'),
            typed("DateTime", "1899-12-31T08:30:00.000"),
            typed("Number", "0.995", ' ss:StyleID="p"'),
            typed("Boolean", "1"),
            typed("Error", "#N/A"),
        ),
    )
    source = read_source(written(tmp_path, text, encoding))
    (chunk,) = chunks(source, 0, 1)
    numbers = (INSTANT, DURATION, DURATION, NUMBER)
    assert [bool(column.where(tag)[0]) for column, tag in zip(chunk.columns[1:5], numbers, strict=True)] == [
        True
    ] * 4
    assert chunk.shown(0)[:2] == ("Mail & more", "2026-10-01 10:30:00")
    assert chunk.shown(0)[5:] == ("true", "")
    assert source.sheets[0].percent_columns == {4}
    assert source.sheets[0].preview[0][0] == "Büro"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("1899-12-31T00:00:00.000", timedelta()),
        ("1899-12-31T08:30:00.000", timedelta(hours=8, minutes=30)),
        ("1900-02-28T00:00:00.000", timedelta(days=59)),
        ("1900-03-01T00:00:00.000", timedelta(days=61)),
    ],
)
def test_lengths_are_counted_as_excel_counts_them(tmp_path: Path, text: str, length: timedelta) -> None:
    (sheet,) = read(written(tmp_path, sheets(row(typed("DateTime", text)))))
    assert list(sheet.iter_rows()) == [[length]]


def test_places_gaps_and_merged_cells_are_where_they_say(tmp_path: Path) -> None:
    text = sheets(
        '<Row ss:Index="2"><Cell ss:Index="2" ss:MergeDown="1"><Data ss:Type="String">Mail</Data></Cell>'
        f"{data(1)}</Row>" + row(data("x"), '<Cell ss:Index="3"><Data ss:Type="Number">2</Data></Cell>'),
        row(typed("String", "<B>rich</B> text"), "<Cell><Comment><ss:Data>said</ss:Data></Comment></Cell>"),
    )
    source = read_source(written(tmp_path, text))
    assert [sheet.name for sheet in source.sheets] == ["Sheet1", "Sheet2"]
    (chunk,) = chunks(source, 0, 0)
    assert [chunk.shown(at) for at in range(3)] == [("", "", ""), ("", "Mail", "1"), ("x", "Mail", "2")]
    assert source.sheets[1].preview == (("rich text",),)


def test_what_is_not_written_as_it_says_stays_a_text(tmp_path: Path) -> None:
    text = sheets(
        row(*(typed(*each) for each in (("Number", "1,5"), ("Number", "NaN"), ("DateTime", "1 May"))))
    )
    (sheet,) = read(written(tmp_path, text))
    assert list(sheet.iter_rows()) == [["1,5", "NaN", "1 May"]]


def test_hidden_sheets_and_formulas_without_values_are_told(tmp_path: Path) -> None:
    options = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"
    text = sheets(row('<Cell ss:Formula="=RC[1]"/>', data(1))).replace("</Table>", f"</Table>{options}")
    (sheet,) = read_source(written(tmp_path, text)).sheets
    assert sheet.hidden
    assert sheet.uncalculated


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (sheets(row(data("x")), head='<?xml version="1.0"?><!DOCTYPE Workbook>'), "document type"),
        (
            sheets(
                row("<Cell><Data>&x;</Data></Cell>"),
                head='<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
            ),
            "document type or entities",
        ),
        (sheets(row(data("x")))[:-30], "damaged or was cut off"),
        (sheets(row("<Cell>" + "<a>" * 200 + "</a>" * 200 + "</Cell>")), "nested deeper"),
        (sheets('<Row ss:Index="9000000"><Cell><Data>x</Data></Cell></Row>'), "filled far beyond"),
        (sheets(row('<Cell ss:Index="20000"><Data>x</Data></Cell>')), "filled far beyond"),
        (sheets(*[row(data("x"))] * 251), "more than 250 sheets"),
        (sheets(), "without a table"),
        (sheets(row(data("x")), head='<?xml version="1.0" encoding="no-such"?>'), "damaged or was cut off"),
    ],
)
def test_what_no_export_does_is_refused_with_its_reason(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(FileError, match=why) as caught:
        read_source(written(tmp_path, text))
    assert "export.xls" in str(caught.value)


WHOLE = sheets(
    row(data("Service"), data(1.5), typed("DateTime", "2026-10-01T10:30:00")) * 3,
    row(data("x")),
    styles=STYLES,
).encode()
SCRAPS = st.sampled_from(
    [
        *(b"<", b">", b"&", b"]]>", b"<!--", b"<![CDATA[", b"<Row>", b"</Row>", b"<Cell>", b"</Worksheet>"),
        *(b'ss:Index="7"', b"<!DOCTYPE x>", b"&#0;", b"&#x10FFFF;", b"<Data>", b"</Data>", b"<Visible>"),
        *(b"\xff", b"\0", b"<?xml?>", b"9" * 9),
    ]
)


@given(
    cuts=st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 40), SCRAPS), min_size=1, max_size=5),
)
@settings(max_examples=300)
def test_whatever_is_damaged_the_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[tuple[int, int, bytes]]
) -> None:
    text = WHOLE
    for at, length, scrap in cuts:
        text = text[:at] + scrap + text[at + length :]
    path = tmp_path_factory.mktemp("fuzz") / "sheets.xls"
    path.write_bytes(text)
    try:
        found = read(path)
    except ValueError:
        return
    for sheet in found:
        assert len({len(cells) for cells in sheet.iter_rows()}) <= 1
        for cells in sheet.iter_rows():
            assert all(isinstance(cell, (str, float, bool, datetime, timedelta)) for cell in cells)
