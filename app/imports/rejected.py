"""A workbook of rejected rows: where each stood, why it was refused, and its cells as text."""

# XlsxWriter comes without full types.
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_LONGEST = 32_000


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """One rejected row."""

    sheet: str
    row: int
    cell: str
    reason: str
    values: tuple[str, ...]


def write_rejected(path: Path, lines: Sequence[RejectedLine]) -> None:
    """Write the workbook; every cell is text, so that nothing in it can act."""
    # xlsxwriter costs a tenth of a second, which only this needs.
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("Rejected rows")
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, ("Sheet", "Row", "Cell", "Reason", "The row as it was"), bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(3, 3, 60)
        for number, line in enumerate(lines, 1):
            sheet.write_string(number, 0, line.sheet)
            sheet.write_number(number, 1, line.row)
            sheet.write_string(number, 2, line.cell)
            sheet.write_string(number, 3, line.reason)
            for column, value in enumerate(line.values, 4):
                sheet.write_string(number, column, value[:_LONGEST])
