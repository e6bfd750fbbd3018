"""What sources call our services and components (aliases), and the layouts of their files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import InputError
from app.imports.layouts import LayoutMemory, from_json, memory_of, signature, to_json
from app.imports.proposal import Answers, SheetProposal
from app.imports.values.texts import fold
from app.models.catalogue import Component, Service
from app.models.database import Database
from app.models.measurements import Alias, Layout
from app.usecases.editing import fetch

IGNORED_KIND = "ignored"
SubjectKind = Literal["service", "component"]
Target = tuple[SubjectKind, int]
_TABLES: tuple[tuple[SubjectKind, type[Service | Component]], ...] = (
    ("component", Component),
    ("service", Service),
)
_CLOSE, _AHEAD = 88, 8  # of 100: how alike a suggestion has to be, and how far before the next
_MOST_SUGGESTIONS = 300


@dataclass(frozen=True, slots=True)
class AliasRow:
    """A source's `text` is our `subject` ("ignored" where its rows are left out)."""

    id: int
    text: str
    subject_kind: str
    subject_id: int | None
    subject: str


@dataclass(frozen=True, slots=True)
class LayoutRow:
    id: int
    name: str
    kind: str
    source: str
    time_zone: str
    columns: Mapping[str, str]
    used_at: datetime


@dataclass(frozen=True, slots=True)
class Names:
    """Every name a subject may have, folded; services win over components of the same name."""

    known: Mapping[str, Target]
    ignored: frozenset[str]
    proper: Mapping[str, Target]  # services and components by their own names

    def find(self, text: str) -> Target | None:
        return self.known.get(fold(text))


def load_names(session: Session) -> Names:
    """Services, components and aliases of the desk."""
    known: dict[str, Target] = {}
    proper: dict[str, Target] = {}
    for kind, table in _TABLES:
        for key, name in session.execute(select(table.id, table.name)):
            known[fold(name)] = (kind, key)
            proper[name] = (kind, key)
    ignored: set[str] = set()
    there = set(proper.values())  # an alias may outlive what it meant
    for alias in session.scalars(select(Alias)):
        if alias.subject_kind == IGNORED_KIND:
            ignored.add(alias.folded)
        elif (target := (cast(SubjectKind, alias.subject_kind), alias.subject_id or 0)) in there:
            known.setdefault(alias.folded, target)
    return Names(known, frozenset(ignored - known.keys()), proper)


def suggestions(names: Names, texts: Sequence[str]) -> dict[str, Target]:
    """What unknown texts resemble clearly: one name close, no other nearly as close."""
    # rapidfuzz costs some milliseconds to import and most files have no unknown names.
    from rapidfuzz import fuzz, process, utils

    folded = {fold(name): target for name, target in names.proper.items()}
    found: dict[str, Target] = {}
    for text in texts[:_MOST_SUGGESTIONS] if folded else ():
        best = process.extract(
            fold(text),
            list(folded),
            scorer=fuzz.token_sort_ratio,
            processor=utils.default_process,  # words are words, with a hyphen or a blank between them
            limit=2,
        )
        ahead = len(best) == 1 or best[0][1] - best[1][1] >= _AHEAD
        if best[0][1] >= _CLOSE and ahead:
            found[text] = folded[best[0][0]]
    return found


def list_aliases(db: Database) -> tuple[AliasRow, ...]:
    """All aliases, by text."""
    with db.reading() as session:
        names = {
            (kind, key): name
            for kind, table in (("component", Component), ("service", Service))
            for key, name in session.execute(select(table.id, table.name))
        }
        aliases = session.scalars(select(Alias).order_by(Alias.folded)).all()
    return tuple(
        AliasRow(
            alias.id,
            alias.text,
            alias.subject_kind,
            alias.subject_id,
            names.get((alias.subject_kind, alias.subject_id or 0), IGNORED_KIND),
        )
        for alias in aliases
    )


def change_alias(db: Database, alias_id: int, subject_kind: str, subject_id: int | None = None) -> None:
    """Let an alias mean another service or component, or be left out."""
    if subject_kind not in {"service", "component", IGNORED_KIND}:
        raise InputError("An alias means a service, a component, or that its rows are left out.")
    with db.changing("Change alias") as session:
        alias = fetch(session, Alias, alias_id, "alias")
        if subject_kind != IGNORED_KIND:
            fetch(session, Service if subject_kind == "service" else Component, subject_id or 0, subject_kind)
        alias.subject_kind = subject_kind
        alias.subject_id = None if subject_kind == IGNORED_KIND else subject_id
        session.info["label"] = f"Change alias “{alias.text}”"


def remove_alias(db: Database, alias_id: int) -> None:
    """Forget an alias; its text is asked about again."""
    with db.changing("Remove alias") as session:
        alias = fetch(session, Alias, alias_id, "alias")
        session.info["label"] = f"Remove alias “{alias.text}”"
        session.delete(alias)


def remember_alias(session: Session, text: str, target: Target | None) -> None:
    """Keep what a text means; None leaves its rows out from now on."""
    folded = fold(text)
    alias = session.scalar(select(Alias).where(Alias.folded == folded)) or Alias(folded=folded)
    alias.text = text
    alias.subject_kind, alias.subject_id = target or (IGNORED_KIND, None)
    session.add(alias)


def list_layouts(db: Database) -> tuple[LayoutRow, ...]:
    """Remembered layouts, the last used first."""
    with db.reading() as session:
        layouts = session.scalars(select(Layout).order_by(Layout.used_at.desc())).all()
    return tuple(_layout_row(layout) for layout in layouts)


def forget_layout(db: Database, layout_id: int) -> None:
    """Forget a layout; the next such file is asked about again."""
    with db.changing("Forget layout") as session:
        layout = fetch(session, Layout, layout_id, "layout")
        session.info["label"] = f"Forget layout “{layout.name}”"
        session.delete(layout)


def load_layouts(session: Session) -> dict[str, LayoutMemory]:
    """Remembered layouts by signature."""
    return {
        layout.signature: from_json(layout.kind, layout.settings)
        for layout in session.scalars(select(Layout))
    }


def remember_layout(session: Session, sheet: SheetProposal, answers: Answers, name: str) -> None:
    """Keep how a sheet was read; one without headings cannot be known again."""
    if not any(sheet.headers):
        return
    mark = signature(sheet.headers)
    layout = session.scalar(select(Layout).where(Layout.signature == mark)) or Layout(
        signature=mark, name=name
    )
    layout.kind = sheet.kind
    layout.settings = to_json(memory_of(sheet, answers))
    layout.used_at = datetime.now(UTC)
    session.add(layout)


def _layout_row(layout: Layout) -> LayoutRow:
    memory = from_json(layout.kind, layout.settings)
    columns = {field: heading for field, (heading, _) in memory.columns.items()}
    return LayoutRow(
        layout.id, layout.name, layout.kind, memory.source, memory.time_zone, columns, layout.used_at
    )
