"""Checking a file against the desk: every row new, changed, duplicate or rejected. Nothing is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from app.errors import InputError
from app.imports.check.context import IGNORED, SubjectTable
from app.imports.check.running import SheetResult, check_sheets
from app.imports.checked import CHANGED, DUPLICATE, NEW, Rejection, Rows, Waiting
from app.imports.columns import Ints
from app.imports.files import Progress, SourceFile, Stop, stop_if
from app.imports.hashing import Hashes, from_keys
from app.imports.proposal import Answers, Proposal
from app.imports.settle import Settled, settle
from app.models.database import Database
from app.usecases.import_differences import Difference, differences
from app.usecases.import_names import Names, load_names

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
    _refuse_open(source, proposal)
    with db.reading() as session:
        names = load_names(session)
        table = SubjectTable(_resolver(names, proposal.answers))
    waiting = Waiting()
    results = check_sheets(
        source,
        proposal,
        table,
        waiting,
        default_subject=proposal.answers.source,
        progress=progress,
        cancelled=cancelled,
    )
    stop_if(cancelled)
    with db.reading() as session:
        settled, known_ids = _settle_all(session, waiting, proposal.answers.source)
        changes = tuple(differences(session, waiting, settled, known_ids, proposal, SHOWN))
    return _summary(source, proposal, results, waiting, table, settled, known_ids, changes)


def _refuse_open(source: SourceFile, proposal: Proposal) -> None:
    answered = {
        "date order": proposal.answers.date_order is not None,
        "decimal": proposal.answers.decimal is not None,
        "kind": bool(proposal.used),
        "columns": False,
    }
    for question in proposal.questions:
        if question.must and not answered.get(question.name, True):
            if question.name == "columns" and _has_columns(proposal):
                continue
            raise InputError(f"“{source.name}” cannot be imported yet. {question.text}")
    if not proposal.used:
        raise InputError(f"“{source.name}”: no sheet is chosen to be imported.")


def _has_columns(proposal: Proposal) -> bool:
    from app.imports.kinds import KINDS

    return all(not KINDS[sheet.kind].missing(frozenset(sheet.columns)) for sheet in proposal.used)


def _resolver(names: Names, answers: Answers):  # noqa: ANN202
    def resolve(text: str) -> str:
        answer = answers.subjects.get(text)
        if answer == "ignore" or (answer is None and text.casefold() in names.ignored):
            return IGNORED
        if answer is not None or not text or names.find(text) or answers.create:
            return ""
        return f"“{text}” is no service or component on this desk."

    return resolve


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
        ids, identity, content = _known(session, table, source)
        known_ids[table] = ids
        settled[table] = settle(
            np.concatenate(identities[table]), np.concatenate(contents[table]), identity, content
        )
    return settled, known_ids


def _known(session: Session, table: str, source: str) -> tuple[Ints, Hashes, Hashes]:
    """Ids and keys of what this source has delivered so far."""
    found = session.execute(
        sql(f"SELECT id, row_key FROM {table} WHERE source = :source AND length(row_key) = 16"),
        {"source": source},
    ).all()
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
) -> Checked:
    counts = np.zeros(3, np.int64)
    for one in settled.values():
        counts += np.bincount(one.status, minlength=3)[:3]
    sheets = {result.proposal.sheet: result.proposal.name for result in results}
    rejected = tuple(
        CheckedRow(sheets[one.sheet], one.row, one.cell, one.reason, one.values)
        for one in waiting.first_rejections
    )
    return Checked(
        source,
        proposal,
        sum(result.read for result in results),
        Outcome(int(counts[NEW])),
        Outcome(int(counts[CHANGED])),
        Outcome(int(counts[DUPLICATE])),
        Outcome(waiting.rejected, rejected),
        changes,
        (),
        table.unmatched(),
        tuple(note for result in results for note in result.notes),
        results,
        waiting,
        table,
        settled,
        known_ids,
    )


def statuses(checked: Checked) -> Iterator[tuple[Rows, NDArray[np.uint8], Ints]]:
    """The waiting rows, each chunk with its share of what was settled."""
    places: dict[str, int] = {}
    for rows in checked.waiting.rows():
        start = places.get(rows.table, 0)
        places[rows.table] = start + rows.size
        one = checked.settled[rows.table]
        yield rows, one.status[start : start + rows.size], one.match[start : start + rows.size]


__all__ = ["Checked", "CheckedRow", "Difference", "Outcome", "Rejection", "check_import", "statuses"]
