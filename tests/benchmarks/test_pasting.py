"""A block of 1,000 rows from Excel: pasted over outages, and pasted as ten columns of new ones, beside bare SQLite.

Each round reads the copied text, checks it and writes it as one step; the peers write the same values with
`executemany` into the same tables, without reading, checking, undo or audit.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.models.connections import connect_writer
from app.models.database import Database
from app.usecases import importing
from app.usecases.importing import BatchRow
from app.usecases.outages import outage_ids
from app.usecases.pasting_outages import FIELDS, check_outages, paste_outages
from app.views.widgets.paste_strip import read_block

ROWS = 1_000
FIRST = datetime(2026, 10, 1, tzinfo=UTC)
AT = datetime(2026, 11, 3, tzinfo=UTC)
TITLES = ("Cause", "State", "Planned", "Excluded", "Disputed", "For the customer")
HEADINGS = (
    "Service\tStart\tEnd\tCause\tState\tPlanned\tDescription\tCustomer text\tUsers affected\tReference\n"
)


def over() -> str:
    """Six cells of a thousand outages, as copied."""
    lines = (f"cause {n}\tdegraded\tyes\tagreed {n}\tnot so {n}\ttext {n}" for n in range(ROWS))
    return "\n".join(lines)


def new_outages() -> str:
    """Ten cells of a thousand outages, as copied."""
    lines = (
        f"Till\t{_moment(n)}\t{_moment(n, 20)}\tcause {n}\tdown\tno\tinside {n}\ttext {n}\t{n}\tR-{n}"
        for n in range(ROWS)
    )
    return HEADINGS + "\n".join(lines)


def _moment(number: int, minutes: int = 0) -> str:
    return f"{FIRST + timedelta(hours=number, minutes=minutes):%Y-%m-%d %H:%M}"


def paste_new(db: Database) -> BatchRow:
    source = importing.read_pasted_rows(db, new_outages(), AT)
    proposal = importing.propose(db, source)
    answers = replace(proposal.answers, create="yes")
    checked = importing.check_import(db, source, replace(proposal, answers=answers))
    return importing.run_import(db, checked)


def paste_over(db: Database, ids: Sequence[int]) -> int:
    block = read_block(over(), ids, 0, FIELDS, TITLES)
    assert check_outages(db, block.rows) == ()
    return paste_outages(db, block.rows)


@pytest.mark.benchmark(group="1,000 rows × 10 pasted as new outages")
def test_paste_new(benchmark, tmp_path: Path) -> None:
    names = iter(range(100))

    def prepare() -> tuple[tuple[Database], dict[str, object]]:
        return (Database.create(tmp_path / f"desk {next(names)}.slm"),), {}

    batch = benchmark.pedantic(paste_new, setup=prepare, rounds=3, warmup_rounds=1)
    assert (batch.read, batch.imported) == (ROWS, ROWS)


@pytest.mark.benchmark(group="1,000 rows × 10 pasted as new outages")
def test_peer_new_rows_by_executemany(benchmark, tmp_path: Path) -> None:
    columns = (
        "source, start, end, cause, state, planned, internal_text, customer_text, users_affected, reference"
    )
    insertion = f"INSERT INTO outages ({columns}, disputed, excluded) VALUES ({','.join('?' * 10)}, 0, 0)"
    start = int(FIRST.timestamp()) * 1_000_000
    rows = [
        ("x", start + n, start + n + 1, f"cause {n}", "down", 0, f"inside {n}", f"text {n}", n, f"R-{n}")
        for n in range(ROWS)
    ]
    _bare(benchmark, tmp_path, insertion, rows, after="DELETE FROM outages")


@pytest.mark.benchmark(group="1,000 rows × 6 pasted over outages")
def test_paste_over(benchmark, tmp_path: Path) -> None:
    db = Database.create(tmp_path / "desk.slm")
    paste_new(db)
    ids = outage_ids(db)

    def prepare() -> tuple[tuple[Database, Sequence[int]], dict[str, object]]:
        if (db.undo_label or "").startswith("Paste over"):
            db.undo()
        return (db, ids), {}

    assert benchmark.pedantic(paste_over, setup=prepare, rounds=3, warmup_rounds=1) == ROWS
    db.close()


@pytest.mark.benchmark(group="1,000 rows × 6 pasted over outages")
def test_peer_changes_by_executemany(benchmark, tmp_path: Path) -> None:
    db = Database.create(tmp_path / "bare.slm")
    paste_new(db)
    ids = list(outage_ids(db))
    db.close()
    fields = "cause=?, state=?, planned=?, exclusion_reason=?, dispute_reason=?, customer_text=?"
    change = f"UPDATE outages SET {fields} WHERE id=?"
    rows = [
        (f"cause {n}", "degraded", 1, f"agreed {n}", f"not so {n}", f"text {n}", number)
        for n, number in enumerate(ids)
    ]
    _bare(benchmark, tmp_path, change, rows)


def _bare(
    benchmark, folder: Path, statement: str, rows: Sequence[tuple[object, ...]], *, after: str = ""
) -> None:
    path = folder / "bare.slm"
    if not path.exists():
        Database.create(path).close()
    connection: sqlite3.Connection = connect_writer(path)
    connection.execute("PRAGMA foreign_keys=OFF")

    def write() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(statement, rows)
        connection.execute("COMMIT")

    def clear() -> None:
        if after:
            connection.execute(after)

    benchmark.pedantic(write, setup=clear, rounds=3, warmup_rounds=1)
    connection.close()
