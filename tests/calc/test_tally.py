from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.calc.tally import Tally


def test_a_sum_is_told_with_its_unit_mean_and_count() -> None:
    assert Tally.of([30, 40, 144]).words("min") == "sum 214 min · mean 71.3 · count 3"
    assert Tally.of([Decimal("99.5"), 1.25]).words() == "sum 100.75 · mean 50.375 · count 2"
    assert Tally.of([99, 100]).words("%", summed=False) == "mean 99.5 · count 2"


def test_only_finite_numbers_are_added_up() -> None:
    assert Tally.of([1, None, "2", True, float("nan"), float("inf"), 3]) == Tally(Fraction(4), 2)
    assert Tally.of([]).words("min") == ""


@given(st.lists(st.decimals(-(10**6), 10**6, places=2)))
def test_decimals_are_added_exactly(values: list[Decimal]) -> None:
    assert Tally.of(values).total == sum(map(Fraction, values), Fraction())
