"""What a service's columns say of it: figures from three sides, the exact level, and what to improve first."""

from datetime import time

import pytest

from app.errors import NotFound
from app.models.database import Database
from app.usecases.chances import chances_of
from app.usecases.coverage import declare_coverage
from app.usecases.hours import add_hours
from app.usecases.needs import Node, add_needs, group_needs
from app.usecases.outages import record_outage
from app.usecases.services import add_component, add_service, change_component
from app.usecases.structures import list_groups
from tests.usecases.retail import NOVEMBER, at, retail


def designed(db: Database, name: str, mtbf: str = "996", restore: str = "4") -> Node:
    """A component down four hours in a thousand, by design."""
    number = add_component(db, name)
    change_component(db, number, mtbf_hours=mtbf, restore_hours=restore, designed_source="data sheet")
    return Node("component", number)


def shop(db: Database) -> tuple[int, list[Node]]:
    """A shop on a database and one of two lines."""
    number = add_service(db, "Shop")
    nodes = [designed(db, name) for name in ("Database", "Line 1", "Line 2")]
    add_needs(db, Node("service", number), nodes)
    members = list_groups(db, Node("service", number))[0].members
    group_needs(db, [member.need_id for member in members[1:] if member.need_id], "any")
    return number, nodes


def test_the_level_follows_from_the_columns_and_the_shared_ones_count_once(db: Database) -> None:
    number, _ = shop(db)
    found = chances_of(db, number, NOVEMBER)
    assert found.exactness == "exact"
    assert found.unavailability == pytest.approx(1 - 0.996 * (1 - 0.004**2), rel=1e-12)
    assert dict(found.cut_counts) == {1: 1, 2: 1}
    assert [cut.names for cut in found.cut_sets] == [("Database",), ("Line 1", "Line 2")]
    assert [part.figures.name for part in found.parts if part.takes_it_down_alone] == ["Database"]
    assert found.parts[0].figures.name == "Database"
    assert found.assumed == 0


def test_failures_a_year_and_mean_times_go_with_the_level(db: Database) -> None:
    number, _ = shop(db)
    found = chances_of(db, number, NOVEMBER)
    assert found.failures_a_year is not None
    assert found.mtbsi_hours is not None
    assert found.mtrs_hours is not None
    assert found.mtrs_hours / found.mtbsi_hours == pytest.approx(found.low)
    assert found.failures_a_year == pytest.approx(8766 / 1000 * (1 + 2 * 0.004 * 0.996 * 0.996), rel=0.01)


def test_five_breaks_of_its_own_say_more_than_what_it_was_designed_for(db: Database) -> None:
    number, (database, *_) = shop(db)
    declare_coverage(db, start=at(10, 1), end=at(11, 1), component_id=database.id)
    for day in range(1, 5):
        record_outage(db, start=at(10, day, 9), end=at(10, day, 12), component_id=database.id)
    assert chances_of(db, number, NOVEMBER).parts[0].figures.basis == "designed"
    record_outage(db, start=at(10, 9, 9), end=at(10, 9, 12), component_id=database.id)
    figures = chances_of(db, number, NOVEMBER).parts[0].figures
    assert figures.basis == "experienced"
    assert figures.unavailability == pytest.approx(15 / 744)
    assert figures.experienced is not None
    assert figures.experienced.low < 15 / 744 < figures.experienced.high
    assert figures.failures_a_year == pytest.approx(5 / 744 * 8766)


def test_outages_that_nobody_watched_for_say_nothing(db: Database) -> None:
    number, (database, *_) = shop(db)
    for day in range(1, 9):
        record_outage(db, start=at(10, day, 9), end=at(10, day, 12), component_id=database.id)
    assert chances_of(db, number, NOVEMBER).parts[0].figures.experienced is None


def test_what_nothing_is_known_of_is_assumed_and_counted(db: Database) -> None:
    number = add_service(db, "Mail")
    add_needs(db, Node("service", number), [Node("component", add_component(db, "Server"))])
    found = chances_of(db, "mail", NOVEMBER)
    assert found.assumed == 1
    assert found.parts[0].figures.basis == "assumed"


def test_what_was_contracted_counts_where_nothing_was_designed(db: Database) -> None:
    number, line = add_service(db, "Mail"), add_component(db, "Line", kind="network")
    change_component(db, line, contracted_availability="99.5", contracted_restore_hours="8")
    add_needs(db, Node("service", number), [Node("component", line)])
    found = chances_of(db, number, NOVEMBER)
    assert found.parts[0].figures.basis == "contracted"
    assert found.unavailability == pytest.approx(0.005)


def test_a_service_under_a_service_gives_its_columns(db: Database) -> None:
    number, _ = shop(db)
    web = add_service(db, "Web")
    add_needs(db, Node("service", web), [Node("service", number)])
    assert chances_of(db, web, NOVEMBER).low == pytest.approx(chances_of(db, number, NOVEMBER).low)


def test_where_no_diagram_fits_it_says_so_and_gives_bounds(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = add_service(db, "Web")
    nodes = [designed(db, name) for name in ("a", "b", "c")]
    owner = Node("service", number)
    inner = [add_service(db, name) for name in ("ab", "bc", "ca")]
    for service, pair in zip(inner, ((0, 1), (1, 2), (2, 0)), strict=True):
        add_needs(db, Node("service", service), [nodes[n] for n in pair])
    add_needs(db, owner, [Node("service", service) for service in inner])
    group_needs(db, [m.need_id for m in list_groups(db, owner)[0].members[:2] if m.need_id], "any")
    exact = chances_of(db, number, NOVEMBER)
    monkeypatch.setattr("app.calc.structure.steps._diagram_of", lambda _: None)
    found = chances_of(db, number, NOVEMBER)
    assert (found.exactness, found.unavailability) in (("bounds", None), ("exact", exact.unavailability))
    assert found.low <= exact.low <= found.high


def test_a_service_nobody_knows_is_refused_with_the_names_there_are(db: Database) -> None:
    shop(db)
    with pytest.raises(NotFound, match=r"There is no service called “Mail”. This desk has Shop."):
        chances_of(db, "Mail", NOVEMBER)


def test_parts_that_are_restored_in_office_hours_wait_for_monday_together(db: Database) -> None:
    week = {day: ((time(9), time(17)),) for day in range(5)}
    office = add_hours(db, "Office", time_zone="UTC", week=week)
    number = add_service(db, "Line")
    nodes = [designed(db, name, mtbf="1000") for name in ("one", "other")]
    for node in nodes:
        change_component(db, node.id, support_hours_id=office)
    add_needs(db, Node("service", number), nodes)
    group_needs(
        db, [m.need_id for m in list_groups(db, Node("service", number))[0].members if m.need_id], "any"
    )
    found = chances_of(db, number, NOVEMBER)
    alone = found.cut_sets[0].unavailability ** 0.5
    assert alone == pytest.approx(0.0243415, abs=1e-6)
    assert found.low / alone**2 == pytest.approx(1.4527, abs=1e-3)
    assert found.mtrs_hours == pytest.approx(18.33, abs=0.01)


def test_the_level_is_that_of_the_agreed_hours(db: Database) -> None:
    """Down at night as likely as by day, but nobody asks at night; waiting parts are worst on Monday morning."""
    week = {day: ((time(9), time(17)),) for day in range(5)}
    desk = retail(db, round_the_clock=False)
    office = add_hours(db, "Office", time_zone="UTC", week=week)
    node = designed(db, "one", mtbf="1000")
    change_component(db, node.id, support_hours_id=office)
    add_needs(db, Node("service", desk.service), [node])
    found = chances_of(db, desk.service, NOVEMBER)
    assert found.low < found.cut_sets[0].unavailability
