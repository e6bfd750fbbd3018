"""Words on paper: paragraphs, headings, facts, tallies, tables. Long cells are split, never clipped."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.reports import letters, look
from app.reports.content import Cell, Column, Facts, Heading, Mark, Paragraph, Said, Table, Tally
from app.reports.leaving import look_up
from app.reports.page import Band, Box, Item, Line, Place, Strip, Text

_LINE = look.line_height()
_BASELINE = round(look.BODY * 1.02, 2)
_COLUMN_GAP = 8.0
_ROW_PAD = 3.5
_PILL_PAD = 5.0
_MOST_LINES = 24  # a taller row is broken into strips
_LINES_A_STRIP = 6
_FACT_NAMES = 0.27
_WHOLE_TABLE = 130.0  # a table or list no higher than this is not broken
_LONGEST_WORD = 90.0  # a longer word is broken rather than given its width
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
    if block.keep:
        return Band(tuple(replace(strip, keep=True) for strip in (*strips, Strip(5))))
    return Band((*strips, gap(5)))


def heading(block: Heading, width: float, name: str) -> Band:
    """A bold line inside a section, kept with what follows."""
    lines = letters.wrapped(block.text, look.BODY, width, bold=True)
    items: list[Item] = [Place(name, " ".join(letters.clean(block.text).split()), 1)]
    items += [
        Text(0, _BASELINE + at * _LINE, line, look.BODY, look.TEXT, True) for at, line in enumerate(lines)
    ]
    return Band((gap(9), Strip(len(lines) * _LINE + 3, tuple(items), keep=True)))


def goes_on(block: Heading, width: float) -> Strip:
    """The heading again, above a table that goes on from the page before."""
    text = letters.cut(f"{block.text}, continued", look.BODY, width)
    return Strip(_LINE + 3, (Text(0, _BASELINE, text, look.BODY, look.MUTED),), keep=True)


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
            last = at == max(len(left), len(right)) - 1
            strips.append(Strip(_LINE, items, keep=not last and len(right) <= _MOST_LINES))
        strips.append(gap(2))
    if sum(strip.height for strip in strips) <= _WHOLE_TABLE:
        strips[:-2] = [strip if strip.gap else replace(strip, keep=True) for strip in strips[:-2]]
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
    places = column_places(block, width)
    header = head_strip(block.columns, places, width)
    strips = [header]
    for at, row in enumerate(block.rows):
        look_up()
        note = _note(block.notes[at], places, width, block.notes_from) if block.notes else []
        strips += [*row_strips(row, block.columns, places, width, ruled=not note), *note]
    ends = [at for at, strip in enumerate(strips) if not strip.keep]  # where a row with its note ends
    whole = sum(strip.height for strip in strips) <= _WHOLE_TABLE
    # No row stands alone: the first keeps the second, the last but one the last.
    kept = ends[:-1] if whole else [*ends[:1], *ends[-2:-1]] if len(ends) > 2 else []
    for end in kept:
        strips[end] = replace(strips[end], keep=True)
    return Band((*strips, gap(8)), (header,))


def _note(
    note: Said | Facts, places: Sequence[tuple[float, float]], width: float, column: int
) -> list[Strip]:
    """The text below a row, from a column to the right edge; nothing where nothing is said."""
    left = places[column][0] if len(places) > column else 0.0
    if isinstance(note, Facts):
        return _named_notes(note, left, width)
    if not (note.text or note.below):
        return []
    lines = _lines(note, False, width - left)
    return _strips([lines], [(left, width - left)], width, above=0, ruled=True)


def _named_notes(note: Facts, left: float, width: float) -> list[Strip]:
    """Names and texts below a row, each pair beginning on a line of its own."""
    names = (width - left) * _FACT_NAMES
    places = [(left, names - _COLUMN_GAP), (left + names, width - left - names)]
    strips: list[Strip] = []
    for at, (name, text) in enumerate(note.pairs):
        cells = [_lines(Said("", name), False, places[0][1]), _lines(text, False, places[1][1])]
        strips += _strips(cells, places, width, above=2, ruled=at == len(note.pairs) - 1)
    return strips


def column_places(block: Table, width: float) -> list[tuple[float, float]]:
    """Left edge and room for text of every column.

    Each gets at least its longest word or figure and at most what it needs; what is left is shared as declared.
    """
    room = width - _COLUMN_GAP * (len(block.columns) - 1)
    cells = [[row[at] for row in block.rows] for at in range(len(block.columns))]
    pairs = [_needs(column, own) for column, own in zip(block.columns, cells, strict=True)]
    rooms = _shared([pair[0] for pair in pairs], [pair[1] for pair in pairs], block.columns, room)
    places: list[tuple[float, float]] = []
    x = 0.0
    for own in rooms:
        places.append((x, own))
        x += own + _COLUMN_GAP
    return places


def _needs(column: Column, cells: Sequence[Cell]) -> tuple[float, float]:
    """The least and the most room a column can use."""
    least = max(letters.width(word, look.BODY) for word in column.title.split() or [""])
    most = letters.width(column.title, look.BODY)
    for cell in cells:
        own_least, own_most = _cell_needs(cell, column.figures)
        least, most = max(least, own_least), max(most, own_most)
    return min(least, _LONGEST_WORD), max(most, min(least, _LONGEST_WORD))


def _cell_needs(cell: Cell, figures: bool) -> tuple[float, float]:
    if isinstance(cell, Mark):
        text = f"{look.STATES[cell.verdict].sign} {cell.verdict}"
        whole = letters.width(text, look.BODY) + 2 * _PILL_PAD
        return whole, whole
    texts = (cell.text, cell.below) if isinstance(cell, Said) else (cell,)
    lines = [letters.clean(line) for text in texts for line in text.split("\n")]
    most = max(letters.width(line, look.BODY) for line in lines)
    if figures:
        return most, most
    return max(
        (letters.width(word, look.BODY) for line in lines for word in line.split(" ")), default=0.0
    ), most


def _shared(
    least: Sequence[float], most: Sequence[float], columns: Sequence[Column], room: float
) -> list[float]:
    """Rooms that sum to at most `room`: the least for all, the rest by declared share up to the most."""
    rooms = list(least)
    if sum(rooms) > room:
        return [each * room / sum(rooms) for each in rooms]
    open_columns: list[int] = [at for at in range(len(rooms)) if most[at] > rooms[at]]
    while open_columns and (rest := room - sum(rooms)) > 0.1:
        whole = sum(columns[at].share for at in open_columns)
        for at in open_columns:
            rooms[at] = min(most[at], rooms[at] + rest * columns[at].share / whole)
        open_columns = [at for at in open_columns if most[at] - rooms[at] > 0.1]
    widest = next((at for at, column in enumerate(columns) if not column.figures and column.share > 20), 0)
    rooms[widest] += max(0.0, room - sum(rooms))
    return rooms


def head_strip(columns: Sequence[Column], places: Sequence[tuple[float, float]], width: float) -> Strip:
    """The headings of a table, kept with its first row."""
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


def row_strips(
    row: Sequence[Cell],
    columns: Sequence[Column],
    places: Sequence[tuple[float, float]],
    width: float,
    ruled: bool,
) -> list[Strip]:
    """One row of a table as one strip, or as several where a cell is very long."""
    cells = [
        _lines(cell, column.figures, room)
        for cell, column, (_, room) in zip(row, columns, places, strict=True)
    ]
    return _strips(cells, places, width, above=_ROW_PAD, ruled=ruled)


def _strips(
    cells: Sequence[_Lines], places: Sequence[tuple[float, float]], width: float, above: float, ruled: bool
) -> list[Strip]:
    tallest = max(1, *map(len, cells)) if len(cells) > 1 else max(1, len(cells[0]))
    step = tallest if tallest <= _MOST_LINES else _LINES_A_STRIP
    strips: list[Strip] = []
    for first in range(0, tallest, step):
        last = min(first + step, tallest)
        top, below = above if first == 0 else 0, _ROW_PAD if last == tallest and ruled else 0
        items = _drawn(cells, places, first, last, top)
        height = top + (last - first) * _LINE + below
        if last == tallest and ruled:
            items.append(Line(0, height, width, height, look.HAIRLINE))
        strips.append(Strip(height, tuple(items), keep=last == tallest and not ruled))
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
