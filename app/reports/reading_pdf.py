"""A written pack's PDF read back: every text a reader, a search engine or a curious person could find in it.

It reads what `pdf` writes and nothing else. What it does not understand is an error and never passed over, as
an unread text would be an unchecked one.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from app.errors import FileError
from app.reports.leaving import look_up
from app.reports.passages import Passage, joined_lines

_TABLE = re.compile(rb"xref\s+0 (\d+)\s*\n((?:\d{10} \d{5} [nf]\s*)+)trailer")
_BEGIN = re.compile(rb"\s*(\d+) 0 obj\s")
_STREAM = re.compile(rb"\nstream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d+)\b(?!\s+\d+\s+R)")
_STRING = re.compile(rb"\(((?:\\.|[^\\()])*)\)|<((?:[0-9A-Fa-f]{2}\s*)+)>", re.DOTALL)
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_SHOWN = re.compile(
    rb"/(?P<font>\S+)\s+(?P<size>[\d.]+) Tf|1 0 0 1 (?P<x>-?[\d.]+) (?P<y>-?[\d.]+) Tm"
    rb"|\((?P<text>(?:\\.|[^\\()])*)\)\s*Tj|(?P<other>(?<![\w)])(?:TJ|'|\"|Td|TD|T\*)(?=\s))",
    re.DOTALL,
)
_CHARACTER = re.compile(rb"<([0-9A-Fa-f]{2})> <([0-9A-Fa-f]{4,8})>")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_NEAR = 0.6  # points: what begins this near to where the last text ends goes on with its word
_ACTIVE = {
    b"/EmbeddedFile": "an attached file",
    b"/JavaScript": "a script",
    b"/Launch": "a link that starts a program",
    b"/URI": "a link to the outside",
    b"/GoToR": "a link to another file",
    b"/AcroForm": "a form",
}


@dataclass(frozen=True, slots=True)
class _Font:
    letters: Mapping[int, str]
    widths: tuple[float, ...]


def pdf_passages(path: Path) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
    """What the file says and where, and what it must not have in any case, in words ("an attached file")."""
    try:
        return _read(path.read_bytes())
    except OSError as error:
        raise FileError(f"“{path.name}” cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, IndexError, zlib.error) as error:
        raise FileError(f"“{path.name}” cannot be read back and so cannot be checked ({error}).") from error


def _read(data: bytes) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
    objects = dict(_objects(data))
    pages = list(_page_numbers(objects))
    if not pages:
        raise ValueError("it has no pages")
    fonts = _fonts(objects)
    found = [
        passage
        for at, number in enumerate(pages, start=1)
        for passage in _page(_stream(objects[_named(objects[number], b"/Contents")]), fonts, at)
    ]
    contents = {_named(objects[number], b"/Contents") for number in pages}
    maps = {_named(body, b"/ToUnicode") for body in objects.values() if b"/ToUnicode" in _head(body)}
    fonts_embedded = {
        _named(body, b"/FontFile2") for body in objects.values() if b"/FontFile2" in _head(body)
    }
    for number, body in objects.items():
        look_up()
        found += _strings(body)
        if b"\nstream" in body and number not in contents | maps | fonts_embedded and not _is_picture(body):
            found.append(Passage("PDF, inside the file", (_stream(body).decode("latin-1"),)))
    heads = b"\n".join(_head(body) for body in objects.values())
    return tuple(found), tuple(words for name, words in _ACTIVE.items() if re.search(name + rb"\b", heads))


def _objects(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Every object by its number, from the file's own table of contents."""
    at = data.rfind(b"startxref")
    table = _TABLE.match(data, int(data[at:].split()[1])) if at >= 0 else None
    if table is None:
        raise ValueError("its table of contents is missing")
    entries = [table[2][first : first + 20] for first in range(0, len(table[2]), 20)]
    offsets = sorted(int(entry[:10]) for entry in entries if entry[17:18] == b"n")
    for first, last in pairwise([*offsets, table.start()]):
        begin = _BEGIN.match(data, first, last)
        if begin is None:
            raise ValueError("an object is not where it should be")
        yield int(begin[1]), data[begin.end() : last].removesuffix(b"endobj\n")


def _head(body: bytes) -> bytes:
    """The object without its stream and without what stands in brackets as text."""
    return _STRING.sub(b"()", body.split(b"\nstream", 1)[0])


def _named(body: bytes, name: bytes) -> int:
    found = re.search(name + rb"\s+(\d+) 0 R", body)
    if found is None:
        raise ValueError(f"{name.decode()} is missing")
    return int(found[1])


def _page_numbers(objects: Mapping[int, bytes]) -> Iterator[int]:
    tree = next((body for body in objects.values() if b"/Kids" in _head(body)), b"")
    kids = _KIDS.search(tree)
    for number in _REFERENCE.findall(kids[1]) if kids else ():
        yield int(number)


def _is_picture(body: bytes) -> bool:
    return re.search(rb"/Subtype\s*/Image\b", _head(body)) is not None


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if found is None:
        raise ValueError("a stream is missing")
    head, length = body[: found.start()], _LENGTH.search(body, 0, found.start())
    if length is None:
        raise ValueError("the length of a stream is missing")
    data = body[found.end() : found.end() + int(length[1])]
    if b"/FlateDecode" in head:
        return zlib.decompress(data)
    if b"/Filter" in head:
        raise ValueError("a stream is packed in an unknown way")
    return data


def _fonts(objects: Mapping[int, bytes]) -> Mapping[str, _Font]:
    found: dict[str, _Font] = {}
    for body in objects.values():
        name, map_at = re.search(rb"/Name\s*/(\S+)", body), re.search(rb"/ToUnicode\s+(\d+) 0 R", body)
        if name is None or map_at is None or b"/Type /Font" not in body:
            continue
        pairs = _CHARACTER.findall(_stream(objects[int(map_at[1])]))
        letters = {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
        widths = re.search(rb"/Widths\s*\[([^\]]*)\]", body)
        found[name[1].decode()] = _Font(letters, tuple(map(float, widths[1].split())) if widths else ())
    return found


def _page(stream: bytes, fonts: Mapping[str, _Font], number: int) -> Iterator[Passage]:
    """The page's words twice: in the order drawn, and column by column, as cells run on below themselves."""
    look_up()
    lines = [line for line in _lines(stream, fonts) if line[2].strip()]
    place = f"PDF, page {number}"
    yield Passage(place, tuple(text for _, _, text in lines), page=number)
    columns = sorted(lines, key=lambda line: (round(line[0]), -line[1]))
    yield Passage(place, tuple(text for _, _, text in columns), page=number)


def _lines(stream: bytes, fonts: Mapping[str, _Font]) -> list[tuple[float, float, str]]:
    """Texts with the place where each begins; pieces of one word in several fonts are put together."""
    lines: list[tuple[float, float, str]] = []
    font, size, x, y, end, moved = _Font({}, ()), 0.0, 0.0, 0.0, 0.0, True
    for shown in _SHOWN.finditer(stream):
        if shown["other"]:
            raise ValueError("a page is written in an unknown way")
        if shown["font"]:
            font, size = fonts.get(shown["font"].decode(), _Font({}, ())), float(shown["size"])
        elif shown["x"]:
            to = float(shown["x"]), float(shown["y"])
            moved = abs(to[1] - y) > _NEAR or abs(to[0] - end) > _NEAR
            x, y = to
            end = x
        else:
            codes = _unescaped(shown["text"])
            text = "".join(font.letters[code] for code in codes)
            if moved or not lines:
                lines.append((x, y, text))
            else:
                lines[-1] = (*lines[-1][:2], lines[-1][2] + text)
            end += sum(font.widths[code] for code in codes) * size / 1000
            moved = False
    return lines


def _strings(body: bytes) -> Iterator[Passage]:
    """Texts outside the pages: properties, bookmarks, names."""
    head = body.split(b"\nstream", 1)[0]
    texts = [_text(plain, coded) for plain, coded in _STRING.findall(head)]
    texts = [text for text in texts if text.strip()]
    if texts:
        place = "bookmarks" if b"/Dest" in head and b"/Title" in head else "document properties"
        yield from (Passage(f"PDF, {place}", joined_lines(text)) for text in texts)


def _text(plain: bytes, coded: bytes) -> str:
    data = bytes.fromhex(b"".join(coded.split()).decode()) if coded else _unescaped(plain)
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", errors="replace")
    return data.decode("latin-1")


def _unescaped(text: bytes) -> bytes:
    def letter(match: re.Match[bytes]) -> bytes:
        said = match[1]
        if said[:1].isdigit():
            return bytes([int(said, 8) & 0xFF])
        return b"" if said in (b"\n", b"\r\n") else _ESCAPED.get(said, said)

    return _ESCAPE.sub(letter, text) if b"\\" in text else text
