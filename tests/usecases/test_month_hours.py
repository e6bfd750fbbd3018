"""The pack says what was taken out of agreed time: public holidays, own dates, maintenance windows and their use."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from app.models.database import Database
from app.reports.content import Table
from app.reports.month import DateLine, HoursLine, Month, WindowLine
from app.reports.pack import pack_content
from app.usecases.agreements import add_window
from app.usecases.coverage import declare_coverage
from app.usecases.hours import add_hours, add_special_day
from app.usecases.months import build_month
from app.usecases.outages import record_outage
from app.usecases.targets import TargetEntry, change_target, list_targets
from tests.usecases.retail import NOVEMBER, Retail, at, retail

HOUR = 3_600_000_000
WEEKDAYS = {day: ((time(8), time(18)),) for day in range(5)}


def office(db: Database) -> Retail:
    """The desk with German office hours, less an own half day on 14 April."""
    desk = retail(db)
    hours = add_hours(db, "Office", time_zone="UTC", week=WEEKDAYS, country="DE")
    add_special_day(db, hours, date(2026, 4, 14), "shift", times=[(time(8), time(12))], name="Stocktaking")
    change_target(db, desk.target, TargetEntry(desk.service, hours, "availability", Decimal("99.5")))
    declare_coverage(db, start=at(3, 1), end=at(6, 1), service_id=desk.service)
    return desk


def april(db: Database, desk: Retail) -> Month:
    return build_month(db, desk.customer, "2026-04", NOVEMBER)


def test_the_dates_that_differ_from_the_week_lead_from_it_to_the_base(db: Database) -> None:
    month = april(db, office(db))
    (line,) = month.hours
    assert line == HoursLine(
        "Mon–Fri 08:00–18:00 (UTC), less public holidays of Germany",
        ("Till",),
        (
            DateLine("2026-04-03", "Good Friday", 10 * HOUR),
            DateLine("2026-04-06", "Easter Monday", 10 * HOUR),
            DateLine("2026-04-14", "Stocktaking", 6 * HOUR),
        ),
    )
    working_days = 22
    assert month.services[0].targets[0].base == working_days * 10 * HOUR - sum(d.less for d in line.dates)


def test_hours_of_a_date_that_last_into_the_next_are_told_of_both(db: Database) -> None:
    desk = retail(db)
    hours = add_hours(db, "Office", time_zone="UTC", week=WEEKDAYS)
    add_special_day(db, hours, date(2026, 4, 17), "shift", times=[(time(22), time(6))], name="Move")
    change_target(db, desk.target, TargetEntry(desk.service, hours, "availability", Decimal("99.5")))
    month = april(db, desk)
    assert month.hours[0].dates == (
        DateLine("2026-04-17", "Move", 8 * HOUR),
        DateLine("2026-04-18", "Move", -6 * HOUR),
    )
    assert month.services[0].targets[0].base == (22 * 10 - 2) * HOUR


def test_an_outage_outside_service_hours_says_which_holiday_or_own_date_it_was(db: Database) -> None:
    desk = office(db)
    for day, first, last in ((3, 9, 11), (6, 16, 20), (14, 11, 13), (14, 20, 21), (15, 19, 20)):
        record_outage(db, service_id=desk.service, start=at(4, day, first), end=at(4, day, last))
    assert [line.why for line in april(db, desk).services[0].outages] == [
        "2 h outside service hours (Good Friday)",
        "4 h outside service hours (partly Easter Monday)",
        "1 h counted; 1 h outside service hours (Stocktaking)",
        "1 h outside service hours",
        "1 h outside service hours",
    ]


def test_the_sentence_of_a_target_speaks_of_the_holidays_too(db: Database) -> None:
    desk = office(db)
    assert list_targets(db, desk.version)[0].sentence == (
        "Available at least 99.5 % of service hours Mon–Fri 08:00–18:00 (UTC), less public holidays of Germany, "
        "per month"
    )


def test_a_window_is_told_with_its_dates_and_what_was_used_of_it(db: Database) -> None:
    desk = office(db)
    add_window(
        db,
        desk.version,
        "Patch evening",
        starts_at=at(1, 7, 17).replace(tzinfo=None),
        duration_minutes=120,
        recurrence="FREQ=MONTHLY;BYDAY=2WE",
        clause="4.2",
    )
    record_outage(db, service_id=desk.service, start=at(4, 8, 17), end=at(4, 8, 17, 30), planned=True)
    assert april(db, desk).windows == (
        WindowLine(
            name="Patch evening (4.2)",
            words="the second Wednesday of the month 17:00–19:00 (UTC)",
            services=("Till",),
            starts=(int(at(4, 8, 17).timestamp()) * 1_000_000,),
            reserved=HOUR,
            used=HOUR // 2,
            with_outage=HOUR // 2,
        ),
    )


def test_the_outages_in_a_window_are_told_as_the_list_of_outages_excludes_them(db: Database) -> None:
    desk = office(db)
    add_window(
        db,
        desk.version,
        "Patch evening",
        starts_at=at(1, 7, 16).replace(tzinfo=None),
        duration_minutes=240,
        recurrence="FREQ=MONTHLY;BYDAY=2WE",
        clause="4.2",
    )
    record_outage(db, service_id=desk.service, start=at(4, 8, 17), end=at(4, 8, 19))
    month = april(db, desk)
    (window,) = month.windows
    (outage,) = month.services[0].outages
    assert (window.reserved, window.with_outage, window.used) == (2 * HOUR, HOUR, 0)
    assert outage.excluded == window.with_outage
    headings = [column.title for column in _windows(month).columns]
    assert headings[-3:] == ["In service hours", "of it with an outage", "Planned work"]
    assert _windows(month).rows[0][-3:] == ("120 min", "60 min", "0 min")


def test_documents_from_before_outages_in_windows_were_told_do_not_claim_there_was_none(db: Database) -> None:
    line = WindowLine("Patch", "every Sunday", ("Till",), (), 2 * HOUR, 0)
    assert _windows(replace(april(db, office(db)), windows=(line,))).rows[0][-2:] == ("–", "0 min")


def _windows(month: Month) -> Table:
    section = next(each for each in pack_content(month, "customer").sections if each.key == "method")
    tables = [block for block in section.blocks if isinstance(block, Table)]
    return next(table for table in tables if table.columns[0].title == "Window")
