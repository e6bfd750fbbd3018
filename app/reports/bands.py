"""Words on paper: paragraphs, headings, facts, tallies, tables. Long cells are split, never clipped."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.reports import letters, look
from app.reports.content import Cell, Column, Facts, Heading, Mark, Paragraph, Said, Table, Tally
from app.reports.page import Band, Box, Item, Line, Place, Strip, Text

_LINE = look.line_height()
_BASELINE = round(look.BODY * 1.02, 2)
_COLUMN_GAP = 8.0
_ROW_PAD = 3.5
_PILL_PAD = 5.0
_MOST_LINES = 24  # a taller row is broken into strips
_LINES_A_STRIP = 12
_FACT_NAMES = 0.27
_TONES = {
    "plain": (look.TEXT, False),
    "lead": (look.TEXT, True),
    "muted": (look.MUTED, False),
    "strong": (look.TEXT, True),
}


@dataclass(frozen=True, slots=True)
class _Piece:
    """One line of one cell: text at an offset within the cell, perhaps on a pill of colour."""

    dx: float
    text: str
    colour: str
    bold: bool = False
    pill: str = ""


_Lines = tuple[_Piece, ...]


def gap(height: float) -> Strip:
    """White space between two strips."""
    return Strip(height, gap=True)


def paragraph(block: Paragraph, width: float) -> Band:
    colour, bold = _TONES[block.tone]
    lines = letters.wrapped(block.text, look.BODY, width, bold)
    strips = [Strip(_LINE, (Text(0, _BASELINE, line, look.BODY, colour, bold),)) for line in lines]
    if len(strips) > 1:  # no single line alone at the foot of a page
        strips[0] = Strip(_LINE, strips[0].items, keep=True)
    return Band((*strips, gap(5)))


def heading(block: Heading, width: float, name: str) -> Band:
    """A bold line inside a section, kept with what follows."""
    lines = letters.wrapped(block.text, look.BODY, width, bold=True)
    items: list[Item] = [Place(name, " ".join(letters.clean(block.text).split()), 1)]
    items += [
        Text(0, _BASELINE + at * _LINE, line, look.BODY, look.TEXT, True) for at, line in enumerate(lines)
    ]
    return Band((gap(9), Strip(len(lines) * _LINE + 3, tuple(items), keep=True)))


def section_title(title: str, width: float, name: str) -> Band:
    lines = letters.wrapped(title, look.TITLE, width, bold=True)
    height = look.line_height(look.TITLE)
    items: list[Item] = [Place(name, title, 0)]
    items += [
        Text(0, look.TITLE + at * height, line, look.TITLE, look.TEXT, True) for at, line in enumerate(lines)
    ]
    return Band((gap(20), Strip(len(lines) * height + 6, tuple(items), keep=True)))


def facts(block: Facts, width: float) -> Band:
    """Names in a narrow column, values beside them."""
    names = width * _FACT_NAMES
    strips: list[Strip] = []
    for name, value in block.pairs:
        left = letters.wrapped(name, look.BODY, names - _COLUMN_GAP)
        right = letters.wrapped(value, look.BODY, width - names)
        for at in range(max(len(left), len(right))):
            items = (
                *_at(left, at, 0, look.MUTED),
                *_at(right, at, names, look.TEXT),
            )
            strips.append(Strip(_LINE, items))
        strips.append(gap(2))
    return Band((*strips, gap(4)))


def _at(lines: Sequence[str], at: int, x: float, colour: str) -> tuple[Text, ...]:
    return (Text(x, _BASELINE, lines[at], look.BODY, colour),) if at < len(lines) else ()


def tally(block: Tally, width: float) -> Band:
    """A tile for each verdict: how many, sign and word."""
    space = 6.0
    tile = (width - space * (len(block.counts) - 1)) / max(1, len(block.counts))
    items: list[Item] = []
    for at, (verdict, count) in enumerate(block.counts):
        state, x = look.STATES[verdict], at * (tile + space)
        colour = state.colour if count else look.MUTED
        items.append(Box(x, 0, tile, 42, state.soft if count else look.SURFACE, radius=4))
        items.append(Text(x + 8, 19, str(count), look.TITLE, colour, True))
        items.append(Text(x + 8, 34, f"{state.sign} {verdict}", look.BODY, colour))
    return Band((Strip(42, tuple(items)), gap(10)))


def table(block: Table, width: float) -> Band:
    """Hairlines, no vertical rules; the header stands again on every page."""
    if not block.rows:
        return paragraph(Paragraph(block.empty, "muted"), width)
    places = _places(block.columns, width)
    header = _header(block.columns, places, width)
    strips = [header]
    for row in block.rows:
        strips += _row(row, block.columns, places, width)
    return Band((*strips, gap(8)), (header,))


def _places(columns: Sequence[Column], width: float) -> list[tuple[float, float]]:
    """Left edge and room for text of every column."""
    total, x = sum(column.share for column in columns), 0.0
    places: list[tuple[float, float]] = []
    for at, column in enumerate(columns):
        full = width * column.share / total
        places.append((x, full - (_COLUMN_GAP if at < len(columns) - 1 else 0)))
        x += full
    return places


def _header(columns: Sequence[Column], places: Sequence[tuple[float, float]], width: float) -> Strip:
    wrapped = [
        letters.wrapped(c.title, look.BODY, room) for c, (_, room) in zip(columns, places, strict=True)
    ]
    tallest = max(len(lines) for lines in wrapped)
    items: list[Item] = []
    for column, (x, room), lines in zip(columns, places, wrapped, strict=True):
        for at, line in enumerate(lines):
            dx = room - letters.width(line, look.BODY) if column.figures else 0
            y = _ROW_PAD + (tallest - len(lines) + at) * _LINE + _BASELINE
            items.append(Text(x + dx, y, line, look.BODY, look.MUTED))
    height = tallest * _LINE + 2 * _ROW_PAD
    return Strip(height, (*items, Line(0, height, width, height, look.MUTED, 0.75)), keep=True)


def _row(
    row: Sequence[Cell], columns: Sequence[Column], places: Sequence[tuple[float, float]], width: float
) -> list[Strip]:
    """One row as one strip, or as several where a cell is very long."""
    cells = [
        _lines(cell, column.figures, room)
        for cell, column, (_, room) in zip(row, columns, places, strict=True)
    ]
    tallest = max(map(len, cells))
    step = tallest if tallest <= _MOST_LINES else _LINES_A_STRIP
    strips: list[Strip] = []
    for first in range(0, tallest, step):
        last = min(first + step, tallest)
        above, below = _ROW_PAD if first == 0 else 0, _ROW_PAD if last == tallest else 0
        items = _drawn(cells, places, first, last, above)
        height = above + (last - first) * _LINE + below
        if last == tallest:
            items.append(Line(0, height, width, height, look.HAIRLINE))
        strips.append(Strip(height, tuple(items)))
    return strips


def _drawn(
    cells: Sequence[_Lines], places: Sequence[tuple[float, float]], first: int, last: int, above: float
) -> list[Item]:
    items: list[Item] = []
    for lines, (x, _) in zip(cells, places, strict=True):
        for at, piece in enumerate(lines[first:last]):
            top = above + at * _LINE
            if piece.pill:
                wide = letters.width(piece.text, look.BODY, piece.bold) + 2 * _PILL_PAD
                items.append(Box(x + piece.dx - _PILL_PAD, top - 0.5, wide, _LINE + 1, piece.pill, radius=4))
            items.append(Text(x + piece.dx, top + _BASELINE, piece.text, look.BODY, piece.colour, piece.bold))
    return items


def _lines(cell: Cell, figures: bool, room: float) -> _Lines:
    match cell:
        case Mark():
            return _mark(cell.verdict, room)
        case Said():
            below = letters.wrapped(cell.below, look.BODY, room) if cell.below else ()
            text = letters.wrapped(cell.text, look.BODY, room) if cell.text else ()
            return (*[_Piece(0, t, look.TEXT) for t in text], *[_Piece(0, t, look.MUTED) for t in below])
        case str():
            lines = letters.wrapped(cell, look.BODY, room) if cell else ()
            return tuple(_Piece(_indent(line, figures, room), line, look.TEXT) for line in lines)


def _indent(line: str, figures: bool, room: float) -> float:
    return room - letters.width(line, look.BODY) if figures else 0


def _mark(verdict: str, room: float) -> _Lines:
    state = look.STATES[verdict]
    text = f"{state.sign} {verdict}"
    if letters.width(text, look.BODY) + 2 * _PILL_PAD <= room:
        return (_Piece(_PILL_PAD, text, state.colour, pill=state.soft),)
    return tuple(_Piece(0, line, state.colour) for line in letters.wrapped(text, look.BODY, room))
