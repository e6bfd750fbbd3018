"""Sheets without headings: whether the first row is data already, and which column may be what."""

from collections.abc import Mapping, Sequence

from app.imports.columns import Column
from app.imports.files import SourceSheet
from app.imports.kinds import Kind
from app.imports.values.instants import looks_like_instants
from app.imports.values.numbers import number_of
from app.imports.values.texts import tidy

NO_HEADINGS = "It has no headings: say what it holds, and then which column is what."


def begins_with_data(sheet: SourceSheet) -> bool:
    """Whether the first row is as full as any other and a moment stands in it, as in no row of headings."""
    if not sheet.preview:
        return False
    counts = [sum(1 for cell in row if cell.strip()) for row in sheet.preview]
    return counts[0] == max(counts) and any(_is_moment(tidy(cell)) for cell in sheet.preview[0])


def guessed_columns(kind: Kind, body: Sequence[Sequence[str]]) -> Mapping[str, int]:
    """Moments in their order and the first words as what it is about; to be looked at by a person."""
    width = max(map(len, body), default=0)
    columns = [[tidy(row[at]) for row in body if at < len(row) and row[at].strip()] for at in range(width)]
    moments = [at for at, cells in enumerate(columns) if cells and all(map(_is_moment, cells))]
    words = [at for at, cells in enumerate(columns) if at not in moments and _are_words(cells)]
    timed = [field.name for field in kind.fields if field.type == "instant"]
    found = dict(zip(timed, moments, strict=False))
    if words and any(field.name == "subject" for field in kind.fields):
        found["subject"] = words[0]
    return found


def _is_moment(cell: str) -> bool:
    return bool(cell) and number_of(cell, ".") is None and looks_like_instants(Column.of_texts([cell]))


def _are_words(cells: Sequence[str]) -> bool:
    return bool(cells) and all(number_of(cell, ".") is None for cell in cells)
