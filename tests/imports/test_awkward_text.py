"""Text files as they really come: code pages, damage, other kinds of files, and cells beyond measure."""

import random
from pathlib import Path

import pytest

from app.errors import FileError
from app.imports.reading import chunks, read_source
from tests.imports.books import text_file

ROWS = [["Service", "Start", "Cause"], ["Mail", "2026-10-01 10:00", "Störung – Café “Nord” für 5 €"]]


def refusal(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        read_source(path)
    assert path.name in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_letters_arrive_as_they_were_written(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = text_file(tmp_path / "export.csv", ROWS * 5, delimiter=delimiter, encoding=encoding)
    (chunk,) = chunks(read_source(path), 0, 1)
    assert chunk.shown(0) == tuple(ROWS[1])


def test_a_file_that_does_not_say_how_its_letters_are_written_is_remarked_on(tmp_path: Path) -> None:
    plain = read_source(text_file(tmp_path / "plain.csv", ROWS))
    western = read_source(text_file(tmp_path / "western.csv", ROWS, encoding="cp1252"))
    assert not plain.notes
    assert "CSV UTF-8" in western.notes[0]


def test_a_byte_that_no_western_letter_has_does_not_stop_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(b"Service,Start\nCaf\xe9 \x81,2026-10-01 10:00\n")
    assert read_source(path).sheets[0].preview[1][0].startswith("Café")


def test_unicode_text_that_is_cut_off_is_called_damaged(tmp_path: Path) -> None:
    path = text_file(tmp_path / "cut.csv", ROWS, encoding="utf-16")
    path.write_bytes(path.read_bytes()[:-1])
    assert "damaged" in refusal(path)


@pytest.mark.parametrize("name", ["noise.csv", "noise.tsv", "noise.txt"])
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(random.Random(3).randbytes(20_000))
    assert "is no text" in refusal(tmp_path / name)


def test_a_single_zero_byte_does_not_make_a_small_file_binary(tmp_path: Path) -> None:
    (tmp_path / "small.csv").write_bytes(b"a,b,c\n1,\0,3\n")
    assert read_source(tmp_path / "small.csv").sheets[0].rows == 2


def test_nothing_but_zero_bytes_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "zeros.csv").write_bytes(bytes(4096))
    assert "is no text" in refusal(tmp_path / "zeros.csv")


def test_a_cell_of_more_than_a_million_characters_names_the_quotation_mark(tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    path.write_text('Service,Start\n"' + "Mail,2026-10-01 10:00\n" * 60_000)
    with pytest.raises(FileError, match=r"open\.csv.*quotation mark"):
        list(chunks(read_source(path), 0, 1))


def test_a_row_of_twenty_thousand_columns_is_refused_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("Service,Start\n" + "x," * 20_000 + "\n")
    with pytest.raises(FileError, match="20,001 columns"):
        list(chunks(read_source(path), 0, 1))
