"""Columns of dates and times into instants (microseconds UTC), and the evidence for day/month or month/day.

The order of day and month belongs to the column, never to a row: `order_evidence` gathers what the whole column
proves, and a row that contradicts the chosen order is unreadable rather than swapped.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from app.calc.zones import DAY
from app.imports.columns import DURATION, INSTANT, NUMBER, Column, Flags, Floats, Ints
from app.imports.values.shapes import Group, groups_of
from app.imports.values.templates import HOUR, MINUTE, Order, Place, Template, template_of
from app.imports.zones import to_utc

SECOND = 1_000_000
FIRST_YEAR, LAST_YEAR = 1900, 2199
_SERIAL_FROM, _SERIAL_TO = 18_000, 110_000  # Excel days: 1949 to 2201
_EXCEL_EPOCH = 25_569  # the Excel day of 1970-01-01

OK, UNREADABLE, SKIPPED = 0, 1, 2
Codes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Instants:
    """`values` in microseconds UTC where `known`; `problem` is OK, UNREADABLE or SKIPPED (an hour clocks skip).

    `repeated` readings happen twice: `values` is the first, `second` the second occurrence.
    `local` is True where the text itself named no time zone.
    """

    values: Ints
    known: Flags
    problem: Codes
    repeated: Flags
    second: Ints
    local: Flags


@dataclass(frozen=True, slots=True)
class OrderEvidence:
    """How many texts can only be day/month, only month/day, or either; with an example of the last."""

    dmy: int = 0
    mdy: int = 0
    either: int = 0
    example: str = ""

    def __add__(self, other: "OrderEvidence") -> "OrderEvidence":
        return OrderEvidence(
            self.dmy + other.dmy,
            self.mdy + other.mdy,
            self.either + other.either,
            self.example or other.example,
        )

    @property
    def order(self) -> Order | None:
        """What the column proves; None when nothing does, or when rows contradict each other."""
        if self.dmy and not self.mdy:
            return "dmy"
        return "mdy" if self.mdy and not self.dmy else None

    @property
    def open(self) -> bool:
        """Somebody has to say how to read it."""
        return self.order is None and bool(self.either or (self.dmy and self.mdy))


@dataclass(slots=True)
class _Wall:
    """Wall-clock microseconds being filled in, before time zones."""

    local: Ints
    known: Flags
    bad: Flags
    offset: Ints
    has_offset: Flags


def instants_of(column: Column, order: Order, time_zone: str) -> Instants:
    """Read a column; `time_zone` is for readings that name none."""
    wall = _Wall(
        np.zeros(column.size, np.int64),
        np.zeros(column.size, bool),
        np.zeros(column.size, bool),
        np.zeros(column.size, np.int64),
        np.zeros(column.size, bool),
    )
    if column.texts is not None:
        _read_texts(column, order, wall)
    if column.ticks is not None:
        typed = column.where(INSTANT)
        wall.local[typed] = _whole_seconds(column.ticks[typed])
        wall.known |= typed
        wall.bad |= column.where(DURATION)
    if column.numbers is not None:
        _read_numbers(column, wall)
    return _settle(wall, time_zone)


def instants_of_two(
    days: Column, times: tuple[Ints, Flags, Flags], order: Order, time_zone: str, *, after: Ints | None = None
) -> Instants:
    """A day in one column and its time in another. `after`: a time of day before these is of the next day."""
    read = instants_of(days, order, "UTC")
    ticks, known, bad = times
    local = read.values // DAY * DAY + ticks
    if after is not None:
        local = np.where(known & (ticks < after), local + DAY, local)
    unreadable = (read.problem > 0) | bad
    nothing = np.zeros(days.size, bool)
    return _settle(
        _Wall(local, read.known & known, unreadable, np.zeros(days.size, np.int64), nothing), time_zone
    )


def order_evidence(column: Column) -> OrderEvidence:
    """What the texts of a column prove about the order of day and month."""
    found = OrderEvidence()
    for group in groups_of(column.texts or (), clean=column.clean):
        template = template_of(group.shape)
        if template and template.numbers:
            first, second, _ = template.numbers
            if group.character(first[1]) == ".":
                continue  # with dots it is always day.month
            a, b = group.number(first), group.number(second)
            either = (a <= 12) & (b <= 12) & (a != b)
            example = column.shown(int(group.rows[np.argmax(either)])) if either.any() else ""
            found += OrderEvidence(
                int(np.sum((a > 12) & (b <= 12))),
                int(np.sum((b > 12) & (a <= 12))),
                int(either.sum()),
                example,
            )
    return found


def looks_like_instants(column: Column) -> bool:
    """Most of the non-empty cells are dates."""
    read = instants_of(column, "dmy", "UTC")
    other = instants_of(column, "mdy", "UTC")
    good = max(int(read.known.sum()), int(other.known.sum()))
    filled = int((read.known | (read.problem > 0)).sum())
    return good > 0 and good * 2 >= filled


def _read_texts(column: Column, order: Order, wall: _Wall) -> None:
    for group in groups_of(column.texts or (), clean=column.clean):
        template, rows = template_of(group.shape), group.rows
        if template is None:
            wall.bad[rows] = True
            continue
        local, good = _wall_clock(template, group, order)
        wall.local[rows], wall.known[rows], wall.bad[rows] = local, good, ~good
        if template.zone is not None or template.zone_hour or template.epoch:
            wall.has_offset[rows] = True
            wall.offset[rows] = _offset(template, group)


def _wall_clock(template: Template, group: Group, order: Order) -> tuple[Ints, Flags]:
    if template.epoch:
        local = group.number((0, {1_000_000: 10, 1000: 13, 1: 16}[template.epoch])) * template.epoch
        return local, np.ones(len(group.rows), bool)
    year, month, day = _date_parts(template, group, order)
    days, good = _days(year, month, day)
    ticks, fine = _time_of_day(template, group)
    return days * DAY + ticks, good & fine


def _date_parts(template: Template, group: Group, order: Order) -> tuple[Ints, Ints, Ints]:
    if template.numbers is None:
        month = group.number(template.month) + template.month_value
        return _year(group, cast(Place, template.year)), month, group.number(template.day)
    first, second, third = template.numbers
    if order == "ymd" and third[1] - third[0] == 2:
        return _year(group, first), group.number(second), group.number(third)
    a, b = group.number(first), group.number(second)
    dotted = group.character(first[1]) == "."
    day, month = (b, a) if order == "mdy" and not dotted else (a, b)
    return _year(group, third), month, day


def _year(group: Group, place: Place) -> Ints:
    year = group.number(place)
    if place[1] - place[0] == 4:
        return year
    return np.where(year < 70, year + 2000, year + 1900)


def _days(year: Ints, month: Ints, day: Ints) -> tuple[Ints, Flags]:
    """Days since 1970-01-01, and whether such a day exists."""
    good = (year >= FIRST_YEAR) & (year <= LAST_YEAR) & (month >= 1) & (month <= 12) & (day >= 1)
    months = np.where(good, (year - 1970) * 12 + month - 1, 0)
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    after = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    good &= day <= after - first
    return first + day - 1, good


def _time_of_day(template: Template, group: Group) -> tuple[Ints, Flags]:
    hour = group.number(template.hour)
    minute, second = group.number(template.minute), group.number(template.second)
    good = (minute < 60) & (second <= 60)
    if template.afternoon is None:
        good &= (hour < 24) | ((hour == 24) & (minute == 0) & (second == 0))
    else:
        good &= (hour >= 1) & (hour <= 12)
        hour = hour % 12 + (12 if template.afternoon else 0)
    ticks = hour * HOUR + minute * MINUTE + np.minimum(second, 59) * SECOND
    if template.fraction:
        start, end = template.fraction
        digits = min(end - start, 6)
        ticks = ticks + group.number((start, start + digits)) * 10 ** (6 - digits)
    return ticks, good


def _offset(template: Template, group: Group) -> Ints:
    if template.zone_hour is None:
        return np.full(len(group.rows), template.zone or 0, np.int64)
    size = group.number(template.zone_hour) * HOUR + group.number(template.zone_minute) * MINUTE
    return size * template.zone_sign


def _whole_seconds(ticks: Ints) -> Ints:
    """Excel keeps times as fractions of a day: within 10 ms of a full second it is that second."""
    nearest = (ticks + SECOND // 2) // SECOND * SECOND
    return np.where(np.abs(ticks - nearest) <= 10_000, nearest, ticks)


def _read_numbers(column: Column, wall: _Wall) -> None:
    """Bare numbers: Excel days, or seconds or milliseconds since 1970."""
    assert column.numbers is not None
    numbers: Floats = np.where(column.where(NUMBER), column.numbers, np.nan)
    days = (numbers >= _SERIAL_FROM) & (numbers <= _SERIAL_TO)
    seconds = (numbers >= 5e8) & (numbers < 7e9)
    milliseconds = (numbers >= 5e11) & (numbers < 7e12)
    wall.local[days] = _whole_seconds(np.rint((numbers[days] - _EXCEL_EPOCH) * DAY).astype(np.int64))
    wall.local[seconds] = np.rint(numbers[seconds] * SECOND).astype(np.int64)
    wall.local[milliseconds] = np.rint(numbers[milliseconds] * 1000).astype(np.int64)
    good = days | seconds | milliseconds
    wall.known |= good
    wall.has_offset |= seconds | milliseconds
    wall.bad |= ~good & ~np.isnan(numbers)


def _settle(wall: _Wall, time_zone: str) -> Instants:
    local = wall.known & ~wall.has_offset
    if local.all() or local.any():
        readings = to_utc(wall.local, time_zone, local)
        values = np.where(local, readings.instants, wall.local - wall.offset)
        second = np.where(local, readings.second, values)
        skipped, repeated = readings.skipped & local, readings.repeated & local
    else:
        values = second = wall.local - wall.offset
        skipped = repeated = np.zeros(len(values), bool)
    problem = np.where(wall.bad, UNREADABLE, np.where(skipped, SKIPPED, OK)).astype(np.uint8)
    return Instants(values, wall.known & ~skipped, problem, repeated, second, local)
