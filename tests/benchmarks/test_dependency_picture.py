"""A picture of 500 nodes: laid out, shown, and stepped through a month. Goals: 16 ms a step, no stall over 100 ms.

Run with `pytest tests/benchmarks/test_dependency_picture.py -s`; it tells the times and asserts none. "worked" is the
longest the window's thread worked without coming round to a timer of 10 ms.
"""

import random
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.imports.dependencies import read_dependencies
from app.models.database import Database
from app.usecases.coverage import declare_coverage
from app.usecases.desks import new_desk, open_desk
from app.usecases.outages import record_outage
from app.usecases.pasted_dependencies import write_dependencies
from app.usecases.sample import make_sample_desk
from app.usecases.services import add_service, list_components
from app.views.pages.dependencies import DependenciesPage
from app.views.pages.dependency.side_panel import PLAY
from tests.benchmarks.window_gaps import Meter
from tests.usecases.retail import at
from tests.views.window import settle, shown

NODES = 500


def large(path: Path) -> Path:
    """One service on 500 parts in five rows, pairs and triples grouped, with 600 outages in October."""
    rand = random.Random(7)
    with closing(new_desk(path)) as db:
        add_service(db, "Everything")
        write_dependencies(db, read_dependencies("\n".join(_lines(rand))).edges)
        declare_coverage(db, start=at(10, 1), end=at(11, 1))
        parts = [row.id for row in list_components(db)]
        for _ in range(600):
            start = at(10, 1) + timedelta(minutes=rand.randrange(30 * 24 * 60))
            end = start + timedelta(minutes=rand.randrange(5, 240))
            record_outage(
                db, start=start, end=end, component_id=rand.choice(parts), planned=rand.random() < 0.2
            )
    return path


def _lines(rand: random.Random) -> list[str]:
    rows = [[f"Part {row}.{number}" for number in range(NODES // 5)] for row in range(5)]
    lines = [f"Everything\t{name}\t{f'Pair {at // 3}' if at % 3 else ''}" for at, name in enumerate(rows[0])]
    for upper, lower in pairwise(rows):
        for name in upper:
            lines += [f"{name}\t{below}" for below in rand.sample(lower, 2)]
    return lines


@pytest.mark.parametrize("make", [make_sample_desk, large], ids=["sample", "500 nodes"])
def test_opening_and_stepping_through_a_month(
    qtbot: QtBot, tmp_path: Path, make: Callable[[Path], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(open_desk(make(tmp_path / "desk.slm"))) as db:
        told = _walk(qtbot, db)
    with capsys.disabled():
        print("\n" + "\n".join(told))
    assert told


def _walk(qtbot: QtBot, db: Database) -> list[str]:
    meter = Meter()
    told: list[str] = []
    with shown(qtbot, db, DependenciesPage, (1280, 800)) as page:
        page.choose_service(None)
        settle(qtbot, page)
        for name, act in (
            ("shown again", page.refresh),
            ("zoomed out", page.view.fit),
            ("play opened", lambda: page.side.setCurrentIndex(PLAY)),
            ("month read", lambda: page.side.playing.show_month("2026-10")),
        ):
            meter.begin()
            since = perf_counter()
            act()
            settle(qtbot, page)
            told.append(
                f"{name:14} settled {1000 * (perf_counter() - since):6.0f} ms, worked {1000 * meter.worked:4.0f} ms"
            )
        told.append(_step(page))
    return told


def _step(page: DependenciesPage) -> str:
    """Every change of the month, painted."""
    slider = page.side.playing.bar.slider
    times: list[float] = []
    for number in range(slider.maximum() + 1):
        since = perf_counter()
        slider.setValue(number)
        QApplication.processEvents()
        times.append(1000 * (perf_counter() - since))
    times.sort()
    return (
        f"{len(page.scene.nodes)} nodes, {len(times)} moments: "
        f"median {times[len(times) // 2]:.1f} ms, 99 of 100 within {times[int(len(times) * 0.99)]:.1f} ms"
    )
