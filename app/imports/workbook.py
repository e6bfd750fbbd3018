"""Workbooks: read by a child process under limits, then gone through as often as needed from its columns."""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast
from zipfile import is_zipfile

import app
from app.errors import FileError
from app.imports import limits
from app.imports.archives import check_parts
from app.imports.child import LOCKED, REFUSED
from app.imports.columns import Chunk
from app.imports.files import Progress, SourceFile, SourceSheet, Stop, stop_if, tell
from app.imports.guard import guard
from app.imports.packed import read_chunks
from app.imports.refusals import broke_the_reader, complained, password, slow
from app.imports.temporary import TemporaryFolder

CHILD_COMMAND = "read-workbook"  # how a frozen program is told to be the child
_BLOCK = 8 << 20
_POLL_SECONDS = 0.03


def read_workbook(
    path: Path, *, progress: Progress | None = None, cancelled: Stop | None = None, slowly: bool = False
) -> SourceFile:
    """Read all sheets in a child process; a crash, a hang or too much memory becomes a FileError.

    `slowly` gives every megabyte its time, of a small file too: markup is read by Python.
    """
    folder = TemporaryFolder()
    size = path.stat().st_size
    child = _start(path, Path(folder.name), size)
    try:
        if size > limits.SMALL_FILE and is_zipfile(path):
            check_parts(path, cancelled)
        digest = _sha256(path, cancelled)
        _wait(child, path, Path(folder.name), _seconds(size, slowly=slowly), progress, cancelled)
    finally:
        child.kill()
        child.wait()
    if child.returncode != 0:
        raise _reason(path, Path(folder.name), child.returncode)
    described = json.loads((Path(folder.name) / "sheets.json").read_text(encoding="utf-8"))
    sheets = tuple(_sheet(entry) for entry in described)
    if not any(sheet.rows for sheet in sheets):
        raise FileError(
            f"“{path.name}” has no cells with anything in them. Choose the file that holds the rows."
        )
    return SourceFile(path, path.name, size, digest, sheets, "workbook", folder=folder)


def workbook_chunks(
    source: SourceFile, sheet: int, skip: int, cancelled: Stop | None = None
) -> Iterator[Chunk]:
    """The rows of a sheet after the first `skip`."""
    assert source.folder is not None
    for chunk in read_chunks(Path(source.folder.name) / f"{sheet}.columns"):
        stop_if(cancelled)
        keep = chunk.rows > skip
        if keep.all():
            yield chunk
        elif keep.any():
            yield Chunk(chunk.rows[keep], tuple(column.take(keep) for column in chunk.columns))


def _start(path: Path, folder: Path, size: int) -> "subprocess.Popen[bytes]":
    memory = limits.CHILD_MEMORY_SMALL if size <= limits.SMALL_FILE else limits.CHILD_MEMORY_LARGE
    own = (
        [sys.executable, CHILD_COMMAND]
        if getattr(sys, "frozen", False)
        else [sys.executable, "-m", "app.imports.child"]
    )
    root = str(Path(app.__file__).resolve().parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OPENBLAS_NUM_THREADS": "1"}
    child = subprocess.Popen(
        [*own, str(path.resolve()), str(folder), str(memory)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    guard(child, memory)
    return child


def _wait(
    child: "subprocess.Popen[bytes]",
    path: Path,
    folder: Path,
    seconds: float,
    progress: Progress | None,
    cancelled: Stop | None,
) -> None:
    until = time.monotonic() + seconds
    while child.poll() is None:
        stop_if(cancelled)
        if time.monotonic() > until:
            raise slow(path.name, seconds)
        tell(progress, *_progress(folder), f"Reading {path.name}")
        time.sleep(_POLL_SECONDS)


def _seconds(size: int, *, slowly: bool) -> float:
    """How long the child may take."""
    more = size if slowly else max(0, size - limits.SMALL_FILE)
    return limits.READ_SECONDS_SMALL + more / limits.MEGABYTE * limits.READ_SECONDS_PER_MEGABYTE


def _progress(folder: Path) -> tuple[int, int]:
    try:
        done, total = (folder / "progress").read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return 0, 0
    return int(done), int(total)


def _sha256(path: Path, cancelled: Stop | None) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            stop_if(cancelled)
            digest.update(block)
    return digest.hexdigest()


def _reason(path: Path, folder: Path, code: int) -> FileError:
    if code == LOCKED:
        return password(path.name)
    if code != REFUSED:
        return broke_the_reader(path.name)
    try:
        return complained(path.name, (folder / "reason").read_text(encoding="utf-8"))
    except OSError:
        return complained(path.name, "")


def _sheet(entry: Mapping[str, object]) -> SourceSheet:
    preview = tuple(tuple(row) for row in cast("list[list[str]]", entry["preview"]))
    return SourceSheet(
        cast(str, entry["name"]),
        bool(entry["hidden"]),
        cast(int, entry["rows"]),
        cast(int, entry["columns"]),
        preview,
        uncalculated=bool(entry["uncalculated"]),
        percent_columns=frozenset(cast("list[int]", entry["percent"])),
        percent_rows=frozenset(cast("list[int]", entry["percent_rows"])),
    )
