"""Downtime divided among parts: minute by minute against the sweep, and shares that sum to the whole."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.spans import Spans
from app.calc.structure.contributions import Divided, degraded_shares, divided

MINUTES = 24
NAMES = ("service", "inner", "a", "b", "c")
BELOW = {"service": frozenset({"inner", "a", "b", "c"}), "inner": frozenset({"c"})}
Down = dict[str, frozenset[int]]


@st.composite
def outages(draw: st.DrawFn) -> Down:
    minutes = st.frozensets(st.integers(0, MINUTES - 1))
    return draw(st.dictionaries(st.sampled_from(NAMES), minutes))


def spans(minutes: frozenset[int]) -> Spans:
    starts = sorted(minutes)
    return Spans.of_microseconds([60 * m for m in starts], [60 * m + 60 for m in starts])


def to_blame(minute: int, down: Down) -> set[str]:
    """Whose minute it is, one at a time."""
    named = {part for part, its in down.items() if minute in its}
    return {part for part in named if not BELOW.get(part, frozenset()) & named}


def asked(whole: frozenset[int], unplanned: Down, planned: Down) -> Divided:
    every = ({part: spans(its) for part, its in down.items()} for down in (unplanned, planned))
    return divided(spans(whole), *every, "service", BELOW)


@given(st.frozensets(st.integers(0, MINUTES - 1)), outages(), outages())
def test_each_minute_is_divided_evenly_and_all_shares_sum_to_the_downtime(
    whole: frozenset[int], unplanned: Down, planned: Down
) -> None:
    found = asked(whole, unplanned, planned)
    wanted: dict[tuple[str, bool], Fraction] = {}
    for minute in whole:
        failed, worked = to_blame(minute, unplanned), to_blame(minute, planned)
        parts = failed or worked or {"service"}
        for part in parts:
            key = part, bool(worked) and not failed
            wanted[key] = wanted.get(key, Fraction()) + Fraction(60, len(parts))
    for by_plan, amounts in ((False, found.unplanned), (True, found.planned)):
        assert set(amounts) == {part for part, planned_too in wanted if planned_too == by_plan}
        for part, amount in amounts.items():
            assert abs(amount - wanted[part, by_plan]) < 1
    assert sum(found.unplanned.values()) + sum(found.planned.values()) == spans(whole).microseconds


@given(st.frozensets(st.integers(0, MINUTES - 1)), outages(), outages())
def test_the_stretches_are_the_downtime_in_order_of_time_with_whoever_is_to_blame(
    whole: frozenset[int], unplanned: Down, planned: Down
) -> None:
    stretches = asked(whole, unplanned, planned).stretches
    together = Spans.of_microseconds([each.start for each in stretches], [each.end for each in stretches])
    assert together == spans(whole)
    assert all(a.end <= b.start for a, b in pairwise(stretches))
    for each in stretches:
        minute = each.start // 60
        parts = to_blame(minute, planned if each.planned else unplanned)
        assert set(each.parts) == (parts or {"service"})


def test_what_nothing_explains_is_the_service_s_own() -> None:
    found = asked(frozenset({1, 2}), {"a": frozenset({2})}, {})
    assert (found.unplanned, found.planned) == ({"a": 60, "service": 60}, {})


def test_a_record_of_the_service_yields_to_its_part_and_no_other_does() -> None:
    down = {"service": frozenset({1, 2}), "a": frozenset({1}), "b": frozenset({1})}
    assert asked(frozenset({1, 2}), down, {}).unplanned == {"a": 30, "b": 30, "service": 60}


@pytest.mark.parametrize("whole", [frozenset[int](), frozenset({3})])
def test_degraded_time_is_divided_alike(whole: frozenset[int]) -> None:
    found = degraded_shares(
        spans(whole), {"a": spans(frozenset({3})), "b": spans(frozenset({3}))}, "service", BELOW
    )
    assert found == ({"a": 30, "b": 30} if whole else {})
