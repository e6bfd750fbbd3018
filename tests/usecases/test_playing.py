"""Playing a month: what was down when in the picture, and what counted of it."""

from datetime import UTC, datetime, timedelta

from app.models.database import Database
from app.usecases.coverage import declare_coverage
from app.usecases.needs import Node, add_named, group_needs
from app.usecases.outages import record_outage
from app.usecases.picture import draw_picture
from app.usecases.playing import Played, last_period, play
from app.usecases.services import add_service, list_components
from app.usecases.structures import list_groups
from tests.usecases.retail import NOVEMBER, at, retail


def till_on_two_lines(db: Database) -> tuple[int, dict[str, int]]:
    """The till of Retail on a database and one of two lines."""
    service = retail(db).service
    owner = Node("service", service)
    add_named(db, owner, ["Database", "Line 1", "Line 2"])
    lines = [one.need_id for one in list_groups(db, owner)[0].members if one.need_id and "Line" in one.name]
    group_needs(db, lines, "any")
    return service, {row.name: row.id for row in list_components(db)}


def played(db: Database, service: int | None, key: str = "2026-10", now: datetime = NOVEMBER) -> Played:
    return play(db, draw_picture(db, service, now), key, now, time_zone="UTC")


def down_at(found: Played, when: datetime) -> dict[str, str]:
    assert found.moments is not None
    instant = (when - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    return found.moments.states_at(found.moments.number_at(instant))


def test_a_service_falls_only_while_both_of_its_lines_are_down(db: Database) -> None:
    service, parts = till_on_two_lines(db)
    declare_coverage(db, start=at(10, 1), end=at(11, 1))
    first = record_outage(db, start=at(10, 5, 8), end=at(10, 5, 12), component_id=parts["Line 1"])
    second = record_outage(
        db, start=at(10, 5, 10), end=at(10, 5, 14), component_id=parts["Line 2"], planned=True
    )
    found = played(db, service)
    line_1, line_2 = f"component:{parts['Line 1']}", f"component:{parts['Line 2']}"
    assert down_at(found, at(10, 5, 9)) == {line_1: "down"}
    both = down_at(found, at(10, 5, 11))
    assert both[line_1] == "down"
    assert both[line_2] == both[f"service:{service}"] == "down, planned"
    assert down_at(found, at(10, 5, 13)) == {line_2: "down, planned"}
    assert [(row.id, row.counted) for row in found.outages] == [
        (first, 0),  # only the planned work made the service fall
        (second, 2 * 3600 * 10**6),
    ]
    assert found.buyer is not None
    assert found.buyer.name == "Retail"


def test_what_nothing_observes_is_not_shown_as_up(db: Database) -> None:
    service, parts = till_on_two_lines(db)
    declare_coverage(db, start=at(10, 1), end=at(11, 1), component_id=parts["Database"])
    states = down_at(played(db, service), at(10, 20))
    assert states[f"component:{parts['Line 1']}"] == "unknown"
    assert f"component:{parts['Database']}" not in states
    assert f"service:{service}" not in states  # it is observed itself


def test_an_empty_month_and_one_that_has_not_begun_say_so(db: Database) -> None:
    service, _ = till_on_two_lines(db)
    assert played(db, service).is_empty
    later = played(db, service, "2027-03")
    assert later.moments is None
    assert later.outages == ()


def test_a_running_month_ends_now_with_what_is_still_open(db: Database) -> None:
    service, parts = till_on_two_lines(db)
    record_outage(db, start=at(11, 10, 6), end=None, component_id=parts["Database"])
    found = played(db, service, "2026-11")
    assert found.moments is not None
    assert found.moments.stretches(f"service:{service}")[-1][2] == "down"
    assert found.moments.end == (NOVEMBER - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def test_everything_has_outages_but_no_ledger(db: Database) -> None:
    service, _ = till_on_two_lines(db)
    add_service(db, "Mail")
    record_outage(db, start=at(10, 5, 8), end=at(10, 5, 9), service_id=service)
    found = played(db, None)
    assert [row.counted for row in found.outages] == [None]
    assert (found.buyers, found.service) == ((), None)


def test_the_month_that_ended_last_is_played_first() -> None:
    midnight = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    assert last_period(midnight, "UTC") == "2026-09"
    assert last_period(midnight, "Europe/Berlin") == "2026-10"
