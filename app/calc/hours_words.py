"""A weekly pattern of hours as people write it: “Mon–Fri 08:00–18:00, Sat 09:00–13:00 (Europe/Berlin)”."""

from collections.abc import Iterable, Mapping
from datetime import time
from itertools import groupby

_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WHOLE_DAY = ((time(0), time(0)),)


def hours_in_words(week: Mapping[int, Iterable[tuple[time, time]]], time_zone: str) -> str:
    """Days with the same windows are named together; a pattern without any window is “no weekly hours”."""
    windows = {day: tuple(week.get(day, ())) for day in range(7)}
    if all(windows[day] == _WHOLE_DAY for day in range(7)):
        return f"around the clock ({time_zone})"
    groups = [(key, list(days)) for key, days in groupby(range(7), key=lambda day: windows[day]) if key]
    if not groups:
        return f"no weekly hours ({time_zone})"
    text = ", ".join(f"{_days(days)} {_times(key)}" for key, days in groups)
    return f"{text} ({time_zone})"


def _days(days: list[int]) -> str:
    first, last = _NAMES[days[0]], _NAMES[days[-1]]
    return first if first == last else f"{first}–{last}"


def _times(windows: tuple[tuple[time, time], ...]) -> str:
    if windows == _WHOLE_DAY:
        return "all day"
    return " and ".join(f"{_clock(opens)}–{_clock(closes, end=True)}" for opens, closes in windows)


def _clock(at: time, *, end: bool = False) -> str:
    if end and at == time(0):
        return "24:00"
    return at.strftime("%H:%M:%S" if at.second else "%H:%M")
