"""Fingerprints of rows, a column at a time: 64 bits that are the same on every machine and in every run.

A row's `identity` says which thing it speaks of, its `content` everything it says; together they are the key under
which a row is found again. Multiply-shift over the characters with fixed odd multipliers, then a finalising mix.
"""

from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from app.imports.columns import Floats, Ints
from app.imports.values.texts import repeats

Hashes = NDArray[np.uint64]

_WIDEST = 192  # characters hashed as a matrix; longer texts go one by one
_MASK = (1 << 64) - 1


def _multipliers(count: int) -> Hashes:
    """splitmix64 from a fixed seed, made odd."""
    state, values = 0xC010_4ADE, list[int]()
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & _MASK
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        values.append((z ^ (z >> 31)) | 1)
    return np.array(values, np.uint64)


_MULTIPLIERS = _multipliers(_WIDEST)
_A, _B = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def mixed(values: Hashes) -> Hashes:
    """Spread every input bit over the whole word (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * _A
    values = (values ^ (values >> np.uint64(27))) * _B
    return values ^ (values >> np.uint64(31))


def combined(first: Hashes, *others: Hashes) -> Hashes:
    """One hash of several columns; their order matters."""
    for number, other in enumerate(others, 1):
        first = mixed(first + other * _MULTIPLIERS[number])
    return first


def hash_ints(values: Ints | Floats) -> Hashes:
    """Integers (or floats by their bits)."""
    return mixed(np.ascontiguousarray(values).view(np.uint64) + np.uint64(0x9E3779B97F4A7C15))


def hash_texts(texts: Sequence[str]) -> Hashes:
    """Texts; few different ones are hashed once each."""
    if not len(texts):
        return np.zeros(0, np.uint64)
    if not repeats(texts):
        return _hash_all(texts)
    codes = {text: code for code, text in enumerate(dict.fromkeys(texts))}
    return _hash_all(list(codes))[np.fromiter(map(codes.__getitem__, texts), np.int64, len(texts))]


def hash_text(text: str) -> int:
    """One text."""
    return int(_hash_all([text])[0])


def keys_of(identity: Hashes, content: Hashes) -> list[bytes]:
    """The 16 bytes stored with each row."""
    pairs = np.empty((len(identity), 2), "<u8")
    pairs[:, 0], pairs[:, 1] = identity, content
    return pairs.view("V16").ravel().tolist()


def from_keys(keys: Iterator[bytes]) -> tuple[Hashes, Hashes]:
    """Identity and content of stored keys."""
    pairs = np.frombuffer(b"".join(keys), "<u8").reshape(-1, 2)
    return pairs[:, 0].copy(), pairs[:, 1].copy()


def _hash_all(texts: Sequence[str]) -> Hashes:
    longest = max(map(len, texts))
    if longest <= _WIDEST:
        return _hash_matrix(texts)
    short = [text if len(text) <= _WIDEST else "" for text in texts]
    values = _hash_matrix(short)
    for index, text in enumerate(texts):
        if len(text) > _WIDEST:
            digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            values[index] = int.from_bytes(digest, "little")
    return values


def _hash_matrix(texts: Sequence[str]) -> Hashes:
    array = np.array(texts, dtype=np.str_)
    width = array.dtype.itemsize // 4
    total = np.zeros(len(texts), np.uint64)
    matrix = (
        array.view(np.uint32).reshape(len(texts), width) if width else np.zeros((len(texts), 0), np.uint32)
    )
    for position in range(width):
        total += matrix[:, position] * _MULTIPLIERS[position]
    return mixed(total)
