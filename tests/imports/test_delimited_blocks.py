"""Text cut into columns says exactly what the csv module says."""

import csv
import io
from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports import delimited_blocks
from app.imports.delimited_blocks import blocks
from app.imports.files import TextForm

FORM = TextForm("utf-8", ",")
cells = st.text(st.sampled_from('ab ,;"\n\r\té'), max_size=6)
tables = st.lists(st.lists(cells, min_size=1, max_size=4), max_size=12)


def by_module(text: str) -> list[tuple[str, ...]]:
    """Rows as the csv module reads them, line ends in cells told alike, short rows filled up."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    rows = list(csv.reader(io.StringIO(plain, newline=""), delimiter=","))
    return list(zip(*zip_longest(*rows, fillvalue=""), strict=True)) if any(rows) else [() for _ in rows]


def by_blocks(text: str) -> list[tuple[str, ...]]:
    found = list(blocks(io.StringIO(text, newline=""), FORM))
    width = max((len(block.columns) for block in found), default=0)
    rows: list[tuple[str, ...]] = []
    for block in found:
        columns = [*block.columns, *([[""] * block.size] * (width - len(block.columns)))]
        rows += zip(*columns, strict=True) if columns else [()] * block.size
    return rows


@pytest.fixture(params=[(1, 1), (7, 5), (40, 40), (1 << 18, 6 << 20)])
def _block_sizes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    first, then = request.param
    monkeypatch.setattr(delimited_blocks, "_FIRST_CHARACTERS", first)
    monkeypatch.setattr(delimited_blocks, "_CHARACTERS", then)


@pytest.mark.usefixtures("_block_sizes")
class TestWhateverTheBlockSize:
    @given(text=st.text(st.sampled_from('ab,"\n\r '), max_size=60))
    def test_any_text_is_read_as_the_csv_module_reads_it(self, text: str) -> None:
        assert by_blocks(text) == by_module(text)

    @given(table=tables, quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]))
    def test_a_written_table_comes_back(self, table: list[list[str]], quoting: int) -> None:
        stream = io.StringIO(newline="")
        csv.writer(stream, quoting=quoting).writerows(table)
        assert by_blocks(stream.getvalue()) == by_module(stream.getvalue())

    @given(count=st.integers(1, 30), quoted=st.sets(st.integers(0, 29)))
    def test_lines_with_and_without_quotation_marks_keep_their_order(
        self, count: int, quoted: set[int]
    ) -> None:
        lines = [f'"{n}, n",x' if n in quoted else f"{n},x" for n in range(count)]
        text = "\n".join(lines) + "\n"
        assert by_blocks(text) == by_module(text)


def test_a_missing_quotation_mark_is_an_error_rather_than_one_endless_cell() -> None:
    text = 'a,b\n"open,' + "x,y\n" * 700_000
    with pytest.raises(csv.Error, match="field limit"):
        list(blocks(io.StringIO(text, newline=""), FORM))
