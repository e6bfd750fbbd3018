"""500,000 outages from csv: read, all checks, stored, beside the least that could be done with the same file.

The peer reads with the csv module, makes instants and numbers of the cells, and stores them with `executemany` in
a table with the index that levels need, built afterwards. Goal: at most 1.5 times the peer. Growth: 50,000 and
500,000 rows always, 5,000,000 with COLONNADE_LARGE=1; each tells its rows a second and the memory at its highest.
"""

import csv
import os
import resource
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest

from app.models.database import Database
from app.usecases import importing
from tests.benchmarks.measured_files import write_csv
from tests.usecases.imports import checked

ROWS = 500_000
SIZES = (50_000, 500_000, 5_000_000) if os.environ.get("COLONNADE_LARGE") else (50_000, 500_000)


@pytest.fixture(scope="module")
def outages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_csv(tmp_path_factory.mktemp("csv") / "outages.csv", ROWS)


def test_500000_outages_from_csv(benchmark, outages: Path, tmp_path: Path) -> None:
    numbers = count()

    def end_to_end() -> int:
        db = Database.create(tmp_path / f"{next(numbers)}.slm")
        batch = importing.run_import(db, checked(db, outages, create="yes"))
        db.close()
        return batch.imported

    assert benchmark.pedantic(end_to_end, rounds=3) == ROWS


def test_500000_outages_by_the_csv_module_and_executemany(benchmark, outages: Path, tmp_path: Path) -> None:
    numbers = count()
    assert benchmark.pedantic(lambda: by_hand(outages, tmp_path / f"{next(numbers)}.db"), rounds=3) == ROWS


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("rows", SIZES)
def test_growth_with_the_rows(benchmark, tmp_path: Path, rows: int) -> None:
    path = write_csv(tmp_path / "outages.csv", rows)
    db = Database.create(tmp_path / "desk.slm")
    batch = benchmark.pedantic(lambda: importing.run_import(db, checked(db, path, create="yes")), rounds=1)
    db.close()
    assert batch.imported == rows
    benchmark.extra_info["highest memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def by_hand(source: Path, target: Path) -> int:
    connection = sqlite3.connect(target)
    connection.execute(
        "CREATE TABLE outages (id INTEGER PRIMARY KEY, reference TEXT, service TEXT, start INTEGER, end INTEGER, "
        "minutes REAL, impact TEXT, planned INTEGER, title TEXT)"
    )
    names = "reference, service, start, end, minutes, impact, planned, title"
    with connection, source.open(newline="", encoding="utf-8") as stream:
        done = connection.executemany(
            f"INSERT INTO outages ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", typed(csv.reader(stream))
        )
        connection.execute("CREATE INDEX by_service ON outages (service, start)")
    connection.close()
    return done.rowcount


def typed(rows: Iterator[list[str]]) -> Iterator[tuple[object, ...]]:
    next(rows)
    for reference, service, start, end, minutes, impact, planned, title in rows:
        yield (
            reference,
            service,
            instant(start),
            instant(end),
            float(minutes),
            impact,
            planned == "yes",
            title,
        )


def instant(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1_000_000)
