"""Reading and changing from many threads; news of what changed; refusals."""

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from app.errors import FileError, InputError, Refused
from app.models import database
from app.models.database import Database
from app.models.organisation import Customer, Setting
from tests.models.desks import add_customer, count, import_outages


def test_what_was_changed_is_there_after_closing(db: Database, desk_path: Path) -> None:
    add_customer(db, "Retail")
    db.close()
    again = Database.open(desk_path)
    with again.reading() as session:
        assert session.query(Customer).one().name == "Retail"
    again.close()


def test_a_desk_knows_its_name_and_that_it_can_be_changed(db: Database, desk_path: Path) -> None:
    assert (db.path, db.name, db.read_only, db.holder) == (desk_path, "desk", False, None)


def test_a_reading_session_cannot_change_anything(db: Database) -> None:
    with pytest.raises(FileError, match="cannot be written"), db.reading() as session:
        session.execute(text("INSERT INTO settings VALUES ('k', 'v')"))


def test_a_reading_session_sees_one_state_even_while_the_desk_changes(db: Database) -> None:
    add_customer(db, "A")
    go, done = threading.Event(), threading.Event()

    def write() -> None:
        go.wait(30)
        done.set()
        add_customer(db, "B")

    writer = threading.Thread(target=write)
    writer.start()
    with db.reading() as session:
        first = session.query(Customer).count()
        go.set()
        done.wait(30)
        session.expire_all()
        assert session.query(Customer).count() == first
    writer.join(30)
    assert count(db, "customers") == 2


def test_rows_stay_usable_after_the_session(db: Database) -> None:
    with db.changing("Add") as session:
        customer = Customer(name="A", time_zone="UTC")
        session.add(customer)
    assert customer.id == 1


def test_listeners_hear_which_tables_changed_after_each_change_undo_and_redo(db: Database) -> None:
    heard: list[frozenset[str]] = []
    stop = db.listen(heard.append)
    add_customer(db, "A", ("Berlin",))
    db.undo()
    db.redo()
    stop()
    db.undo()
    assert heard == [frozenset({"customers", "sites"})] * 3


def test_a_listener_already_sees_what_it_hears_of(db: Database) -> None:
    seen: list[int] = []
    db.listen(lambda _: seen.append(count(db, "customers")))
    add_customer(db, "A")
    db.undo()
    assert seen == [1, 0]


def test_a_listener_may_change_the_desk_itself(db: Database) -> None:
    def note(tables: frozenset[str]) -> None:
        if "customers" in tables:
            with db.changing("Note") as session:
                session.merge(Setting(key="noted", value="yes"))

    db.listen(note)
    add_customer(db, "A")
    assert count(db, "settings") == 1


def test_a_failed_change_is_no_news(db: Database) -> None:
    heard: list[frozenset[str]] = []
    db.listen(heard.append)
    with pytest.raises(ZeroDivisionError), db.changing("Fail") as session:
        session.add(Setting(key="k", value="v"))
        session.flush()
        raise ZeroDivisionError
    assert heard == []


def test_a_change_inside_a_change_is_a_mistake_of_ours(db: Database) -> None:
    with pytest.raises(RuntimeError, match="inside"), db.changing("Outer"), db.changing("Inner"):
        pass
    with pytest.raises(RuntimeError, match="inside"), db.changing("Outer"):
        db.undo()
    add_customer(db, "A")


def test_changes_of_many_threads_are_all_kept_each_a_step(db: Database) -> None:
    def work(name: str) -> None:
        for number in range(10):
            add_customer(db, f"{name} {number}", ("here",))
            assert count(db, "customers") > 0

    threads = [threading.Thread(target=work, args=(name,)) for name in "ABCD"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert count(db, "customers") == 40
    while db.undo():
        pass
    assert count(db, "customers") == 0


def test_undo_from_two_threads_takes_two_steps(db: Database) -> None:
    for name in "AB":
        add_customer(db, name)
    threads = [threading.Thread(target=db.undo) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert count(db, "customers") == 0


def test_the_window_is_refused_soon_while_a_long_change_runs(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_PATIENCE_OF_A_WINDOW_SECONDS", 0.05)
    started, finish = threading.Event(), threading.Event()

    def work() -> None:
        with db.changing("Import october.xlsx"):
            started.set()
            finish.wait(30)

    worker = threading.Thread(target=work)
    worker.start()
    started.wait(30)
    before = time.monotonic()
    assert db.busy_with == "Import october.xlsx"
    with pytest.raises(Refused, match=r"busy with “Import october\.xlsx”"):
        add_customer(db, "A")
    with pytest.raises(Refused, match="busy"):
        db.undo()
    assert count(db, "customers") == 0  # reading goes on meanwhile
    assert time.monotonic() - before < 20
    finish.set()
    worker.join(30)
    assert db.busy_with is None
    add_customer(db, "A")


def test_reading_goes_on_while_an_import_has_not_committed(db: Database) -> None:
    import_outages(db, 10)
    with db.changing("Import") as session:
        session.execute(text("UPDATE outages SET cause = 'x'"))
        assert count(db, "outages") == 10


def test_a_name_that_is_taken_is_said_in_words(db: Database) -> None:
    add_customer(db, "Retail")
    with pytest.raises(InputError, match="already there"):
        add_customer(db, "Retail")


def test_a_row_something_else_refers_to_is_refused_in_words(db: Database) -> None:
    import_outages(db, 1)
    with pytest.raises(Refused, match="refers to it"), db.changing("Remove") as session:
        session.execute(text("DELETE FROM import_batches"))


def test_closing_waits_for_the_change_under_way(db: Database, desk_path: Path) -> None:
    started = threading.Event()

    def work() -> None:
        with db.changing("Slow") as session:
            started.set()
            session.add(Setting(key="k", value="v"))
            session.flush()
            threading.Event().wait(0.2)

    worker = threading.Thread(target=work)
    worker.start()
    started.wait(30)
    db.close()
    worker.join(30)
    again = Database.open(desk_path)
    assert count(again, "settings") == 1
    again.close()


def test_closing_twice_is_no_harm(db: Database) -> None:
    db.close()
    db.close()
