"""Exact figures: against every combination tried, against published trees, and where arithmetic is tempted."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.structure import Part, Structure, TooLarge, all_of, any_of, at_least, capacity, steps
from tests.calc.structure.by_hand import figures, structures, unavailability

A, B, C, S = (Part(name) for name in "abcs")


@given(st.data())
def test_unavailability_is_the_sum_of_all_combinations(data: st.DataObject) -> None:
    structure = data.draw(structures())
    q = data.draw(figures(structure))
    assert structure.unavailability(q) == pytest.approx(unavailability(structure, q), rel=1e-12, abs=1e-300)


@given(st.data())
def test_importances_are_differences_and_ratios_of_the_same_structure_asked_again(
    data: st.DataObject,
) -> None:
    structure = data.draw(structures())
    q = data.draw(figures(structure))
    whole = unavailability(structure, q)
    for part, importance in structure.importance(q).items():
        down, up = (unavailability(structure, q | {part: fixed}) for fixed in (1.0, 0.0))
        assert importance.birnbaum == pytest.approx(down - up, rel=1e-9, abs=1e-12)
        if whole > 1e-12 and up > 1e-12:
            assert importance.criticality == pytest.approx((whole - up) / whole, rel=1e-6, abs=1e-9)
            assert importance.raw == pytest.approx(down / whole, rel=1e-9)
            assert importance.rrw == pytest.approx(whole / up, rel=1e-6)


def test_a_shared_part_counts_once() -> None:
    q = {"a": 0.01, "b": 0.01, "s": 0.01}
    shared = any_of(all_of(A, S), all_of(B, S))
    assert shared.availability(dict.fromkeys(q, 0.99)) == pytest.approx(0.990_0 * (1 - 0.01**2), rel=1e-12)
    assert shared.unavailability(q) == pytest.approx(0.010_099, abs=1e-9)  # FACTS: 98.990 %, not 99.960 %


def test_tiny_unavailabilities_keep_their_digits() -> None:
    q = {"a": 1e-13, "b": 3e-13, "s": 0.0}
    assert all_of(A, B).unavailability(q) == pytest.approx(4e-13, rel=1e-12)
    assert any_of(all_of(A, S), all_of(B, S)).unavailability(q) == pytest.approx(3e-26, rel=1e-12)


def test_a_part_behind_everything_has_no_limit_to_what_its_improvement_brings() -> None:
    importance = all_of(S, any_of(A, B)).importance({"a": 0.0, "b": 0.5, "s": 1e-3})
    assert importance["s"].rrw == float("inf")
    assert importance["s"].raw == pytest.approx(1000)
    assert importance["s"].criticality == pytest.approx(1)


def test_capacity_counts_what_each_member_gives() -> None:
    sixty = capacity(60, {A: 50, B: 30, C: 20})
    q = {"a": 0.1, "b": 0.2, "c": 0.3}
    assert sixty.unavailability(q) == pytest.approx(0.1 + 0.9 * 0.2 * 0.3, rel=1e-12)
    assert set(sixty.cut_sets()) == {frozenset("a"), frozenset("bc")}
    assert capacity(0.3, {A: 0.1, B: 0.1, C: 0.1}).unavailability(q) == pytest.approx(1 - 0.9 * 0.8 * 0.7)


def test_frequency_is_what_each_part_takes_down_by_failing() -> None:
    pair = any_of(A, B)
    assert pair.frequency({"a": (0.01, 4.0), "b": (0.02, 6.0)}) == pytest.approx(0.02 * 4 + 0.01 * 6)
    assert all_of(A, B).frequency({"a": (0.0, 4.0), "b": (0.0, 6.0)}) == pytest.approx(10)


def test_what_needs_nothing_is_never_down() -> None:
    nothing = all_of()
    assert nothing.unavailability({}) == 0
    assert nothing.cut_sets() == ()
    assert nothing.path_sets() == (frozenset(),)
    assert all_of(A, nothing).unavailability({"a": 0.25}) == 0.25
    assert any_of(A, nothing).unavailability({"a": 0.25}) == 0


def test_there_is_no_limit_to_how_deep_a_structure_goes() -> None:
    deep: Structure = Part("0")
    for level in range(1, 5_000):
        deep = all_of(Part(str(level)), deep) if level % 2 else any_of(Part(str(level)), deep)
    q = dict.fromkeys(deep.parts, 0.5)
    assert 0 < deep.unavailability(q) < 1
    assert sum(deep.count_cut_sets().values()) == 2_501
    assert len(deep.importance(q)) == 5_000


@pytest.mark.parametrize("figure", [-0.1, 1.1, float("nan"), float("inf")])
def test_what_is_no_probability_is_refused_by_name(figure: float) -> None:
    with pytest.raises(ValueError, match="for b"):
        all_of(A, B).unavailability({"a": 0.1, "b": figure})


def test_a_part_without_a_figure_is_named() -> None:
    with pytest.raises(ValueError, match="no figure is given for b"):
        all_of(A, B).unavailability({"a": 0.1})


@pytest.mark.parametrize("k", [0, 3, 1.5])
def test_only_what_can_be_asked_of_so_many_is_asked(k: float) -> None:
    with pytest.raises(ValueError, match="cannot be asked for"):
        at_least(k, A, B)  # type: ignore[arg-type]


@given(st.data())
def test_bounds_hold_the_exact_figure_where_no_diagram_fits(data: st.DataObject) -> None:
    structure = data.draw(structures())
    q = data.draw(figures(structure))
    exact = structure.unavailability(q)
    with _no_diagrams():
        low, high = all_of(structure).bounds(q)
    assert 0 <= low <= exact * (1 + 1e-9) + 1e-15
    assert exact * (1 - 1e-9) - 1e-15 <= high <= 1


def test_bounds_are_sharp_where_failures_are_rare() -> None:
    members = [any_of(*(Part(f"{(i * k + k) % 23}") for k in (1, 5, 7))) for i in range(1, 12)]
    structure = all_of(*members)
    q = dict.fromkeys(structure.parts, 0.001)
    exact = structure.unavailability(q)
    with _no_diagrams():
        again = all_of(structure)
        with pytest.raises(TooLarge):
            again.unavailability(q)
        low, high = again.bounds(q)
    assert low == pytest.approx(exact, rel=1e-3)
    assert high == pytest.approx(exact, rel=1e-3)
    assert low <= exact <= high


@contextmanager
def _no_diagrams() -> Generator[None]:
    """As if no diagram fitted, however small."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "_diagram_of", lambda _: None)
        yield


@pytest.mark.shared
def test_published_small_trees_come_out_as_published(shared_data: Path) -> None:
    cases = json.loads((shared_data / "cases" / "fault_trees_small.json").read_text(encoding="utf-8"))[
        "cases"
    ]
    tried = 0
    for case in cases:
        tree = _tree(case["input"])
        if tree is not None:
            found = tree.unavailability(case["input"]["basic_events"])
            assert found == pytest.approx(case["expected"]["top_probability_exact"], rel=1e-9), case["id"]
            tried += 1
    assert tried


_WORDS = {"or": all_of, "and": any_of}  # of failure: down with any is needing all


def _tree(given: dict) -> Structure | None:
    """A published tree in our words; None where it says "not", which no structure does."""
    fixed = {name: Part(name) for name in given["basic_events"]}
    try:
        return _formula(["ref", given["top"]], given, fixed)
    except KeyError:
        return None


def _formula(formula: list, given: dict, fixed: dict[str, Part]) -> Structure:
    word, *members = formula
    if word == "ref":
        name = members[0]
        return fixed[name] if name in fixed else _formula(given["gates"][name], given, fixed)
    if word == "atleast":
        k, *rest = members
        built = [_formula(member, given, fixed) for member in rest]
        return at_least(len(built) - k + 1, *built)
    return _WORDS[word](*(_formula(member, given, fixed) for member in members))
