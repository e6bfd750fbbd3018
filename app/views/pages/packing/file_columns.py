"""The columns of the files written of issues, the same wherever they are listed."""

from collections.abc import Callable
from datetime import datetime

from app.usecases.packs import IssuedFileRow
from app.views.rows_model import Column

HASH_LETTERS = 12


def file_columns(clock: Callable[[datetime], str]) -> tuple[Column[IssuedFileRow], ...]:
    """A file a line, as it was written last; `clock` says when where the reader is."""
    return (
        Column("File", lambda file: file.file_name),
        Column("Edition", lambda file: file.edition, width=84),
        Column("Written last", lambda file: file.made_at, lambda file: clock(file.made_at), zoned=True),
        Column("Times", lambda file: file.times, align="right", width=60),
        Column("Version", lambda file: file.program, lambda file: file.program or "–", width=70),
        Column("SHA-256", lambda file: file.sha256, lambda file: file.sha256[:HASH_LETTERS]),
    )
