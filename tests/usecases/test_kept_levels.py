"""Components against the service in a month, and in words why the service missed though every component met."""

from fractions import Fraction

import pytest

from app.models.database import Database
from app.usecases.coverage import declare_coverage
from app.usecases.kept_levels import KeptLevels, kept_levels
from app.usecases.needs import Node, add_named
from app.usecases.outages import record_outage
from app.usecases.picture import draw_picture
from app.usecases.playing import play
from app.usecases.services import add_service, change_component
from tests.usecases.retail import NOVEMBER, at
from tests.usecases.test_playing import till_on_two_lines


def kept(db: Database, service: int, key: str = "2026-10") -> KeptLevels:
    picture = draw_picture(db, service, NOVEMBER)
    return kept_levels(play(db, picture, key, NOVEMBER, time_zone="UTC", with_chain=True), picture)


@pytest.fixture
def till(db: Database) -> tuple[int, dict[str, int]]:
    """The till, whose parts are observed all October and contracted at 99 %."""
    service, parts = till_on_two_lines(db)
    declare_coverage(db, start=at(10, 1), end=at(11, 1))
    for number in parts.values():
        change_component(db, number, contracted_availability="99")
    return service, parts


def test_every_component_met_and_the_service_missed_one_after_another(
    db: Database, till: tuple[int, dict[str, int]]
) -> None:
    service, parts = till
    record_outage(db, start=at(10, 5, 8), end=at(10, 5, 11), component_id=parts["Database"])
    record_outage(db, start=at(10, 9, 8), end=at(10, 9, 14), component_id=parts["Line 1"])
    record_outage(db, start=at(10, 9, 10), end=at(10, 9, 12), component_id=parts["Line 2"])
    found = kept(db, service)
    assert {part.title: part.verdict for part in found.parts} == dict.fromkeys(parts, "met")
    database = next(part for part in found.parts if part.title == "Database")
    assert (database.part, database.achieved) == (
        f"component:{parts['Database']}",
        Fraction(100 * (744 - 3), 744),
    )
    assert found.sentence.startswith(
        "Till: Availability 99.5 %: missed; 300 min of downtime, 223.2 min allowed"
    )
    assert "although every part that was to blame kept what was agreed" in found.why[0]
    assert found.why[-2:] == (
        "Mon 5 Oct 08:00, 3 h: Database alone.",
        "Fri 9 Oct 10:00, 2 h: Line 1 and Line 2 together.",
    )


def test_a_component_that_missed_is_named(db: Database, till: tuple[int, dict[str, int]]) -> None:
    service, parts = till
    record_outage(db, start=at(10, 5), end=at(10, 5, 12), component_id=parts["Database"])
    found = kept(db, service)
    assert {part.title: part.verdict for part in found.parts} == {
        "Database": "missed",
        "Line 1": "met",
        "Line 2": "met",
    }
    assert "Database (98.39 % of 99 % agreed)" in found.why[0]


def test_without_an_agreement_and_before_the_month_it_says_so(db: Database) -> None:
    mail = add_service(db, "Mail")
    add_named(db, Node("service", mail), ["Disk"])
    assert kept(db, mail).sentence == (
        "Nothing was agreed with a customer in October 2026 that its parts could be held against."
    )
    assert kept(db, mail, "2027-05").sentence == "This month has not begun."


def test_a_service_that_stands_on_nothing_has_no_parts_to_hold_against_it(db: Database) -> None:
    service, _ = till_on_two_lines(db)
    db.undo()
    db.undo()
    found = kept(db, service)
    assert (found.parts, found.sentence) == ((), "What Till stood on in October 2026 is not known.")
