"""What a file is that has a spreadsheet's name but other contents, told from how it begins."""

import re
from typing import Literal

Markup = Literal["sheets", "page", ""]

_KNOWN = (
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a Word (RTF) document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
    (b"7z\xbc\xaf", "a compressed file; unpack it first"),
    (b"Rar!", "a compressed file; unpack it first"),
    (b"SQLite format 3\0", "a database"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_SAVE = "Open it in Excel and save it as .xlsx."
_XML = re.compile(r"<\?xml\b")
_SHEETS = re.compile(r"(?:<\?xml\b.*?)?(?:<\?[^>]*\?>\s*)*<(?:\w+:)?Workbook\b", re.S)
_PAGE = re.compile(
    r"(?i)(?:<\?xml\b[^>]*>\s*)?(?:<!doctype html|<(?:html|head|meta|body|title|table|style)\b)"
)
_TEXTS = (
    (_SHEETS, "an XML table of Excel 2003", _SAVE),
    (_PAGE, "a web page", _SAVE),
    (_XML, "XML", _SAVE),
    (re.compile(r"(?i)mime-version:"), "a web archive", _SAVE),
    (re.compile(r"[\[{]\s*[\"\[{}\]]"), "JSON", "Export it as csv or as an Excel workbook."),
    (re.compile(r"ID;P[A-Z]"), "a table in the old SYLK format", _SAVE),
    (re.compile(r"TABLE\r?\n0,1\r?\n"), "a table in the old DIF format", _SAVE),
)
_MARKUP = re.compile(r"<[A-Za-z!?/]")  # whatever else begins so is no table of cells
_COMMENT = re.compile(r"\s*<!--.*?-->", re.S)


def binary_kind(head: bytes) -> str:
    """What a file is that begins with a known mark of another kind; "" when with none."""
    return next((what for mark, what in _KNOWN if head.startswith(mark)), "")


def text_kind(head: bytes) -> tuple[str, str]:
    """What a text is that is no table, and what to do with it; two empty texts when it may be one."""
    text = _shown(head)
    return next(((what, remedy) for sign, what, remedy in _TEXTS if sign.match(text)), ("", ""))


def markup_kind(head: bytes) -> Markup:
    """What a file of markup under a workbook's name is: XML tables of Excel 2003, or a page that may have tables."""
    text = _shown(head)
    if _SHEETS.match(text):
        return "sheets"
    return "page" if _PAGE.match(text) or (_MARKUP.match(text) and not _XML.match(text)) else ""


def _shown(head: bytes) -> str:
    """The beginning without comments and what is not seen."""
    text = _text(head)
    while comment := _COMMENT.match(text):
        text = text[comment.end() :]
    return text.lstrip("\ufeff \t\r\n")


def _text(head: bytes) -> str:
    """The beginning as text, whatever its letters: only the signs of ASCII are looked at."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
