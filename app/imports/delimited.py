"""Text files: .csv, .tsv and .txt read in chunks of columns; encoding and delimiter found out first."""

import codecs
import csv
import hashlib
import io
import locale
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import numpy as np

from app.errors import FileError
from app.imports import limits
from app.imports.columns import Chunk, Column
from app.imports.delimited_blocks import Block, blocks
from app.imports.files import Progress, SourceFile, SourceSheet, Stop, TextForm, stop_if, tell

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_DELIMITERS = (",", ";", "\t", "|")
_UNKNOWN_WESTERN = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")  # mean nothing in cp1252
_FEW_CONTROL = 8  # control characters are borne in any file
_MOST_CONTROL = 0.05  # share of control characters beyond which a file is no text
_LETTERS_GUESSED = (
    "The file does not say how its letters are written. Where accents or other alphabets look wrong, open it in "
    "Excel and save it as “CSV UTF-8”."
)
_BLOCK = 4 << 20
_SAMPLE = 1 << 16


@dataclass(frozen=True, slots=True)
class _Scan:
    sha256: str
    encoding: str
    lines: int


def read_text(
    path: Path,
    *,
    form: TextForm | None = None,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> SourceFile:
    """Look through a text file once: fingerprint, encoding, delimiter (unless `form` says so), first rows."""
    size = path.stat().st_size
    scan = _scan(path, size, progress, cancelled)
    form = form or _text_form(path, scan.encoding)
    preview = tuple(_preview(path, form))
    width = max(map(len, preview), default=0)
    if not preview:
        raise FileError(f"“{path.name}” is empty: there are no rows in it. Export it again.")
    sheet = SourceSheet(path.stem, False, scan.lines, width, preview)
    notes = () if scan.encoding.startswith("utf") else (_LETTERS_GUESSED,)
    return SourceFile(path, path.name, size, scan.sha256, (sheet,), "text", form, notes=notes)


def text_chunks(source: SourceFile, skip: int, cancelled: Stop | None = None) -> Iterator[Chunk]:
    """All rows after the first `skip`, as columns of texts; row numbers count records as a spreadsheet would."""
    form = source.text
    assert form is not None
    first = 1
    try:
        with source.path.open(encoding=form.encoding, newline="", errors="strict") as stream:
            for block in blocks(stream, form):
                stop_if(cancelled)
                for start in range(0, block.size, limits.CHUNK_ROWS):
                    part = block.part(max(start, skip + 1 - first), start + limits.CHUNK_ROWS)
                    if part.size:
                        yield _chunk(part, max(first + start, skip + 1), source.name)
                first += block.size
    except csv.Error as error:
        raise FileError(_broken(source.name, error)) from error
    except UnicodeError as error:
        raise FileError(
            f"“{source.name}” changed while it was read, or is damaged. Read it again."
        ) from error


def _chunk(block: Block, first: int, name: str) -> Chunk:
    if len(block.columns) > limits.MOST_COLUMNS:
        most = f"at most {limits.MOST_COLUMNS:,} are read"
        raise FileError(
            f"“{name}” has a row with {len(block.columns):,} columns; {most}. Export only the columns that matter."
        )
    columns = tuple(Column.of_texts(column, clean=block.clean) for column in block.columns)
    return Chunk(np.arange(first, first + block.size, dtype=np.int64), columns)


def _records(stream: Iterable[str], form: TextForm) -> Iterator[list[str]]:
    return csv.reader(islice(stream, form.skip_lines, None), delimiter=form.delimiter, quotechar=form.quote)


def _preview(path: Path, form: TextForm) -> Iterator[tuple[str, ...]]:
    cut = limits.LARGEST_PREVIEW_CELL
    try:
        with path.open(encoding=form.encoding, newline="", errors="strict") as stream:
            for row in islice(_records(stream, form), limits.PREVIEW_ROWS):
                yield tuple(cell[:cut] for cell in row[: limits.PREVIEW_COLUMNS])
    except csv.Error as error:
        raise FileError(_broken(path.name, error)) from error


def _broken(name: str, error: csv.Error) -> str:
    if "field limit" in str(error):
        most = f"more than {limits.LARGEST_TEXT_CELL:,} characters"
        return f"“{name}” has a cell of {most}; a quotation mark may be missing. Mend it, or export the file again."
    return f"“{name}” could not be read as a table: its rows cannot be told apart. Export it again."


def _scan(path: Path, size: int, progress: Progress | None, cancelled: Stop | None) -> _Scan:
    """One pass over the bytes: SHA-256, line ends, and whether they are valid UTF-8."""
    digest, lines, done, last = hashlib.sha256(), 0, 0, b"\n"
    with path.open("rb") as stream:
        head = stream.read(_SAMPLE)
        encoding = _marked(head)
        check = codecs.getincrementaldecoder(encoding or "utf-8")("strict")
        valid = True
        for block in chain((head,), iter(lambda: stream.read(_BLOCK), b"")):
            stop_if(cancelled)
            digest.update(block)
            lines += block.count(b"\n") or block.count(b"\r")
            valid = valid and _decodes(check, block)
            last = block[-1:] or last
            done += len(block)
            tell(progress, done, size, f"Reading {path.name}")
    valid = valid and _decodes(check, b"", final=True)
    if encoding and not valid:
        raise FileError(
            f"“{path.name}” begins as Unicode text but is damaged further on. Export it again, or open it in "
            "Excel and save it as “CSV UTF-8”."
        )
    encoding = encoding or ("utf-8" if valid else _code_page(path, cancelled))
    return _Scan(digest.hexdigest(), encoding, lines + (last not in b"\r\n"))


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeError:
        return False
    return True


def _marked(head: bytes) -> str:
    """The encoding told by a byte order mark, or by where the zero bytes stand; "" when neither tells."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if b"\0" not in head:
        return ""
    zeros = [head[place::4].count(0) * 4 / max(len(head), 4) for place in range(4)]
    if len(head) % 4 == 0 and min(zeros[0], zeros[1]) > 0.9:
        return "utf-32-be"
    if len(head) % 4 == 0 and min(zeros[2], zeros[3]) > 0.9:
        return "utf-32-le"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if max(even, odd) < 0.4:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _code_page(path: Path, cancelled: Stop | None) -> str:
    """The user's own code page; where that is UTF-8 (which has failed) the Western one."""
    own = codecs.lookup(locale.getencoding()).name
    if own not in {"utf-8", "ascii", "cp1252"}:
        return own
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            stop_if(cancelled)
            if any(byte in block for byte in _UNKNOWN_WESTERN):
                return "latin-1"  # reads such bytes as control characters, which are dropped later
    return "cp1252"


def _text_form(path: Path, encoding: str) -> TextForm:
    with path.open(encoding=encoding, newline="", errors="strict") as stream:
        sample = stream.read(_SAMPLE)
    if len(_CONTROL.findall(sample)) > max(_FEW_CONTROL, _MOST_CONTROL * len(sample)):
        raise FileError(
            f"“{path.name}” is no text: it is damaged, or a file of another kind. Open it in the program that "
            "made it and export it as csv."
        )
    first = sample.split("\n", 1)[0].strip("\r\ufeff")
    if first.lower().startswith("sep=") and len(first) == 5:
        return TextForm(encoding, first[4], skip_lines=1)
    return TextForm(encoding, _delimiter(sample, path.suffix.lower()))


def _delimiter(sample: str, suffix: str) -> str:
    """The candidate that cuts the first lines most evenly into the most columns."""
    best, best_score = ("\t" if suffix == ".tsv" else ","), 1.0
    for delimiter in _DELIMITERS:
        rows = _try(sample, delimiter)
        widths = [len(row) for row in rows if row]
        if not widths:
            continue
        usual = max(set(widths), key=widths.count)
        score = usual * widths.count(usual) / len(widths)
        if usual > 1 and score > best_score + 0.01:
            best, best_score = delimiter, score
    return best


def _try(sample: str, delimiter: str) -> list[list[str]]:
    try:
        rows = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), 200))
        return rows[:-1] or rows  # the last one may be cut off
    except csv.Error:
        return []
