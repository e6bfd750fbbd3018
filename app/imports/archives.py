"""The inside of zipped workbooks (.xlsx, .xlsm, .xlsb, .ods), checked before a reader may open them.

Counts what the parts really expand to, and looks for declarations and sizes no honest workbook has. The parts are
inflated once and looked at as bytes; nothing is parsed.
"""

import re
import zipfile
import zlib
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from app.errors import FileError
from app.imports import limits
from app.imports.files import Stop, stop_if
from app.imports.refusals import damaged, password, trap

_BLOCK = 1 << 20
_ROW = re.compile(rb'<row [^>]*?\br="(\d+)"')
_FAR_COLUMN = re.compile(rb'<c r="([A-Z]{2,})\d+"')
_UNIQUE = re.compile(rb'uniqueCount="(\d+)"')
_OTHERS = (
    (re.compile(r"^word/"), "a Word document without a workbook. Copy its table into Excel and import that."),
    (re.compile(r"^ppt/"), "a presentation without a workbook. Copy its table into Excel and import that."),
    (re.compile(r"\.iwa$"), "a workbook of Numbers. Export it there as an Excel workbook and import that."),
    (
        re.compile(r"(?i)\.(xlsx|xlsm|xlsb|xls|ods|csv|tsv)$"),
        "a packed folder with spreadsheets, without a workbook of its own. Unpack it and import what is inside.",
    ),
)
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)


def check_archive(path: Path, cancelled: Stop | None = None) -> None:
    """Refuse a zipped workbook by its directory; a small one also by what its parts really hold."""
    with _opened(path) as archive:
        _check_directory(path, archive.infolist())
    if path.stat().st_size <= limits.SMALL_FILE:
        check_parts(path, cancelled)


def check_parts(path: Path, cancelled: Stop | None = None) -> None:
    """Refuse a zipped workbook whose parts are damaged or hold what no honest one does; inflates all of them.

    Of a large workbook this is done while the child process, bounded in time and memory, reads it already.
    """
    with _opened(path) as archive:
        for part in archive.infolist():
            _check_part(path, archive, part, cancelled)


@contextmanager
def _opened(path: Path) -> Generator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except _DAMAGE as error:
        raise damaged(path.name) from error


def _check_directory(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if not any(name.lower().endswith(("workbook.xml", "workbook.bin", "content.xml")) for name in names):
        raise FileError(f"“{path.name}” is {_other_archive(names)}")
    if len(parts) > limits.MOST_PARTS:
        raise trap(path.name, f"it is made of {len(parts):,} parts")
    if any(part.flag_bits & 1 for part in parts):
        raise password(path.name)
    if sum(part.file_size for part in parts) > _most(path):
        raise trap(path.name, "it would expand to many times its size")


def _other_archive(names: Iterable[str]) -> str:
    """What a zip file is that is no workbook, and what to do with it."""
    for sign, what in _OTHERS:
        if any(sign.search(name) for name in names):
            return what
    return "a packed file without a workbook inside. Choose the workbook or csv file itself."


def _most(path: Path) -> int:
    steep = limits.FREE_EXPANSION + path.stat().st_size * limits.STEEPEST_EXPANSION
    return min(steep, limits.LARGEST_EXPANSION)


def _check_part(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo, cancelled: Stop | None) -> None:
    name = part.filename.lower()
    watch = _Watch(path, sheet="worksheets/" in name and name.endswith(".xml"))
    with archive.open(part) as stream:
        first = True
        tail = b""
        while block := stream.read(_BLOCK):
            stop_if(cancelled)
            if name.endswith((".xml", ".rels")):
                if first:
                    watch.look_at_head(block)
                watch.look_at(tail + block)
                tail = block[-64:]
            first = False
    watch.finish()


class _Watch:
    """What one part has shown so far."""

    def __init__(self, path: Path, *, sheet: bool) -> None:
        self._path, self._sheet = path, sheet
        self._last_row, self._columns = 0, 26

    def look_at_head(self, block: bytes) -> None:
        """Declarations stand before the root element; string tables announce their size there."""
        head = block[:4096].replace(b"\0", b"")  # also when it is written in UTF-16
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise self._trap("it declares entities of its own")
        found = _UNIQUE.search(head)
        if found and int(found[1]) > limits.MOST_CELLS:
            raise self._trap(f"it announces {int(found[1]):,} texts")

    def look_at(self, block: bytes) -> None:
        if b"<!" in block and (b"<!DOCTYPE" in block or b"<!ENTITY" in block):
            raise self._trap("it declares entities of its own")
        if self._sheet:
            place = block.rfind(b"<row ")
            if place >= 0 and (row := _ROW.match(block, place)):
                self._last_row = max(self._last_row, int(row[1]))
            for found in _FAR_COLUMN.finditer(block[:65536]):
                self._columns = max(self._columns, _column_number(found[1]))

    def finish(self) -> None:
        """Readers lay a sheet out as a rectangle; refuse one that could not be laid out."""
        cells = self._last_row * self._columns
        if cells > limits.MOST_CELLS or self._last_row > limits.MOST_ROWS:
            raise self._trap(f"a sheet reaches row {self._last_row:,} with {self._columns:,} columns")

    def _trap(self, what: str) -> FileError:
        return trap(self._path.name, what)


def _column_number(name: bytes) -> int:
    number = 0
    for character in name:
        number = number * 26 + character - 64
    return number
