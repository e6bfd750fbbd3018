"""The desk's own settings: who we are, and what new things start with."""

from dataclasses import dataclass, fields, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import InputError
from app.models.database import Database
from app.models.organisation import Setting
from app.usecases.editing import check_time_zone

PAGE_SIZES = ("A4", "Letter")


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


def load_settings(session: Session) -> SettingsRow:
    """The settings within a session."""
    known = {field.name for field in fields(SettingsRow)}
    stored = {row.key: row.value for row in session.scalars(select(Setting)) if row.key in known}
    return SettingsRow(**stored)
