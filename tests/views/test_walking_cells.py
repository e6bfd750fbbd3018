"""Filling small tables by keyboard: Tab walks the cells while every cell is saved."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.models.database import Database
from app.usecases.customers import (
    add_customer,
    add_site,
    change_site,
    list_contacts,
    list_customers,
    list_sites,
)
from app.views.main_window import MainWindow
from app.views.pages.customers import CustomersPage
from app.views.widgets.listing import Listing
from tests.views.window import settle_desk


def page_of(window: MainWindow) -> CustomersPage:
    window.go("customers")
    settle_desk(window.desk)
    page = window.page("customers")
    assert isinstance(page, CustomersPage)
    return page


def db_of(window: MainWindow) -> Database:
    assert window.desk is not None
    return window.desk.db


def open_editor(listing: Listing) -> QLineEdit:
    editors = [one for one in listing.table.viewport().findChildren(QLineEdit) if one.isVisible()]
    assert len(editors) == 1
    return editors[0]


def type_and_tab(qtbot: QtBot, window: MainWindow, listing: Listing, text: str) -> None:
    editor: QWidget = open_editor(listing)
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    settle_desk(window.desk)


def test_a_new_site_is_typed_with_its_users_by_tab_alone(desk_window: MainWindow, qtbot: QtBot) -> None:
    db = db_of(desk_window)
    customer = add_customer(db, "Retail", time_zone="UTC")
    for name in ("Berlin", "Potsdam"):
        add_site(db, customer, name, headcount=5)
    page = page_of(desk_window)
    sites = page.detail.sites
    sites.add_button.click()
    qtbot.waitUntil(lambda: len(sites.model.rows) == 3)
    settle_desk(desk_window.desk)
    type_and_tab(
        qtbot, desk_window, sites, "Aachen"
    )  # sorts before the others: the row moves, its editor with it
    assert sites.table.currentIndex().column() == 1
    type_and_tab(qtbot, desk_window, sites, "40")
    assert [(site.name, site.headcount) for site in list_sites(db, customer)] == [
        ("Aachen", 40),
        ("Berlin", 5),
        ("Potsdam", 5),
    ]


def test_a_new_contact_is_typed_from_cell_to_cell(desk_window: MainWindow, qtbot: QtBot) -> None:
    db = db_of(desk_window)
    customer = add_customer(db, "Retail", time_zone="UTC")
    contacts = page_of(desk_window).detail.contacts
    contacts.add_button.click()
    qtbot.waitUntil(lambda: len(contacts.model.rows) == 1)
    settle_desk(desk_window.desk)
    for text in ("Anna Berg", "Owner", "anna@example.org", "030 1"):
        type_and_tab(qtbot, desk_window, contacts, text)
    contact = list_contacts(db, customer)[0]
    assert (contact.name, contact.role, contact.email, contact.phone) == (
        "Anna Berg",
        "Owner",
        "anna@example.org",
        "030 1",
    )


def test_news_from_elsewhere_leaves_a_half_typed_cell_alone(desk_window: MainWindow, qtbot: QtBot) -> None:
    db = db_of(desk_window)
    customer = add_customer(db, "Retail", time_zone="UTC")
    site = add_site(db, customer, "Berlin", headcount=5)
    sites = page_of(desk_window).detail.sites
    sites.table.setCurrentIndex(sites.model.index(0, 0))
    sites.table.edit(sites.model.index(0, 0))
    qtbot.keyClicks(open_editor(sites), "Berl")
    change_site(db, site, headcount=9)
    settle_desk(desk_window.desk)
    assert open_editor(sites).text() == "Berl"
    assert sites.model.rows[0].headcount == 9


def test_a_time_zone_is_typed_over_by_a_part_of_its_name(desk_window: MainWindow, qtbot: QtBot) -> None:
    db = db_of(desk_window)
    add_customer(db, "Retail", time_zone="UTC")
    editor = page_of(desk_window).detail.form.editors["time_zone"]
    qtbot.mouseClick(editor, Qt.MouseButton.LeftButton)
    settle_desk(desk_window.desk)
    for letter in "berlin":
        qtbot.keyClick(QApplication.activePopupWidget() or editor, letter)
    qtbot.keyClick(QApplication.activePopupWidget() or editor, Qt.Key.Key_Tab)
    settle_desk(desk_window.desk)
    assert list_customers(db)[0].time_zone == "Europe/Berlin"
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "Europe/Berlin"


def test_a_wrong_time_zone_stays_where_it_was_typed_with_its_sentence(
    desk_window: MainWindow, qtbot: QtBot
) -> None:
    db = db_of(desk_window)
    add_customer(db, "Retail", time_zone="UTC")
    form = page_of(desk_window).detail.form
    editor = form.editors["time_zone"]
    assert isinstance(editor, QLineEdit)
    editor.setFocus()
    qtbot.keyClicks(editor, "Mars")
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    settle_desk(desk_window.desk)
    assert (editor.text(), list_customers(db)[0].time_zone) == ("Mars", "UTC")
    assert "Mars" in form._errors["time_zone"].text()


def test_a_site_takes_the_time_zone_meant_and_refuses_what_is_none(
    desk_window: MainWindow, qtbot: QtBot
) -> None:
    db = db_of(desk_window)
    customer = add_customer(db, "Retail", time_zone="UTC")
    add_site(db, customer, "New York")
    sites = page_of(desk_window).detail.sites
    for typed, stored in (("new york", "America/New_York"), ("Mars", "America/New_York")):
        sites.table.setCurrentIndex(sites.model.index(0, 2))
        sites.table.edit(sites.model.index(0, 2))
        editor = open_editor(sites)
        editor.selectAll()
        qtbot.keyClicks(editor, typed)
        if editor.completer():
            editor.completer().popup().hide()
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        settle_desk(desk_window.desk)
        assert list_sites(db, customer)[0].time_zone == stored
    assert "Mars" in sites.error.text()
