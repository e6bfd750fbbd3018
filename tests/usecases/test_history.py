"""The audit trail as a person reads it."""

from app.models.database import Database
from app.models.organisation import Customer
from app.usecases.history import history_changes, history_of, list_history
from tests.models.desks import add_customer, import_outages


def test_the_latest_comes_first_with_the_number_of_rows(db: Database) -> None:
    add_customer(db, "Retail", ("Berlin", "Hamburg"))
    import_outages(db, 50)
    db.undo()
    assert [(row.label, row.kind, row.changes) for row in list_history(db)] == [
        ("Import october.csv", "undo", 51),
        ("Import october.csv", "change", 51),
        ("Add customer Retail", "change", 3),
    ]


def test_no_more_than_asked_for(db: Database) -> None:
    for name in "ABC":
        add_customer(db, name)
    assert [row.label for row in list_history(db, limit=2)] == ["Add customer C", "Add customer B"]


def test_a_text_is_found_in_labels_and_in_the_names_of_rows(db: Database) -> None:
    add_customer(db, "Retail", ("Berlin",))
    add_customer(db, "100 % Logistics")
    assert [row.id for row in list_history(db, text="retail")] == [1]
    assert [row.id for row in list_history(db, text="berl add")] == [1]
    assert [row.id for row in list_history(db, text="0 %")] == [2]
    assert list_history(db, text="100 _") == ()


def test_the_changes_of_an_entry_show_before_and_after(db: Database) -> None:
    customer_id = add_customer(db, "Retail")
    with db.changing("Rename") as session:
        session.get_one(Customer, customer_id).name = "Shops"
    entry = list_history(db)[0]
    (change,) = history_changes(db, entry.id)
    assert (change.table, change.action, change.title) == ("customers", "changed", "Shops")
    assert (change.before, change.after) == ({"name": "Retail"}, {"name": "Shops"})


def test_bulk_rows_are_one_change_with_batch_and_digest(db: Database) -> None:
    batch_id = import_outages(db, 50)
    bulk = next(one for one in history_changes(db, 1) if one.table == "outages")
    assert (bulk.action, bulk.rows, bulk.batch_id, bulk.before, bulk.after) == (
        "bulk added",
        50,
        batch_id,
        {},
        {},
    )
    assert len(bulk.digest or "") == 64


def test_everything_that_happened_to_one_row(db: Database) -> None:
    customer_id = add_customer(db, "Retail")
    add_customer(db, "Other")
    with db.changing("Rename") as session:
        session.get_one(Customer, customer_id).name = "Shops"
    db.undo()
    told = history_of(db, "customers", customer_id)
    assert [(entry.label, entry.kind) for entry, _ in told] == [
        ("Rename", "undo"),
        ("Rename", "change"),
        ("Add customer Retail", "change"),
    ]
    assert told[0][1].after == {"name": "Retail"}
