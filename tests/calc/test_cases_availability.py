"""Availability against cases made by a minute walk: service hours, outages and excluded maintenance."""

from pathlib import Path

import pytest

from app.calc.ledger import Outage, build_ledger
from app.calc.spans import Spans
from tests.calc.walks import hours_of, instant, load_cases

pytestmark = pytest.mark.shared


def test_every_walked_case_agrees_to_the_second(shared_data: Path) -> None:
    for case in load_cases(shared_data, "availability_minute_walk_20"):
        asked, expected = case["input"], case["expected"]
        start, end = map(instant, asked["period"])
        ledger = build_ledger(
            start,
            end,
            hours_of(asked["schedule"]),
            outages=[Outage(start=instant(opened), end=instant(ended)) for opened, ended in asked["outages"]],
            exclusions=Spans.of(
                (instant(opened), instant(ended)) for opened, ended in asked["excluded_maintenance"]
            ),
        )
        seconds = ledger.seconds
        assert seconds["excluded"] == expected["excluded_seconds"], case["id"]
        assert ledger.base == expected["agreed_service_seconds"] * 1_000_000, case["id"]
        assert ledger.downtime == expected["downtime_seconds"] * 1_000_000, case["id"]
        assert sum(seconds.values()) == (end - start).total_seconds(), case["id"]
        percent = None if ledger.availability is None else round(ledger.availability * 100, 6)
        assert percent == expected["availability_percent"], case["id"]
