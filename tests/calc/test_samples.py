"""Samples and ready-made figures: shares, percentiles, periods."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.evidence import Evidence, Part
from app.calc.figures import Figure, figures_for, mean_by_days
from app.calc.hours import ServiceHours
from app.calc.metrics import METRICS
from app.calc.samples import Samples
from app.calc.spans import Spans, to_microseconds
from app.calc.targets import Level, Target
from app.errors import InputError

START = datetime(2026, 6, 1, tzinfo=UTC)
END = datetime(2026, 7, 1, tzinfo=UTC)
ALWAYS = ServiceHours.always("UTC")
OFFICE = ServiceHours("UTC", {day: ((time(8), time(18)),) for day in range(5)})

values = st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=1, max_size=50)


def samples(*measured: float, first_hour: float = 9, apart_hours: float = 1) -> Samples:
    """Values an hour apart from 1 June, 9 o'clock."""
    at = [
        to_microseconds(START + timedelta(hours=first_hour + apart_hours * number))
        for number in range(len(measured))
    ]
    return Samples(np.array(at, dtype=np.int64), np.array(measured, dtype=np.float64))


def part(metric: str, value: str, begin: datetime = START, end: datetime = END, **parameters: str) -> Part:
    target = Target(metric, METRICS[metric].comparison, Decimal(value), parameters=parameters)
    return Part(target, begin, end, None, OFFICE)


def judged(*parts: Part, measured: Samples | None = None, uncovered: Spans | None = None) -> Level:
    evidence = Evidence(parts, samples=measured or Samples.empty(), uncovered=uncovered or Spans.empty())
    return METRICS[parts[0].target.metric].judge(evidence)


def test_a_value_at_the_threshold_is_within_it() -> None:
    assert samples(0.1, 0.3, 0.30001).within(Decimal("0.3")) == 2
    assert samples(0.1, 0.3, 0.30001).within(Decimal("0.3"), ">=") == 2


def test_a_percentile_lies_linearly_between_its_neighbours() -> None:
    assert samples(10, 20, 30, 40, 50).percentile(Decimal(95)) == 48
    assert samples(0.1, 0.2).percentile(Decimal(50)) == Fraction("0.15")
    assert samples(7).percentile(Decimal(99)) == 7


@given(values, st.integers(0, 1000))
def test_percentiles_are_those_of_numpy(measured: list[float], thousandth: int) -> None:
    found = samples(*measured).percentile(Decimal(thousandth) / 10)
    assert float(found) == pytest.approx(float(np.percentile(measured, thousandth / 10)), abs=1e-6)


def test_what_is_not_a_number_is_no_sample() -> None:
    with pytest.raises(ValueError, match="finite"):
        samples(1, float("nan"))
    with pytest.raises(ValueError, match="at least one"):
        Samples.empty().percentile(Decimal(95))
    with pytest.raises(ValueError, match="between 0 and 100"):
        samples(1).percentile(Decimal(101))


def test_the_share_of_samples_in_service_hours_is_judged() -> None:
    part_of = part("sample_share", "75", threshold="2", unit="s")
    level = judged(part_of, measured=samples(1, 2, 3, 1.5))
    assert (level.verdict, level.achieved, level.used, level.allowed, level.base) == ("met", 75, 1, 1, 4)
    night = samples(9, 9, 9, first_hour=20, apart_hours=0.5)
    assert judged(part_of, measured=night).verdict == "no data"
    always = part("sample_share", "75", threshold="2", when="always")
    assert judged(always, measured=night).verdict == "missed"


def test_a_share_at_least_a_threshold_is_the_other_side() -> None:
    level = judged(
        part("sample_share", "50", threshold="10", side="at least"), measured=samples(5, 10, 20, 1)
    )
    assert level.achieved == 50


def test_samples_count_under_the_version_in_force_when_they_were_taken() -> None:
    middle = datetime(2026, 6, 2, tzinfo=UTC)
    first = part("sample_share", "50", end=middle, threshold="2")
    second = part("sample_share", "50", begin=middle, threshold="1")
    level = judged(first, second, measured=samples(1.5, 1.5, apart_hours=24))
    assert [(each.base, each.used) for each in level.parts] == [(1, 0), (1, 1)]


def test_the_percentile_of_a_period_is_judged_in_its_unit() -> None:
    level = judged(part("sample_percentile", "48", percentile="95"), measured=samples(10, 20, 30, 40, 50))
    assert (level.verdict, level.achieved, level.unit, level.note) == (
        "met",
        48,
        "ms",
        "5 samples, interpolated linearly",
    )


def test_versions_with_other_percentiles_are_judged_apart() -> None:
    middle = datetime(2026, 6, 2, tzinfo=UTC)
    first = part("sample_percentile", "40", end=middle, percentile="50")
    second = part("sample_percentile", "10", begin=middle, percentile="50")
    level = judged(first, second, measured=samples(30, 20, apart_hours=24))
    assert (level.verdict, level.achieved, level.limit) == ("missed", 20, 10)


def test_a_percentile_beyond_100_is_refused() -> None:
    with pytest.raises(InputError, match="0 to 100"):
        judged(part("sample_percentile", "40", percentile="101"), measured=samples(1))


def test_what_no_source_covers_leaves_a_kept_share_unproven() -> None:
    silent = Spans.of([(START + timedelta(days=10), START + timedelta(days=12))])
    part_of = part("sample_share", "75", threshold="2")
    assert judged(part_of, measured=samples(1, 1), uncovered=silent).verdict == "not proven"
    assert judged(part_of, measured=samples(9, 9), uncovered=silent).verdict == "missed"
    assert judged(part_of, uncovered=silent).note == "no source covers this period"


def figure(first: int, last: int, value: str, month: int = 6) -> Figure:
    return Figure(date(2026, month, first), date(2026, month, last), Decimal(value))


def test_the_figure_of_exactly_the_period_counts() -> None:
    chosen = figures_for([figure(1, 30, "99.1"), figure(1, 7, "90")], date(2026, 6, 1), date(2026, 6, 30))
    assert mean_by_days(chosen) == Fraction("99.1")


def test_shorter_figures_count_by_their_days() -> None:
    chosen = figures_for([figure(1, 10, "99"), figure(11, 30, "96")], date(2026, 6, 1), date(2026, 6, 30))
    assert mean_by_days(chosen) == 97


def test_the_last_of_several_figures_for_the_same_days_counts() -> None:
    rows = [figure(1, 30, "99"), figure(1, 30, "98")]
    assert mean_by_days(figures_for(rows, date(2026, 6, 1), date(2026, 6, 30))) == 98


def test_a_figure_that_reaches_beyond_the_period_tells_nothing() -> None:
    across = Figure(date(2026, 5, 28), date(2026, 6, 3), Decimal(99))
    assert figures_for([across], date(2026, 6, 1), date(2026, 6, 30)) == ()
    assert mean_by_days(()) is None


def test_a_figure_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="before its first"):
        figure(7, 1, "99")
    with pytest.raises(ValueError, match="finite"):
        figure(1, 7, "NaN")


def test_figures_make_a_level() -> None:
    def level(*figures: Figure, target: Part | None = None) -> Level:
        return METRICS["figure"].judge(Evidence((target or part("figure", "99.5"),), figures=figures))

    assert level(figure(1, 30, "99.5")).verdict == "met"
    assert level(figure(1, 30, "99.49")).verdict == "missed"
    assert level(figure(1, 29, "99.9")).verdict == "not proven"
    assert level().verdict == "no data"
    first = part("figure", "99", end=datetime(2026, 6, 11, tzinfo=UTC))
    second = part("figure", "96", begin=datetime(2026, 6, 11, tzinfo=UTC))
    both = METRICS["figure"].judge(Evidence((first, second), figures=(figure(1, 30, "97"),)))
    assert (both.verdict, both.limit) == ("met", 97)
