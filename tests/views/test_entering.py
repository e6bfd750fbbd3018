"""Days, times, lengths and numbers as people type them."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InputError
from app.views.entering import (
    day_text,
    moment_text,
    parse_day,
    parse_minutes,
    parse_moment,
    parse_number,
    parse_times,
    times_text,
)


@pytest.mark.parametrize("text", ["1 Oct 2026", "1. October 2026", "2026-10-01", "1.10.2026", " 01.10.2026 "])
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert parse_day(text) == date(2026, 10, 1)


@pytest.mark.parametrize("text", ["10/1/2026", "1.10.26", "31 Feb 2026", "soon", "2026"])
def test_a_day_that_could_mean_two_things_or_none_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_day(text)


def test_nothing_is_no_day() -> None:
    assert parse_day("  ") is None


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_day_written_is_read_back(day: date) -> None:
    assert parse_day(day_text(day)) == day


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 (local readings)
def test_a_moment_written_is_read_back(moment: datetime) -> None:
    assert parse_moment(moment_text(moment)) == moment.replace(second=0, microsecond=0)


def test_times_of_a_day_are_read_in_many_spellings() -> None:
    assert parse_times("8-12, 13:00–18:30") == ((time(8), time(12)), (time(13), time(18, 30)))
    assert parse_times("all day") == ((time(0), time(0)),)
    assert parse_times("20:00 to 24:00") == ((time(20), time(0)),)
    assert parse_times("closed") == ()


@pytest.mark.parametrize("text", ["8", "8-25", "9-9", "morning"])
def test_times_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_times(text)


quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))


@given(st.lists(st.tuples(quarters, quarters).filter(lambda pair: pair[0] != pair[1]), max_size=3))
def test_times_written_are_read_back(pairs: list[tuple[time, time]]) -> None:
    assert parse_times(times_text(tuple(pairs))) == tuple(pairs)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("4 h", 240), ("90 min", 90), ("90", 90), ("1 h 30 min", 90), ("1:30", 90), ("1.5 h", 90)],
)
def test_lengths_are_read_as_minutes(text: str, minutes: int) -> None:
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize(("text", "number"), [("99.5", "99.5"), ("99,5 %", "99.5"), (" 4 ", "4")])
def test_numbers_are_read_exactly(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "NaN", "inf", "1.2.3", "many"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_number(text)
