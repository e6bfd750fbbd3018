"""How a text stands in a cell of the workbook: how wide it is, and on which lines a spreadsheet program breaks it.

The workbook is written in Arial, which every spreadsheet program has, or a font as wide as it. Helvetica, whose widths
every PDF library knows, has the same.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from reportlab.pdfbase import pdfmetrics

from app.reports import letters

FONT = "Arial"
SIZE = 9
USUAL_SIZE = 10
"""Of the workbook's usual font, in whose digits column widths are given."""

LINE_HEIGHT = 12.0  # points, of SIZE
_DIGIT = 7  # pixels, of the usual font
_PADDING = 5  # pixels of a column beside its digits
_INDENT = 9  # pixels, of text that stands off the figures before it
_ROUNDING = 1.06  # on a screen every letter is as wide as whole pixels
_PIXELS_A_POINT = 96 / 72
_WORDS = re.compile(r"[^ \-]*(?:-|[ ]+|$)")
_NARROWEST = 12  # pixels; a column that leaves less still shows a letter a line


def pixels(width: float) -> float:
    """How wide a column of so many digits is, at 96 to the inch."""
    return _DIGIT * width + _PADDING


@lru_cache(maxsize=20_000)
def lines_of(text: str, width: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a column of so many digits."""
    if "\n" not in text and len(text) * _WIDEST_USUAL <= _room(width) and text.isascii() and not bold:
        return 1
    return len(broken(text, width, bold=bold))


def broken(text: str, width: float, *, bold: bool = False) -> list[str]:
    """The lines of a text in a column of so many digits; words longer than a line are cut as the program cuts them."""
    room = _room(width)
    return [line for part in text.split("\n") for line in _lines(part, room, bold)]


def _lines(text: str, room: float, bold: bool) -> list[str]:
    lines: list[str] = []
    line, left = "", room
    for word in _pieces(text, room, bold):
        if line and _wide(word.rstrip(" "), bold) > left:
            lines.append(line)
            line, left = "", room
        line += word
        left -= _wide(word, bold)
    return [*lines, line]


def _pieces(text: str, room: float, bold: bool) -> Iterator[str]:
    """The words with their spaces, and of a word longer than a line as much as fits into each."""
    for word in _WORDS.findall(text):
        rest = word
        while _wide(rest.rstrip(" "), bold) > room:
            fitting = _fitting(rest, room, bold)
            yield rest[:fitting]
            rest = rest[fitting:]
        yield rest


def _fitting(word: str, room: float, bold: bool) -> int:
    """How many letters of a word fit, at least one."""
    used = 0.0
    for at, letter in enumerate(word):
        used += _wide(letter, bold)
        if used > room:
            return max(1, at)
    return len(word)


def _room(width: float) -> float:
    return max(pixels(width) - _PADDING - _INDENT, _NARROWEST)


@lru_cache(maxsize=20_000)
def _wide(text: str, bold: bool) -> float:
    """Pixels of a text without breaks, on a screen."""
    known = _widths(bold)
    total = sum(known.get(letter) or _width_elsewhere(letter) for letter in text)
    return total / 1000 * SIZE * _PIXELS_A_POINT * _ROUNDING


@cache
def _widths(bold: bool) -> dict[str, int]:
    """Thousandths of the size, of the letters the PDF libraries know by themselves."""
    own: list[int] = pdfmetrics.getFont("Helvetica-Bold" if bold else "Helvetica").widths
    decoded = (bytes([code]).decode("cp1252", errors="ignore") for code in range(32, 256))
    return {letter: own[32 + at] for at, letter in enumerate(decoded) if letter}


@lru_cache(maxsize=5_000)
def _width_elsewhere(letter: str) -> float:
    """Of a letter of other alphabets: in our own font, which is wider than Arial."""
    return letters.width(letter, 1000.0)


_WIDEST_USUAL = 13  # pixels a letter at most, of ASCII in plain
