"""What the subject texts of a file are on the desk; creating what is wanted, remembering what was answered."""

from collections.abc import Callable

import numpy as np
from sqlalchemy.orm import Session

from app.errors import InputError
from app.models.catalogue import Component, Service
from app.models.stopping import Look
from app.usecases.import_checking import Checked
from app.usecases.import_names import Names, Target, load_names, remember_alias

_LONGEST_NAME = 200


def subject_targets(session: Session, checked: Checked, look: Look) -> list[Target | None]:
    """The service or component of each subject number; None for refused, ignored and unused texts."""
    names = load_names(session)
    made: dict[str, Service | Component] = {}
    needed = _needed(checked)
    found: list[Target | Service | Component | None] = []
    for number, (text, refused) in enumerate(zip(checked.table.codes, checked.table.refused, strict=True)):
        look()
        if checked.proposal.answers.subjects.get(text) == "ignore":
            remember_alias(session, text, None)
        used = number in needed and text and not refused
        found.append(_target(session, checked, text, names, made) if used else None)
    session.add_all(made.values())
    session.flush()  # all at once: one by one takes seconds for some thousands
    return [_with_id(one) for one in found]


def _needed(checked: Checked) -> frozenset[int]:
    """The subject numbers of rows that are not refused."""
    needed: set[int] = set[int]().union(*(sheet.subjects() for sheet in checked.sheets))
    for rows in checked.waiting.rows():
        needed.update(np.unique(rows.subjects).tolist())
    return frozenset(needed)


def _target(
    session: Session, checked: Checked, text: str, names: Names, made: dict[str, Service | Component]
) -> Target | Service | Component:
    answer = checked.proposal.answers.subjects.get(text)
    if isinstance(answer, tuple):
        target: Target = (answer[0], answer[1])
        if session.get(Service if target[0] == "service" else Component, target[1]) is None:
            raise InputError(f"What “{text}” was matched with is no longer on the desk. Match it again.")
        if names.find(text) != target:
            remember_alias(session, text, target)
        return target
    found = names.find(text)
    return found or _made(text, _wanted(checked, text), made)


def _wanted(checked: Checked, text: str) -> str:
    """The kind of thing to make: as answered for this text, for all, or as the heading says."""
    answer = checked.proposal.answers.subjects.get(text)
    if isinstance(answer, str) and answer.startswith("create "):
        return answer.removeprefix("create ")
    create = checked.proposal.answers.create
    return create if create in {"service", "component"} else checked.table.kinds[text]


def _made(text: str, kind: str, made: dict[str, Service | Component]) -> Service | Component:
    name = " ".join(text.split())[:_LONGEST_NAME]
    make: Callable[..., Service | Component] = Component if kind == "component" else Service
    return made.get(name.casefold()) or made.setdefault(name.casefold(), make(name=name))


def _with_id(found: Target | Service | Component | None) -> Target | None:
    if isinstance(found, Service | Component):
        return ("component" if isinstance(found, Component) else "service", found.id)
    return found
