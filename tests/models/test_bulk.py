"""Imports in bulk: one note, one audit change with count and digest, taken out and put back whole."""

import pytest
from sqlalchemy import delete, func, insert, select, text, update

from app.models import journal
from app.models.audit import AuditChange
from app.models.database import Database
from app.models.measurements import ImportBatch, Outage, OutageSite, Ticket, TicketEvent
from tests.models.desks import START, add_batch, add_customer, count, dump, import_outages, outages


def bulk_changes(db: Database) -> list[tuple[str, str, int | None, int]]:
    with db.reading() as session:
        query = select(AuditChange).where(AuditChange.action.startswith("bulk")).order_by(AuditChange.id)
        return [(row.action, row.table_name, row.batch_id, row.rows) for row in session.scalars(query)]


def test_an_import_is_undone_and_done_again_whole(db: Database) -> None:
    before = dump(db)
    import_outages(db, 5_000)
    after = dump(db)
    assert db.undo() == "Import october.csv"
    assert dump(db) == before
    assert db.redo() == "Import october.csv"
    assert dump(db) == after


def test_an_import_is_one_audit_change_per_table_with_its_batch_and_count(db: Database) -> None:
    batch_id = import_outages(db, 5_000)
    db.undo()
    assert bulk_changes(db) == [
        ("bulk added", "outages", batch_id, 5_000),
        ("bulk removed", "outages", batch_id, 5_000),
    ]


def test_the_digest_tells_whether_the_same_rows_came_back(db: Database) -> None:
    import_outages(db, 50, "one.csv")
    db.undo()
    db.redo()
    import_outages(db, 50, "same rows.csv")
    import_outages(db, 51, "other rows.csv")
    with db.reading() as session:
        digests = list(session.scalars(select(AuditChange.digest).where(AuditChange.digest.is_not(None))))
    assert len(digests) == 5
    assert len(set(digests[:4])) == 1
    assert digests[4] not in digests[:4]


def test_a_batch_is_removed_with_all_that_hangs_on_it_and_comes_back(db: Database) -> None:
    add_customer(db, "Retail", ("Berlin",))
    batch_id = import_outages(db, 100)
    with db.changing("Name a site") as session:
        session.add(OutageSite(outage_id=7, site_id=1))
        session.execute(update(Outage).where(Outage.id == 8).values(cause="storage"))
    before = dump(db)
    with db.changing("Remove october.csv") as session:
        journal.bulk_removed(session, batch_id)
    assert [count(db, name) for name in ("outages", "import_batches", "outage_sites")] == [0, 0, 0]
    after = dump(db)
    for _ in range(3):
        assert db.undo() == "Remove october.csv"
        assert dump(db) == before
        db.redo()
        assert dump(db) == after


def test_removing_a_batch_takes_along_what_other_batches_said_of_its_rows(db: Database) -> None:
    with db.changing("Import tickets") as session:
        first = add_batch(session, "tickets.csv")
        with journal.asleep(session):
            session.execute(
                insert(Ticket), [{"batch_id": first, "number": str(n), "opened": START} for n in range(20)]
            )
        journal.bulk_added(session, first, ["tickets"])
    with db.changing("Import their events") as session:
        second = add_batch(session, "events.csv")
        with journal.asleep(session):
            session.execute(
                insert(TicketEvent),
                [{"batch_id": second, "ticket_id": n + 1, "at": START, "event": "opened"} for n in range(20)],
            )
        journal.bulk_added(session, second, ["ticket_events"])
    before = dump(db)
    with db.changing("Remove tickets.csv") as session:
        journal.bulk_removed(session, first)
    assert (count(db, "tickets"), count(db, "ticket_events"), count(db, "import_batches")) == (0, 0, 1)
    after = dump(db)
    db.undo()
    assert dump(db) == before
    db.redo()
    assert dump(db) == after


def test_rows_imported_after_an_undone_import_count_as_new(db: Database) -> None:
    import_outages(db, 10)
    db.undo()
    import_outages(db, 10)
    with db.reading() as session:
        ids = list(session.scalars(select(Outage.id).order_by(Outage.id)))
    assert ids == list(range(11, 21))  # an id that a pack may cite is never used again


def test_changed_and_removed_rows_before_and_after_the_sleep_are_undone_too(db: Database) -> None:
    import_outages(db, 20, "september.csv")
    before = dump(db)
    with db.changing("Import october.csv") as session:
        session.execute(update(Outage).where(Outage.id == 3).values(cause="corrected"))
        batch_id = add_batch(session)
        with journal.asleep(session):
            session.execute(insert(Outage), outages(batch_id, 30, first=100))
        journal.bulk_added(session, batch_id, ["outages"])
        session.execute(update(Outage).where(Outage.id > 40).values(cause="joined"))
        session.execute(delete(Outage).where(Outage.id == 22))
    after = dump(db)
    db.undo()
    assert dump(db) == before
    db.redo()
    assert dump(db) == after


@pytest.mark.parametrize(
    "statement",
    ["UPDATE outages SET planned = 1", "DELETE FROM outages WHERE id = 1", "DELETE FROM settings"],
)
def test_while_the_journal_sleeps_rows_may_only_be_appended(db: Database, statement: str) -> None:
    import_outages(db, 3)
    with db.changing("Set") as session:
        session.execute(text("INSERT INTO settings VALUES ('k', 'v')"))
    before = dump(db)
    with (
        pytest.raises(RuntimeError, match="only be appended"),
        db.changing("Cheat") as session,
        journal.asleep(session),
    ):
        session.execute(text(statement))
    assert dump(db) == before
    assert db.undo() == "Set"


def test_the_journal_wakes_after_an_error_in_its_sleep(db: Database) -> None:
    with pytest.raises(ZeroDivisionError), db.changing("Fail") as session, journal.asleep(session):
        raise ZeroDivisionError
    before = dump(db)
    add_customer(db, "Retail")
    db.undo()
    assert dump(db) == before


def test_a_reading_session_has_no_journal(db: Database) -> None:
    with (
        db.reading() as session,
        pytest.raises(RuntimeError, match="changing session"),
        journal.asleep(session),
    ):
        pass


def test_listeners_hear_of_bulk_rows(db: Database) -> None:
    heard: list[frozenset[str]] = []
    db.listen(heard.append)
    import_outages(db, 3)
    db.undo()
    assert heard == [frozenset({"import_batches", "outages"})] * 2


def test_what_was_kept_for_redo_is_dropped_with_it(db: Database) -> None:
    import_outages(db, 100)
    db.undo()
    add_customer(db, "Retail")
    stashes = "SELECT count(*) FROM temp.sqlite_schema WHERE name LIKE 'journal_stash%'"
    with db.changing("Look") as session:
        assert session.execute(text(stashes)).scalar_one() == 0
        assert session.execute(select(func.count()).select_from(ImportBatch)).scalar_one() == 0
