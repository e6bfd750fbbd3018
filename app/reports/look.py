"""How documents look: one accent, two type sizes, states and ledger classes in their colours."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.calc.targets import SIGNS

ACCENT = "#1F5FBF"
TEXT = "#1B2430"
MUTED = "#5A6675"
HAIRLINE = "#DCE1E8"
SURFACE = "#F6F7F9"
WHITE = "#FFFFFF"

BODY = 8.5
TITLE = 14.0
SMALL = 7.0  # header and footer only
LEADING = 1.38
MARGIN = 51.0  # 18 mm


@dataclass(frozen=True, slots=True)
class StateLook:
    sign: str
    colour: str
    soft: str


STATES: Mapping[str, StateLook] = {
    "met": StateLook(SIGNS["met"], "#1E7F5C", "#E1F3EA"),
    "nearly missed": StateLook(SIGNS["nearly missed"], "#9A6400", "#FBEED6"),
    "missed": StateLook(SIGNS["missed"], "#B3261E", "#FBE1DF"),
    "not proven": StateLook(SIGNS["not proven"], "#1F5FBF", "#E6EEFA"),
    "no data": StateLook(SIGNS["no data"], "#6B7685", "#EBEEF2"),
}
LEDGER: Mapping[str, str] = {
    "up": "#CBE7DA",
    "down": "#B3261E",
    "degraded": "#D08A12",
    "excluded": "#C5CEDF",
    "unknown": "#FFFFFF",
    "outside": "#EEF0F3",
    "future": "#FFFFFF",
}
"""The order is the order of a legend."""


def line_height(size: float = BODY) -> float:
    return round(size * LEADING, 2)
