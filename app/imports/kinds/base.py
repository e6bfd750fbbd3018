"""What a kind of spreadsheet is: its fields, which of them it cannot do without, and how its rows are checked."""

from dataclasses import dataclass
from typing import Literal

FieldType = Literal[
    "subject",
    "instant",
    "time",
    "duration",
    "text",
    "state",
    "truth",
    "impact",
    "number",
    "percent",
    "period",
    "day",
    "event",
    "across",  # no column of its own: a column for each period
]
KindName = Literal["outages", "states", "tickets", "ticket_events", "samples", "figures", "figures_across"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a row can tell; `words` names the synonyms it is recognised by."""

    name: str
    title: str
    type: FieldType
    words: str = ""

    @property
    def synonyms(self) -> str:
        return self.words or self.name


def with_times(*fields: Field) -> tuple[Field, ...]:
    """After each instant a field for its time of day, where the sheet keeps day and time in two columns."""
    return tuple(
        one
        for field in fields
        for one in (
            (field, Field(f"{field.name}_time", f"{field.title}: time of day", "time", field.synonyms))
            if field.type == "instant"
            else (field,)
        )
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """`needs`: of each group at least one field must have a column. `weight` breaks ties between kinds."""

    name: KindName
    title: str
    fields: tuple[Field, ...]
    needs: tuple[frozenset[str], ...]
    weight: int = 0
    row: str = "row"  # what is counted as one row read, where it is not a row of the sheet

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    def missing(self, columns: frozenset[str]) -> tuple[str, ...]:
        """The titles of what is still without a column."""
        return tuple(
            " or ".join(field.title.lower() for field in self.fields if field.name in group)
            for group in self.needs
            if not group & columns
        )
