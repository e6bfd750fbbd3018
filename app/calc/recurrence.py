"""Recurrence rules (RFC 5545) in words: "every Sunday", "every second Tuesday", "the last Sunday of the month".

Rules beyond days, weeks, months and years are given back as they are written. When they fall is `windows`' work.
"""

import re
from collections.abc import Mapping
from datetime import datetime

_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "last but one"}
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_KNOWN = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "COUNT", "UNTIL", "WKST"})


def recurrence_words(rule: str | None, starts_at: datetime) -> str:
    """A rule in words; `starts_at` gives the weekday or date a rule leaves open. No rule is "once"."""
    if not rule:
        return "once"
    parts = rule_parts(rule)
    unit = _UNITS.get(parts.get("FREQ", ""))
    if unit is None or parts.keys() - _KNOWN:
        return rule
    days = _days(parts, starts_at)
    if days is None:
        return rule
    return f"{days}{_months(parts)}{_limit(parts)}"


def rule_parts(rule: str) -> Mapping[str, str]:
    """The parts of a rule by name, both in capitals."""
    text = rule.strip().upper().removeprefix("RRULE:")
    return dict(part.split("=", 1) for part in text.split(";") if "=" in part)


def _days(parts: Mapping[str, str], starts_at: datetime) -> str | None:
    frequency, interval = parts["FREQ"], int(parts.get("INTERVAL") or 1)
    if frequency == "DAILY" and "BYDAY" not in parts:
        return _every(interval, "day")
    if frequency == "WEEKLY":
        return _weekly(interval, parts.get("BYDAY", list(_DAYS)[starts_at.weekday()]))
    if frequency == "MONTHLY":
        return _monthly(interval, parts, starts_at)
    if frequency == "YEARLY" and "BYDAY" not in parts:
        return f"{_every(interval, 'year')} on {starts_at.day} {_MONTHS[starts_at.month - 1]}"
    return None


def _weekly(interval: int, by_day: str) -> str | None:
    codes = by_day.split(",")
    if not all(code in _DAYS for code in codes):
        return None
    if codes == ["MO", "TU", "WE", "TH", "FR"]:
        return "every working day" if interval == 1 else None
    names = _list([_DAYS[code] for code in codes])
    return f"every {names}" if interval == 1 else f"{_every(interval, 'week')} on {names}"


def _monthly(interval: int, parts: Mapping[str, str], starts_at: datetime) -> str | None:
    months = "the month" if interval == 1 else f"{_every(interval, 'month')}"
    if "BYDAY" in parts:
        found = [re.fullmatch(r"([+-]?\d)([A-Z]{2})", code) for code in parts["BYDAY"].split(",")]
        if not all(one and one[2] in _DAYS and int(one[1]) in _ORDINALS for one in found):
            return None
        which = _list([f"{_ORDINALS[int(one[1])]} {_DAYS[one[2]]}" for one in found if one])
        return f"the {which} of {months}"
    days = parts.get("BYMONTHDAY", str(starts_at.day)).split(",")
    named = _list(["last day" if day == "-1" else f"day {day}" for day in days])
    return f"{'the ' if named.startswith('last') else ''}{named} of {months}"


def _months(parts: Mapping[str, str]) -> str:
    if "BYMONTH" not in parts or parts["FREQ"] == "YEARLY":
        return ""
    return f" in {_list([_MONTHS[int(month) - 1] for month in parts['BYMONTH'].split(',')])}"


def _limit(parts: Mapping[str, str]) -> str:
    if "COUNT" in parts:
        return f", {parts['COUNT']} times"
    if match := re.match(r"(\d{4})(\d{2})(\d{2})", parts.get("UNTIL", "")):
        return f", until {int(match[3])} {_MONTHS[int(match[2]) - 1]} {match[1]}"
    return ""


def _every(interval: int, unit: str) -> str:
    if interval == 1:
        return f"every {unit}"
    return f"every second {unit}" if interval == 2 else f"every {interval} {unit}s"


def _list(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
