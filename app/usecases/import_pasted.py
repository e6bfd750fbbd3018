"""Rows copied in Excel on their way in: named after the moment, then read, checked and imported as a file is."""

from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from app.imports.files import Progress, SourceFile, SourceSheet, Stop
from app.imports.pasted import copied_rows, read_pasted
from app.imports.recognise import recognise
from app.models.database import Database
from app.usecases.settings import settings

_LOOKED_AT = 20  # rows
_LETTERS = 200_000


def read_pasted_rows(
    db: Database,
    text: str,
    pasted_at: datetime,
    *,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> SourceFile:
    """What was copied, called "rows pasted on 3 Nov 2026 14:02" by the desk's clock; FileError for nothing."""
    at = pasted_at.astimezone(ZoneInfo(settings(db).time_zone))
    name = f"rows pasted on {at.day} {at:%b %Y %H:%M}"
    return read_pasted(text, name, progress=progress, cancelled=cancelled)


def brings_measurements(text: str) -> bool:
    """Whether what was copied begins with the headings of something that can be imported."""
    rows = tuple(tuple(row) for row in islice(copied_rows(text[:_LETTERS]), _LOOKED_AT))
    width = max(map(len, rows), default=0)
    return width > 1 and recognise(0, SourceSheet("", False, len(rows), width, rows)).use
