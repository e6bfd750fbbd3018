"""One door to every file: check it, read it, and go through its rows."""

from collections.abc import Iterator
from pathlib import Path

from app.imports.columns import Chunk
from app.imports.delimited import read_text, text_chunks
from app.imports.files import Progress, SourceFile, Stop, tell
from app.imports.preflight import check_file
from app.imports.workbook import read_workbook, workbook_chunks


def read_source(path: Path, *, progress: Progress | None = None, cancelled: Stop | None = None) -> SourceFile:
    """Read a file; raises FileError with a sentence naming the file and the reason, or Cancelled."""
    tell(progress, 0, 0, f"Checking {path.name}")
    reader = check_file(path, cancelled)
    if reader == "text":
        return read_text(path, progress=progress, cancelled=cancelled)
    return read_workbook(path, progress=progress, cancelled=cancelled, slowly=reader == "markup")


def chunks(source: SourceFile, sheet: int, skip: int, cancelled: Stop | None = None) -> Iterator[Chunk]:
    """The rows of a sheet after the first `skip` rows (title and header)."""
    if source.form == "text":
        return text_chunks(source, skip, cancelled)
    return workbook_chunks(source, sheet, skip, cancelled)
