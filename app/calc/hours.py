"""Service hours: a weekly pattern on the wall clock of a time zone, with holidays, breaks, exceptional days.

An instant is inside when its local wall-clock reading is. So readings are worked out as if every day had 24
hours, and then laid over the stretches of constant UTC offset: a skipped hour does not count, a repeated one
counts twice. A window belongs to the date on which it starts; one that runs past midnight reaches into the
next date.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from numbers import Rational

import numpy as np

from app.calc.hours_words import hours_in_words
from app.calc.spans import Spans, to_datetime, to_microseconds
from app.calc.zones import DAY, SECOND, day_number, stretches, zone
from app.errors import InputError

Window = tuple[time, time]
Windows = tuple[Window, ...]

_MOST_OFFSET = 2 * DAY  # no zone is further from UTC, and a window reaches at most one day past its date
_FIRST, _LAST = day_number(date(2, 1, 1)) * DAY, day_number(date(9998, 12, 31)) * DAY
_BLOCK = 256 * DAY  # remembered in whole blocks, so that neighbouring questions share the work
_FIRST_SEARCH = 4 * 7 * DAY


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """When a level is owed. `week` maps 0 (Monday) to 6 onto windows; time(0) as an end means midnight.

    `holidays` remove the whole local day, `shifts` replace the weekly hours of their date, `breaks` are cut
    out. Raises InputError for an unknown time zone, a weekday outside 0–6 and a window without length.
    """

    time_zone: str
    week: Mapping[int, Iterable[Window]] = field(default_factory=dict[int, Iterable[Window]])
    holidays: Iterable[date] = ()
    breaks: Mapping[date, Iterable[Window]] = field(default_factory=dict[date, Iterable[Window]])
    shifts: Mapping[date, Iterable[Window]] = field(default_factory=dict[date, Iterable[Window]])

    def __post_init__(self) -> None:
        zone(self.time_zone)
        if wrong := [day for day in self.week if day not in range(7)]:
            raise InputError(f"{wrong[0]!r} is not a weekday; 0 is Monday and 6 is Sunday.")
        object.__setattr__(self, "week", {day: _windows(self.week[day]) for day in sorted(self.week)})
        object.__setattr__(self, "holidays", frozenset(_day(day) for day in self.holidays))
        for name in ("breaks", "shifts"):
            special: Mapping[date, Iterable[Window]] = getattr(self, name)
            ordered = sorted(special.items(), key=lambda entry: _day(entry[0]))
            object.__setattr__(self, name, {day: _windows(windows) for day, windows in ordered})

    @classmethod
    def always(cls, time_zone: str) -> ServiceHours:
        """Around the clock."""
        return cls(time_zone, {day: ((time(0), time(0)),) for day in range(7)})

    def __hash__(self) -> int:
        special = (
            tuple(self.week.items()),
            self.holidays,
            tuple(self.breaks.items()),
            tuple(self.shifts.items()),
        )
        return hash((self.time_zone, special))

    def spans(self, start: datetime, end: datetime) -> Spans:
        """The hours inside [start, end); empty when the end is not after the start.

        Raises ValueError for naive datetimes and InputError outside the years 2 to 9998.
        """
        return self.between(to_microseconds(start), to_microseconds(end))

    def between(self, start: int, end: int) -> Spans:
        """`spans` in microseconds UTC."""
        if end <= start:
            return Spans.empty()
        if start < _FIRST or end > _LAST:
            raise InputError("Service hours can be worked out for the years 2 to 9998.")
        first, last = start // _BLOCK, -(-end // _BLOCK)
        return _between(self, max(first * _BLOCK, _FIRST), min(last * _BLOCK, _LAST)).clip(start, end)

    def after(self, start: datetime, seconds: float | Decimal | Fraction) -> datetime:
        """The first instant by which `seconds` of these hours have passed since `start`; UTC.

        Nothing asked gives the first instant inside from `start` on. A negative amount goes back: the last
        instant from which so many seconds lie before `start`. Raises InputError when the hours never add up
        to so much.
        """
        return to_datetime(self.reach(to_microseconds(start), _amount(seconds)))

    def reach(self, start: int, amount: int) -> int:
        """`after` in microseconds UTC."""
        if abs(amount) > _LAST - _FIRST:
            raise InputError(self._never(start, amount))
        span = _FIRST_SEARCH
        while True:
            low, high = (start, start + span) if amount >= 0 else (start - span, start)
            low, high = max(low, _FIRST), min(high, _LAST)
            found = _reach(self.between(low, high), start, amount)
            if found is not None:
                return found
            if self._exhausted(low, high, forward=amount >= 0):
                raise InputError(self._never(start, amount))
            span = max(4 * span, self._calendar_time(abs(amount)))

    def words(self) -> str:
        """The weekly pattern as people write it: “Mon–Fri 08:00–18:00 (Europe/Berlin)”."""
        return hours_in_words(self.week, self.time_zone)

    def _calendar_time(self, amount: int) -> int:
        """About how much calendar time holds `amount` of the weekly hours, with something to spare."""
        weekly = _readings(self, 4, 10).microseconds  # any whole week; 1970-01-05 was a Monday
        return amount * 7 * DAY // weekly * 9 // 8 if weekly else 0

    def _exhausted(self, low: int, high: int, *, forward: bool) -> bool:
        """Whether nothing can follow beyond what was searched."""
        if any(self.week.values()):
            return high >= _LAST if forward else low <= _FIRST
        days = [day_number(day) * DAY for day in self.shifts]
        return not days or (
            high > max(days) + 2 * _MOST_OFFSET if forward else low < min(days) - _MOST_OFFSET
        )

    def _never(self, start: int, amount: int) -> str:
        when = to_datetime(start).astimezone(zone(self.time_zone)).strftime("%Y-%m-%d %H:%M")
        side = "after" if amount >= 0 else "before"
        hours = Decimal(abs(amount)) / (3600 * SECOND)  # beyond what a float can hold
        return (
            f"These service hours never add up to {hours:.6g} hours {side} {when} ({self.time_zone}); "
            f"check their weekly pattern, holidays and special days."
        )


@lru_cache(maxsize=512)
def _between(hours: ServiceHours, start: int, end: int) -> Spans:
    """The readings laid over each stretch of constant offset."""
    first, last = (start - _MOST_OFFSET) // DAY, (end + _MOST_OFFSET) // DAY
    readings = _readings(hours, first, last + 1)
    parts = [
        readings.clip(stretch.start + stretch.offset, stretch.end + stretch.offset).shifted(-stretch.offset)
        for stretch in stretches(hours.time_zone, start, end)
    ]
    return Spans.at_least(1, parts)


def _readings(hours: ServiceHours, first: int, last: int) -> Spans:
    """The readings inside, of windows starting on day numbers first … last, as if no clock ever jumped."""
    open_at = _weekly(hours, first, last) | _dated(hours.shifts, first, last)
    days = np.array(
        [day_number(day) for day in hours.holidays if first <= day_number(day) <= last + 1], dtype=np.int64
    )
    return open_at - Spans.of_microseconds(days * DAY, (days + 1) * DAY) - _dated(hours.breaks, first, last)


def _weekly(hours: ServiceHours, first: int, last: int) -> Spans:
    """The weekly windows of every day that has no hours of its own."""
    days = np.arange(first, last + 1, dtype=np.int64)
    replaced = np.array([day_number(day) for day in hours.shifts], dtype=np.int64)
    days = days[~np.isin(days, replaced)]
    weekdays = (days + 3) % 7  # 1970-01-01 was a Thursday
    starts, ends = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for weekday, windows in hours.week.items():
        midnights = days[weekdays == weekday] * DAY
        for window in windows:
            opens, closes = _in_day(window)
            starts.append(midnights + opens)
            ends.append(midnights + closes)
    return Spans.of_microseconds(np.concatenate(starts), np.concatenate(ends))


def _dated(special: Mapping[date, Iterable[Window]], first: int, last: int) -> Spans:
    """The windows of single dates."""
    pairs = [
        (day_number(day) * DAY + opens, day_number(day) * DAY + closes)
        for day, windows in special.items()
        if first <= day_number(day) <= last
        for opens, closes in map(_in_day, windows)
    ]
    return Spans.of_microseconds([opens for opens, _ in pairs], [closes for _, closes in pairs])


def _reach(spans: Spans, start: int, amount: int) -> int | None:
    """The instant `amount` of the spans after (or before) `start`, None when they do not hold so much."""
    if amount >= 0:
        found = int(spans.advance([start], [amount])[0])
        return found if found < np.iinfo(np.int64).max else None
    mirrored = Spans(-spans.ends[::-1], -spans.starts[::-1])
    found = int(mirrored.advance([-start], [-amount])[0])
    return -found if found < np.iinfo(np.int64).max else None


def _in_day(window: Window) -> tuple[int, int]:
    """A window as microseconds from the midnight of its date; past midnight the end exceeds one day."""
    opens, closes = map(_of_day, window)
    return opens, closes if closes > opens else closes + DAY


def _of_day(at: time) -> int:
    return ((at.hour * 60 + at.minute) * 60 + at.second) * SECOND + at.microsecond


def _windows(windows: Iterable[Window]) -> Windows:
    """Checked windows, sorted."""
    checked = [_window(window) for window in windows]
    for opens, closes in checked:
        if opens.tzinfo is not None or closes.tzinfo is not None:
            raise InputError(
                "Opening times are readings of the local clock; they carry no time zone of their own."
            )
        if opens == closes != time(0):
            raise InputError(f"The window {opens:%H:%M}–{closes:%H:%M} has no length; give a later end.")
    return tuple(sorted(checked))


def _window(window: object) -> Window:
    match window:
        case (time() as opens, time() as closes):
            return opens, closes
        case _:
            raise InputError(f"{window!r} is no window; give two times of day, from and until.")


def _day(day: object) -> date:
    if isinstance(day, date) and not isinstance(day, datetime):
        return day
    raise InputError(f"{day} is not a day; a holiday, break or shift is a date.")


def _amount(seconds: object) -> int:
    """Whole microseconds, to the nearest; raises InputError for what is no finite number."""
    if isinstance(seconds, Rational):
        return round(Fraction(int(seconds.numerator), int(seconds.denominator)) * SECOND)
    if isinstance(seconds, float | Decimal) and math.isfinite(seconds):
        return round(Fraction(seconds) * SECOND)
    raise InputError("The time to go forward or back must be a number of seconds.")
