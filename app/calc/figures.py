"""Ready-made figures for a stretch of days, as somebody else worked them out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure for the local days `first_day` … `last_day`, both included; percent as a number of percent."""

    first_day: date
    last_day: date
    value: Decimal

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError("a figure's last day is before its first")
        if not self.value.is_finite():
            raise ValueError("a figure is a finite number")

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1


def figures_for(figures: Iterable[Figure], first_day: date, last_day: date) -> tuple[Figure, ...]:
    """The figures that tell about these days: the one of exactly these, else those that lie inside them.

    Of several for the same days the last given counts, and of figures that overlap the longest; a week that
    reaches beyond a month tells nothing about it.
    """
    inside = {(each.first_day, each.last_day): each for each in figures if _within(each, first_day, last_day)}
    chosen: list[Figure] = []
    for figure in sorted(inside.values(), key=lambda each: (-each.days, each.first_day)):
        if all(figure.last_day < other.first_day or figure.first_day > other.last_day for other in chosen):
            chosen.append(figure)
    return tuple(sorted(chosen, key=lambda each: each.first_day))


def mean_by_days(figures: Iterable[Figure]) -> Fraction | None:
    """The mean of figures that do not overlap, each counting by its days; None of none."""
    rows = tuple(figures)
    days = sum(row.days for row in rows)
    return sum((Fraction(row.value) * row.days for row in rows), Fraction()) / days if days else None


def _within(figure: Figure, first_day: date, last_day: date) -> bool:
    return first_day <= figure.first_day and figure.last_day <= last_day
