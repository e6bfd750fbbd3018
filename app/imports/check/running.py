"""Going through a file with the checks of its kinds; nothing is stored here."""

from collections.abc import Callable
from dataclasses import dataclass

from app.imports.check.context import ChunkCheck, SheetCheck, SubjectTable
from app.imports.check.outages import check_outages
from app.imports.checked import Rows, Waiting
from app.imports.files import Progress, SourceFile, Stop, stop_if, tell
from app.imports.proposal import Proposal, SheetProposal
from app.imports.reading import chunks

ChunkChecker = Callable[[ChunkCheck], tuple[Rows, int]]
_BY_CHUNK: dict[str, ChunkChecker] = {"outages": check_outages}


@dataclass(frozen=True, slots=True)
class SheetResult:
    """What one sheet held: rows that are not blank, its range of instants, and what is worth saying."""

    proposal: SheetProposal
    read: int
    first: int | None
    last: int | None
    notes: tuple[str, ...]


def check_sheets(
    source: SourceFile,
    proposal: Proposal,
    subjects: SubjectTable,
    waiting: Waiting,
    *,
    default_subject: str,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> tuple[SheetResult, ...]:
    """Check every used sheet; good rows and rejections go to `waiting`."""
    results: list[SheetResult] = []
    for sheet in proposal.used:
        about = source.sheets[sheet.sheet]
        check = SheetCheck(
            sheet, proposal.answers, subjects, default_subject, about.uncalculated, about.percent_columns
        )
        read = _check_chunks(source, check, waiting, progress, cancelled)
        notes = tuple(text.replace("{n}", f"{count:,}") for text, count in check.notes.items())
        results.append(SheetResult(sheet, read, check.first, check.last, notes))
    return tuple(results)


def _check_chunks(
    source: SourceFile, sheet: SheetCheck, waiting: Waiting, progress: Progress | None, cancelled: Stop | None
) -> int:
    read = 0
    total = source.sheets[sheet.proposal.sheet].rows
    checker = _BY_CHUNK[sheet.proposal.kind]
    for chunk in chunks(source, sheet.proposal.sheet, sheet.proposal.header_row, cancelled):
        stop_if(cancelled)
        check = ChunkCheck(sheet, chunk)
        rows, count = checker(check)
        read += count
        waiting.add(rows)
        for rejection in check.rejections(lambda: stop_if(cancelled)):
            waiting.reject(rejection)
        tell(progress, int(chunk.rows[-1]), total, f"Checking {source.name}")
    return read
