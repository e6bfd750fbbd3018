"""Months, quarters, years and weeks as spreadsheets write them, into first and last day."""

import re
from datetime import date, timedelta

from app.imports.values.months import month_number

Days = tuple[date, date]

_YEAR_MONTH = re.compile(r"(\d{4})[-/. ]?(0[1-9]|1[0-2]|[1-9])")
_MONTH_YEAR = re.compile(r"(0?[1-9]|1[0-2])[-/. ](\d{4})")
_NAMED = re.compile(r"([^\W\d_]+)\.?[-/., ]*(?:de |del )?['’]?(\d{4}|\d\d)")
_NAMED_LATE = re.compile(r"(\d{4})[-/., ]*([^\W\d_]+)\.?")
_QUARTER = re.compile(r"(?:(\d{4})[-/ ]*[QqTtKk]([1-4])|[QqTtKk]([1-4])[-/ ]*(\d{4}))")
_WEEK = re.compile(r"(\d{4})[-/ ]*(?:W|KW|w|S|s)\s*(\d\d?)")
_YEAR = re.compile(r"(\d{4})")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]00:00(?::00)?)?")


def period_of(text: str) -> Days | None:
    """First and last day of a period; a single first of a month stands for that month."""
    text = text.strip()
    for read in (_day, _month, _quarter, _week, _year):
        if days := read(text):
            return days
    return None


def _day(text: str) -> Days | None:
    found = _DAY.fullmatch(text)
    if not found:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return month_days(day.year, day.month) if day.day == 1 else (day, day)


def _month(text: str) -> Days | None:
    if found := _YEAR_MONTH.fullmatch(text):
        return month_days(int(found[1]), int(found[2]))
    if found := _MONTH_YEAR.fullmatch(text):
        return month_days(int(found[2]), int(found[1]))
    if (found := _NAMED.fullmatch(text)) and (month := month_number(found[1])):
        year = int(found[2])
        return month_days(year if year > 99 else 2000 + year, month)
    if (found := _NAMED_LATE.fullmatch(text)) and (month := month_number(found[2])):
        return month_days(int(found[1]), month)
    return None


def _quarter(text: str) -> Days | None:
    if not (found := _QUARTER.fullmatch(text)):
        return None
    return quarter_days(int(found[1] or found[4]), int(found[2] or found[3]))


def _week(text: str) -> Days | None:
    if not (found := _WEEK.fullmatch(text)):
        return None
    try:
        first = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        return None
    return first, first + timedelta(days=6)


def _year(text: str) -> Days | None:
    return _between(int(text), 1, 12) if _YEAR.fullmatch(text) and 1900 < int(text) < 2200 else None


def month_days(year: int, month: int) -> Days | None:
    """First and last day of a month."""
    return _between(year, month, 1)


def quarter_days(year: int, quarter: int) -> Days | None:
    """First and last day of a quarter of a calendar year."""
    return _between(year, quarter * 3 - 2, 3)


def _between(year: int, month: int, months: int) -> Days | None:
    if not 1900 < year < 2200:
        return None
    after = year * 12 + month - 1 + months
    return date(year, month, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)
