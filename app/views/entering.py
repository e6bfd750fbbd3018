"""What people type: days, times of a day, lengths and numbers, read with care and written back alike."""

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from app.calc.words import MINUTE, duration
from app.errors import InputError

LENGTHS = {"min": 1, "h": 60}  # minutes in each unit of length
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPAN = re.compile(r"^(\d{1,2})(?:[:.h](\d{2}))?\s*(?:–|-|to)\s*(\d{1,2})(?:[:.h](\d{2}))?$")
_WHOLE_DAY = frozenset({"all day", "24 h", "24h", "0-24", "00:00-24:00"})
_CLOSED = frozenset({"", "-", "–", "closed", "none"})


def day_text(day: date) -> str:
    """ "1 Oct 2026"."""
    return f"{day.day} {day:%b %Y}"


def parse_day(text: str) -> date | None:
    """The day typed as 2026-10-01, 1.10.2026 or 1 Oct 2026; nothing is None, anything unclear InputError."""
    text = text.strip()
    if not text:
        return None
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        return _day(text, *(int(part) for part in match.groups()))
    if match := re.fullmatch(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})", text):
        day, month, year = (int(part) for part in match.groups())
        return _day(text, year, month, day)
    if match := re.fullmatch(r"(\d{1,2})\.?\s+([A-Za-z]{3,})\.?\s+(\d{4})", text):
        name = match[2].lower()[:3]
        if name in _MONTHS:
            return _day(text, int(match[3]), _MONTHS.index(name) + 1, int(match[1]))
    raise InputError(f"“{text}” is no day. Write it like 1 Oct 2026 or 2026-10-01.")


def moment_text(moment: datetime) -> str:
    """ "1 Oct 2026 22:00"."""
    return f"{day_text(moment)} {moment:%H:%M}"


def parse_moment(text: str) -> datetime:
    """A local day and time, to the second where seconds are given: "1 Oct 2026 22:00"."""
    words = text.strip().replace("T", " ") if re.match(r"\d{4}-", text.strip()) else text.strip()
    day_words, _, clock = words.rpartition(" ")
    match = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?::([0-5]\d))?", clock)
    if match and (day := parse_day(day_words)):
        return datetime.combine(day, _clock(text, match[1], match[2]).replace(second=int(match[3] or 0)))
    raise InputError(f"“{text}” is no day and time. Write it like 1 Oct 2026 22:00.")


def times_text(times: tuple[tuple[time, time], ...]) -> str:
    """ "08:00–12:00, 13:00–18:00"; nothing is closed."""
    return ", ".join(
        f"{opens:%H:%M}–{'24:00' if closes == time(0) else f'{closes:%H:%M}'}" for opens, closes in times
    )


def parse_times(text: str) -> tuple[tuple[time, time], ...]:
    """Times of a day as typed: "8-12, 13:00–18:00", "all day", "closed"."""
    text = text.strip().lower()
    if text in _CLOSED:
        return ()
    if text.replace(" ", "").replace("–", "-") in {word.replace(" ", "") for word in _WHOLE_DAY}:
        return ((time(0), time(0)),)
    return tuple(_span(part.strip()) for part in re.split(r"[,;]|\band\b", text))


def parse_minutes(text: str) -> int:
    """A length in minutes: "90", "90 min", "4 h", "1 h 30 min", "1:30"."""
    words = text.strip().lower()
    if match := re.fullmatch(r"(\d+):(\d{2})", words):
        return int(match[1]) * 60 + int(match[2])
    match = re.fullmatch(r"(?:(\d+(?:[.,]\d+)?)\s*h(?:ours?)?)?\s*(?:(\d+)\s*(?:m|min|minutes?)?)?", words)
    if match and words and (match[1] or match[2]):
        hours = Decimal((match[1] or "0").replace(",", "."))
        return int(hours * 60) + int(match[2] or 0)
    raise InputError(f"“{text}” is no length. Write it like 4 h or 90 min.")


def parse_number(text: str) -> Decimal:
    """An exact number, with a point or a comma before the decimals."""
    words = text.replace("%", "").replace("\u202f", "").replace(" ", "").strip()
    if words.count(",") == 1 and "." not in words:
        words = words.replace(",", ".")
    try:
        number = Decimal(words)
    except InvalidOperation:
        raise InputError(f"“{text.strip()}” is no number. Write it like 99.5.") from None
    if not number.is_finite():
        raise InputError(f"“{text.strip()}” is no number. Write it like 99.5.")
    return number


def parse_amount(text: str, unit: str) -> Decimal:
    """A number of `unit`; where that is a length, also as typed with its own: "8 h", "480 min", "8:00"."""
    try:
        return parse_number(text)
    except InputError:
        if unit not in LENGTHS:
            raise
        return Decimal(parse_minutes(text)) / LENGTHS[unit]


def length_text(number: str, unit: str) -> str:
    """A stored length as people write it: "8 h" for 480 min; anything else as it is."""
    if unit != "min" or not number.isdecimal():
        return number
    return duration(int(number) * MINUTE)


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise InputError(f"“{text}” is no day of the calendar.") from None


def _span(text: str) -> tuple[time, time]:
    match = _SPAN.match(text)
    if not match:
        raise InputError(f"“{text}” are no times. Write them like 08:00–12:00, 13:00–18:00.")
    opens = _clock(text, match[1], match[2])
    closes = _clock(text, match[3], match[4], end=True)
    if opens == closes and opens != time(0):
        raise InputError(f"“{text}” begins and ends at the same time.")
    return opens, closes


def _clock(text: str, hour: str, minute: str | None, *, end: bool = False) -> time:
    hours, minutes = int(hour), int(minute or 0)
    if end and (hours, minutes) == (24, 0):
        return time(0)
    if hours > 23 or minutes > 59:
        raise InputError(f"“{text}” goes beyond 24:00.")
    return time(hours, minutes)
