"""What is copied in Excel is read as Excel meant it, and kept in a file of our own."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import FileError
from app.imports.pasted import copied_rows, read_pasted
from app.imports.reading import chunks

_CELLS = st.text(st.characters(exclude_characters='\t\r\n"\0', exclude_categories=("Cs",)), max_size=8)


def _shown(text: str) -> list[tuple[str, ...]]:
    source = read_pasted(text, "pasted")
    return [chunk.shown(row) for chunk in chunks(source, 0, 0) for row in range(chunk.size)]


@given(st.lists(st.lists(_CELLS, min_size=2, max_size=4), min_size=1, max_size=6))
def test_plain_cells_come_back_as_they_were_copied(rows: list[list[str]]) -> None:
    text = "".join("\t".join(row) + "\r\n" for row in rows)
    assert list(copied_rows(text)) == rows


def test_quoted_cells_keep_their_line_breaks_tabs_and_quotes() -> None:
    text = 'Till\t"line one\nline ""two"""\tx\r\nWeb\t"a\tb"\ty\r\n'
    assert list(copied_rows(text)) == [["Till", 'line one\nline "two"', "x"], ["Web", "a\tb", "y"]]


def test_a_quotation_mark_that_closes_nowhere_swallows_no_further_row() -> None:
    assert list(copied_rows('"Till\t5" disk\nWeb\t"so" called\n')) == [
        ['"Till', '5" disk'],
        ["Web", '"so" called'],
    ]


def test_many_open_quotation_marks_take_no_time_worth_mentioning() -> None:
    assert len(list(copied_rows('"a\tb\n' * 2_000))) == 2_000


def test_an_empty_last_cell_and_a_missing_last_line_end_are_still_cells() -> None:
    assert list(copied_rows('"a"\t')) == [["a", ""]]
    assert list(copied_rows('"a"\tb\n\n"c"')) == [["a", "b"], [""], ["c"]]


def test_the_text_lies_in_a_temporary_file_that_goes_with_its_reading() -> None:
    source = read_pasted("a\tb\n1\t2\n", "rows pasted today")
    path = source.path
    assert (source.name, source.sheets[0].name, source.called) == (
        "rows pasted today",
        "rows pasted today",
        "pasted rows",
    )
    assert path.exists()
    del source
    assert not Path(path).exists()


def test_the_same_rows_have_the_same_fingerprint_whatever_their_line_ends() -> None:
    assert read_pasted("a\tb\r\n1\t2\r\n", "x").sha256 == read_pasted("a\tb\n1\t2\n", "y").sha256


def test_lines_of_a_csv_file_are_read_as_csv() -> None:
    assert _shown("Service;Start\nTill;1.10.2026 08:00\n")[1] == ("Till", "1.10.2026 08:00")


def test_hostile_letters_are_taken_out_or_replaced() -> None:
    assert _shown("\ufeffa\0\tb\n\ud800\t2\n") == [("a", "b"), ("?", "2")]


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\0"])
def test_nothing_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(FileError, match="There is nothing to paste"):
        read_pasted(text, "x")


@given(st.lists(st.lists(st.text(max_size=6), min_size=2, max_size=3), min_size=1, max_size=4))
def test_what_a_csv_writer_quotes_is_understood(rows: list[list[str]]) -> None:
    stream = StringIO()
    csv.writer(stream, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    assert list(copied_rows(stream.getvalue())) == rows
