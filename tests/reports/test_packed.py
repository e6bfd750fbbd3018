"""Columns in a document come back exactly as they were put in."""

import numpy as np
import pytest

from app.calc.spans import EARLIEST, LATEST
from app.reports.packed import pack, pack_values, pack_words, unpack, unpack_values, unpack_words


@pytest.mark.parametrize("column", [[], [0], [EARLIEST, LATEST, -1, 7, 7]])
def test_integers_are_exact_both_ways(column: list[int]) -> None:
    assert unpack(pack(np.array(column, dtype=np.int64))).tolist() == column


@pytest.mark.parametrize("values", [[], [0.1, 0.1, 3.0, -2.5]])
def test_values_are_exact_without_their_order(values: list[float]) -> None:
    assert unpack_values(pack_values(np.array(values, dtype=np.float64))).tolist() == sorted(values)


@pytest.mark.parametrize("words", [(), ("",), ("INC-1", "", "Störung 2"), ("two\nlines", "a,b")])
def test_words_are_exact_whatever_stands_in_them(words: tuple[str, ...]) -> None:
    assert unpack_words(pack_words(words)) == words
