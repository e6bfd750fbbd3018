"""`colonnade structure`: what a service stands on, said in lines and as JSON."""

import json
from pathlib import Path

import pytest

from app.usecases.desks import new_desk
from app.usecases.needs import Node, add_needs, group_needs
from app.usecases.services import add_component, add_service, change_component
from app.usecases.structures import list_groups
from tests.cli.conftest import Colonnade


@pytest.fixture
def desk(desk_path: Path) -> Path:
    db = new_desk(desk_path)
    shop = Node("service", add_service(db, "Shop"))
    nodes = [Node("component", add_component(db, name)) for name in ("Database", "Line 1", "Line 2")]
    for node in nodes[:2]:
        change_component(db, node.id, mtbf_hours="996", restore_hours="4")
    add_needs(db, shop, nodes)
    members = list_groups(db, shop)[0].members
    group_needs(db, [member.need_id for member in members[1:] if member.need_id], "any")
    db.close()
    return desk_path


def test_the_lines_say_the_level_the_ways_down_and_what_to_improve(colonnade: Colonnade, desk: Path) -> None:
    assert colonnade("structure", desk, "--service", "shop") == 0
    assert "availability   99.600 %   modelled, exact" in colonnade.out
    assert "1 of 3 columns assumed" in colonnade.out
    assert "1 takes it down alone" in colonnade.out
    assert "1 set of 2 takes it down together" in colonnade.out
    assert "Line 1 + Line 2" in colonnade.out


def test_json_has_every_figure_and_no_nan(colonnade: Colonnade, desk: Path) -> None:
    assert colonnade("structure", desk, "--service", "Shop", "--json") == 0
    found = json.loads(colonnade.out)
    assert found["schema"] == 1
    assert found["unavailability"] == pytest.approx(1 - 0.996 * (1 - 0.004 * 0.001), rel=1e-12)
    assert found["availability"] == pytest.approx(1 - found["unavailability"])
    assert found["cut_sets_by_size"] == {"1": 1, "2": 1}
    assert found["cut_sets"][0] == {"parts": ["Database"], "unavailability": pytest.approx(0.004)}
    assert {part["name"]: part["basis"] for part in found["parts"]} == {
        "Database": "designed",
        "Line 1": "designed",
        "Line 2": "assumed",
    }
    assert found["parts"][0]["single_point_of_failure"] is True


def test_a_service_that_is_not_there_is_refused(colonnade: Colonnade, desk: Path) -> None:
    assert colonnade("structure", desk, "--service", "Mail") == 1
    assert "This desk has Shop." in colonnade.err


def test_without_a_service_the_call_is_wrong(colonnade: Colonnade, desk: Path) -> None:
    with pytest.raises(SystemExit) as end:
        colonnade("structure", desk)
    assert end.value.code == 2
