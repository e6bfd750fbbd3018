"""A program killed at any moment loses nothing that was committed and leaves nothing half."""

import random
import sqlite3
import time
from pathlib import Path

import pytest

from app.models.copies import copy_desk
from app.models.database import Database
from tests.models.children import start, stop, wait_ready
from tests.models.desks import add_customer, count, import_outages

_ROWS = 4_000

_IMPORT_AGAIN_AND_AGAIN = """
    import sys
    from app.models.database import Database
    from tests.models.desks import import_outages
    db = Database.open(sys.argv[1])
    db._journal.connection.execute("PRAGMA cache_spill=50")  # half-imported pages reach the file early
    db._journal.connection.execute("PRAGMA cache_size=50")
    print("ready", flush=True)
    for number in range(1_000):
        import_outages(db, int(sys.argv[2]), f"{number}.csv")
        print(number, flush=True)
"""


def check_sound(path: Path) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


@pytest.mark.parametrize("seed", range(6))
def test_a_kill_in_the_middle_of_imports_leaves_whole_imports_only(
    db: Database, desk_path: Path, seed: int
) -> None:
    import_outages(db, _ROWS, "before.csv")
    db.close()
    child = start(_IMPORT_AGAIN_AND_AGAIN, desk_path, _ROWS)
    wait_ready(child)
    time.sleep(random.Random(seed).uniform(0.05, 1.0))
    child.kill()
    assert child.stdout is not None
    reported = len(child.stdout.read().split())
    stop(child)

    again = Database.open(desk_path)
    batches = count(again, "import_batches")
    assert batches - 1 in (reported, reported + 1)  # what was said to be saved is there
    assert count(again, "outages") == batches * _ROWS
    assert count(again, "audit_entries") == batches
    add_customer(again, "Retail")  # clears away a rollback journal in which nothing stood yet
    again.close()
    check_sound(desk_path)
    assert list(desk_path.parent.iterdir()) == [desk_path]


_HALF_WAY = """
    import os, signal, sys
    from sqlalchemy import text
    from app.models.database import Database
    from tests.models.desks import add_batch
    db = Database.open(sys.argv[1])
    connection = db._journal.connection
    connection.execute("PRAGMA cache_spill=10")
    connection.execute("PRAGMA cache_size=10")
    with db.changing("Half") as session:
        add_batch(session, "half.csv")
        session.execute(text("UPDATE outages SET cause = 'half', internal_text = hex(randomblob(500))"))
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_half_written_file_is_repaired_when_it_is_opened(db: Database, desk_path: Path) -> None:
    import_outages(db, _ROWS)
    db.close()
    sound = desk_path.read_bytes()
    child = start(_HALF_WAY, desk_path)
    child.communicate(timeout=120)
    assert desk_path.read_bytes() != sound  # the kill came while pages of the change were in the file
    assert desk_path.with_name("desk.slm-journal").exists()
    again = Database.open(desk_path)
    with again.reading() as session:
        causes = (
            session.connection()
            .exec_driver_sql("SELECT count(*) FROM outages WHERE cause = 'half'")
            .scalar_one()
        )
    assert (causes, count(again, "import_batches"), count(again, "outages")) == (0, 1, _ROWS)
    again.close()
    assert desk_path.read_bytes() == sound


def test_a_half_written_desk_can_be_backed_up_without_opening_it(db: Database, desk_path: Path) -> None:
    import_outages(db, _ROWS)
    db.close()
    start(_HALF_WAY, desk_path).communicate(timeout=120)
    copy = copy_desk(desk_path, desk_path.with_name("copy.slm"))
    again = Database.open(copy)
    assert count(again, "import_batches") == 1
    again.close()
