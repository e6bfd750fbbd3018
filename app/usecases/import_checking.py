"""Checking a file against the desk: every row new, changed, duplicate or rejected. Nothing is written."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from app.errors import InputError
from app.imports.check.base import Statuses
from app.imports.check.context import IGNORED, SubjectTable, is_total
from app.imports.check.running import SheetResult, check_sheets
from app.imports.checked import CHANGED, DUPLICATE, NEW, Rows, Waiting
from app.imports.columns import Ints
from app.imports.evidence import gather, open_questions
from app.imports.files import Progress, SourceFile, Stop, stop_if
from app.imports.hashing import Hashes, from_keys
from app.imports.kinds import KINDS
from app.imports.proposal import Answers, Proposal
from app.imports.settle import Settled, settle
from app.imports.spelling import spelled_dates
from app.imports.values.texts import fold
from app.models.database import Database
from app.usecases.editing import LONGEST_NAME
from app.usecases.import_differences import Difference, differences
from app.usecases.import_endings import left_open, observed_ranges
from app.usecases.import_names import Names, load_names
from app.usecases.import_unused import unused_figures
from app.usecases.uncounted import uncounted_rows

SHOWN = 1000


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """One row as shown in the check."""

    sheet: str
    row: int
    cell: str
    reason: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many rows, and the first thousand of them."""

    count: int
    rows: tuple[CheckedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """Every row of the file accounted for: read = new + changed + duplicate + rejected."""

    source: SourceFile
    proposal: Proposal
    read: int
    new: Outcome
    changed: Outcome
    duplicate: Outcome
    rejected: Outcome
    differences: tuple[Difference, ...]
    dates_spelled: tuple[str, ...]
    subjects: tuple[str, ...]  # texts that match nothing on the desk
    notes: tuple[str, ...]
    unused: tuple[str, ...]  # what no target takes of it, and why; among the notes too
    sheets: tuple[SheetResult, ...]
    waiting: Waiting = field(repr=False, compare=False)
    table: SubjectTable = field(repr=False, compare=False)
    settled: Mapping[str, Settled] = field(repr=False, compare=False)
    known_ids: Mapping[str, Ints] = field(repr=False, compare=False)

    @property
    def imported(self) -> int:
        return self.new.count + self.changed.count


def check_import(
    db: Database,
    source: SourceFile,
    proposal: Proposal,
    *,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Checked:
    """Go through the whole file; raises InputError while a question that must be answered is open."""
    proposal = _asked_again(source, proposal, cancelled)
    _refuse_open(source, proposal)
    with db.reading() as session:
        names, observed = load_names(session), _observed(session, proposal.answers.source)
    table = SubjectTable(_resolver(names, proposal.answers))
    waiting = Waiting()
    results = check_sheets(
        source,
        proposal,
        table,
        waiting,
        observed=observed,
        default_subject=proposal.answers.source,
        progress=progress,
        cancelled=cancelled,
    )
    stop_if(cancelled)
    with db.reading() as session:
        settled, known_ids = _settle_all(session, waiting, proposal.answers.source)
        changes = tuple(differences(session, waiting, settled, known_ids, proposal, SHOWN))
        ending = left_open(session, proposal.answers.source, (result.observed() for result in results))
        brought = ((rows, status) for rows, status, _ in _settled_rows(waiting, settled))
        told = unused_figures(session, brought, table, names, proposal.answers)
        brought = ((rows, status) for rows, status, _ in _settled_rows(waiting, settled))
        uncounted = uncounted_rows(session, brought, table, names, proposal.answers)
    unused = (*filter(None, [told]), *uncounted)
    notes = (*_remarks(results, settled, ending), *unused)
    return _summary(source, proposal, results, waiting, table, settled, known_ids, changes, notes, unused)


def _asked_again(source: SourceFile, proposal: Proposal, cancelled: Stop | None) -> Proposal:
    """Where a person chose other columns than were proposed, those columns are asked for their evidence."""
    if all(dict(sheet.asked) == dict(sheet.columns) for sheet in proposal.used):
        return proposal
    found = gather(source, proposal, cancelled)
    kept = tuple(
        question
        for question in proposal.questions
        if question.name not in ("date order", "decimal", "states")
    )
    asked = replace(proposal, sheets=found.sheets)
    return replace(asked, questions=(*kept, *open_questions(asked, found.examples)))


def _refuse_open(source: SourceFile, proposal: Proposal) -> None:
    if not proposal.used:
        asked = next((question.text for question in proposal.questions if question.name == "kind"), "")
        raise InputError(asked or f"“{source.name}”: no sheet is chosen to be imported.")
    for sheet in proposal.used:
        for title in KINDS[sheet.kind].missing(sheet.filled):
            raise InputError(f"“{source.name}”: say which column of “{sheet.name}” holds {title}.")
    answers = proposal.answers
    answered = {"date order": answers.date_order, "decimal": answers.decimal, "states": answers.one_means}
    for question in proposal.questions:
        if question.must and question.name in answered and not answered[question.name]:
            raise InputError(f"“{source.name}” cannot be imported yet. {question.text}")


def _resolver(names: Names, answers: Answers) -> Callable[[str], str]:
    def resolve(text: str) -> str:
        if len(text) > LONGEST_NAME:
            return f"A name of {len(text):,} characters is too long; names have at most {LONGEST_NAME}."
        answer = answers.subjects.get(text)
        if answer == "ignore" or (answer is None and fold(text) in names.ignored):
            return IGNORED
        if answer is not None or not text or names.find(text) or answers.create:
            return ""
        return f"“{text}” is no service or component on this desk."

    return resolve


def _observed(session: Session, source: str) -> dict[int, tuple[int, int]]:
    """From when to when earlier state logs of this source had observed each subject."""
    return {
        key: (min(first for first, _, _ in ranges), max(last for _, last, _ in ranges))
        for key, ranges in observed_ranges(session, source).items()
    }


def _settle_all(
    session: Session, waiting: Waiting, source: str
) -> tuple[dict[str, Settled], dict[str, Ints]]:
    identities: dict[str, list[Hashes]] = {}
    contents: dict[str, list[Hashes]] = {}
    for rows in waiting.rows():
        identities.setdefault(rows.table, []).append(rows.identity)
        contents.setdefault(rows.table, []).append(rows.content)
    settled: dict[str, Settled] = {}
    known_ids: dict[str, Ints] = {}
    for table in identities:
        known_ids[table], identity, content = _known(session, table, source)
        settled[table] = settle(
            np.concatenate(identities[table]),
            np.concatenate(contents[table]),
            identity,
            content,
            single=table == "tickets",
        )
    return settled, known_ids


def _known(session: Session, table: str, source: str) -> tuple[Ints, Hashes, Hashes]:
    """Ids and keys of what this source has delivered so far."""
    query = f"SELECT id, row_key FROM {table} WHERE source = :source AND length(row_key) = 16"
    found = session.execute(sql(query), {"source": source}).all()
    identity, content = from_keys(row[1] for row in found)
    return np.array([row[0] for row in found], np.int64), identity, content


def _summary(
    source: SourceFile,
    proposal: Proposal,
    results: tuple[SheetResult, ...],
    waiting: Waiting,
    table: SubjectTable,
    settled: Mapping[str, Settled],
    known_ids: Mapping[str, Ints],
    changes: tuple[Difference, ...],
    notes: tuple[str, ...],
    unused: tuple[str, ...],
) -> Checked:
    counts = _tally(results, waiting, settled)
    sheets = {result.proposal.sheet: result.proposal.name for result in results}
    rejected = tuple(
        CheckedRow(sheets[one.sheet], one.row, one.cell, one.reason, one.values)
        for one in waiting.first_rejections
    )
    return Checked(
        source,
        proposal,
        sum(result.read for result in results),
        Outcome(counts[NEW]),
        Outcome(counts[CHANGED]),
        Outcome(counts[DUPLICATE]),
        Outcome(waiting.rejected, rejected),
        changes,
        spelled_dates(source, proposal),
        _names(table, proposal),
        notes,
        unused,
        results,
        waiting,
        table,
        settled,
        known_ids,
    )


def _names(table: SubjectTable, proposal: Proposal) -> tuple[str, ...]:
    """Texts that match nothing on the desk; headings that stand there again and totals are no names."""
    headings = {heading for sheet in proposal.used for heading in sheet.headers}
    return tuple(text for text in table.unmatched() if text not in headings and not is_total(text))


def _tally(
    results: tuple[SheetResult, ...], waiting: Waiting, settled: Mapping[str, Settled]
) -> dict[int, int]:
    """Source rows by what becomes of them."""
    counts = np.zeros(3, np.int64)
    for _, _, statuses in source_rows(results, waiting, settled):
        counts += np.bincount(statuses, minlength=3)
    return dict(enumerate(counts.tolist()))


def source_rows(
    results: tuple[SheetResult, ...], waiting: Waiting, settled: Mapping[str, Settled]
) -> Iterator[tuple[SheetResult, Ints, Statuses]]:
    """The rows of each sheet with what becomes of each; its checker knows how they follow from what is stored."""
    of_sheet: dict[int, list[tuple[Ints, Statuses]]] = {result.proposal.sheet: [] for result in results}
    for rows, status, _ in _settled_rows(waiting, settled):
        of_sheet[rows.sheet].append((rows.rows, status))
    for result in results:
        found = of_sheet[result.proposal.sheet]
        rows = np.concatenate([np.zeros(0, np.int64), *(one for one, _ in found)])
        statuses = np.concatenate([np.zeros(0, np.uint8), *(one for _, one in found)])
        yield result, *result.checker.source_rows(rows, statuses)


def _remarks(results: tuple[SheetResult, ...], settled: Mapping[str, Settled], ending: int) -> Iterator[str]:
    for result in results:
        yield from result.notes
    yield from _outdated(settled)
    if ending:
        ends = "1 outage left open by an earlier log ends" if ending == 1 else ""
        yield f"{ends or f'{ending:,} outages left open by earlier logs end'} with what this one says."


def _outdated(settled: Mapping[str, Settled]) -> Iterator[str]:
    count = sum(one.outdated for one in settled.values())
    if count:
        rows = "1 row speaks" if count == 1 else f"{count:,} rows speak"
        yield f"{rows} of a ticket that a later row of the file describes again; the later row counts."


def settled_rows(checked: Checked) -> Iterator[tuple[Rows, NDArray[np.uint8], Ints]]:
    """The waiting rows, each chunk with its share of what was settled."""
    return _settled_rows(checked.waiting, checked.settled)


def _settled_rows(
    waiting: Waiting, settled: Mapping[str, Settled]
) -> Iterator[tuple[Rows, NDArray[np.uint8], Ints]]:
    places: dict[str, int] = {}
    for rows in waiting.rows():
        start = places.get(rows.table, 0)
        places[rows.table] = start + rows.size
        one = settled[rows.table]
        yield rows, one.status[start : start + rows.size], one.match[start : start + rows.size]
