"""Maintenance windows recur on the local clock and last their time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.calc.windows import window_spans
from app.errors import InputError

BERLIN = ZoneInfo("Europe/Berlin")
SUNDAYS = "FREQ=WEEKLY;BYDAY=SU"
FIRST = datetime(2026, 1, 4, 2)  # noqa: DTZ001
HOUR = timedelta(hours=1)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN)


def starts(recurrence: str | None, start: datetime, end: datetime) -> list[str]:
    spans = window_spans(FIRST, 2 * HOUR, recurrence, "Europe/Berlin", start, end)
    return [f"{opened.astimezone(BERLIN):%m-%d %H:%M}" for opened, _ in spans.pairs()]


def test_a_weekly_window_stays_at_its_local_hour_through_the_change_of_the_clock() -> None:
    october = starts(SUNDAYS, local(2026, 10, 1), local(2026, 11, 10))
    assert october == [
        "10-04 02:00",
        "10-11 02:00",
        "10-18 02:00",
        "10-25 02:00",
        "11-01 02:00",
        "11-08 02:00",
    ]


def test_a_window_lasts_its_time_whatever_the_clock_does() -> None:
    night = window_spans(FIRST, 4 * HOUR, SUNDAYS, "Europe/Berlin", local(2026, 10, 25), local(2026, 10, 26))
    assert night.pairs() == [(datetime(2026, 10, 25, 0, tzinfo=UTC), datetime(2026, 10, 25, 4, tzinfo=UTC))]
    skipped = window_spans(
        FIRST.replace(minute=30), HOUR, SUNDAYS, "Europe/Berlin", local(2026, 3, 29), local(2026, 3, 30)
    )
    assert skipped.pairs() == [(local(2026, 3, 29, 3, 30), local(2026, 3, 29, 4, 30))]


def test_a_window_that_began_before_the_period_is_cut_not_lost() -> None:
    long = window_spans(FIRST, timedelta(days=3), None, "Europe/Berlin", local(2026, 1, 5), local(2026, 1, 6))
    assert long.seconds == 24 * 3600
    weekly = window_spans(
        FIRST, timedelta(days=3), SUNDAYS, "Europe/Berlin", local(2026, 6, 30), local(2026, 7, 2)
    )
    assert weekly.pairs() == [(local(2026, 6, 30), local(2026, 7, 1, 2))]


def test_a_window_without_recurrence_happens_once() -> None:
    assert starts(None, local(2026, 1, 1), local(2027, 1, 1)) == ["01-04 02:00"]
    assert starts("", local(2026, 2, 1), local(2027, 1, 1)) == []


def test_rules_of_months_counts_and_ends_are_kept() -> None:
    year = (local(2026, 1, 1), local(2027, 1, 1))
    assert starts("FREQ=MONTHLY;BYDAY=1SU;COUNT=3", *year) == ["01-04 02:00", "02-01 02:00", "03-01 02:00"]
    assert starts("RRULE:FREQ=WEEKLY;UNTIL=20260118T010000Z", *year) == [
        "01-04 02:00",
        "01-11 02:00",
        "01-18 02:00",
    ]
    assert starts("FREQ=WEEKLY;UNTIL=20260111", *year) == ["01-04 02:00"]
    assert starts("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", *year) == []


def test_overlapping_windows_are_one() -> None:
    daily = window_spans(FIRST, timedelta(days=1), "FREQ=DAILY", "UTC", local(2026, 5, 1), local(2026, 5, 8))
    assert len(daily) == 1


@pytest.mark.parametrize(
    "rule",
    [
        "weekly",
        "FREQ=HOURLY",
        "FREQ=SECONDLY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(rule: str) -> None:
    with pytest.raises(InputError, match=r"is not a rule|cannot be read"):
        starts(rule, local(2026, 1, 1), local(2026, 2, 1))


def test_a_window_needs_a_length_a_local_start_and_a_zone() -> None:
    period = (local(2026, 1, 1), local(2026, 2, 1))
    for duration in (timedelta(0), -HOUR, timedelta(days=400)):
        with pytest.raises(InputError, match="lasts longer than nothing"):
            window_spans(FIRST, duration, None, "UTC", *period)
    with pytest.raises(InputError, match="without a time zone"):
        window_spans(local(2026, 1, 1), HOUR, None, "UTC", *period)
    with pytest.raises(InputError, match="not a known time zone"):
        window_spans(FIRST, HOUR, None, "Nowhere", *period)
