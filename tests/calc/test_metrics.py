"""Every registered metric has what screens and agreements need of it."""

from decimal import Decimal

import pytest

from app.calc.metrics import METRICS, Metric
from app.calc.targets import Target


def test_the_registry_holds_the_metrics_in_order() -> None:
    assert list(METRICS) == [
        "availability",
        "breaks",
        "longest_break",
        "mtrs",
        "mtbf",
        "mtbsi",
        "critical_time",
        "response",
        "resolution",
        "sample_share",
        "sample_percentile",
        "figure",
    ]
    assert all(key == metric.key for key, metric in METRICS.items())


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_a_metric_says_itself_with_its_defaults(metric: Metric) -> None:
    for period in ("week", "month", "quarter", "year"):
        target = Target(metric.key, metric.comparison, Decimal("2.50"), period=period)
        sentence = metric.sentence(target, "Mon–Fri 08:00–18:00")
        assert f"per {period}" in sentence
        assert "  " not in sentence
        assert sentence[0].isupper()
        assert "2.50" not in sentence
        assert metric.short(target)
        assert metric.unit_of(target)


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_choices_include_their_default(metric: Metric) -> None:
    assert all(each.default in each.choices for each in metric.parameters if each.choices)


def test_an_empty_parameter_is_its_default() -> None:
    target = Target("response", ">=", Decimal(95), parameters={"within_minutes": "  "})
    assert METRICS["response"].setting(target, "within_minutes") == "240"
