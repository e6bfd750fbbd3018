"""Where the pieces of a ledger lie on a chart of one row a day, 00–24 h on the local wall clock.

A skipped hour stays empty; a repeated hour shares its place, the first reading above, the second below.
Pure arithmetic without Qt, so that it can be proved.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.reports.month import Piece

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
DAY = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Bar:
    """A share of one piece on one row; `left`, `right` in 0..1 of the day, `half` 0 whole, 1 upper, 2 lower."""

    row: int
    left: float
    right: float
    piece: int
    half: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of instants on one local day with one offset: wall microseconds = instant + shift."""

    row: int
    start: int
    end: int
    shift: int
    half: int = 0


def local_days(start: int, end: int, time_zone: str) -> tuple[date, ...]:
    """The local days that [start, end) touches, in order."""
    zone = ZoneInfo(time_zone)
    first = _instant(start).astimezone(zone).date()
    last = _instant(max(start, end - 1)).astimezone(zone).date()
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def day_bars(pieces: Sequence[Piece], start: int, end: int, time_zone: str) -> tuple[Bar, ...]:
    """Every piece cut at local midnights and clock changes, in the order of the pieces."""
    stretches = tuple(_stretches(local_days(start, end, time_zone), ZoneInfo(time_zone)))
    bars: list[Bar] = []
    first = 0
    for number, piece in enumerate(pieces):
        while first < len(stretches) and stretches[first].end <= piece.start:
            first += 1
        bars.extend(_cut(number, piece, stretches, first))
    return tuple(bars)


def _cut(number: int, piece: Piece, stretches: Sequence[Stretch], first: int) -> Iterator[Bar]:
    for stretch in stretches[first:]:
        if stretch.start >= piece.end:
            return
        start, end = max(piece.start, stretch.start), min(piece.end, stretch.end)
        left, right = (start + stretch.shift) / DAY, (end + stretch.shift) / DAY
        yield Bar(stretch.row, left, right, number, stretch.half)


def _stretches(days: Sequence[date], zone: ZoneInfo) -> Iterator[Stretch]:
    for row, day in enumerate(days):
        start, end = _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
        before, after = _offset(start, zone), _offset(end - 1, zone)
        wall = _wall_midnight(day)
        if before == after:
            yield Stretch(row, start, end, before - wall)
            continue
        change = _change(start, end, before, zone)
        yield from _around(row, (start, change, end), before - wall, after - wall)


def _around(row: int, instants: tuple[int, int, int], before: int, after: int) -> Iterator[Stretch]:
    """The stretches of a day with a clock change; an hour set back is split in an upper and a lower half."""
    start, change, end = instants
    repeated = max(0, before - after)
    for stretch in (
        Stretch(row, start, change - repeated, before),
        Stretch(row, change - repeated, change, before, half=1),
        Stretch(row, change, change + repeated, after, half=2),
        Stretch(row, change + repeated, end, after),
    ):
        if stretch.start < stretch.end:
            yield stretch


def _change(start: int, end: int, before: int, zone: ZoneInfo) -> int:
    """The first instant of (start, end) whose offset is no longer `before`, to the second."""
    low, high = start // 1_000_000, end // 1_000_000
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(middle * 1_000_000, zone) == before:
            low = middle
        else:
            high = middle
    return high * 1_000_000


def _midnight(day: date, zone: ZoneInfo) -> int:
    return (datetime.combine(day, time(), zone).astimezone(UTC) - EPOCH) // MICROSECOND


def _wall_midnight(day: date) -> int:
    return (datetime.combine(day, time(), UTC) - EPOCH) // MICROSECOND


def _offset(instant: int, zone: ZoneInfo) -> int:
    offset = _instant(instant).astimezone(zone).utcoffset() or timedelta()
    return offset // MICROSECOND


def _instant(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)
