"""A layout: how sheets with these headings are read, remembered so that the next one needs no questions."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Literal, cast

from app.imports.across import figure_named
from app.imports.bare_states import OneMeans
from app.imports.files import SourceSheet
from app.imports.kinds import KINDS
from app.imports.kinds.figures_across import KIND
from app.imports.proposal import Answers, CoverageAnswer, SheetProposal
from app.imports.recognise import match_sheet
from app.imports.synonyms import header_of
from app.imports.values.months import month_number
from app.imports.values.numbers import Decimal
from app.imports.values.periods import period_of
from app.imports.values.templates import Order
from app.imports.values.texts import tidy


@dataclass(frozen=True, slots=True)
class LayoutMemory:
    """What is remembered of a layout: columns by heading (the n-th of that name), and the answers given."""

    kind: str
    columns: Mapping[str, tuple[str, int]]  # field → heading, which of several
    time_zone: str = "UTC"
    date_order: Order | None = None
    decimal: Decimal | None = None
    source: str = ""
    coverage: CoverageAnswer = "none"
    covers_all: bool = False
    new_subject: Literal["service", "component"] = "service"
    subject: str = ""  # what a file without a subject column is about
    create: str = ""
    orders: Mapping[str, Order] = field(default_factory=dict[str, Order])
    one_means: OneMeans = ""


def signature(headers: Sequence[str]) -> str:
    """A fingerprint of the headings, order and letter case aside, and which months there are of several."""
    months = [text for text in headers if text and _is_month(text)]
    kept = [text for text in headers if text and (len(months) < 2 or text not in months)]
    words = sorted(header_of(text).words + "|" + header_of(text).zone for text in kept)
    words += ["months"] if len(months) > 1 else []
    return sha256("\x1f".join(words).encode()).hexdigest()[:32]


def memory_of(sheet: SheetProposal, answers: Answers) -> LayoutMemory:
    """What to remember of a sheet that was imported."""
    columns = {
        name: (sheet.headers[index], sheet.headers[:index].count(sheet.headers[index]))
        for name, index in sheet.columns.items()
        if index < len(sheet.headers)
    }
    return LayoutMemory(
        sheet.kind,
        columns,
        answers.time_zone,
        answers.date_order,
        answers.decimal,
        answers.source,
        answers.coverage,
        answers.covers_all,
        sheet.new_subject,
        create=answers.create,
        one_means=answers.one_means,
    )


def recall(
    number: int, sheet: SourceSheet, known: Mapping[str, LayoutMemory]
) -> tuple[SheetProposal, LayoutMemory] | None:
    """The remembered reading of a sheet, where one of its first rows has a known signature."""
    for row, cells in enumerate(sheet.preview, 1):
        headers = tuple(tidy(cell) for cell in cells)
        memory = known.get(signature(headers)) if sum(map(bool, headers)) > 1 else None
        if memory:
            columns = {name: _find(headers, *place) for name, place in memory.columns.items()}
            match = match_sheet(KINDS[memory.kind], sheet, row) if memory.kind == KIND.name else None
            proposal = SheetProposal(
                number,
                sheet.name,
                not sheet.hidden,
                memory.kind,
                row,
                headers,
                {name: index for name, index in columns.items() if index >= 0},
                dict.fromkeys(columns, "remembered"),
                known=True,
                new_subject=memory.new_subject,
                periods=match.periods if match else {},
                figure=figure_named(sheet, row) if match else "",
            )
            return proposal, memory
    return None


def remembered_answers(memory: LayoutMemory, answers: Answers) -> Answers:
    """The answers given last time."""
    return replace(
        answers,
        time_zone=memory.time_zone,
        date_order=memory.date_order,
        decimal=memory.decimal,
        source=memory.source,
        coverage=memory.coverage,
        covers_all=memory.covers_all,
        one_means=memory.one_means,
    )


def to_json(memory: LayoutMemory) -> str:
    """As kept in the desk."""
    coverage = memory.coverage
    entry = {
        "columns": {name: list(place) for name, place in memory.columns.items()},
        "time_zone": memory.time_zone,
        "date_order": memory.date_order,
        "decimal": memory.decimal,
        "source": memory.source,
        "coverage": coverage if isinstance(coverage, str) else [day.isoformat() for day in coverage],
        "covers_all": memory.covers_all,
        "new_subject": memory.new_subject,
        "one_means": memory.one_means,
    }
    return json.dumps(entry, ensure_ascii=False, sort_keys=True)


def from_json(kind: str, text: str) -> LayoutMemory:
    """From what is kept in the desk."""
    entry = json.loads(text)
    coverage = cast("CoverageAnswer", entry.get("coverage", "none"))
    return LayoutMemory(
        kind,
        {name: (place[0], place[1]) for name, place in entry["columns"].items()},
        entry.get("time_zone", "UTC"),
        entry.get("date_order"),
        entry.get("decimal"),
        entry.get("source", ""),
        # Given days were of that file alone; the next one is asked about whole months instead.
        coverage if isinstance(coverage, str) else "whole months",
        entry.get("covers_all", False),
        entry.get("new_subject", "service"),
        one_means=entry.get("one_means", ""),
    )


def _is_month(heading: str) -> bool:
    """A period of its own, or a month that leaves its year to the row above."""
    return period_of(heading) is not None or month_number(heading) > 0


def _find(headers: Sequence[str], heading: str, which: int) -> int:
    places = [
        index for index, text in enumerate(headers) if header_of(text).words == header_of(heading).words
    ]
    return places[min(which, len(places) - 1)] if places else -1
