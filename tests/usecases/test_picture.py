"""The picture of what stands on what, where its nodes were put, and what happens when columns are pulled."""

from datetime import timedelta
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.money import Money
from app.errors import InputError, NotFound
from app.models.database import Database
from app.usecases.needs import (
    Node,
    add_named,
    add_needs,
    change_group,
    change_share,
    group_needs,
    remove_need,
)
from app.usecases.picture import (
    Picture,
    draw_picture,
    forget_places,
    picture_levels,
    place_nodes,
)
from app.usecases.picture_reading import fallen_in
from app.usecases.pulling import read_columns
from app.usecases.services import (
    add_component,
    add_service,
    change_component,
    change_service,
    list_components,
    remove_service,
)
from app.usecases.structures import list_groups
from tests.models.desks import dump
from tests.usecases.retail import at, retail

NOW = at(11, 1)


def members(db: Database, owner: Node, group: int = 0) -> dict[str, int]:
    """The lines of one of its groups, by name."""
    found = list_groups(db, owner)[group].members
    return {member.name: member.need_id for member in found if member.need_id is not None}


@pytest.fixture
def shop(db: Database) -> tuple[Database, Node]:
    """A shop on a database, two of three web servers that share power, and one of two lines."""
    shop = Node("service", add_service(db, "Shop"))
    add_named(db, shop, ["Database", "Web 1", "Web 2", "Web 3", "Line 1", "Line 2"])
    lines = members(db, shop)
    group_needs(db, [lines[f"Web {n}"] for n in (1, 2, 3)], "at_least", Decimal(2), "Web servers")
    group_needs(db, [lines["Line 1"], lines["Line 2"]], "any")
    for name in ("Web 1", "Web 2"):
        add_named(db, component(db, name), ["Power"])
    return db, shop


def component(db: Database, name: str) -> Node:
    return Node("component", next(row.id for row in list_components(db) if row.name == name))


def named(picture: Picture, title: str) -> str:
    return next(node.name for node in picture.nodes if node.title == title)


def titled_edges(picture: Picture) -> set[tuple[str, str]]:
    titles = {node.name: node.title for node in picture.nodes}
    return {(titles[upper], titles[lower]) for upper, lower in picture.edges}


def test_a_picture_joins_a_service_to_its_groups_and_these_to_their_members(
    shop: tuple[Database, Node],
) -> None:
    db, owner = shop
    picture = draw_picture(db, owner.id, NOW)
    assert titled_edges(picture) >= {
        ("Shop", "Database"),
        ("Shop", "Web servers"),
        ("Web servers", "Web 3"),
        ("Shop", "1 of 2"),
        ("1 of 2", "Line 2"),
        ("Web 1", "Power"),
    }
    group = next(node for node in picture.nodes if node.title == "Web servers")
    assert group.what == "2 of 3"


def test_parts_that_take_the_service_down_alone_and_best_effort_are_told(shop: tuple[Database, Node]) -> None:
    db, owner = shop
    change_component(db, component(db, "Database").id, kept_by="team", owner="Data team")
    picture = draw_picture(db, owner.id, NOW)
    alone = {node.title for node in picture.nodes if node.takes_it_down_alone}
    assert alone == {"Database", "Power"}
    by_title = {node.title: node for node in picture.nodes}
    assert by_title["Database"].keeper == "Data team"
    assert by_title["Power"].keeper == "best effort"
    assert by_title["Power"].is_best_effort


def test_everything_shows_services_and_parts_that_nothing_stands_on(shop: tuple[Database, Node]) -> None:
    db, _ = shop
    add_component(db, "Spare")
    add_service(db, "Mail")
    titles = {node.title for node in draw_picture(db, None, NOW).nodes}
    assert {"Shop", "Mail", "Spare", "Power"} <= titles


def test_the_whole_needing_any_one_is_a_group_of_its_own(db: Database) -> None:
    owner = Node("service", add_service(db, "Mail"))
    add_named(db, owner, ["A", "B"])
    change_group(db, list_groups(db, owner)[0].id, rule="any")
    assert titled_edges(draw_picture(db, owner.id, NOW)) == {
        ("Mail", "1 of 2"),
        ("1 of 2", "A"),
        ("1 of 2", "B"),
    }


def test_a_service_that_is_gone_is_said_to_be(db: Database) -> None:
    with pytest.raises(NotFound):
        draw_picture(db, 7, NOW)


def test_places_are_remembered_for_each_picture_and_undone(shop: tuple[Database, Node]) -> None:
    db, owner = shop
    name = named(draw_picture(db, owner.id, NOW), "Database")
    before = dump(db)
    place_nodes(db, owner.id, {name: (80, -16)})
    assert draw_picture(db, owner.id, NOW).places == {name: (80, -16)}
    assert draw_picture(db, None, NOW).places == {}
    assert db.undo_label == "Move Database in the picture"
    place_nodes(db, owner.id, {name: (88, 10**9)})
    assert draw_picture(db, owner.id, NOW).places == {name: (88, 1_000_000)}
    db.undo()
    db.undo()
    assert dump(db) == before
    db.redo()
    assert draw_picture(db, owner.id, NOW).places == {name: (80, -16)}


def test_a_picture_is_laid_out_anew(shop: tuple[Database, Node]) -> None:
    db, owner = shop
    picture = draw_picture(db, owner.id, NOW)
    place_nodes(db, owner.id, {node.name: (0, 0) for node in picture.nodes})
    place_nodes(db, None, {picture.nodes[0].name: (8, 8)})
    forget_places(db, owner.id)
    assert draw_picture(db, owner.id, NOW).places == {}
    assert len(draw_picture(db, None, NOW).places) == 1


def test_nodes_no_longer_there_are_not_placed(shop: tuple[Database, Node]) -> None:
    db, _ = shop
    mail = add_service(db, "Mail")
    place_nodes(db, None, {f"service:{mail}": (8, 8)})
    remove_service(db, mail)
    place_nodes(db, None, {f"service:{mail}": (16, 16), "nonsense:1": (0, 0)})
    assert draw_picture(db, None, NOW).places == {}


def test_names_are_found_whatever_their_case_and_new_ones_become_components(db: Database) -> None:
    owner = Node("service", add_service(db, "Shop"))
    mail = Node("service", add_service(db, "Mail"))
    add_component(db, "Storage")
    before = dump(db)
    assert add_named(db, owner, ["  STORAGE ", "mail", "Load   balancer", "load balancer", ""]) == (
        "Load balancer",
    )
    assert [member.name for member in list_groups(db, owner)[0].members] == [
        "Storage",
        "Mail",
        "Load balancer",
    ]
    db.undo()
    assert dump(db) == before
    with pytest.raises(InputError):
        add_named(db, owner, [" "])
    with pytest.raises(InputError, match="need itself"):
        add_named(db, owner, ["shop"])
    assert mail.kind == "service"
    assert dump(db) == before


def test_levels_come_with_every_service_of_the_picture(shop: tuple[Database, Node]) -> None:
    db, owner = shop
    add_named(db, owner, ["Mail"])
    mail = add_service(db, "Post")
    add_needs(db, owner, [Node("service", mail)])
    levels = picture_levels(db, owner.id, NOW)
    assert levels.chances is not None
    assert levels.chances.service == "Shop"
    low, high = levels.services[f"service:{owner.id}"]
    assert 0 < low == high == levels.chances.low < 0.01
    assert f"service:{mail}" in levels.services
    assert picture_levels(db, None, NOW).chances is None


def test_pulling_one_column_shows_who_falls_and_what_now_carries_alone(shop: tuple[Database, Node]) -> None:
    db, owner = shop
    mail = Node("service", add_service(db, "Mail"))
    add_named(db, mail, ["Line 1"])
    columns = read_columns(db, NOW)
    line = f"component:{component(db, 'Line 1').id}"
    pulled = columns.pull({line})
    assert [one.service for one in pulled.fallen] == ["Mail"]
    assert pulled.standing == ("Shop",)
    new = {one.part: one.services for one in pulled.single_points if one.is_new}
    assert new == {"Line 2": ("Shop",)}
    assert {one.part for one in columns.pull((), [owner.id]).single_points} == {"Database", "Power"}
    assert not any(one.is_new for one in columns.pull(()).single_points)


def test_a_service_whose_last_column_was_taken_away_stands_on_itself_again(db: Database) -> None:
    owner = Node("service", add_service(db, "Mail"))
    add_named(db, owner, ["A"])
    remove_need(db, members(db, owner)["A"])
    levels = picture_levels(db, owner.id, NOW)
    assert levels.services[f"service:{owner.id}"][0] > 0
    assert titled_edges(draw_picture(db, owner.id, NOW)) == set()


@pytest.mark.parametrize("needed", [Decimal(60), Decimal(20), Decimal(100)])
def test_the_picture_and_the_structure_agree_on_what_falls(
    shop: tuple[Database, Node], needed: Decimal
) -> None:
    db, owner = shop
    add_named(db, owner, ["Node 1", "Node 2", "Node 3"])
    lines = members(db, owner)
    group_needs(db, [lines[f"Node {n}"] for n in (1, 2, 3)], "capacity", needed)
    number = next(at for at, group in enumerate(list_groups(db, owner)) if group.rule == "capacity")
    for (_, line), share in zip(sorted(members(db, owner, number).items()), (50, 30, 20), strict=True):
        change_share(db, line, Decimal(share))
    picture, columns = draw_picture(db, owner.id, NOW), read_columns(db, NOW)
    parts = [node.name for node in picture.nodes if node.kind == "component"]
    top = f"service:{owner.id}"
    for gone in (frozenset(pair) for size in (0, 1, 2, 3) for pair in combinations(parts, size)):
        falls = bool(columns.pull(gone, [owner.id]).fallen)
        assert (top in fallen_in(picture, gone)) == falls


@given(st.lists(st.text(max_size=12), max_size=6))
def test_what_is_pulled_may_be_anything(names: list[str]) -> None:
    picture = Picture(None, "", (), (), {}, {}, {})
    assert fallen_in(picture, names) == frozenset()


def test_what_rests_on_a_fallen_service_are_the_slas_in_force_and_their_cost(db: Database) -> None:
    desk = retail(db)
    add_named(db, Node("service", desk.service), ["Database"])
    mail = Node("service", add_service(db, "Mail"))
    add_needs(db, mail, [component(db, "Database")])
    change_service(db, desk.service, hour_cost="1,200")
    pulled = read_columns(db, NOW).pull({f"component:{component(db, 'Database').id}"})
    till = next(one for one in pulled.fallen if one.service == "Till")
    assert [(one.customer, one.title) for one in till.resting] == [("Retail", "SLA Retail, version 1")]
    assert (pulled.hour_costs, pulled.without_cost) == ((Money(120_000, "EUR"),), 1)
    before = read_columns(db, at(12, 31) - timedelta(days=3650)).pull(
        {f"component:{component(db, 'Database').id}"}
    )
    assert [one.resting for one in before.fallen] == [(), ()]
