"""Letters on paper: the shipped fonts, how wide a text is, where it breaks, what replaces a missing letter.

DejaVu Sans is embedded, and Droid Sans Fallback beside it for Chinese, Japanese and Korean where they occur.
What neither has is shown as the replacement mark, never as a silent gap.
"""

import re
import unicodedata
from functools import cache, lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from app.paths import resource
from app.reports.shown import TIED

REGULAR, BOLD, EAST_ASIAN = "DejaVuSans", "DejaVuSans-Bold", "DroidSansFallback"
REPLACEMENT = "\ufffd"
FILES = {
    REGULAR: "fonts/DejaVuSans.ttf",
    BOLD: "fonts/DejaVuSans-Bold.ttf",
    EAST_ASIAN: "fonts/DroidSansFallback.ttf",
}
# A figure stays on the line of its sign and of its unit: "≥ 99.5 %".
_BREAKS = re.compile(
    r"(?<![≥≤] )(?<=[ \-/·])(?!(?<=\d )(?:%|h|min|s|ms)(?!\w))|(?<=[\u2e80-\u9fff\uac00-\ud7af])(?=\S)"
)
_FIRST_EAST_ASIAN = 0x2E80
_LAST_CODE = 0xFFFF


@cache
def widths(font: str) -> dict[int, float]:
    """Width of every character of an embedded font, in thousandths of the type size; registers it."""
    loaded = TTFont(font, str(resource(FILES[font])))
    pdfmetrics.registerFont(loaded)  # pyright: ignore[reportUnknownMemberType]
    glyphs: dict[int, int] = loaded.face.charToGlyph
    known: dict[int, float] = loaded.face.charWidths
    # Beyond the first plane the library writes a map that programs cannot read back: text would copy wrongly.
    return {code: known[code] for code in glyphs if code in known and code <= _LAST_CODE}


@lru_cache(maxsize=20_000)
def clean(text: str) -> str:
    """`text` without control characters, lone surrogates and direction marks; letters composed."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    if composed.isprintable():
        return composed
    return "".join(
        c for c in composed if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )


@lru_cache(maxsize=50_000)
def width(text: str, size: float, bold: bool = False) -> float:
    """How wide `text` is drawn, in points."""
    own = widths(BOLD if bold else REGULAR)
    try:
        return sum(own[ord(character)] for character in text) * size / 1000
    except KeyError:  # some letter comes from another font
        return sum(widths(font)[ord(c)] for font, piece in runs(text, bold) for c in piece) * size / 1000


@lru_cache(maxsize=50_000)
def runs(text: str, bold: bool = False) -> tuple[tuple[str, str], ...]:
    """`text` as pieces of one font each: (font name, piece)."""
    own = BOLD if bold else REGULAR
    found: list[tuple[str, str]] = []
    for character in text:
        font = _font_of(ord(character), own)
        letter = character if font else REPLACEMENT
        if found and found[-1][0] == (font or own):
            found[-1] = (found[-1][0], found[-1][1] + letter)
        else:
            found.append((font or own, letter))
    return tuple(found)


def _font_of(code: int, own: str) -> str:
    """The font that has the letter; the large one is only opened for letters it may have."""
    if code in widths(own):
        return own
    if code >= _FIRST_EAST_ASIAN and code in widths(EAST_ASIAN):
        return EAST_ASIAN
    return ""


@lru_cache(maxsize=50_000)
def wrapped(text: str, size: float, room: float, bold: bool = False) -> tuple[str, ...]:
    """`text` as lines no wider than `room`, broken inside a word only where there is no other way."""
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        if width(paragraph, size, bold) <= room:
            lines.append(paragraph.strip())
        else:
            lines += _filled(paragraph, size, room, bold)
    return tuple(line.replace(TIED, " ") for line in lines)


def _filled(paragraph: str, size: float, room: float, bold: bool) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    for word in _BREAKS.split(paragraph):
        for piece in _fitting(word, size, room, bold):
            needed = width(piece.rstrip(), size, bold)
            if line and used + needed > room:
                lines.append(line.strip())
                line, used = "", 0.0
            line += piece
            used += width(piece, size, bold)
    return [*lines, line.strip()] if line.strip() or not lines else lines


def _fitting(word: str, size: float, room: float, bold: bool) -> list[str]:
    """A word as pieces that fit into `room`; most words are one."""
    if width(word.rstrip(), size, bold) <= room:
        return [word]
    pieces: list[str] = []
    piece = ""
    for character in word:
        if piece and width(piece + character, size, bold) > room:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]


def cut(text: str, size: float, room: float, bold: bool = False) -> str:
    """`text` on one line, ended with "…" where too long; for labels whose whole text stands elsewhere."""
    line = " ".join(clean(text).split())
    if width(line, size, bold) <= room:
        return line
    while line and width(line + "…", size, bold) > room:
        line = line[: -max(1, len(line) // 16)]
    return line.rstrip() + "…"
