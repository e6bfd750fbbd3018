"""A small library of typical parts with published figures, each with its source, and taking them for a component.

What is published is a share of units that fail in a year, or an availability; the mean time between failures
follows from it. Where only an availability is known, the hours to restore have to be.
"""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import log1p
from typing import Literal, cast

from app.calc.structure.support import YEAR_HOURS
from app.calc.words import plain
from app.errors import InputError, NotFound
from app.models.catalogue import Component
from app.models.database import Database
from app.paths import resource
from app.usecases.editing import fetch

Published = Literal["availability", "failures a year", "fail within a year"]
"""Percent up; failures for each hundred units and year; percent of units with any failure in a year."""

_FILE = "parts/typical.csv"


@dataclass(frozen=True, slots=True)
class TypicalPart:
    """A kind of part with one published figure, in percent."""

    key: str
    name: str
    kinds: frozenset[str]  # of components it is like
    figure: Published
    value: Decimal
    source: str
    year: int
    address: str

    @property
    def says(self) -> str:
        """The figure in words: "99.5 % available", "1.57 % fail in a year"."""
        what = "available" if self.figure == "availability" else "fail in a year"
        return f"{plain(self.value)} % {what}"

    @property
    def cited(self) -> str:
        """The source with its year."""
        return f"{self.source}, {self.year}"

    @property
    def needs_restore_hours(self) -> bool:
        """Whether its mean time between failures depends on how long restoring takes."""
        return self.figure == "availability"

    def mtbf_hours(self, restore_hours: float | None) -> int:
        """Its mean time between failures in whole hours; the hours to restore count for an availability alone."""
        share = float(self.value) / 100
        if self.figure == "availability":
            return max(1, round((restore_hours or 0) * share / (1 - share)))
        rate = share if self.figure == "failures a year" else -log1p(-share)
        return round(YEAR_HOURS / rate)


@cache
def typical_parts() -> tuple[TypicalPart, ...]:
    """The library as shipped, in its order."""
    with resource(_FILE).open(encoding="utf-8", newline="") as file:
        return tuple(
            TypicalPart(
                row["key"],
                row["name"],
                frozenset(row["kinds"].split()),
                cast("Published", row["figure"]),
                Decimal(row["value"]),
                row["source"],
                int(row["year"]),
                row["address"],
            )
            for row in csv.DictReader(file)
        )


def typical_for(kind: str) -> tuple[TypicalPart, ...]:
    """All of them, those of a component's kind first."""
    return tuple(sorted(typical_parts(), key=lambda part: kind not in part.kinds))


def liken(db: Database, component_id: int, key: str) -> str:
    """Take a typical part's figures as designed, with their source; returns what was taken, in words.

    Designed hours to restore stay as they are. Where they are needed and none are designed, the contracted ones are
    taken as designed; InputError where there are none of those either.
    """
    part = next((each for each in typical_parts() if each.key == key), None)
    if part is None:
        raise NotFound("This typical part is not in the library.")
    with db.changing("Take figures of a typical part") as session:
        component = fetch(session, Component, component_id, "component")
        designed = component.restore_hours
        restore = designed or component.contracted_restore_hours
        if part.needs_restore_hours and restore is None:
            raise InputError(
                f"A {part.name} is known by its availability alone. Write first how many hours {component.name} "
                "takes to restore; how often it fails follows from both."
            )
        hours = part.mtbf_hours(None if restore is None else float(restore))
        component.mtbf_hours = str(hours)
        if part.needs_restore_hours:
            component.restore_hours = restore
        component.designed_source = f"like a typical {part.name}: {part.says} ({part.cited})"
        session.info["label"] = f"Take {component.name} for a typical {part.name}"
        said = f"{component.name} fails every {hours:,} hours on average, as a typical {part.name}."
        if not component.restore_hours:
            return f"{said} Its hours to restore are still to be written."
        return said if designed else f"{said} Its hours to restore are the contracted {restore}."
