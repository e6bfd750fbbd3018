"""Home: cards in the order of urgency, each with a button that leads to the place."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.usecases.agreements import add_agreement, list_agreements
from app.usecases.closing import issue_month, raise_objection
from app.usecases.coverage import declare_coverage
from app.usecases.customers import add_customer, list_customers
from app.usecases.outages import record_outage
from app.usecases.services import add_service
from app.usecases.targets import TargetEntry, add_target
from app.views.main_window import MainWindow
from app.views.pages.agreements import AgreementsPage
from app.views.pages.home import HomePage
from app.views.pages.levels import LevelsPage
from app.views.pages.packs import PacksPage
from tests.usecases.retail import retail


def home(window: MainWindow, qtbot: QtBot, words: str) -> HomePage:
    """The page once it says so."""
    window.go("home")
    page = window.page("home")
    assert isinstance(page, HomePage)
    qtbot.waitUntil(lambda: words in said(page) and not window.inside.tasks.busy)
    return page


def said(page: HomePage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def press(page: HomePage, text: str) -> None:
    next(each for each in page.findChildren(QPushButton) if each.text() == text and each.isVisible()).click()


def test_a_new_desk_is_led_to_its_first_customer(desk_window: MainWindow, qtbot: QtBot) -> None:
    page = home(desk_window, qtbot, "First steps")
    press(page, "Add a customer")
    qtbot.waitUntil(lambda: desk_window.inside.page_key == "customers")


def test_a_pack_to_issue_leads_to_that_customer_and_month(desk_window: MainWindow, qtbot: QtBot) -> None:
    retail(desk_window.desk.db)
    page = home(desk_window, qtbot, "is not issued yet to Retail.")
    press(page, "Open packs")
    qtbot.waitUntil(lambda: not desk_window.inside.tasks.busy)
    packs = desk_window.page("packs")
    assert isinstance(packs, PacksPage)
    chosen = packs.table.current_row()
    assert chosen is not None
    last = datetime.now(UTC).replace(day=1) - timedelta(days=1)
    assert (chosen.customer.name, chosen.period.key) == ("Retail", f"{last:%Y-%m}")


def test_the_row_of_a_customer_opens_its_levels(desk_window: MainWindow, qtbot: QtBot) -> None:
    retail(desk_window.desk.db)
    home(desk_window, qtbot, "How ")
    customer = list_customers(desk_window.desk.db)[0]
    desk_window.go("levels", (customer.id, None))
    qtbot.waitUntil(lambda: not desk_window.inside.tasks.busy)
    levels = desk_window.page("levels")
    assert isinstance(levels, LevelsPage)
    assert levels.customers.currentText() == "Retail"


def test_news_that_change_nothing_leave_the_focus_where_it_is(desk_window: MainWindow, qtbot: QtBot) -> None:
    retail(desk_window.desk.db)
    page = home(desk_window, qtbot, "How ")
    before = page.findChildren(QPushButton)
    page.refresh()
    qtbot.waitUntil(lambda: not desk_window.inside.tasks.busy)
    assert page.findChildren(QPushButton) == before


def test_an_objection_leads_to_where_it_is_answered(desk_window: MainWindow, qtbot: QtBot) -> None:
    db = desk_window.desk.db
    desk = retail(db)
    closed = issue_month(db, desk.customer, "2026-09", date(2027, 1, 31), uncommented_reason="to come")
    raise_objection(db, closed, "Anna", "The tills were down on the 3rd.")
    page = home(desk_window, qtbot, "Objections to answer")
    press(page, "Answer")
    packs = desk_window.page("packs")
    assert isinstance(packs, PacksPage)
    qtbot.waitUntil(lambda: packs.closing.isAncestorOf(desk_window.focusWidget() or page))
    bar = packs.closing
    top = bar.mapTo(desk_window, QPoint(0, 0)).y()
    assert 0 < top < desk_window.height() - 100


def test_a_concern_of_several_customers_leads_to_each(desk_window: MainWindow, qtbot: QtBot) -> None:
    db = desk_window.desk.db
    desk = retail(db)
    shop = add_customer(db, "Shop & Co", time_zone="UTC")
    agreement = add_agreement(db, "SLA Shop", customer_id=shop, valid_from=date(2026, 1, 1), time_zone="UTC")
    version = next(row for row in list_agreements(db) if row.id == agreement).versions[0].id
    add_target(db, version, TargetEntry(desk.service, desk.hours, "availability", Decimal("99.5")))
    now = datetime.now(UTC)
    record_outage(db, start=now - timedelta(days=40), end=now + timedelta(days=40), service_id=desk.service)
    declare_coverage(
        db, start=now - timedelta(days=80), end=now + timedelta(days=80), service_id=desk.service
    )
    page = home(desk_window, qtbot, "missed as ")
    show = next(each for each in page.findChildren(QPushButton) if each.text() == "Show levels")
    assert [action.text() for action in show.menu().actions()] == ["Retail", "Shop && Co"]
    show.menu().actions()[1].trigger()
    qtbot.waitUntil(lambda: desk_window.inside.page_key == "levels" and not desk_window.inside.tasks.busy)
    levels = desk_window.page("levels")
    assert isinstance(levels, LevelsPage)
    assert levels.customers.currentText() == "Shop & Co"


def test_the_step_to_targets_says_its_parts_and_leads_to_the_next(
    desk_window: MainWindow, qtbot: QtBot
) -> None:
    db = desk_window.desk.db
    add_customer(db, "Retail", time_zone="UTC")
    add_service(db, "Till")
    page = home(desk_window, qtbot, "It takes ✓ a service · its hours · an agreement · a target in it")
    press(page, "Add hours")
    qtbot.waitUntil(lambda: desk_window.inside.page_key == "agreements")
    agreements = desk_window.page("agreements")
    assert isinstance(agreements, AgreementsPage)
    assert agreements.views.currentIndex() == 1
