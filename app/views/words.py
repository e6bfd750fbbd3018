"""Instants, lengths and states as the window says them, in the time zone of the period on screen."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.calc.words import duration, plural
from app.reports.month import Piece

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CLASS_WORDS = {
    "up": "up",
    "down": "down",
    "degraded": "degraded",
    "excluded": "agreed exclusion",
    "unknown": "unknown",
    "outside": "outside hours",
    "future": "still to come",
}
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def local(microseconds: int, time_zone: str) -> datetime:
    """The wall-clock reading of an instant in microseconds UTC."""
    return (EPOCH + timedelta(microseconds=microseconds)).astimezone(ZoneInfo(time_zone))


def microseconds(instant: datetime) -> int:
    """Microseconds since 1970 UTC of an aware datetime."""
    return (instant - EPOCH) // timedelta(microseconds=1)


def day_label(day: date) -> str:
    """ "Tu 13", as the timeline names its rows."""
    return f"{WEEKDAYS[day.weekday()]} {day.day}"


def moment(microseconds: int | None, time_zone: str) -> str:
    """ "Tue 13 Oct 09:12"; an open end is "still open"."""
    if microseconds is None:
        return "still open"
    at = local(microseconds, time_zone)
    return f"{at:%a} {at.day} {at:%b %H:%M}"


def to_the_second(microseconds: int, time_zone: str) -> str:
    """ "Tue 13 Oct 2026 09:12:00", where every second may matter."""
    at = local(microseconds, time_zone)
    return f"{at:%a} {at.day} {at:%b %Y %H:%M:%S}"


def two_lines(microseconds: int | None, time_zone: str, *, weekday: bool = True) -> str:
    """The day above, the time below, for narrow columns."""
    if microseconds is None:
        return "still\nopen"
    at = local(microseconds, time_zone)
    return f"{at:%a} {at.day} {at:%b}\n{at:%H:%M}" if weekday else f"{at.day} {at:%b}\n{at:%H:%M}"


def until(start: int, end: int | None, time_zone: str) -> str:
    """The end of an interval: the time alone when it ends on the day it began."""
    if end is not None and local(start, time_zone).date() == local(end, time_zone).date():
        return f"{local(end, time_zone):%H:%M}"
    return moment(end, time_zone)


def piece_words(piece: Piece, time_zone: str) -> str:
    """A piece of the ledger in one line: class, from, until, how long, and why."""
    span = f"{moment(piece.start, time_zone)} – {until(piece.start, piece.end, time_zone)}"
    said = f"{CLASS_WORDS.get(piece.kind, piece.kind)}: {span}, {duration(piece.end - piece.start)}"
    return f"{said} · {piece.reason}" if piece.reason else said


def minutes_number(microseconds: int) -> str:
    """Minutes as a bare number, the unit being in the column's head: "84", "0.5"."""
    minutes = microseconds / 60_000_000
    if minutes == int(minutes) or minutes >= 100:
        return f"{minutes:,.0f}"
    return f"{minutes:.1f}"


def of_all(shown: int, total: int, what: str) -> str:
    """ "234 outages", or "14 of 234 outages" while some are filtered away."""
    return plural(total, what) if shown == total else f"{shown:,} of {plural(total, what)}"
