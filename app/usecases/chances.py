"""How likely a service is to stand on what it stands on: the structure read as probability and as logic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.calc.structure import Importance, Modelled, Part, Structure, TooLarge
from app.calc.structure.support import YEAR_HOURS
from app.errors import NotFound
from app.models.agreements import Target
from app.models.catalogue import Service
from app.models.database import Database
from app.usecases.part_figures import PartFigures, figures_under
from app.usecases.standing import load_standing, of_service
from app.usecases.usual_week import Stretches, usual_week

MONTH_MINUTES = YEAR_HOURS * 60 / 12
LISTED = 50


@dataclass(frozen=True, slots=True)
class PartChance:
    """What one part means for the service; `minutes_a_month` would be won if it never failed.

    `part` is its name in structures.
    """

    part: str
    figures: PartFigures
    importance: Importance | None
    minutes_a_month: float | None
    takes_it_down_alone: bool


@dataclass(frozen=True, slots=True)
class CutSet:
    """Parts that together take the service down, by title and as in structures, with the chance that all are down."""

    names: tuple[str, ...]
    parts: frozenset[str]
    unavailability: float


@dataclass(frozen=True, slots=True)
class Chances:
    """A service's modelled level. `exactness` "bounds" gives low and high instead of the exact figure.

    `cut_counts` are by size; `cut_sets` the likeliest, `LISTED` at most.
    """

    service: str
    exactness: Literal["exact", "bounds"]
    low: float
    high: float
    failures_a_year: float | None
    mtbsi_hours: float | None
    mtrs_hours: float | None
    parts: tuple[PartChance, ...]
    assumed: int
    cut_counts: Mapping[int, int]
    cut_sets: tuple[CutSet, ...]

    @property
    def unavailability(self) -> float | None:
        """None where only bounds are known."""
        return self.low if self.exactness == "exact" else None


def chances_of(db: Database, service: str | int, now: datetime) -> Chances:
    """The modelled level of a service, by its name (letter case aside) or id. Raises NotFound."""
    with db.reading() as session:
        row = _service(session, service)
        standing = load_standing(session)
        figures = figures_under(session, standing.under(row.id), now)
        name, structure = row.name, standing.columns[of_service(row.id)]
        week = week_of(session, row.id)
    return work_out(name, structure, figures, week)


def week_of(session: Session, service_id: int) -> Stretches | None:
    """The agreed hours of a service in a usual week; None where that is always."""
    hours = session.scalars(select(Target.hours_id).where(Target.service_id == service_id).distinct()).all()
    return usual_week(session, hours)


def modelled_between(
    structure: Structure, figures: Mapping[str, PartFigures], week: Stretches | None
) -> tuple[float, float]:
    """The unavailability as `work_out` gives it, low and high; both are the same where it is exact."""
    q = {part: _average(figures[part]) for part in structure.parts}
    try:
        level = _over_the_week(structure, {part: figures[part] for part in q}, week)
        exact = structure.unavailability(q) if level is None else level.unavailability
    except TooLarge:
        return structure.bounds(q)
    return exact, exact


def work_out(
    service: str, structure: Structure, figures: Mapping[str, PartFigures], week: Stretches | None = None
) -> Chances:
    """The chances of a structure whose parts have these figures, in the service hours of a usual week.

    Where a part is restored in support hours only, the parts wait together: the level is averaged over the week.
    Ways down and importances are then those of the parts' averages.
    """
    q = {part: _average(figures[part]) for part in structure.parts}
    shown = {part: its for part, its in figures.items() if part in q}
    assumed = sum(its.basis == "assumed" for its in shown.values())
    try:
        return _exactly(service, structure, q, shown, assumed, week)
    except TooLarge:
        low, high = structure.bounds(q)
        alone = structure.single_points
        parts = tuple(PartChance(part, its, None, None, part in alone) for part, its in shown.items())
        return Chances(service, "bounds", low, high, None, None, None, parts, assumed, {}, ())


def _exactly(
    service: str,
    structure: Structure,
    q: Mapping[str, float],
    shown: Mapping[str, PartFigures],
    assumed: int,
    week: Stretches | None,
) -> Chances:
    importance = structure.importance(q)
    level = _over_the_week(structure, shown, week)
    if level is None:
        whole = structure.unavailability(q)
        rate = sum(importance[part].birnbaum * its.failures_a_year for part, its in shown.items())
        down_hours = whole * YEAR_HOURS / rate if rate else None
    else:
        whole, rate, down_hours = level.unavailability, level.failures_a_year, level.mtrs_hours
    parts = [
        PartChance(
            part, its, importance[part], _won(importance[part], q[part]), part in structure.single_points
        )
        for part, its in shown.items()
    ]
    named = {part: its.name for part, its in shown.items()}
    cut_sets = tuple(
        CutSet(tuple(sorted(named.get(part, service) for part in one)), one, chance)
        for one, chance in structure.likeliest_cut_sets(q, LISTED)
    )
    counts = structure.count_cut_sets()
    return Chances(
        service,
        "exact",
        whole,
        whole,
        rate,
        YEAR_HOURS / rate if rate else None,
        down_hours,
        tuple(sorted(parts, key=lambda part: -(part.minutes_a_month or 0))),
        assumed,
        counts,
        cut_sets,
    )


def _over_the_week(
    structure: Structure, shown: Mapping[str, PartFigures], week: Stretches | None
) -> Modelled | None:
    """Where support hours matter, and every part can be modelled: None otherwise."""
    modelled = {part: its.repairable for part, its in shown.items()}
    if not any(its.support for its in shown.values()) or not all(modelled.values()):
        return None
    return structure.modelled({part: its for part, its in modelled.items() if its is not None}, week)


def _average(figures: PartFigures) -> float:
    """Over the week, waiting for support included."""
    if not figures.support or figures.repairable is None:
        return figures.unavailability
    part = Part("part")
    return part.modelled({"part": figures.repairable}).unavailability


def _won(importance: Importance, unavailability: float) -> float:
    return importance.birnbaum * unavailability * MONTH_MINUTES


def _service(session: Session, service: str | int) -> Service:
    if isinstance(service, int):
        found = session.get(Service, service)
    else:
        found = session.scalar(select(Service).where(func.lower(Service.name) == service.lower()))
    if found is None:
        names = ", ".join(session.scalars(select(Service.name).order_by(Service.name).limit(20)))
        raise NotFound(f"There is no service called “{service}”. This desk has {names or 'none yet'}.")
    return found
