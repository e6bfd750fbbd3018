"""Before anything reads a file: is it what it says it is, and can its size be borne?

Returns which reader may open it, or raises FileError with a sentence that names the file and the reason.
"""

from pathlib import Path
from typing import Literal

from app.errors import FileError
from app.imports import limits
from app.imports.archives import check_archive
from app.imports.disguises import binary_kind, markup_kind, text_kind
from app.imports.files import Stop
from app.imports.refusals import ANEW, ELSEWHERE, password

Reader = Literal["text", "workbook", "markup"]  # markup: a page or XML tables under a workbook's name

TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".tab"})
WORKBOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".xltx", ".xltm"})
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "\x00".join("EncryptedPackage").encode("latin-1")
_OLD_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")


def check_file(path: Path, cancelled: Stop | None = None) -> Reader:
    """Which reader may open the file."""
    head = _head(path)
    suffix = path.suffix.lower()
    if suffix not in TEXT_SUFFIXES | WORKBOOK_SUFFIXES:
        kinds = ".xlsx, .xlsm, .xlsb, .xls, .ods, .csv, .tsv"
        raise FileError(f"“{path.name}” is no spreadsheet this program reads ({kinds}). {ANEW}")
    if what := binary_kind(head):
        raise FileError(
            f"“{path.name}” is {what}, not a spreadsheet. Choose the workbook or csv file itself."
        )
    if head.startswith(_ZIP):
        check_archive(path, cancelled)
        return "workbook"
    if head.startswith(_OLE):
        _refuse_locked(path)
        return "workbook"
    if suffix in WORKBOOK_SUFFIXES and markup_kind(head):
        return "markup"
    _refuse_other_texts(path, head)
    return "text" if suffix in TEXT_SUFFIXES else _text_in_disguise(path, head)


def _head(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise FileError(f"“{path.name}” is not a file.")
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise FileError(f"“{path.name}” could not be opened: {error.strerror or error}.") from error
    if size > limits.LARGEST_FILE:
        most = limits.LARGEST_FILE // limits.MEGABYTE
        raise FileError(
            f"“{path.name}” is {size // limits.MEGABYTE:,} MB large; at most {most:,} MB are read. "
            "Export it in parts, such as month by month."
        )
    if not head:
        raise FileError(f"“{path.name}” is empty: there is nothing in the file. Export it again.")
    return head


def _refuse_locked(path: Path) -> None:
    with path.open("rb") as stream:
        found = _LOCKED in stream.read(limits.LARGEST_FILE)
    if found:
        raise password(path.name)


def _refuse_other_texts(path: Path, head: bytes) -> None:
    """Pages, XML and JSON are no tables of cells, whatever they are named."""
    what, remedy = text_kind(head)
    if what:
        raise FileError(f"“{path.name}” is {what}, only named as a spreadsheet. {remedy}")


def _text_in_disguise(path: Path, head: bytes) -> Reader:
    """A workbook's name on something else: old Excel, an owner file, or plain csv."""
    if head.startswith(_OLD_BIFF):
        raise FileError(f"“{path.name}” was written by Excel 2 to 4. Open it in Excel and save it as .xlsx.")
    if path.name.startswith("~$"):
        raise FileError(
            f"“{path.name}” is the note Excel keeps while a workbook is open; choose the workbook itself."
        )
    binary = b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if binary or not any(mark in head for mark in (b",", b";", b"\t")):
        raise FileError(
            f"“{path.name}” is no workbook: its contents do not fit its name, or it is damaged. {ELSEWHERE}"
        )
    return "text"
