"""What SQLite complains about reaches a person in words, and nothing is changed."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import OperationalError

from app.errors import FileError
from app.models import journal, opening
from app.models.database import Database
from app.models.measurements import Outage
from app.models.organisation import Setting
from tests.models.desks import add_batch, add_customer, dump, import_outages, outages


def fill_disk(db: Database) -> None:
    """As a full disk looks to SQLite: the file may not grow by more than a few pages."""
    connection = db._journal.connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count={pages + 4}")


def test_a_full_disk_is_said_in_words_and_changes_nothing(db: Database) -> None:
    add_customer(db, "Retail")
    before = dump(db)
    fill_disk(db)
    with pytest.raises(FileError, match="no room left"), db.changing("Set") as session:
        session.add(Setting(key="k", value="x" * 1_000_000))
    assert dump(db) == before
    assert db.undo() == "Add customer Retail"


def test_a_full_disk_in_the_middle_of_an_import_changes_nothing(db: Database) -> None:
    import_outages(db, 10, "september.csv")
    before = dump(db)
    fill_disk(db)
    with pytest.raises(FileError, match="no room left"), db.changing("Import") as session:
        batch_id = add_batch(session)
        with journal.asleep(session):
            session.execute(insert(Outage), outages(batch_id, 20_000))
    assert dump(db) == before
    db._journal.connection.execute("PRAGMA max_page_count=1000000")
    import_outages(db, 10)
    assert (db.undo(), db.undo()) == ("Import october.csv", "Import september.csv")
    db.redo()
    assert dump(db) == before


def test_a_desk_another_kind_of_program_is_writing_to_is_refused(
    db: Database, desk_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_PATIENCE_MS", 10)
    db.close()
    other = sqlite3.connect(desk_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(FileError, match="is in use"):
        Database.open(desk_path)
    other.close()
    Database.open(desk_path).close()


def test_a_commit_that_a_reader_keeps_waiting_too_long_changes_nothing(db: Database) -> None:
    add_customer(db, "Retail")
    db._journal.connection.execute("PRAGMA busy_timeout=10")
    before = dump(db)
    with db.reading() as session:
        session.execute(text("SELECT count(*) FROM customers")).scalar_one()
        with pytest.raises(FileError, match="is in use"):
            add_customer(db, "Wholesale")
    assert dump(db) == before
    add_customer(db, "Wholesale")
    db.undo()
    assert dump(db) == before


def test_a_mistake_of_ours_is_not_dressed_up(db: Database) -> None:
    with pytest.raises(OperationalError, match="no such table"), db.reading() as session:
        session.execute(text("SELECT * FROM not_there"))
