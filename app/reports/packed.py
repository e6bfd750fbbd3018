"""Columns of integers or numbers as short texts for a document: differences, deflated, in base 64. Exact both ways."""

import base64
import json
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def pack(column: Integers) -> str:
    """The text of a column of integers; empty for none."""
    if not len(column):
        return ""
    steps = np.diff(column.astype(np.int64), prepend=np.int64(0))  # wraps around, and back when summed
    return _text(steps.astype("<i8").tobytes())


def unpack(text: str) -> Integers:
    """The column of `pack`."""
    if not text:
        return np.empty(0, dtype=np.int64)
    return np.cumsum(np.frombuffer(_bytes(text), dtype="<i8").astype(np.int64))


def pack_values(values: Floats) -> tuple[str, str]:
    """The numbers without their order: each once, ascending, and how often."""
    if not len(values):
        return "", ""
    found, times = np.unique(values, return_counts=True)
    return _text(found.astype("<f8").tobytes()), pack(times.astype(np.int64))


def unpack_values(texts: tuple[str, str]) -> Floats:
    """The numbers of `pack_values`, ascending."""
    if not texts[0]:
        return np.empty(0, dtype=np.float64)
    return np.repeat(np.frombuffer(_bytes(texts[0]), dtype="<f8").astype(np.float64), unpack(texts[1]))


def pack_words(words: Sequence[str]) -> str:
    """Words as one text, whatever stands in them; empty for none."""
    return _text(json.dumps(list(words)).encode()) if words else ""


def unpack_words(text: str) -> tuple[str, ...]:
    """The words of `pack_words`."""
    return tuple(json.loads(_bytes(text))) if text else ()


def _text(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, 9)).decode("ascii")


def _bytes(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))
