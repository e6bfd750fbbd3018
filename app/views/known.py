"""Words the program knows by heart: time zones, countries, and the zone this computer is in."""

from functools import lru_cache
from zoneinfo import available_timezones

from PySide6.QtCore import QLocale, QTimeZone

_NOT_PLACES = ("posix/", "right/", "Etc/", "SystemV/")


@lru_cache(maxsize=1)
def time_zones() -> tuple[str, ...]:
    """The IANA time zones by name: places, and UTC."""
    places = {name for name in available_timezones() if "/" in name and not name.startswith(_NOT_PLACES)}
    return ("UTC", *sorted(places))


def time_zone_here() -> str:
    """The zone this computer is set to; UTC when that is no IANA zone."""
    here = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return here if here in time_zones() else "UTC"


def country_name(code: str) -> str:
    """ "Germany" for DE; the code itself when it is not known."""
    territory = QLocale.codeToTerritory(code)
    return QLocale.territoryToString(territory) if territory != QLocale.Country.AnyTerritory else code
