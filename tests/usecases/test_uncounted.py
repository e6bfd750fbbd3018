"""What a target leaves out because it goes by another source of record is told when it is kept."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.database import Database
from app.usecases.agreements import add_version
from app.usecases.outages import record_outage
from app.usecases.services import add_component, set_components
from app.usecases.targets import TargetEntry, add_target, change_target, list_targets
from app.usecases.uncounted import uncounted_outage
from tests.usecases.imports import checked, sheet
from tests.usecases.retail import Retail, at, retail

HEAD = ("Start", "End", "Service")
ROW = ("2026-10-13 09:00", "2026-10-13 10:00", "Till")
TOLD = (
    "This outage is kept, but the target Availability 99.5 % of Till counts only outages of Prober. To have it count,"
    " import what Prober says of the same time, or change the source of record in the agreement."
)


@pytest.fixture
def desk(db: Database) -> Retail:
    made = retail(db)
    going_by(db, made, "Prober")
    return made


def going_by(db: Database, desk: Retail, source: str | None) -> None:
    entry = TargetEntry(desk.service, desk.hours, "availability", Decimal("99.5"), source_of_record=source)
    change_target(db, desk.target, entry)


def test_an_outage_recorded_by_hand_is_told_to_be_left_out(db: Database, desk: Retail) -> None:
    made = record_outage(db, start=at(10, 13, 9), end=at(10, 13, 10), service_id=desk.service)
    assert uncounted_outage(db, made) == TOLD


def test_what_a_service_stands_on_counts_as_the_service(db: Database, desk: Retail) -> None:
    storage, other = add_component(db, "Storage"), add_component(db, "Elsewhere")
    set_components(db, desk.service, [storage])
    made = record_outage(db, start=at(10, 13, 9), end=None, component_id=storage)
    assert uncounted_outage(db, made) == TOLD
    made = record_outage(db, start=at(10, 13, 9), end=None, component_id=other)
    assert uncounted_outage(db, made) == ""


@pytest.mark.parametrize("record", [None, "by hand"])
def test_nothing_is_told_where_the_outage_counts(db: Database, desk: Retail, record: str | None) -> None:
    going_by(db, desk, record)
    made = record_outage(db, start=at(10, 13, 9), end=at(10, 13, 10), service_id=desk.service)
    assert uncounted_outage(db, made) == ""


def test_only_the_version_in_force_then_is_asked(db: Database, desk: Retail) -> None:
    following = add_version(db, desk.agreement, valid_from=date(2026, 11, 1))
    entry = TargetEntry(desk.service, desk.hours, "availability", Decimal("99.5"))
    change_target(db, list_targets(db, following)[0].id, entry)

    def told(month: int, year: int = 2026) -> str:
        start, end = at(month, 13, 9).replace(year=year), at(month, 13, 10).replace(year=year)
        return uncounted_outage(db, record_outage(db, start=start, end=end, service_id=desk.service))

    assert told(10) == TOLD
    assert told(11) == ""
    assert told(10, 2025) == ""


def test_several_targets_are_named_by_their_sources(db: Database, desk: Retail) -> None:
    for value, source in (("60", "Prober"), ("30", "Watcher")):
        entry = TargetEntry(
            desk.service, desk.hours, "longest_break", Decimal(value), source_of_record=source
        )
        add_target(db, desk.version, entry)
    made = record_outage(db, start=at(10, 13, 9), end=at(10, 13, 10), service_id=desk.service)
    said = uncounted_outage(db, made)
    assert (
        "the targets Availability 99.5 % of Till, Longest break 60 min of Till count only outages of Prober"
        in said
    )
    assert "and the target Longest break 30 min of Till counts only outages of Watcher" in said


def test_rows_of_a_file_are_told_when_they_are_checked(db: Database, desk: Retail, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", HEAD, ROW)
    (said,) = checked(db, path, source="Help desk").unused
    assert said.startswith(
        "These outages are kept, but the target Availability 99.5 % of Till counts only outages of"
    )
    assert said in checked(db, path, source="Help desk").notes
    assert checked(db, path, source="Prober").unused == ()
    elsewhere = sheet(tmp_path / "b.csv", HEAD, (*ROW[:2], "Webshop"))
    assert checked(db, elsewhere, source="Help desk", create="yes").unused == ()
    before = sheet(tmp_path / "c.csv", HEAD, ("2025-10-13 09:00", "2025-10-13 10:00", "Till"))
    assert checked(db, before, source="Help desk").unused == ()
