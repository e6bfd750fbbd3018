"""The library of typical parts: every figure has its source, and is taken as one step that says where it is from."""

import pytest

from app.errors import InputError, NotFound
from app.models.catalogue import Component
from app.models.database import Database
from app.usecases.services import COMPONENT_KINDS, add_component, change_component
from app.usecases.typical_parts import TypicalPart, liken, typical_for, typical_parts


def stored(db: Database, component: int) -> tuple[str | None, str | None, str]:
    with db.reading() as session:
        row = session.get_one(Component, component)
        return row.mtbf_hours, row.restore_hours, row.designed_source


@pytest.mark.parametrize("part", typical_parts(), ids=lambda part: part.key)
def test_every_figure_has_a_source_a_year_and_an_address(part: TypicalPart) -> None:
    assert part.name
    assert part.source
    assert 1980 <= part.year <= 2100
    assert part.address.startswith("http")
    assert part.figure in ("availability", "failures a year", "fail within a year")
    assert 0 < part.value < 100
    assert part.kinds <= set(COMPONENT_KINDS)
    assert part.kinds
    assert part.mtbf_hours(4) > 100


def test_no_key_stands_twice() -> None:
    keys = [part.key for part in typical_parts()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("key", "restore", "hours"),
    [
        ("disk", None, 558_344),  # 8,766 h / 0.0157
        ("load-balancer", None, 39_284),  # 8,766 h / −ln(0.8)
        ("cloud-vm", 4.0, 796),  # 4 h × 0.995 / 0.005
        ("cloud-vm", 0.001, 1),  # never none at all
    ],
)
def test_the_mean_time_between_failures_follows_from_what_is_published(
    key: str, restore: float | None, hours: int
) -> None:
    part = next(each for each in typical_parts() if each.key == key)
    assert part.mtbf_hours(restore) == hours


def test_parts_of_the_same_kind_are_offered_first() -> None:
    first = typical_for("site")[0]
    assert "site" in first.kinds
    assert len(typical_for("site")) == len(typical_parts())


def test_a_typical_part_is_taken_with_its_source_in_one_step_that_can_be_undone(db: Database) -> None:
    disk = add_component(db, "Disk 7")
    change_component(db, disk, restore_hours="6")
    said = liken(db, disk, "disk")
    mtbf, restore, source = stored(db, disk)
    assert (mtbf, restore) == ("558344", "6")
    assert source == "like a typical hard disk: 1.57 % fail in a year (Backblaze, Drive Stats for 2024, 2025)"
    assert said == "Disk 7 fails every 558,344 hours on average, as a typical hard disk."
    assert db.undo() == "Take Disk 7 for a typical hard disk"
    assert stored(db, disk) == (None, "6", "")


def test_an_availability_alone_needs_the_hours_to_restore(db: Database) -> None:
    machine = add_component(db, "Machine")
    with pytest.raises(InputError, match="Write first how many hours Machine takes to restore"):
        liken(db, machine, "cloud-vm")
    change_component(db, machine, contracted_restore_hours="8")
    said = liken(db, machine, "cloud-vm")
    assert said.endswith(
        "as a typical cloud virtual machine (one). Its hours to restore are the contracted 8."
    )
    assert stored(db, machine)[:2] == ("1592", "8")


def test_what_is_still_to_be_written_is_said(db: Database) -> None:
    switch = add_component(db, "Switch")
    assert liken(db, switch, "rack-switch").endswith("Its hours to restore are still to be written.")


def test_a_part_that_is_not_in_the_library_is_refused(db: Database) -> None:
    with pytest.raises(NotFound):
        liken(db, add_component(db, "A"), "nothing")
