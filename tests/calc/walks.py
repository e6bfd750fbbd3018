"""The slow second way, and the values tests draw: minute by minute, with nothing but zoneinfo and if."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from app.calc.hours import ServiceHours, Window

MINUTE = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ZONES = (
    *("UTC", "Europe/Berlin", "Europe/Lisbon", "America/New_York", "America/Sao_Paulo", "America/St_Johns"),
    *("America/Havana", "Africa/Casablanca", "Asia/Kathmandu", "Asia/Gaza", "Asia/Tehran", "Asia/Tokyo"),
    *("Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Apia"),
)


def load_cases(shared_data: Path, name: str) -> list[dict[str, object]]:
    """The cases of a file in the public data."""
    return json.loads((shared_data / "cases" / f"{name}.json").read_text(encoding="utf-8"))["cases"]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def hours_of(schedule: Mapping[str, object]) -> ServiceHours:
    """Service hours from the three spellings of the case files; "24:00" is the end of the day."""
    week = schedule.get("hours") or schedule.get("weekly") or schedule.get("working_hours") or {}
    shifts = schedule.get("shifts") or schedule.get("holiday_hours") or {}
    return ServiceHours(
        time_zone=schedule["time_zone"],
        week={WEEKDAYS.index(day): _windows(windows) for day, windows in week.items()},
        holidays=[date.fromisoformat(day) for day in schedule.get("holidays") or ()],
        breaks={date.fromisoformat(day): _windows(w) for day, w in (schedule.get("breaks") or {}).items()},
        shifts={date.fromisoformat(day): _windows(w) for day, w in shifts.items()},
    )


def minutes(start: datetime, end: datetime) -> Iterator[datetime]:
    """Every whole minute of [start, end)."""
    while start < end:
        yield start
        start += MINUTE


def walks_inside(hours: ServiceHours, at: datetime) -> bool:
    """Whether one instant is inside, asked of its wall-clock reading."""
    local = at.astimezone(ZoneInfo(hours.time_zone)).replace(tzinfo=None)
    if local.date() in hours.holidays or _read(hours.breaks, local):
        return False
    return any(_holds(window, local, day) for day in _days(local) for window in _of_date(hours, day))


def _of_date(hours: ServiceHours, day: date) -> Sequence[Window]:
    return hours.shifts[day] if day in hours.shifts else hours.week.get(day.weekday(), ())


def _read(special: Mapping[date, Sequence[Window]], local: datetime) -> bool:
    return any(_holds(window, local, day) for day in _days(local) for window in special.get(day, ()))


def _days(local: datetime) -> tuple[date, date]:
    """The dates on which a window that holds now may have begun."""
    return local.date(), local.date() - timedelta(days=1)


def _holds(window: Window, local: datetime, day: date) -> bool:
    opens, closes = (datetime.combine(day, at) for at in window)
    return opens <= local < (closes if opens < closes else closes + timedelta(days=1))


def _windows(windows: Sequence[Sequence[str]]) -> list[Window]:
    return [(_clock(opens), _clock(closes)) for opens, closes in windows]


def _clock(text: str) -> time:
    return time(0) if text.startswith("24:") else time.fromisoformat(text)


def quarter_hours() -> st.SearchStrategy[time]:
    return st.builds(lambda n: time(n // 4, n % 4 * 15), st.integers(0, 95))


def windows() -> st.SearchStrategy[list[Window]]:
    """Up to two windows, past midnight and whole days included."""
    one = st.tuples(quarter_hours(), quarter_hours()).filter(lambda w: w[0] != w[1] or w[0] == time(0))
    return st.lists(one, max_size=2)


def days_around(day: date) -> st.SearchStrategy[date]:
    return st.builds(lambda n: day + timedelta(days=n), st.integers(-3, 5))


def service_hours(day: date) -> st.SearchStrategy[ServiceHours]:
    """Hours in any of the zones, with holidays, breaks and shifts about `day`."""
    return st.builds(
        ServiceHours,
        time_zone=st.sampled_from(ZONES),
        week=st.dictionaries(st.integers(0, 6), windows(), max_size=7),
        holidays=st.frozensets(days_around(day), max_size=2),
        breaks=st.dictionaries(days_around(day), windows(), max_size=2),
        shifts=st.dictionaries(days_around(day), windows(), max_size=2),
    )


# One date beside a jump of the clock in each of several zones, midnight jumps and a skipped day among them.
JUMPS = (
    *(date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 8), date(2026, 11, 1), date(2018, 11, 4)),
    *(date(2018, 2, 18), date(2026, 4, 5), date(2026, 10, 4), date(2011, 12, 30), date(2026, 2, 15)),
)
