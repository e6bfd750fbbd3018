"""The two fingerprints of checked rows: which thing a row speaks of, and everything it says."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from app.imports.checked import Coded, Values
from app.imports.columns import Chunk
from app.imports.hashing import Hashes, combined, hash_ints, hash_text, hash_texts, mixed
from app.imports.values.texts import texts_of


def content_of(base: Hashes, columns: Mapping[str, Values]) -> Hashes:
    """Everything a row says: `base` (its subject) and each column under its name, in any order."""
    total = mixed(base)
    for name, values in columns.items():
        total = total + combined(hash_values(values), np.full(len(base), _name(name), np.uint64))
    return mixed(total)


def hash_values(values: Values) -> Hashes:
    """One column."""
    if isinstance(values, Coded):
        return hash_ints(values.codes.astype(np.int64))
    if isinstance(values, np.ndarray):
        return hash_ints(values)
    return hash_texts(values)


def whole_rows(chunk: Chunk) -> Hashes:
    """Every cell of each row, also of columns that no field uses."""
    total = np.zeros(chunk.size, np.uint64)
    for column in chunk.columns:
        total = mixed(total + hash_texts(texts_of(column)))
    return total


def either(first: Sequence[str], named: Hashes, unnamed: Hashes) -> Hashes:
    """`named` where there is a text, else `unnamed`."""
    if "" not in first:
        return named
    there = np.fromiter(map(bool, first), bool, len(first))
    return np.where(there, named, unnamed)


@lru_cache(maxsize=64)
def _name(name: str) -> int:
    return hash_text(name)
