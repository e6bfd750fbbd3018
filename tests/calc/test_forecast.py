"""Budgets, burn rates and the chance of a miss, the last against a plain simulation."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from app.calc.budget import budget_of, burn_rate, error_budget
from app.calc.evidence import Part
from app.calc.forecast import History, compound_poisson, forecast, forecast_breaks, history_of
from app.calc.hours import ServiceHours
from app.calc.ledger import Definition, Outage, OutageColumns, build_ledger
from app.calc.spans import Spans
from app.calc.targets import Target

START = datetime(2026, 6, 1, tzinfo=UTC)
ALWAYS = ServiceHours.always("UTC")
MINUTE = 60_000_000
HOUR = 60 * MINUTE


def part(
    *downs: tuple[float, float],
    now: float = 720,
    value: str = "99.5",
    unknown: tuple[float, float] = (0, 0),
) -> Part:
    """A part of 720 hours with outages from hour to hour, `now` so many hours after its start."""
    outages = [Outage(START + timedelta(hours=a), START + timedelta(hours=b)) for a, b in downs]
    end, at = START + timedelta(hours=720), START + timedelta(hours=now)
    silent = Spans.of([(START + timedelta(hours=unknown[0]), START + timedelta(hours=unknown[1]))])
    ledger = build_ledger(START, end, ALWAYS, outages=outages, unknown=silent, now=at)
    target = Target("availability", ">=", Decimal(value))
    return Part(target, START, end, ledger, ALWAYS, outages=OutageColumns.of(outages))


def test_the_budget_is_of_the_whole_period() -> None:
    budget = budget_of([part((10, 11.6), now=240)])
    assert budget.allowed == Fraction("3.6") * HOUR
    assert budget.left == 2 * HOUR
    assert budget.remaining == 480 * HOUR
    assert budget.burn_rate == Fraction(4, 3)
    assert budget.words() == "2 h of downtime left in 480 h of agreed time"


def test_an_overdrawn_budget_says_by_how_much() -> None:
    assert budget_of([part((10, 14), now=240)]).words() == "the period's downtime is overdrawn by 24 min"


def test_a_budget_larger_than_the_time_left_cannot_be_overdrawn() -> None:
    assert budget_of([part(now=718)]).words() == "no downtime can miss the target any more"


def test_unknown_time_leaves_the_budget_unsaid_unless_it_is_overdrawn_however_it_is_read() -> None:
    silent = budget_of([part(now=718, unknown=(100, 172))])
    assert silent.unknown == 72 * HOUR
    assert silent.words() == "with 72 h unknown, how much downtime is left cannot be said"
    assert budget_of([part((10, 14), now=240, unknown=(100, 172))]).words() == (
        "the period's downtime is overdrawn by at least 24 min"
    )


def test_the_forecast_agrees_with_a_plain_simulation() -> None:
    lengths = np.array([5, 10, 20, 30, 45, 60, 90, 120]) * MINUTE
    history = History(4000 * HOUR, tuple(lengths.tolist()))
    found = forecast(history, 400 * HOUR, 60 * MINUTE)
    random = np.random.default_rng(7)
    missed = 0
    for _ in range(20_000):
        rate = random.gamma(8.5, 1 / history.agreed)
        drawn = random.choice(lengths, random.poisson(rate * 400 * HOUR), p=random.dirichlet(np.ones(8)))
        missed += int(drawn.sum()) > 60 * MINUTE
    assert found.probability == pytest.approx(missed / 20_000, abs=0.02)
    assert found.low is not None
    assert found.high is not None
    assert found.low < missed / 20_000 < found.high


def test_the_interval_holds_the_true_chance_though_no_break_was_yet_long_enough() -> None:
    """Eight breaks a year of an hour on average, of which hardly one is beyond 200 minutes."""
    random = np.random.default_rng(1996)
    numbers = random.poisson(8 / 24, 40_000)
    sums = np.bincount(np.repeat(np.arange(len(numbers)), numbers), random.exponential(60, numbers.sum()))
    true = float((sums > 200).sum()) / len(numbers)
    holding = 0
    for _ in range(15):
        lengths = random.exponential(60, max(5, random.poisson(8))) * MINUTE
        history = History(365 * 24 * HOUR, tuple(lengths.astype(np.int64).tolist()))
        found = forecast(history, 365 * HOUR, 200 * MINUTE)
        holding += (found.low or 0) <= true <= (found.high or 0)
    assert holding >= 13


def test_the_same_history_gives_the_same_forecast_again() -> None:
    history = History(4000 * HOUR, (5 * MINUTE, 30 * MINUTE, HOUR, HOUR, 2 * HOUR))
    assert forecast(history, 100 * HOUR, HOUR) == forecast(history, 100 * HOUR, HOUR)


def test_more_budget_never_raises_the_chance_of_a_miss() -> None:
    history = History(4000 * HOUR, tuple(range(10 * MINUTE, 100 * MINUTE, 10 * MINUTE)))
    chances = [forecast(history, 300 * HOUR, left * MINUTE).probability or 0 for left in range(0, 240, 20)]
    assert chances == sorted(chances, reverse=True)


def test_fewer_than_five_breaks_are_too_little_to_say() -> None:
    found = forecast(History(4000 * HOUR, (HOUR,) * 4), 100 * HOUR, HOUR)
    assert found.probability is None
    assert found.words() == "too little data to say (4 breaks)"
    assert forecast(History(4000 * HOUR, (HOUR,) * 5), 100 * HOUR, HOUR).probability is not None


def test_what_is_overdrawn_is_missed_and_what_cannot_be_overdrawn_is_kept() -> None:
    history = History(4000 * HOUR, (HOUR,) * 5)
    assert forecast(history, 100 * HOUR, -1).words() == "missed already"
    assert forecast(history, HOUR, HOUR).words() == "can no longer be missed"


def test_a_forecast_reads_as_a_sentence() -> None:
    words = forecast(History(4000 * HOUR, (HOUR,) * 8), 400 * HOUR, HOUR).words()
    assert "chance of a miss (" in words
    assert words.endswith("from 8 breaks")


def test_the_chance_of_too_many_breaks_follows_the_mixed_poisson_law() -> None:
    history = History(1000 * HOUR, (HOUR,) * 10)
    random = np.random.default_rng(3)
    drawn = random.poisson(random.gamma(10.5, 1 / history.agreed, 200_000) * 200 * HOUR)
    found = forecast_breaks(history, 200 * HOUR, 2)
    assert found.probability == pytest.approx(float((drawn > 2).mean()), abs=0.01)


def test_a_large_expected_number_is_worked_out_without_underflow() -> None:
    sums = compound_poisson(np.array([3000.0]), np.array([[0.0, 1.0] + [0.0] * 3999]))
    assert sums.sum() == pytest.approx(1)
    assert float((sums[0] * np.arange(4001)).sum()) == pytest.approx(3000)


def test_the_history_leaves_out_planned_work_and_time_no_source_covers() -> None:
    outages = [
        Outage(
            START + timedelta(hours=10 * number),
            START + timedelta(hours=10 * number + 1),
            planned=number == 3,
        )
        for number in range(6)
    ]
    shaped = part()
    past = Part(shaped.target, shaped.start, shaped.end, None, ALWAYS, outages=OutageColumns.of(outages))
    covered = ALWAYS.spans(START, START + timedelta(hours=45))
    history = history_of(past, START, START + timedelta(hours=100), covered)
    assert history.downtimes == (HOUR,) * 5
    assert history.agreed == 46 * HOUR


def test_the_history_weighs_degraded_time_as_the_definition_does() -> None:
    downs = [
        Outage(START + timedelta(hours=10 * n), START + timedelta(hours=10 * n + 1), "degraded")
        for n in range(6)
    ]
    definition = Definition(degraded="weighted", degraded_weight=Decimal("0.25"))
    target = Target("availability", ">=", Decimal(99), definition=definition)
    past = Part(target, START, START + timedelta(hours=720), None, ALWAYS, outages=OutageColumns.of(downs))
    assert history_of(past, past.start, past.end).downtimes == (HOUR // 4,) * 6


def test_the_history_of_a_band_holds_its_breaks_only() -> None:
    downs = [
        Outage(START + timedelta(hours=10 * n), START + timedelta(hours=10 * n + 1 + n)) for n in range(6)
    ]
    target = Target("breaks", "<=", Decimal(2), parameters={"longer_than_minutes": "180"})
    past = Part(target, START, START + timedelta(hours=720), None, ALWAYS, outages=OutageColumns.of(downs))
    assert history_of(past, past.start, past.end).downtimes == (4 * HOUR, 5 * HOUR, 6 * HOUR)


@pytest.mark.shared
def test_burn_rates_are_those_of_sloth(shared_data: Path) -> None:
    cases = json.loads((shared_data / "cases" / "sloth_burn_rates.json").read_text())["cases"]
    for case in cases:
        given = {name: Fraction(str(value)) for name, value in case["input"].items()}
        rate = burn_rate(
            given["budget_consumed_percent"] / 100, given["long_window_hours"], given["slo_window_days"] * 24
        )
        assert float(rate) == pytest.approx(case["expected"]["burn_rate_factor"], rel=1e-15)
        budget = error_budget(given["objective_percent"])
        assert float(budget) == pytest.approx(case["expected"]["error_budget_percent"], rel=1e-12)
    assert len(cases) == 8
