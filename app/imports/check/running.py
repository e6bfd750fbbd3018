"""Going through a file with the checks of its kinds; nothing is stored here."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.calc.spans import Spans
from app.imports.check.base import Checker, RowByRow
from app.imports.check.context import ChunkCheck, SheetCheck, SubjectTable
from app.imports.check.figures import check_figures
from app.imports.check.figures_across import FiguresAcross
from app.imports.check.outages import check_outages
from app.imports.check.samples import check_samples
from app.imports.check.states import Observed, StateLog
from app.imports.check.ticket_events import EventLog
from app.imports.check.tickets import check_tickets
from app.imports.checked import Waiting
from app.imports.files import Progress, SourceFile, Stop, stop_if, tell
from app.imports.proposal import Proposal, SheetProposal
from app.imports.reading import chunks

_EITHER = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
_CHECKERS: dict[str, Callable[[Observed], Checker]] = {
    "outages": lambda _: RowByRow(check_outages),
    "states": StateLog,
    "tickets": lambda _: RowByRow(check_tickets),
    "ticket_events": lambda _: EventLog(),
    "samples": lambda _: RowByRow(check_samples),
    "figures": lambda _: RowByRow(check_figures),
    "figures_across": lambda _: FiguresAcross(),
}


@dataclass(frozen=True, slots=True)
class SheetResult:
    """What one sheet held: rows that are not blank, its range of instants, and what is worth saying."""

    proposal: SheetProposal
    read: int
    first: int | None
    last: int | None
    notes: tuple[str, ...]
    checker: Checker

    def subjects(self) -> frozenset[int]:
        """The numbers of subjects a state log speaks of, also when none of its rows is stored."""
        return self.checker.subjects() if isinstance(self.checker, StateLog) else frozenset()

    def silences(self) -> Mapping[int, Spans]:
        """When a state log said that it did not know, by the number of the subject."""
        return self.checker.silences() if isinstance(self.checker, StateLog) else {}

    def observed(self) -> Observed:
        """What a state log observed of each subject, by its fingerprint."""
        return self.checker.observed() if isinstance(self.checker, StateLog) else {}


def check_sheets(
    source: SourceFile,
    proposal: Proposal,
    subjects: SubjectTable,
    waiting: Waiting,
    *,
    observed: Observed,
    default_subject: str,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> tuple[SheetResult, ...]:
    """Check every used sheet; good rows and rejections go to `waiting`.

    `observed` is what earlier imports of this source had observed.
    """
    results: list[SheetResult] = []
    for sheet in proposal.used:
        about = source.sheets[sheet.sheet]
        check = SheetCheck(
            sheet,
            proposal.answers,
            subjects,
            default_subject,
            about.uncalculated,
            about.percent_columns,
            about.percent_rows,
        )
        checker = _CHECKERS[sheet.kind](observed)
        read = _check_chunks(source, check, checker, waiting, progress, cancelled)
        for rows in checker.finish():
            stop_if(cancelled)
            waiting.add(rows)
        notes = tuple(_counted(text, count) for text, count in check.notes.items())
        results.append(SheetResult(sheet, read, check.first, check.last, notes, checker))
    return tuple(results)


def _check_chunks(
    source: SourceFile,
    sheet: SheetCheck,
    checker: Checker,
    waiting: Waiting,
    progress: Progress | None,
    cancelled: Stop | None,
) -> int:
    read = 0
    total = source.sheets[sheet.proposal.sheet].rows
    for chunk in chunks(source, sheet.proposal.sheet, sheet.proposal.header_row, cancelled):
        stop_if(cancelled)
        for check in checker.parts(ChunkCheck(sheet, chunk)):
            rows, count = checker.take(check)
            read += count
            if rows is not None:
                waiting.add(rows)
            for rejection in check.rejections(lambda: stop_if(cancelled)):
                waiting.reject(rejection)
        tell(progress, int(chunk.rows[-1]), total, f"Checking {source.name}")
    return read


def _counted(text: str, count: int) -> str:
    """A note with how often it holds: "{n} {row has|rows have}" becomes "1 row has" or "2 rows have"."""
    return _EITHER.sub(lambda found: found[1 if count == 1 else 2], text.replace("{n}", f"{count:,}"))
