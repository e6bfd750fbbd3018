"""Rows copied in a spreadsheet program: kept in a text file of our own and read as any other file.

Excel quotes only cells with line breaks or tabs; any other quotation mark stands for itself.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.errors import FileError
from app.imports.delimited import read_text
from app.imports.files import Progress, SourceFile, Stop, TextForm
from app.imports.temporary import TemporaryFolder

LONGEST_CELL = 32_767  # letters, as in Excel
SOURCE = "pasted rows"
_CELL = re.compile(rf'"((?:[^"]|""){{0,{LONGEST_CELL}}})"(?=[\t\r\n]|\Z)|([^\t\r\n]*)')
_END = re.compile(r"\t|\r\n|\r|\n|\Z")
_TABS = TextForm("utf-8", "\t")


def copied_rows(text: str) -> Iterator[list[str]]:
    """The cells of each copied line, blank lines included; the last line end begins no further line."""
    if '"' not in text:
        for line in _lines(text):
            yield line.split("\t")
        return
    at, row = 0, list[str]()
    while at < len(text):
        cell = _CELL.match(text, at)
        assert cell is not None
        row.append(cell[2] if cell[1] is None else cell[1].replace('""', '"'))
        end = _END.match(text, cell.end())
        assert end is not None
        at = end.end()
        if end[0] != "\t":
            yield row
            row = []
        elif at == len(text):
            row.append("")
    if row:
        yield row


def read_pasted(
    text: str, name: str, *, progress: Progress | None = None, cancelled: Stop | None = None
) -> SourceFile:
    """What was copied, as a file of one sheet called `name`; raises FileError where there is nothing in it."""
    text = text.replace("\0", "").lstrip("\ufeff")
    if not text.strip():
        raise FileError("There is nothing to paste. Copy the rows in Excel first, with their headings.")
    folder = TemporaryFolder()
    path = Path(folder.name) / "pasted.txt"
    tabbed = "\t" in text
    # A copy of lines of a csv file has no tabs; it is read as that file would be.
    with path.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        if tabbed:
            csv.writer(stream, delimiter="\t", lineterminator="\n").writerows(copied_rows(text))
        else:
            stream.write(text)
    read = read_text(path, form=_TABS if tabbed else None, progress=progress, cancelled=cancelled)
    sheets = tuple(replace(sheet, name=name) for sheet in read.sheets)
    return replace(read, name=name, sheets=sheets, folder=folder, called=SOURCE)


def _lines(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines
