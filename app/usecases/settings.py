"""The desk's own settings: who we are, and what new things start with."""

import warnings
from dataclasses import dataclass, fields, replace
from zoneinfo import ZoneInfoNotFoundError

import tzlocal
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import InputError
from app.models.database import Database
from app.models.organisation import Setting
from app.usecases.editing import check_time_zone

PAGE_SIZES = ("A4", "Letter")
_PLAIN_UTC = frozenset({None, "", "UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "GMT", "Etc/GMT"})


@dataclass(frozen=True, slots=True)
class SettingsRow:
    organisation: str = ""
    time_zone: str = "UTC"
    country: str = ""  # ISO 3166 code for public holidays, "" for none
    subdivision: str = ""
    currency: str = "EUR"
    page_size: str = "A4"


def settings(db: Database) -> SettingsRow:
    """The settings of this desk; what was never set has its default."""
    with db.reading() as session:
        return load_settings(session)


def change_settings(db: Database, **changes: str) -> None:
    """Change the named settings."""
    with db.changing("Change settings") as session:
        wanted = replace(load_settings(session), **changes)
        check_time_zone(wanted.time_zone)
        if wanted.page_size not in PAGE_SIZES:
            raise InputError(f"“{wanted.page_size}” is no page size. Choose A4 or Letter.")
        for key in changes:
            row = session.get(Setting, key) or Setting(key=key)
            row.value = str(getattr(wanted, key))
            session.add(row)


def zone_here() -> str:
    """The IANA zone this computer is set to; UTC when it has none that is known."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # tzlocal tells of a machine's odd configuration
            name = tzlocal.get_localzone_name()
        return "UTC" if name in _PLAIN_UTC else check_time_zone(name)
    except (ZoneInfoNotFoundError, InputError, OSError):
        return "UTC"


def settle_zone(db: Database) -> None:
    """Give a new desk this computer's zone: no step anyone would want to take back."""
    with db.changing("New desk", undoable=False) as session:
        session.add(Setting(key="time_zone", value=zone_here()))


def load_settings(session: Session) -> SettingsRow:
    """The settings within a session."""
    known = {field.name for field in fields(SettingsRow)}
    stored = {row.key: row.value for row in session.scalars(select(Setting)) if row.key in known}
    return SettingsRow(**stored)
