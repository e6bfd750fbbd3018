"""Time that no source covers: what the Levels page hands to the Coverage tab."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """Time of a service (by its name), what kind of data is missing, and whose data counts; "" for anybody's."""

    service: str
    kind: str
    start: datetime
    end: datetime
    source: str = ""
