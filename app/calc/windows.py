"""Maintenance windows: agreed once or recurring by RRULE (RFC 5545) on the wall clock of the agreement.

A window starts at its local reading and lasts its duration in elapsed time. The weekly window of Sunday 02:00
stays at 02:00 through summer and winter time.
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache

from dateutil.rrule import rrule, rrulestr

from app.calc.spans import Spans, to_datetime, to_microseconds
from app.calc.zones import local_to_utc, zone
from app.errors import InputError

_LONGEST = timedelta(days=366)
_MARGIN = timedelta(days=2)  # between a local reading and UTC
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


def window_spans(
    starts_at: datetime,
    duration: timedelta,
    recurrence: str | None,
    time_zone: str,
    start: datetime,
    end: datetime,
) -> Spans:
    """The windows inside [start, end), those that began before `start` included.

    `starts_at` is the naive local start of the first window. Raises InputError for a duration that is not
    positive, a rule that cannot be read or recurs more often than daily, and an unknown time zone.
    """
    if starts_at.tzinfo is not None:
        raise InputError("A maintenance window starts at a local time; give it without a time zone.")
    if not timedelta(0) < duration <= _LONGEST:
        raise InputError("A maintenance window lasts longer than nothing and at most 366 days.")
    return _windows(starts_at, duration, recurrence, time_zone, to_microseconds(start), to_microseconds(end))


@lru_cache(maxsize=1024)
def _windows(
    starts_at: datetime, duration: timedelta, recurrence: str | None, time_zone: str, start: int, end: int
) -> Spans:
    local_starts = [starts_at]
    if recurrence:
        earliest = _clock(start) - duration - _MARGIN
        rule = _rule(recurrence, starts_at, time_zone)
        local_starts = rule.between(earliest, _clock(end) + _MARGIN, inc=True)
    opens = [to_microseconds(local_to_utc(at, time_zone)) for at in local_starts]
    length = duration // timedelta(microseconds=1)
    return Spans.of_microseconds(opens, [at + length for at in opens]).clip(start, end)


def _clock(instant: int) -> datetime:
    """About the local reading, as naive as dateutil wants it."""
    return to_datetime(instant).replace(tzinfo=None)


def _rule(recurrence: str, starts_at: datetime, time_zone: str) -> rrule:
    """The parsed rule. Not with its own cache: that one can leave its lock held between threads."""
    text = _local_until(recurrence.strip().removeprefix("RRULE:").upper(), time_zone)
    frequency = re.search(r"FREQ=(\w+)", text)
    standing_still = re.search(r"INTERVAL=(?!0*[1-9]\d*(;|$))", text)  # dateutil would never come to an end
    if "\n" in text or frequency is None or frequency[1] not in _FREQUENCIES or standing_still:
        raise InputError(
            f"“{recurrence}” is not a rule by day, week, month or year, such as FREQ=WEEKLY;BYDAY=SU."
        )
    try:
        rule = rrulestr(text, dtstart=starts_at)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise InputError(
            f"“{recurrence}” cannot be read as a recurrence such as FREQ=WEEKLY;BYDAY=SU."
        ) from None
    assert isinstance(rule, rrule)
    return rule


def _local_until(text: str, time_zone: str) -> str:
    """UNTIL in UTC as the local reading it stands for: dateutil compares it with naive local times."""
    match = re.search(r"UNTIL=(\d{8}T\d{6})Z", text)
    if match is None:
        return text
    until = datetime.strptime(match[1] + "+0000", "%Y%m%dT%H%M%S%z").astimezone(zone(time_zone))
    return text.replace(match[0], f"UNTIL={until:%Y%m%dT%H%M%S}")
