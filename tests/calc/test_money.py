"""Sums of money: exact, read as people write them, never added across currencies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.money import Money, read_money, summed
from app.errors import InputError


@pytest.mark.parametrize(
    ("typed", "minor", "currency"),
    [
        ("12500", 1_250_000, "EUR"),
        ("12,500", 1_250_000, "EUR"),
        ("12.500,50 €", 1_250_050, "EUR"),
        ("12,500.50", 1_250_050, "EUR"),
        ("12 500", 1_250_000, "EUR"),
        ("12’500 CHF", 1_250_000, "CHF"),
        ("0,5", 50, "EUR"),
        ("800 jpy", 800, "JPY"),
        ("1,234,567", 123_456_700, "EUR"),
        ("1.5 KWD", 1_500, "KWD"),
        ("0", 0, "EUR"),
    ],
)
def test_sums_are_read_as_people_write_them(typed: str, minor: int, currency: str) -> None:
    assert read_money(typed, "EUR") == Money(minor, currency)


@pytest.mark.parametrize(
    "typed", ["a lot", "-5", "1.2.3", "1,23,456", "0.001", "9" * 20, "1e5", "12 50 0", "1,250,50", "1.250.5"]
)
def test_what_is_no_sum_is_refused_by_quoting_it(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        read_money(typed, "EUR")
    assert typed in str(refused.value)


def test_a_sign_says_the_currency_where_it_is_that_of_one() -> None:
    assert read_money("12.500,50 €", "USD") == Money(1_250_050, "EUR")
    assert read_money("£800", "EUR") == Money(80_000, "GBP")
    assert read_money("$800", "CAD") == Money(80_000, "CAD")


def test_nothing_is_no_sum() -> None:
    assert read_money("  ", "EUR") is None


@given(st.integers(0, 10**14), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_what_is_written_is_read_again(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert read_money(str(money), "CHF") == money


def test_currencies_are_summed_apart() -> None:
    given_sums = [Money(100, "EUR"), Money(5, "JPY"), Money(250, "EUR")]
    assert summed(given_sums) == (Money(350, "EUR"), Money(5, "JPY"))
    assert [str(one) for one in summed(given_sums)] == ["3.50 EUR", "5 JPY"]
    assert summed([]) == ()
