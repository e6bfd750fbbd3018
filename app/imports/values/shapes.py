"""Texts of a column grouped by shape, as matrices of characters: what lets a whole group be read at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.imports.columns import Ints
from app.imports.values.templates import Place
from app.imports.values.texts import NOTHING, tidy_texts

LONGEST = 64  # characters; longer texts are of no shape
Matrix = NDArray[np.uint32] | NDArray[np.uint8]

_ZERO = 48
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Group:
    """Texts of one shape: their rows, and their characters, one text a column of the matrix."""

    shape: str
    rows: Ints
    characters: Matrix

    def number(self, place: Place | None) -> Ints:
        """The digits at a place as numbers; zero where there is none."""
        total = np.zeros(len(self.rows), np.int64)
        if place is not None:
            for position in range(*place):
                total *= 10
                total += self.characters[position]
            total -= _ZERO * ((10 ** (place[1] - place[0]) - 1) // 9)
        return total

    def character(self, position: int) -> str:
        """The character all texts have there."""
        return chr(int(self.characters[position, 0]))


def groups_of(texts: Sequence[str], *, clean: bool = False) -> Iterator[Group]:
    """The texts that are not empty, by shape; a shape has "0" for every digit."""
    if not len(texts):
        return
    alike = _all_alike(texts)
    if alike is not None:
        yield alike
        return
    texts = tidy_texts(texts, clean=clean)
    if max(map(len, texts)) > LONGEST:
        texts = [text if len(text) <= LONGEST else "x" for text in texts]
    array = np.array(texts, dtype=np.str_)
    width = array.dtype.itemsize // 4
    if width:
        yield from _by_shape(array.view(np.uint32).reshape(len(texts), width))


def _all_alike(texts: Sequence[str]) -> Group | None:
    """The usual column: ASCII, all of one length and one shape, nothing empty."""
    width = len(texts[0])
    joined = "".join(texts)
    if not 0 < width <= LONGEST or len(joined) != width * len(texts) or not joined.isascii():
        return None
    if set(map(len, texts)) != {width}:
        return None
    rows = np.frombuffer(joined.encode(), np.uint8).reshape(len(texts), width)
    characters = np.ascontiguousarray(rows.T)
    shape = ""
    for line in characters:
        low, high = int(line.min()), int(line.max())
        digits = low >= _ZERO and high <= _ZERO + 9
        if low != high and not digits:
            return None
        shape += "0" if digits else chr(low)
    if shape != shape.strip() or texts[0] in NOTHING:
        return None
    return Group(shape, np.arange(len(texts)), characters)


def _by_shape(matrix: NDArray[np.uint32]) -> Iterator[Group]:
    shapes = np.where((matrix - np.uint32(_ZERO)) < 10, np.uint32(_ZERO), matrix)
    powers = np.cumprod(np.full(matrix.shape[1], _MULTIPLIER, np.uint64))
    hashes = (shapes * powers).sum(axis=1, dtype=np.uint64)
    _, firsts, numbers = np.unique(hashes, return_index=True, return_inverse=True)
    order = np.argsort(numbers, kind="stable")
    edges = np.searchsorted(numbers[order], np.arange(len(firsts) + 1))
    for number, first in enumerate(firsts.tolist()):
        shape = "".join(map(chr, shapes[first].tolist())).rstrip("\0")
        if shape:
            rows = order[edges[number] : edges[number + 1]]
            yield Group(shape, rows, np.ascontiguousarray(matrix[rows].T))
