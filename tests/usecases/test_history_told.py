"""The audit trail told in the user's words: no table, no column, no number that stands for a row."""

from app.models.database import Database
from app.models.schema import journalled_tables
from app.reports.leaks import Leak
from app.usecases.history import list_history
from app.usecases.history_told import ToldChange, tell_changes
from app.usecases.history_words import FIELDS, HIDDEN, HIDDEN_IN, THINGS, is_told
from app.usecases.leaks import accept_leak, withdraw_acceptance
from app.usecases.needs import Node, add_named, add_needs, group_needs
from app.usecases.outages import change_outages, record_outage
from app.usecases.services import add_component, add_service, change_service, remove_service
from app.usecases.settings import change_settings
from app.usecases.structures import list_groups
from tests.models.desks import import_outages
from tests.usecases.retail import at, retail


def latest(db: Database) -> tuple[ToldChange, ...]:
    return tell_changes(db, list_history(db, limit=1)[0].id)


def test_every_table_and_column_of_the_desk_has_words_or_is_left_out_on_purpose() -> None:
    for table in journalled_tables():
        assert table.name in THINGS
        for column in table.columns:
            assert column.name in FIELDS or not is_told(table.name, column.name), (table.name, column.name)


def test_no_words_are_kept_for_what_does_not_exist() -> None:
    tables = {table.name: {column.name for column in table.columns} for table in journalled_tables()}
    columns = frozenset().union(*tables.values())
    assert set(THINGS) == set(tables)
    assert set(FIELDS) <= columns
    assert columns >= HIDDEN - {"digest"}
    assert all(column in tables[table] for table, column in HIDDEN_IN)


def test_a_changed_outage_is_told_by_its_service_in_local_time(db: Database) -> None:
    change_settings(db, time_zone="Europe/Berlin")
    desk = retail(db)
    outage = record_outage(db, start=at(10, 3, 9), end=at(10, 3, 10), service_id=desk.service)
    change_outages(db, [outage], end=at(10, 3, 11), planned=True)  # pyright: ignore[reportArgumentType]
    name = "Till, Sat 3 Oct 2026 11:00"
    assert latest(db) == (
        ToldChange("outage", name, "changed", "until", "Sat 3 Oct 2026 12:00", "Sat 3 Oct 2026 13:00"),
        ToldChange("outage", name, "changed", "planned", "no", "yes"),
    )


def test_what_a_removed_row_pointed_to_is_named_too(db: Database) -> None:
    service = add_service(db, "Till")
    record_outage(db, start=at(10, 3, 9), end=None, service_id=service)
    change_service(db, service, name="Cash desk")
    remove_service(db, service)
    told = latest(db)
    assert ("outage", "service", "Cash desk", "") in {(t.thing, t.field, t.before, t.after) for t in told}
    assert {t.deed for t in told} == {"removed"}


def test_rows_that_came_in_bulk_are_told_by_their_number_and_file(db: Database) -> None:
    import_outages(db, 50)
    told = next(told for told in latest(db) if told.thing == "outages")
    assert told == ToldChange("outages", "october.csv", "added", "how many", "", "50")


def test_everything_on_a_desk_set_up_by_hand_is_told(db: Database) -> None:
    retail(db)
    told = [each for entry in list_history(db) for each in tell_changes(db, entry.id)]
    said = {(each.thing, each.field): each.after for each in told}
    assert said["hours", "week"] == "around the clock"
    assert said["target", "metric"] == "Availability"
    assert said["target", "agreement version"] == "SLA Retail, version 1"
    assert said["agreement", "kind"] == "SLA"
    assert said["agreement version", "in force from"] == "1 Jan 2026"
    assert all(each.name for each in told)
    assert not any("_" in each.field or "_" in each.thing for each in told)


def test_what_stands_on_what_is_told_by_names_and_words(db: Database) -> None:
    shop, mail = Node("service", add_service(db, "Shop")), Node("service", add_service(db, "Mail"))
    add_named(db, shop, ["Line 1", "Line 2"])
    group_needs(db, [one.need_id for one in list_groups(db, shop)[0].members if one.need_id], "any")
    told = {(each.field, each.after) for each in latest(db)}
    assert {("group around it", "Shop"), ("how many are needed", "any one")} <= told
    add_needs(db, mail, [shop])
    told = {(each.field, each.after) for each in latest(db)}
    assert {("group", "Mail"), ("service needed", "Shop")} <= told
    add_component(db, "Disk")
    assert ("kept by", "best effort") in {(each.field, each.after) for each in latest(db)}


def costs(db: Database) -> list[tuple[str, str]]:
    """What every entry, the oldest first, says of the cost of an hour."""
    told = [each for entry in reversed(list_history(db)) for each in tell_changes(db, entry.id)]
    return [(each.before, each.after) for each in told if each.field == "cost of an hour without it"]


def test_the_cost_of_an_hour_is_told_in_the_currency_it_had_then(db: Database) -> None:
    service = add_service(db, "Till")
    for cost in ("12,500", "13,000.50", "800 CHF", "900 CHF", "1,500 JPY", ""):
        change_service(db, service, hour_cost=cost)
    told = [
        ("", "12,500 EUR"),
        ("12,500 EUR", "13,000.50 EUR"),
        ("13,000.50 EUR", "800 CHF"),
        ("800 CHF", "900 CHF"),
        ("900 CHF", "1,500 JPY"),
        ("1,500 JPY", ""),
    ]
    assert costs(db) == told
    change_service(db, service, hour_cost="7 USD")
    remove_service(db, service)
    assert costs(db) == [*told, ("", "7 USD"), ("7 USD", "")]


def test_the_cost_of_an_hour_keeps_its_currency_where_a_later_step_was_undone(db: Database) -> None:
    service = add_service(db, "Till")
    change_service(db, service, hour_cost="12,500")
    change_service(db, service, hour_cost="13,000")
    change_service(db, service, hour_cost="800 CHF")
    db.undo()
    assert costs(db)[-2:] == [("13,000 EUR", "800 CHF"), ("800 CHF", "13,000 EUR")]
    assert costs(db)[1] == ("12,500 EUR", "13,000 EUR")


def test_no_more_rows_are_told_than_asked_for(db: Database) -> None:
    retail(db)
    assert len({(t.thing, t.name) for t in tell_changes(db, 1, most=0)}) == 0


def test_an_accepted_word_is_told_with_its_reason(db: Database) -> None:
    desk = retail(db)
    leak = Leak("Wholesale", "the name of another customer", ("PDF, page 2",))
    accept_leak(db, desk.customer, leak, "One group.", at(11, 10))
    thing = ("setting", "word accepted by the leak check", "added", "value")
    words = "“Wholesale”, the name of another customer: One group."
    assert latest(db) == (ToldChange(*thing, "", words),)
    accept_leak(db, desk.customer, leak, "One group still.", at(11, 11))
    assert latest(db)[0].before == words
    withdraw_acceptance(db, desk.customer, leak.key)
    assert latest(db)[0].after == ""
    assert "One group still." in latest(db)[0].before
