"""A workbook of rejected rows: headings and cells as they were and why beside them, to be mended and read again."""

# XlsxWriter comes without full types.
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.imports.columns import letter

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LONGEST = 32_000
_ADDED = ("Why it was rejected", "Its cell", "Its row in the file")
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_FRACTION = re.compile(r"-?(?:0|[1-9]\d{0,8})\.\d{1,6}")
_MOMENT = re.compile(r"(?:19[1-9]\d|2\d{3})-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """One rejected row."""

    sheet: str
    row: int
    cell: str
    reason: str
    values: tuple[str, ...]


def write_rejected(
    path: Path, lines: Sequence[RejectedLine], headings: Mapping[str, Sequence[str]] | None = None
) -> None:
    """Write the workbook, a worksheet for each sheet under its own headings; no text in it can act."""
    # xlsxwriter costs a tenth of a second, which only this needs.
    import xlsxwriter

    by_sheet: dict[str, list[RejectedLine]] = {}
    for line in lines:
        by_sheet.setdefault(line.sheet, []).append(line)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        names: set[str] = set()
        for sheet, of_sheet in (by_sheet or {"Rejected rows": []}).items():
            _write_sheet(book, _name(sheet, names), of_sheet, (headings or {}).get(sheet, ()))


def _write_sheet(book: "Workbook", name: str, lines: Sequence[RejectedLine], given: Sequence[str]) -> None:
    bold = book.add_format({"bold": True})
    moment, day = (book.add_format({"num_format": form}) for form in ("yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd"))
    width = max([len(given), *(len(line.values) for line in lines)])
    headings = given or [letter(column) for column in range(width)]
    sheet = book.add_worksheet(name)
    sheet.set_column(0, max(width - 1, 0), 19)
    sheet.set_column(width, width, 60)
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    for column, heading in enumerate(_ADDED, width):
        sheet.write_string(0, column, heading, bold)
    for number, line in enumerate(lines, 1):
        for column, value in enumerate(line.values):
            _write(sheet, number, column, value, moment, day)
        sheet.write_string(number, width, line.reason)
        sheet.write_string(number, width + 1, line.cell)
        sheet.write_number(number, width + 2, line.row)


def _write(sheet: "Worksheet", row: int, column: int, text: str, moment: "Format", day: "Format") -> None:
    """A cell of the type its text had in the file, where writing it back gives the same text; else text."""
    if _WHOLE.fullmatch(text) or (_FRACTION.fullmatch(text) and repr(float(text)) == text):
        sheet.write_number(row, column, float(text))
        return
    when = _moment(text)
    if when is not None:
        sheet.write_datetime(row, column, when, moment if len(text) > 10 else day)
    elif text:
        sheet.write_string(row, column, text[:_LONGEST])


def _moment(text: str) -> datetime | None:
    if not _MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _name(sheet: str, taken: set[str]) -> str:
    """A name that Excel takes, not yet in use."""
    plain = _NO_SHEET_NAME.sub(" ", sheet).strip()[:28] or "Rejected rows"
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain} {number}", number + 1
    taken.add(name.casefold())
    return name
