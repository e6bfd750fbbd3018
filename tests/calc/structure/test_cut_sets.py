"""Cut sets and path sets: against every combination, against each other, and counted where nobody could list."""

from collections import Counter
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.structure import Part, Structure, TooLarge, all_of, any_of, at_least
from tests.calc.structure.by_hand import figures, is_up, minimal, sets_that_take_it_down, structures


@given(structures())
def test_cut_sets_are_the_smallest_of_all_that_take_it_down(structure: Structure) -> None:
    found = structure.cut_sets()
    assert len(found) == len(set(found))
    assert set(found) == minimal(sets_that_take_it_down(structure))


@given(structures())
def test_counting_agrees_with_listing(structure: Structure) -> None:
    assert structure.count_cut_sets() == dict(sorted(Counter(map(len, structure.cut_sets())).items()))


@given(structures())
def test_a_path_set_keeps_it_up_and_none_of_it_can_be_spared(structure: Structure) -> None:
    for path in structure.path_sets():
        assert is_up(structure, path)
        assert not any(is_up(structure, path - {part}) for part in path)


@given(structures())
def test_every_cut_set_meets_every_path_set(structure: Structure) -> None:
    assert all(cut & path for cut in structure.cut_sets() for path in structure.path_sets())


@given(structures(), st.integers(0, 4), st.integers(0, 6))
def test_up_to_an_order_and_a_number_the_smallest_come_first(
    structure: Structure, order: int, most: int
) -> None:
    every = [one for one in structure.cut_sets() if len(one) <= order]
    some = structure.cut_sets(order, most)
    assert [len(one) for one in some] == sorted(len(one) for one in every)[:most]
    assert set(some) <= set(every)


@given(st.data())
def test_the_likeliest_come_first_and_are_as_likely_as_all_of_them_being_down(data: st.DataObject) -> None:
    structure = data.draw(structures())
    q = data.draw(figures(structure))
    chances = sorted((_chance(one, q) for one in structure.cut_sets()), reverse=True)
    found = structure.likeliest_cut_sets(q, 5)
    assert [chance for _, chance in found] == pytest.approx([c for c in chances if c > 0][:5])
    assert all(chance == pytest.approx(_chance(one, q)) for one, chance in found)


def _chance(parts: frozenset[str], q: dict[str, float]) -> float:
    chance = 1.0
    for part in parts:
        chance *= q[part]
    return chance


def test_sets_nobody_could_list_are_counted() -> None:
    groups = [at_least(11, *(Part(f"{group}.{i}") for i in range(20))) for group in range(4)]
    structure = any_of(*groups)
    assert structure.count_cut_sets() == {40: comb(20, 10) ** 4}
    assert len(structure.cut_sets(most=7)) == 7
    with pytest.raises(TooLarge, match="ask for a number of them"):
        structure.cut_sets()


def test_single_points_of_failure_come_first() -> None:
    switch, one, other = Part("switch"), Part("one"), Part("other")
    structure = any_of(all_of(one, switch), all_of(other, switch))
    assert structure.cut_sets() == (frozenset({"switch"}), frozenset({"one", "other"}))
    assert structure.cut_sets(order=1) == (frozenset({"switch"}),)
    assert set(structure.path_sets()) == {frozenset({"one", "switch"}), frozenset({"other", "switch"})}
