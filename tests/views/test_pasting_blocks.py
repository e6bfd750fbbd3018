"""Blocks copied in Excel become rows of a list: one step, new rows below, what is refused said beforehand."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.errors import InputError
from app.models.database import Database
from app.usecases.customers import add_customer, add_site, list_contacts, list_sites
from app.usecases.pasted_cells import PastedRow
from app.views.pages.customers import CustomersPage
from app.views.widgets.paste_strip import read_block
from tests.views.window import messages, settle, shown

FIELDS = ("name", "headcount")
TITLES = ("Site", "Users")


@pytest.fixture
def customer(db: Database) -> int:
    return add_customer(db, "Retail", time_zone="UTC")


def test_lines_fall_on_the_rows_there_are_and_then_on_new_ones() -> None:
    rows = read_block("Kiel\t4\r\nUlm\t5\r\n", [7], 0, FIELDS, TITLES).rows
    assert rows == (
        PastedRow(7, {"name": "Kiel", "headcount": "4"}),
        PastedRow(None, {"name": "Ulm", "headcount": "5"}),
    )


def test_a_line_of_titles_says_which_columns_follow() -> None:
    assert read_block("users\tSITE\n4\tKiel\n", [], 0, FIELDS, TITLES).rows == (
        PastedRow(None, {"headcount": "4", "name": "Kiel"}),
    )


def test_cells_keep_their_line_breaks_and_lose_our_own_mark_of_a_formula() -> None:
    (row,) = read_block('"Kiel\nharbour"\t\'-4\t9\n', [], 0, FIELDS, TITLES).rows
    assert row.cells == {"name": "Kiel\nharbour", "headcount": "-4", "column 3": "9"}


def test_a_block_pasted_into_an_empty_list_is_one_step(qtbot: QtBot, db: Database, customer: int) -> None:
    with shown(qtbot, db, CustomersPage) as page:
        said = messages(page)
        QGuiApplication.clipboard().setText("Site\tUsers\nKiel\t1,200\nUlm\t5\n")
        page.detail.sites.paste_button.click()
        settle(qtbot, page)
        assert [(site.name, site.headcount) for site in list_sites(db)] == [("Kiel", 1200), ("Ulm", 5)]
        assert [row.name for row in page.detail.sites.model.rows] == ["Kiel", "Ulm"]
        assert said == ["Pasted 2 sites."]
        page.desk.undo()
        settle(qtbot, page)
        assert page.detail.sites.model.rows == ()


def test_escape_leaves_everything_as_it_was(qtbot: QtBot, db: Database, customer: int) -> None:
    add_site(db, customer, "Kiel")
    with shown(qtbot, db, CustomersPage) as page:
        QGuiApplication.clipboard().setText("Ada\tBoss\nBob\tClerk\t\t\tAtlantis\n")
        page.detail.contacts.paste_button.click()
        settle(qtbot, page)
        strip = page.detail.contacts.strip
        assert strip is not None
        assert strip.heading.text() == "1 contact of 2 can be pasted. Nothing is written yet."
        assert strip.reasons.text() == "Row 2, Site: This customer has no site called “Atlantis”."
        qtbot.keyClick(strip, Qt.Key.Key_Escape)
        assert strip.isHidden()
        assert list_contacts(db, customer) == ()


def test_the_strip_closes_when_another_customer_is_chosen(qtbot: QtBot, db: Database, customer: int) -> None:
    add_customer(db, "Wholesale", time_zone="UTC")
    with shown(qtbot, db, CustomersPage) as page:
        QGuiApplication.clipboard().setText("Kiel\tmany\n")
        page.detail.sites.paste_button.click()
        settle(qtbot, page)
        strip = page.detail.sites.strip
        assert strip is not None
        assert not strip.isHidden()
        page.browser.table.choose(lambda row: row.name == "Wholesale")
        settle(qtbot, page)
        assert strip.isHidden()


def test_only_line_ends_part_rows_and_a_cell_beyond_reason_is_refused_in_words() -> None:
    (row,) = read_block("Kiel\u2028harbour\x0b2\t4\n", [], 0, FIELDS, TITLES).rows
    assert row.cells["name"] == "Kiel\u2028harbour\x0b2"
    with pytest.raises(InputError, match="too long for a table"):
        read_block("x" * 200_000, [], 0, FIELDS, TITLES)


@pytest.mark.parametrize(
    ("line", "left_out"),
    [
        ("Standort\tStraße\tNutzer", ("Straße",)),
        ("Filiale\tStraße\tMitarbeiter", ("Straße",)),
        ("Location\t\tHeadcount", ("column 2",)),
        ("Lieu\tRue\tNombre d'utilisateurs", ("Rue",)),
        ("Sede\tCalle\tEmpleados", ("Calle",)),
        ("Vestiging\tStraat\tMedewerkers", ("Straat",)),
        ("Unidade\tRua\tUsuários", ("Rua",)),
        ("Nome\tVia\tUtenti", ("Via",)),
    ],
)
def test_headings_of_seven_languages_decide_the_columns_and_name_what_is_left_out(
    line: str, left_out: tuple[str, ...]
) -> None:
    block = read_block(f"{line}\nKiel\tKai 1\t40\n", [], 0, FIELDS, TITLES)
    assert block.rows == (PastedRow(None, {"name": "Kiel", "headcount": "40"}),)
    assert block.left_out == left_out


@pytest.mark.parametrize("line", ["Standort\tStraße", "Site", "Name\tOrt\tLand"])
def test_a_line_of_headings_is_never_taken_for_a_site(line: str) -> None:
    (row,) = read_block(f"{line}\nKiel\tKai\n", [], 0, FIELDS, TITLES).rows
    assert row.cells["name"] == "Kiel"


@pytest.mark.parametrize(
    "line", ["Kiel\t40", "Office\t12", "Werk 2\t5\tEurope/Berlin", "Sede\t\tEurope/Rome"]
)
def test_a_site_whose_name_is_also_a_word_for_sites_is_no_heading(line: str) -> None:
    assert len(read_block(f"{line}\n", [], 0, FIELDS, TITLES).rows) == 1


def test_the_headings_of_a_list_of_contacts_decide_its_columns() -> None:
    fields = ("name", "role", "email", "phone", "site", "receives_packs")
    titles = ("Contact", "Role", "E-mail", "Phone", "Site", "Pack")
    text = "Name\tStandort\tFunktion\tE-Mail-Adresse\tTel.\tKürzel\nAda\tKiel\tIT-Leitung\ta@x.de\t0431\tAL\n"
    block = read_block(text, [], 0, fields, titles)
    cells = {"name": "Ada", "site": "Kiel", "role": "IT-Leitung", "email": "a@x.de", "phone": "0431"}
    assert (block.rows, block.left_out) == ((PastedRow(None, cells),), ("Kürzel",))


def test_the_strip_says_what_is_left_out_before_anything_is_pasted(
    qtbot: QtBot, db: Database, customer: int
) -> None:
    with shown(qtbot, db, CustomersPage) as page:
        QGuiApplication.clipboard().setText("Standort\tStraße\tNutzer\nKiel\tKai 1\t40\nUlm\tWeg 2\t5\n")
        page.detail.sites.paste_button.click()
        settle(qtbot, page)
        strip = page.detail.sites.strip
        assert strip is not None
        assert strip.heading.text() == "2 sites of 2 can be pasted. Nothing is written yet."
        assert strip.reasons.text() == "Left out: Straße"
        strip.paste_button.click()
        settle(qtbot, page)
        assert [(site.name, site.headcount) for site in list_sites(db)] == [("Kiel", 40), ("Ulm", 5)]
