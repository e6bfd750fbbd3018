"""How long the window stalls at most, on the sample and on a desk with 200 services and 100,000 outages and tickets.

Run with `pytest tests/benchmarks/test_pages.py -s`; it tells the gaps and asserts no time. The goal is 100 ms.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.usecases.sample import make_sample_desk
from tests.benchmarks.busy_desk import make_busy_desk
from tests.benchmarks.window_gaps import walk

SHOWN = 12


@pytest.mark.parametrize("make", [make_sample_desk, make_busy_desk], ids=["sample", "busy"])
def test_the_longest_gaps(
    tmp_path: Path, make: Callable[[Path], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    gaps = sorted(walk(make(tmp_path / "desk.slm"), tmp_path), key=lambda gap: -gap.milliseconds)
    with capsys.disabled():
        print("\n    gap  worked  settled")
        for gap in gaps[:SHOWN]:
            print(
                f"{gap.milliseconds:7.0f} {gap.worked_milliseconds:7.0f} {gap.settled_milliseconds:8.0f}  {gap.act}"
            )
    assert gaps
