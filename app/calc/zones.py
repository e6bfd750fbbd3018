"""Time zones as arithmetic: where a zone's clock jumps, and the local wall clock as naive microseconds.

A naive local reading is written as microseconds since 1970-01-01 00:00 of the wall clock, so that a day is
always 86,400 seconds of readings; the jumps say which readings are skipped or repeated.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.calc.spans import to_datetime, to_microseconds
from app.errors import InputError

SECOND = 1_000_000
DAY = 86_400 * SECOND

_FIRST_DAY = date(1970, 1, 1).toordinal()
# In the tz database no two jumps since 1900 are closer than 6.9 days: samples this far apart miss none.
_STEP_DAYS = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` to `end` (microseconds UTC) the wall clock shows UTC plus `offset` microseconds."""

    start: int
    end: int
    offset: int


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The IANA time zone; raises InputError for a name the tz database does not know."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, TypeError, OSError):
        raise InputError(
            f"“{name}” is not a known time zone; use a name such as Europe/Berlin or UTC."
        ) from None


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _FIRST_DAY


@lru_cache(maxsize=8192)
def start_of_day(day: date, time_zone: str) -> datetime:
    """The first instant in UTC whose reading has reached the local day, also where midnight is skipped."""
    midnight = day_number(day) * DAY
    around = stretches(time_zone, midnight - 2 * DAY, midnight + 2 * DAY)
    reached = next(stretch for stretch in around if midnight < stretch.end + stretch.offset)
    return to_datetime(max(reached.start, midnight - reached.offset))


def local_to_utc(local: datetime, time_zone: str) -> datetime:
    """A naive wall-clock reading as UTC, as RFC 5545 reads it.

    A repeated reading is its first occurrence; a skipped one is taken with the offset before the gap.
    """
    if local.tzinfo is not None:
        raise InputError(f"{local.isoformat()} is not a local reading; it already has a time zone.")
    return local.replace(tzinfo=zone(time_zone)).astimezone(UTC)


def stretches(time_zone: str, start: int, end: int) -> list[Stretch]:
    """[start, end) cut where the zone's offset from UTC changes."""
    jumps = [
        jump
        for year in range(_year(start), _year(end) + 1)
        for jump in _jumps(time_zone, year)
        if start < jump[0] < end
    ]
    edges = [(start, _offset(zone(time_zone), start)), *jumps]
    ends = [at for at, _ in jumps] + [end]
    return [Stretch(at, until, offset) for (at, offset), until in zip(edges, ends, strict=True)]


@lru_cache(maxsize=16384)
def _jumps(time_zone: str, year: int) -> tuple[tuple[int, int], ...]:
    """Each change of offset in the UTC year, as (instant, new offset) in microseconds."""
    place = zone(time_zone)
    low, last = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    found: list[tuple[int, int]] = []
    while low < last:
        high = min(low + timedelta(days=_STEP_DAYS), last)
        if high.astimezone(place).utcoffset() != low.astimezone(place).utcoffset():
            found.append(_bisect(place, to_microseconds(low), to_microseconds(high)))
        low = high
    return tuple(found)


def _bisect(place: ZoneInfo, low: int, high: int) -> tuple[int, int]:
    """The second at which the offset changes between two instants that differ."""
    before = _offset(place, low)
    while high - low > SECOND:
        middle = (low + high) // 2 // SECOND * SECOND
        low, high = (middle, high) if _offset(place, middle) == before else (low, middle)
    return high, _offset(place, high)


def _offset(place: ZoneInfo, instant: int) -> int:
    moment = datetime.fromtimestamp(instant // SECOND, UTC)
    offset = moment.astimezone(place).utcoffset()
    return 0 if offset is None else offset // timedelta(microseconds=1)


def _year(instant: int) -> int:
    return datetime.fromtimestamp(instant // SECOND, UTC).year
