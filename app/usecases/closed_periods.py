"""Which closed periods lie in a period, and where that begins and ends because of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from app.calc.periods import Period, parse_period, period_of
from app.calc.spans import Spans, to_microseconds
from app.reports.frozen import FrozenPromise
from app.reports.month import Month

Closed = TypeVar("Closed")
_LOOSE = ("week", "days")  # what fits into no month


def closed_inside(frozen: Mapping[str, Closed], period: Period) -> tuple[Closed, ...]:
    """What is `frozen` of the months of a longer period, and of a year's quarters that were closed as a whole."""
    if period.kind not in ("quarter", "year"):
        return ()
    keys = [month.key for month in period.months()]
    if period.kind == "year":
        quarters = (keys[first : first + 3] for first in range(0, 12, 3))
        keys = [key for months in quarters for key in _finest(frozen, months, period.time_zone)]
    return tuple(frozen[key] for key in keys if key in frozen)


def months_left(frozen: Mapping[str, Closed], period: Period) -> tuple[Period, ...]:
    """The months of a longer period that `closed_inside` says nothing of, whatever time zone that was closed in."""
    kept = closed_inside({key: key for key in frozen}, period)
    told = {month.key for key in kept for month in parse_period(key, period.time_zone).months()}
    return tuple(month for month in period.months() if month.key not in told)


def bounds_of(closed: Sequence[FrozenPromise], period: Period) -> tuple[int, int]:
    """Where the period begins and ends: at a border that is closed as it was closed."""
    start, end = to_microseconds(period.start), to_microseconds(period.end)
    near = 2 * 86_400_000_000  # another time zone moves a border by a day at most
    first, last = closed[0].start, closed[-1].end
    return (first if abs(first - start) < near else start), (last if abs(last - end) < near else end)


def caution(closed: Mapping[str, Month], period: Period) -> str:
    """What must be said of a week or free period in closed months: no days can be cut out of what is frozen."""
    if period.kind not in _LOOSE:
        return ""
    what = "week" if period.kind == "week" else "period"
    kinds = {key: parse_period(key, period.time_zone).kind for key in closed}
    months = [month for key, month in closed.items() if kinds[key] not in _LOOSE]
    days = Spans.of([(period.start, period.end)])
    shut = days & Spans.of_microseconds([month.start for month in months], [month.end for month in months])
    if not shut:
        return ""
    if shut == days:
        return f"This {what} lies in closed months; it is judged from the desk as it stands now."
    return f"Part of this {what} lies in closed months; it is judged from the desk as it stands now."


def _finest(frozen: Mapping[str, Closed], months: Sequence[str], time_zone: str) -> Sequence[str]:
    if any(key in frozen for key in months):
        return months
    middle = datetime(int(months[1][:4]), int(months[1][5:]), 15, tzinfo=ZoneInfo(time_zone))
    return [period_of("quarter", middle, time_zone).key]
