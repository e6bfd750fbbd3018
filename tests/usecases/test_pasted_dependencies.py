"""A pasted list of who needs what: looked at, written as one step, undone as one."""

from decimal import Decimal

import pytest

from app.errors import InputError
from app.imports.dependencies import read_dependencies
from app.models.database import Database
from app.usecases.needs import Node, add_named
from app.usecases.pasted_dependencies import look_at_dependencies, write_dependencies
from app.usecases.services import add_component, add_service, list_components
from app.usecases.standing import load_standing, of_service
from app.usecases.structures import list_groups
from tests.models.desks import dump

LIST = "Service\tNeeds\tGroup\nShop\tServer 1\tservers\nShop\tServer 2\tservers\nShop\tDatabase\nDatabase\tStorage\n"


def test_looking_says_what_is_new_and_writes_nothing(db: Database) -> None:
    add_service(db, "Shop")
    add_component(db, "Database")
    before = dump(db)
    found = look_at_dependencies(db, LIST)
    assert (len(found.edges), found.known, found.skipped) == (4, 0, ())
    assert found.new_components == ("Server 1", "Server 2", "Storage")
    assert dump(db) == before


def test_writing_makes_components_groups_and_one_step(db: Database) -> None:
    shop = add_service(db, "Shop")
    before = dump(db)
    assert write_dependencies(db, look_at_dependencies(db, LIST).edges) == 4
    assert {row.name for row in list_components(db)} == {"Server 1", "Server 2", "Database", "Storage"}
    with db.reading() as session:
        sets = load_standing(session).structures[of_service(shop)].cut_sets()
    assert sorted(len(one) for one in sets) == [1, 1, 1, 2]
    assert [group.words for group in list_groups(db, Node("service", shop))] == ["all of 2", "1 of 2"]
    assert look_at_dependencies(db, LIST).known == 4
    db.undo()
    assert dump(db) == before


def test_pasting_again_changes_nothing(db: Database) -> None:
    add_service(db, "Shop")
    edges = look_at_dependencies(db, LIST).edges
    write_dependencies(db, edges)
    before = list_components(db)
    assert write_dependencies(db, edges) == 0
    assert list_components(db) == before


def test_a_list_that_closes_a_circle_is_refused_whole(db: Database) -> None:
    before = dump(db)
    with pytest.raises(InputError, match="would come to need itself"):
        write_dependencies(db, read_dependencies("A\tB\nB\tC\nC\tA\n").edges)
    assert dump(db) == before


def test_groups_are_written_as_the_list_says(db: Database) -> None:
    shop = Node("service", add_service(db, "Shop"))
    text = "Shop\n  Web (2 of 3)\n    Web 1\n    Web 2\n    Web 3\n  any of\n    Line 1\n    Line 2\n  Disk"
    write_dependencies(db, look_at_dependencies(db, text).edges)
    assert [(group.name, group.words) for group in list_groups(db, shop)] == [
        ("", "all of 3"),
        ("Web", "2 of 3"),
        ("", "1 of 2"),
    ]
    write_dependencies(db, look_at_dependencies(db, "Shop\tWeb 4\tweb\n").edges)
    assert [group.words for group in list_groups(db, shop)][1] == "2 of 4"


def test_shares_and_kinds_are_written(db: Database) -> None:
    text = "who;needs;group;kind;share\nShop;Line 1;60 %;network;70\nShop;Line 2;60 %;network;30"
    write_dependencies(db, look_at_dependencies(db, text).edges)
    rows = {row.name: row for row in list_components(db)}
    assert rows["Line 1"].kind == "network"
    (_, lines) = list_groups(db, Node("component", rows["Shop"].id))
    assert (lines.words, [member.share for member in lines.members]) == (
        "60 % of the capacity",
        [Decimal(70), Decimal(30)],
    )


def verdicts(db: Database, text: str) -> list[tuple[str, str]]:
    return [(line.verdict, line.note) for line in look_at_dependencies(db, text).lines]


def test_each_line_is_told_what_becomes_of_it(db: Database) -> None:
    shop = Node("service", add_service(db, "Shop"))
    add_named(db, shop, ["Disk"])
    assert verdicts(db, "Shop\tDisk\nShop\tLine\nDisk\tShop\nShop\t\nshop\tline") == [
        ("known", "stands there already"),
        ("new", "makes Line"),
        ("refused", "Disk would come to need itself"),
        ("refused", "one of the two names is missing"),
        ("refused", "line 2 says the same"),
    ]
    assert (
        verdicts(db, "Shop\tA\t3 of 4\nShop\tB\t3 of 4")
        == [("refused", "of 2 in this group, 3 cannot be needed")] * 2
    )
    (long,) = verdicts(db, f"Shop\t{'x' * 201}")
    assert long == ("refused", "a name is longer than 200 letters")


def test_what_is_refused_is_left_out_and_the_rest_written(db: Database) -> None:
    add_service(db, "Shop")
    found = look_at_dependencies(db, "Shop\tA\nA\tB\nB\tShop\nB\tA")
    assert [(line.verdict, line.line) for line in found.lines] == [
        ("new", 1),
        ("new", 2),
        ("refused", 3),
        ("refused", 4),
    ]
    assert write_dependencies(db, found.edges) == 2


def test_a_group_that_loses_a_line_to_a_circle_is_refused_before_it_is_written(db: Database) -> None:
    add_service(db, "Shop")
    found = look_at_dependencies(db, "B\tShop\nShop\tA\t2 of 2\nShop\tB\t2 of 2")
    assert [(line.verdict, line.note) for line in found.lines] == [
        ("new", "makes B"),
        ("refused", "of 1 in this group, 2 cannot be needed"),
        ("refused", "Shop would come to need itself"),
    ]
    assert write_dependencies(db, found.edges) == 1


def test_a_line_more_of_a_group_without_a_name_joins_those_that_stand_in_it(db: Database) -> None:
    shop = Node("service", add_service(db, "Shop"))
    text = "Shop\n  2 of 3\n    Web 1\n    Web 2\n    Web 3"
    write_dependencies(db, look_at_dependencies(db, text).edges)
    more = look_at_dependencies(db, f"{text}\n    Web 4")
    assert [line.verdict for line in more.lines] == ["known"] * 3 + ["new"]
    write_dependencies(db, more.edges)
    assert [group.words for group in list_groups(db, shop)] == ["all of 1", "2 of 4"]
    named = f"{text}\n    Web 5".replace("2 of 3", "Web servers (2 of 3)")
    assert [line.verdict for line in look_at_dependencies(db, named).lines] == ["known"] * 3 + ["new"]
