"""Runs in a process of its own: read one workbook and leave its cells as columns in a folder.

Calamine reads workbooks; web pages and XML tables that only bear their name have readers of ours. A reader may abort
or run away on a hostile file; this process then dies alone. It knows no Qt, no database and none of the program's
state. Started by `app.imports.workbook`.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import cast

import numpy as np
import python_calamine as calamine

from app.imports import limits
from app.imports.columns import DURATION, EMPTY, INSTANT, NUMBER, TEXT, Chunk, Column, Ints
from app.imports.disguises import Markup, markup_kind
from app.imports.formats import Formats, formats_of
from app.imports.laid_out import LaidOutSheet
from app.imports.packed import write_chunk
from app.imports.pages import page_sheets
from app.imports.refusals import TOO_MANY_SHEETS
from app.imports.xml_sheets import xml_sheets

_Sheet = calamine.CalamineSheet | LaidOutSheet
_HEAD = 4096
_FIRST_ROWS = 1000  # apart from the rest, so that headings do not make mixed columns of all of it
REFUSED = 3
LOCKED = 4
_TAGS: dict[type, int] = {
    **dict.fromkeys((str, bool), TEXT),
    **dict.fromkeys((float, int), NUMBER),
    **dict.fromkeys((datetime, date), INSTANT),
    **dict.fromkeys((time, timedelta), DURATION),
    type(None): EMPTY,
}
_FIRST_DAY = date(1970, 1, 1).toordinal()
_MICROSECOND = timedelta(microseconds=1)


def main(arguments: Sequence[str]) -> int:
    """`PATH FOLDER BYTES`: read PATH into FOLDER within BYTES of memory."""
    path, folder, memory = Path(arguments[0]), Path(arguments[1]), int(arguments[2])
    _bound(memory)
    try:
        sheets = _read(path, folder)
    except calamine.PasswordError:
        return LOCKED
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError, ValueError) as error:
        (folder / "reason").write_text(str(error)[:300], encoding="utf-8", errors="replace")
        return REFUSED
    (folder / "sheets.json").write_text(json.dumps(sheets), encoding="utf-8")
    return 0


def _bound(memory: int) -> None:
    """The operating system ends this process when it asks for more (where it can be told to)."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(path: Path, folder: Path) -> list[dict[str, object]]:
    with path.open("rb") as stream:
        markup = markup_kind(stream.read(_HEAD))
    return _read_markup(path, folder, markup) if markup else _read_workbook(path, folder)


def _read_markup(path: Path, folder: Path, markup: Markup) -> list[dict[str, object]]:
    def tell(done: int, total: int) -> None:
        (folder / "progress").write_text(f"{done} {total}", encoding="ascii")

    sheets = (xml_sheets if markup == "sheets" else page_sheets)(path, tell)
    return [
        _described(sheet.name, sheet.hidden, sheet.formats, _write_sheet(sheet, folder / f"{number}.columns"))
        for number, sheet in enumerate(sheets)
    ]


def _described(name: str, hidden: bool, form: Formats, written: dict[str, object]) -> dict[str, object]:
    """A sheet as the parent process is told of it."""
    return {
        "name": name,
        "hidden": hidden,
        **written,
        "percent": sorted(form.percent_columns),
        "percent_rows": sorted(form.percent_rows),
        "uncalculated": form.uncalculated,
    }


def _read_workbook(path: Path, folder: Path) -> list[dict[str, object]]:
    with _opened(path) as book:
        metadata = [sheet for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
        if len(metadata) > limits.MOST_SHEETS:
            raise ValueError(TOO_MANY_SHEETS)
        found: list[dict[str, object]] = []
        formats = formats_of(path)
        for number, about in enumerate(metadata):
            sheet = book.get_sheet_by_name(about.name)
            written = _write_sheet(sheet, folder / f"{number}.columns")
            hidden = about.visible != calamine.SheetVisibleEnum.Visible
            found.append(_described(about.name, hidden, formats.get(about.name, Formats()), written))
    return found


def _opened(path: Path) -> calamine.CalamineWorkbook:
    """The workbook its name says; where it is none of that kind, the one that its contents are."""
    try:
        return calamine.CalamineWorkbook.from_path(str(path))  # pyright: ignore[reportUnknownMemberType]
    except calamine.PasswordError:
        raise
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError) as error:
        with path.open("rb") as stream, suppress(calamine.CalamineError):
            return calamine.CalamineWorkbook.from_filelike(stream)
        raise error


def _write_sheet(sheet: _Sheet, target: Path) -> dict[str, object]:
    rows, progress = _filled(sheet), target.with_name("progress")
    left = sheet.start[1] if sheet.start else 0
    preview: list[list[str]] = []
    first, width = 1, 0
    with target.open("wb") as stream:
        while block := list(islice(rows, limits.CHUNK_ROWS if preview else _FIRST_ROWS)):
            columns = (Column.empty(len(block)),) * left + tuple(
                column_of(cells) for cells in zip(*block, strict=True)
            )
            chunk = Chunk(np.arange(first, first + len(block), dtype=np.int64), columns)
            if not preview or any(column.tag != EMPTY for column in columns):
                write_chunk(stream, chunk)  # one stray cell far below makes a million rows of nothing
            if not preview:
                preview = _preview(chunk)
            first, width = first + len(block), len(columns)
            progress.write_text(f"{first - 1} {sheet.total_height}", encoding="ascii")
    return {"rows": first - 1, "columns": width, "preview": preview}


def _preview(chunk: Chunk) -> list[list[str]]:
    cut = limits.LARGEST_PREVIEW_CELL
    shown = (chunk.shown(row) for row in range(min(chunk.size, limits.PREVIEW_ROWS)))
    return [[cell[:cut] for cell in row[: limits.PREVIEW_COLUMNS]] for row in shown]


def _filled(sheet: _Sheet) -> Iterator[list[object]]:
    """The rows; what is merged downwards is repeated in each row it stands for."""
    rows = cast("Iterator[list[object]]", sheet.iter_rows())
    below = _merged_down(sheet)
    return _repeated(rows, below) if below else rows


def _repeated(
    rows: Iterator[list[object]], below: Mapping[int, list[tuple[int, int]]]
) -> Iterator[list[object]]:
    held: dict[int, tuple[int, object]] = {}  # column → last row, value
    for number, row in enumerate(rows):
        for column, (last, value) in list(held.items()):
            if number > last:
                del held[column]
            elif column < len(row) and row[column] == "":
                row[column] = value
        for column, last in below.get(number, ()):
            if column < len(row):
                held[column] = (last, row[column])
        yield row


def _merged_down(sheet: _Sheet) -> dict[int, list[tuple[int, int]]]:
    """First row → (column as the rows count them, last row) of every range merged over several rows."""
    left = sheet.start[1] if sheet.start else 0
    below: dict[int, list[tuple[int, int]]] = {}
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top and column >= left:
            below.setdefault(top, []).append((column - left, bottom))
    return below


def column_of(cells: Sequence[object]) -> Column:
    """Cells as calamine gives them, as one column."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        texts = cast("Sequence[str]", cells)
        return Column.of_texts(texts) if any(texts) else Column.empty(len(cells))
    if kinds <= {float, int}:
        return Column(len(cells), NUMBER, numbers=np.array(cells, np.float64))
    if kinds <= {datetime, date}:
        return Column(len(cells), INSTANT, ticks=_instants(cells))
    return _mixed(cells)


def _mixed(cells: Sequence[object]) -> Column:
    kinds = [_TAGS.get(type(cell), TEXT) for cell in cells]
    texts = [_text(cell) if kind == TEXT else "" for cell, kind in zip(cells, kinds, strict=True)]
    tags = np.array(
        [EMPTY if kind == TEXT and not text else kind for kind, text in zip(kinds, texts, strict=True)],
        np.uint8,
    )
    numbers, ticks = np.zeros(len(cells)), np.zeros(len(cells), np.int64)
    numbers[tags == NUMBER] = [
        cast(float, cell) for cell, kind in zip(cells, kinds, strict=True) if kind == NUMBER
    ]
    ticks[tags == INSTANT] = _instants(
        [cell for cell, kind in zip(cells, kinds, strict=True) if kind == INSTANT]
    )
    lengths = [_length(cell) for cell, kind in zip(cells, kinds, strict=True) if kind == DURATION]
    ticks[tags == DURATION] = lengths
    return Column(len(cells), None, tags, texts, numbers, ticks)


def _instants(cells: Sequence[object]) -> Ints:
    """Field by field: eight times as fast as numpy's own conversion. A bare date is its midnight."""
    moments = [
        cell if type(cell) is datetime else datetime.combine(cast(date, cell), time()) for cell in cells
    ]
    seconds = np.fromiter(map(date.toordinal, moments), np.int64, len(moments)) - _FIRST_DAY
    for name, parts in (("hour", 24), ("minute", 60), ("second", 60), ("microsecond", 10**6)):
        seconds *= parts
        seconds += np.fromiter(map(attrgetter(name), moments), np.int64, len(moments))
    return seconds


def _length(cell: object) -> int:
    if isinstance(cell, time):
        cell = timedelta(
            hours=cell.hour, minutes=cell.minute, seconds=cell.second, microseconds=cell.microsecond
        )
    return cast(timedelta, cell) // _MICROSECOND


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
