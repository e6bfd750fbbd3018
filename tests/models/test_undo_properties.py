"""Whatever is done in whatever order: undo all = before, redo all = after, and any walk between keeps its place."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.errors import AppError
from app.models import journal
from app.models.database import Database
from app.models.organisation import Customer
from tests.models.desks import add_batch, dump, import_outages

Deed = Callable[[Database], None]

_STATEMENTS = (
    "INSERT INTO customers (uid, name, time_zone, description, internal_note) "
    "VALUES (hex(randomblob(16)), 'C' || {n}, 'UTC', '', '')",
    "INSERT INTO sites (uid, customer_id, name, headcount) SELECT hex(randomblob(16)), max(id), 'S' || {n}, {n} "
    "FROM customers HAVING max(id) IS NOT NULL",
    "INSERT INTO contacts (customer_id, site_id, name, role, email, phone, receives_packs) "
    "SELECT customer_id, id, 'K', '', '', '', 0 FROM sites LIMIT {n}",
    "INSERT INTO services (uid, name, description, owner, business_process, criticality) "
    "VALUES (hex(randomblob(16)), 'V' || {n}, '', '', '', 'low')",
    "INSERT INTO components (uid, name, kind, owner, kept_by) "
    "VALUES (hex(randomblob(16)), 'P' || {n}, 'system', '', 'team')",
    "INSERT INTO need_groups (uid, service_id, parent_id, rule, name, position) SELECT hex(randomblob(16)), s.id, "
    "(SELECT max(g.id) FROM need_groups g WHERE g.service_id = s.id), 'all', '', {n} FROM services s LIMIT {n}",
    "INSERT OR REPLACE INTO needs (group_id, component_id, position) SELECT g.id, c.id, 0 "
    "FROM need_groups g, components c LIMIT {n}",
    "INSERT OR REPLACE INTO settings VALUES ('k' || {n}, hex(randomblob(4)))",
    "UPDATE customers SET name = name || '+' WHERE id % 3 = {n} % 3",
    "UPDATE sites SET headcount = headcount * 2 + 1",
    "UPDATE outages SET planned = 1 - planned, excluded = 1, service_id = (SELECT max(id) FROM services) "
    "WHERE id % 5 = {n} % 5",
    "INSERT OR IGNORE INTO outage_sites SELECT o.id, s.id FROM outages o, sites s LIMIT {n}",
    "DELETE FROM customers WHERE id % 3 = {n} % 3",
    "DELETE FROM sites WHERE id % 2 = {n} % 2",
    "DELETE FROM services WHERE id % 2 = {n} % 2",
    "DELETE FROM need_groups WHERE id % 3 = {n} % 3",
    "DELETE FROM components WHERE id % 2 = {n} % 2",
    "DELETE FROM settings WHERE rowid % 2 = {n} % 2",
    "DELETE FROM outages WHERE id % 7 = {n} % 7",
)


def _statements(chosen: list[tuple[int, int]]) -> Deed:
    def run(db: Database) -> None:
        with db.changing(f"{len(chosen)} statements") as session:
            for which, number in chosen:
                session.execute(text(_STATEMENTS[which].format(n=number)))

    return run


def _import(rows: int) -> Deed:
    return lambda db: void(import_outages(db, rows))


def void(_: object) -> None:
    """A deed returns nothing."""


def _remove_batch(which: int) -> Deed:
    def run(db: Database) -> None:
        with db.changing("Remove an import") as session:
            ids = session.execute(text("SELECT id FROM import_batches ORDER BY id")).scalars().all()
            if ids:
                journal.bulk_removed(session, ids[which % len(ids)])

    return run


def _import_and_correct(rows: int) -> Deed:
    """An import that also corrects rows of earlier ones, before and after its own."""

    def run(db: Database) -> None:
        with db.changing("Import and correct") as session:
            session.execute(text("UPDATE outages SET cause = 'before'"))
            batch_id = add_batch(session)
            journal_rows = text(
                "INSERT INTO samples (batch_id, source, metric, at, value) VALUES (:b, '', 'm', :n, 1)"
            )
            with journal.asleep(session):
                for number in range(rows):
                    session.execute(journal_rows, {"b": batch_id, "n": number})
            journal.bulk_added(session, batch_id, ["samples"])
            session.execute(text("UPDATE samples SET value = value + 1 WHERE id % 2"))
            session.execute(text("UPDATE outages SET cause = 'after' WHERE id % 2"))

    return run


_NUMBERS = st.integers(1, 9)
_DEEDS = st.one_of(
    st.lists(st.tuples(st.integers(0, len(_STATEMENTS) - 1), _NUMBERS), min_size=1, max_size=6).map(
        _statements
    ),
    st.integers(0, 30).map(_import),
    _NUMBERS.map(_remove_batch),
    _NUMBERS.map(_import_and_correct),
)


def attempt(db: Database, deed: Deed) -> None:
    """Some statements meet a name that is taken; that must leave nothing behind either."""
    before = dump(db)
    try:
        deed(db)
    except AppError:
        assert dump(db) == before


@settings(max_examples=40)
@given(deeds=st.lists(_DEEDS, min_size=1, max_size=12))
def test_undoing_everything_brings_back_the_start_and_redoing_everything_the_end(deeds: list[Deed]) -> None:
    with TemporaryDirectory() as folder:
        db = Database.create(Path(folder) / "desk.slm")
        with db.changing("Start", barrier=True) as session:
            session.add(Customer(name="First", time_zone="UTC"))
        states = [dump(db)]
        for deed in deeds:
            label = db.undo_label
            attempt(db, deed)
            if dump(db) != states[-1] or db.undo_label != label:
                states.append(dump(db))
        back = _walk(db, db.undo)
        assert back[-1] == states[0]
        forth = _walk(db, db.redo)
        assert forth[-1] == states[-1]
        assert _walk(db, db.undo) == back
        db.close()


def _walk(db: Database, step: Callable[[], str | None]) -> list[object]:
    seen: list[object] = [dump(db)]
    while step():
        seen.append(dump(db))
    return seen


@settings(max_examples=25)
@given(deeds=st.lists(_DEEDS, min_size=3, max_size=8), walk=st.lists(st.booleans(), max_size=25))
def test_any_walk_of_undo_and_redo_passes_the_same_states(deeds: list[Deed], walk: list[bool]) -> None:
    with TemporaryDirectory() as folder:
        db = Database.create(Path(folder) / "desk.slm")
        for deed in deeds:
            attempt(db, deed)
        back = _walk(db, db.undo)
        place = len(back) - 1
        for forward in walk:
            moved = db.redo() if forward else db.undo()
            place += (-1 if forward else 1) if moved else 0
            assert dump(db) == back[place]
        db.close()
