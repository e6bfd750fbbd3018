"""Chunks written to and read from a temporary file: blocks of bytes behind a line of JSON, no objects, no code."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np

from app.imports.columns import Chunk, Column

_BETWEEN = "\x1f"


def write_chunk(stream: BinaryIO, chunk: Chunk) -> None:
    """Append one chunk."""
    blocks: list[bytes] = [chunk.rows.tobytes()]
    described = [_describe(column, blocks) for column in chunk.columns]
    head = {"size": chunk.size, "columns": described, "blocks": [len(block) for block in blocks]}
    stream.write(json.dumps(head).encode() + b"\n")
    for block in blocks:
        stream.write(block)


def read_chunks(path: Path) -> Iterator[Chunk]:
    """The chunks of a file, in order."""
    with path.open("rb") as stream:
        while line := stream.readline():
            head = json.loads(line)
            blocks = [stream.read(size) for size in head["blocks"]]
            rows = np.frombuffer(blocks[0], np.int64)
            columns = tuple(_restore(entry, head["size"], blocks) for entry in head["columns"])
            yield Chunk(rows, columns)


def _describe(column: Column, blocks: list[bytes]) -> list[int | None]:
    texts = None if column.texts is None else _joined(column.texts)
    parts = (column.tags, texts, column.numbers, column.ticks)
    entry: list[int | None] = [column.tag]
    for part in parts:
        entry.append(None if part is None else len(blocks))
        if part is not None:
            blocks.append(part if isinstance(part, bytes) else part.tobytes())
    return entry


def _joined(cells: Sequence[str]) -> bytes:
    joined = _BETWEEN.join(cells)
    if joined.count(_BETWEEN) != len(cells) - 1:
        joined = _BETWEEN.join(cell.replace(_BETWEEN, " ") for cell in cells)
    return joined.encode("utf-8", "replace")


def _restore(entry: list[int | None], size: int, blocks: list[bytes]) -> Column:
    tag, tags, texts, numbers, ticks = entry
    return Column(
        size,
        tag,
        None if tags is None else np.frombuffer(blocks[tags], np.uint8),
        None if texts is None else blocks[texts].decode().split(_BETWEEN),
        None if numbers is None else np.frombuffer(blocks[numbers], np.float64),
        None if ticks is None else np.frombuffer(blocks[ticks], np.int64),
    )
