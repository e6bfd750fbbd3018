"""Days among the words typed to find something, written as tables show them: "22 Oct", "Thu 22 Oct 2026 09:12"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.calc.zones import start_of_day

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = re.compile(r"\d{1,2}", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class TypedDay:
    """A day of a month, of every year where none was typed; `words` are what was typed for it."""

    words: tuple[str, ...]
    day: int
    month: int
    year: int | None = None
    weekday: int | None = None  # 0: Monday
    clock: time | None = None

    def stretches(self, years: Sequence[int], zone: str) -> Iterator[tuple[datetime, datetime]]:
        """The day (or its one minute) on the wall clock of a zone, in each of the years that has it."""
        for year in years if self.year is None else (self.year,):
            try:
                day = date(year, self.month, self.day)
            except ValueError:  # 29 February
                continue
            if self.weekday in (None, day.weekday()):
                yield from self._within(day, zone)

    def _within(self, day: date, zone: str) -> Iterator[tuple[datetime, datetime]]:
        if self.clock is None:
            yield start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone)
            return
        reading = datetime.combine(day, self.clock, ZoneInfo(zone))
        for start in sorted({reading.replace(fold=fold).astimezone(UTC) for fold in (0, 1)}):
            yield start, start + timedelta(minutes=1)


def split_days(text: str) -> tuple[tuple[str, ...], tuple[TypedDay, ...]]:
    """The words typed that belong to no day, and the days."""
    words, rest, days = text.split(), list[str](), list[TypedDay]()
    at = 0
    while at < len(words):
        found = _day_at(words[at:])
        if found is None:
            rest.append(words[at])
        else:
            days.append(found)
        at += len(found.words) if found is not None else 1
    return tuple(rest), tuple(days)


def _day_at(words: Sequence[str]) -> TypedDay | None:
    """The day that begins with the first word."""
    weekday = _named(words[0], _WEEKDAYS)
    at = 0 if weekday is None else 1
    if len(words) < at + 2 or not _DAY.fullmatch(words[at]):
        return None
    day, month = int(words[at]), _named(words[at + 1], _MONTHS)
    if month is None or not _exists(day, month + 1):
        return None
    at += 2
    year = int(words[at]) if at < len(words) and _YEAR.fullmatch(words[at]) else None
    at += year is not None
    clock = _CLOCK.fullmatch(words[at]) if at < len(words) else None
    at += clock is not None
    told = time(int(clock[1]), int(clock[2])) if clock else None
    return TypedDay(tuple(words[:at]), day, month + 1, year, weekday, told)


def _named(word: str, names: Sequence[str]) -> int | None:
    """The place of a name by its first three letters or more."""
    meant = word.casefold()
    return next((n for n, name in enumerate(names) if len(meant) > 2 and name.startswith(meant)), None)


def _exists(day: int, month: int) -> bool:
    """Whether some year has this day."""
    try:
        date(2000, month, day)
    except ValueError:
        return False
    return True
