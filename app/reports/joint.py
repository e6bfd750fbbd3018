"""What agreement versions with different values demand together in one period, in words.

Each version holds for its own days; one verdict is given on all of them, against the limit the document carries.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from app.reports import shown
from app.reports.month import Part, TargetMonth


def demanded(target: TargetMonth, time_zone: str) -> str:
    """ "99 % until 14 October, 99.5 % from 15 October; together …"; empty where one value held throughout."""
    if target.limit is None:
        return ""
    stretches = [tuple(parts) for _, parts in groupby(target.parts, key=lambda part: Fraction(part.value))]
    terms = [
        f"{shown.in_unit(target, parts[0].value)} {when}"
        for parts, when in zip(stretches, _days(stretches, time_zone), strict=True)
    ]
    return f"{', '.join(terms)}; {together(target)}"


def terms_of_versions(target: TargetMonth, time_zone: str) -> list[str]:
    """Each version with its value, its days and its own allowance, then the limit of all."""
    if target.limit is None:
        return []
    days = _days([(part,) for part in target.parts], time_zone)
    found = [
        f"{part.version}: {shown.in_unit(target, part.value)} {when}{_allows(target, part)}."
        for part, when in zip(target.parts, days, strict=True)
    ]
    return [*found, shown.sentence(together(target))]


def together(target: TargetMonth) -> str:
    """ "together 165.1 min, that is ≥ 99.24 %"; what does not add up has one value that decides."""
    if shown.exact(target.limit) in {Fraction(part.value) for part in target.parts}:
        return f"what decides is {shown.agreed(target)}"
    if _is_allowance(target):
        return f"together {shown.used_and_allowed(target)[1]}, that is {shown.agreed(target)}"
    return f"together {shown.agreed(target)}"


def _allows(target: TargetMonth, part: Part) -> str:
    return f", allows {shown.amount(target, part.allowed)}" if _is_allowance(target) else ""


def _is_allowance(target: TargetMonth) -> bool:
    """Whether the value is a share of the base, so that it leaves room for so much time."""
    return target.counts_time and target.unit == "%"


def _days(stretches: Sequence[Sequence[Part]], time_zone: str) -> Iterator[str]:
    """When each stretch held: the first until a day, the last from a day on."""
    last = len(stretches) - 1
    for at, parts in enumerate(stretches):
        since = shown.day_of_month(parts[0].start, time_zone)
        until = shown.day_of_month(parts[-1].end - 1, time_zone)
        yield f"until {until}" if at == 0 else f"from {since}" if at == last else f"from {since} to {until}"
