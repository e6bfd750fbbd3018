"""Promises that stand in closed months only: their targets were removed from the desk after the months were issued.

What was issued is kept: in charts as it was told, in longer periods from what was frozen. In open time nobody is
owed them any more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.hours import ServiceHours
from app.calc.spans import to_datetime
from app.models.catalogue import Service
from app.reports.frozen import FrozenPart, FrozenPromise
from app.reports.month import Month, ServiceMonth
from app.usecases.closed_parts import target_from
from app.usecases.promises import Promise, PromisedVersion


@dataclass(frozen=True, slots=True)
class _Told:
    """One promise as one document has it."""

    month: Month
    service: ServiceMonth
    position: int
    frozen: FrozenPromise


def closed_promises(
    session: Session, closed: Mapping[str, Month], live: Sequence[Promise]
) -> tuple[Promise, ...]:
    """The promises told in closed documents that are not among the `live` ones."""
    known = {promise.lineage for promise in live}
    told: dict[str, list[_Told]] = {}
    for month in sorted(closed.values(), key=lambda each: (each.start, each.end)):
        for one in _told(month):
            if one.frozen.lineage not in known:
                told.setdefault(one.frozen.lineage, []).append(one)
    if not told:
        return ()
    ids = _service_ids(session, [one.service.uid for group in told.values() for one in group])
    return tuple(_promise(group, ids[group[-1].service.uid]) for group in told.values())


def _told(month: Month) -> Iterator[_Told]:
    frozen = {promise.lineage: promise for promise in month.frozen}
    for service in month.services:
        for position, target in enumerate(service.targets):
            if target.lineage in frozen:
                yield _Told(month, service, position, frozen[target.lineage])


def _service_ids(session: Session, uids: Sequence[str]) -> Mapping[str, int]:
    """The services' ids; of those that are gone numbers below 0, which no service has."""
    query = select(Service).where(Service.uid.in_(set(uids)))
    found = {service.uid: service.id for service in session.scalars(query)}
    gone = sorted({*uids} - found.keys())
    return found | {uid: -number for number, uid in enumerate(gone, start=1)}


def _promise(group: Sequence[_Told], service_id: int) -> Promise:
    last = group[-1]
    return Promise(
        lineage=last.frozen.lineage,
        service_id=service_id,
        service=last.service.name,
        position=last.position,
        versions=tuple(_version(part, one.month) for one in group for part in one.frozen.parts),
        service_uid=last.service.uid,
        description=last.service.description,
        closed_only=True,
    )


def _version(part: FrozenPart, month: Month) -> PromisedVersion:
    """The version in the time that was closed; its hours are in the ledger, not known as a week any more."""
    return PromisedVersion(
        target=target_from(part.target),
        start=to_datetime(part.start),
        end=to_datetime(part.end),
        time_zone=part.time_zone,
        title=part.version,
        hours_id=0,
        hours=ServiceHours.always(part.time_zone),
        hours_words=part.hours,
        clock_words=part.clock,
        support_hours=None,
        windows=(),
        source=part.source,
        siblings=(),
        key=part.key,
        signed=part.version not in month.unsigned,
    )
