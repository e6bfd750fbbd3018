"""Levels from the live desk: what counts, what is excluded, what is unknown, which version was in force."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from app.calc.ledger import Definition
from app.models.database import Database
from app.models.measurements import Outage
from app.usecases.agreements import add_version, add_window
from app.usecases.coverage import declare_coverage
from app.usecases.customers import add_customer, add_site, change_site
from app.usecases.levels import level_detail, slam_chart
from app.usecases.outages import change_outages, list_outages, record_outage
from app.usecases.planned_work import announce_work
from app.usecases.services import add_component, set_components
from app.usecases.targets import TargetEntry, add_target, change_target, entry_of, list_targets
from tests.usecases.retail import NOVEMBER, at, retail

MINUTE = 60_000_000
HOUR = 60 * MINUTE


def detail(db: Database, desk, key: str = "2026-10"):
    return level_detail(db, desk.customer, desk.lineage, key, NOVEMBER)


def test_a_month_without_outages_is_met_at_one_hundred_percent(db: Database) -> None:
    desk = retail(db)
    target = detail(db, desk).target
    assert (target.verdict, Fraction(target.achieved or 0)) == ("met", 100)
    assert target.base == 31 * 24 * HOUR


def test_the_classes_sum_to_the_calendar(db: Database) -> None:
    desk = retail(db, round_the_clock=False)
    record_outage(db, start=at(10, 13, 9), end=at(10, 13, 20), service_id=desk.service)
    target = detail(db, desk).target
    assert sum(target.classes.values()) == 31 * 24 * HOUR
    assert target.used == 9 * HOUR
    assert sum(piece.end - piece.start for piece in target.ledger) == 31 * 24 * HOUR


def test_a_missed_month_names_the_outage_behind_it(db: Database) -> None:
    desk = retail(db)
    outage = record_outage(
        db, start=at(10, 13, 9), end=at(10, 13, 14), service_id=desk.service, cause="storage"
    )
    found = detail(db, desk)
    assert found.target.verdict == "missed"
    assert [(line.id, line.counted, line.why, line.cause) for line in found.service.outages] == [
        (outage, 5 * HOUR, "counted", "storage")
    ]
    down = [piece for piece in found.target.ledger if piece.kind == "down"]
    assert [piece.outages for piece in down] == [(outage,)]


def test_an_outage_of_a_component_the_service_needs_counts_once(db: Database) -> None:
    desk = retail(db)
    storage = add_component(db, "Storage path")
    set_components(db, desk.service, [storage])
    record_outage(db, start=at(10, 13, 9), end=at(10, 13, 11), service_id=desk.service)
    record_outage(db, start=at(10, 13, 10), end=at(10, 13, 12), component_id=storage)
    assert detail(db, desk).target.used == 3 * HOUR


def test_an_outage_at_another_customers_site_does_not_count_here(db: Database) -> None:
    desk = retail(db)
    other = add_site(db, add_customer(db, "Logistics", time_zone="UTC"), "Hamburg")
    record_outage(db, start=at(10, 13, 9), end=at(10, 13, 14), service_id=desk.service, site_ids=[other])
    assert detail(db, desk).target.used == 0
    record_outage(
        db, start=at(10, 14, 9), end=at(10, 14, 10), service_id=desk.service, site_ids=[other, desk.site]
    )
    assert detail(db, desk).target.used == HOUR


def test_time_no_source_covers_is_unknown_and_a_wholly_uncovered_month_has_no_data(db: Database) -> None:
    desk = retail(db, covered=False)
    assert detail(db, desk).target.verdict == "no data"
    declare_coverage(db, start=at(10, 1), end=at(10, 29), service_id=desk.service)
    record_outage(db, start=at(10, 13, 9), end=at(10, 13, 12), service_id=desk.service)
    target = detail(db, desk).target
    assert target.classes["unknown"] == 3 * 24 * HOUR
    assert target.verdict == "not proven"


def test_an_outage_excluded_with_a_reason_leaves_the_base(db: Database) -> None:
    desk = retail(db)
    outage = record_outage(db, start=at(10, 13, 9), end=at(10, 13, 14), service_id=desk.service)
    record_outage(db, start=at(10, 13, 13), end=at(10, 13, 15), service_id=desk.service)
    change_outages(db, [outage], excluded=True, exclusion_reason="power cut", exclusion_clause="clause 7")
    found = detail(db, desk)
    # What another outage caused at the same time is not excused.
    assert (found.target.classes["excluded"], found.target.used) == (4 * HOUR, 2 * HOUR)
    assert {piece.reason for piece in found.target.ledger if piece.kind == "excluded"} == {
        "power cut (clause 7)"
    }
    assert found.service.outages[0].why == "1 h counted; 4 h: power cut (clause 7)"


def test_planned_work_that_counts_says_that_no_window_was_agreed_for_it(db: Database) -> None:
    desk = retail(db)
    add_window(db, desk.version, "Window", starts_at=at(10, 4, 2).replace(tzinfo=None), duration_minutes=120)

    def told(start: int, end: int, **fields: object) -> None:
        record_outage(db, start=at(10, 4, start), end=at(10, 4, end), service_id=desk.service, **fields)

    told(0, 1, planned=True)
    told(2, 3, planned=True)
    told(3, 6, planned=True)
    told(8, 9)
    assert [line.why for line in detail(db, desk).service.outages] == [
        "counted: planned, but in no agreed window",
        "1 h agreed exclusion",
        "2 h counted: planned, but in no agreed window; 1 h agreed exclusion",
        "counted",
    ]


def test_a_window_that_another_failure_fell_into_is_told_from_none_at_all(db: Database) -> None:
    desk = retail(db)
    row = list_targets(db, desk.version)[0]
    change_target(db, row.id, replace(entry_of(row), definition=Definition(exclusion="used")))
    add_window(db, desk.version, "Window", starts_at=at(10, 4, 2).replace(tzinfo=None), duration_minutes=120)
    record_outage(db, start=at(10, 4, 3), end=at(10, 4, 5), service_id=desk.service, planned=True)
    record_outage(db, start=at(10, 4, 3, 30), end=at(10, 4, 4), service_id=desk.service)
    assert [line.why for line in detail(db, desk).service.outages] == [
        "1 h 30 min counted: planned, but 1 h of it in no agreed window; 30 min agreed exclusion",
        "counted",
    ]


def test_where_windows_make_no_difference_none_is_missed(db: Database) -> None:
    desk = retail(db)
    row = list_targets(db, desk.version)[0]
    change_target(db, row.id, replace(entry_of(row), definition=Definition(base="hours")))
    record_outage(db, start=at(10, 4, 3), end=at(10, 4, 5), service_id=desk.service, planned=True)
    assert [line.why for line in detail(db, desk).service.outages] == ["counted"]


def test_a_disputed_exclusion_shows_both_verdicts(db: Database) -> None:
    desk = retail(db)
    outage = record_outage(db, start=at(10, 13, 9), end=at(10, 13, 19), service_id=desk.service)
    change_outages(
        db,
        [outage],
        excluded=True,
        exclusion_reason="power cut",
        disputed=True,
        dispute_reason="your own generator failed",
    )
    target = detail(db, desk).target
    assert (target.verdict, target.verdict_without_disputed) == ("met", "missed")


def test_a_maintenance_window_is_excluded_by_its_name_and_clause(db: Database) -> None:
    desk = retail(db)
    add_window(
        db,
        desk.version,
        "Sunday maintenance",
        starts_at=at(1, 4, 2).replace(tzinfo=None),
        duration_minutes=120,
        recurrence="FREQ=WEEKLY;BYDAY=SU",
        clause="clause 4.2",
    )
    target = detail(db, desk).target
    assert target.classes["excluded"] == 4 * 2 * HOUR
    assert {piece.reason for piece in target.ledger if piece.kind == "excluded"} == {
        "Sunday maintenance (clause 4.2)"
    }


def test_a_version_that_changes_in_the_month_is_judged_by_its_days(db: Database) -> None:
    desk = retail(db)
    version = add_version(db, desk.agreement, valid_from=date(2026, 10, 16))
    row = list_targets(db, version)[0]
    entry = entry_of(row)
    change_target(db, row.id, TargetEntry(entry.service_id, entry.hours_id, "availability", Decimal("99.9")))
    target = detail(db, desk).target
    days = (15, 16)
    allowed = days[0] * 24 * HOUR * 5 // 1000 + days[1] * 24 * HOUR // 1000
    assert [part.value for part in target.parts] == ["99.5", "99.9"]
    assert target.allowed == allowed == sum(part.allowed for part in target.parts)


def test_the_chart_shows_a_quarter_target_in_the_month_its_quarter_ends(db: Database) -> None:
    desk = retail(db)
    add_target(
        db, desk.version, TargetEntry(desk.service, desk.hours, "availability", Decimal(99), period="quarter")
    )
    chart = slam_chart(db, desk.customer, "2026-10", 6, NOVEMBER)
    monthly, quarterly = chart.services[0].rows
    assert [cell.verdict for cell in monthly.cells] == ["met"] * 6
    assert [cell.verdict for cell in quarterly.cells] == ["", "met", "", "", "met", ""]


def test_a_month_in_progress_counts_what_has_passed(db: Database) -> None:
    desk = retail(db)
    declare_coverage(db, start=at(11, 1), end=NOVEMBER, service_id=desk.service)
    record_outage(db, start=NOVEMBER - timedelta(hours=2), end=None, service_id=desk.service)
    target = detail(db, desk, "2026-11").target
    assert target.base == (9 * 24 + 12) * HOUR
    assert target.used == 2 * HOUR
    assert target.best_possible is not None
    assert list_outages(db)[0].end is None


def test_announced_work_in_a_window_is_what_a_used_definition_excludes(db: Database) -> None:
    desk = retail(db)
    version = desk.version
    row = list_targets(db, version)[0]
    change_target(db, row.id, replace(entry_of(row), definition=Definition(exclusion="used")))
    add_window(db, version, "Window", starts_at=at(10, 4).replace(tzinfo=None), duration_minutes=16 * 60)
    announce_work(db, "Patching", start=at(10, 4, 1), end=at(10, 4, 4), service_ids=[desk.service])
    record_outage(db, start=at(10, 4, 10), end=at(10, 4, 11), service_id=desk.service)
    record_outage(db, start=at(10, 20, 10), end=at(10, 20, 13), service_id=desk.service)
    target = detail(db, desk).target
    assert (target.classes["excluded"], target.used) == (3 * HOUR, 4 * HOUR)
    change_target(db, row.id, replace(entry_of(row), definition=Definition(exclusion="reserved")))
    target = detail(db, desk).target
    assert (target.classes["excluded"], target.used) == (16 * HOUR, 3 * HOUR)


def test_a_month_in_progress_says_what_is_left_and_how_likely_a_miss_is(db: Database) -> None:
    desk = retail(db)
    declare_coverage(db, start=at(11, 1), end=NOVEMBER, service_id=desk.service)
    for day in (2, 9, 16, 23, 30):
        record_outage(db, start=at(9, day, 9), end=at(9, day, 10), service_id=desk.service)
    found = detail(db, desk, "2026-11")
    assert found.budget_words == "3 h 36 min of downtime left in 492 h of agreed time."
    assert found.forecast_words.startswith("Forecast: ")
    assert "from 5 breaks" in found.forecast_words
    assert detail(db, desk, "2026-10").forecast_words == ""


def test_while_time_is_unknown_neither_what_is_left_nor_how_likely_a_miss_is_is_claimed(db: Database) -> None:
    desk = retail(db, covered=False)
    add_target(db, desk.version, TargetEntry(desk.service, desk.hours, "breaks", Decimal(2)))
    breaks = next(row.lineage for row in list_targets(db, desk.version) if row.metric == "breaks")
    week = "2026-W46"  # from 9 November, half a day past
    found = level_detail(db, desk.customer, desk.lineage, week, NOVEMBER)
    assert found.target.verdict == "no data"
    assert found.budget_words == "With 36 h unknown, how much downtime is left cannot be said."
    assert found.forecast_words == ""
    declare_coverage(db, start=at(11, 9), end=at(11, 10), service_id=desk.service)
    for lineage, what in ((desk.lineage, "much downtime is"), (breaks, "many breaks are")):
        found = level_detail(db, desk.customer, lineage, week, NOVEMBER)
        assert found.budget_words == f"With 12 h unknown, how {what} left cannot be said."
        assert found.forecast_words == ""


def test_where_another_source_says_something_else_both_are_shown_and_one_counts(db: Database) -> None:
    desk = retail(db, covered=False)
    row = list_targets(db, desk.version)[0]
    change_target(db, row.id, replace(entry_of(row), source_of_record="Zabbix"))
    for source in ("Zabbix", "Nagios"):
        declare_coverage(db, start=at(10, 1), end=at(11, 1), source=source, service_id=desk.service)
    outage = record_outage(db, start=at(10, 13, 9), end=at(10, 13, 14), service_id=desk.service)
    with db.changing("as if Nagios had said it") as session:
        session.get_one(Outage, outage).source = "Nagios"
    target = detail(db, desk).target
    assert target.verdict == "met"
    assert target.note_internal == "Nagios says 99.33 %; Zabbix counts."


def test_sites_weighted_by_nobody_have_no_data_and_say_why(db: Database) -> None:
    desk = retail(db)
    change_site(db, desk.site, headcount=0)
    row = list_targets(db, desk.version)[0]
    change_target(db, row.id, replace(entry_of(row), definition=Definition(sites="weighted")))
    target = detail(db, desk).target
    assert target.verdict == "no data"
    assert "weighted by their users" in target.note
    assert (
        slam_chart(db, desk.customer, "2026-10", 1, NOVEMBER).services[0].rows[0].cells[0].verdict
        == "no data"
    )
