"""What undo and the audit trail cost: a bulk import and a thousand small changes, beside bare SQLite.

Run with `pytest tests/benchmarks/test_journal.py --benchmark-only`.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.models import journal
from app.models.connections import connect_writer
from app.models.database import Database
from app.models.organisation import Setting
from tests.models.desks import add_batch, add_customer

ROWS = 200_000
COLUMNS = "batch_id, source_row, row_key, source, service_id, start, end, state, planned, disputed, excluded"
INSERTION = f"INSERT INTO outages ({COLUMNS}) VALUES ({','.join('?' * 11)})"


def rows(batch_id: int) -> Iterator[tuple[object, ...]]:
    start = 1_790_000_000_000_000
    for number in range(ROWS):
        at = start + number * 60_000_000
        yield batch_id, number, number.to_bytes(16), "monitoring", None, at, at + 1_000_000, "down", 0, 0, 0


def desk(folder: Path, name: str) -> Database:
    return Database.create(folder / f"{name}.slm")


def import_rows(db: Database) -> None:
    with db.changing("Import") as session:
        batch_id = add_batch(session)
        with journal.asleep(session):
            db._journal.connection.executemany(INSERTION, rows(batch_id))
        journal.bulk_added(session, batch_id, ["outages"])


@pytest.mark.benchmark(group="200,000 outages in")
def test_import_in_bulk(benchmark, tmp_path: Path) -> None:
    names = iter(range(100))
    benchmark.pedantic(
        import_rows, setup=lambda: ((desk(tmp_path, f"desk {next(names)}"),), {}), rounds=3, warmup_rounds=1
    )


@pytest.mark.benchmark(group="200,000 outages in")
def test_peer_bare_executemany(benchmark, tmp_path: Path) -> None:
    names = iter(range(100))

    def prepare() -> tuple[tuple[sqlite3.Connection], dict[str, object]]:
        path = tmp_path / f"bare {next(names)}.slm"
        Database.create(path).close()
        connection = connect_writer(path)
        connection.execute("PRAGMA foreign_keys=OFF")
        return (connection,), {}

    def insert(connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(INSERTION, rows(1))
        connection.execute("COMMIT")
        connection.close()

    benchmark.pedantic(insert, setup=prepare, rounds=3, warmup_rounds=1)


@pytest.mark.benchmark(group="200,000 outages out and in again")
def test_undo_and_redo_an_import(benchmark, tmp_path: Path) -> None:
    db = desk(tmp_path, "desk")
    import_rows(db)

    def to_and_fro() -> None:
        db.undo()
        db.redo()

    benchmark.pedantic(to_and_fro, rounds=3, warmup_rounds=1)
    db.close()


@pytest.mark.benchmark(group="one small change")
def test_a_small_change(benchmark, tmp_path: Path) -> None:
    db = desk(tmp_path, "desk")
    numbers = iter(range(100_000))

    def change() -> None:
        with db.changing("Set") as session:
            session.add(Setting(key=str(next(numbers)), value="x"))

    benchmark(change)
    db.close()


@pytest.mark.benchmark(group="one small change")
def test_peer_a_bare_commit(benchmark, tmp_path: Path) -> None:
    path = tmp_path / "bare.slm"
    Database.create(path).close()
    connection = connect_writer(path)
    numbers = iter(range(100_000))

    def change() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO settings VALUES (?, 'x')", (str(next(numbers)),))
        connection.execute("COMMIT")

    benchmark(change)
    connection.close()


@pytest.mark.benchmark(group="open a desk")
def test_open_and_close(benchmark, tmp_path: Path) -> None:
    db = desk(tmp_path, "desk")
    add_customer(db, "Retail")
    db.close()
    benchmark(lambda: Database.open(tmp_path / "desk.slm").close())
