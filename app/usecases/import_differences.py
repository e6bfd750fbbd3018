"""What a corrected file changes: field by field, before and after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from app.imports.checked import CHANGED, NONE, Coded, Rows, Values, Waiting
from app.imports.columns import Ints
from app.imports.proposal import Proposal
from app.imports.settle import Settled


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one row that a corrected file changes."""

    sheet: str
    row: int
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of the file that corrects row `known_id` of `table`: its values by column."""

    rows: Rows
    place: int
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
            yield Correction(rows, place, int(known_ids[rows.table][one.match[start + place]]))


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
    count = 0
    for correction in corrections(waiting, settled, known_ids):
        before = stored_values(session, correction)
        for field, after in values_at(correction).items():
            if before[field] != after:
                sheet, row = names[correction.rows.sheet], int(correction.rows.rows[correction.place])
                yield Difference(sheet, row, field, shown(before[field], field), shown(after, field))
                count += 1
        if count >= most:
            return


def values_at(correction: Correction) -> dict[str, object]:
    """The values a correction brings, by database column."""
    return {name: value_at(values, correction.place) for name, values in correction.rows.columns.items()}


def stored_values(session: Session, correction: Correction) -> dict[str, object]:
    """The same columns as the desk has them now."""
    names = list(correction.rows.columns)
    listed = ", ".join(f'"{name}"' for name in names)
    row = session.execute(
        sql(f"SELECT {listed} FROM {correction.rows.table} WHERE id = :id"), {"id": correction.known_id}
    ).one()
    return dict(zip(names, row, strict=True))


def value_at(values: Values, place: int) -> object:
    """One value as the database keeps it."""
    if isinstance(values, Coded):
        return values.words[int(values.codes[place])]
    if isinstance(values, np.ndarray):
        value = values[place].item()
        return None if value == NONE else value
    return values[place] or None


def shown(value: object, field: str) -> str:
    """A stored value for people: instants as UTC times."""
    if value is None:
        return ""
    times = {"start", "end", "at", "opened", "responded", "resolved", "closed"}
    if isinstance(value, int) and (field in times or field.endswith("_at")):
        return str(np.datetime64(value, "us")).replace("T", " ").removesuffix(".000000") + " UTC"
    return str(value)
