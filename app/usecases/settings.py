"""The desk's own settings: who we are, what new things start with, how packs look, where backups go."""

import re
import warnings
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import tzlocal
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import FileError, InputError
from app.models.backups import FOLDER_SETTING, check_folder
from app.models.database import Database
from app.models.organisation import Setting
from app.reports import look
from app.reports.paper import Logo, Paper, logo_of_text, logo_text, read_accent
from app.usecases.editing import LONGEST_NAME, check_time_zone
from app.usecases.hours import check_country

PAGE_SIZES = ("A4", "Letter")
LOGO = "logo"
"""The key of a setting that is asked for by itself, as it is a thousand times as long as the others."""

_CURRENCY = re.compile("[A-Z]{3}")
_PLAIN_UTC = frozenset({None, "", "UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "GMT", "Etc/GMT"})


@dataclass(frozen=True, slots=True)
class SettingsRow:
    organisation: str = ""
    time_zone: str = "UTC"
    country: str = ""  # ISO 3166 code for public holidays, "" for none
    subdivision: str = ""
    currency: str = "EUR"
    page_size: str = "A4"
    accent: str = look.ACCENT  # of packs, #RRGGBB
    backup_folder: str = ""  # "" for the user's data folder


def settings(db: Database) -> SettingsRow:
    """The settings of this desk; what was never set has its default."""
    with db.reading() as session:
        return load_settings(session)


def change_settings(db: Database, **changes: str) -> None:
    """Change the named settings."""
    with db.changing("Change settings") as session:
        before = load_settings(session)
        if changes.get("country", before.country) != before.country:
            changes = {"subdivision": "", **changes}  # a part of one country is none of another's
        wanted = _checked(replace(before, **changes), changes)
        for key in changes:
            _store(session, key, str(getattr(wanted, key)))


def logo(db: Database) -> Logo | None:
    """The logo packs carry; None where there is none."""
    with db.reading() as session:
        text = session.scalar(select(Setting.value).where(Setting.key == LOGO))
    return logo_of_text(text) if text else None


def set_logo(db: Database, path: Path) -> None:
    """Keep the picture in a PNG or JPEG file as the logo; the file itself is no longer needed."""
    # Pillow takes 0.1 s to import; only taking a logo needs it.
    from app.reports.logo import MOST_BYTES, read_logo

    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileError(f"“{path.name}” cannot be read: {error.strerror}. Choose another file.") from error
    text = logo_text(read_logo(data))
    with db.changing("Change logo") as session:
        _store(session, LOGO, text)


def remove_logo(db: Database) -> None:
    """Packs carry no logo from now on."""
    with db.changing("Remove logo") as session:
        row = session.get(Setting, LOGO)
        if row:
            session.delete(row)


def paper(db: Database) -> Paper:
    """What packs of this desk are printed on."""
    return Paper(settings(db).accent, logo(db))


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
    query = select(Setting.key, Setting.value).where(Setting.key.in_(known))
    return SettingsRow(**{row.key: row.value for row in session.execute(query)})


def _checked(wanted: SettingsRow, changes: Collection[str]) -> SettingsRow:
    """The settings tidied; InputError about the first of `changes` that cannot be."""
    check_time_zone(wanted.time_zone)
    if wanted.page_size not in PAGE_SIZES:
        raise InputError(f"“{wanted.page_size}” is no page size. Choose A4 or Letter.")
    if len(wanted.organisation) > LONGEST_NAME:
        raise InputError(f"The organisation’s name is longer than {LONGEST_NAME} characters; shorten it.")
    currency = wanted.currency.strip().upper()
    if not _CURRENCY.fullmatch(currency):
        raise InputError(f"“{wanted.currency}” is no currency. Write its three letters, such as EUR.")
    if {"country", "subdivision"} & set(changes):
        check_country(wanted.country, wanted.subdivision)
    if wanted.backup_folder and FOLDER_SETTING in changes:
        check_folder(Path(wanted.backup_folder))
    organisation = " ".join(wanted.organisation.split())
    return replace(wanted, organisation=organisation, currency=currency, accent=read_accent(wanted.accent))


def _store(session: Session, key: str, value: str) -> None:
    row = session.get(Setting, key) or Setting(key=key)
    row.value = value
    session.add(row)
