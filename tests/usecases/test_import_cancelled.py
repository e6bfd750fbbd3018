"""Cancelling an import at any moment: it stops at the next look, and the desk is as if nothing had been tried."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from app.errors import Cancelled
from app.models.database import Database
from app.usecases import importing
from app.usecases.importing import Checked
from app.usecases.services import add_service
from tests.usecases.imports import checked, sheet

ROWS = 30_000  # more than are appended with the indexes kept up
MOMENTS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0)  # of all looks; the last one stands before the commit


def asked(limit: int | None = None) -> tuple[Callable[[], bool], list[int]]:
    """A person who presses Cancel at the look after `limit`, and the looks so far."""
    looks = [0]

    def cancelled() -> bool:
        looks[0] += 1
        return limit is not None and looks[0] > limit

    return cancelled, looks


def rows() -> list[tuple[object, ...]]:
    head = ("Service", "Start", "End", "Reference")
    minutes = (f"2026-10-{n % 28 + 1:02} {n % 24:02}:{n % 60:02}" for n in range(ROWS))
    body = [
        (f"Service {n * 7919 % 50}", at, at.replace("2026-10", "2026-11"), f"R{n}")
        for n, at in enumerate(minutes)
    ]
    return [head, *body]


@pytest.fixture(scope="module")
def outages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sheet(tmp_path_factory.mktemp("outages") / "outages.csv", *rows())


def whole(db: Database) -> list[tuple[object, ...]]:
    """What is in the file: every table's rows, every index and trigger."""
    with db.reading() as session:
        names = session.scalars(
            sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ).all()
        found = [tuple(row) for row in session.execute(sql("SELECT name, sql FROM sqlite_master ORDER BY 1"))]
        for name in names:
            found += [(name, *row) for row in session.execute(sql(f'SELECT * FROM "{name}"'))]
        return found


def test_a_check_stops_at_any_look(db: Database, outages: Path) -> None:
    source = importing.read_file(outages)
    proposal = importing.propose(db, source)
    cancelled, looks = asked()
    importing.check_import(db, source, proposal, cancelled=cancelled)
    for moment in (0.0, 0.3, 0.9):
        with pytest.raises(Cancelled):
            importing.check_import(db, source, proposal, cancelled=asked(int(looks[0] * moment))[0])


def test_storing_stops_at_any_look_and_leaves_the_desk_as_it_was(
    db: Database, outages: Path, tmp_path: Path
) -> None:
    add_service(db, "Mail")
    found = checked(db, outages, create="yes")
    total = looks_of_a_whole_import(tmp_path / "other.slm", found)
    before, undo = whole(db), db.undo_label
    for moment in MOMENTS:
        with pytest.raises(Cancelled):
            importing.run_import(db, found, cancelled=asked(min(int(total * moment), total - 1))[0])
        assert whole(db) == before
        assert (db.undo_label, db.redo_label, db.busy_with) == (undo, None, None)
    assert importing.run_import(db, found).imported == ROWS
    db.undo()
    db.undo()
    assert db.undo_label is None


def test_storing_is_asked_also_amid_single_statements(db: Database, outages: Path) -> None:
    """Between the last row and the commit are long statements only: indexes, counting, the digest."""
    cancelled, looks = asked()
    after_rows: list[int] = []

    def progress(done: int, total: int, text: str) -> None:
        if done == total and text.startswith("Importing"):
            after_rows.append(looks[0])

    importing.run_import(db, checked(db, outages, create="yes"), progress=progress, cancelled=cancelled)
    assert looks[0] - after_rows[0] > 10


def test_a_waiting_import_can_be_stopped_while_another_change_runs(db: Database, outages: Path) -> None:
    found = checked(db, outages, create="yes")
    with db.changing("Something long"):
        stopped = in_another_thread(lambda: importing.run_import(db, found, cancelled=lambda: True))
    assert isinstance(stopped, Cancelled)


def looks_of_a_whole_import(path: Path, found: Checked) -> int:
    other = Database.create(path)
    cancelled, looks = asked()
    importing.run_import(other, found, cancelled=cancelled)
    other.close()
    return looks[0]


def in_another_thread(work: Callable[[], object]) -> BaseException | None:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).exception(timeout=20)
