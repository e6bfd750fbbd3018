"""What `--mapping FILE` may say: a JSON object whose keys answer what the window would ask.

    {"kind": "outages", "header_row": 3, "columns": {"start": "Beginn", "end": "D"},
     "subjects": {"Kasse": "Till", "test-01": "ignore", "web-7": "create component"},
     "source": "Service desk list", "coverage": "whole months", "time_zone": "Europe/Berlin",
     "date_order": "dmy", "decimal": ",", "one_means": "up"}

A column is named by its heading or its letter. Every key may be left out.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar, cast, get_args

from app.errors import FileError, InputError
from app.imports.columns import letter
from app.imports.files import SourceFile, SourceSheet
from app.imports.kinds import KINDS
from app.imports.proposal import Answers, CoverageAnswer, Proposal, SheetProposal, SubjectAnswer
from app.imports.recognise import match_sheet, proposal_of
from app.imports.values.numbers import Decimal
from app.imports.values.templates import Order
from app.models.database import Database
from app.usecases.services import list_components, list_services

ORDERS: tuple[Order, ...] = get_args(Order)
DECIMALS: tuple[Decimal, ...] = get_args(Decimal)
_MEANINGS: tuple[Literal["up", "down"], ...] = ("up", "down")
_COVERAGE: tuple[Literal["file range", "whole months", "none"], ...] = ("file range", "whole months", "none")
_ACTIONS: tuple[Literal["ignore", "create service", "create component"], ...] = (
    "ignore",
    "create service",
    "create component",
)
_Choice = TypeVar("_Choice", bound=str)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The answers of a mapping file; what it does not say is None or empty."""

    kind: str | None = None
    header_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    subjects: Mapping[str, str] = field(default_factory=dict[str, str])
    source: str | None = None
    coverage: CoverageAnswer | None = None
    time_zone: str | None = None
    date_order: Order | None = None
    decimal: Decimal | None = None
    one_means: Literal["up", "down"] | None = None
    create: bool = False


def read_mapping(path: Path) -> Wanted:
    """The answers of a mapping file; raises FileError or InputError with the reason."""
    try:
        said: object = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise FileError(f"The mapping {path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise InputError(f"The mapping {path} is not JSON: {error}.") from error
    if not isinstance(said, dict):
        raise InputError(f"The mapping {path} has to be one JSON object.")
    return _wanted(path, cast("Mapping[str, object]", said))


def as_wanted(db: Database, source: SourceFile, proposal: Proposal, wanted: Wanted) -> Proposal:
    """The proposal with these answers in place of what was recognised or remembered."""
    if wanted.kind or wanted.header_row:
        sheets = tuple(_read_as(each, source.sheets[each.sheet], wanted) for each in proposal.sheets)
        proposal = replace(proposal, sheets=sheets)
    if wanted.columns:
        sheets = tuple(_with_columns(each, wanted) if each.use else each for each in proposal.sheets)
        proposal = replace(proposal, sheets=sheets)
    return replace(proposal, answers=_answers(db, proposal.answers, wanted))


def _read_as(proposed: SheetProposal, sheet: SourceSheet, wanted: Wanted) -> SheetProposal:
    """The sheet with the header row or the kind that was asked for; hidden and empty ones stay out."""
    row = wanted.header_row or proposed.header_row or 1
    kind = KINDS.get(wanted.kind or proposed.kind)
    if kind is None or sheet.hidden or not 1 <= row <= len(sheet.preview):
        return proposed
    headers = sheet.preview[row - 1]
    return proposal_of(proposed.sheet, sheet, row, headers, match_sheet(kind, sheet, row), use=True)


def _with_columns(sheet: SheetProposal, wanted: Wanted) -> SheetProposal:
    known = [field.name for field in KINDS[sheet.kind].fields]
    for name in wanted.columns:
        if name not in known:
            raise InputError(f"{KINDS[sheet.kind].title} have no “{name}”; they have: {', '.join(known)}.")
    columns = {name: column_of(sheet, heading) for name, heading in wanted.columns.items()}
    # A column has one meaning: what was recognised in the same place gives way.
    kept = {name: index for name, index in sheet.columns.items() if index not in columns.values()}
    return replace(sheet, columns=kept | columns)


def _answers(db: Database, answers: Answers, wanted: Wanted) -> Answers:
    answers = replace(
        answers,
        time_zone=wanted.time_zone or answers.time_zone,
        date_order=wanted.date_order or answers.date_order,
        decimal=wanted.decimal or answers.decimal,
        one_means=wanted.one_means or answers.one_means,
        source=wanted.source or answers.source,
        coverage=wanted.coverage or answers.coverage,
        create="yes" if wanted.create else answers.create,
    )
    if not wanted.subjects:
        return answers
    services = {row.name.casefold(): row.id for row in list_services(db)}
    components = {row.name.casefold(): row.id for row in list_components(db)}
    return replace(answers, subjects=subject_answers(wanted.subjects, services, components))


def column_of(sheet: SheetProposal, name: str) -> int:
    """The index of a column named by its heading or its letter."""
    folded = [header.casefold() for header in sheet.headers]
    if name.strip().casefold() in folded:
        return folded.index(name.strip().casefold())
    letters = [letter(index) for index in range(max(len(folded), 1))]
    if name.strip().upper() in letters:
        return letters.index(name.strip().upper())
    raise InputError(f"The sheet “{sheet.name}” has no column “{name}”; it has: {', '.join(sheet.headers)}.")


def subject_answers(
    wanted: Mapping[str, str], services: Mapping[str, int], components: Mapping[str, int]
) -> Mapping[str, SubjectAnswer]:
    """What each text in the file means; services and components are found by name."""
    return {text: _subject_answer(meant, services, components) for text, meant in wanted.items()}


def _subject_answer(meant: str, services: Mapping[str, int], components: Mapping[str, int]) -> SubjectAnswer:
    for action in _ACTIONS:
        if meant.casefold() == action:
            return action
    if meant.casefold() in services:
        return "service", services[meant.casefold()]
    if meant.casefold() in components:
        return "component", components[meant.casefold()]
    raise InputError(f"The mapping names “{meant}”, but there is no such service or component.")


def _wanted(path: Path, said: Mapping[str, object]) -> Wanted:
    known = set(Wanted.__dataclass_fields__)
    unknown = sorted(set(said) - known)
    if unknown:
        raise InputError(
            f"The mapping {path} says {', '.join(unknown)}; known are {', '.join(sorted(known))}."
        )
    for name in ("columns", "subjects"):
        if not isinstance(said.get(name, {}), dict):
            raise InputError(f"“{name}” in the mapping {path} has to be an object.")
    row = said.get("header_row")
    if row is not None and (not isinstance(row, int) or row < 1):
        raise InputError("“header_row” counts from 1.")
    return Wanted(
        kind=_text(said, "kind"),
        header_row=row,
        columns=_texts(said, "columns"),
        subjects=_texts(said, "subjects"),
        source=_text(said, "source"),
        coverage=_coverage(said.get("coverage")),
        time_zone=_text(said, "time_zone"),
        date_order=_choice(said, "date_order", ORDERS),
        decimal=_choice(said, "decimal", DECIMALS),
        one_means=_choice(said, "one_means", _MEANINGS),
    )


def _text(said: Mapping[str, object], name: str) -> str | None:
    value = said.get(name)
    return None if value is None else str(value)


def _choice(said: Mapping[str, object], name: str, choices: tuple[_Choice, ...]) -> _Choice | None:
    value = said.get(name)
    found = next((choice for choice in choices if choice == value), None)
    if value is not None and found is None:
        raise InputError(f"“{name}” is one of {', '.join(choices)}.")
    return found


def _texts(said: Mapping[str, object], name: str) -> Mapping[str, str]:
    return {str(key): str(value) for key, value in cast("Mapping[str, object]", said.get(name, {})).items()}


def _coverage(said: object) -> CoverageAnswer | None:
    if said is None:
        return None
    for choice in _COVERAGE:
        if said == choice:
            return choice
    try:
        first, last = cast("Sequence[str]", said)
        return date.fromisoformat(first), date.fromisoformat(last)
    except (TypeError, ValueError):
        choices = ", ".join(f"“{choice}”" for choice in _COVERAGE)
        raise InputError(f"“coverage” is {choices}, or a list of first and last day.") from None
