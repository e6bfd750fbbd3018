"""Days are found among words as the tables show them, and nothing else is taken for one."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.typed_days import TypedDay, split_days


def test_a_day_stands_among_other_words() -> None:
    assert split_days("till 22 oct storage") == (("till", "storage"), (TypedDay(("22", "oct"), 22, 10),))


def test_weekday_year_and_clock_belong_to_the_day() -> None:
    words, (day,) = split_days("Thu 22 Oct 2026 09:12 till")
    assert words == ("till",)
    assert (day.day, day.month, day.year, day.weekday, day.clock) == (22, 10, 2026, 3, time(9, 12))


@pytest.mark.parametrize(
    "typed", ["", "22", "oct", "oct 22", "32 oct", "30 feb", "22 octopus", "22 oc", "２２ oct"]
)
def test_what_is_no_day_stays_words(typed: str) -> None:
    assert split_days(typed) == (tuple(typed.split()), ())


def test_without_a_year_it_is_the_day_of_every_year_that_has_it() -> None:
    _, (leap,) = split_days("29 feb")
    found = [start.date() for start, _ in leap.stretches(range(2023, 2029), "UTC")]
    assert found == [date(2024, 2, 29), date(2028, 2, 29)]


def test_a_weekday_leaves_the_years_in_which_it_is_one() -> None:
    _, (day,) = split_days("thu 22 oct")
    assert [start.year for start, _ in day.stretches(range(2024, 2028), "UTC")] == [2026]


def test_a_day_is_one_of_the_wall_clock_and_a_minute_may_come_twice() -> None:
    _, (day,) = split_days("25 oct 2026")
    ((start, end),) = day.stretches((), "Europe/Berlin")
    assert end - start == timedelta(hours=25)
    _, (minute,) = split_days("25 oct 2026 02:30")
    assert [start for start, _ in minute.stretches((), "Europe/Berlin")] == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    ]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_as_it_is_shown(day: date) -> None:
    words, (read,) = split_days(f"{day:%a} {day.day} {day:%b %Y}")
    assert not words
    ((start, end),) = read.stretches((), "UTC")
    assert start.date() == day
    assert end - start == timedelta(days=1)


@given(st.text())
def test_no_word_is_lost(typed: str) -> None:
    words, days = split_days(typed)
    assert sorted((*words, *(word for day in days for word in day.words))) == sorted(typed.split())
