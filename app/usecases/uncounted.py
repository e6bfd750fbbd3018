"""What is kept on the desk though a target that it concerns goes by another source of record: told at once.

By hand and by import alike; what the other source says of the same time is another question (`disagreements`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.metrics import METRICS, Need
from app.imports.check.base import Statuses
from app.imports.check.context import SubjectTable
from app.imports.checked import DUPLICATE, Rows
from app.imports.columns import Ints
from app.imports.proposal import Answers
from app.models.agreements import AgreementVersion, Target
from app.models.base import from_microseconds
from app.models.catalogue import Service
from app.models.database import Database
from app.models.measurements import Outage
from app.usecases.editing import fetch
from app.usecases.import_names import Names
from app.usecases.standing import services_on
from app.usecases.targets import calc_target

_MOST_NAMED = 3
_LAST_DAY = "9999-12-31"
_BROUGHT: dict[str, tuple[Need, str]] = {  # table of the rows: what metrics need of it, and its time
    "outages": ("ledger", "start"),
    "tickets": ("tickets", "opened"),
    "samples": ("samples", "at"),
}
_NEEDED: Mapping[Need, str] = {"ledger": "outages", "tickets": "tickets", "samples": "samples"}
_COVERED: Mapping[str, Need] = {
    "outages": "ledger",
    "tickets": "tickets",
    "samples": "samples",
    "figures": "figures",
}


@dataclass(frozen=True, slots=True)
class _BoundTarget:
    """A target that counts only what another source says, and while it is in force."""

    service_id: int
    name: str
    record: str
    first_day: str
    last_day: str


@dataclass(frozen=True, slots=True)
class _Concerned:
    """A service, and from which to which day something is told of it."""

    service_id: int
    first_day: str
    last_day: str


def uncounted_outage(db: Database, outage_id: int) -> str:
    """What to say of an outage that targets leave out because of its source; "" where none does."""
    with db.reading() as session:
        outage = fetch(session, Outage, outage_id, "outage")
        end = outage.end or datetime.max.replace(tzinfo=UTC)
        services = _standing_on(session, outage.service_id, outage.component_id)
        days = outage.start.date().isoformat(), end.date().isoformat()
        bound = _leaving_out(session, "ledger", outage.source, [_Concerned(one, *days) for one in services])
    return _said("This outage is kept, but", "To have it count", bound, "ledger")


def uncounted_coverage(
    db: Database,
    *,
    kind: str,
    source: str,
    first: date,
    last: date,
    service_id: int | None = None,
    component_id: int | None = None,
) -> str:
    """The same of what is said to be covered from the first to the last day; of every service when none is named."""
    need, days = _COVERED[kind], (first.isoformat(), last.isoformat())
    with db.reading() as session:
        services = _standing_on(session, service_id, component_id)
        if service_id is None and component_id is None:
            services = session.scalars(select(Service.id)).all()
        bound = _leaving_out(session, need, source, [_Concerned(one, *days) for one in services])
    return _said_of_coverage(bound)


def uncounted_rows(
    session: Session,
    settled: Iterable[tuple[Rows, Statuses]],
    table: SubjectTable,
    names: Names,
    answers: Answers,
) -> tuple[str, ...]:
    """The same of the rows a file brings, a sentence for outages, tickets and samples each."""
    texts = list(table.codes)
    told: list[str] = []
    needs: set[Need] = {need for need in _NEEDED if _bound_targets(session, need, answers.source)}
    for need, times in (_times(settled, needs) if needs else {}).items():
        concerned = (
            _Concerned(service, first, last)
            for subject, (first, last) in times.items()
            for service in _services(session, texts[subject], names, answers)
        )
        kept = f"These {_NEEDED[need]} are kept, but"
        told.append(
            _said(kept, "To have them count", _leaving_out(session, need, answers.source, concerned), need)
        )
    return tuple(filter(None, told))


def _times(
    settled: Iterable[tuple[Rows, Statuses]], needs: Collection[Need]
) -> dict[Need, dict[int, tuple[str, str]]]:
    """By what metrics need: first and last day that new rows tell of each subject."""
    found: dict[Need, dict[int, tuple[str, str]]] = {}
    for rows, status in settled:
        need, column = _BROUGHT.get(rows.table, ("figures", ""))
        if need not in needs:
            continue
        at = np.asarray(rows.columns[column])
        new = (status != DUPLICATE) & (rows.subjects >= 0)
        known = found.setdefault(need, {})
        for subject, first, last in _ends(rows.subjects[new], at[new]):
            days = _day(first), _day(last)
            before = known.get(subject, days)
            known[subject] = min(before[0], days[0]), max(before[1], days[1])
    return found


def _ends(subjects: Ints, at: Ints) -> Iterator[tuple[int, int, int]]:
    """Each subject with its first and last instant."""
    order = np.lexsort((at, subjects))
    at = at[order]
    found, counts = np.unique(subjects, return_counts=True)
    first = 0
    for subject, count in zip(found.tolist(), counts.tolist(), strict=True):
        yield subject, int(at[first]), int(at[first + count - 1])
        first += count


def _day(instant: int) -> str:
    return from_microseconds(instant).date().isoformat()


def _services(session: Session, text: str, names: Names, answers: Answers) -> tuple[int, ...]:
    """The services that a text of the file concerns; none for one that is yet to be made."""
    answer = answers.subjects.get(text)
    kind, key = answer if isinstance(answer, tuple) else names.find(text) or ("", 0)
    if kind not in ("service", "component"):
        return ()
    return _standing_on(session, key if kind == "service" else None, key if kind == "component" else None)


def _standing_on(session: Session, service_id: int | None, component_id: int | None) -> tuple[int, ...]:
    if service_id is not None:
        return (service_id,)
    return services_on(session, component_id) if component_id is not None else ()


def _leaving_out(
    session: Session, need: Need, source: str, concerned: Iterable[_Concerned]
) -> tuple[_BoundTarget, ...]:
    """The targets of these services, in force then, that count only another source than this."""
    bound = _bound_targets(session, need, source)
    found = (
        target
        for one in (concerned if bound else ())
        for target in bound
        if target.service_id == one.service_id
        and target.first_day <= one.last_day
        and one.first_day <= target.last_day
    )
    return tuple(dict.fromkeys(found))


def _bound_targets(session: Session, need: Need, source: str) -> tuple[_BoundTarget, ...]:
    query = (
        select(Target, AgreementVersion, Service.name)
        .join(AgreementVersion, AgreementVersion.id == Target.version_id)
        .join(Service, Service.id == Target.service_id)
        .where(Target.source_of_record.is_not(None), Target.source_of_record != source)
        .order_by(AgreementVersion.valid_from, Target.position)
    )
    return tuple(
        _BoundTarget(
            target.service_id,
            f"{METRICS[target.metric].short(calc_target(target))} of {service}",
            target.source_of_record or "",
            version.valid_from,
            version.valid_until or _LAST_DAY,
        )
        for target, version, service in session.execute(query)
        if need in METRICS[target.metric].needs
    )


def _said(kept: str, to_count: str, bound: tuple[_BoundTarget, ...], need: Need) -> str:
    """ "This outage is kept, but the target Availability 99.5 % of Till counts only outages of Prober. To have …"."""
    if not bound:
        return ""
    named = _by_record(bound)
    parts = " and ".join(_counts(names, record, need) for record, names in named.items())
    record = bound[0].record if len(named) == 1 else "that source"
    return (
        f"{kept} {parts}. {to_count}, import what {record} says of the same time, or change the source of record in"
        " the agreement."
    )


def _said_of_coverage(bound: tuple[_BoundTarget, ...]) -> str:
    """ "… of Till counts only what Prober covers. To have this count, name Prober as its source, or change …"."""
    if not bound:
        return ""
    named = _by_record(bound)
    parts = " and ".join(f"{_targets(names)} only what {record} covers" for record, names in named.items())
    record = bound[0].record if len(named) == 1 else "that source"
    return (
        f"{parts[0].upper()}{parts[1:]}. To have this count, name {record} as its source, or change the source of"
        " record in the agreement."
    )


def _by_record(bound: tuple[_BoundTarget, ...]) -> dict[str, list[str]]:
    """The names of the targets by the source that they count."""
    named: dict[str, list[str]] = {}
    for target in bound:
        names = named.setdefault(target.record, [])
        names += [target.name] if target.name not in names else []
    return named


def _counts(names: list[str], record: str, need: Need) -> str:
    return f"{_targets(names)} only {_NEEDED[need]} of {record}"


def _targets(names: list[str]) -> str:
    """ "the target A counts", "the targets A, B and 4 more count"."""
    more = len(names) - _MOST_NAMED
    listed = ", ".join(names[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
    return f"the target {listed} counts" if len(names) == 1 else f"the targets {listed} count"
