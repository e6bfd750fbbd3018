"""A target removed after its months were issued: what was issued is kept in charts and longer periods."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.errors import NotFound
from app.models.database import Database
from app.usecases.agreements import remove_agreement
from app.usecases.closing import issue_month
from app.usecases.levels import level_detail, slam_chart
from app.usecases.months import build_month
from app.usecases.outages import record_outage
from app.usecases.services import remove_service
from app.usecases.targets import TargetEntry, add_target, list_targets, remove_target
from tests.usecases.retail import WHY, Retail, at, retail

LATER = at(11, 20, 12)
UNTIL = date(2026, 12, 24)


def agreed(db: Database, period: str = "month") -> tuple[Retail, int, str]:
    """A desk with a second target, an outage in July and August; July and August are closed."""
    desk = retail(db)
    entry = TargetEntry(desk.service, desk.hours, "breaks", Decimal(1))
    target = add_target(db, desk.version, replace(entry, period=period))
    lineage = next(row.lineage for row in list_targets(db, desk.version) if row.id == target)
    for month in (7, 8, 9):
        record_outage(db, start=at(month, 9), end=at(month, 10), service_id=desk.service)
    for key in ("2026-07", "2026-08"):
        issue_month(db, desk.customer, key, UNTIL, LATER, uncommented_reason=WHY)
    return desk, target, lineage


def cells(db: Database, desk: Retail, lineage: str) -> dict[str, str]:
    """The verdicts of the chart that are told."""
    chart = slam_chart(db, desk.customer, "2026-10", 6, LATER)
    rows = [row for service in chart.services for row in service.rows if row.lineage == lineage]
    return {cell.period: cell.verdict for row in rows for cell in row.cells if cell.verdict}


def test_its_closed_months_stay_in_the_chart(db: Database) -> None:
    desk, target, lineage = agreed(db)
    remove_target(db, target)
    assert cells(db, desk, lineage) == {"2026-07": "met", "2026-08": "met"}


def test_a_quarter_judges_it_over_its_closed_months(db: Database) -> None:
    desk, target, lineage = agreed(db)
    issue_month(db, desk.customer, "2026-09", UNTIL, LATER, uncommented_reason=WHY)
    before = level_detail(db, desk.customer, lineage, "2026-Q3", LATER).target
    remove_target(db, target)
    after = level_detail(db, desk.customer, lineage, "2026-Q3", LATER).target
    assert replace(after, history=()) == replace(before, history=())


def test_time_after_its_last_closed_month_owes_nothing_of_it(db: Database) -> None:
    desk, target, lineage = agreed(db)
    remove_target(db, target)
    quarter = level_detail(db, desk.customer, lineage, "2026-Q3", LATER).target
    assert quarter.used == 2
    with pytest.raises(NotFound):
        level_detail(db, desk.customer, lineage, "2026-09", LATER)
    month = build_month(db, desk.customer, "2026-07", LATER)
    assert lineage not in {each.lineage for service in month.services for each in service.targets}


def test_a_target_per_quarter_that_was_told_in_its_last_month_stays(db: Database) -> None:
    desk, target, lineage = agreed(db, "quarter")
    issue_month(db, desk.customer, "2026-09", UNTIL, LATER, uncommented_reason=WHY)
    remove_target(db, target)
    assert cells(db, desk, lineage) == {"2026-09": "missed"}
    assert level_detail(db, desk.customer, lineage, "2026-Q3", LATER).target.used == 3


def test_nothing_of_it_is_left_on_the_desk_and_the_closed_months_still_tell_of_it(db: Database) -> None:
    desk, _, lineage = agreed(db)
    both = (lineage, desk.lineage)
    before = [level_detail(db, desk.customer, each, "2026-Q3", LATER) for each in both]
    with db.changing("as if it had never been agreed") as session:
        assert session
    remove_agreement(db, desk.agreement)
    remove_service(db, desk.service)
    after = [level_detail(db, desk.customer, each, "2026-Q3", LATER) for each in both]
    assert [each.target.used for each in after] == [2, 2 * 24 * 3_600_000_000]
    assert [each.service.uid for each in after] == [each.service.uid for each in before]
    assert cells(db, desk, desk.lineage) == {"2026-07": "missed", "2026-08": "missed"}
