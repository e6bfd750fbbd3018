"""Ready-made figures for a stretch of days, as somebody else worked them out."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure for the local days `first_day` … `last_day`, both included; percent as a number of percent."""

    first_day: date
    last_day: date
    value: Decimal

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError("a figure's last day is before its first")
        if not self.value.is_finite():
            raise ValueError("a figure is a finite number")
