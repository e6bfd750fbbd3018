"""The hand-built month for every test of documents."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.reports.month import Month
from tests.reports.by_hand import october, till


@pytest.fixture(scope="session")
def month() -> Month:
    return october()


@pytest.fixture
def large(month: Month) -> Callable[[int], Month]:
    """The same month with so many services of the first kind."""

    def make(count: int) -> Month:
        return replace(
            month, services=tuple(replace(till(), uid=f"s{n}", name=f"Service {n + 1}") for n in range(count))
        )

    return make
