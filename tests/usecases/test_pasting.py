"""A block from Excel becomes one step; what cannot be taken is known before anything is written."""

from datetime import UTC
from time import perf_counter

import pytest

from app.errors import InputError
from app.models.database import Database
from app.usecases.customers import add_customer, add_site, list_contacts, list_sites
from app.usecases.pasted_cells import PastedRow
from app.usecases.pasting import (
    check_contacts,
    check_sites,
    paste_contacts,
    paste_sites,
    read_headcount,
)


@pytest.fixture
def customer(db: Database) -> int:
    return add_customer(db, "Retail", time_zone=str(UTC))


def sites(db: Database) -> list[tuple[str, int, str | None]]:
    return [(site.name, site.headcount, site.time_zone) for site in list_sites(db)]


def test_a_block_of_sites_is_one_step_that_undo_takes_back(db: Database, customer: int) -> None:
    hamburg = add_site(db, customer, "Hamburg", headcount=5)
    before = sites(db)
    rows = [
        PastedRow(hamburg, {"name": "Hamburg Port", "headcount": "1,200", "time_zone": "Berlin"}),
        PastedRow(None, {"name": "Bremen", "headcount": "40"}),
    ]
    assert check_sites(db, customer, rows) == ()
    assert paste_sites(db, customer, rows) == 2
    assert sites(db) == [("Bremen", 40, None), ("Hamburg Port", 1200, "Europe/Berlin")]
    assert db.undo_label == "Paste 2 sites"
    db.undo()
    assert sites(db) == before


def test_a_line_with_a_wrong_cell_is_left_out_and_named(db: Database, customer: int) -> None:
    rows = [
        PastedRow(None, {"name": "Bremen", "headcount": "many"}),
        PastedRow(None, {"name": "", "headcount": "1"}),
        PastedRow(None, {"headcount": "1"}),
        PastedRow(None, {"name": "Kiel", "time_zone": "Atlantis"}),
        PastedRow(None, {"name": "Ulm"}),
        PastedRow(None, {"name": "ULM"}),
        PastedRow(999, {"name": "Gone"}),
    ]
    refused = check_sites(db, customer, rows)
    assert [(one.line, one.field) for one in refused] == [
        (1, "headcount"),
        (2, "name"),
        (3, "name"),
        (4, "time_zone"),
        (6, "name"),
        (7, "name"),
    ]
    assert refused[0].reason == "“many” is no headcount. Write a whole number."
    assert paste_sites(db, customer, rows) == 1
    assert sites(db) == [("Ulm", 0, None)]


def test_names_may_change_places(db: Database, customer: int) -> None:
    first, second = add_site(db, customer, "Kiel"), add_site(db, customer, "Ulm")
    paste_sites(db, customer, [PastedRow(first, {"name": "Ulm"}), PastedRow(second, {"name": "Kiel"})])
    assert {site.id: site.name for site in list_sites(db)} == {first: "Ulm", second: "Kiel"}


def test_a_name_stays_taken_by_the_site_that_cannot_give_it_up(db: Database, customer: int) -> None:
    kiel, ulm, bonn = (add_site(db, customer, name) for name in ("Kiel", "Ulm", "Bonn"))
    rows = [
        PastedRow(kiel, {"name": "Ulm", "headcount": "7"}),
        PastedRow(ulm, {"name": "Bonn"}),
        PastedRow(bonn, {"headcount": "8"}),
    ]
    assert [(one.line, one.text) for one in check_sites(db, customer, rows)] == [(1, "Ulm"), (2, "Bonn")]
    assert paste_sites(db, customer, rows) == 1
    assert sites(db) == [("Bonn", 8, None), ("Kiel", 0, None), ("Ulm", 0, None)]


def test_a_block_of_nothing_but_refusals_writes_nothing(db: Database, customer: int) -> None:
    with pytest.raises(InputError):
        paste_sites(db, customer, [PastedRow(None, {"name": " "})])
    assert db.undo_label == "Add customer Retail"


def test_contacts_find_their_site_by_name(db: Database, customer: int) -> None:
    site = add_site(db, customer, "Hamburg")
    rows = [
        PastedRow(None, {"name": "Ada", "site": "hamburg", "receives_packs": "Ja", "email": "a@b.example"}),
        PastedRow(None, {"name": "Bob", "site": "Paris"}),
    ]
    assert [one.reason for one in check_contacts(db, customer, rows)] == [
        "This customer has no site called “Paris”."
    ]
    assert paste_contacts(db, customer, rows) == 1
    (ada,) = list_contacts(db, customer)
    assert (ada.name, ada.site_id, ada.receives_packs, ada.email) == ("Ada", site, True, "a@b.example")
    assert db.undo_label == "Paste 1 contact"


@pytest.mark.parametrize("text", ["1,200", "1.200", "1 200", "1200", "1\u202f200"])
def test_a_headcount_is_read_as_excel_shows_it(text: str) -> None:
    assert read_headcount(text) == 1200


@pytest.mark.parametrize("text", ["-1", "1.5", "12,34", "x", "1e3", "99999999999"])
def test_what_is_no_headcount_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_headcount(text)


def test_a_thousand_lines_are_pasted_and_undone_as_one_step(db: Database, customer: int) -> None:
    fields = ("name", "role", "email", "phone", "receives_packs")
    rows = [PastedRow(None, {field: f"{field} {n}" for field in fields}) for n in range(1000)]
    begun = perf_counter()
    assert paste_contacts(db, customer, rows) == 1000
    print(f"1,000 lines in {perf_counter() - begun:.2f} s")
    db.undo()
    assert list_contacts(db, customer) == ()
