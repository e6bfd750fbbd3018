"""Periods are local days of the agreement's zone; keys, labels and neighbours."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.periods import (
    MOST_DAYS,
    Named,
    Period,
    month,
    parse_period,
    period_between,
    period_of,
)
from app.errors import InputError
from tests.calc.walks import ZONES

KINDS: tuple[Named, ...] = ("week", "month", "quarter", "year")
instants = st.datetimes(datetime(1990, 1, 1), datetime(2080, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("key", "label", "first", "last"),
    [
        ("2026-10", "October 2026", date(2026, 10, 1), date(2026, 10, 31)),
        ("2024-02", "February 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q3", "Q3 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026", "2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-W40", "Week 40 2026", date(2026, 9, 28), date(2026, 10, 4)),
        ("2026-W01", "Week 1 2026", date(2025, 12, 29), date(2026, 1, 4)),
        ("2026-10-05..2026-10-18", "5–18 October 2026", date(2026, 10, 5), date(2026, 10, 18)),
        ("2026-09-28..2026-10-11", "28 September – 11 October 2026", date(2026, 9, 28), date(2026, 10, 11)),
        ("2025-12-20..2026-01-02", "20 December 2025 – 2 January 2026", date(2025, 12, 20), date(2026, 1, 2)),
        ("2026-10-05..2026-10-05", "5 October 2026", date(2026, 10, 5), date(2026, 10, 5)),
    ],
)
def test_a_key_names_its_days(key: str, label: str, first: date, last: date) -> None:
    period = parse_period(key, "Europe/Berlin")
    assert (period.key, period.label, period.first_day, period.last_day) == (key, label, first, last)


def test_a_period_starts_and_ends_at_local_midnight() -> None:
    october = month("2026-10", "Europe/Berlin")
    assert october.start == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert october.end == datetime(2026, 10, 31, 23, tzinfo=UTC)
    assert october.start.tzinfo is UTC


def test_a_period_whose_midnight_is_skipped_starts_when_the_clock_has_jumped() -> None:
    day = datetime(2018, 11, 4, 3, tzinfo=UTC)
    assert day.astimezone(ZoneInfo("America/Sao_Paulo")).hour == 1
    week = period_of("week", day, "America/Sao_Paulo")
    assert Period("week", "", "", date(2018, 11, 4), date(2018, 11, 4), "America/Sao_Paulo").start == day
    assert week.end == datetime(2018, 11, 5, 2, tzinfo=UTC)


@given(instants, st.sampled_from(KINDS), st.sampled_from(ZONES))
def test_periods_follow_each_other_without_gap_and_hold_their_instants(
    at: datetime, kind: Named, zone: str
) -> None:
    period = period_of(kind, at, zone)
    assert period.start <= at < period.end
    assert period.next().start == period.end
    assert period.next().previous() == period
    assert parse_period(period.key, zone) == period


@given(instants, st.sampled_from(["month", "quarter", "year"]), st.sampled_from(ZONES))
def test_the_months_of_a_period_fill_it(at: datetime, kind: Named, zone: str) -> None:
    period = period_of(kind, at, zone)
    months = period.months()
    assert len(months) == {"month": 1, "quarter": 3, "year": 12}[kind]
    assert (months[0].start, months[-1].end) == (period.start, period.end)
    assert all(before.next() == after for before, after in itertools.pairwise(months))


@pytest.mark.parametrize(
    "key", ["", "26-10", "2026-13", "2026-00", "2026-Q5", "2026-W54", "2025-W53", "0000", "October"]
)
def test_what_is_no_period_is_refused_in_a_sentence(key: str) -> None:
    with pytest.raises(InputError, match=r"is not a period|does not exist|outside the years"):
        parse_period(key, "UTC")


def test_other_wrong_questions_are_refused() -> None:
    with pytest.raises(InputError, match="not a month"):
        month("2026-Q3", "UTC")
    with pytest.raises(InputError, match="not a known time zone"):
        parse_period("2026-10", "Nowhere")
    with pytest.raises(InputError, match="whole months"):
        parse_period("2026-W40", "UTC").months()
    with pytest.raises(InputError, match="no time zone"):
        period_of("month", datetime(2026, 1, 1), "UTC")  # noqa: DTZ001
    with pytest.raises(InputError, match="not a kind"):
        period_of("decade", datetime(2026, 1, 1, tzinfo=UTC), "UTC")  # pyright: ignore[reportArgumentType]


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.integers(1, MOST_DAYS), st.sampled_from(ZONES))
def test_free_periods_follow_each_other_by_their_own_length(first: date, days: int, zone: str) -> None:
    key = f"{first}..{first + timedelta(days=days - 1)}"
    period = parse_period(key, zone)
    assert (period.key, period.days) == (key, days)
    assert period.next().days == period.previous().days == days
    assert period.next().start == period.end
    assert period.next().previous() == period
    with pytest.raises(InputError, match="whole months"):
        period.months()


@given(instants, st.sampled_from(KINDS), st.sampled_from(ZONES))
def test_days_that_are_a_week_month_quarter_or_year_go_by_its_name(
    at: datetime, kind: Named, zone: str
) -> None:
    period = period_of(kind, at, zone)
    assert period_between(period.first_day, period.last_day, zone) == period
    longer = period.last_day + timedelta(days=1)
    if (longer - period.first_day).days < MOST_DAYS:
        assert period_between(period.first_day, longer, zone).kind == "days"


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("2026-10-18..2026-10-05", "first day comes first"),
        ("2026-10-05..2026-10-32", "does not exist"),
        ("2026-10-05..2028-10-05", "at most 366 days"),
        ("1899-10-05..1899-10-06", "outside the years"),
        ("2026-10-05...2026-10-06", "is not a period"),
    ],
)
def test_days_that_are_no_period_are_refused_in_a_sentence(key: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        parse_period(key, "UTC")
