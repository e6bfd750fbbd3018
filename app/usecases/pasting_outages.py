"""Blocks pasted from Excel over outages: looked at first, then written as one step.

An exclusion is pasted as its reason and a dispute as what the customer says; an empty cell takes either back.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.words import plural
from app.errors import InputError
from app.imports.values.words import truth
from app.models.database import Database
from app.models.measurements import Outage
from app.usecases.outages import STATES
from app.usecases.pasted_cells import PastedRow, Plan, Reader, RefusedCell, Values, one_line, planned, some

FIELDS = ("cause", "state", "planned", "exclusion", "dispute", "customer_text")
NO_NEW = "There is no outage on this line. Paste new outages with Paste rows."
_SOME = 500  # ids in one IN list


def check_outages(db: Database, rows: Sequence[PastedRow]) -> tuple[RefusedCell, ...]:
    """What `paste_outages` would leave out; fields are FIELDS."""
    with db.reading() as session:
        return _plan(session, rows).refused


def paste_outages(db: Database, rows: Sequence[PastedRow]) -> int:
    """Change outages in one step; returns how many rows were taken."""
    with db.changing("Paste over outages") as session:
        taken = some(_plan(session, rows).taken)
        outages = _outages(session, rows)
        for number, values in taken:
            for field, value in values.items():
                _write(outages[number or 0], field, value)
        session.info["label"] = f"Paste over {plural(len(taken), 'outage')}"
        return len(taken)


def read_planned(text: str) -> bool:
    """Yes or no in any of the languages of the import; nothing is no."""
    found = truth(text) if text else False
    if found is None:
        raise InputError(f"“{text}” is neither yes nor no.")
    return found


def read_state(text: str) -> str:
    """Down or degraded."""
    if text.casefold() not in STATES:
        raise InputError(f"“{text}” is no state. An outage is either down or degraded.")
    return text.casefold()


def read_exclusion(text: str) -> str:
    """Why an outage is excluded; nothing, or a no, takes the exclusion back."""
    return _reason(text, "Say why this outage is excluded; the pack shows the reason.")


def read_dispute(text: str) -> str:
    """What the customer says against an outage; nothing, or a no, takes the dispute back."""
    return _reason(text, "Say why this outage is disputed.")


def as_fields(field: str, value: object) -> Values:
    """The fields of an outage that a pasted or typed cell sets."""
    if field == "exclusion":
        return {"excluded": True, "exclusion_reason": value} if value else {"excluded": False}
    if field == "dispute":
        return {"disputed": True, "dispute_reason": value} if value else {"disputed": False}
    return {field: value}


READERS: Mapping[str, Reader] = {
    "cause": one_line(str),
    "state": one_line(read_state),
    "planned": one_line(read_planned),
    "exclusion": one_line(read_exclusion),
    "dispute": one_line(read_dispute),
    "customer_text": str,
}


def _plan(session: Session, rows: Sequence[PastedRow]) -> Plan:
    return planned(rows, READERS, _outages(session, rows), "outage", new=NO_NEW)


def _outages(session: Session, rows: Sequence[PastedRow]) -> dict[int, Outage]:
    wanted = [row.id for row in rows if row.id is not None]
    found: dict[int, Outage] = {}
    for first in range(0, len(wanted), _SOME):
        some_of_them = select(Outage).where(Outage.id.in_(wanted[first : first + _SOME]))
        found |= {outage.id: outage for outage in session.scalars(some_of_them)}
    return found


def _write(outage: Outage, field: str, value: object) -> None:
    for name, new in as_fields(field, value).items():
        if getattr(outage, name) != new:
            setattr(outage, name, new)


def _reason(text: str, missing: str) -> str:
    said = truth(text) if text else False
    if said:  # a bare "yes" is no reason
        raise InputError(missing)
    return "" if said is False else text
