"""Figures as people read them: rounding never crosses a target."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.targets import Level, Target
from app.calc.words import (
    HOUR,
    MINUTE,
    SECOND,
    duration,
    minutes,
    number,
    percent,
    plain,
    plural,
    rounded,
    shown,
)


@pytest.mark.parametrize(
    ("microseconds", "text"),
    [
        (0, "0 s"),
        (400_000, "under 1 s"),
        (45 * SECOND, "45 s"),
        (59_600_000, "1 min"),
        (270 * SECOND, "4 min 30 s"),
        (3_599_700_000, "1 h"),
        (124 * MINUTE, "2 h 4 min"),
        (64 * HOUR, "64 h"),
        (2510 * HOUR, "2,510 h"),
        (-90 * MINUTE, "−1 h 30 min"),
    ],
)
def test_durations_say_two_units_at_most(microseconds: int, text: str) -> None:
    assert duration(microseconds) == text


def test_minutes_have_a_decimal_only_where_it_says_something() -> None:
    assert minutes(124 * MINUTE) == "124 min"
    assert minutes(Fraction("39.6") * MINUTE) == "39.6 min"


def test_minutes_beyond_a_limit_never_read_as_the_limit() -> None:
    assert minutes(66 * MINUTE + 1, 66 * MINUTE) != "66 min"
    assert minutes(66 * MINUTE, 66 * MINUTE) == "66 min"


def test_a_missed_percentage_never_reads_as_the_target() -> None:
    assert percent(Fraction("99.495"), 1, Decimal("99.5")) == "99.495 %"
    assert percent(Fraction("99.4999999"), 2, Decimal("99.5")) == "99.4999999 %"
    assert percent(Fraction("99.5"), 2, Decimal("99.5")) == "99.50 %"


def test_what_is_not_perfect_never_reads_as_100() -> None:
    assert percent(Fraction("99.9999"), 2) == "99.9999 %"
    assert percent(Fraction(100)) == "100.00 %"


def test_numbers_are_grouped_and_nouns_counted() -> None:
    assert number(1703) == "1,703"
    assert number(Fraction("2510.25"), 1) == "2,510.2"
    assert plural(1, "outage") == "1 outage"
    assert plural(1200, "outage") == "1,200 outages"
    assert plain(Decimal("1E+2")) == "100"
    assert plain(Decimal("99.50")) == "99.5"


def test_a_level_is_shown_with_its_unit_and_the_digits_of_its_target() -> None:
    target = Target("availability", ">=", Decimal("99.95"))
    assert shown(Level("missed", achieved=Fraction("99.071")), target) == "99.07 %"
    assert shown(Level("no data"), target) == ""
    breaks = Target("breaks", "<=", Decimal(2))
    assert shown(Level("met", achieved=Fraction(1), unit="breaks"), breaks) == "1 break"
    hours = Target("mtrs", "<=", Decimal(4))
    assert shown(Level("met", achieved=Fraction("3.96"), unit="h", limit=Fraction(4)), hours) == "3.96 h"


@given(st.fractions(0, 100), st.decimals(0, 100, places=3), st.integers(0, 3))
def test_rounding_never_crosses_the_target(value: Fraction, target: Decimal, digits: int) -> None:
    read = Fraction(rounded(value, digits, target))
    assert abs(read - value) <= Fraction(1, 2 * 10**digits)
    if abs(value - Fraction(target)) > Fraction(1, 10**11):
        assert (read >= target) == (value >= target)


@given(st.fractions(-1000, 99, max_denominator=4000), st.integers(0, 14))
def test_rounding_is_that_of_exact_fractions(value: Fraction, digits: int) -> None:
    """From the middle to the even digit, and to twelve digits at most."""
    read = Fraction(rounded(value, digits).replace("−", "-"))
    assert read == round(value, min(digits, 12))
