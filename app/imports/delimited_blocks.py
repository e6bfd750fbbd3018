"""Delimited text cut into columns a block at a time, exactly as the csv module reads it but mostly faster.

Three shapes are cut with a few string operations: blocks without quotation marks, blocks in which every field
stands in them, and blocks in which only some lines have any. Everything else goes through the csv module.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat, zip_longest
from typing import TextIO

import numpy as np

from app.imports import limits
from app.imports.files import TextForm

_FIRST_CHARACTERS = 1 << 18  # the first block is small, so that a look at the head costs little
_CHARACTERS = 1 << 19  # small blocks stay in the processor's cache, and between them a reader may be stopped
_FIELD, _RECORD, _MARK = "\x1f", "\x1e", "\x1d"
_SPACE = 32
_MANY_QUOTED = 0.5  # beyond this share of lines with quotation marks the csv module reads them all

Lines = list[str]
Columns = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive records as columns; `clean` when there are no control characters in them."""

    size: int
    columns: Columns
    clean: bool

    def part(self, start: int, end: int) -> "Block":
        """The records from `start` up to `end`."""
        if start <= 0 and end >= self.size:
            return self
        start, end = min(max(start, 0), self.size), min(end, self.size)
        return Block(max(end - start, 0), [column[start:end] for column in self.columns], self.clean)


def blocks(stream: TextIO, form: TextForm) -> Iterator[Block]:
    """The records of a stream opened with `newline=""`."""
    for _ in range(form.skip_lines):
        stream.readline()
    rest, size, ended = "", _FIRST_CHARACTERS, False
    while not ended:
        text = stream.read(size)
        ended, size = not text, _CHARACTERS
        while text.endswith("\r") and (more := stream.read(1)):
            text += more  # the other half of a line end may follow
        block, rest = _first_records(rest + text if rest else text, form, ended=ended)
        if block is not None and block.size:
            yield block


def _first_records(text: str, form: TextForm, *, ended: bool) -> tuple[Block | None, str]:
    """As many whole records as the text holds, and the rest of it."""
    look = _Look.at(text)
    windows = look.windows and form.quote not in text
    if look.returns and not windows:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if form.quote in text:
        found = _all_quoted(text, form, look.clean, ended=ended)
        if found:
            return found
        done, rest = _whole_lines(text, ended=ended)
        block, open_lines = _mixed(done, form, look.clean, ended=ended)
        return block, open_lines + rest
    done, rest = _whole_lines(text, ended=ended)
    end = "\r\n" if windows else "\n"
    body = done.removesuffix(end)
    size = look.ends + 1 - (len(body) < len(done)) if windows or not look.returns else None
    return (_plain(body, end, form, look.clean, size) if done else None), rest


def _whole_lines(text: str, *, ended: bool) -> tuple[str, str]:
    """Whole lines, and the rest; at the end of the stream all of it is whole."""
    place = len(text) if ended else text.rfind("\n") + 1
    if place == 0 and len(text) > limits.LARGEST_TEXT_CELL:
        raise csv.Error("field larger than field limit")
    return text[:place], text[place:]


def _plain(text: str, end: str, form: TextForm, clean: bool, size: int | None = None) -> Block:
    """Records without quotation marks, `end` between them."""
    return _even(text, end, form.delimiter, clean, size) or _from_rows(
        list(csv.reader(text.split(end), delimiter=form.delimiter, quotechar=form.quote)), clean
    )


def _even(text: str, end: str, delimiter: str, clean: bool, size: int | None = None) -> Block | None:
    """`size` records that all have the same number of fields, cut in one go; None when they have not.

    Each record after the first is marked, and the marks then have to stand where records begin.
    """
    size = size or text.count(end) + 1
    flat = text.replace(end, f"{delimiter}{_MARK}").split(delimiter)
    width, odd = divmod(len(flat), size)
    starts = flat[width::width]
    if odd or _MARK in text or not all(map(str.startswith, starts, repeat(_MARK))):
        return None
    columns = [flat[column::width] for column in range(width)]
    columns[0][1:] = [field[1:] for field in starts]
    return Block(size, columns, clean) if width > 1 or "" not in columns[0] else None


def _all_quoted(text: str, form: TextForm, clean: bool, *, ended: bool) -> tuple[Block, str] | None:
    """Text in which every field stands in quotation marks and none has one inside; None when it is not so."""
    quote, delimiter = form.quote, form.delimiter
    text = text.removesuffix("\n") + "\n" if ended else text
    place = len(text) if ended else text.rfind(f"{quote}\n{quote}") + 2
    if place < 4 or text[0] != quote or text[place - 2] != quote or _FIELD in text or _RECORD in text:
        return None
    body = (
        text[1 : place - 2]
        .replace(f"{quote}\n{quote}", _RECORD)
        .replace(f"{quote}{delimiter}{quote}", _FIELD)
    )
    if quote in body:
        return None
    block = _even(body, _RECORD, _FIELD, clean)
    return (block, text[place:]) if block else None


def _mixed(text: str, form: TextForm, clean: bool, *, ended: bool) -> tuple[Block | None, str]:
    """Lines of which some have quotation marks, and the lines of a record that goes on beyond them."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]  # the last line has no end, or is the nothing after it
    if not lines[-1]:
        lines.pop()
    quoted = [number for number, line in enumerate(lines) if form.quote in line]
    source = _Source(lines, form)
    if len(quoted) > len(lines) * _MANY_QUOTED:
        quoted = list(range(len(lines)))
    plain: Lines = []
    rows: list[list[str]] = []
    where: list[int] = []
    done = 0
    for number in quoted:
        if number < done:
            continue  # a further line of the record before
        plain.extend(line.removesuffix("\n") for line in lines[done:number])
        row = source.record(number)
        if source.ran_out and not ended:
            return _merged(plain, rows, where, form, clean), "".join(lines[number:])
        where.append(len(plain) + len(rows))
        rows.append(row)
        done = source.place
    plain.extend(line.removesuffix("\n") for line in lines[done:])
    return _merged(plain, rows, where, form, clean), ""


class _Source:
    """The csv module reading single records out of lines, beginning at any of them."""

    def __init__(self, lines: Lines, form: TextForm) -> None:
        self._lines = lines
        self._form = form
        self.place = 0
        self.ran_out = False
        self._reader = self._start()

    def record(self, line: int) -> list[str]:
        """The record that begins in a line; `place` is then the line after it."""
        self.place = line
        row = next(self._reader)
        if self.ran_out:
            self._reader = self._start()
        return row

    def _start(self) -> Iterator[list[str]]:
        return csv.reader(self._feed(), delimiter=self._form.delimiter, quotechar=self._form.quote)

    def _feed(self) -> Iterator[str]:
        while self.place < len(self._lines):
            self.place += 1
            yield self._lines[self.place - 1]
        self.ran_out = True


def _merged(
    plain: Lines, rows: list[list[str]], where: list[int], form: TextForm, clean: bool
) -> Block | None:
    """Plain lines and parsed rows, each row at its place."""
    if not rows:
        return _plain("\n".join(plain), "\n", form, clean) if plain else None
    if not plain:
        return _from_rows(rows, clean)
    even = _even("\n".join(plain), "\n", form.delimiter, clean)
    if even is None or {len(even.columns)} != set(map(len, rows)):
        cut = list(csv.reader(plain, delimiter=form.delimiter, quotechar=form.quote))
        for place, row in zip(where, rows, strict=True):
            cut.insert(place, row)
        return _from_rows(cut, clean)
    size = len(plain) + len(rows)
    places = np.array(where)
    others = np.ones(size, bool)
    others[places] = False
    columns: list[Sequence[str]] = []
    for first, second in zip(even.columns, zip(*rows, strict=True), strict=True):
        column = np.empty(size, object)
        column[others], column[places] = first, second
        columns.append(column.tolist())
    return Block(size, columns, clean)


def _from_rows(rows: list[list[str]], clean: bool) -> Block:
    if len(set(map(len, rows))) == 1:
        return Block(len(rows), list(zip(*rows, strict=True)), clean)
    return Block(len(rows), list(zip_longest(*rows, fillvalue="")), clean)


@dataclass(frozen=True, slots=True)
class _Look:
    """What kinds of characters a text holds; ASCII, the usual case, is counted as bytes."""

    clean: bool
    ends: int  # line ends "\n"
    returns: int
    windows: bool  # every line end is "\r\n"

    @classmethod
    def at(cls, text: str) -> "_Look":
        if not text.isascii():
            plain = text.replace("\n", "").replace("\r", "").replace("\t", "")
            ends, returns = text.count("\n"), text.count("\r")
            return cls(plain.isprintable(), ends, returns, ends == returns == text.count("\r\n"))
        characters = np.frombuffer(text.encode(), np.uint8)
        ends = int(np.count_nonzero(characters == 10))
        low = int(np.count_nonzero(characters < _SPACE))
        returns = text.count("\r") if low > ends else 0
        tabs = text.count("\t") if low > ends + returns else 0
        windows = ends == returns > 0 and text.count("\r\n") == ends
        return cls(low == ends + returns + tabs and "\x7f" not in text, ends, returns, windows)
