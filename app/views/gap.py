"""Days that no source covers: what the Levels page hands to the Coverage tab."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Gap:
    """Days of a service (by its name), first and last included, and what kind of data is missing."""

    service: str
    kind: str
    first: date
    last: date
