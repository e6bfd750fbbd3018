"""Spans beside `portion` in the same run: a million outages clipped, a year of levels, a 48-of-50 sweep.

Run with `pytest tests/benchmarks --benchmark-only`; the peer works on a part and is scaled up by its size.
"""

import itertools
from datetime import UTC, datetime, time

import numpy as np
import portion
import pytest

from app.calc.hours import ServiceHours
from app.calc.ledger import OutageColumns, build_ledgers
from app.calc.spans import Instants, Spans, to_microseconds

MINUTE = 60_000_000
START, END = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
OUTAGES, SERVICES, SHARE = 1_000_000, 200, 2  # the peer works out so many of the services
WEEKDAYS = {day: [(time(8), time(18))] for day in range(5)}
HOURS = [ServiceHours(zone, WEEKDAYS) for zone in ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "UTC")]
MONTHS = [datetime(2025, number, 1, tzinfo=UTC) for number in range(1, 13)] + [END]


@pytest.fixture(scope="module")
def outages() -> tuple[Instants, Instants]:
    """A million outages of 1 to 120 minutes over a year."""
    random = np.random.default_rng(2025)
    starts = random.integers(to_microseconds(START), to_microseconds(END), OUTAGES)
    return starts, starts + random.integers(1, 121, OUTAGES) * MINUTE


@pytest.fixture(scope="module")
def services() -> Instants:
    return np.random.default_rng(7).integers(0, SERVICES, OUTAGES, dtype=np.int16)


def test_a_year_of_levels_for_200_services(benchmark, outages, services) -> None:
    def levels() -> list[list[float | None]]:
        order = np.argsort(services, kind="stable")
        edges = np.searchsorted(services[order], np.arange(SERVICES + 1))
        starts, ends = outages[0][order], outages[1][order]
        return [
            [
                ledger.availability
                for ledger in build_ledgers(
                    MONTHS,
                    HOURS[n % 4],
                    OutageColumns(starts[edges[n] : edges[n + 1]], ends[edges[n] : edges[n + 1]]),
                )
            ]
            for n in range(SERVICES)
        ]

    assert len(benchmark.pedantic(levels, rounds=3)) == SERVICES


def test_a_year_of_levels_by_portion_for_one_service_in_a_hundred(benchmark, outages, services) -> None:
    def levels() -> list[list[float]]:
        return [
            _year_by_portion(HOURS[n % 4], outages[0][services == n], outages[1][services == n])
            for n in range(SHARE)
        ]

    assert len(benchmark.pedantic(levels, rounds=1)) == SHARE


def test_a_million_outages_clipped_to_a_year_of_service_hours(benchmark, outages) -> None:
    agreed = HOURS[0].spans(START, END)
    assert len(benchmark.pedantic(agreed.measure_between, outages, rounds=3)) == OUTAGES


def test_ten_thousand_outages_clipped_by_portion(benchmark, outages) -> None:
    agreed = _by_portion(HOURS[0].spans(START, END))

    def clip() -> list[int]:
        few = zip(outages[0][:10_000].tolist(), outages[1][:10_000].tolist(), strict=True)
        return [_length(agreed & portion.closedopen(start, end)) for start, end in few]

    assert len(benchmark.pedantic(clip, rounds=1)) == 10_000


def test_when_48_of_50_overlap(benchmark, outages) -> None:
    parts = [Spans.of_microseconds(outages[0][n::50], outages[1][n::50]) for n in range(50)]
    assert benchmark.pedantic(Spans.at_least, (48, parts), rounds=3) is not None


def _year_by_portion(hours: ServiceHours, starts: Instants, ends: Instants) -> list[float]:
    agreed = _by_portion(hours.spans(START, END))
    pairs = zip(starts.tolist(), ends.tolist(), strict=True)
    down = agreed & portion.Interval(*(portion.closedopen(start, end) for start, end in pairs))
    levels: list[float] = []
    for first, last in itertools.pairwise(MONTHS):
        month = portion.closedopen(to_microseconds(first), to_microseconds(last))
        base = _length(agreed & month)
        levels.append((base - _length(down & month)) / base)
    return levels


def _by_portion(spans: Spans) -> portion.Interval:
    both = zip(spans.starts.tolist(), spans.ends.tolist(), strict=True)
    return portion.Interval(*(portion.closedopen(start, end) for start, end in both))


def _length(interval: portion.Interval) -> int:
    return sum(atom.upper - atom.lower for atom in interval if not atom.empty)
