"""Blocks pasted from Excel over components, and over what the names in files mean: one step each."""

from collections.abc import Mapping, Sequence
from typing import cast
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.words import plural
from app.errors import InputError
from app.imports.values.texts import fold
from app.models.catalogue import Component, Service
from app.models.database import Database
from app.models.measurements import Alias
from app.usecases.editing import tidy_name
from app.usecases.import_names import IGNORED_KIND
from app.usecases.pasted_cells import PastedRow, Plan, Reader, RefusedCell, alone, one_line, planned, some
from app.usecases.services import COMPONENT_KINDS

LEFT_OUT = "left out"
NO_COMPONENT = "There is no component on this line. Add it first."
NO_ALIAS = "There is no name on this line."
TWIN_COMPONENT = "There is already a component called “{name}”."


def check_components(db: Database, rows: Sequence[PastedRow]) -> tuple[RefusedCell, ...]:
    """What `paste_components` would leave out; fields are name, kind and owner."""
    with db.reading() as session:
        return _plan_components(session, rows).refused


def paste_components(db: Database, rows: Sequence[PastedRow]) -> int:
    """Change components in one step; returns how many rows were taken."""
    with db.changing("Paste over components") as session:
        taken = some(_plan_components(session, rows).taken)
        found = {component.id: component for component in session.scalars(select(Component))}
        # Names that only change places must not meet on the way.
        for number, values in taken:
            if "name" in values:
                found[number or 0].name = str(uuid4())
        session.flush()
        for number, values in taken:
            for field, value in values.items():
                setattr(found[number or 0], field, value)
        session.info["label"] = f"Paste over {plural(len(taken), 'component')}"
        return len(taken)


def check_aliases(db: Database, rows: Sequence[PastedRow]) -> tuple[RefusedCell, ...]:
    """What `paste_aliases` would leave out; the one field is `meaning`."""
    with db.reading() as session:
        return _plan_aliases(session, rows).refused


def paste_aliases(db: Database, rows: Sequence[PastedRow]) -> int:
    """Let names in files mean what is pasted beside them, in one step; returns how many rows were taken."""
    with db.changing("Paste over names") as session:
        taken = some(_plan_aliases(session, rows).taken)
        found = {alias.id: alias for alias in session.scalars(select(Alias))}
        for number, values in taken:
            kind, subject = cast("tuple[str, int | None]", values["meaning"])
            found[number or 0].subject_kind, found[number or 0].subject_id = kind, subject
        session.info["label"] = f"Paste over {plural(len(taken), 'name')}"
        return len(taken)


def _plan_components(session: Session, rows: Sequence[PastedRow]) -> Plan:
    names = _names(session)

    def kind_of(text: str) -> str:
        if text.casefold() not in COMPONENT_KINDS:
            raise InputError(f"“{text}” is none of {', '.join(COMPONENT_KINDS)}.")
        return text.casefold()

    readers: Mapping[str, Reader] = {
        "name": lambda text: tidy_name(text, "component"),
        "kind": one_line(kind_of),
        "owner": one_line(str),
    }
    plan = planned(rows, readers, names.keys(), "component", new=NO_COMPONENT)
    return alone(plan, rows, names, TWIN_COMPONENT)


def _names(session: Session) -> dict[int, str]:
    return {component.id: component.name for component in session.scalars(select(Component))}


def _plan_aliases(session: Session, rows: Sequence[PastedRow]) -> Plan:
    components = session.execute(select(Component.id, Component.name))
    known: dict[str, tuple[str, int | None]] = {
        fold(name): ("component", number) for number, name in components
    }
    # A service wins over a component of the same name, as it does when files are read.
    known |= {
        fold(name): ("service", number) for number, name in session.execute(select(Service.id, Service.name))
    }
    known[LEFT_OUT] = (IGNORED_KIND, None)

    def meaning_of(text: str) -> tuple[str, int | None]:
        if fold(text) not in known:
            raise InputError(f"“{text}” is no service or component on this desk.")
        return known[fold(text)]

    aliases = session.scalars(select(Alias.id)).all()
    return planned(rows, {"meaning": one_line(meaning_of)}, aliases, "name", new=NO_ALIAS)
