"""How long the window stalls at most, on the sample and on a desk with 200 services and 100,000 outages and tickets.

Run with `pytest tests/benchmarks/test_pages.py -s`; it tells the gaps and asserts no time. The goal is 100 ms.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from app.usecases.sample import make_sample_desk
from tests.benchmarks.busy_desk import make_busy_desk
from tests.benchmarks.window_gaps import Gap, walk

SHOWN = 12


@pytest.mark.parametrize("make", [make_sample_desk, make_busy_desk], ids=["sample", "busy"])
def test_the_longest_gaps(
    tmp_path: Path, make: Callable[[Path], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    gaps = sorted(walk(make(tmp_path / "desk.slm"), tmp_path), key=lambda gap: -gap.milliseconds)
    with capsys.disabled():
        tell(gaps)
    assert gaps


def tell(gaps: Sequence[Gap]) -> None:
    """The longest, one a line, in milliseconds."""
    print("\n    gap    used  worked  settled")
    for gap in gaps[:SHOWN]:
        times = (gap.milliseconds, gap.used_milliseconds, gap.worked_milliseconds, gap.settled_milliseconds)
        print("".join(f"{each:8.0f}" for each in times), "", gap.act)
