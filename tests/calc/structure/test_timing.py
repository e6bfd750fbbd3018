"""A structure over time: minute by minute against the Spans, and blame that sums to the downtime."""

from hypothesis import given
from hypothesis import strategies as st

from app.calc.spans import Spans
from app.calc.structure import Part, Structure, all_of, any_of, at_least, capacity
from tests.calc.structure.by_hand import NAMES, is_up, structures

MINUTES = 24


@st.composite
def outages(draw: st.DrawFn) -> dict[str, frozenset[int]]:
    """For some of the parts, the minutes in which it was down."""
    minutes = st.frozensets(st.integers(0, MINUTES - 1))
    return draw(st.dictionaries(st.sampled_from(NAMES), minutes))


def _spans(minutes: frozenset[int]) -> Spans:
    starts = sorted(minutes)
    return Spans.of_microseconds(starts, [start + 1 for start in starts])


def _down_then(structure: Structure, down: dict[str, frozenset[int]], minute: int) -> frozenset[str]:
    return frozenset(part for part in structure.parts if minute in down.get(part, ()))


@given(structures(), outages())
def test_it_is_down_in_the_minutes_in_which_what_is_left_does_not_suffice(
    structure: Structure, down: dict[str, frozenset[int]]
) -> None:
    every = frozenset(structure.parts)
    by_minute = {m for m in range(MINUTES) if not is_up(structure, every - _down_then(structure, down, m))}
    assert structure.down({part: _spans(its) for part, its in down.items()}) == _spans(frozenset(by_minute))


@given(structures(), outages())
def test_blame_falls_on_parts_that_are_down_and_its_shares_sum_to_the_downtime(
    structure: Structure, down: dict[str, frozenset[int]]
) -> None:
    spans = {part: _spans(its) for part, its in down.items()}
    whole = structure.down(spans)
    blame = structure.blame(spans)
    together = Spans.empty()
    for part, its in blame.items():
        assert its.during - spans.get(part, Spans.empty()) == Spans.empty()
        assert its.alone - its.during == Spans.empty()
        together |= its.during
    assert together == whole
    assert sum(its.share_microseconds for its in blame.values()) == whole.microseconds


@given(structures(), outages())
def test_a_part_alone_to_blame_is_one_whose_return_would_have_sufficed(
    structure: Structure, down: dict[str, frozenset[int]]
) -> None:
    spans = {part: _spans(its) for part, its in down.items()}
    for part, its in structure.blame(spans).items():
        without = structure.down({name: its for name, its in spans.items() if name != part})
        assert its.alone == structure.down(spans) - without


def test_what_was_down_but_changed_nothing_is_not_blamed() -> None:
    structure = all_of(Part("till"), any_of(Part("line 1"), Part("line 2")))
    spans = {
        "till": _spans(frozenset({1})),
        "line 1": _spans(frozenset({1, 2, 3})),
        "line 2": _spans(frozenset({3})),
    }
    assert structure.down(spans) == _spans(frozenset({1, 3}))
    blame = structure.blame(spans)
    assert blame["till"].share_microseconds == 1
    assert blame["line 1"].during == _spans(frozenset({3}))
    assert blame["line 1"].alone == blame["line 2"].alone == _spans(frozenset({3}))


def test_capacity_over_time_weighs_what_is_down() -> None:
    sixty = capacity(60, {Part("a"): 50, Part("b"): 30, Part("c"): 20})
    down = {"a": _spans(frozenset({0})), "b": _spans(frozenset({1, 2})), "c": _spans(frozenset({2, 3}))}
    assert sixty.down(down) == _spans(frozenset({0, 2}))


def test_a_part_in_two_places_counts_in_both() -> None:
    twice = at_least(2, Part("a"), Part("a"), Part("b"))
    assert twice.down({"a": _spans(frozenset({0})), "b": _spans(frozenset({1}))}) == _spans(frozenset({0}))
