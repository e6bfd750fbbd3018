"""What sources call our services and components (aliases), and the layouts of their files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

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
Target = tuple[str, int]  # "service" or "component", and its id


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
    proper: tuple[str, ...]

    def find(self, text: str) -> Target | None:
        return self.known.get(fold(text))


def load_names(session: Session) -> Names:
    """Services, components and aliases of the desk."""
    known: dict[str, Target] = {}
    proper: list[str] = []
    for kind, table in (("component", Component), ("service", Service)):
        for key, name in session.execute(select(table.id, table.name)):
            known[fold(name)] = (kind, key)
            proper.append(name)
    ignored: set[str] = set()
    for alias in session.scalars(select(Alias)):
        if alias.subject_kind == IGNORED_KIND:
            ignored.add(alias.folded)
        elif alias.subject_id is not None:
            known.setdefault(alias.folded, (alias.subject_kind, alias.subject_id))
    return Names(known, frozenset(ignored - known.keys()), tuple(proper))


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
    """Keep how a sheet was read."""
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
