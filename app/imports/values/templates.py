"""The shapes in which dates and times are written, compiled once each.

A shape is a text with every digit replaced by "0": "00/00/0000 00:00". It says where year, month and day stand,
so that all texts of one shape are read with a few array operations.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from app.imports.values.months import WEEKDAYS, month_number
from app.imports.values.texts import fold

Order = Literal["dmy", "mdy", "ymd"]
Place = tuple[int, int]  # from, to

HOUR = 3_600_000_000
MINUTE = 60_000_000

_ZONES = {
    **dict.fromkeys(("Z", "UTC", "GMT", "UT", "WET", "(UTC)", "[UTC]", "(GMT)"), 0),
    **dict.fromkeys(("CET", "MEZ", "BST", "WEST"), HOUR),
    **dict.fromkeys(("CEST", "MESZ", "EET"), 2 * HOUR),
    "EEST": 3 * HOUR,
}


@dataclass(frozen=True, slots=True)
class Template:
    """Where the parts of an instant stand in texts of one shape; None where a part is missing.

    `numbers` are the two or three digit groups of a numeric date whose order the column decides.
    """

    year: Place | None = None
    month: Place | None = None
    day: Place | None = None
    month_value: int = 0
    numbers: tuple[Place, Place, Place] | None = None
    hour: Place | None = None
    minute: Place | None = None
    second: Place | None = None
    fraction: Place | None = None
    afternoon: bool | None = None
    zone: int | None = None  # a fixed offset in microseconds
    zone_sign: int = 0
    zone_hour: Place | None = None
    zone_minute: Place | None = None
    epoch: int = 0  # microseconds per unit of a bare count since 1970


_DATES = (
    re.compile(r"(?P<y>0000)(?P<s>[-/.])(?P<m>00?)(?P=s)(?P<d>00?)"),
    re.compile(r"(?P<y>0000)(?P<m>00)(?P<d>00)(?=$|[T _-])"),
    re.compile(r"(?P<y>0000)年(?P<m>00?)月(?P<d>00?)日"),
    re.compile(r"(?P<a>00?)(?P<s>[-/.])(?P<b>00?)(?P=s)(?P<c>0000|00)(?![0:])"),
    re.compile(r"(?P<a>00?)\. (?P<b>00?)\. (?P<c>0000)"),
    re.compile(
        r"(?P<d>00?)(?:st|nd|rd|th|er|º|\.)?[-/. ]\s*(?:de |di )?(?P<n>[^\W\d_]+)"
        r"\.?,?[-/. ]\s*(?:de |di |del )?(?P<y>0000|00)"
    ),
    re.compile(r"(?P<n>[^\W\d_]+)\.?[-/ ](?P<d>00?)(?:st|nd|rd|th)?,?[-/ ]\s*(?P<y>0000)"),
    re.compile(r"(?P<y>0000)[-/ ](?P<n>[^\W\d_]+)\.?[-/ ](?P<d>00?)"),
)
_WEEKDAY = re.compile(r"([^\W\d_]+(?:-feira)?)\.?,?\s+")
_BETWEEN = re.compile(
    r"\s*(?:T|,|;|_|\bat\b|\bum\b|\bà\b|\ba las\b|\balle\b|\bom\b|\bàs\b| - |-(?=00:00))?\s*"
)
_TIME = re.compile(
    r"(?P<h>00?)(?:[:.h](?P<i>00)(?:[:.](?P<s>00)(?:[.,](?P<f>0+))?)?|(?P<i2>00)(?P<s2>00)?)?h?"
    r"(?:\s*(?:Uhr|hrs|h))?(?:\s*(?P<p>[aApP]\.?\s?[mM]\.?))?"
)
_OFFSET = re.compile(r"\s*(?:UTC|GMT)?(?P<g>[+\-−])(?P<h>00?)(?::?(?P<i>00))?")


@lru_cache(maxsize=4096)
def template_of(shape: str) -> Template | None:
    """The template of a shape; None when it is no date."""
    if not any(character == "0" for character in shape):
        return None
    epoch = {10: 1_000_000, 13: 1000, 16: 1}.get(len(shape)) if set(shape) == {"0"} else None
    if epoch:
        return Template(epoch=epoch)
    start = _after_weekday(shape)
    for pattern in _DATES:
        found = pattern.match(shape, start)
        template = found and _date(found)
        if found and template:
            return _with_time(template, shape, found.end())
    return None


def _after_weekday(shape: str) -> int:
    found = _WEEKDAY.match(shape)
    return found.end() if found and fold(found[1]) in WEEKDAYS else 0


def _date(found: "re.Match[str]") -> Template | None:
    named = found.groupdict()
    if "a" in named:
        return Template(numbers=(found.span("a"), found.span("b"), found.span("c")))
    if "n" in named:
        number = month_number(named["n"])
        return Template(found.span("y"), None, found.span("d"), number) if number else None
    return Template(found.span("y"), found.span("m"), found.span("d"))


def _with_time(template: Template, shape: str, end: int) -> Template | None:
    if end == len(shape):
        return template
    gap = _BETWEEN.match(shape, end)
    start = gap.end() if gap else end
    found = _TIME.match(shape, start)
    if not found or start == end:
        return None
    minute, second = ("i", "s") if found["i"] else ("i2", "s2")
    half = (found["p"] or "").lower()
    template = replace(
        template,
        hour=found.span("h"),
        minute=_span(found, minute),
        second=_span(found, second),
        fraction=_span(found, "f"),
        afternoon=half.startswith("p") if half else None,
    )
    if template.minute is None and not half and not shape[found.start() : found.end()].endswith(("h", "Uhr")):
        return None
    return _with_zone(template, shape, found.end())


def _with_zone(template: Template, shape: str, end: int) -> Template | None:
    rest = shape[end:].strip()
    if not rest:
        return template
    if rest.upper() in _ZONES:
        return replace(template, zone=_ZONES[rest.upper()])
    found = _OFFSET.match(shape, end)
    if not found or shape[found.end() :].strip(" ()").upper() not in {"", *_ZONES}:
        return None
    sign = 1 if found["g"] == "+" else -1
    return replace(template, zone_sign=sign, zone_hour=found.span("h"), zone_minute=_span(found, "i"))


def _span(found: "re.Match[str]", name: str) -> Place | None:
    return found.span(name) if found[name] else None
