"""The volumes a version assumes: how many users, tickets or units of a reported figure its targets were agreed for."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import InputError, Refused
from app.models.agreements import AgreementVersion, AssumedVolume
from app.models.catalogue import Service
from app.models.database import Database
from app.usecases.editing import fetch

COUNTED = {"users": "Users", "tickets": "Tickets", "figure": "Reported figure"}
KINDS = {"": "all", "incident": "incidents", "request": "requests"}
OVER_MONTHS = {"sum": "their sum", "mean": "their mean"}


@dataclass(frozen=True, slots=True)
class VolumeEntry:
    """What a person enters. Kind and priority are of tickets ("" for all); name, unit and months of a figure."""

    service_id: int
    counts: str
    value: Decimal
    ticket_kind: str = ""
    priority: str = ""
    figure: str = ""
    unit: str = ""
    over_months: str = "sum"


@dataclass(frozen=True, slots=True)
class VolumeRow:
    """A volume of a version; `name` says what is counted, "Incidents P2"."""

    id: int
    version_id: int
    service: str
    name: str
    entry: VolumeEntry


def list_volumes(db: Database, version_id: int) -> tuple[VolumeRow, ...]:
    """The volumes of a version by service, in the order they were entered."""
    query = (
        select(AssumedVolume, Service.name)
        .join(Service, Service.id == AssumedVolume.service_id)
        .where(AssumedVolume.version_id == version_id)
        .order_by(func.lower(Service.name), AssumedVolume.id)
    )
    with db.reading() as session:
        return tuple(
            VolumeRow(row.id, row.version_id, service, volume_name(row), _entry(row))
            for row, service in session.execute(query)
        )


def add_volume(db: Database, version_id: int, entry: VolumeEntry) -> int:
    """Assume one more volume in an unsigned version; returns its id."""
    with db.changing("Add assumed volume") as session:
        _unsigned(session, version_id)
        service = fetch(session, Service, entry.service_id, "service")
        row = AssumedVolume(version_id=version_id)
        _write(session, row, entry)
        session.add(row)
        session.flush()
        session.info["label"] = f"Assume {volume_name(row)} for {service.name}"
        return row.id


def change_volume(db: Database, volume_id: int, entry: VolumeEntry) -> None:
    """Give a volume of an unsigned version all the values of `entry`."""
    with db.changing("Change assumed volume") as session:
        row = fetch(session, AssumedVolume, volume_id, "assumed volume")
        _unsigned(session, row.version_id)
        _write(session, row, entry)
        session.info["label"] = f"Change assumed {volume_name(row)}"


def remove_volume(db: Database, volume_id: int) -> None:
    """Remove a volume of an unsigned version."""
    with db.changing("Remove assumed volume") as session:
        row = fetch(session, AssumedVolume, volume_id, "assumed volume")
        _unsigned(session, row.version_id)
        session.info["label"] = f"Remove assumed {volume_name(row)}"
        session.delete(row)


def volume_name(row: AssumedVolume) -> str:
    """What is counted: "Users", "Tickets", "Incidents P2", or the figure's own name."""
    if row.counts == "figure":
        return row.figure
    if row.counts == "users":
        return "Users"
    kind = KINDS[row.ticket_kind].capitalize() if row.ticket_kind else "Tickets"
    return f"{kind} {row.priority}".rstrip()


def _entry(row: AssumedVolume) -> VolumeEntry:
    return VolumeEntry(
        row.service_id,
        row.counts,
        Decimal(row.value),
        row.ticket_kind,
        row.priority,
        row.figure,
        row.unit,
        row.over_months,
    )


def _write(session: Session, row: AssumedVolume, entry: VolumeEntry) -> None:
    """Check an entry and write it into the row; what its kind has no use for is left empty."""
    if entry.counts not in COUNTED or entry.ticket_kind not in KINDS or entry.over_months not in OVER_MONTHS:
        raise InputError("Choose what is counted: users, tickets or a reported figure.")
    figure = " ".join(entry.figure.split())
    if entry.counts == "figure" and not figure:
        raise InputError("Name the figure as its source calls it, “Orders” say.")
    values = asdict(entry) | {
        "value": _number(entry.value),
        "figure": figure,
        "priority": entry.priority.strip(),
    }
    if entry.counts != "tickets":
        values |= {"ticket_kind": "", "priority": ""}
    if entry.counts != "figure":
        values |= {"figure": "", "unit": "", "over_months": "mean" if entry.counts == "users" else "sum"}
    _refuse_twin(session, row, values)
    for field, value in values.items():
        setattr(row, field, value)


def _refuse_twin(session: Session, row: AssumedVolume, values: Mapping[str, object]) -> None:
    """One volume of a kind for a service; letter case aside."""
    same = ("service_id", "counts", "ticket_kind", "priority", "figure")
    with session.no_autoflush:
        others = session.scalars(select(AssumedVolume).where(AssumedVolume.version_id == row.version_id))
        for other in others:
            if other.id != row.id and all(
                str(getattr(other, field)).casefold() == str(values[field]).casefold() for field in same
            ):
                raise InputError(
                    f"{volume_name(other)} is assumed for this service already. Change it there."
                )


def _number(value: Decimal) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise InputError(f"“{value}” is no number.") from None
    if not number.is_finite() or number <= 0 or number >= Decimal(10) ** 15:
        raise InputError("A volume is a number above nought.")
    return format(number, "f")


def _unsigned(session: Session, version_id: int) -> None:
    version = fetch(session, AgreementVersion, version_id, "version")
    if version.signed_on:
        raise Refused("This version was signed. Add a new version to change what was agreed.")
