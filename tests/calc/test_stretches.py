from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.stretches import read_stretch
from app.errors import InputError

TODAY = date(2026, 11, 29)  # a Sunday


@pytest.mark.parametrize(
    ("typed", "first", "after"),
    [
        ("2026", (2026, 1, 1), (2027, 1, 1)),
        ("oct 2026", (2026, 10, 1), (2026, 11, 1)),
        ("October 2026", (2026, 10, 1), (2026, 11, 1)),
        ("Okt. 2026", (2026, 10, 1), (2026, 11, 1)),
        ("10.2026", (2026, 10, 1), (2026, 11, 1)),
        ("10/2026", (2026, 10, 1), (2026, 11, 1)),
        ("2026-10", (2026, 10, 1), (2026, 11, 1)),
        ("dec", (2025, 12, 1), (2026, 1, 1)),
        ("nov", (2026, 11, 1), (2026, 12, 1)),
        ("q4 2026", (2026, 10, 1), (2027, 1, 1)),
        ("2026 Q1", (2026, 1, 1), (2026, 4, 1)),
        ("12.10.2026", (2026, 10, 12), (2026, 10, 13)),
        ("12.10.26", (2026, 10, 12), (2026, 10, 13)),
        ("12. 10.", (2026, 10, 12), (2026, 10, 13)),
        ("30.11.", (2025, 11, 30), (2025, 12, 1)),
        ("29.2.", (2024, 2, 29), (2024, 3, 1)),
        ("2026-10-12", (2026, 10, 12), (2026, 10, 13)),
        ("Tue 13 Oct 2026", (2026, 10, 13), (2026, 10, 14)),
        ("13 oct", (2026, 10, 13), (2026, 10, 14)),
        ("31/10/2026", (2026, 10, 31), (2026, 11, 1)),
        ("10/31/2026", (2026, 10, 31), (2026, 11, 1)),
        ("today", (2026, 11, 29), (2026, 11, 30)),
        ("yesterday", (2026, 11, 28), (2026, 11, 29)),
        ("this week", (2026, 11, 23), (2026, 11, 30)),
        ("last month", (2026, 10, 1), (2026, 11, 1)),
        ("last quarter", (2026, 7, 1), (2026, 10, 1)),
        ("next year", (2027, 1, 1), (2028, 1, 1)),
        ("last 7 days", (2026, 11, 23), (2026, 11, 30)),
    ],
)
def test_a_stretch_is_read_as_people_type_it(
    typed: str, first: tuple[int, int, int], after: tuple[int, int, int]
) -> None:
    stretch = read_stretch(typed, TODAY)
    assert (stretch.start, stretch.end) == tuple(
        datetime.combine(date(*day), time()) for day in (first, after)
    )


def test_a_time_of_a_day_is_a_minute_and_with_seconds_a_second() -> None:
    minute = read_stretch("Tue 13 Oct 2026 09:12", TODAY)
    assert (str(minute.start), str(minute.end)) == ("2026-10-13 09:12:00", "2026-10-13 09:13:00")
    second = read_stretch("2026-10-13T09:12:05", TODAY)
    assert (str(second.start), str(second.end)) == ("2026-10-13 09:12:05", "2026-10-13 09:12:06")


@pytest.mark.parametrize(
    "typed",
    [
        "30 feb 2026",
        "1/2/2026",
        "9999",
        "0001",
        "soon",
        "mon",
        "32.1.2026",
        "oct 2026 09:00",
        "12.10.2026 25:00",
    ],
)
def test_what_is_no_stretch_or_could_be_two_is_said(typed: str) -> None:
    with pytest.raises(InputError, match="“"):
        read_stretch(typed, TODAY)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(typed: str) -> None:
    try:
        stretch = read_stretch(typed, TODAY)
    except InputError:
        return
    assert stretch.start < stretch.end


@given(st.dates(date(1900, 1, 1), date(2990, 12, 31)))
def test_every_day_is_read_back_from_each_way_of_writing_it(day: date) -> None:
    written = (f"{day.isoformat()}", f"{day.day}.{day.month}.{day.year}", f"{day.day} {day:%b} {day.year}")
    assert {read_stretch(text, TODAY).start.date() for text in written} == {day}
