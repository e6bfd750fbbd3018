"""A pasted list of who needs what: looked at, written as one step, undone as one."""

import pytest

from app.errors import InputError
from app.models.database import Database
from app.usecases.needs import Node
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
        write_dependencies(db, look_at_dependencies(db, "A\tB\nB\tC\nC\tA\n").edges)
    assert dump(db) == before
