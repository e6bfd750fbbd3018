"""How much was assumed of something over some days, from what an agreement assumes for a month.

A month's volume is spread evenly over the days of its month, so that a whole month gives exactly what was agreed, a
quarter three times that, and a week or a version that changes within a month its days' share. What is no amount but a
stock (users, a mean) is not spread: of different values each counts by its days. Amounts that hold at the same time
add up; stocks and means do not, and are never put together then.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

FAR = Fraction(20, 100)  # a difference beyond which a volume is spoken of


@dataclass(frozen=True, slots=True)
class Term:
    """A value a month for the days `first_day` … `last_day`, both included."""

    value: Fraction
    first_day: date
    last_day: date

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1


def spread(terms: Iterable[Term]) -> Fraction:
    """The amount over all days of the terms.

    >>> spread([Term(Fraction(310), date(2026, 10, 1), date(2026, 10, 7))])
    Fraction(70, 1)
    """
    return sum((_of_term(term) for term in terms), Fraction())


def mean(terms: Iterable[Term]) -> Fraction:
    """The mean over all days of the terms; there is at least one."""
    rows = tuple(terms)
    return sum((term.value * term.days for term in rows), Fraction()) / sum(term.days for term in rows)


def days_of(terms: Iterable[Term]) -> int:
    """On how many days any of the terms holds."""
    days, reached = 0, date.min
    for term in sorted(terms, key=lambda each: each.first_day):
        days += max(0, (term.last_day - max(term.first_day, reached + timedelta(days=1))).days + 1)
        reached = max(reached, term.last_day)
    return days


def overlap(some: Iterable[Term], others: Iterable[Term]) -> bool:
    """Whether there is a day on which one of each holds."""
    rows = tuple(others)
    return any(
        one.first_day <= other.last_day and other.first_day <= one.last_day for one in some for other in rows
    )


def difference(assumed: Fraction, actual: Fraction) -> Fraction | None:
    """The share by which the actual volume is above (or, negative, below) the assumed; None where none was assumed."""
    return (actual - assumed) / assumed if assumed else None


def is_far(share: Fraction | None) -> bool:
    """Whether a difference is worth a word."""
    return share is not None and abs(share) > FAR


def _of_term(term: Term) -> Fraction:
    total, day = Fraction(), term.first_day
    while day <= term.last_day:
        length = calendar.monthrange(day.year, day.month)[1]
        last = min(day.replace(day=length), term.last_day)
        total += term.value * ((last - day).days + 1) / length
        day = last + timedelta(days=1)
    return total
