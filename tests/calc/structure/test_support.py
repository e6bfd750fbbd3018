"""Support hours: the periodic solution against small steps, against a long simulation, and where it is simple."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calc.structure import Part, Repairable, all_of, any_of
from app.calc.structure.support import WEEK_HOURS, unavailability_over_week

OFFICE = tuple((24.0 * day + 9, 24.0 * day + 17) for day in range(5))


@st.composite
def support(draw: st.DrawFn) -> tuple[tuple[float, float], ...] | None:
    """Stretches of a week on quarter hours; None is around the clock."""
    edges = draw(st.lists(st.integers(0, 672), min_size=2, max_size=8, unique=True).map(sorted))
    pairs = tuple((a / 4, b / 4) for a, b in zip(edges[::2], edges[1::2], strict=False))
    return draw(st.sampled_from([pairs, None]))


@given(st.floats(20, 5_000), st.floats(0.5, 30), support())
@settings(max_examples=10, deadline=None)
def test_the_week_in_closed_form_is_the_week_in_small_steps(
    mtbf: float, mtrs: float, supported: tuple[tuple[float, float], ...] | None
) -> None:
    step = 0.0125
    at = np.arange(0.0, WEEK_HOURS, step)
    works = np.full(len(at), supported is None)
    for start, end in supported or ():
        works |= (start <= at + step / 2) & (at + step / 2 < end)
    fade = np.where(works, np.exp(-(1 / mtbf + 1 / mtrs) * step), np.exp(-step / mtbf))
    settles = np.where(works, mtrs / (mtbf + mtrs), 1.0)
    q, by_steps = 0.5, np.zeros(len(at))
    for _ in range(60):
        before = q
        for i, (kept, settled) in enumerate(zip(fade.tolist(), settles.tolist(), strict=True)):
            by_steps[i] = q
            q = settled + (q - settled) * kept
        if abs(q - before) < 1e-13:
            break
    else:
        return  # it takes years of weeks to settle, which small steps do not afford
    found = unavailability_over_week(Repairable(mtbf, mtrs, supported), at)
    assert found == pytest.approx(by_steps, rel=1e-6, abs=1e-12)


def test_around_the_clock_it_is_the_textbook_ratio() -> None:
    found = Part("a").modelled({"a": Repairable(1_000, 4)})
    assert found.unavailability == pytest.approx(4 / 1_004, rel=1e-12)
    assert found.mtrs_hours == pytest.approx(4, rel=1e-9)
    assert found.mtbsi_hours == pytest.approx(1_004, rel=1e-9)
    assert found.failures_a_year == pytest.approx(8_766 / 1_004, rel=1e-9)


def test_a_pair_around_the_clock_fails_as_two_independent_parts_do() -> None:
    part = Repairable(1_000, 4)
    found = any_of(Part("a"), Part("b")).modelled({"a": part, "b": part})
    assert found.unavailability == pytest.approx((4 / 1_004) ** 2, rel=1e-12)
    assert found.mtrs_hours == pytest.approx(2, rel=1e-9)  # whichever of the two is back first


@pytest.mark.parametrize(("redundant", "worse"), [(2, 1.453), (3, 2.710)])
def test_parts_that_wait_for_monday_together_are_worse_than_their_product(
    redundant: int, worse: float
) -> None:
    part = Repairable(1_000, 4, OFFICE)
    names = [str(i) for i in range(redundant)]
    alone = Part("0").modelled({"0": part}).unavailability
    together = any_of(*map(Part, names)).modelled(dict.fromkeys(names, part)).unavailability
    assert together / alone**redundant == pytest.approx(worse, abs=5e-4)


def test_a_long_simulation_gives_the_same_level_and_as_many_failures() -> None:
    """A thousand pairs that fail often, side by side for forty weeks: within four standard errors and one per cent,
    which is what steps of three minutes cost."""
    mtbf, mtrs, weeks, runs = 60.0, 5.0, 40, 1_000
    service = tuple((24.0 * day + 8, 24.0 * day + 18) for day in range(5))
    part = Repairable(mtbf, mtrs, OFFICE)
    found = any_of(Part("a"), Part("b")).modelled({"a": part, "b": part}, service)
    random = np.random.default_rng(4)
    step = 0.05
    at = np.arange(0.0, WEEK_HOURS, step) + step / 2
    works = np.any([(start <= at) & (at < end) for start, end in OFFICE], axis=0)
    serves = np.any([(start <= at) & (at < end) for start, end in service], axis=0)
    down = np.zeros((2, runs), dtype=np.bool_)
    lost, failures = np.zeros(runs), np.zeros(runs)
    fails, restores = -np.expm1(-step / mtbf), -np.expm1(-step / mtrs)
    for week in range(weeks):
        for supported, served in zip(works.tolist(), serves.tolist(), strict=True):
            draw = random.random((2, runs))
            before = down.all(axis=0)
            down = np.where(down, (draw >= restores) | (not supported), draw < fails)
            after = down.all(axis=0)
            if week >= 10:
                lost += after * served
                failures += after & ~before
    share = lost / (serves.sum() * (weeks - 10))
    error = float(share.std() / np.sqrt(runs))
    assert float(share.mean()) == pytest.approx(
        found.unavailability, abs=4 * error + 0.01 * found.unavailability
    )
    a_year = failures * 8_766 / (WEEK_HOURS * (weeks - 10))
    error = float(a_year.std() / np.sqrt(runs))
    assert float(a_year.mean()) == pytest.approx(
        found.failures_a_year, abs=4 * error + 0.01 * found.failures_a_year
    )


def test_what_never_fails_has_no_mean_times() -> None:
    found = all_of().modelled({})
    assert (found.unavailability, found.failures_a_year, found.mtbsi_hours, found.mtrs_hours) == (
        0,
        0,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("mtbf", "mtrs", "supported"),
    [(0, 4, None), (10, float("nan"), None), (10, 4, ()), (10, 4, ((5.0, 3.0),)), (10, 4, ((0.0, 169.0),))],
)
def test_mean_times_and_support_that_cannot_be_are_refused(
    mtbf: float, mtrs: float, supported: tuple[tuple[float, float], ...] | None
) -> None:
    with pytest.raises(ValueError, match="hours"):
        Repairable(mtbf, mtrs, supported)
