"""Targets of an agreement version: what is promised, written as one sentence each."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.calc import ledger
from app.calc import targets as calc
from app.calc.ledger import Definition
from app.calc.metrics import METRICS
from app.errors import InputError, Refused
from app.models.agreements import AgreementVersion, Hours, Target
from app.models.catalogue import Service
from app.models.database import Database
from app.usecases.editing import fetch
from app.usecases.hours import hours_words

PERIODS = ("week", "month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target; `lineage` is the same through all versions of the same promise."""

    id: int
    uid: str
    lineage: str
    version_id: int
    service_id: int
    service: str
    hours_id: int
    hours: str
    support_hours_id: int | None
    metric: str
    comparison: str
    value: Decimal
    margin: Decimal | None
    period: str
    parameters: Mapping[str, str]
    definition: Definition
    source_of_record: str | None
    sentence: str
    short: str


@dataclass(frozen=True, slots=True)
class TargetEntry:
    """What a person enters for a target; `comparison` None takes the metric's usual one."""

    service_id: int
    hours_id: int
    metric: str
    value: Decimal
    comparison: str | None = None
    margin: Decimal | None = None
    period: str = "month"
    parameters: Mapping[str, str] | None = None
    definition: Definition = Definition()  # noqa: RUF009 (frozen)
    support_hours_id: int | None = None
    source_of_record: str | None = None


def list_targets(db: Database, version_id: int) -> tuple[TargetRow, ...]:
    """The targets of a version by service, in their own order."""
    query = (
        select(Target, Service.name, Hours.name)
        .join(Service, Service.id == Target.service_id)
        .join(Hours, Hours.id == Target.hours_id)
        .where(Target.version_id == version_id)
        .order_by(func.lower(Service.name), Target.position, Target.id)
    )
    with db.reading() as session:
        words = {hours_id: hours_words(session, hours_id) for hours_id in session.scalars(select(Hours.id))}
        return tuple(
            _target_row(target, service, hours, words[clock_hours_id(target)])
            for target, service, hours in session.execute(query)
        )


def add_target(db: Database, version_id: int, entry: TargetEntry) -> int:
    """A new target at the end of its service's list; returns its id."""
    with db.changing("Add target") as session:
        _unsigned(session, version_id)
        service = fetch(session, Service, entry.service_id, "service")
        last = session.scalar(select(func.max(Target.position)).where(Target.version_id == version_id))
        uid = str(uuid4())
        target = Target(uid=uid, lineage=uid, version_id=version_id, position=(last or 0) + 1)
        _write(target, entry)
        session.add(target)
        session.flush()
        session.info["label"] = f"Add target {_short(target)} for {service.name}"
        return target.id


def change_target(db: Database, target_id: int, entry: TargetEntry) -> None:
    """Give a target of an unsigned version all the values of `entry`."""
    with db.changing("Change target") as session:
        target = fetch(session, Target, target_id, "target")
        _unsigned(session, target.version_id)
        _write(target, entry)
        session.info["label"] = f"Change target {_short(target)}"


def remove_target(db: Database, target_id: int) -> None:
    """Remove a target of an unsigned version."""
    with db.changing("Remove target") as session:
        target = fetch(session, Target, target_id, "target")
        _unsigned(session, target.version_id)
        session.info["label"] = f"Remove target {_short(target)}"
        session.delete(target)


def entry_of(row: TargetRow) -> TargetEntry:
    """The entry that gives a target its present values, to change with `dataclasses.replace`."""
    return TargetEntry(
        service_id=row.service_id,
        hours_id=row.hours_id,
        metric=row.metric,
        value=row.value,
        comparison=row.comparison,
        margin=row.margin,
        period=row.period,
        parameters=row.parameters,
        definition=row.definition,
        support_hours_id=row.support_hours_id,
        source_of_record=row.source_of_record,
    )


def calc_target(target: Target) -> calc.Target:
    """The stored target as the calculation takes it."""
    return calc.Target(
        metric=target.metric,
        comparison=target.comparison,  # pyright: ignore[reportArgumentType]  (checked when written)
        value=Decimal(target.value),
        margin=None if target.margin is None else Decimal(target.margin),
        period=target.period,
        parameters=json.loads(target.parameters),
        definition=ledger.from_dict(json.loads(target.definition)),
    )


def clock_hours_id(target: Target) -> int:
    """The hours a target counts in: tickets in support hours where they have some, all else in service hours."""
    by_tickets = "tickets" in METRICS[target.metric].needs
    return target.support_hours_id if by_tickets and target.support_hours_id else target.hours_id


def sentence_preview(db: Database, entry: TargetEntry) -> str:
    """The sentence this entry would make, for the editor."""
    target = Target()
    _write(target, entry)
    with db.reading() as session:
        words = hours_words(session, clock_hours_id(target))
        return METRICS[entry.metric].sentence(calc_target(target), words)


def _short(target: Target) -> str:
    return METRICS[target.metric].short(calc_target(target))


def _target_row(target: Target, service: str, hours: str, words: str) -> TargetRow:
    judged = calc_target(target)
    metric = METRICS[target.metric]
    return TargetRow(
        id=target.id,
        uid=target.uid,
        lineage=target.lineage,
        version_id=target.version_id,
        service_id=target.service_id,
        service=service,
        hours_id=target.hours_id,
        hours=hours,
        support_hours_id=target.support_hours_id,
        metric=target.metric,
        comparison=target.comparison,
        value=judged.value,
        margin=judged.margin,
        period=target.period,
        parameters=judged.parameters,
        definition=judged.definition,
        source_of_record=target.source_of_record,
        sentence=metric.sentence(judged, words),
        short=metric.short(judged),
    )


def _write(target: Target, entry: TargetEntry) -> None:
    """Check an entry and write it into the row."""
    metric = METRICS.get(entry.metric)
    if metric is None:
        raise InputError(f"“{entry.metric}” is no known metric.")
    comparison = entry.comparison or metric.comparison
    if comparison not in {">=", "<="}:
        raise InputError("A target is either at least (>=) or at most (<=) its value.")
    if entry.period not in PERIODS:
        raise InputError(f"“{entry.period}” is none of {', '.join(PERIODS)}.")
    target.service_id = entry.service_id
    target.hours_id = entry.hours_id
    target.support_hours_id = entry.support_hours_id
    target.metric = entry.metric
    target.comparison = comparison
    target.value = _number(entry.value)
    target.margin = None if entry.margin is None else _number(entry.margin)
    target.period = entry.period
    target.parameters = json.dumps(dict(entry.parameters or {}), sort_keys=True)
    target.definition = json.dumps(ledger.to_dict(entry.definition), sort_keys=True)
    target.source_of_record = entry.source_of_record or None


def _number(value: Decimal) -> str:
    """The exact decimal as text; no exponent, not NaN, not below nought."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise InputError(f"“{value}” is no number.") from None
    if not number.is_finite() or number < 0:
        raise InputError("A target's value has to be a number of nought or more.")
    return format(number, "f")


def _unsigned(session: Session, version_id: int) -> None:
    version = fetch(session, AgreementVersion, version_id, "version")
    if version.signed_on:
        raise Refused("This version was signed. Add a new version to change what was agreed.")
