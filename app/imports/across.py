"""Figures across a sheet: a column a month, the period in each heading, a figure in each cell below.

A heading may leave its year to a cell further left in the row above ("2026" over "Jan", "Feb" …, or a fiscal
"2025/26" over April to March). What could be read in two ways is not read at all.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from app.imports.files import SourceSheet
from app.imports.values.months import month_number
from app.imports.values.numbers import number_of
from app.imports.values.periods import Days, month_days, period_of, quarter_days
from app.imports.values.texts import tidy

_AVAILABILITY = re.compile(
    r"availab|uptime|verf[uü]gbar|disponib|beschikbaar|sla\b|service level", re.IGNORECASE
)

Periods = Mapping[str, int]  # "2026-01-01/2026-01-31" → its column, from left to right

_NOTES = re.compile(r"[(\[{][^)\]}]*[)\]}]|%")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]00:00(?::00)?)?")
_YEARS = re.compile(r"(?:\D*\s)?(20\d\d)(?:\s*[/\-–]\s*(?:20)?(\d\d))?\D*")
_QUARTER = re.compile(r"[QqTtKk]\.?\s*([1-4])")


def period_columns(headers: Sequence[str], above: Sequence[str], body: Sequence[Sequence[str]]) -> Periods:
    """The columns that stand for a period, by its key; none when a period stands twice or nowhere a figure follows."""
    texts = [" ".join(_NOTES.sub(" ", tidy(cell)).split()) for cell in headers]
    found = _periods(texts) or _below_years(texts, above)
    told = {index: _figures_below(body, index) for index in found}
    keys = {index: key_of(days) for index, days in found.items() if told[index] is not False}
    years = all(re.fullmatch(r"\d{4}", texts[index]) for index in keys)
    if years or len(set(keys.values())) < len(keys) or True not in told.values():
        return {}
    return {key: index for index, key in keys.items()}


def figure_named(sheet: SourceSheet, header_row: int) -> str:
    """What the figures are where no column says it: availability when title, name or percent cells speak of it."""
    title = [sheet.name, *(cell for row in sheet.preview[:header_row] for cell in row)]
    cells = (cell for row in sheet.preview[header_row:] for cell in row)
    percent = bool(sheet.percent_columns) or any(cell.strip().endswith("%") for cell in cells)
    return "availability" if percent or any(map(_AVAILABILITY.search, title)) else "value"


def key_of(days: Days) -> str:
    """First and last day of a period as one text."""
    return f"{days[0]}/{days[1]}"


def days_of(key: str) -> Days:
    """The period of a key."""
    first, last = key.split("/")
    return date.fromisoformat(first), date.fromisoformat(last)


def _periods(texts: Sequence[str]) -> dict[int, Days]:
    """Headings that are periods by themselves. Dates are months where each is the first or last day of one."""
    found = {index: days for index, text in enumerate(texts) if (days := period_of(text))}
    dates = {index: date.fromisoformat(texts[index][:10]) for index in found if _DATE.fullmatch(texts[index])}
    of_months = all(day.day == 1 for day in dates.values()) or all(
        (day + timedelta(days=1)).day == 1 for day in dates.values()
    )
    for index, day in dates.items():
        month = month_days(day.year, day.month)
        found[index] = month if of_months and month else (day, day)
    return found


def _below_years(texts: Sequence[str], above: Sequence[str]) -> dict[int, Days]:
    """Headings such as "Jan" or "Q1" under a year; December before January needs the second year said."""
    found: dict[int, Days] = {}
    first: int | None = None
    second: int | None = None
    before = 0
    for index, text in enumerate(texts):
        said = _YEARS.fullmatch(tidy(above[index])) if index < len(above) else None
        if said:
            first, before = int(said[1]), 0
            second = first + 1 if said[2] and int(said[2]) == (first + 1) % 100 else None
        month, quarter = month_number(text), _QUARTER.fullmatch(text)
        place = month or (int(quarter[1]) * 3 if quarter else 0)
        if first is None or not place:
            continue
        if place < before:
            first, second = second, None
        before = place
        if first is None:
            return {}
        days = month_days(first, month) if month else quarter_days(first, place // 3)
        if days:
            found[index] = days
    return found


def _figures_below(body: Sequence[Sequence[str]], index: int) -> bool | None:
    """Whether most of what stands below is a number; None where nothing does."""
    cells = [tidy(row[index]) for row in body if index < len(row)]
    bare = [cell.rstrip(" %") for cell in cells if cell]
    numbers = [cell for cell in bare if number_of(cell, ".") is not None or number_of(cell, ",") is not None]
    return len(numbers) * 2 >= len(bare) if bare else None
