"""How a file is going to be read: columns per sheet, and the answers a person gave. Frozen; changed by `replace`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from app.imports.bare_states import OneMeans
from app.imports.kinds.figures_across import PERIODS
from app.imports.values.numbers import Decimal
from app.imports.values.templates import Order

Certainty = Literal["remembered", "exact", "suggested"]
CoverageAnswer = Literal["file range", "whole months", "none"] | tuple[date, date]
SubjectAnswer = (
    tuple[Literal["service", "component"], int] | Literal["create service", "create component", "ignore"]
)
QuestionName = Literal[
    "kind", "columns", "time zone", "date order", "decimal", "states", "coverage", "source", "subjects"
]


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person knows. `must`: without an answer nothing is imported."""

    name: QuestionName
    text: str
    must: bool = False
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What holds for the whole file. `subjects` by the text in the file, exactly as it stands there.

    `create` says what becomes of every text nobody answered: a new service or component (by its heading when
    "yes"), or nothing, and its rows are rejected.
    """

    time_zone: str = "UTC"
    date_order: Order | None = None
    decimal: Decimal | None = None
    source: str = ""
    coverage: CoverageAnswer = "none"
    covers_all: bool = False  # every service and component of the desk, not only those the source has named
    subjects: Mapping[str, SubjectAnswer] = field(default_factory=dict[str, SubjectAnswer])
    create: Literal["", "yes", "service", "component"] = ""
    one_means: OneMeans = ""  # of a bare 1 in a column of states; "" is as the file itself says


@dataclass(frozen=True, slots=True)
class SheetProposal:
    """How one sheet is read: `columns` gives each field its column (0-based)."""

    sheet: int
    name: str
    use: bool
    kind: str = ""
    header_row: int = 0
    headers: tuple[str, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict[str, int])
    certainty: Mapping[str, Certainty] = field(default_factory=dict[str, Certainty])
    orders: Mapping[str, Order] = field(default_factory=dict[str, Order])  # decided by the column itself
    decimals: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    asked: Mapping[str, int] = field(
        default_factory=dict[str, int]
    )  # the columns that orders and decimals came from
    why_not: str = ""  # why the sheet is not used
    known: bool = False
    new_subject: Literal["service", "component"] = "service"
    periods: Mapping[str, int] = field(default_factory=dict[str, int])  # where each period has a column
    figure: str = ""  # what figures across the sheet are, where no column says so

    bare_states: bool = False  # its states are written 1 and 0
    one_means: OneMeans = ""  # what the file itself says of them
    one_why: str = ""

    @property
    def filled(self) -> frozenset[str]:
        """The fields that the sheet can fill."""
        return frozenset({*self.columns, *((PERIODS,) if self.periods else ())})


def _no_suggestions() -> Mapping[str, tuple[Literal["service", "component"], int]]:
    return {}


@dataclass(frozen=True, slots=True)
class Proposal:
    """The reading of a whole file. `suggested`: what an unknown text resembles; only a person may say so."""

    sheets: tuple[SheetProposal, ...]
    answers: Answers
    questions: tuple[Question, ...] = ()
    layout_known: bool = False
    unknown_subjects: tuple[str, ...] = ()
    suggested: Mapping[str, tuple[Literal["service", "component"], int]] = field(
        default_factory=_no_suggestions
    )

    @property
    def used(self) -> tuple[SheetProposal, ...]:
        return tuple(sheet for sheet in self.sheets if sheet.use)

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(sheet.kind for sheet in self.used))
