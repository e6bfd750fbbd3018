"""Steps that the tests of importing share: read, propose, answer, check, import."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.models.database import Database
from app.usecases import importing
from app.usecases.importing import Answers, BatchRow, Checked, Proposal, SourceFile
from tests.imports.books import text_file, workbook

Rows = Sequence[Sequence[object]]


def proposed(db: Database, path: Path, **answers: object) -> tuple[SourceFile, Proposal]:
    """A file read and proposed, with these answers given."""
    source = importing.read_file(path)
    proposal = importing.propose(db, source)
    changed: Answers = replace(proposal.answers, **answers)  # type: ignore[arg-type]
    return source, replace(proposal, answers=changed)


def checked(db: Database, path: Path, **answers: object) -> Checked:
    """A file checked."""
    return importing.check_import(db, *proposed(db, path, **answers))


def imported(db: Database, path: Path, **answers: object) -> BatchRow:
    """A file imported, creating what it names unless told otherwise; every row accounted for."""
    batch = importing.run_import(db, checked(db, path, **{"create": "yes", **answers}))
    assert batch.read == batch.imported + batch.duplicate + batch.rejected
    return batch


def counts(batch: BatchRow) -> tuple[int, int, int, int]:
    """Imported, of them changed, duplicate, rejected."""
    return batch.imported, batch.changed, batch.duplicate, batch.rejected


def sheet(path: Path, *rows: Sequence[object]) -> Path:
    """A .csv or a one-sheet .xlsx, by the path's suffix."""
    return text_file(path, rows) if path.suffix == ".csv" else workbook(path, {"Sheet1": rows})
