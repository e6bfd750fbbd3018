import pytest

from app.models.database import Database
from app.usecases.outages import (
    OutageFilter,
    count_outages,
    list_outages,
    outage_ids,
    read_outages,
    record_outage,
)
from app.usecases.services import add_component
from tests.usecases.retail import at, retail


@pytest.fixture
def desk(db: Database) -> Database:
    made = retail(db)
    store = add_component(db, "Store network")
    for day, cause in ((3, "power"), (1, "storage"), (2, "release")):
        record_outage(
            db, start=at(10, day, 9), end=at(10, day, 9 + day), service_id=made.service, cause=cause
        )
    record_outage(db, start=at(10, 4), end=None, component_id=store, cause="switch")
    return db


@pytest.mark.parametrize("order", ["start", "end", "subject", "state", "cause"])
@pytest.mark.parametrize("descending", [True, False])
def test_ids_stand_in_the_order_of_the_list(desk: Database, order: str, descending: bool) -> None:
    ids = outage_ids(desk, order=order, descending=descending)
    listed = list_outages(desk, order=order, descending=descending)
    assert list(ids) == [row.id for row in listed]
    assert read_outages(desk, ids) == listed


def test_a_page_is_a_stretch_of_the_whole(desk: Database) -> None:
    assert list_outages(desk, limit=2, offset=1) == list_outages(desk)[1:3]


def test_words_are_found_in_names_and_causes(desk: Database) -> None:
    for text, count in (("store network", 1), ("Till", 3), ("till power", 1), ("nothing", 0)):
        wanted = OutageFilter(text=text)
        assert (count_outages(desk, wanted), len(outage_ids(desk, wanted))) == (count, count)


def test_what_was_removed_meanwhile_is_left_out(desk: Database) -> None:
    assert read_outages(desk, [999_999]) == ()
