"""What a person said of a file that is being imported, as text: kept in a draft, and put onto the file read again.

Only answers are kept. What the file itself says is asked of the file, which may have changed meanwhile.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import cast, get_args
from zoneinfo import ZoneInfo

from app.imports.bare_states import OneMeans
from app.imports.files import SourceFile
from app.imports.proposal import Answers, Proposal, SheetProposal
from app.imports.values.numbers import Decimal
from app.imports.values.templates import Order
from app.usecases.import_reading_again import as_kind, with_headings

Kept = Mapping[str, object]
_DAYS_OR = frozenset({"file range", "whole months", "none"})
_SUBJECTS = frozenset({"create service", "create component", "ignore"})
_CHOICES: Mapping[str, frozenset[object]] = {
    "date_order": frozenset({None, *get_args(Order)}),
    "decimal": frozenset({None, *get_args(Decimal)}),
    "create": frozenset({"", "yes", "service", "component"}),
    "one_means": frozenset(get_args(OneMeans)),
}


def answers_as_text(proposal: Proposal) -> str:
    """What was chosen of the sheets, and all answers."""
    said = {field.name: getattr(proposal.answers, field.name) for field in fields(Answers)}
    if isinstance(proposal.answers.coverage, tuple):
        said["coverage"] = [day.isoformat() for day in proposal.answers.coverage]
    said["subjects"] = dict(proposal.answers.subjects)
    return json.dumps({"sheets": list(map(_sheet, proposal.sheets)), "answers": said})


def with_answers(text: str, source: SourceFile, proposal: Proposal, known: Collection[str]) -> Proposal:
    """The file's own proposal with what was said of it before; `known` are the desk's "service 3" and "component 5".

    A text that makes no sense, or speaks of other sheets, changes nothing.
    """
    try:
        kept, chosen = _mapping(json.loads(text)), list[SheetProposal]()
        for sheet, said in zip(proposal.sheets, cast("list[Kept]", kept["sheets"]), strict=True):
            chosen.append(_chosen(source, sheet, _mapping(said)))
        answers = _answers(_mapping(kept["answers"]), known)
        return replace(proposal, sheets=tuple(chosen), answers=answers)
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return proposal


def _mapping(said: object) -> Kept:
    if not isinstance(said, dict):
        raise TypeError(said)
    return cast("Kept", said)


def _places(said: object) -> dict[str, int]:
    """Fields and the columns they stand in."""
    places = {
        field: column for field, column in _mapping(said).items() if type(column) is int and column >= 0
    }
    if len(places) != len(_mapping(said)):
        raise ValueError(said)
    return places


def _sheet(sheet: SheetProposal) -> dict[str, object]:
    return {
        "name": sheet.name,
        "use": sheet.use,
        "kind": sheet.kind,
        "headings": bool(sheet.header_row),
        "columns": dict(sheet.columns),
        "periods": dict(sheet.periods),
    }


def _chosen(source: SourceFile, sheet: SheetProposal, said: Kept) -> SheetProposal:
    if said["name"] != sheet.name:
        raise ValueError(sheet.name)
    read = source.sheets[sheet.sheet]
    if said["headings"] != bool(sheet.header_row):
        sheet = with_headings(read, sheet, bool(said["headings"]))
    if said["kind"] != sheet.kind:
        sheet = as_kind(read, sheet, str(said["kind"]))
    columns, periods = _places(said["columns"]), _places(said["periods"])
    if max((*columns.values(), *periods.values(), -1)) >= read.columns:
        raise ValueError(sheet.name)
    same = {
        field: how for field, how in sheet.certainty.items() if columns.get(field) == sheet.columns[field]
    }
    known = sheet.known and columns == dict(sheet.columns)
    return replace(
        sheet, use=bool(said["use"]), columns=columns, periods=periods, certainty=same, known=known
    )


def _answers(said: Kept, known: Collection[str]) -> Answers:
    coverage, subjects = said["coverage"], _mapping(said["subjects"])
    if isinstance(coverage, list):
        first, last = map(date.fromisoformat, cast("list[str]", coverage))
        coverage = first, last
    elif coverage not in _DAYS_OR:
        raise ValueError(coverage)
    meant = {text: _subject(meaning) for text, meaning in subjects.items()}
    there = {
        text: meaning
        for text, meaning in meant.items()
        if not isinstance(meaning, tuple) or f"{meaning[0]} {meaning[1]}" in known
    }
    for field in fields(Answers):
        _check(field.name, said[field.name])
    return Answers(**{**said, "coverage": coverage, "subjects": there})  # pyright: ignore[reportArgumentType]


def _check(field: str, value: object) -> None:
    if field in _CHOICES:
        if value not in _CHOICES[field]:
            raise ValueError(field)
    elif field == "covers_all":
        if not isinstance(value, bool):
            raise TypeError(field)
    elif field in ("time_zone", "source") and not isinstance(value, str):
        raise TypeError(field)
    elif field == "time_zone":
        ZoneInfo(str(value))


def _subject(meaning: object) -> str | tuple[str, int]:
    """A service or component is a pair; JSON knows lists only."""
    if isinstance(meaning, list):
        kind, number = cast("list[object]", meaning)
        return str(kind), int(str(number))
    if meaning not in _SUBJECTS:
        raise ValueError(meaning)
    return str(meaning)
