"""On the Agreements page signed hours say why they stay, and their copy opens ready to be changed."""

from datetime import date

from app.models.database import Database
from app.usecases.agreements import sign_version
from app.usecases.customers import add_customer
from app.usecases.hours import list_hours
from app.views.pages.agreements import AgreementsPage
from tests.usecases.retail import retail
from tests.views.window import messages, settle, shown


def test_signed_hours_are_shown_and_their_copy_is_free(qtbot, db: Database) -> None:
    desk = retail(db)
    sign_version(db, desk.version, date(2026, 1, 1))
    with shown(qtbot, db, AgreementsPage) as page:
        said = messages(page)
        page.reveal(("hours", desk.hours))
        settle(qtbot, page)
        detail = page.hours_detail
        assert detail.signed.isVisible()
        assert all(editor.isReadOnly() for editor in detail.week.editors)
        assert not detail.form.editors["name"].isReadOnly()
        assert not detail.dates.add_button.isVisible()
        detail.copy_button.click()
        settle(qtbot, page)
        assert detail.row.name == "Service hours copy"
        assert not detail.signed.isVisible()
        assert not any(editor.isReadOnly() for editor in detail.week.editors)
        assert said == ["Copied hours Service hours."]
        page.desk.undo()
        settle(qtbot, page)
        assert len(list_hours(db)) == 1


def test_new_hours_begin_where_the_customers_are(qtbot, db: Database) -> None:
    for name, zone in (("Abroad", "UTC"), ("Retail", "Europe/Berlin"), ("Logistics", "Europe/Berlin")):
        add_customer(db, name, time_zone=zone)
    with shown(qtbot, db, AgreementsPage) as page:
        page._add_hours()
        assert [row.time_zone for row in list_hours(db)] == ["Europe/Berlin"]
