"""Weeks, months, quarters and years as an agreement counts them: local days in its time zone.

A key is how a period is written in files and on the command line: "2026-10", "2026-Q3", "2026", "2026-W40"
(ISO 8601).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from app.calc.zones import start_of_day, zone
from app.errors import InputError

Kind = Literal["week", "month", "quarter", "year"]

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
# Not calendar.month_name: that follows the computer's locale, and a key's label must not.
_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
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

    def next(self) -> Period:
        return _containing(self.kind, self.last_day + timedelta(days=1), self.time_zone)

    def previous(self) -> Period:
        return _containing(self.kind, self.first_day - timedelta(days=1), self.time_zone)

    def months(self) -> tuple[Period, ...]:
        """The calendar months a month, quarter or year consists of; raises InputError for a week."""
        if self.kind == "week":
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
    match = _KEY.fullmatch(key.strip())
    if match is None:
        raise InputError(f"“{key}” is not a period; write 2026-10, 2026-Q3, 2026 or 2026-W40.")
    year = int(match["year"])
    if not 1900 <= year <= 2999:
        raise InputError(f"“{key}” is outside the years 1900 to 2999.")
    try:
        return _parsed(year, match, time_zone)
    except ValueError:
        raise InputError(f"“{key}” does not exist; write 2026-10, 2026-Q3, 2026 or 2026-W40.") from None


def period_of(kind: Kind, instant: datetime, time_zone: str) -> Period:
    """The period in which the instant's local day lies."""
    if kind not in get_args(Kind):
        raise InputError(f"“{kind}” is not a kind of period; use week, month, quarter or year.")
    if instant.utcoffset() is None:
        raise InputError(f"{instant.isoformat()} has no time zone; an instant needs one.")
    return _containing(kind, instant.astimezone(zone(time_zone)).date(), time_zone)


def spelled_day(day: date) -> str:
    """ "3 April 2026", whatever the computer's locale."""
    return f"{day.day} {_MONTH_NAMES[day.month - 1]} {day.year}"


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
