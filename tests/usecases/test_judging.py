"""What a definition and an agreement ask of outages, windows, versions, sites and closed months, on a real desk."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from app.calc.definition import Degraded
from app.calc.ledger import Definition
from app.errors import Refused
from app.models.database import Database
from app.models.measurements import Outage, PeriodFigure
from app.usecases.agreements import add_version, add_window, change_version
from app.usecases.closing import issue_month
from app.usecases.coverage import declare_coverage
from app.usecases.customers import add_site
from app.usecases.hours import add_hours, add_special_day, change_hours, load_hours
from app.usecases.levels import level_detail
from app.usecases.outages import change_outages, record_outage, remove_outages
from app.usecases.planned_work import announce_work
from app.usecases.targets import TargetEntry, add_target, change_target, entry_of, list_targets
from tests.usecases.retail import NOVEMBER, WHY, Retail, at, retail

HOUR = 3_600_000_000
WEEKDAYS = {day: ((time(8), time(18)),) for day in range(5)}


def detail(db: Database, desk: Retail, key: str = "2026-10"):
    return level_detail(db, desk.customer, desk.lineage, key, NOVEMBER)


def define(db: Database, version: int, **changes: object) -> None:
    """Give the version's first target another definition."""
    row = list_targets(db, version)[0]
    change_target(db, row.id, replace(entry_of(row), definition=Definition(**changes)))


def source(db: Database, version: int, name: str) -> None:
    """Give the version's first target another source of record."""
    row = list_targets(db, version)[0]
    change_target(db, row.id, replace(entry_of(row), source_of_record=name))


def said_by(db: Database, name: str, outage: int) -> None:
    with db.changing("as if imported") as session:
        session.get_one(Outage, outage).source = name


def test_the_source_of_record_may_change_with_a_version(db: Database) -> None:
    desk = retail(db, covered=False)
    later = add_version(db, desk.agreement, valid_from=date(2026, 10, 16))
    for version, name, day in ((desk.version, "Nagios", 13), (later, "Icinga", 20)):
        source(db, version, name)
        declare_coverage(db, start=at(10, 1), end=at(11, 1), source=name, service_id=desk.service)
        said_by(
            db, name, record_outage(db, start=at(10, day, 9), end=at(10, day, 10), service_id=desk.service)
        )
    said_by(db, "Icinga", record_outage(db, start=at(10, 14), end=at(10, 15), service_id=desk.service))
    found = detail(db, desk)
    assert found.target.used == 2 * HOUR
    assert [(line.start, line.counted) for line in found.service.outages] == [
        (int(at(10, day, 9).timestamp()) * 1_000_000, HOUR) for day in (13, 20)
    ]


def test_an_outage_counts_and_is_listed_where_the_times_of_the_definition_put_it(db: Database) -> None:
    desk = retail(db)
    define(db, desk.version, ends="confirmed")
    outage = record_outage(
        db, start=at(9, 30, 20), end=at(9, 30, 22), confirmed_at=at(10, 1, 2), service_id=desk.service
    )
    found = detail(db, desk)
    assert found.target.used == 2 * HOUR
    assert [(line.id, line.counted) for line in found.service.outages] == [(outage, 2 * HOUR)]
    assert [piece.outages for piece in found.target.ledger if piece.kind == "down"] == [(outage,)]


def test_an_excluded_outage_is_excluded_for_as_long_as_it_would_count(db: Database) -> None:
    desk = retail(db)
    define(db, desk.version, ends="confirmed")
    outage = record_outage(
        db, start=at(10, 13, 9), end=at(10, 13, 10), confirmed_at=at(10, 13, 14), service_id=desk.service
    )
    change_outages(db, [outage], excluded=True, exclusion_reason="power cut")
    target = detail(db, desk).target
    assert (target.classes["excluded"], target.used) == (5 * HOUR, 0)


@pytest.mark.parametrize(("degraded", "excluded"), [("up", 5), ("down", 3), ("weighted", 3)])
def test_an_excluded_outage_does_not_excuse_degradation_that_counts(
    db: Database, degraded: Degraded, excluded: int
) -> None:
    desk = retail(db)
    define(db, desk.version, degraded=degraded)
    outage = record_outage(db, start=at(10, 13, 9), end=at(10, 13, 14), service_id=desk.service)
    record_outage(db, start=at(10, 13, 12), end=at(10, 13, 15), state="degraded", service_id=desk.service)
    change_outages(db, [outage], excluded=True, exclusion_reason="power cut")
    assert detail(db, desk).target.classes["excluded"] == excluded * HOUR


def test_announced_work_nobody_recorded_as_an_outage_is_no_downtime(db: Database) -> None:
    desk = retail(db)
    add_window(db, desk.version, "Window", starts_at=at(10, 4).replace(tzinfo=None), duration_minutes=240)
    announce_work(db, "Patching", start=at(10, 4, 1), end=at(10, 4, 3), service_ids=[desk.service])
    for exclusion in ("reserved", "used"):
        define(db, desk.version, base="hours", exclusion=exclusion)
        assert detail(db, desk).target.used == 0


def test_a_quarter_takes_a_closed_month_whose_version_changed_as_it_was_issued(db: Database) -> None:
    desk = retail(db)
    add_version(db, desk.agreement, valid_from=date(2026, 8, 16))
    outages = [
        record_outage(db, start=at(8, day, 9), end=at(8, day, 14), service_id=desk.service)
        for day in (13, 20)
    ]
    issue_month(db, desk.customer, "2026-08", date(2026, 11, 15), NOVEMBER, uncommented_reason=WHY)
    remove_outages(db, outages)
    assert detail(db, desk, "2026-Q3").target.used == 10 * HOUR


def test_a_quarter_takes_a_closed_month_with_days_without_agreement(db: Database) -> None:
    desk = retail(db)
    add_version(db, desk.agreement, valid_from=date(2026, 8, 16))
    change_version(db, desk.version, valid_until=date(2026, 8, 10))
    outage = record_outage(db, start=at(8, 3, 9), end=at(8, 3, 14), service_id=desk.service)
    issue_month(db, desk.customer, "2026-08", date(2026, 11, 15), NOVEMBER, uncommented_reason=WHY)
    remove_outages(db, [outage])
    target = detail(db, desk, "2026-Q3").target
    assert (target.used, target.base) == (5 * HOUR, (92 - 5) * 24 * HOUR)


def test_the_worst_site_stands_beside_any_site_down(db: Database) -> None:
    desk = retail(db)
    bremen = add_site(db, desk.customer, "Bremen", headcount=10)
    record_outage(db, start=at(10, 13, 9), end=at(10, 13, 14), service_id=desk.service, site_ids=[bremen])
    target = detail(db, desk).target
    assert (target.used, target.note) == (5 * HOUR, "worst site Bremen at 99.33 %")


def test_a_dispute_about_an_outage_is_none_about_tickets(db: Database) -> None:
    desk = retail(db)
    add_target(db, desk.version, TargetEntry(desk.service, desk.hours, "resolution", Decimal(95)))
    outage = record_outage(db, start=at(10, 13, 9), end=at(10, 13, 10), service_id=desk.service)
    change_outages(
        db, [outage], excluded=True, exclusion_reason="power", disputed=True, dispute_reason="your own"
    )
    targets = detail(db, desk).service.targets
    assert [bool(target.verdict_without_disputed) for target in targets] == [True, False]


def test_figures_and_critical_days_are_days_of_the_agreement(db: Database) -> None:
    desk = retail(db)
    week = dict.fromkeys(range(7), ((time(0), time(0)),))
    far = add_hours(db, "Auckland", time_zone="Pacific/Auckland", week=week)
    for metric, value in (("figure", "99"), ("critical_time", "0")):
        add_target(db, desk.version, TargetEntry(desk.service, far, metric, Decimal(value)))
    with db.changing("as if imported") as session:
        session.add(
            PeriodFigure(
                service_id=desk.service,
                metric="availability",
                first_day="2026-10-01",
                last_day="2026-10-31",
                value="99.5",
                source="by hand",
            )
        )
    record_outage(db, start=at(10, 31, 20), end=at(10, 31, 22), service_id=desk.service)
    _, critical, figure = detail(db, desk).service.targets
    assert figure.verdict == "met"
    assert (critical.verdict, critical.used) == ("missed", 2 * HOUR)


def test_a_month_is_issued_only_when_it_is_over_in_the_agreements_time_zone_too(db: Database) -> None:
    desk = retail(db)
    change_version(db, desk.version, time_zone="America/Los_Angeles")
    with pytest.raises(Refused, match="is not over yet"):
        issue_month(db, desk.customer, "2026-10", date(2026, 11, 15), at(11, 1, 3), uncommented_reason=WHY)
    issue_month(db, desk.customer, "2026-10", date(2026, 11, 15), at(11, 1, 12), uncommented_reason=WHY)


def test_own_dates_are_added_up_and_stronger_than_public_holidays(db: Database) -> None:
    desk = retail(db, round_the_clock=False)
    change_hours(db, desk.hours, country="DE", subdivision="BE")
    for begin, end in ((9, 10), (12, 13)):
        add_special_day(db, desk.hours, date(2026, 10, 13), "break", times=[(time(begin), time(end))])
    for begin, end in ((8, 10), (14, 15)):  # Christmas Day
        add_special_day(db, desk.hours, date(2026, 12, 25), "shift", times=[(time(begin), time(end))])
    with db.reading() as session:
        hours = load_hours(session, desk.hours, 2026, 2026)
    assert hours.spans(at(10, 13), at(10, 14)).seconds == 8 * 3600
    assert hours.spans(at(12, 25), at(12, 26)).seconds == 3 * 3600
