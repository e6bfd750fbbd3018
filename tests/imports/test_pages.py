"""Web pages named as workbooks: every table is a sheet, whatever the page is like."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import FileError
from app.imports import limits
from app.imports.pages import page_sheets
from app.imports.reading import chunks, read_source
from tests.imports.markup import page

ROWS = [["Service", "Start"], ["Mail & Calendar", "2026-10-01 10:00"], ["Büro", "2026-10-02 11:00"]]


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "export.xls"
    path.write_bytes(text.encode(encoding))
    return path


def cells(path: Path, sheet: int = 0) -> list[tuple[str, ...]]:
    source = read_source(path)
    return [chunk.shown(row) for chunk in chunks(source, sheet, 0) for row in range(chunk.size)]


@pytest.mark.parametrize(
    ("before", "encoding"),
    [
        ("", "utf-8"),
        ("\n<!-- made by a tool -->\n<HTML><BODY>", "utf-8-sig"),
        ("<!DOCTYPE html><html><body>", "utf-16"),
        (
            '<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"></head>',
            "latin-1",
        ),
        ("<html><body>", "cp1252"),
        ('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x.dtd"><html>', "utf-8"),
        (
            '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><!--[if gte mso 9]><xml></xml><![endif]-->',
            "utf-8",
        ),
        ("<style>td {color: red}</style><script>document.write('<table><tr><td>no')</script>", "utf-8"),
        ("<div><b>Report</b>", "utf-8"),
    ],
)
def test_the_table_of_a_page_is_read_cell_by_cell(tmp_path: Path, before: str, encoding: str) -> None:
    assert cells(written(tmp_path, page(ROWS, before), encoding)) == [tuple(row) for row in ROWS]


def test_rows_and_cells_need_no_end_and_lines_of_a_cell_stay_apart(tmp_path: Path) -> None:
    path = written(tmp_path, "<table><tr><th>A<th>B<tr><td>1<br>2 &nbsp; 3<td><p>x</p><p>y</p><tr><td>last")
    assert cells(path) == [("A", "B"), ("1\n2 3", "x\ny"), ("last", "")]


def test_a_cell_over_several_rows_stands_in_each_and_one_over_columns_keeps_its_place(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "<table><tr><td rowspan=2>Mail<td colspan=2>wide<td>end<tr><td>a<td>b<td>c<tr><td>d</table>",
    )
    assert cells(path) == [("Mail", "wide", "", "end"), ("Mail", "a", "b", "c"), ("d", "", "", "")]


def test_scripts_and_styles_inside_a_cell_are_none_of_its_text(tmp_path: Path) -> None:
    text = "<table><tr><td><style>td {a: b}</style>5<script>var x = '</td>'</script> min<td>6</table>"
    assert cells(written(tmp_path, text)) == [("5 min", "6")]


def test_what_is_called_latin_1_has_the_signs_of_the_windows_code_page(tmp_path: Path) -> None:
    text = "<meta charset='iso-8859-1'><table><tr><td>A – B<td>5 €</table>"
    assert cells(written(tmp_path, text, "cp1252")) == [("A – B", "5 €")]


def test_every_table_is_a_sheet_and_one_inside_a_cell_too(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "<table><tr><td>Title<table><tr><td>inner</table>rest</table><table></table><table><tr><td>second</table>",
    )
    assert [sheet.name for sheet in read_source(path).sheets] == ["Table 1", "Table 2", "Table 3"]
    assert [cells(path, number) for number in range(3)] == [[("Titlerest",)], [("inner",)], [("second",)]]


def test_texts_that_begin_like_a_formula_or_markup_stay_texts(tmp_path: Path) -> None:
    odd = ["=1+1", "<b>bold</b>", "@cmd", "&lt;"]
    assert cells(written(tmp_path, page([odd]))) == [tuple(odd)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<html><body>nothing here</body></html>", "without a table"),
        ("<html><table></table></html>", "without a table"),
        ("<table>" * 60 + "<tr><td>x", "nested deeper"),
        ("<table><tr>" + "<td colspan=1000>x" * 20, "filled far beyond"),
        ("<table>" + "<tr><td>x</table><table>" * 300, "more than 250 sheets"),
        ("<html><![bogus[<table><tr><td>x", "could not be read"),
    ],
)
def test_what_no_export_does_is_refused_with_its_reason(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(FileError, match=why) as caught:
        read_source(written(tmp_path, text))
    assert "export.xls" in str(caught.value)


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "READ_SECONDS_SMALL", 0.05)
    monkeypatch.setattr(limits, "READ_SECONDS_PER_MEGABYTE", 0)
    path = written(tmp_path, page([["x"] * 50] * 8000))
    with pytest.raises(FileError, match="given up"):
        read_source(path)


PIECES = st.sampled_from(
    [
        *(
            "<table>",
            "</table>",
            "<tr>",
            "</tr>",
            "<td>",
            "<th>",
            "</td>",
            "<td rowspan=3>",
            "<td colspan=4>",
        ),
        *("<br>", "<p>", "text", " ", "&amp;", "&#x110000;", "&nosuch;", "<!--", "-->", "<![CDATA[", "]]>"),
        *("<![if x]>", "<!DOCTYPE", "<?php", "<", ">", "<td rowspan='99999999999'>", "<td rowspan=-1>", "\0"),
        *("<script>", "</script>", "<style>", '<td a="', "<meta charset=utf-7>", "\ud7ff", "<!ENTITY x 'y'>"),
    ]
)


@given(pieces=st.lists(PIECES, max_size=60), damage=st.binary(max_size=4), at=st.integers(0, 200))
@settings(max_examples=300)
def test_whatever_a_page_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str], damage: bytes, at: int
) -> None:
    text = ("<html>" + "".join(pieces)).encode()
    path = tmp_path_factory.mktemp("fuzz") / "page.xls"
    path.write_bytes(text[:at] + damage + text[at:])
    try:
        sheets = page_sheets(path, lambda _done, _total: None)
    except ValueError:
        return
    for sheet in sheets:
        assert len({len(row) for row in sheet.iter_rows()}) == 1
