"""What few failures at once leave of a structure: against every combination tried, and where it has to be close."""

from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.structure import Part, all_of, any_of, steps
from app.calc.structure.truncation import more_than, truncated
from tests.calc.structure.by_hand import chance_of, figures, sets_that_take_it_down, structures


@given(st.data(), st.integers(1, 4))
def test_each_side_is_the_sum_of_the_combinations_it_stands_for(data: st.DataObject, most: int) -> None:
    structure = data.draw(structures())
    network = structure._compiled.network
    if network.root not in network.gates:
        return
    q = data.draw(figures(structure))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.calc.structure.truncation._STEPS", (most,))
        truncation = truncated(network)
    if truncation is None:
        assert most >= len(structure.parts)
        return
    asked = [structure.parts[leaf] for leaf in truncation.order]
    few = [down for down in sets_that_take_it_down(structure) if len(down & set(asked)) <= most]
    within = sum(chance_of(structure.parts, down, q) for down in few)
    chances = [q[part] for part in structure.parts]
    low, high = truncation.interval(chances, chances)
    more = more_than(most, [q[part] for part in asked])
    assert low == pytest.approx(within, rel=1e-12, abs=1e-300)
    assert high == pytest.approx(min(1.0, within + more), rel=1e-12, abs=1e-300)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.integers(0, 8))
def test_more_than_so_many_is_the_sum_of_the_combinations(q: list[float], most: int) -> None:
    combinations = (each for each in product((False, True), repeat=len(q)) if sum(each) > most)
    slow = sum(prod(p if down else 1 - p for p, down in zip(q, each, strict=True)) for each in combinations)
    assert more_than(most, q) == pytest.approx(slow, rel=1e-9, abs=1e-300)


def test_bounds_of_a_rare_failure_of_many_together_are_close() -> None:
    """The likeliest cut sets alone leave such a structure between nothing and 4 %."""
    rows = [any_of(*(Part(f"{(7 * row + 11 * place) % 60}") for place in range(5))) for row in range(40)]
    structure = any_of(all_of(*rows[:20]), all_of(*rows[20:]))
    q = dict.fromkeys(structure.parts, 0.003)
    exact = structure.unavailability(q)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "_diagram_of", lambda _: None)
        low, high = all_of(structure).bounds(q)
    assert low <= exact <= high
    assert (low, high) == (pytest.approx(exact, rel=0.02), pytest.approx(exact, rel=0.02))
