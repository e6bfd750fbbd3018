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
from app.usecases.services import add_service, change_component, list_components
from tests.usecases.retail import NOVEMBER, at
from tests.usecases.test_playing import till_on_two_lines


def kept(db: Database, service: int, key: str = "2026-10") -> KeptLevels:
    picture = draw_picture(db, service, NOVEMBER)
    return kept_levels(play(db, picture, key, NOVEMBER, time_zone="UTC"), picture)


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
    assert found.parts[0].achieved == Fraction(744 - 3, 744)
    assert found.sentence == (
        "Till: missed, 99.33 % against 99.5 %. And yet every one of 3 components under contract met its level."
    )
    assert found.why == (
        "Mon 5 Oct 08:00, 3 h: Database alone.",
        "Fri 9 Oct 10:00, 2 h: Line 1 and Line 2 together.",
        "One after another they add up to 5 h; 3 h 43 min were allowed.",
    )


def test_a_component_that_missed_is_named_and_work_that_was_planned_is_not_held_against_it(
    db: Database, till: tuple[int, dict[str, int]]
) -> None:
    service, parts = till
    record_outage(db, start=at(10, 5), end=at(10, 5, 12), component_id=parts["Line 1"])
    record_outage(db, start=at(10, 6), end=at(10, 6, 12), component_id=parts["Line 2"], planned=True)
    found = kept(db, service)
    assert {part.title: part.verdict for part in found.parts} == {
        "Database": "met",
        "Line 1": "missed",
        "Line 2": "met",
    }
    assert "2 of 3 components under contract met their level; not Line 1." in found.sentence
    assert found.why == ()


def test_what_was_observed_in_part_is_not_proven_and_what_was_not_has_no_data(db: Database) -> None:
    service, parts = till_on_two_lines(db)
    for number in parts.values():
        change_component(db, number, contracted_availability="99")
    declare_coverage(db, start=at(10, 1), end=at(10, 20), component_id=parts["Database"])
    verdicts = {part.title: (part.verdict, part.achieved) for part in kept(db, service).parts}
    assert verdicts == {
        "Database": ("not proven", 1),
        "Line 1": ("no data", None),
        "Line 2": ("no data", None),
    }


def test_without_contracts_without_an_agreement_and_before_the_month_it_says_so(db: Database) -> None:
    mail = add_service(db, "Mail")
    add_named(db, Node("service", mail), ["Disk"])
    assert kept(db, mail).sentence == "No component has a contracted availability yet; write it under Part."
    assert kept(db, mail, "2027-05").sentence == "This month has not begun."
    change_component(db, list_components(db)[0].id, contracted_availability="99")
    declare_coverage(db, start=at(10, 1), end=at(11, 1))
    assert kept(db, mail).sentence == "Every one of 1 component under contract met its level."
