"""What a person said of a file that is being imported, as text: kept in a draft, and put onto the file read again.

Only answers are kept. What the file itself says is asked of the file, which may have changed meanwhile.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import cast

from app.usecases.importing import Answers, Proposal, SheetProposal, SourceFile
from app.views.importing.job import with_sheet
from app.views.importing.reading_again import as_kind, with_headings

Kept = Mapping[str, object]


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
        kept = cast("Kept", json.loads(text))
        for sheet, said in zip(proposal.sheets, cast("list[Kept]", kept["sheets"]), strict=True):
            proposal = with_sheet(proposal, _chosen(source, sheet, said))
        return replace(proposal, answers=_answers(cast("Kept", kept["answers"]), known))
    except (ValueError, KeyError, TypeError, IndexError):
        return proposal


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
    columns, periods = cast("dict[str, int]", said["columns"]), cast("dict[str, int]", said["periods"])
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
    coverage, subjects = said["coverage"], cast("Mapping[str, object]", said["subjects"])
    if isinstance(coverage, list):
        first, last = map(date.fromisoformat, cast("list[str]", coverage))
        coverage = first, last
    meant = {text: _subject(meaning) for text, meaning in subjects.items()}
    there = {
        text: meaning
        for text, meaning in meant.items()
        if not isinstance(meaning, tuple) or f"{meaning[0]} {meaning[1]}" in known
    }
    return Answers(**{**said, "coverage": coverage, "subjects": there})  # pyright: ignore[reportArgumentType]


def _subject(meaning: object) -> object:
    """A service or component is a pair; JSON knows lists only."""
    if isinstance(meaning, list):
        kind, number = cast("list[object]", meaning)
        return str(kind), int(str(number))
    return str(meaning)
