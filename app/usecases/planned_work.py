"""Announced work: when it is, which services and components it touches, and what the customer is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.calc.spans import Spans
from app.errors import InputError
from app.models.catalogue import Component, Service
from app.models.database import Database
from app.models.measurements import PlannedWork, PlannedWorkSubject
from app.usecases.editing import assign, fetch, tidy_name

_FIELDS = frozenset({"title", "start", "end", "announced_at", "internal_text", "customer_text"})


@dataclass(frozen=True, slots=True)
class PlannedWorkRow:
    id: int
    title: str
    start: datetime
    end: datetime
    announced_at: datetime | None
    internal_text: str
    customer_text: str
    subjects: tuple[str, ...]
    service_ids: tuple[int, ...]
    component_ids: tuple[int, ...]


def list_planned_work(db: Database) -> tuple[PlannedWorkRow, ...]:
    """All announced work, the latest first."""
    query = (
        select(PlannedWorkSubject, Service.name, Component.name)
        .outerjoin(Service, Service.id == PlannedWorkSubject.service_id)
        .outerjoin(Component, Component.id == PlannedWorkSubject.component_id)
    )
    with db.reading() as session:
        touched: dict[int, list[tuple[str, int | None, int | None]]] = {}
        for subject, service, component in session.execute(query):
            names = touched.setdefault(subject.planned_work_id, [])
            names.append((service or component or "", subject.service_id, subject.component_id))
        works = session.scalars(select(PlannedWork).order_by(PlannedWork.start.desc()))
        return tuple(_row(work, touched.get(work.id, [])) for work in works)


def announce_work(
    db: Database,
    title: str,
    *,
    start: datetime,
    end: datetime,
    service_ids: Iterable[int] = (),
    component_ids: Iterable[int] = (),
    announced_at: datetime | None = None,
    internal_text: str = "",
    customer_text: str = "",
) -> int:
    """Announce work on services and components; returns its id.

    Under a definition that excludes only used maintenance, announced work inside an agreed window is what is used.
    """
    title = tidy_name(title, "planned work")
    with db.changing(f"Announce {title}") as session:
        work = PlannedWork(
            title=title,
            start=start,
            end=end,
            announced_at=announced_at,
            internal_text=internal_text,
            customer_text=customer_text,
        )
        _check(work)
        session.add(work)
        session.flush()
        _touch(session, work.id, service_ids, component_ids)
        return work.id


def change_work(db: Database, work_id: int, **changes: object) -> None:
    """Change title, times or texts."""
    with db.changing("Change planned work") as session:
        work = fetch(session, PlannedWork, work_id, "planned work")
        if "title" in changes:
            changes["title"] = tidy_name(str(changes["title"]), "planned work")
        assign(work, changes, _FIELDS)
        _check(work)
        session.info["label"] = f"Change {work.title}"


def set_work_subjects(
    db: Database, work_id: int, *, service_ids: Iterable[int] = (), component_ids: Iterable[int] = ()
) -> None:
    """The work touches exactly these services and components."""
    with db.changing("Change what planned work touches") as session:
        work = fetch(session, PlannedWork, work_id, "planned work")
        session.execute(delete(PlannedWorkSubject).where(PlannedWorkSubject.planned_work_id == work_id))
        _touch(session, work_id, service_ids, component_ids)
        session.info["label"] = f"Change what {work.title} touches"


def remove_work(db: Database, work_id: int) -> None:
    """Take announced work back."""
    with db.changing("Remove planned work") as session:
        work = fetch(session, PlannedWork, work_id, "planned work")
        session.info["label"] = f"Remove {work.title}"
        session.delete(work)


def load_work(session: Session, service_ids: Iterable[int], component_ids: Iterable[int]) -> Spans:
    """When announced work touches one of these services or components."""
    query = (
        select(PlannedWork.start, PlannedWork.end)
        .join(PlannedWorkSubject, PlannedWorkSubject.planned_work_id == PlannedWork.id)
        .where(
            or_(
                PlannedWorkSubject.service_id.in_(tuple(service_ids)),
                PlannedWorkSubject.component_id.in_(tuple(component_ids)),
            )
        )
    )
    return Spans.of((start, end) for start, end in session.execute(query))


def _row(work: PlannedWork, touched: list[tuple[str, int | None, int | None]]) -> PlannedWorkRow:
    """`touched` are names with the id of a service or of a component."""
    return PlannedWorkRow(
        work.id,
        work.title,
        work.start,
        work.end,
        work.announced_at,
        work.internal_text,
        work.customer_text,
        tuple(sorted((name for name, _, _ in touched), key=str.lower)),
        tuple(service for _, service, _ in touched if service is not None),
        tuple(component for _, _, component in touched if component is not None),
    )


def _touch(session: Session, work_id: int, service_ids: Iterable[int], component_ids: Iterable[int]) -> None:
    services, components = sorted(set(service_ids)), sorted(set(component_ids))
    if not services and not components:
        raise InputError("Say which services or components the work touches.")
    session.add_all(PlannedWorkSubject(planned_work_id=work_id, service_id=each) for each in services)
    session.add_all(PlannedWorkSubject(planned_work_id=work_id, component_id=each) for each in components)


def _check(work: PlannedWork) -> None:
    if work.end <= work.start:
        raise InputError("Planned work has to end after it starts.")
