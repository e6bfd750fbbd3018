"""A stretch of days as people type it: "oct 2026", "12.10.2026", "q4 2026", "last month", "12 Oct 2026 09:15".

Half-open, on a wall clock. A day or month without its year is the latest that has begun.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.errors import InputError

_DAY = timedelta(days=1)
_FIRST_YEAR, _LAST_YEAR = 1900, 2999  # further away a time zone no longer fits beside it
_MONTHS = (
    ("jan",),
    ("feb",),
    ("mar", "mär", "mrz"),
    ("apr",),
    ("may", "mai"),
    ("jun",),
    ("jul",),
    ("aug",),
    ("sep",),
    ("oct", "okt"),
    ("nov",),
    ("dec", "dez"),
)
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_CLOCK = re.compile(r"(.*?)(?: |(?<=\d)t)(\d{1,2}):(\d{2})(?::(\d{2}))?", re.DOTALL)
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?=.*\d)", re.IGNORECASE)
_NAME = r"([a-zä]{3,9})\.?"
HOW = "Write a day like oct 2026, 12.10.2026 or >12.10.2026."


@dataclass(frozen=True)
class Stretch:
    """From `start` until before `end`."""

    start: datetime
    end: datetime


def read_stretch(typed: str, today: date) -> Stretch:
    """The stretch that was typed; InputError when it is none or could be two."""
    text = _WEEKDAY.sub("", " ".join(typed.split()).casefold(), count=1)
    clock = _CLOCK.fullmatch(text)
    try:
        days = _days(clock[1] if clock else text, today)
        if days and not _FIRST_YEAR <= days[0].year <= _LAST_YEAR:
            raise ValueError(days)
        if days and clock and days[1] - days[0] == _DAY:
            return _at(days[0], int(clock[2]), int(clock[3]), clock[4])
        if days and not clock:
            return Stretch(*(datetime.combine(day, time()) for day in days))
    except InputError:  # says by itself what is wrong
        raise
    except (ValueError, OverflowError):
        raise InputError(f"“{typed.strip()}” is no day of the calendar.") from None
    raise InputError(f"“{typed.strip()}” is no day. {HOW}")


def _at(day: date, hour: int, minute: int, second: str | None) -> Stretch:
    start = datetime.combine(day, time(hour, minute, int(second or 0)))
    return Stretch(start, start + (timedelta(seconds=1) if second else timedelta(minutes=1)))


def _days(text: str, today: date) -> tuple[date, date] | None:
    """The first day, and the day after the last; None when the text is none of the forms."""
    for form, read in _FORMS:
        if match := form.fullmatch(text):
            return read(match, today)
    return None


def _named(match: re.Match[str], today: date) -> tuple[date, date]:
    shift = {"yesterday": -1, "today": 0, "tomorrow": 1}[match[1]]
    return today + shift * _DAY, today + (shift + 1) * _DAY


def _near(match: re.Match[str], today: date) -> tuple[date, date]:
    shift = {"last": -1, "this": 0, "next": 1}[match[1]]
    if match[2] == "week":
        first = today + timedelta(days=7 * shift - today.weekday())
        return first, first + 7 * _DAY
    if match[2] == "year":
        return _months(today.year + shift, 1, 12)
    count = {"month": 1, "quarter": 3}[match[2]]
    begun = today.month - 1 - (today.month - 1) % count
    return _months(today.year, 1 + begun + shift * count, count)


def _last_days(match: re.Match[str], today: date) -> tuple[date, date]:
    count = int(match[1])
    return today - timedelta(days=count - 1), today + _DAY


def _months(year: int, month: int, count: int = 1) -> tuple[date, date]:
    """`count` months from one that may lie beyond its year."""

    def first(number: int) -> date:
        return date(year + number // 12, number % 12 + 1, 1)

    return first(month - 1), first(month - 1 + count)


def _month_of(name: str) -> int:
    if name[:3] not in _MONTH_NUMBERS:
        raise InputError(f"“{name}” is no month. {HOW}")
    return _MONTH_NUMBERS[name[:3]]


def _named_month(match: re.Match[str], today: date) -> tuple[date, date]:
    month = _month_of(match[1])
    year = int(match[2]) if match[2] else today.year - (month > today.month)
    return _months(year, month)


def _day(year: int, month: int, day: int) -> tuple[date, date]:
    at = date(year, month, day)
    return at, at + _DAY


def _latest(month: int, day: int, today: date) -> tuple[date, date]:
    """29 February without a year is the last there was."""
    for year in range(today.year, today.year - 9, -1):
        try:
            at = date(year, month, day)
        except ValueError:
            continue
        if at <= today:
            return at, at + _DAY
    raise ValueError(day)


def _dotted(match: re.Match[str], today: date) -> tuple[date, date]:
    day, month, year = int(match[1]), int(match[2]), match[3]
    return _day(_year(year), month, day) if year else _latest(month, day, today)


def _slashed(match: re.Match[str], _today: date) -> tuple[date, date]:
    one, other, year = int(match[1]), int(match[2]), _year(match[3])
    if one <= 12 and other <= 12 and one != other:
        raise InputError(f"“{match[0]}” could be two days. Write 12.10.2026 or 12 oct 2026.")
    return _day(year, *((other, one) if one > 12 else (one, other)))


def _worded(match: re.Match[str], today: date) -> tuple[date, date]:
    day, month, year = int(match[1]), _month_of(match[2]), match[3]
    return _day(int(year), month, day) if year else _latest(month, day, today)


def _year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)


_Read = Callable[["re.Match[str]", date], tuple[date, date]]
_WRITTEN: tuple[tuple[str, _Read], ...] = (
    (r"(yesterday|today|tomorrow)", _named),
    (r"(last|this|next) (week|month|quarter|year)", _near),
    (r"last (\d{1,4}) days?", _last_days),
    (r"(\d{4})", lambda match, _today: _months(int(match[1]), 1, 12)),
    (r"(\d{4})-(\d{1,2})", lambda match, _today: _month(match[1], match[2])),
    (r"(\d{1,2})[./](\d{4})", lambda match, _today: _month(match[2], match[1])),
    (r"q([1-4])[ /]?(\d{4})", lambda match, _today: _months(int(match[2]), 3 * int(match[1]) - 2, 3)),
    (r"(\d{4})[ -]?q([1-4])", lambda match, _today: _months(int(match[1]), 3 * int(match[2]) - 2, 3)),
    (rf"{_NAME}(?: (\d{{4}}))?", _named_month),
    (
        r"(\d{4})-(\d{1,2})-(\d{1,2})",
        lambda match, _today: _day(int(match[1]), int(match[2]), int(match[3])),
    ),
    (r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})?", _dotted),
    (r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})", _slashed),
    (rf"(\d{{1,2}})\.? {_NAME}(?: (\d{{4}}))?", _worded),
)
_FORMS = tuple((re.compile(form), read) for form, read in _WRITTEN)


def _month(year: str, month: str) -> tuple[date, date]:
    number = int(month)
    if not 1 <= number <= 12:
        raise ValueError(month)
    return _months(int(year), number)
