"""`colonnade import`: spreadsheets in, and what became of each row."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.cli.desk import opened
from app.cli.mapping import Wanted, as_wanted, read_mapping
from app.cli.speaking import WrongCall, say, show, show_json
from app.errors import AppError, InputError
from app.models.database import Database
from app.usecases import importing


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `reasons` counts the rejected rows by why, `error` says why nothing was read."""

    file: str
    kind: str | None = None
    read: int = 0
    imported: int = 0
    changed: int = 0
    duplicate: int = 0
    rejected: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict[str, int])
    error: str | None = None

    @property
    def nothing_taken(self) -> bool:
        """Whether every row was rejected."""
        return bool(self.rejected) and not self.imported and not self.duplicate


def import_spreadsheets(asked: Namespace) -> int:
    """Import each file on its own; one that is refused does not keep the others out."""
    wanted = _wanted(asked)
    with opened(asked.file) as db:
        outcomes = [_attempt(db, path, wanted) for path in asked.sheets]
    if asked.json:
        show_json(files=[_json(outcome) for outcome in outcomes])
    for outcome in outcomes:
        _tell(outcome, in_words=not asked.json)
    return 1 if any(outcome.error or outcome.nothing_taken for outcome in outcomes) else 0


def _wanted(asked: Namespace) -> Wanted:
    """The mapping file's answers, then those of the options."""
    wanted = read_mapping(asked.mapping) if asked.mapping else Wanted()
    said = {name: getattr(asked, name) for name in ("kind", "time_zone", "date_order")}
    wanted = replace(wanted, **{name: value for name, value in said.items() if value is not None})
    if wanted.kind is not None and wanted.kind not in importing.KINDS:
        wrong = WrongCall if said["kind"] else InputError
        raise wrong(f"“{wanted.kind}” is none of {', '.join(importing.KINDS)}.")
    return replace(wanted, create=asked.create or wanted.create)


def _attempt(db: Database, path: Path, wanted: Wanted) -> Outcome:
    try:
        return _import(db, path, wanted)
    except AppError as error:
        return Outcome(str(path), error=str(error))


def _import(db: Database, path: Path, wanted: Wanted) -> Outcome:
    source = importing.read_file(path)
    for note in source.notes:
        say(f"{path.name}: {note}")
    proposal = as_wanted(db, source, importing.propose(db, source), wanted)
    _refuse_unrecognised(source, proposal)
    batch = importing.run_import(db, importing.check_import(db, source, proposal))
    return Outcome(
        file=str(path),
        kind=batch.kind,
        read=batch.read,
        imported=batch.imported,
        changed=batch.changed,
        duplicate=batch.duplicate,
        rejected=batch.rejected,
        reasons=_counted(row.reason for row in importing.rejected_rows(db, batch.id)),
    )


def _refuse_unrecognised(source: importing.SourceFile, proposal: importing.Proposal) -> None:
    """Where the window would ask what a sheet is, the command line says how to answer."""
    hidden = all(sheet.hidden or not sheet.rows for sheet in source.sheets)
    for question in () if proposal.used or hidden else proposal.questions:
        if question.name == "kind":
            raise InputError(f"{question.text} A file given with --mapping answers it.")


def _counted(reasons: Iterable[str]) -> Mapping[str, int]:
    return dict(Counter(reasons).most_common())


def _json(outcome: Outcome) -> dict[str, object]:
    content: dict[str, object] = {
        "file": outcome.file,
        "kind": outcome.kind,
        "read": outcome.read,
        "imported": outcome.imported,
        "changed": outcome.changed,
        "duplicate": outcome.duplicate,
        "rejected": outcome.rejected,
        "reasons": dict(outcome.reasons),
    }
    return content | ({"error": outcome.error} if outcome.error else {})


def _tell(outcome: Outcome, *, in_words: bool) -> None:
    if outcome.error:
        say(outcome.error)
        return
    if in_words:
        show(
            f"{outcome.file}: {outcome.read} rows read, {outcome.imported} imported, "
            f"{outcome.duplicate} duplicate, {outcome.rejected} rejected"
        )
    for reason, count in outcome.reasons.items():
        say(f"  rejected {count}: {reason}")
    if outcome.nothing_taken:
        say("  No row was taken. Where only the names are unknown, --create makes services of them.")
