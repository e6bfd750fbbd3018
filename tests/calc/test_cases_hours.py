"""Service hours against the recorded suites of other people's business-time libraries and help desks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.calc.hours import ServiceHours
from app.calc.zones import local_to_utc
from tests.calc.walks import hours_of, instant, load_cases

pytestmark = pytest.mark.shared

SECONDS = {"second": 1, "minute": 60, "hour": 3600}
FORTNIGHTS = timedelta(days=56)
Operation = Callable[[ServiceHours, list], object]


def within(hours: ServiceHours, args: list) -> float:
    return hours.spans(instant(args[0]), instant(args[1])).seconds


def inside(hours: ServiceHours, args: list) -> bool:
    at = instant(args[0])
    return bool(hours.spans(at, at + timedelta(microseconds=1)))


def periods_after(hours: ServiceHours, args: list) -> list[list[datetime]]:
    found = hours.spans(instant(args[0]), instant(args[0]) + FORTNIGHTS)
    return [list(pair) for pair in found.pairs()[: args[1]]]


def periods_before(hours: ServiceHours, args: list) -> list[list[datetime]]:
    found = hours.spans(instant(args[0]) - FORTNIGHTS, instant(args[0]))
    return [list(pair) for pair in found.pairs()[::-1][: args[1]]]


def add_unit(hours: ServiceHours, args: list) -> datetime:
    return hours.after(instant(args[2]), args[0] * SECONDS[args[1].rstrip("s")])


def subtract_unit(hours: ServiceHours, args: list) -> datetime:
    return hours.after(instant(args[2]), -args[0] * SECONDS[args[1].rstrip("s")])


def times(expected: object) -> object:
    """Expected texts that are instants as datetimes."""
    if isinstance(expected, list):
        return [times(each) for each in expected]
    return instant(expected) if isinstance(expected, str) else expected


ZENDESK: dict[str, Operation] = {
    "within": within,
    "in_hours": inside,
    "periods_after": periods_after,
    "periods_before": periods_before,
    "add": add_unit,
    "subtract": subtract_unit,
}


def test_zendesk_biz_agrees(shared_data: Path) -> None:
    checked = 0
    for case in load_cases(shared_data, "zendesk_biz_specs"):
        asked = case["input"]
        if asked["op"] not in ZENDESK or _zendesk_asks_more(asked):
            continue
        assert ZENDESK[asked["op"]](hours_of(asked["schedule"]), asked["args"]) == times(case["expected"]), (
            case["id"]
        )
        checked += 1
    assert checked == 71


def _zendesk_asks_more(asked: dict) -> bool:
    """Business days are not ours, nor going back by nothing. And twice we mean something else.

    Time that runs out exactly at closing is due at closing, as in businesstimedelta, not at the next opening; a
    window that opens in the skipped hour is open as soon as the clock has jumped into it, not an hour late.
    """
    ends_at_closing = {"sun": [["11:00", "12:00"]]}
    opens_in_the_gap = {"sun": [["02:30", "03:15"]], "mon": [["09:00", "17:00"]]}
    if asked["op"] not in ("add", "subtract"):
        return asked["schedule"]["hours"] == opens_in_the_gap
    amount, unit, _ = asked["args"]
    nothing_back = asked["op"] == "subtract" and amount == 0
    return unit.startswith("day") or nothing_back or asked["schedule"]["hours"] == ends_at_closing


def test_zendesk_time_conversions_agree(shared_data: Path) -> None:
    asked = [
        case for case in load_cases(shared_data, "zendesk_biz_specs") if case["input"]["op"] == "local_to_utc"
    ]
    for case in asked:
        local = datetime.fromisoformat(case["input"]["local"])
        assert local_to_utc(local, case["input"]["time_zone"]) == instant(case["expected"]), case["id"]
    assert len(asked) == 4


def next_opening(hours: ServiceHours, args: list) -> datetime:
    at = instant(args[0])
    spans = hours.spans(at - FORTNIGHTS, at + FORTNIGHTS)
    return next(start for start, _ in spans.pairs() if start > at)


def closing(hours: ServiceHours, args: list) -> datetime:
    at = instant(args[0])
    return hours.spans(at, at + FORTNIGHTS).pairs()[0][1]


def opening_before(hours: ServiceHours, args: list) -> datetime:
    """The instant itself while open or just closed, otherwise the last close."""
    at = instant(args[0])
    return hours.spans(at - FORTNIGHTS, at).pairs()[-1][1]


def signed_within(hours: ServiceHours, args: list) -> float:
    return within(hours, args) - within(hours, args[::-1])


def advance(unit: int) -> Operation:
    return lambda hours, args: hours.after(instant(args[0]), args[1] * unit)


WORKING_HOURS: dict[str, Operation] = {
    "add_seconds": advance(1),
    "add_minutes": advance(60),
    "add_hours": advance(3600),
    "advance_to_working_time": lambda hours, args: hours.after(instant(args[0]), 0),
    "next_working_time": next_opening,
    "advance_to_closing_time": closing,
    "working_time_between": signed_within,
    "in_working_hours?": inside,
}


def test_working_hours_agrees(shared_data: Path) -> None:
    checked = 0
    for case in load_cases(shared_data, "working_hours_specs"):
        operation = WORKING_HOURS.get(case["input"]["op"])
        if operation is None or "contested" in case or _at_its_midnight(case["input"]):
            continue
        found = operation(hours_of(case["input"]["config"]), case["input"]["args"])
        assert _same_to_the_second(found, times(case["expected"])), case["id"]
        checked += 1
    assert checked == 132


def _at_its_midnight(asked: dict) -> bool:
    """That library ends a day one microsecond early."""
    return asked["args"][0].endswith("23:59:59.999999Z")


def _same_to_the_second(found: object, expected: object) -> bool:
    """That library drops fractions of a second on the way."""
    if isinstance(found, datetime) and isinstance(expected, datetime):
        return abs(found - expected) <= timedelta(seconds=1)
    if isinstance(found, float) and isinstance(expected, int):
        return abs(found - expected) <= 1
    return found == expected


def test_the_contested_case_counts_the_repeated_hour_twice(shared_data: Path) -> None:
    cases = [case for case in load_cases(shared_data, "working_hours_specs") if "contested" in case]
    assert [signed_within(hours_of(c["input"]["config"]), c["input"]["args"]) for c in cases] == [90_000]


BUSINESS_TIME: dict[str, Operation] = {
    "add": advance(1),
    "subtract": advance(-1),
    "within": within,
}


def test_businesstimedelta_agrees_going_forward_and_back(shared_data: Path) -> None:
    for case in load_cases(shared_data, "businesstimedelta"):
        asked = case["input"]
        found = BUSINESS_TIME[asked["op"]](hours_of(asked["schedule"]), asked["args"])
        assert found == times(case["expected"]), case["id"]


def test_the_calendar_of_glpi_agrees(shared_data: Path) -> None:
    for case in load_cases(shared_data, "glpi_calendar"):
        asked = case["input"]
        hours = hours_of(asked["schedule"])
        if asked["op"] == "within":
            assert within(hours, [asked["start"], asked["end"]]) == case["expected"], case["id"]
        if asked["op"] == "in_hours":
            assert inside(hours, [asked["when"]]) == case["expected"], case["id"]
