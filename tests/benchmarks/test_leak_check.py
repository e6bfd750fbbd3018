"""How soon a leak check of a customer with 200 services is left when it is cancelled; the goal is half a second.

It is left where it looks up, so that the longest time it worked between two looks is the longest anybody waits.
"""

from datetime import date, timedelta
from pathlib import Path
from time import thread_time

import pytest

from app.usecases.closing import Checking, check_next_issue
from app.usecases.customers import list_customers
from app.usecases.desks import open_desk
from tests.benchmarks.busy_desk import make_busy_desk


@pytest.mark.timeout(600)
def test_the_longest_time_between_two_looks(benchmark, tmp_path: Path) -> None:
    db = open_desk(make_busy_desk(tmp_path / "busy.slm"))
    customer = list_customers(db)[0].id
    last = date.today().replace(day=1) - timedelta(days=1)  # noqa: DTZ011 (any day of the last month will do)
    worked: list[float] = []
    looked: list[float] = []

    def asked() -> bool:
        now = thread_time()
        if looked:
            worked.append(now - looked[-1])
        looked[:] = [thread_time()]
        return False

    def check() -> object:
        return check_next_issue(db, customer, f"{last:%Y-%m}", checking=Checking(cancelled=asked))

    found = benchmark.pedantic(check, rounds=1)
    benchmark.extra_info["longest between two looks, ms"] = round(max(worked) * 1000)
    assert found.pages > 0
    assert len(worked) > 1000
    db.close()
