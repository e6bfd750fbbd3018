"""Verdicts compare exact amounts: what is exactly met is met, what is a hair less is missed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.targets import SIGNS, Target
from app.calc.verdicts import Share, judge, judge_each, proven, whole_numbers


def target(value: str, comparison: str = ">=", margin: str | None = None) -> Target:
    assert comparison in (">=", "<=")
    return Target("availability", comparison, Decimal(value), Decimal(margin) if margin else None)


def exactly_met() -> list[tuple[Target, int, int]]:
    """(target, base, downtime) for percentages and months of 160 to 744 hours that meet to the second."""
    cases: list[tuple[Target, int, int]] = []
    for thousandths in range(95_000, 100_000, 50):
        for base_minutes in range(9_600, 44_641, 240):
            allowed = Fraction(base_minutes * 60 * (100_000 - thousandths), 100_000)
            if allowed.denominator == 1:
                cases.append((target(str(Decimal(thousandths) / 1000)), base_minutes * 60, int(allowed)))
    return cases


def test_every_exactly_met_target_is_met_and_a_second_more_is_missed() -> None:
    cases = exactly_met()
    floats = sum((base - down) / base * 100 < float(each.value) for each, base, down in cases)
    assert len(cases) >= 1703
    assert floats > 0  # what floating point gets wrong
    for each, base, down in cases:
        assert judge([Share(each, base - down, Fraction(base, 100))]).verdict == "met"
        assert judge([Share(each, base - down - 1, Fraction(base, 100))]).verdict == "missed"


def test_closer_than_the_margin_is_nearly_missed() -> None:
    near = target("99.5", margin="0.1")
    assert judge([Share(near, Fraction("99.59"), 1)]).verdict == "nearly missed"
    assert judge([Share(near, Fraction("99.6"), 1)]).verdict == "met"
    assert judge([Share(near, Fraction("99.49"), 1)]).verdict == "missed"
    most = target("4", "<=", margin="1")
    assert [judge([Share(most, amount, 1)]).verdict for amount in (3, 4, 5)] == [
        "met",
        "nearly missed",
        "missed",
    ]


def test_nothing_to_count_per_is_no_data() -> None:
    assert judge([Share(target("99"), 0, 0)]).verdict == "no data"


def test_the_worst_share_decides_where_shares_do_not_add_up() -> None:
    most = target("4", "<=")
    assert judge_each([Share(most, 3, 1), Share(most, 5, 1)]).achieved == 5
    assert judge_each([Share(most, 2, 1), Share(most, 3, 1)]).achieved == 3


def test_extremes_that_disagree_prove_nothing() -> None:
    usual, low, high = (
        judge([Share(target("99.5"), Fraction(each), 1)]) for each in ("99.6", "99.4", "99.7")
    )
    assert proven(usual, [low, high]) == ("not proven", Fraction("99.4"), Fraction("99.7"))
    assert proven(usual, []) == ("met", None, None)


@given(st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 10**9)), min_size=1, max_size=5))
def test_versions_with_the_same_value_are_judged_as_one(rows: list[tuple[int, int]]) -> None:
    same = target("99.9")
    apart = judge([Share(same, base - down % base, Fraction(base, 100)) for base, down in rows])
    base, down = sum(base for base, _ in rows), sum(down % base for base, down in rows)
    assert apart == judge([Share(same, base - down, Fraction(base, 100))])


@given(st.lists(st.fractions(-1000, 1000), max_size=8))
def test_whole_numbers_sum_to_the_whole(amounts: list[Fraction]) -> None:
    whole = whole_numbers(amounts)
    assert sum(whole) == sum(amounts) // 1
    assert all(abs(number - amount) < 1 for number, amount in zip(whole, amounts, strict=True))


@pytest.mark.parametrize("verdict", SIGNS)
def test_every_verdict_has_a_sign_of_its_own(verdict: str) -> None:
    assert list(SIGNS.values()).count(SIGNS[verdict]) == 1  # pyright: ignore[reportArgumentType]
