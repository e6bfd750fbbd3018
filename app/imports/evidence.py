"""What the cells of the chosen columns settle by themselves: the order of day and month, the decimal sign.

The whole column is asked, until it has answered; what stays open is a question for a person, with an example.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from app.imports.bare_states import BareStates
from app.imports.check.context import is_total
from app.imports.files import SourceFile, Stop, stop_if
from app.imports.kinds import KINDS
from app.imports.proposal import Proposal, Question, SheetProposal
from app.imports.reading import chunks
from app.imports.subjects import subject_texts
from app.imports.synonyms import header_of
from app.imports.values.instants import OrderEvidence, instants_of, order_evidence
from app.imports.values.numbers import Decimal, DecimalEvidence, decimal_evidence
from app.imports.values.templates import Order

_INSTANTS = frozenset({"instant", "day"})
_NUMBERS = frozenset({"number", "percent", "duration"})
_MOST_SUBJECTS = 5000


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sheets with what their columns decided, examples of what is open, and the subject texts seen first."""

    sheets: tuple[SheetProposal, ...]
    examples: Mapping[str, str]
    subjects: tuple[str, ...]


@dataclass(slots=True)
class _Open:
    """What is still being looked for in one sheet."""

    orders: dict[str, OrderEvidence]
    decimals: dict[str, DecimalEvidence]
    local: str = ""
    states: BareStates | None = None

    @property
    def open(self) -> bool:
        """More rows may settle something."""
        if self.states is not None and self.states.open:
            return True
        return any(one.open for one in (*self.orders.values(), *self.decimals.values()))


def gather(source: SourceFile, proposal: Proposal, cancelled: Stop | None = None) -> Evidence:
    """Ask the columns of every used sheet."""
    sheets: list[SheetProposal] = []
    examples: dict[str, str] = {}
    subjects: dict[str, None] = {}
    for sheet in proposal.sheets:
        sheets.append(_ask(source, sheet, examples, subjects, cancelled) if sheet.use else sheet)
    return Evidence(tuple(sheets), examples, tuple(subjects))


def open_questions(proposal: Proposal, examples: Mapping[str, str]) -> Iterator[Question]:
    """What no column settles and nobody has answered yet."""
    if "date order" in examples and proposal.answers.date_order is None:
        text = (
            f"Is {examples['date order']} day/month/year or month/day/year? No date in the column settles it."
        )
        yield Question("date order", text, must=True)
    if "decimal" in examples and proposal.answers.decimal is None:
        yield Question(
            "decimal", f"Is {examples['decimal']} a whole number or does it have decimals?", must=True
        )

    if "states" in examples and not proposal.answers.one_means:
        text = f"Does 1 mean up or down in the column “{examples['states']}”? Nothing in the file says so."
        yield Question("states", text, must=True)


def _ask(
    source: SourceFile,
    sheet: SheetProposal,
    examples: dict[str, str],
    subjects: dict[str, None],
    cancelled: Stop | None,
) -> SheetProposal:
    fields = {field.name: field.type for field in KINDS[sheet.kind].fields if field.name in sheet.columns}
    found = _Open(
        {name: OrderEvidence() for name, kind in fields.items() if kind in _INSTANTS},
        {name: DecimalEvidence() for name, kind in fields.items() if kind in _NUMBERS},
    )
    if sheet.periods:
        found.decimals["value"] = DecimalEvidence()
    if sheet.kind == "states" and {"state", "at"} <= sheet.columns.keys():
        heading = sheet.headers[sheet.columns["state"]]
        # Tools that tell hard from soft states number them in one way only.
        if "sure" not in sheet.columns and header_of(heading).words != "hard state":
            found.states = BareStates(heading)
    for number, chunk in enumerate(chunks(source, sheet.sheet, sheet.header_row, cancelled)):
        stop_if(cancelled)
        for name in found.orders:
            column = chunk.column(sheet.columns[name])
            found.orders[name] += order_evidence(column)
            if number == 0 and not found.local and not header_of(sheet.headers[sheet.columns[name]]).zone:
                read = instants_of(column, "dmy", "UTC")
                places = np.flatnonzero(read.known & read.local)
                found.local = column.shown(int(places[0])) if len(places) else ""
        for name in found.decimals:
            for index in sheet.periods.values() if sheet.periods else (sheet.columns[name],):
                found.decimals[name] += decimal_evidence(chunk.column(index))
        if number == 0 and "subject" in sheet.columns:
            texts = dict.fromkeys(subject_texts(chunk, sheet.columns))
            heading = sheet.headers[sheet.columns["subject"]]
            named = (text for text in list(texts)[:_MOST_SUBJECTS] if text != heading and not is_total(text))
            subjects.update(dict.fromkeys(filter(None, named)))
        if found.states is not None:
            found.states.see(chunk, sheet.columns["state"], sheet.columns["at"], dict(sheet.columns))
        if not found.open:
            break
    return _decided(sheet, found, examples)


def _decided(sheet: SheetProposal, found: _Open, examples: dict[str, str]) -> SheetProposal:
    """Columns of one sheet that prove nothing follow one that does."""
    proven: dict[str, Order] = {
        name: one.order for name, one in found.orders.items() if one.order is not None
    }
    usual: Order | None = next(iter(set(proven.values()))) if len(set(proven.values())) == 1 else None
    orders: dict[str, Order] = dict(proven)
    for name, one in found.orders.items():
        if one.open and usual:
            orders[name] = usual
        elif one.open:
            examples.setdefault("date order", one.example)
    decimals: dict[str, Decimal] = {}
    for name, one in found.decimals.items():
        if one.decimal:
            decimals[name] = one.decimal
        elif one.open:
            examples.setdefault("decimal", one.example)
    if found.local:
        examples.setdefault("time zone", found.local)
    sheet = replace(sheet, orders=orders, decimals=decimals, asked=dict(sheet.columns))
    return _with_states(sheet, found.states, examples)


def _with_states(sheet: SheetProposal, states: BareStates | None, examples: dict[str, str]) -> SheetProposal:
    """What a bare 1 means in the column of states, or the question."""
    if states is None or not states.bare or states.codes:
        return replace(sheet, bare_states=False, one_means="", one_why="")
    meaning, why = states.meaning
    if not meaning:
        examples.setdefault("states", states.heading)
    return replace(sheet, bare_states=True, one_means=meaning, one_why=why)
