"""The audit trail as a person reads it."""

from app.models.database import Database
from app.usecases.history import list_history
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
