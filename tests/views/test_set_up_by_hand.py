"""A customer, its services and its agreement set up by hand, through the widgets alone."""

from datetime import date, time
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.models.database import Database
from app.usecases.agreements import list_agreements, list_windows
from app.usecases.customers import add_customer, add_site, list_contacts, list_customers, list_sites
from app.usecases.hours import change_hours, list_hours
from app.usecases.services import add_component, add_service, list_components, list_services, set_components
from app.usecases.targets import list_targets
from app.views.main_window import MainWindow
from app.views.pages.agreements import AgreementsPage
from app.views.pages.customers import CustomersPage
from app.views.pages.services import ServicesPage
from app.views.widgets.form import Form
from app.views.widgets.listing import Listing
from tests.views.window import settle_desk


@pytest.fixture
def db(desk_window: MainWindow) -> Database:
    """The desk the window shows."""
    assert desk_window.desk is not None
    return desk_window.desk.db


def press(qtbot: QtBot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def fill(qtbot: QtBot, window: MainWindow, form: Form, name: str, text: str) -> None:
    """Type into a field and leave it."""
    editor = form.editors[name]
    editor.setFocus()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    if editor.completer():
        editor.completer().popup().hide()
    qtbot.keyClick(editor, Qt.Key.Key_Tab)


def fill_cell(qtbot: QtBot, listing: Listing, row: int, column: int, text: str) -> None:
    """Open the editor of a cell, type, and press Enter."""
    table = listing.table
    index = listing.model.index(row, column)
    if table.viewport().findChild(QLineEdit) is None or table.currentIndex() != index:
        table.setCurrentIndex(index)
        table.edit(index)
    editor = table.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def customers_page(window: MainWindow) -> CustomersPage:
    window.go("customers")
    settle_desk(window.desk)
    page = window.page("customers")
    assert isinstance(page, CustomersPage)
    return page


def services_page(window: MainWindow) -> ServicesPage:
    window.go("services")
    settle_desk(window.desk)
    page = window.page("services")
    assert isinstance(page, ServicesPage)
    return page


def agreements_page(window: MainWindow) -> AgreementsPage:
    window.go("agreements")
    settle_desk(window.desk)
    page = window.page("agreements")
    assert isinstance(page, AgreementsPage)
    return page


def test_an_empty_page_says_what_belongs_there_and_its_button_adds_the_first(
    desk_window: MainWindow, qtbot: QtBot, db: Database
) -> None:
    page = customers_page(desk_window)
    assert page.browser.currentIndex() == 1
    first = page.browser.empty.findChild(QPushButton)
    assert first is not None
    press(qtbot, first)
    qtbot.waitUntil(lambda: page.browser.currentIndex() == 0)
    assert [row.name for row in list_customers(db)] == ["New customer"]


def test_a_customer_with_sites_and_contacts_is_set_up_in_place_and_every_step_is_undone(
    desk_window: MainWindow, qtbot: QtBot, db: Database
) -> None:
    page = customers_page(desk_window)
    press(qtbot, page.browser.add_button)
    name = page.detail.form.editors["name"]
    qtbot.waitUntil(name.hasFocus)
    fill(qtbot, desk_window, page.detail.form, "name", "Retail")
    qtbot.waitUntil(lambda: page.detail.head.name.text() == "Retail")
    press(qtbot, page.detail.sites.add_button)
    qtbot.waitUntil(lambda: len(page.detail.sites.model.rows) == 1)
    fill_cell(qtbot, page.detail.sites, 0, 0, "Berlin")
    qtbot.waitUntil(lambda: page.detail.sites.model.rows[0].name == "Berlin")
    fill_cell(qtbot, page.detail.sites, 0, 1, "1,200")
    qtbot.waitUntil(lambda: page.detail.sites.model.rows[0].headcount == 1200)
    press(qtbot, page.detail.contacts.add_button)
    qtbot.waitUntil(lambda: len(page.detail.contacts.model.rows) == 1)
    fill_cell(qtbot, page.detail.contacts, 0, 0, "Anna Berg")
    qtbot.waitUntil(lambda: page.detail.contacts.model.rows[0].name == "Anna Berg")
    fill_cell(qtbot, page.detail.contacts, 0, 4, "berlin")
    customer = list_customers(db)[0]
    site = list_sites(db, customer.id)[0]
    qtbot.waitUntil(lambda: page.detail.contacts.model.rows[0].site_id == site.id)
    assert [row.name for row in list_contacts(db, customer.id)] == ["Anna Berg"]
    assert (customer.name, customer.sites, customer.headcount) == ("Retail", 1, 1200)
    while db.undo_label:
        desk_window.run("undo")
        settle_desk(desk_window.desk)
    assert list_customers(db) == ()
    qtbot.waitUntil(lambda: page.browser.currentIndex() == 1)
    while db.redo_label:
        desk_window.run("redo")
        settle_desk(desk_window.desk)
    assert list_customers(db)[0].headcount == 1200


def test_a_name_already_taken_is_refused_under_its_field_and_nothing_is_changed(
    desk_window: MainWindow, qtbot: QtBot, db: Database
) -> None:
    add_customer(db, "Retail", time_zone="UTC")
    finance = add_customer(db, "Finance", time_zone="UTC")
    page = customers_page(desk_window)
    page.reveal(finance)
    settle_desk(desk_window.desk)
    fill(qtbot, desk_window, page.detail.form, "name", "retail")
    error = page.detail.form._errors["name"]
    assert error.isVisible()
    assert "already" in error.text()
    assert {row.name for row in list_customers(db)} == {"Retail", "Finance"}


def test_a_time_zone_that_does_not_exist_is_refused_under_its_field(
    desk_window: MainWindow, qtbot: QtBot, db: Database
) -> None:
    add_customer(db, "Retail", time_zone="UTC")
    page = customers_page(desk_window)
    fill(qtbot, desk_window, page.detail.form, "time_zone", "Mars/Olympus")
    assert "Mars/Olympus" in page.detail.form._errors["time_zone"].text()
    fill(qtbot, desk_window, page.detail.form, "time_zone", "europe/berlin")
    assert list_customers(db)[0].time_zone == "Europe/Berlin"


def test_what_is_being_typed_survives_news_from_elsewhere(
    desk_window: MainWindow, qtbot: QtBot, db: Database
) -> None:
    add_customer(db, "Retail", time_zone="UTC")
    page = customers_page(desk_window)
    name = page.detail.form.editors["name"]
    assert isinstance(name, QLineEdit)
    name.setFocus()
    name.selectAll()
    qtbot.keyClicks(name, "Retail and Ho")
    assert desk_window.desk is not None
    with qtbot.waitSignal(desk_window.desk.changed):
        add_customer(db, "Finance", time_zone="UTC")
    assert name.text() == "Retail and Ho"


def test_sites_are_copied_with_headers_and_headcounts_pasted_back(
    desk_window: MainWindow, qtbot: QtBot, db: Database
) -> None:
    customer = add_customer(db, "Retail", time_zone="UTC")
    for name in ("Berlin", "Hamburg", "=Kiel"):
        add_site(db, customer, name, headcount=5)
    page = customers_page(desk_window)
    table = page.detail.sites.table
    table.selectAll()
    table.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:2] == ["Site", "Users"]
    assert lines[1].split("\t")[0] == "'=Kiel"
    QGuiApplication.clipboard().setText("7\n8\nmany\n")
    table.setCurrentIndex(page.detail.sites.model.index(0, 1))
    table.paste()
    strip = page.detail.sites.strip
    assert strip is not None
    qtbot.waitUntil(strip.isVisible)
    assert [site.headcount for site in list_sites(db, customer)] == [5, 5, 5]
    assert strip.reasons.text() == "Row 3, Users: “many” is no headcount. Write a whole number."
    with qtbot.waitSignal(desk_window.desk.changed):
        strip.paste_button.click()
    assert [site.headcount for site in list_sites(db, customer)] == [7, 8, 5]
    assert db.undo_label == "Paste 2 sites"


def test_finding_keeps_the_customers_with_every_word(
    desk_window: MainWindow, qtbot: QtBot, db: Database
) -> None:
    for name in ("Retail North", "Retail South", "Finance"):
        add_customer(db, name, time_zone="UTC")
    page = customers_page(desk_window)
    assert page.find_field is not None
    qtbot.keyClicks(page.find_field, "north ret")
    qtbot.keyClick(page.find_field, Qt.Key.Key_Return)
    assert [row.name for row in page.browser.model.rows] == ["Retail North"]
    assert page.browser.count_label.text() == "1 of 3 customers"
    qtbot.keyClick(page.find_field, Qt.Key.Key_Escape)
    assert page.browser.count_label.text() == "3 customers"


def test_a_service_is_described_and_stands_on_its_components(
    desk_window: MainWindow, qtbot: QtBot, db: Database
) -> None:
    page = services_page(desk_window)
    press(qtbot, page.services.add_button)
    qtbot.waitUntil(page.service_detail.form.editors["name"].hasFocus)
    fill(qtbot, desk_window, page.service_detail.form, "name", "Till")
    service = list_services(db)[0]
    part = add_component(db, "Storage path")
    set_components(db, service.id, [part])
    listing = page.service_detail.components
    qtbot.waitUntil(lambda: [row.name for row in listing.model.rows] == ["Storage path"])
    listing.table.setCurrentIndex(listing.model.index(0, 0))
    press(qtbot, listing.remove_button)
    qtbot.waitUntil(lambda: listing.model.rows == ())
    assert list_services(db)[0].components == ()
    assert desk_window.message.text.text() == "Till no longer stands on Storage path."


def test_components_have_a_list_of_their_own(desk_window: MainWindow, qtbot: QtBot, db: Database) -> None:
    page = services_page(desk_window)
    page.views.setCurrentIndex(1)
    press(qtbot, page.components.add_button)
    qtbot.waitUntil(page.component_detail.form.editors["name"].hasFocus)
    fill(qtbot, desk_window, page.component_detail.form, "name", "Shop network")
    assert [row.name for row in list_components(db)] == ["Shop network"]


def test_an_agreement_is_made_signed_and_followed_by_a_new_version(
    desk_window: MainWindow, qtbot: QtBot, db: Database
) -> None:
    add_customer(db, "Retail", time_zone="Europe/Berlin")
    service = add_service(db, "Till")
    page = agreements_page(desk_window)
    page.views.setCurrentIndex(1)
    press(qtbot, page.hours.add_button)
    qtbot.waitUntil(lambda: len(list_hours(db)) == 1)
    page.views.setCurrentIndex(0)
    press(qtbot, page.agreements.add_button)
    fill(qtbot, desk_window, page.new_form.form, "valid_from", "1.1.2026")
    press(qtbot, page.new_form.verb_button)
    detail = page.agreement_detail
    qtbot.waitUntil(lambda: detail.head.name.text() == "SLA Retail")
    press(qtbot, detail.targets.add_button)
    settle_desk(desk_window.desk)
    editor = detail.targets.editor
    editor.main.set_value("service_id", service)
    fill(qtbot, desk_window, editor.main, "value", "99,9")
    assert "99.9" in editor.sentence.text()
    editor.accept()
    version = list_agreements(db)[0].versions[0]
    qtbot.waitUntil(lambda: len(detail.targets.rows) == 1)
    target = list_targets(db, version.id)[0]
    assert (target.metric, target.value) == ("availability", Decimal("99.9"))
    press(qtbot, detail.sign_button)
    fill(qtbot, desk_window, detail.sign_form.form, "signed_on", "12 Dec 2025")
    detail.sign_form.accept()
    qtbot.waitUntil(lambda: not detail.sign_button.isVisible())
    assert not detail.targets.add_button.isVisible()
    assert detail.state.text().startswith("Signed on 12 Dec 2025")
    press(qtbot, detail.next_button)
    fill(qtbot, desk_window, detail.next_form.form, "valid_from", "2027-01-01")
    detail.next_form.accept()
    qtbot.waitUntil(lambda: len(list_agreements(db)[0].versions) == 2)
    qtbot.waitUntil(detail.sign_button.isVisible)
    newest, first = list_agreements(db)[0].versions
    assert (newest.valid_from, first.valid_until) == (date(2027, 1, 1), date(2026, 12, 31))
    assert len(list_targets(db, newest.id)) == 1


@pytest.fixture
def draft(desk_window: MainWindow, db: Database) -> AgreementsPage:
    """The Agreements page on a draft with a service and hours to choose from."""
    from app.usecases.agreements import add_agreement
    from app.usecases.hours import add_hours

    customer = add_customer(db, "Retail", time_zone="Europe/Berlin")
    add_service(db, "Till")
    add_hours(db, "Shop hours", time_zone="Europe/Berlin", week={0: ((time(8), time(18)),)})
    add_agreement(
        db, "SLA Retail", customer_id=customer, valid_from=date(2026, 1, 1), time_zone="Europe/Berlin"
    )
    return agreements_page(desk_window)


def test_a_maintenance_window_is_written_in_words(draft: AgreementsPage, qtbot: QtBot, db: Database) -> None:
    windows = draft.agreement_detail.windows
    windows.open_new()
    settle_desk(draft.desk)
    form = windows.form.form
    form.set_value("starts_at", "4 Oct 2026 02:00")
    windows._look_again("starts_at")
    form.set_value("repeats", "FREQ=MONTHLY;BYDAY=1SU")
    form.set_value("duration", "3 h 30 min")
    windows.form.accept()
    version = list_agreements(db)[0].versions[0]
    row = list_windows(db, version.id)[0]
    assert (row.duration_minutes, row.recurrence) == (210, "FREQ=MONTHLY;BYDAY=1SU")
    from app.views.pages.version_windows import window_sentence

    assert window_sentence(row) == "Weekly maintenance: the first Sunday of the month 02:00–05:30"


def test_a_new_maintenance_window_begins_on_the_first_sunday_of_its_version_in_a_named_zone(
    draft: AgreementsPage, qtbot: QtBot, db: Database
) -> None:
    windows = draft.agreement_detail.windows
    windows.open_new()
    settle_desk(draft.desk)
    form = windows.form.form
    assert form.value("starts_at") == "4 Jan 2026 02:00"
    assert form.editors["starts_at"].accessibleName() == "First begins (Europe/Berlin)"
    assert form.editors["starts_at"].accessibleName() == "First begins (Europe/Berlin)"


def test_the_editor_of_a_target_offers_what_its_metric_needs(
    draft: AgreementsPage, qtbot: QtBot, db: Database
) -> None:
    from app.calc.metrics import METRICS

    targets = draft.agreement_detail.targets
    targets.open_new()
    settle_desk(draft.desk)
    editor = targets.editor
    for metric in METRICS.values():
        editor.main.set_value("metric", metric.key)
        editor._changed("metric")
        assert editor.parameters is not None
        assert set(editor.parameters.editors) == {parameter.name for parameter in metric.parameters}
        assert editor.sentence.text()
        assert editor.main.editors["support_hours_id"].isHidden() == ("tickets" not in metric.needs)


def test_the_fields_of_a_metric_begin_where_those_above_do(draft: AgreementsPage) -> None:
    draft.agreement_detail.targets.open_new()
    settle_desk(draft.desk)
    editor = draft.agreement_detail.targets.editor
    editor.main.set_value("metric", "breaks")
    editor._changed("metric")
    QApplication.processEvents()
    assert editor.parameters is not None
    above = editor.main.editors["value"].mapTo(editor, QPoint()).x()
    assert {field.mapTo(editor, QPoint()).x() for field in editor.parameters.editors.values()} == {above}


def test_the_time_a_ticket_may_take_is_typed_as_people_write_it(draft: AgreementsPage, db: Database) -> None:
    targets = draft.agreement_detail.targets
    targets.open_new()
    settle_desk(draft.desk)
    editor = targets.editor
    editor.main.set_value("metric", "resolution")
    editor._changed("metric")
    assert editor.main.value("value") == "95"
    assert editor.parameters is not None
    assert editor.parameters.value("within_minutes") == "4 h"
    for typed in ("8 h", "480 min", "8:00", "480"):
        editor.parameters.set_value("within_minutes", typed)
        assert dict(editor.entry().parameters or {}) == {"within_minutes": "480"}
    editor.parameters.set_value("within_minutes", "soon")
    editor.accept()
    assert "soon" in editor.error.text()
    editor.main.set_value("metric", "availability")
    editor._changed("metric")
    assert editor.main.value("value") == "99.5"


def test_the_editor_of_a_target_opens_in_view_and_saving_keeps_the_place(
    draft: AgreementsPage, qtbot: QtBot, db: Database
) -> None:
    detail = draft.agreement_detail
    area = detail.parentWidget().parentWidget()
    assert isinstance(area, QScrollArea)
    detail.targets.open_new()
    settle_desk(draft.desk)
    editor = detail.targets.editor
    top = editor.mapTo(area.viewport(), QPoint(0, 0)).y()
    assert top >= 0
    assert top + min(editor.height(), area.viewport().height() - 40) <= area.viewport().height()
    assert area.horizontalScrollBar().maximum() == 0
    editor.accept()
    assert len(list_targets(db, list_agreements(db)[0].versions[0].id)) == 1
    settle_desk(draft.desk)
    assert not editor.isVisible()


def test_hours_of_an_agreement_name_the_holidays_they_leave_out(draft: AgreementsPage, db: Database) -> None:
    change_hours(db, list_hours(db)[0].id, country="DE")
    draft.agreement_detail.targets.open_new()
    settle_desk(draft.desk)
    draft.agreement_detail.targets.editor.accept()
    settle_desk(draft.desk)
    assert "(Europe/Berlin), less public holidays of Germany" in draft.agreement_detail.hours_words.text()


def test_a_number_that_cannot_be_read_is_refused_in_the_editor(draft: AgreementsPage, db: Database) -> None:
    targets = draft.agreement_detail.targets
    targets.open_new()
    settle_desk(draft.desk)
    targets.editor.main.set_value("value", "almost always")
    targets.editor.accept()
    assert targets.editor.isVisible()
    assert "almost always" in targets.editor.error.text()
    assert list_targets(db, list_agreements(db)[0].versions[0].id) == ()


def test_hours_are_edited_day_by_day_with_dates_of_their_own(
    draft: AgreementsPage, qtbot: QtBot, db: Database
) -> None:
    draft.views.setCurrentIndex(1)
    detail = draft.hours_detail
    settle_desk(draft.desk)
    saturday = detail.week.editors[5]
    saturday.setFocus()
    qtbot.keyClicks(saturday, "9-13")
    qtbot.keyClick(saturday, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: 5 in list_hours(db)[0].week)
    assert list_hours(db)[0].week[5] == ((time(9), time(13)),)
    sunday = detail.week.editors[6]
    sunday.setFocus()
    qtbot.keyClicks(sunday, "sometimes")
    qtbot.keyClick(sunday, Qt.Key.Key_Return)
    assert "sometimes" in detail.week.error.text()
    detail._open_date()
    form = detail.date_form.form
    form.set_value("day", date(2026, 12, 24))
    form.set_value("kind", "shift")
    form.set_value("times", ((time(8), time(14)),))
    form.set_value("name", "Christmas Eve")
    detail.date_form.accept()
    days = list_hours(db)[0].special_days
    assert [(day.day, day.kind, day.times) for day in days] == [
        (date(2026, 12, 24), "shift", ((time(8), time(14)),))
    ]


def test_a_contact_is_offered_the_sites_and_the_first_receives_the_pack(
    desk_window: MainWindow, qtbot: QtBot, db: Database
) -> None:
    customer = add_customer(db, "Retail", time_zone="UTC")
    for name in ("Berlin", "Hamburg"):
        add_site(db, customer, name)
    page = customers_page(desk_window)
    contacts = page.detail.contacts
    for count in (1, 2):
        press(qtbot, contacts.add_button)
        qtbot.waitUntil(lambda count=count: len(contacts.model.rows) == count)
    assert [contacts.model.data(contacts.model.index(n, 5)) for n in range(2)] == ["yes", "no"]
    settle_desk(desk_window.desk)
    contacts.table.setCurrentIndex(contacts.model.index(0, 4))
    contacts.table.edit(contacts.model.index(0, 4))
    editor = next(one for one in contacts.table.viewport().findChildren(QLineEdit) if one.completer())
    qtbot.waitUntil(lambda: editor.completer().popup().isVisible())
    offered = editor.completer().completionModel()
    assert [offered.data(offered.index(n, 0)) for n in range(offered.rowCount())] == ["Berlin", "Hamburg"]
