"""Measurement files into the desk: read, propose, check, import; and batches, layouts and aliases afterwards.

Nothing is written before `run_import`. What the window and the command line need of imports is here.
"""

from pathlib import Path

from app.imports.files import Progress, SourceFile, SourceSheet, Stop
from app.imports.kinds import KINDS, Kind
from app.imports.proposal import Answers, Proposal, Question, SheetProposal
from app.imports.reading import read_source
from app.usecases.import_batches import BatchRow, list_batches, rejected_rows, remove_batch, save_rejected
from app.usecases.import_checking import Checked, Difference, check_import
from app.usecases.import_names import (
    AliasRow,
    LayoutRow,
    change_alias,
    forget_layout,
    list_aliases,
    list_layouts,
    remove_alias,
)
from app.usecases.import_pasted import brings_measurements, read_pasted_rows
from app.usecases.import_proposing import propose
from app.usecases.import_running import run_import

_FIELD_TITLES = {field.name: field.title for kind in reversed(KINDS.values()) for field in kind.fields}
_KIND_WORDS = {
    "outages": "outages",
    "states": "state changes",
    "tickets": "tickets",
    "ticket_events": "ticket events",
    "samples": "samples",
    "figures": "period figures",
    "figures_across": "period figures",
}


def kind_words(kinds: str) -> str:
    """What a batch brought, as people say it: "outages and ticket events"."""
    words = tuple(dict.fromkeys(_KIND_WORDS.get(kind, kind) for kind in kinds.split(", ")))
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def field_words(field: str) -> str:
    """A field of an imported row as the columns are called: "end" is "End", "internal_text" is "Text"."""
    return _FIELD_TITLES.get(field, field.replace("_", " ").capitalize())


def read_file(
    path: Path | str, *, progress: Progress | None = None, cancelled: Stop | None = None
) -> SourceFile:
    """Read a spreadsheet or text file; FileError names the file and the reason when it cannot be."""
    return read_source(Path(path), progress=progress, cancelled=cancelled)


__all__ = [
    "KINDS",
    "AliasRow",
    "Answers",
    "BatchRow",
    "Checked",
    "Difference",
    "Kind",
    "LayoutRow",
    "Proposal",
    "Question",
    "SheetProposal",
    "SourceFile",
    "SourceSheet",
    "brings_measurements",
    "change_alias",
    "check_import",
    "field_words",
    "forget_layout",
    "kind_words",
    "list_aliases",
    "list_batches",
    "list_layouts",
    "propose",
    "read_file",
    "read_pasted_rows",
    "rejected_rows",
    "remove_alias",
    "remove_batch",
    "run_import",
    "save_rejected",
]
