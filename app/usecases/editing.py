"""Small steps that many use cases share: fetch or refuse, tidy names, assign checked fields. Nothing here commits."""

from collections.abc import Mapping
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.errors import InputError, NotFound
from app.models.base import Base

LONGEST_NAME = 200


RowT = TypeVar("RowT", bound=Base)


def fetch(session: Session, table: type[RowT], row_id: int, what: str) -> RowT:
    """The row, or NotFound: "This customer is no longer on the desk."."""
    row = session.get(table, row_id)
    if row is None:
        raise NotFound(
            f"This {what} is no longer on the desk. Somebody may have removed it; Undo brings it back."
        )
    return row


def tidy_name(text: str, what: str) -> str:
    """The name with outer and doubled spaces gone; empty or overlong names are refused."""
    name = " ".join(text.split())
    if not name:
        raise InputError(f"A {what} needs a name.")
    if len(name) > LONGEST_NAME:
        raise InputError(f"The name of this {what} is longer than {LONGEST_NAME} characters; shorten it.")
    return name


def refuse_twin(
    session: Session, column: InstrumentedAttribute[str], name: str, what: str, *, but: int | None = None
) -> None:
    """Refuse a name already in use (letter case aside) by another row than `but`."""
    key = column.class_.id
    query = select(key).where(func.lower(column) == name.lower())
    if any(found != but for found in session.scalars(query)):
        raise InputError(f"There is already a {what} called “{name}”. Choose another name.")


def check_time_zone(name: str) -> str:
    """An IANA time zone's name, or InputError."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InputError(f"“{name}” is no known time zone. Write one like Europe/Berlin.") from error
    return name


def assign(row: Base, changes: Mapping[str, object], editable: frozenset[str]) -> None:
    """Set the named fields of a row; a field outside `editable` is a TypeError, as a wrong argument would be."""
    unknown = changes.keys() - editable
    if unknown:
        raise TypeError(f"unexpected fields: {', '.join(sorted(unknown))}")
    for field, value in changes.items():
        setattr(row, field, value)
