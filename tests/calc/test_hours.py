"""Service hours follow the wall clock: gaps, folds, midnight, holidays, breaks, shifts; against a minute walk."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calc.hours import ServiceHours
from app.calc.spans import Spans
from app.errors import InputError
from tests.calc.walks import JUMPS, minutes, service_hours, walks_inside

BERLIN = ServiceHours("Europe/Berlin", {day: [(time(8), time(18))] for day in range(5)})
WEEK = range(7)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def local(zone: str, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone))


def nightly(zone: str, opens: time, closes: time) -> ServiceHours:
    return ServiceHours(zone, {day: [(opens, closes)] for day in WEEK})


@given(st.data())
@settings(max_examples=60)
def test_spans_are_the_minutes_a_walk_along_the_wall_clock_finds_inside(data: st.DataObject) -> None:
    jump = data.draw(st.sampled_from(JUMPS))
    hours = data.draw(service_hours(jump))
    start = datetime.combine(jump, time(0), UTC) + timedelta(minutes=data.draw(st.integers(-1500, 600)))
    end = start + timedelta(minutes=data.draw(st.integers(1, 2200)))
    inside = [(at, at + timedelta(minutes=1)) for at in minutes(start, end) if walks_inside(hours, at)]
    assert hours.spans(start, end) == Spans.of(inside)


@given(st.data())
@settings(max_examples=60)
def test_going_forward_or_back_passes_exactly_the_time_asked(data: st.DataObject) -> None:
    hours = data.draw(service_hours(JUMPS[0]).filter(lambda hours: any(hours.week.values())))
    start = datetime.combine(data.draw(st.sampled_from(JUMPS)), time(7, 1), UTC)
    seconds = data.draw(st.integers(1, 400_000))
    due = hours.after(start, seconds)
    assert hours.spans(start, due).seconds == seconds
    assert hours.spans(start, due - timedelta(microseconds=1)).microseconds == seconds * 1_000_000 - 1
    since = hours.after(start, -seconds)
    assert hours.spans(since, start).seconds == seconds
    assert hours.spans(since + timedelta(microseconds=1), start).microseconds == seconds * 1_000_000 - 1


@given(st.data())
@settings(max_examples=30)
def test_a_decade_is_the_sum_of_its_years(data: st.DataObject) -> None:
    hours = data.draw(service_hours(date(2026, 3, 29)))
    years = [utc(year, 1, 1) for year in range(2018, 2029)]
    parts = [hours.spans(start, end) for start, end in itertools.pairwise(years)]
    assert Spans.at_least(1, parts) == hours.spans(years[0], years[-1])


def test_a_month_of_weekdays_has_its_hours() -> None:
    october = BERLIN.spans(local("Europe/Berlin", 2026, 10, 1), local("Europe/Berlin", 2026, 11, 1))
    assert october.seconds == 22 * 10 * 3600
    assert len(october) == 22


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)]
)
def test_around_the_clock_lasts_as_long_as_the_local_day(day: date, hours: int) -> None:
    start = datetime.combine(day, time(0), ZoneInfo("Europe/Berlin"))
    end = datetime.combine(day + timedelta(days=1), time(0), ZoneInfo("Europe/Berlin"))
    assert ServiceHours.always("Europe/Berlin").spans(start, end).seconds == hours * 3600


def test_the_skipped_hour_does_not_count_and_the_repeated_one_counts_twice() -> None:
    night = nightly("Europe/Berlin", time(2), time(3))
    spring = night.spans(utc(2026, 3, 28, 12), utc(2026, 3, 29, 12))
    autumn = night.spans(utc(2026, 10, 24, 12), utc(2026, 10, 25, 12))
    assert not spring
    assert autumn.pairs() == [(utc(2026, 10, 25, 0), utc(2026, 10, 25, 2))]


def test_a_window_that_opens_in_the_skipped_hour_opens_when_the_clock_has_jumped() -> None:
    early = nightly("America/Los_Angeles", time(2, 30), time(5))
    assert early.spans(utc(2014, 3, 9, 8), utc(2014, 3, 9, 20)).pairs() == [
        (utc(2014, 3, 9, 10), utc(2014, 3, 9, 12))
    ]


def test_midnight_itself_may_be_skipped() -> None:
    day = ServiceHours("America/Sao_Paulo", {6: [(time(0), time(0))]})
    assert day.spans(utc(2018, 11, 3), utc(2018, 11, 6)).seconds == 23 * 3600


def test_the_day_samoa_left_out_has_no_hours() -> None:
    friday = ServiceHours("Pacific/Apia", {4: [(time(0), time(0))]})
    assert not friday.spans(utc(2011, 12, 28), utc(2012, 1, 5))


def test_a_window_past_midnight_belongs_to_the_day_it_starts_on() -> None:
    friday_night = ServiceHours("UTC", {4: [(time(22), time(6))]})
    assert friday_night.spans(utc(2026, 10, 1), utc(2026, 10, 5)).pairs() == [
        (utc(2026, 10, 2, 22), utc(2026, 10, 3, 6))
    ]
    assert friday_night.spans(utc(2026, 10, 3), utc(2026, 10, 4)).seconds == 6 * 3600


def test_a_holiday_removes_the_local_day_and_nothing_else() -> None:
    nights = ServiceHours("UTC", {day: [(time(22), time(6))] for day in WEEK}, holidays=[date(2026, 10, 3)])
    assert nights.spans(utc(2026, 10, 2, 12), utc(2026, 10, 4, 12)).pairs() == [
        (utc(2026, 10, 2, 22), utc(2026, 10, 3)),
        (utc(2026, 10, 4), utc(2026, 10, 4, 6)),
    ]


def test_a_shift_replaces_the_hours_of_its_date_and_a_holiday_overrides_the_shift() -> None:
    day = date(2026, 10, 6)
    shifted = ServiceHours("UTC", BERLIN.week, shifts={day: [(time(6), time(7)), (time(9), time(10))]})
    assert shifted.spans(utc(2026, 10, 6), utc(2026, 10, 7)).seconds == 2 * 3600
    closed = ServiceHours("UTC", BERLIN.week, shifts={day: []})
    assert not closed.spans(utc(2026, 10, 6), utc(2026, 10, 7))
    holiday = ServiceHours("UTC", BERLIN.week, holidays=[day], shifts={day: [(time(6), time(7))]})
    assert not holiday.spans(utc(2026, 10, 6), utc(2026, 10, 7))


def test_a_break_is_cut_out_of_weekly_hours_and_shifts() -> None:
    lunch = {date(2026, 10, 6): [(time(12), time(13))]}
    assert (
        ServiceHours("UTC", BERLIN.week, breaks=lunch).spans(utc(2026, 10, 6), utc(2026, 10, 7)).seconds
        == 9 * 3600
    )
    shifts = {date(2026, 10, 6): [(time(11), time(14))]}
    shifted = ServiceHours("UTC", {}, breaks=lunch, shifts=shifts)
    assert shifted.spans(utc(2026, 10, 6), utc(2026, 10, 7)).seconds == 2 * 3600


def test_after_waits_for_the_hours_to_open_and_ends_when_they_close() -> None:
    friday = local("Europe/Berlin", 2026, 10, 2, 17)
    assert BERLIN.after(friday, 3600) == local("Europe/Berlin", 2026, 10, 2, 18)
    assert BERLIN.after(friday, 3601) == local("Europe/Berlin", 2026, 10, 5, 8, 0, 1)
    assert BERLIN.after(local("Europe/Berlin", 2026, 10, 3, 12), 0) == local("Europe/Berlin", 2026, 10, 5, 8)
    assert BERLIN.after(friday, 0) == friday
    assert BERLIN.after(local("Europe/Berlin", 2026, 10, 5, 9), -7200) == local(
        "Europe/Berlin", 2026, 10, 2, 17
    )


def test_after_reaches_centuries_ahead_on_the_wall_clock_of_then() -> None:
    due = BERLIN.after(utc(2026, 10, 1), 200_000 * 3600)
    assert due.year > 2100
    assert BERLIN.spans(utc(2026, 10, 1), due).seconds == 200_000 * 3600
    rare = ServiceHours("UTC", {0: [(time(9), time(9, 1))]})
    assert rare.after(utc(2026, 10, 1), 3600 * 10).year == 2038


def test_after_finds_the_only_day_far_away() -> None:
    once = ServiceHours("UTC", shifts={date(2061, 5, 4): [(time(9), time(10))]})
    assert once.after(utc(2026, 10, 1), 1800) == utc(2061, 5, 4, 9, 30)
    assert once.after(utc(2099, 10, 1), -1800) == utc(2061, 5, 4, 9, 30)


@pytest.mark.parametrize(
    ("hours", "seconds"),
    [
        (ServiceHours("Europe/Berlin"), 1),
        (ServiceHours("Europe/Berlin"), 0),
        (ServiceHours("Europe/Berlin", {0: []}), -1),
        (ServiceHours("UTC", shifts={date(2020, 1, 1): [(time(9), time(10))]}), 1),
        (ServiceHours("UTC", shifts={date(2030, 1, 1): [(time(9), time(10))]}), 3601),
        (ServiceHours("UTC", shifts={date(2030, 1, 1): [(time(9), time(10))]}), -1),
        (BERLIN, 1e15),
    ],
)
def test_hours_that_never_add_up_are_refused_in_a_sentence(hours: ServiceHours, seconds: float) -> None:
    with pytest.raises(InputError, match="never add up"):
        hours.after(utc(2026, 10, 1), seconds)


def test_hours_are_told_in_words() -> None:
    assert BERLIN.words() == "Mon–Fri 08:00–18:00 (Europe/Berlin)"
    assert ServiceHours.always("UTC").words() == "around the clock (UTC)"
    assert ServiceHours("UTC").words() == "no weekly hours (UTC)"
    mixed = ServiceHours("UTC", {0: [(time(13), time(0)), (time(8), time(12))], 5: [(time(0), time(0))]})
    assert mixed.words() == "Mon 08:00–12:00 and 13:00–24:00, Sat all day (UTC)"


def test_equal_hours_are_equal_however_they_were_written() -> None:
    written = ServiceHours(
        "UTC", {4: [(time(13), time(18)), (time(8), time(12))], 0: []}, holidays=[date(2026, 1, 1)]
    )
    again = ServiceHours(
        "UTC", {0: (), 4: ((time(8), time(12)), (time(13), time(18)))}, holidays={date(2026, 1, 1)}
    )
    assert written == again
    assert hash(written) == hash(again)


def test_an_end_that_is_not_after_its_start_gives_no_hours() -> None:
    assert not BERLIN.spans(utc(2026, 10, 6), utc(2026, 10, 6))
    assert not BERLIN.spans(utc(2026, 10, 7), utc(2026, 10, 6))


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Europe", "europe/berlin\0", "Berlin"])
def test_an_unknown_time_zone_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="not a known time zone"):
        ServiceHours(name)


def test_what_cannot_be_meant_is_refused() -> None:
    with pytest.raises(InputError, match="not a weekday"):
        ServiceHours("UTC", {7: [(time(8), time(9))]})
    with pytest.raises(InputError, match="no length"):
        ServiceHours("UTC", {0: [(time(8), time(8))]})
    with pytest.raises(InputError, match="no time zone of their own"):
        ServiceHours("UTC", {0: [(time(8, tzinfo=UTC), time(9, tzinfo=UTC))]})
    with pytest.raises(InputError, match="is a date"):
        ServiceHours("UTC", holidays=[utc(2026, 1, 1)])
    with pytest.raises(ValueError, match="no time zone"):
        BERLIN.spans(datetime(2026, 1, 1), utc(2026, 1, 2))  # noqa: DTZ001
    with pytest.raises(InputError, match="years 2 to 9998"):
        BERLIN.spans(datetime.min.replace(tzinfo=UTC), utc(2026, 1, 2))
    for amount in (float("nan"), float("inf")):
        with pytest.raises(InputError, match="number of seconds"):
            BERLIN.after(utc(2026, 1, 1), amount)
    with pytest.raises(InputError, match="is a date"):
        ServiceHours("UTC", holidays=["2026-01-01"])  # pyright: ignore[reportArgumentType]
    for odd in (("08:00", "18:00"), (time(8), time(9), time(10)), time(8)):
        with pytest.raises(InputError, match="two times of day"):
            ServiceHours("UTC", {0: [odd]})  # pyright: ignore[reportArgumentType]
    for odd in (timedelta(hours=1), "60", None):
        with pytest.raises(InputError, match="number of seconds"):
            BERLIN.after(utc(2026, 1, 1), odd)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("seconds", [Decimal("1.5"), Fraction(3, 2), np.float64(1.5)])
def test_seconds_may_be_any_exact_number(seconds: float) -> None:
    assert BERLIN.after(utc(2026, 1, 5, 8), seconds) == utc(2026, 1, 5, 8, 0, 1) + timedelta(
        microseconds=500_000
    )


def test_more_seconds_than_a_float_can_hold_never_add_up() -> None:
    with pytest.raises(InputError, match="never add up"):
        BERLIN.after(utc(2026, 1, 1), 10**400)
