"""Find among outages finds the days that the table shows, also beside other words."""

import pytest

from app.models.database import Database
from app.usecases.outages import OutageFilter, count_outages, outage_ids, record_outage
from app.usecases.settings import change_settings
from tests.usecases.retail import at, retail


@pytest.fixture
def outages(db: Database) -> dict[str, int]:
    """A few around 22 October, on a desk in Berlin."""
    desk = retail(db)
    change_settings(db, time_zone="Europe/Berlin")
    told = {
        "evening before": (at(10, 21, 20), at(10, 21, 21), ""),
        "first minute": (at(10, 21, 22), at(10, 21, 22, 30), "disk"),
        "over midnight": (at(10, 21, 20), at(10, 22, 5), "disk"),
        "still open": (at(10, 22, 9, 12), None, "power"),
        "day after": (at(10, 22, 22), at(10, 23, 9), "found on 22 Oct"),
        "year before": (at(10, 22, 9).replace(year=2025), at(10, 22, 10).replace(year=2025), "disk"),
    }
    return {
        name: record_outage(db, start=start, end=end, service_id=desk.service, cause=cause)
        for name, (start, end, cause) in told.items()
    }


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("22 oct", {"first minute", "over midnight", "still open", "day after", "year before"}),
        ("22 Oct 2026", {"first minute", "over midnight", "still open"}),
        ("till 22 oct disk", {"first minute", "over midnight", "year before"}),
        ("22 october 2025", {"year before"}),
        ("Thu 22 Oct 2026 11:12", {"still open"}),
        ("thu 22 oct power", {"still open"}),
        ("mon 22 oct", set()),
        ("elsewhere 22 oct", set()),
        ("22 nov", set()),
    ],
)
def test_a_day_is_found_as_it_is_shown(
    db: Database, outages: dict[str, int], typed: str, expected: set[str]
) -> None:
    wanted = OutageFilter(text=typed)
    assert set(outage_ids(db, wanted)) == {outages[name] for name in expected}
    assert count_outages(db, wanted) == len(expected)


def test_a_desk_without_outages_has_none_on_any_day(db: Database) -> None:
    retail(db)
    assert count_outages(db, OutageFilter(text="22 oct")) == 0
