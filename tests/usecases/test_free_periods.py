"""Any period: days from–to judged like a week, told with the ones before of the same length, closed on their own."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.errors import Refused
from app.models.database import Database
from app.reports.pack import pack_content
from app.usecases.closing import current_month, issue_month
from app.usecases.levels import slam_chart
from app.usecases.months import build_month
from app.usecases.outages import list_outages, record_outage, remove_outages
from app.usecases.targets import change_target, entry_of, list_targets
from tests.usecases.retail import at, retail

LATER = at(11, 20, 12)
UNTIL = date(2026, 12, 24)
FORTNIGHT = "2026-10-05..2026-10-18"


def test_seven_days_from_monday_say_what_the_week_says(db: Database) -> None:
    desk = retail(db)
    record_outage(db, start=at(10, 6, 9), end=at(10, 6, 15), service_id=desk.service)
    record_outage(db, start=at(10, 12), end=at(10, 13), service_id=desk.service)
    week = build_month(db, desk.customer, "2026-W41", LATER)
    days = build_month(db, desk.customer, "2026-10-05..2026-10-11", LATER)
    same = replace(days.services[0].targets[0], history=())
    assert same == replace(week.services[0].targets[0], history=())
    assert (same.verdict, same.used, same.base) == ("missed", 6 * 3_600_000_000, 7 * 24 * 3_600_000_000)
    assert [p.verdict for p in days.services[0].targets[0].history] == [
        p.verdict for p in week.services[0].targets[0].history
    ]


def test_a_target_agreed_per_month_says_that_it_is_judged_over_these_days(db: Database) -> None:
    desk = retail(db)
    target = build_month(db, desk.customer, FORTNIGHT, LATER).services[0].targets[0]
    assert target.note == "agreed per month, judged here over these days"
    assert build_month(db, desk.customer, "2026-10", LATER).services[0].targets[0].note == ""


def test_a_target_agreed_per_quarter_waits_for_its_quarter_but_not_in_free_days(db: Database) -> None:
    desk = retail(db)
    row = list_targets(db, desk.version)[0]
    change_target(db, row.id, replace(entry_of(row), period="quarter", value=Decimal("99")))
    assert not build_month(db, desk.customer, "2026-08", LATER).services
    assert (
        build_month(db, desk.customer, "2026-08-03..2026-08-20", LATER).services[0].targets[0].verdict
        == "met"
    )


def test_the_chart_shows_the_twelve_periods_before_of_the_same_length(db: Database) -> None:
    desk = retail(db)
    chart = slam_chart(db, desk.customer, FORTNIGHT, now=LATER)
    assert len(chart.periods) == 12
    assert {period.days for period in chart.periods} == {14}
    assert all(one.next() == other for one, other in zip(chart.periods, chart.periods[1:], strict=False))
    assert chart.periods[-1].key == FORTNIGHT
    content = pack_content(build_month(db, desk.customer, FORTNIGHT, LATER), "customer")
    assert content.period == "5–18 October 2026"
    heads = [
        block.periods for section in content.sections for block in section.blocks if hasattr(block, "groups")
    ]
    assert heads[0][-1] == ("5 Oct", "18 Oct")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("2026-07-05..2026-07-12", ""),
        ("2026-07-25..2026-08-05", "Part of this period lies in closed months"),
        ("2026-08-03..2026-08-09", "This period lies in closed months"),
    ],
)
def test_days_in_closed_months_say_that_the_desk_judges_them(db: Database, key: str, said: str) -> None:
    desk = retail(db)
    issue_month(db, desk.customer, "2026-08", UNTIL, LATER, uncommented_reason="to come")
    caution = build_month(db, desk.customer, key, LATER, count=1).caution
    assert caution.startswith(said)
    assert bool(caution) == bool(said)


def test_a_closed_free_period_stays_as_it_was_and_changes_no_month(db: Database) -> None:
    desk = retail(db)
    record_outage(db, start=at(10, 6, 9), end=at(10, 6, 15), service_id=desk.service)
    october = build_month(db, desk.customer, "2026-10", LATER)
    issue_month(db, desk.customer, FORTNIGHT, UNTIL, LATER, uncommented_reason="to come")
    assert build_month(db, desk.customer, "2026-10", LATER) == october
    remove_outages(db, [row.id for row in list_outages(db)])
    assert current_month(db, desk.customer, FORTNIGHT).services[0].targets[0].verdict == "missed"
    with pytest.raises(Refused, match="already issued"):
        issue_month(db, desk.customer, FORTNIGHT, UNTIL, LATER, uncommented_reason="to come")
    with pytest.raises(Refused, match="not over yet"):
        issue_month(db, desk.customer, "2026-11-16..2026-11-25", UNTIL, LATER, uncommented_reason="to come")
