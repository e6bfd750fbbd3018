"""The audit trail: who, when, what, before and after; only ever added to."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError

from app.models.audit import AuditChange, AuditEntry
from app.models.database import Database
from app.models.lock import user_name
from app.models.organisation import Customer, Setting
from tests.models.desks import add_customer


def entries(db: Database) -> list[AuditEntry]:
    with db.reading() as session:
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def changes(db: Database, entry_id: int) -> list[AuditChange]:
    with db.reading() as session:
        query = select(AuditChange).where(AuditChange.entry_id == entry_id).order_by(AuditChange.id)
        return list(session.scalars(query))


def test_an_entry_says_who_did_what_when(db: Database) -> None:
    add_customer(db, "Retail")
    (entry,) = entries(db)
    assert (entry.who, entry.label, entry.kind) == (user_name(), "Add customer Retail", "change")
    assert abs(entry.at - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_change_holds_what_differs_before_and_after(db: Database) -> None:
    customer_id = add_customer(db, "Retail")
    with db.changing("Change customer") as session:
        session.get_one(Customer, customer_id).time_zone = "UTC"
    (change,) = changes(db, 2)
    assert (change.action, change.table_name, change.row_id, change.title) == (
        "changed",
        "customers",
        customer_id,
        "Retail",
    )
    assert json.loads(change.before or "") == {"time_zone": "Europe/Berlin"}
    assert json.loads(change.after or "") == {"time_zone": "UTC"}


def test_a_removed_row_is_kept_whole_with_its_uid(db: Database) -> None:
    customer_id = add_customer(db, "Retail", ("Berlin",))
    with db.changing("Remove customer") as session:
        session.execute(delete(Customer))
    removed = changes(db, 2)
    assert {(one.table_name, one.action, one.title) for one in removed} == {
        ("customers", "removed", "Retail"),
        ("sites", "removed", "Berlin"),
    }
    customer = next(one for one in removed if one.table_name == "customers")
    before = json.loads(customer.before or "")
    assert (before["id"], before["uid"], before["name"]) == (customer_id, customer.row_uid, "Retail")
    assert customer.after is None


def test_several_changes_of_a_row_in_one_step_are_one_net_change(db: Database) -> None:
    with db.changing("Add and rename") as session:
        session.execute(text("INSERT INTO settings VALUES ('k', '1')"))
        session.execute(update(Setting).values(value="2"))
        session.execute(update(Setting).values(value="3"))
    (change,) = changes(db, 1)
    assert (change.action, json.loads(change.after or "")["value"]) == ("added", "3")


def test_a_row_that_came_and_went_or_was_set_back_is_no_change(db: Database) -> None:
    add_customer(db, "Retail")
    with db.changing("To and fro") as session:
        session.execute(text("INSERT INTO settings VALUES ('k', '1')"))
        session.execute(delete(Setting))
        session.execute(update(Customer).values(time_zone="UTC"))
        session.execute(update(Customer).values(time_zone="Europe/Berlin"))
        session.execute(update(Customer).values(description="changed"))
    assert [(one.action, one.after) for one in changes(db, 2)] == [("changed", '{"description": "changed"}')]


def test_undo_and_redo_add_entries_of_their_own(db: Database) -> None:
    add_customer(db, "Retail")
    db.undo()
    db.redo()
    assert [(entry.kind, entry.label) for entry in entries(db)] == [
        (kind, "Add customer Retail") for kind in ("change", "undo", "redo")
    ]
    assert [change.action for change in changes(db, 2)] == ["removed"]


def test_a_label_set_late_names_step_and_entry(db: Database) -> None:
    with db.changing("Import") as session:
        session.add(Setting(key="k", value="v"))
        session.info["label"] = "Import 12 outages from october.xlsx"
    assert db.undo_label == entries(db)[0].label == "Import 12 outages from october.xlsx"


def test_a_very_long_text_is_represented_by_its_hash(db: Database) -> None:
    with db.changing("Set") as session:
        session.add(Setting(key="k", value="x" * 1_000_000))
    after = json.loads(changes(db, 1)[0].after or "")
    assert after["value"]["characters"] == 1_000_000


@pytest.mark.parametrize("table", ["audit_entries", "audit_changes"])
@pytest.mark.parametrize(
    "deed", ["UPDATE {} SET id = id", "DELETE FROM {}", "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"]
)
def test_the_trail_can_only_be_added_to(db: Database, table: str, deed: str) -> None:
    add_customer(db, "Retail")
    with pytest.raises(IntegrityError, match="only ever added to"), db.changing("Forge") as session:
        session.execute(text(deed.format(table)))
    assert len(entries(db)) == 1


def test_a_change_that_fails_leaves_no_entry(db: Database) -> None:
    with pytest.raises(ZeroDivisionError), db.changing("Fail") as session:
        session.add(Setting(key="k", value="v"))
        session.flush()
        raise ZeroDivisionError
    assert entries(db) == []
