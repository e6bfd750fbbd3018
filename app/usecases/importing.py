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
from app.usecases.import_proposing import propose
from app.usecases.import_running import run_import


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
    "change_alias",
    "check_import",
    "forget_layout",
    "list_aliases",
    "list_batches",
    "list_layouts",
    "propose",
    "read_file",
    "rejected_rows",
    "remove_alias",
    "remove_batch",
    "run_import",
    "save_rejected",
]
