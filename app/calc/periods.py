"""Weeks, months, quarters, years and free periods as an agreement counts them: local days in its time zone.

A key is how a period is written in files and on the command line: "2026-10", "2026-Q3", "2026", "2026-W40",
"2026-10-05..2026-10-18" (ISO 8601; two dots between the first and the last day of a free period).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from app.calc.zones import start_of_day, zone
from app.errors import InputError

Kind = Literal["week", "month", "quarter", "year", "days"]  # "days": a free period, from one day to another
Named = Literal["week", "month", "quarter", "year"]
MOST_DAYS = 366  # of a free period; a longer time is told in years

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
# Not calendar.month_name: that follows the computer's locale, and a key's label must not.
_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_HOW = "write 2026-10, 2026-Q3, 2026, 2026-W40 or 2026-10-05..2026-10-18"
_DAYS = re.compile(r"(?P<first>\d{4}-\d\d-\d\d)\.\.(?P<last>\d{4}-\d\d-\d\d)", re.ASCII)
_KEY = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|W(?P<week>\d\d)|(?P<month>\d\d)))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """From the start of `first_day` to the end of `last_day`, both local days of `time_zone`."""

    kind: Kind
    key: str
    label: str
    first_day: date
    last_day: date
    time_zone: str

    @property
    def start(self) -> datetime:
        """The first instant, in UTC."""
        return start_of_day(self.first_day, self.time_zone)

    @property
    def end(self) -> datetime:
        """The first instant after it, in UTC."""
        return start_of_day(self.last_day + timedelta(days=1), self.time_zone)

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    def next(self) -> Period:
        """The one that follows; of a free period as many days."""
        if self.kind == "days":
            return _moved(self, self.days)
        return _containing(self.kind, self.last_day + timedelta(days=1), self.time_zone)

    def previous(self) -> Period:
        """The one before; of a free period as many days."""
        if self.kind == "days":
            return _moved(self, -self.days)
        return _containing(self.kind, self.first_day - timedelta(days=1), self.time_zone)

    def months(self) -> tuple[Period, ...]:
        """The calendar months a month, quarter or year consists of; raises InputError for any other."""
        if self.kind not in _MONTHS:
            raise InputError(f"{self.label} does not consist of whole months.")
        count = _MONTHS[self.kind]
        return tuple(
            _month(self.first_day.year, self.first_day.month + n, self.time_zone) for n in range(count)
        )


def month(key: str, time_zone: str) -> Period:
    """The calendar month of a key such as "2026-10"."""
    period = parse_period(key, time_zone)
    if period.kind != "month":
        raise InputError(f"“{key}” is not a month; write it as 2026-10.")
    return period


def parse_period(key: str, time_zone: str) -> Period:
    """The period of a key; raises InputError for anything else, such as a month 13."""
    zone(time_zone)
    if days := _DAYS.fullmatch(key.strip()):
        return _parsed_days(days, time_zone)
    match = _KEY.fullmatch(key.strip())
    if match is None:
        raise InputError(f"“{key}” is not a period; {_HOW}.")
    year = int(match["year"])
    if not 1900 <= year <= 2999:
        raise InputError(f"“{key}” is outside the years 1900 to 2999.")
    try:
        return _parsed(year, match, time_zone)
    except ValueError:
        raise InputError(f"“{key}” does not exist; {_HOW}.") from None


def period_between(first: date, last: date, time_zone: str) -> Period:
    """From one day to another; a whole week, month, quarter or year goes by its own name.

    Raises InputError when the last day is before the first, or more than MOST_DAYS after it.
    """
    _check_days(first, last)
    for kind in get_args(Named):
        named = _containing(kind, first, time_zone)
        if (named.first_day, named.last_day) == (first, last):
            return named
    return _free(first, last, time_zone)


def period_of(kind: Named, instant: datetime, time_zone: str) -> Period:
    """The period in which the instant's local day lies."""
    if kind not in get_args(Named):
        raise InputError(f"“{kind}” is not a kind of period; use week, month, quarter or year.")
    if instant.utcoffset() is None:
        raise InputError(f"{instant.isoformat()} has no time zone; an instant needs one.")
    return _containing(kind, instant.astimezone(zone(time_zone)).date(), time_zone)


def spelled_day(day: date) -> str:
    """ "3 April 2026", whatever the computer's locale."""
    return f"{day.day} {_MONTH_NAMES[day.month - 1]} {day.year}"


def spelled_days(first: date, last: date) -> str:
    """ "5–18 October 2026", "28 September – 11 October 2026", with both years where they differ."""
    if first == last:
        return spelled_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{spelled_day(last)}"
    begin = spelled_day(first) if first.year != last.year else spelled_day(first).rsplit(" ", 1)[0]
    return f"{begin} – {spelled_day(last)}"


def _parsed_days(match: re.Match[str], time_zone: str) -> Period:
    try:
        first, last = date.fromisoformat(match["first"]), date.fromisoformat(match["last"])
    except ValueError:
        raise InputError(f"“{match.group()}” does not exist; {_HOW}.") from None
    _check_days(first, last)
    return _free(first, last, time_zone)


def _check_days(first: date, last: date) -> None:
    if last < first:
        raise InputError(f"{spelled_day(last)} is before {spelled_day(first)}; the first day comes first.")
    if not 1900 <= first.year <= last.year <= 2999:
        raise InputError(f"{spelled_days(first, last)} is outside the years 1900 to 2999.")
    if (last - first).days >= MOST_DAYS:
        raise InputError(f"A free period has at most {MOST_DAYS} days; choose a later first day, or a year.")


def _free(first: date, last: date, time_zone: str) -> Period:
    key = f"{first.isoformat()}..{last.isoformat()}"
    return Period("days", key, spelled_days(first, last), first, last, time_zone)


def _moved(period: Period, days: int) -> Period:
    by = timedelta(days=days)
    return _free(period.first_day + by, period.last_day + by, period.time_zone)


def _parsed(year: int, match: re.Match[str], time_zone: str) -> Period:
    if week := match["week"]:
        return _containing("week", date.fromisocalendar(year, int(week), 1), time_zone)
    if quarter := match["quarter"]:
        return _containing("quarter", date(year, int(quarter) * 3, 1), time_zone)
    if month_text := match["month"]:
        return _containing("month", date(year, int(month_text), 1), time_zone)
    return _containing("year", date(year, 1, 1), time_zone)


def _containing(kind: Kind, day: date, time_zone: str) -> Period:
    if kind == "week":
        return _week(day, time_zone)
    if kind == "month":
        return _month(day.year, day.month, time_zone)
    if kind == "quarter":
        return _quarter(day.year, (day.month + 2) // 3, time_zone)
    return Period(
        "year", f"{day.year:04}", str(day.year), date(day.year, 1, 1), date(day.year, 12, 31), time_zone
    )


def _week(day: date, time_zone: str) -> Period:
    iso = day.isocalendar()
    first = day - timedelta(days=day.weekday())
    label = f"Week {iso.week} {iso.year}"
    return Period("week", f"{iso.year:04}-W{iso.week:02}", label, first, first + timedelta(days=6), time_zone)


def _month(year: int, number: int, time_zone: str) -> Period:
    first = date(year, number, 1)
    last = first.replace(day=calendar.monthrange(year, number)[1])
    label = f"{_MONTH_NAMES[number - 1]} {year}"
    return Period("month", f"{year:04}-{number:02}", label, first, last, time_zone)


def _quarter(year: int, number: int, time_zone: str) -> Period:
    first, last = _month(year, number * 3 - 2, time_zone), _month(year, number * 3, time_zone)
    return Period(
        "quarter", f"{year:04}-Q{number}", f"Q{number} {year}", first.first_day, last.last_day, time_zone
    )
