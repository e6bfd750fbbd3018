"""What a service stands on: saying it, undoing it, circles refused, and levels read through it."""

from decimal import Decimal

import pytest

from app.errors import InputError
from app.models.database import Database
from app.reports.editions import released
from app.usecases.coverage import declare_coverage
from app.usecases.levels import level_detail, month_levels
from app.usecases.needs import (
    Node,
    add_needs,
    change_group,
    change_share,
    copy_needs,
    dissolve_group,
    group_needs,
    remove_need,
)
from app.usecases.outages import record_outage
from app.usecases.planned_work import announce_work
from app.usecases.services import add_component, add_service, list_services, remove_component, set_components
from app.usecases.standing import load_standing, of_service
from app.usecases.structures import list_groups
from tests.models.desks import dump
from tests.usecases.retail import NOVEMBER, Retail, at, retail

HOUR = 3_600_000_000


def component(db: Database, name: str, **more: str) -> Node:
    return Node("component", add_component(db, name, **more))


def service(number: int) -> Node:
    return Node("service", number)


def cut_sets(db: Database, service_id: int) -> set[frozenset[str]]:
    with db.reading() as session:
        return set(load_standing(session).structures[of_service(service_id)].cut_sets())


def needs_of(db: Database, service_id: int) -> list[int]:
    """The members of the service's first group, in order."""
    return [member.need_id for member in list_groups(db, service(service_id))[0].members if member.need_id]


def paired(db: Database) -> tuple[Retail, Node, Node, Node]:
    """Till needs a database, and one of two lines."""
    desk = retail(db)
    nodes = component(db, "Database"), component(db, "Line 1"), component(db, "Line 2")
    add_needs(db, service(desk.service), nodes)
    for node in nodes:
        declare_coverage(db, start=at(1, 1), end=at(11, 1), component_id=node.id)
    group_needs(db, needs_of(db, desk.service)[1:], "any")
    return desk, *nodes


def test_members_are_all_needed_until_they_are_grouped(db: Database) -> None:
    desk, database, one, other = paired(db)
    assert cut_sets(db, desk.service) == {
        frozenset({f"service:{desk.service}"}),
        frozenset({f"component:{database.id}"}),
        frozenset({f"component:{one.id}", f"component:{other.id}"}),
    }


def test_one_line_down_is_not_felt_and_two_lines_are_while_both_are(db: Database) -> None:
    desk, database, one, other = paired(db)
    felt = record_outage(db, start=at(10, 6, 9), end=at(10, 6, 11), component_id=one.id)
    record_outage(db, start=at(10, 6, 10), end=at(10, 6, 14), component_id=other.id)
    alone = record_outage(db, start=at(10, 8, 9), end=at(10, 8, 17), component_id=other.id)
    record_outage(db, start=at(10, 9, 9), end=at(10, 9, 10), component_id=database.id)
    found = level_detail(db, desk.customer, desk.lineage, "2026-10", NOVEMBER)
    assert found.target.used == 2 * HOUR
    counted = {line.id: line.counted for line in found.service.outages}
    assert counted[felt] == HOUR
    assert counted[alone] == 0
    (why,) = {line.why for line in found.service.outages if line.id == alone}
    assert why == "not felt: other parts stood in"
    (month,) = month_levels(db, "2026-10", NOVEMBER, [desk.customer])
    listed = {line.id for each in released(month, "customer").services for line in each.outages}
    assert felt in listed
    assert alone not in listed  # the customer never missed anything
    assert sum(found.target.classes.values()) == 31 * 24 * HOUR


def test_announced_work_on_a_part_others_stand_in_for_takes_nothing_from_the_base(db: Database) -> None:
    desk, database, one, _ = paired(db)
    announce_work(db, "Line 1", start=at(10, 6, 9), end=at(10, 6, 11), component_ids=[one.id])
    with db.reading() as session:
        under = load_standing(session).under(desk.service)
    assert one.id not in under.alone_components
    assert database.id in under.alone_components


def test_a_service_under_a_service_takes_it_down_with_its_own_outages_and_its_parts(db: Database) -> None:
    desk = retail(db)
    directory = add_service(db, "Directory")
    disk = component(db, "Disk")
    add_needs(db, service(directory), [disk])
    add_needs(db, service(desk.service), [service(directory)])
    declare_coverage(db, start=at(1, 1), end=at(11, 1), component_id=disk.id)
    record_outage(db, start=at(10, 6, 9), end=at(10, 6, 10), service_id=directory)
    record_outage(db, start=at(10, 7, 9), end=at(10, 7, 12), component_id=disk.id)
    found = level_detail(db, desk.customer, desk.lineage, "2026-10", NOVEMBER)
    assert found.target.used == 4 * HOUR


def test_a_circle_is_refused_by_naming_it_and_nothing_is_changed(db: Database) -> None:
    one, other = service(add_service(db, "Mail")), service(add_service(db, "Directory"))
    add_needs(db, one, [other])
    before = dump(db)
    with pytest.raises(InputError, match=r"Mail → Directory → Mail|Directory → Mail → Directory"):
        add_needs(db, other, [one])
    assert dump(db) == before


def test_at_least_and_capacity_ask_for_what_can_be_given(db: Database) -> None:
    mail = service(add_service(db, "Mail"))
    nodes = [component(db, f"Node {number}") for number in range(3)]
    add_needs(db, mail, nodes)
    group = group_needs(db, needs_of(db, mail.id), "at_least", Decimal(2))
    assert len(cut_sets(db, mail.id)) == 1 + 3
    with pytest.raises(InputError, match="1 to 3 can be needed"):
        change_group(db, group, needed=Decimal(4))
    change_group(db, group, rule="capacity", needed=Decimal(60))
    inner = next(one for one in list_groups(db, mail) if one.id == group)
    for member, share in zip(inner.members, (50, 30, 20), strict=True):
        assert member.need_id is not None
        change_share(db, member.need_id, Decimal(share))
    names = [f"component:{node.id}" for node in nodes]
    assert cut_sets(db, mail.id) == {
        frozenset({f"service:{mail.id}"}),
        frozenset({names[0]}),
        frozenset(names[1:]),
    }


def test_dissolving_a_group_gives_its_members_back_and_every_step_can_be_undone(db: Database) -> None:
    desk, _, _, _ = paired(db)
    grouped = dump(db)
    (inner,) = [one for one in list_groups(db, service(desk.service)) if one.rule == "any"]
    dissolve_group(db, inner.id)
    assert len(cut_sets(db, desk.service)) == 4
    db.undo()
    assert dump(db) == grouped


def test_copying_between_services_keeps_groups_and_adds_nothing_twice(db: Database) -> None:
    desk, database, *_ = paired(db)
    web = service(add_service(db, "Web shop"))
    add_needs(db, web, [database])
    copy_needs(db, service(desk.service), web)
    own = frozenset({f"service:{web.id}"})
    theirs = {one for one in cut_sets(db, desk.service) if one != frozenset({f"service:{desk.service}"})}
    assert cut_sets(db, web.id) == theirs | {own}


def test_a_group_left_with_nobody_goes_with_its_last_member(db: Database) -> None:
    desk, _, one, other = paired(db)
    for group in list_groups(db, service(desk.service)):
        for member in group.members:
            if member.node in (one, other) and member.need_id is not None:
                remove_need(db, member.need_id)
    assert [group.rule for group in list_groups(db, service(desk.service))] == ["all"]


def test_the_catalogue_names_what_stands_in_groups_and_leaves_the_groups_as_they_are(db: Database) -> None:
    desk, _, one, other = paired(db)
    (row,) = list_services(db)
    assert row.components == ("Database", "Line 1", "Line 2")
    set_components(db, desk.service, [one.id, other.id])
    assert frozenset({f"component:{one.id}", f"component:{other.id}"}) in cut_sets(db, desk.service)
    remove_component(db, other.id)
    assert frozenset({f"component:{one.id}"}) in cut_sets(db, desk.service)
