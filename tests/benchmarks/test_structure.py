"""The structure engine beside a plain recursive decision diagram in the same run, and its growth with size."""

import pytest

from app.calc.structure import Structure, all_of
from tests.benchmarks.fault_trees import PlainDiagram, chain, estate, tree

TREES = [(200, 220, 3), (300, 300, 4), (80, 300, 6)]  # events, gates, seed


def _fresh(structure: Structure) -> Structure:
    """The same structure, with nothing worked out yet."""
    return all_of(structure)


@pytest.mark.parametrize("services", [300, 1_000])
def test_every_service_of_an_estate(benchmark, services: int) -> None:
    def figures() -> list[float]:
        structures, q = estate(services, 2_400)
        return [structure.unavailability(q) for structure in structures]

    assert len(benchmark.pedantic(figures, rounds=3)) == services


def test_making_such_an_estate_alone(benchmark) -> None:
    benchmark.pedantic(lambda: estate(300, 2_400), rounds=3)


def test_importances_of_a_service_of_a_hundred_parts(benchmark) -> None:
    structures, q = estate(1_000, 2_400)
    service = min((s for s in structures if len(s.parts) >= 100), key=lambda s: len(s.parts))
    service.unavailability(q)
    assert len(benchmark(service.importance, q)) == len(service.parts)


@pytest.mark.parametrize("size", TREES)
def test_a_tree_with_heavy_sharing(benchmark, size: tuple[int, int, int]) -> None:
    structure, q = tree(*size)
    found = benchmark.pedantic(lambda: _fresh(structure).unavailability(q), rounds=3)
    assert found == pytest.approx(PlainDiagram(structure).unavailability(q), rel=1e-9)


@pytest.mark.parametrize("size", TREES)
def test_the_same_tree_by_a_plain_diagram(benchmark, size: tuple[int, int, int]) -> None:
    structure, q = tree(*size)
    benchmark.pedantic(lambda: PlainDiagram(structure).unavailability(q), rounds=1)


@pytest.mark.parametrize("events", [250, 500, 1_000, 2_000])
def test_growth_with_size(benchmark, events: int) -> None:
    structure, q = chain(events)
    benchmark.pedantic(lambda: _fresh(structure).unavailability(q), rounds=3)


def test_cut_sets_counted_and_the_first_thousand_listed(benchmark) -> None:
    structure, _ = tree(300, 300, 4)

    def counted() -> int:
        fresh = _fresh(structure)
        fresh.cut_sets(most=1_000)
        return sum(fresh.count_cut_sets().values())

    assert benchmark.pedantic(counted, rounds=3) > 1_000
