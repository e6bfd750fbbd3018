"""What the rows of a ticket event log say: a status each, or the field that changed with its old and new value."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import numpy as np

from app.imports.check.context import ChunkCheck
from app.imports.columns import Flags, Ints
from app.imports.synonyms import SYNONYMS, header_of
from app.imports.values.steps import SILENT, step_of
from app.imports.values.texts import fold

_STATUS = SYNONYMS["status"].keys()
_PRIORITY = SYNONYMS["priority"].keys() - {"impact", "severity", "seriousness", "service level"}


def steps_of_rows(check: ChunkCheck) -> Ints:
    """The step of each row; −1 for a word nobody explained.

    Where a column names the field that changed only the rows of the status say anything; a finer status decides
    where it says something.
    """
    steps = _steps(check.texts("event"))
    if check.has("detail"):
        detail = _steps(check.texts("detail"))
        steps = np.where((detail >= 0) & (detail != SILENT), detail, steps)
    return np.where(_rows_of(check, _STATUS), steps, SILENT) if check.has("changed") else steps


def statuses_of_rows(check: ChunkCheck) -> Sequence[str]:
    """The status as it stands in each row, "" where the row is about something else."""
    texts = check.texts("event")
    return _only(texts, _rows_of(check, _STATUS)) if check.has("changed") else texts


def priorities_of_rows(check: ChunkCheck) -> tuple[Sequence[str], Sequence[str]]:
    """The priority from each row on and until it, "" where it does not say."""
    nothing = [""] * check.chunk.size
    if not check.has("changed"):
        return check.texts("priority"), nothing
    rows = _rows_of(check, _PRIORITY)
    told = check.texts("priority") if check.has("priority") else nothing
    now = [new or other for new, other in zip(_only(check.texts("event"), rows), told, strict=True)]
    return now, _only(check.texts("before"), rows) if check.has("before") else nothing


def begun_before(check: ChunkCheck) -> Flags:
    """Rows of a status that had another one before: the ticket was opened earlier than that."""
    if not check.has("before"):
        return np.zeros(check.chunk.size, bool)
    said = np.fromiter(map(bool, check.texts("before")), bool, check.chunk.size)
    return said & _rows_of(check, _STATUS) if check.has("changed") else said


def _steps(texts: Sequence[str]) -> Ints:
    known = {text: step_of(text) if text else SILENT for text in dict.fromkeys(texts)}
    codes = {text: -1 if step is None else step for text, step in known.items()}
    return np.fromiter(map(codes.__getitem__, texts), np.int64, len(texts))


def _rows_of(check: ChunkCheck, names: AbstractSet[str]) -> Flags:
    texts = check.texts("changed")
    wanted = {text: header_of(text).words in names or fold(text) in names for text in dict.fromkeys(texts)}
    return np.fromiter(map(wanted.__getitem__, texts), bool, len(texts))


def _only(texts: Sequence[str], rows: Flags) -> list[str]:
    return [text if wanted else "" for text, wanted in zip(texts, rows.tolist(), strict=True)]
