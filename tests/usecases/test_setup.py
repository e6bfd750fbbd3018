"""Setting a customer up by hand: what is refused, what follows from what, and every step undone."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from app.errors import InputError, NotFound, Refused
from app.models.database import Database
from app.usecases.agreements import (
    add_version,
    add_window,
    change_version,
    list_agreements,
    list_windows,
    remove_version,
    sign_version,
)
from app.usecases.customers import (
    add_contact,
    add_customer,
    add_site,
    change_customer,
    change_site,
    list_contacts,
    list_customers,
    list_sites,
    remove_customer,
)
from app.usecases.hours import add_special_day, change_hours, list_hours, load_hours, remove_hours
from app.usecases.outages import OutageFilter, change_outages, count_outages, list_outages, record_outage
from app.usecases.services import add_component, list_components, list_services, set_components
from app.usecases.settings import change_settings, settings
from app.usecases.targets import TargetEntry, add_target, change_target, entry_of, list_targets
from tests.usecases.retail import at, retail


def test_customers_are_listed_by_name_with_their_headcount(db: Database) -> None:
    wholesale = add_customer(db, "  Whole   sale ", time_zone="Europe/Berlin")
    add_customer(db, "alpha", time_zone="UTC")
    add_site(db, wholesale, "Köln", headcount=20)
    add_site(db, wholesale, "Bonn", headcount=5)
    rows = list_customers(db)
    assert [(row.name, row.sites, row.headcount) for row in rows] == [("alpha", 0, 0), ("Whole sale", 2, 25)]


@pytest.mark.parametrize(
    ("name", "zone"), [("", "UTC"), ("x" * 201, "UTC"), ("Retail", "Mars/Base"), ("RETAIL ", "UTC")]
)
def test_a_customer_that_makes_no_sense_is_refused_and_nothing_is_kept(
    db: Database, name: str, zone: str
) -> None:
    add_customer(db, "Retail", time_zone="UTC")
    with pytest.raises(InputError):
        add_customer(db, name, time_zone=zone)
    assert len(list_customers(db)) == 1


def test_removing_a_customer_takes_everything_with_it_and_undo_brings_it_all_back(db: Database) -> None:
    desk = retail(db)
    add_contact(db, desk.customer, "Anna", receives_packs=True)
    before = list_customers(db), list_sites(db), list_contacts(db, desk.customer), list_agreements(db)
    remove_customer(db, desk.customer)
    assert (list_customers(db), list_sites(db), list_agreements(db)) == ((), (), ())
    assert db.undo() == "Remove customer Retail"
    assert (
        list_customers(db),
        list_sites(db),
        list_contacts(db, desk.customer),
        list_agreements(db),
    ) == before


def test_every_step_of_a_setup_is_named_and_can_be_undone(db: Database) -> None:
    desk = retail(db)
    change_site(db, desk.site, headcount=50)
    labels: list[str] = []
    while (label := db.undo()) is not None:
        labels.append(label)
    assert labels[0] == "Change site Berlin"
    assert labels[-1] == "Add customer Retail"
    assert list_customers(db) == list_services(db) == list_hours(db) == ()
    while db.redo() is not None:
        pass
    assert list_sites(db)[0].headcount == 50


def test_what_is_no_longer_there_is_said_so(db: Database) -> None:
    with pytest.raises(NotFound, match="customer is no longer on the desk"):
        change_customer(db, 99, name="Nobody")


def test_a_service_knows_its_components_and_customers(db: Database) -> None:
    desk = retail(db)
    network = add_component(db, "Network", kind="network")
    set_components(db, desk.service, [network])
    assert list_services(db)[0].components == ("Network",)
    assert list_services(db)[0].customers == ("Retail",)
    assert list_components(db)[0].services == ("Till",)


def test_a_signed_version_is_followed_by_a_new_one(db: Database) -> None:
    desk = retail(db)
    add_window(db, desk.version, "Sunday", starts_at=at(1, 4, 2).replace(tzinfo=None), duration_minutes=60)
    sign_version(db, desk.version, date(2026, 1, 2))
    assert db.undo_label is None
    row = list_targets(db, desk.version)[0]
    with pytest.raises(Refused, match="signed"):
        change_target(db, row.id, replace(entry_of(row), value=Decimal(98)))
    with pytest.raises(Refused, match="signed"):
        change_hours(db, desk.hours, week={0: ((time(9), time(10)),)})
    second = add_version(db, desk.agreement, valid_from=date(2026, 7, 1))
    versions = list_agreements(db)[0].versions
    assert [(v.number, v.valid_from, v.valid_until) for v in versions] == [
        (2, date(2026, 7, 1), None),
        (1, date(2026, 1, 1), date(2026, 6, 30)),
    ]
    copied = list_targets(db, second)[0]
    assert (copied.lineage, copied.value) == (row.lineage, row.value)
    assert copied.uid != row.uid
    assert list_windows(db, second)[0].name == "Sunday"
    remove_version(db, second)
    assert list_agreements(db)[0].versions[0].valid_until is None


def test_two_versions_are_never_in_force_on_one_day(db: Database) -> None:
    desk = retail(db)
    add_version(db, desk.agreement, valid_from=date(2026, 7, 1))
    with pytest.raises(InputError, match="in force"):
        change_version(db, desk.version, valid_until=date(2026, 7, 1))


def test_a_target_reads_as_one_sentence(db: Database) -> None:
    desk = retail(db)
    assert list_targets(db, desk.version)[0].sentence.startswith("Available at least 99.5 % of ")
    assert list_targets(db, desk.version)[0].short == "Availability 99.5 %"
    with pytest.raises(InputError, match="metric"):
        add_target(db, desk.version, TargetEntry(desk.service, desk.hours, "happiness", Decimal(1)))
    with pytest.raises(InputError, match="nought"):
        add_target(db, desk.version, TargetEntry(desk.service, desk.hours, "availability", Decimal("NaN")))


def test_hours_know_public_holidays_and_own_dates(db: Database) -> None:
    desk = retail(db, round_the_clock=False)
    change_hours(db, desk.hours, country="DE", subdivision="BE")
    add_special_day(db, desk.hours, date(2026, 10, 12), "holiday")
    add_special_day(db, desk.hours, date(2026, 5, 1), "workday")
    with db.reading() as session:
        hours = load_hours(session, desk.hours, 2026, 2026)
    whole_days = hours.spans(at(10, 12), at(10, 13)).seconds, hours.spans(at(5, 1), at(5, 2)).seconds
    assert whole_days == (0, 10 * 3600)
    assert hours.spans(at(12, 25), at(12, 26)).seconds == 0
    with pytest.raises(InputError, match="XX"):
        change_hours(db, desk.hours, country="XX")
    with pytest.raises(Refused, match="Targets use"):
        remove_hours(db, desk.hours)


def test_outages_are_found_by_words_time_and_marks(db: Database) -> None:
    desk = retail(db)
    first = record_outage(
        db, start=at(10, 1), end=at(10, 2), service_id=desk.service, cause="50 % packet loss"
    )
    second = record_outage(db, start=at(10, 5), end=None, service_id=desk.service)
    assert [row.id for row in list_outages(db)] == [second, first]
    assert [row.id for row in list_outages(db, OutageFilter(text="till 50 %"))] == [first]
    assert count_outages(db, OutageFilter(since=at(10, 3))) == 1
    assert count_outages(db, OutageFilter(text="%_")) == 0
    change_outages(db, [first, second], planned=True)
    assert count_outages(db, OutageFilter(planned=True)) == 2
    assert db.undo() == "Change 2 outages"
    assert count_outages(db, OutageFilter(planned=True)) == 0
    with pytest.raises(InputError, match="end after it starts"):
        change_outages(db, [first], end=at(9, 1))
    with pytest.raises(InputError, match="why"):
        change_outages(db, [first], excluded=True)


def test_settings_are_kept_and_checked(db: Database) -> None:
    change_settings(db, organisation="Example IT", page_size="Letter")
    assert (settings(db).organisation, settings(db).page_size, settings(db).currency) == (
        "Example IT",
        "Letter",
        "EUR",
    )
    with pytest.raises(InputError, match="page size"):
        change_settings(db, page_size="A0")
    assert db.undo() == "Change settings"
    assert settings(db).organisation == ""
