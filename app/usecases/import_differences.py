"""What a corrected file changes: field by field, before and after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from app.imports.checked import CHANGED, Rows, Waiting
from app.imports.columns import Ints
from app.imports.proposal import Proposal
from app.imports.settle import Settled
from app.models.base import from_microseconds
from app.usecases.import_columns import bindable
from app.usecases.settings import load_settings

_BY_NAME = {"customer", "site"}  # ids in the desk; compared by what was stored, not by the text
_TIMES = frozenset({"start", "end", "at", "opened", "responded", "resolved", "closed"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one row that a corrected file changes."""

    sheet: str
    row: int
    field: str
    before: str
    after: str
    name: str = ""  # the number of the ticket or the reference of the outage, where the file gives one


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of the file (alone in `rows`) that corrects row `known_id` of its table."""

    rows: Rows
    known_id: int


def corrections(
    waiting: Waiting, settled: Mapping[str, Settled], known_ids: Mapping[str, Ints]
) -> Iterator[Correction]:
    """Every changed row, in file order."""
    seen: dict[str, int] = {}
    for rows in waiting.rows():
        start = seen.get(rows.table, 0)
        seen[rows.table] = start + rows.size
        one = settled[rows.table]
        for place in np.flatnonzero(one.status[start : start + rows.size] == CHANGED).tolist():
            yield Correction(
                rows.part(place, place + 1), int(known_ids[rows.table][one.match[start + place]])
            )


def differences(
    session: Session,
    waiting: Waiting,
    settled: Mapping[str, Settled],
    known_ids: Mapping[str, Ints],
    proposal: Proposal,
    most: int,
) -> Iterator[Difference]:
    """The first differences, as a person reads them."""
    names = {sheet.sheet: sheet.name for sheet in proposal.sheets}
    zone = load_settings(session).time_zone
    count = 0
    for one in corrections(waiting, settled, known_ids):
        after = {
            name: next(iter(bindable(values)))
            for name, values in one.rows.columns.items()
            if name not in _BY_NAME and name != "end_row"
        }
        before = stored_values(session, one.rows.table, one.known_id, tuple(after))
        name = str(after.get("number") or after.get("reference") or "")
        for field, value in after.items():
            if before[field] != value:
                sheet, row = names[one.rows.sheet], int(one.rows.rows[0])
                old, new = shown(before[field], field, zone), shown(value, field, zone)
                yield Difference(sheet, row, field, old, new, name)
                count += 1
        if count >= most:
            return


def stored_values(session: Session, table: str, row_id: int, names: tuple[str, ...]) -> dict[str, object]:
    """Columns of one row as the desk has them now."""
    listed = ", ".join(f'"{name}"' for name in names)
    row = session.execute(sql(f"SELECT {listed} FROM {table} WHERE id = :id"), {"id": row_id}).one()
    return dict(zip(names, row, strict=True))


def shown(value: object, field: str, zone: str) -> str:
    """A stored value for people: instants on the desk's wall clock, its zone named."""
    if value is None:
        return ""
    if isinstance(value, int) and (field in _TIMES or field.endswith("_at")):
        at = from_microseconds(value).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        return f"{at.isoformat(' ')} {zone}"
    return str(value)
