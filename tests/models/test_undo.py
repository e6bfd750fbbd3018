"""Undo all = before; redo all = after; over everything a desk holds."""

from pathlib import Path

import pytest
from sqlalchemy import delete, text, update

from app.errors import InputError, Refused
from app.models import schema
from app.models.agreements import Hours, SpecialDay
from app.models.catalogue import Component, Need, NeedGroup, PicturePlace, Service
from app.models.database import Database
from app.models.organisation import Contact, Customer, Setting, Site
from app.models.steps import STEPS_KEPT
from tests.models.desks import add_customer, count, dump


def undo_all(db: Database) -> None:
    while db.undo():
        pass


def redo_all(db: Database) -> None:
    while db.redo():
        pass


def check_both_ways(db: Database, before: dict[str, list[tuple[object, ...]]]) -> None:
    after = dump(db)
    undo_all(db)
    assert dump(db) == before
    redo_all(db)
    assert dump(db) == after
    undo_all(db)
    assert dump(db) == before


def test_a_step_is_undone_and_done_again_under_its_name(db: Database) -> None:
    add_customer(db, "Retail")
    assert (db.undo_label, db.redo_label) == ("Add customer Retail", None)
    assert db.undo() == "Add customer Retail"
    assert (db.undo_label, db.redo_label) == (None, "Add customer Retail")
    assert db.redo() == "Add customer Retail"
    assert count(db, "customers") == 1


def test_with_nothing_done_there_is_nothing_to_undo_or_redo(db: Database) -> None:
    assert db.undo() is None
    assert db.redo() is None


def test_what_a_removed_customer_took_with_it_comes_back(db: Database) -> None:
    customer_id = add_customer(db, "Retail", ("Berlin", "Hamburg"))
    with db.changing("Add contact") as session:
        site = session.query(Site).first()
        assert site is not None
        session.add(Contact(customer_id=customer_id, site_id=site.id, name="Ada"))
    before = dump(db)
    with db.changing("Remove customer Retail") as session:
        session.delete(session.get_one(Customer, customer_id))
    assert count(db, "sites") == 0
    assert count(db, "contacts") == 0
    db.undo()
    assert dump(db) == before
    db.redo()
    check_both_ways(db, {name: [] for name in before})


def test_a_reference_emptied_by_a_removal_is_filled_again(db: Database) -> None:
    customer_id = add_customer(db, "Retail", ("Berlin",))
    with db.changing("Add contact") as session:
        site = session.query(Site).one()
        session.add(Contact(customer_id=customer_id, site_id=site.id, name="Ada"))
    before = dump(db)
    with db.changing("Remove site Berlin") as session:
        session.execute(delete(Site))
    with db.reading() as session:
        assert session.query(Contact).one().site_id is None
    db.undo()
    assert dump(db) == before


def test_a_bulk_statement_is_one_step(db: Database) -> None:
    for name in ("A", "B", "C"):
        add_customer(db, name)
    before = dump(db)
    with db.changing("Move to Vienna") as session:
        session.execute(update(Customer).values(time_zone="Europe/Vienna"))
    db.undo()
    assert dump(db) == before


def test_a_unique_number_shifted_through_all_rows_is_shifted_back(db: Database) -> None:
    with db.changing("Add settings") as session:
        session.add_all(Setting(key=str(number), value="") for number in range(3))
    before = dump(db)
    with db.changing("Shift") as session:
        for number in (2, 1, 0):
            session.execute(update(Setting).where(Setting.key == str(number)).values(key=str(number + 1)))
    db.undo()
    assert dump(db) == before


def test_insert_or_replace_is_undone_too(db: Database) -> None:
    with db.changing("Set") as session:
        session.add(Setting(key="currency", value="EUR"))
    before = dump(db)
    with db.changing("Replace") as session:
        session.execute(text("INSERT OR REPLACE INTO settings VALUES ('currency', 'CHF')"))
    db.undo()
    assert dump(db) == before


def test_rows_without_an_id_of_their_own_come_back(db: Database) -> None:
    with db.changing("Add") as session:
        session.add(PicturePlace(node="service:1", x=8, y=16))
    before = dump(db)
    with db.changing("Remove") as session:
        session.execute(delete(PicturePlace))
    assert count(db, "picture_places") == 0
    db.undo()
    assert dump(db) == before


def test_groups_within_groups_come_back(db: Database) -> None:
    with db.changing("Add") as session:
        session.add_all((Service(name="Till"), Component(name="Database")))
        session.flush()
        session.add(NeedGroup(id=2, service_id=1))
        session.flush()
        session.add(NeedGroup(id=1, service_id=1, parent_id=2, rule="any"))
        session.flush()
        session.add(Need(group_id=1, component_id=1))
    before = dump(db)
    with db.changing("Remove service") as session:
        session.execute(delete(Service))
    assert count(db, "need_groups") == count(db, "needs") == 0
    db.undo()
    assert dump(db) == before


@pytest.mark.parametrize("value", ["a\x00b", "", "'\";--", "𝄞 ½ Ж", "=1+1", "x" * 100_000])
def test_text_of_any_kind_comes_back_exactly(db: Database, value: str) -> None:
    with db.changing("Set") as session:
        session.add(Setting(key="k", value=value))
    with db.changing("Remove") as session:
        session.execute(delete(Setting))
    db.undo()
    with db.reading() as session:
        assert session.get_one(Setting, "k").value == value


@pytest.mark.parametrize("value", [0.1, 1e300, 5e-324, 99.495, 1 / 3])
def test_measured_values_come_back_to_the_last_bit(db: Database, value: float) -> None:
    insertion = text("INSERT INTO samples (source, metric, at, value) VALUES ('', 'm', 1, :value)")
    with db.changing("Add") as session:
        session.execute(insertion, {"value": value})
    with db.changing("Remove") as session:
        session.execute(text("DELETE FROM samples"))
    db.undo()
    with db.reading() as session:
        back = session.execute(text("SELECT value FROM samples")).scalar_one()
    assert back.hex() == value.hex()


def test_at_least_a_hundred_steps_are_kept_and_the_oldest_go_first(db: Database) -> None:
    names = [f"Customer {number}" for number in range(STEPS_KEPT + 5)]
    for name in names:
        add_customer(db, name)
    undone = [db.undo() for _ in range(STEPS_KEPT)]
    assert undone == [f"Add customer {name}" for name in reversed(names[5:])]
    assert db.undo() is None
    assert count(db, "customers") == 5
    assert STEPS_KEPT >= 100


def test_a_new_step_ends_what_could_be_done_again(db: Database) -> None:
    add_customer(db, "A")
    db.undo()
    add_customer(db, "B")
    assert db.redo_label is None
    assert db.redo() is None
    db.undo()
    assert count(db, "customers") == 0


def test_a_barrier_can_neither_be_undone_nor_crossed(db: Database) -> None:
    add_customer(db, "A")
    add_customer(db, "B")
    db.undo()
    with db.changing("Issue October", barrier=True) as session:
        session.add(Setting(key="k", value="v"))
    assert (db.undo_label, db.redo_label) == (None, None)
    assert db.undo() is None
    add_customer(db, "C")
    assert db.undo() == "Add customer C"
    assert db.undo() is None
    assert count(db, "settings") == 1


def test_a_step_that_changes_nothing_is_no_step(db: Database) -> None:
    add_customer(db, "A")
    db.undo()
    with db.changing("Look around") as session:
        session.query(Customer).all()
    assert (db.undo_label, db.redo_label) == (None, "Add customer A")
    assert count(db, "audit_entries") == 2


def test_a_failed_step_leaves_the_desk_and_the_way_back_as_they_were(db: Database) -> None:
    add_customer(db, "A")
    before = dump(db)
    with pytest.raises(InputError), db.changing("Add twice") as session:
        session.add(Setting(key="k", value="v"))
        session.flush()
        session.add(Customer(name="A", time_zone="UTC"))
    assert dump(db) == before
    assert db.undo_label == "Add customer A"
    db.undo()
    assert count(db, "customers") == 0


def test_what_a_savepoint_rolled_back_is_not_undone(db: Database) -> None:
    before = dump(db)
    with db.changing("Add") as session:
        session.add(Setting(key="a", value=""))
        session.flush()
        nested = session.begin_nested()
        session.add(Setting(key="b", value=""))
        session.flush()
        nested.rollback()
    check_both_ways(db, before)


def test_undo_ends_with_the_session(db: Database, desk_path: Path) -> None:
    add_customer(db, "A")
    db.close()
    again = Database.open(desk_path)
    assert again.undo_label is None
    assert again.undo() is None
    again.close()


def test_nothing_is_undone_on_a_closed_desk(db: Database) -> None:
    add_customer(db, "A")
    db.close()
    with pytest.raises(Refused, match="closed"):
        db.undo()


def test_a_change_inside_its_own_undo_step_is_reversed_in_order(db: Database) -> None:
    before = dump(db)
    with db.changing("Everything about hours") as session:
        hours = Hours(name="Office", time_zone="UTC", week="{}")
        session.add(hours)
        session.flush()
        session.add(SpecialDay(hours_id=hours.id, day="2026-12-24", kind="holiday"))
        session.flush()
        session.execute(update(Hours).values(name="Offices"))
        session.execute(update(Hours).values(name="Office hours", country="DE"))
        session.execute(delete(SpecialDay))
        session.add(SpecialDay(hours_id=hours.id, day="2026-12-31", kind="holiday"))
    check_both_ways(db, before)


def test_every_table_but_the_audit_trail_is_watched() -> None:
    watched = {table.name for table in schema.journalled_tables()}
    assert set(schema.metadata.tables) - watched == {"audit_entries", "audit_changes"}
