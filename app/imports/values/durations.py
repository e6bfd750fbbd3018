"""Columns of durations into microseconds: "2h 30m", "1:30", "PT2H", "1 day, 2:03:04", or numbers in a unit.

A bare number is in the unit its header names; h:mm cells of a workbook are lengths already.
"""

import re
from typing import Literal

import numpy as np

from app.imports.columns import DURATION, INSTANT, NUMBER, Column, Flags, Ints
from app.imports.values.numbers import Decimal, number_of
from app.imports.values.texts import fold, tidy_texts

Unit = Literal["ms", "s", "min", "h", "d"]

TICKS: dict[Unit, int] = {"ms": 1000, "s": 10**6, "min": 60 * 10**6, "h": 3600 * 10**6, "d": 86400 * 10**6}
_WORDS: dict[Unit, str] = {
    "ms": "ms msec msecs millisecond milliseconds millisekunden",
    "s": "s sec secs second seconds sek sekunde sekunden seconde secondes secondi secondo segundo segundos seconden",
    "min": "m min mins minute minutes minuten minuto minutos minuti minuut",
    "h": "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore uur uren u",
    "d": "d day days t tag tage tagen jour jours dia dias giorno giorni dag dagen j g",
}
UNIT_WORDS: dict[str, Unit] = {word: unit for unit, words in _WORDS.items() for word in words.split()}
_DAY_WORDS = r"days?|d|tage?|t|jours?|j|d[ií]as?|giorn[io]|g|dage?n?"
_CLOCK = re.compile(rf"(?:(\d+)\s*(?:{_DAY_WORDS})?[ ,.]+)?(\d+):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?")
_TIME_OF_DAY = re.compile(
    r"(\d\d?)[:.h](\d\d)(?:[:.](\d\d)(?:[.,]\d+)?)?(?:\s*(?:([ap])\.?\s?m\.?|uhr|h|hrs))?"
)
_PIECE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?(?:\s*,|\s*and|\s*und|\s*et|\s*y|\s*e)?\s*")
# Monitoring tools write "1y 2M 3d": there a capital M is a month of 30 days, a year has 365.
_LONG = re.compile(r"(?:(\d+)y)?\s*(?:(\d+)M(?=\s+\d+[dh]))?\s*((?:\d+(?:ms|[wdhms])\s*)*)")
_ISO = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", re.IGNORECASE)
_EXCEL_DAY_ZERO = -2_209_161_600_000_000  # 1899-12-30, what an h:mm cell counts from


def durations_of(column: Column, unit: Unit, decimal: Decimal) -> tuple[Ints, Flags, Flags]:
    """Microseconds, where known, and where unreadable. Negative durations are unreadable."""
    ticks = np.zeros(column.size, np.int64)
    known, bad = np.zeros(column.size, bool), np.zeros(column.size, bool)
    if column.numbers is not None:
        typed = column.where(NUMBER)
        fine = typed & np.isfinite(column.numbers) & (np.abs(column.numbers) < 1e12)
        ticks[fine] = np.rint(column.numbers[fine] * TICKS[unit]).astype(np.int64)
        known |= fine
        bad |= typed & ~fine
    if column.ticks is not None:
        lengths, dates = column.where(DURATION), column.where(INSTANT)
        ticks[lengths] = column.ticks[lengths]
        ticks[dates] = column.ticks[dates] - _EXCEL_DAY_ZERO
        known |= lengths | dates
    if column.texts is not None:
        _read_texts(column, unit, decimal, ticks, known, bad)
    bad |= known & (ticks < 0)
    return ticks, known & ~bad, bad


def duration_of(text: str, unit: Unit, decimal: Decimal) -> int | None:
    """One text as microseconds; None where it is no duration."""
    number = number_of(text, decimal)
    if number is not None:
        return round(number * TICKS[unit]) if abs(number) < 1e12 else None
    if found := _CLOCK.fullmatch(text.strip().lower()):
        return _clock(found, unit)
    if (found := _ISO.fullmatch(text)) and any(found.groups()):
        days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
        return round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 10**6)
    if (found := _LONG.fullmatch(text.strip())) and (found[1] or found[2]):
        years, months = int(found[1] or 0), int(found[2] or 0)
        return (years * 365 + months * 30) * TICKS["d"] + (_pieces(found[3], decimal) or 0)
    return _pieces(text.lower(), decimal)


def time_of_day(text: str) -> int | None:
    """A time of day as microseconds after midnight; None where it is none."""
    found = _TIME_OF_DAY.fullmatch(text.strip().lower())
    if not found:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4] == "p" else 0)
    fine = (hour < 24 and minute < 60 and second < 60) or (hour, minute, second) == (24, 0, 0)
    return ((hour * 60 + minute) * 60 + second) * 10**6 if fine else None


def times_of_day(column: Column) -> tuple[Ints, Flags, Flags]:
    """Microseconds after midnight, where known, and where unreadable. Excel keeps times as parts of a day."""
    ticks = np.zeros(column.size, np.int64)
    known, bad = np.zeros(column.size, bool), np.zeros(column.size, bool)
    if column.ticks is not None:
        lengths, moments = column.where(DURATION), column.where(INSTANT)
        ticks[lengths] = column.ticks[lengths]
        ticks[moments] = column.ticks[moments] % TICKS["d"]
        known |= lengths | moments
    if column.numbers is not None:
        parts = column.where(NUMBER) & (column.numbers >= 0) & (column.numbers < 1)
        ticks[parts] = np.rint(column.numbers[parts] * 86_400).astype(np.int64) * 10**6
        known |= parts
        bad |= column.where(NUMBER) & ~parts
    if column.texts is not None:
        texts = tidy_texts(column.texts, clean=column.clean)
        read = {text: time_of_day(text) for text in dict.fromkeys(texts) if text}
        for index, text in enumerate(texts):
            if text:
                value = read[text]
                ticks[index], known[index], bad[index] = value or 0, value is not None, value is None
    outside = known & ((ticks < 0) | (ticks > TICKS["d"]))
    return ticks, known & ~outside, bad | outside


def _clock(found: "re.Match[str]", unit: Unit) -> int:
    """h:mm and h:mm:ss; in a column of seconds m:ss."""
    days, first, second, third = (int(part or 0) for part in found.groups())
    if found[4] is None and unit == "s":
        first, second, third = 0, first, second
    return (((days * 24 + first) * 60 + second) * 60 + third) * 10**6


def _pieces(text: str, decimal: Decimal) -> int | None:
    total, place = 0.0, 0
    while place < len(text):
        found = _PIECE.match(text, place)
        unit = UNIT_WORDS.get(fold(found[2])) if found else None
        number = number_of(found[1], "," if "," in found[1] else ".") if found else None
        if found is None or unit is None or number is None:
            return None
        total += number * TICKS[unit]
        place = found.end()
    return round(total) if place else None


def _read_texts(column: Column, unit: Unit, decimal: Decimal, ticks: Ints, known: Flags, bad: Flags) -> None:
    texts = tidy_texts(column.texts or ())
    read = {text: duration_of(text, unit, decimal) for text in dict.fromkeys(texts) if text}
    for index, text in enumerate(texts):
        if text:
            value = read[text]
            ticks[index] = value or 0
            known[index], bad[index] = value is not None, value is None
