"""How long an import of 500,000 rows goes on after Cancel, at 60 moments evenly spread over the whole of it.

There is no peer; goal: half a second at any moment. The longest wait of each step stands in the extra information;
what was stopped has left nothing behind.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import pytest

from app.errors import Cancelled
from app.models.database import Database
from app.usecases import importing
from app.usecases.outages import count_outages
from tests.benchmarks.measured_files import write_csv, write_xlsx

ROWS, MOMENTS = 500_000, 60
Stop = Callable[[], bool]


@dataclass
class Steps:
    """An import one step at a time, so that a step can be stopped and begun again."""

    db: Database
    path: Path

    def read(self, stop: Stop) -> None:
        self.source = importing.read_file(self.path, cancelled=stop)

    def propose(self, stop: Stop) -> None:
        found = importing.propose(self.db, self.source, cancelled=stop)
        self.proposal = replace(found, answers=replace(found.answers, create="yes"))

    def check(self, stop: Stop) -> None:
        self.checked = importing.check_import(self.db, self.source, self.proposal, cancelled=stop)

    def store(self, stop: Stop) -> None:
        importing.run_import(self.db, self.checked, cancelled=stop)


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_cancelling_an_import(benchmark, tmp_path: Path, write: Callable[[Path, int], Path]) -> None:
    path = write(tmp_path / f"outages.{write.__name__.removeprefix('write_')}", ROWS)
    db = Database.create(tmp_path / "desk.slm")
    waits = benchmark.pedantic(lambda: waits_of(Steps(db, path)), rounds=1)
    db.close()
    for step, wait in waits.items():
        benchmark.extra_info[f"longest wait, {step}, ms"] = round(wait * 1000)


def waits_of(steps: Steps) -> dict[str, float]:
    """The longest wait by step; a whole import first tells how long each takes."""
    lengths = whole_import(steps)
    every = sum(lengths.values()) / MOMENTS
    waits: dict[str, float] = {}
    begun, moment = 0.0, every / 2
    for name, length in lengths.items():
        while moment < begun + length:
            wait = wait_after(getattr(steps, name), moment - begun)
            waits[name] = max(waits.get(name, 0.0), wait)
            assert (count_outages(steps.db), steps.db.undo_label) == (0, None)
            moment += every
        begun += length
        if name != "store":
            getattr(steps, name)(lambda: False)
    return waits


def whole_import(steps: Steps) -> dict[str, float]:
    lengths: dict[str, float] = {}
    for name in ("read", "propose", "check", "store"):
        start = perf_counter()
        getattr(steps, name)(lambda: False)
        lengths[name] = perf_counter() - start
    steps.db.undo()
    return lengths


def wait_after(step: Callable[[Stop], None], seconds: float) -> float:
    """From Cancel, `seconds` after the step began, until it is over; nothing where it was over before."""
    pressed = perf_counter() + seconds
    try:
        step(lambda: perf_counter() > pressed)
    except Cancelled:
        return perf_counter() - pressed
    return max(0.0, perf_counter() - pressed)
