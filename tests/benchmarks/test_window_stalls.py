"""Does the window stay alive during an import of 500,000 rows? The longest gaps of a timer of 10 ms, by step.

There is no peer: the measured time is the whole walk through the sheet, the gaps stand in the extra information.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.usecases.outages import count_outages
from app.views.importing.sheet import DONE
from tests.benchmarks.import_sheet import Meter, measurements_page, walk
from tests.benchmarks.measured_files import write_csv, write_xlsx

ROWS = 500_000


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_the_window_during_an_import(benchmark, tmp_path: Path, write: Callable[[Path, int], Path]) -> None:
    path = write(tmp_path / f"outages.{write.__name__.removeprefix('write_')}", ROWS)
    with measurements_page(tmp_path) as page:
        meter = Meter()
        benchmark.pedantic(walk, (page, path, meter), rounds=1)
        assert page.sheet.step == DONE
        assert count_outages(page.desk.db) == ROWS
    for step, gap in meter.longest.items():
        benchmark.extra_info[f"longest gap, {step}, ms"] = round(gap)
