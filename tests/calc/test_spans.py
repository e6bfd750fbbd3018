"""Spans are a set algebra: every law of sets holds, against sets of numbers as the slow second way."""

import operator
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.spans import LATEST, Spans, to_datetime, to_microseconds

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

raw = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)), max_size=12)


def build(intervals: list[tuple[int, int]]) -> Spans:
    return Spans.of_microseconds([at for at, _ in intervals], [at + length for at, length in intervals])


def points(spans: Spans) -> set[int]:
    return {n for start, end in zip(spans.starts, spans.ends, strict=True) for n in range(start, end)}


spans = raw.map(build)


@given(raw)
def test_what_is_built_covers_the_same_points_and_is_canonical(intervals: list[tuple[int, int]]) -> None:
    built = build(intervals)
    assert points(built) == {n for at, length in intervals for n in range(at, at + length)}
    assert np.all(built.starts < built.ends)
    assert np.all(built.ends[:-1] < built.starts[1:])


@given(raw, st.randoms())
def test_the_order_of_the_intervals_does_not_matter(intervals: list[tuple[int, int]], random) -> None:
    shuffled = list(intervals)
    random.shuffle(shuffled)
    assert build(shuffled) == build(intervals)


@given(spans, spans)
def test_union_intersection_and_difference_are_those_of_sets(a: Spans, b: Spans) -> None:
    assert points(a | b) == points(a) | points(b)
    assert points(a & b) == points(a) & points(b)
    assert points(a - b) == points(a) - points(b)


@given(spans, spans, spans)
def test_the_laws_of_sets_hold(a: Spans, b: Spans, c: Spans) -> None:
    assert a | a == a & a == a
    assert a | b == b | a
    assert a & (b | c) == (a & b) | (a & c)
    assert a - (b | c) == (a - b) & (a - c)
    assert (a - b) | (a & b) == a
    assert (a | b).microseconds == a.microseconds + b.microseconds - (a & b).microseconds


@given(st.integers(1, 4), st.lists(spans, min_size=1, max_size=4))
def test_at_least_k_is_where_k_of_them_overlap(k: int, sets: list[Spans]) -> None:
    covered = [points(each) for each in sets]
    expected = {n for n in range(80) if sum(n in each for each in covered) >= k}
    assert points(Spans.at_least(k, sets)) == expected


@given(spans, st.integers(-5, 80), st.integers(-5, 80))
def test_clipping_and_measuring_agree_with_counting_points(a: Spans, start: int, end: int) -> None:
    inside = {n for n in points(a) if start <= n < end}
    assert points(a.clip(start, end)) == inside
    assert a.measure_between([start], [end]).tolist() == [len(inside)]
    assert points(a.complement(start, end)) == set(range(start, end)) - inside


@given(spans, st.lists(st.integers(-5, 80)))
def test_an_instant_is_covered_when_it_is_a_point_of_the_set(a: Spans, at: list[int]) -> None:
    assert a.covers(at).tolist() == [n in points(a) for n in at]


@given(spans, st.integers(-5, 80), st.integers(1, 30))
def test_advancing_stops_when_so_many_points_have_passed(a: Spans, start: int, amount: int) -> None:
    ahead = sorted(n for n in points(a) if n >= start)
    expected = ahead[amount - 1] + 1 if len(ahead) >= amount else LATEST
    assert a.advance([start], [amount]).tolist() == [expected]


@given(spans, st.integers(-5, 80))
def test_advancing_by_nothing_waits_for_the_set(a: Spans, start: int) -> None:
    ahead = sorted(n for n in points(a) if n >= start)
    assert a.advance([start], [0]).tolist() == [ahead[0] if ahead else LATEST]


def test_pairs_of_any_time_zone_come_back_in_utc() -> None:
    east = NOON.astimezone(timezone(timedelta(hours=5, minutes=45)))
    built = Spans.of([(NOON + HOUR, NOON + 2 * HOUR), (east, east + HOUR)])
    assert built.pairs() == [(NOON, NOON + 2 * HOUR)]
    assert (len(built), built.seconds, built.microseconds, bool(built)) == (1, 7200.0, 7_200_000_000, True)


def test_an_empty_set_is_a_value_like_any_other() -> None:
    nothing, something = Spans.empty(), Spans.of([(NOON, NOON + HOUR)])
    assert not nothing
    assert len(nothing) == 0
    assert nothing.seconds == 0
    assert nothing | something == something
    assert nothing & something == something - something == nothing - something == nothing
    assert nothing == Spans.of([(NOON, NOON)]) == Spans.of([]) == Spans.at_least(2, [something])
    assert nothing != "nothing"


def test_equal_sets_are_one_key_of_a_dictionary() -> None:
    halves = [(NOON, NOON + HOUR), (NOON + HOUR, NOON + 2 * HOUR)]
    assert len({Spans.of(halves), Spans.of([(NOON, NOON + 2 * HOUR)])}) == 1


def test_the_arrays_cannot_be_written_to_and_do_not_follow_their_source() -> None:
    source = np.array([1, 5], dtype=np.int64)
    built = Spans.of_microseconds(source, source + 2)
    source[0] = 0
    assert built.starts.tolist() == [1, 5]
    with pytest.raises(ValueError, match="read-only"):
        built.starts[0] = 0


def test_microseconds_are_kept_exactly() -> None:
    odd = datetime(2026, 10, 1, 12, 0, 0, 1, tzinfo=UTC)
    assert to_datetime(to_microseconds(odd)) == odd
    assert Spans.of([(NOON, odd)]).microseconds == 1


@pytest.mark.parametrize(
    ("starts", "ends", "reason"),
    [
        ([5], [4], "ends before it starts"),
        ([1, 2], [3], "do not pair"),
        ([0.5], [1.5], "whole numbers"),
        ([float("nan")], [1.0], "whole numbers"),
        (["a"], ["b"], "whole numbers"),
    ],
)
def test_what_is_no_interval_cannot_be_built(starts: list[object], ends: list[object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Spans.of_microseconds(starts, ends)


def test_a_datetime_without_zone_an_end_before_its_start_and_no_overlap_at_all_are_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        Spans.of([(datetime(2026, 1, 1), NOON)])  # noqa: DTZ001
    with pytest.raises(ValueError, match="ends before it starts"):
        Spans.of([(NOON, NOON - HOUR)])
    with pytest.raises(ValueError, match="at least 0"):
        Spans.at_least(0, [Spans.empty()])
    with pytest.raises(ValueError, match="years 1 to 9999"):
        Spans.of_microseconds([0], [LATEST]).pairs()


def test_microseconds_beyond_the_range_are_refused_rather_than_wrapped_around() -> None:
    beyond = np.array([2**63 + 5], dtype=np.uint64)
    with pytest.raises(ValueError, match="too large"):
        Spans.of_microseconds(beyond, beyond + np.uint64(1))


@pytest.mark.parametrize("other", [None, 1, [], [(NOON, NOON + HOUR)]])
@pytest.mark.parametrize("own", [Spans.empty(), Spans.of([(NOON, NOON + HOUR)])])
def test_spans_combine_with_spans_only(own: Spans, other: object) -> None:
    for combine in (operator.or_, operator.and_, operator.sub):
        with pytest.raises(TypeError, match="unsupported operand"):
            combine(own, other)


def test_any_iterable_of_sets_may_overlap_and_a_fraction_of_them_may_not() -> None:
    whole = Spans.of([(NOON, NOON + HOUR)])
    assert Spans.at_least(2, (each for each in (whole, whole, Spans.empty()))) == whole
    with pytest.raises(ValueError, match=r"at least 1\.5"):
        Spans.at_least(1.5, [whole, whole])  # pyright: ignore[reportArgumentType]
