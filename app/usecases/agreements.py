"""Agreements and their numbered versions with maintenance windows; targets have a room of their own."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.calc.windows import window_spans
from app.errors import InputError, Refused
from app.models.agreements import Agreement, AgreementVersion, AssumedVolume, MaintenanceWindow, Target
from app.models.catalogue import Service
from app.models.database import Database
from app.models.organisation import Customer
from app.usecases.editing import assign, check_time_zone, fetch, tidy_name

KINDS = {"sla": "SLA", "ola": "OLA", "uc": "UC"}

_VERSION_FIELDS = frozenset({"valid_from", "valid_until", "time_zone", "note"})
_WINDOW_FIELDS = frozenset(
    {"name", "starts_at", "duration_minutes", "recurrence", "clause", "agreed_by_customer", "service_id"}
)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version; `title` names it in full: "SLA Retail, version 3"."""

    id: int
    uid: str
    agreement_id: int
    number: int
    valid_from: date
    valid_until: date | None
    time_zone: str
    signed_on: date | None
    note: str
    title: str


@dataclass(frozen=True, slots=True)
class AgreementRow:
    id: int
    uid: str
    kind: str
    customer_id: int | None
    customer: str
    counterparty: str
    title: str
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True, slots=True)
class WindowRow:
    id: int
    version_id: int
    service_id: int | None
    service: str
    name: str
    starts_at: datetime  # local, naive, in the version's time zone
    duration_minutes: int
    recurrence: str | None
    clause: str
    agreed_by_customer: bool


def list_agreements(db: Database, customer_id: int | None = None) -> tuple[AgreementRow, ...]:
    """Agreements by title with their versions, newest version first; of one customer or all."""
    query = (
        select(Agreement, Customer.name)
        .outerjoin(Customer, Customer.id == Agreement.customer_id)
        .order_by(func.lower(Agreement.title))
    )
    if customer_id is not None:
        query = query.where(Agreement.customer_id == customer_id)
    with db.reading() as session:
        versions: dict[int, list[AgreementVersion]] = {}
        for version in session.scalars(select(AgreementVersion).order_by(AgreementVersion.number.desc())):
            versions.setdefault(version.agreement_id, []).append(version)
        return tuple(
            AgreementRow(
                a.id,
                a.uid,
                a.kind,
                a.customer_id,
                customer or "",
                a.counterparty,
                a.title,
                tuple(_version_row(v, a) for v in versions.get(a.id, ())),
            )
            for a, customer in session.execute(query)
        )


def add_agreement(
    db: Database,
    title: str,
    *,
    customer_id: int | None = None,
    kind: str = "sla",
    counterparty: str = "",
    valid_from: date,
    time_zone: str,
) -> int:
    """A new agreement with its first version, as yet unsigned; returns the agreement's id."""
    title = tidy_name(title, "agreement")
    if kind not in KINDS:
        raise InputError(f"“{kind}” is none of {', '.join(KINDS)}.")
    if kind == "sla" and customer_id is None:
        raise InputError("An SLA needs its customer.")
    with db.changing(f"Add agreement {title}") as session:
        if customer_id is not None:
            fetch(session, Customer, customer_id, "customer")
        agreement = Agreement(kind=kind, customer_id=customer_id, counterparty=counterparty, title=title)
        session.add(agreement)
        session.flush()
        session.add(
            AgreementVersion(
                agreement_id=agreement.id,
                number=1,
                valid_from=valid_from.isoformat(),
                time_zone=check_time_zone(time_zone),
            )
        )
        return agreement.id


def change_agreement(db: Database, agreement_id: int, **changes: object) -> None:
    """Change title or counterparty."""
    with db.changing("Change agreement") as session:
        agreement = fetch(session, Agreement, agreement_id, "agreement")
        if "title" in changes:
            changes["title"] = tidy_name(str(changes["title"]), "agreement")
        assign(agreement, changes, frozenset({"title", "counterparty"}))
        session.info["label"] = f"Change agreement {agreement.title}"


def remove_agreement(db: Database, agreement_id: int) -> None:
    """Remove an agreement with its versions; refused once one of them was signed."""
    with db.changing("Remove agreement") as session:
        agreement = fetch(session, Agreement, agreement_id, "agreement")
        if any(v.signed_on for v in _versions(session, agreement_id)):
            raise Refused(f"{agreement.title} was signed. End its last version instead of removing it.")
        session.info["label"] = f"Remove agreement {agreement.title}"
        session.delete(agreement)


def add_version(db: Database, agreement_id: int, *, valid_from: date, note: str = "") -> int:
    """The next version: a copy of the latest with its windows, targets and volumes; the latest ends the day before."""
    with db.changing("Add version") as session:
        agreement = fetch(session, Agreement, agreement_id, "agreement")
        latest = max(_versions(session, agreement_id), key=lambda v: v.number)
        if valid_from.isoformat() <= latest.valid_from:
            raise InputError(
                f"Version {latest.number} begins on {latest.valid_from}; the next one has to begin later."
            )
        version = AgreementVersion(
            agreement_id=agreement_id,
            number=latest.number + 1,
            valid_from=valid_from.isoformat(),
            valid_until=latest.valid_until if _after(latest.valid_until, valid_from) else None,
            time_zone=latest.time_zone,
            note=note,
        )
        latest.valid_until = (valid_from - timedelta(days=1)).isoformat()
        session.add(version)
        session.flush()
        _copy_children(session, latest.id, version.id)
        session.info["label"] = f"Add version {version.number} of {agreement.title}"
        return version.id


def change_version(db: Database, version_id: int, **changes: object) -> None:
    """Change valid_from, valid_until, time_zone or note; of a signed version only its end and note."""
    with db.changing("Change version") as session:
        version = fetch(session, AgreementVersion, version_id, "version")
        if version.signed_on and changes.keys() - {"valid_until", "note"}:
            raise Refused("This version was signed. Add a new version to change what was agreed.")
        if "time_zone" in changes:
            check_time_zone(str(changes["time_zone"]))
        for field in ("valid_from", "valid_until"):
            if isinstance(changes.get(field), date):
                changes[field] = str(changes[field])
        assign(version, changes, _VERSION_FIELDS)
        _check_days(session, version)
        session.info["label"] = f"Change version {version.number}"


def sign_version(db: Database, version_id: int, signed_on: date) -> None:
    """Sign a version: from then on it is followed by new versions, not edited. Not undone."""
    with db.changing("Sign version", barrier=True) as session:
        version = fetch(session, AgreementVersion, version_id, "version")
        if version.signed_on:
            raise Refused(f"This version was already signed on {version.signed_on}.")
        if not session.scalar(select(func.count()).where(Target.version_id == version_id)):
            raise InputError("This version has no targets yet; add what is agreed before signing it.")
        agreement = fetch(session, Agreement, version.agreement_id, "agreement")
        session.info["label"] = f"Sign version {version.number} of {agreement.title}"
        version.signed_on = signed_on.isoformat()


def remove_version(db: Database, version_id: int) -> None:
    """Remove an unsigned version that is not the only one; the version before it goes on."""
    with db.changing("Remove version") as session:
        version = fetch(session, AgreementVersion, version_id, "version")
        others = [v for v in _versions(session, version.agreement_id) if v.id != version_id]
        if version.signed_on:
            raise Refused("This version was signed and stays.")
        if not others:
            raise Refused("This is the agreement's only version. Remove the agreement instead.")
        before = [v for v in others if v.number < version.number]
        if before:
            max(before, key=lambda v: v.number).valid_until = version.valid_until
        session.info["label"] = f"Remove version {version.number}"
        session.delete(version)


def list_windows(db: Database, version_id: int) -> tuple[WindowRow, ...]:
    """The maintenance windows of a version."""
    query = (
        select(MaintenanceWindow, Service.name)
        .outerjoin(Service, Service.id == MaintenanceWindow.service_id)
        .where(MaintenanceWindow.version_id == version_id)
        .order_by(MaintenanceWindow.starts_at, MaintenanceWindow.id)
    )
    with db.reading() as session:
        return tuple(
            WindowRow(
                w.id,
                w.version_id,
                w.service_id,
                service or "",
                w.name,
                datetime.fromisoformat(w.starts_at),
                w.duration_minutes,
                w.recurrence,
                w.clause,
                w.agreed_by_customer,
            )
            for w, service in session.execute(query)
        )


def add_window(
    db: Database,
    version_id: int,
    name: str,
    *,
    starts_at: datetime,
    duration_minutes: int,
    recurrence: str | None = None,
    service_id: int | None = None,
    clause: str = "",
    agreed_by_customer: bool = True,
) -> int:
    """A maintenance window; `starts_at` local and naive, `recurrence` an RRULE or None for once."""
    name = tidy_name(name, "maintenance window")
    with db.changing(f"Add maintenance window {name}") as session:
        _unsigned(session, version_id)
        window = MaintenanceWindow(
            version_id=version_id,
            service_id=service_id,
            name=name,
            starts_at=starts_at.isoformat(timespec="minutes"),
            duration_minutes=duration_minutes,
            recurrence=recurrence or None,
            clause=clause,
            agreed_by_customer=agreed_by_customer,
        )
        _check_window(window)
        session.add(window)
        session.flush()
        return window.id


def change_window(db: Database, window_id: int, **changes: object) -> None:
    """Change any field of a maintenance window."""
    with db.changing("Change maintenance window") as session:
        window = fetch(session, MaintenanceWindow, window_id, "maintenance window")
        _unsigned(session, window.version_id)
        if "name" in changes:
            changes["name"] = tidy_name(str(changes["name"]), "maintenance window")
        if isinstance(changes.get("starts_at"), datetime):
            changes["starts_at"] = str(changes["starts_at"]).replace(" ", "T")[:16]
        if "recurrence" in changes:
            changes["recurrence"] = changes["recurrence"] or None
        assign(window, changes, _WINDOW_FIELDS)
        _check_window(window)
        session.info["label"] = f"Change maintenance window {window.name}"


def remove_window(db: Database, window_id: int) -> None:
    """Remove a maintenance window."""
    with db.changing("Remove maintenance window") as session:
        window = fetch(session, MaintenanceWindow, window_id, "maintenance window")
        _unsigned(session, window.version_id)
        session.info["label"] = f"Remove maintenance window {window.name}"
        session.delete(window)


def version_title(agreement: Agreement, version: AgreementVersion) -> str:
    """ "SLA Retail, version 3"."""
    return f"{agreement.title}, version {version.number}"


def _version_row(version: AgreementVersion, agreement: Agreement) -> VersionRow:
    return VersionRow(
        version.id,
        version.uid,
        version.agreement_id,
        version.number,
        date.fromisoformat(version.valid_from),
        _day(version.valid_until),
        version.time_zone,
        _day(version.signed_on),
        version.note,
        version_title(agreement, version),
    )


def _versions(session: Session, agreement_id: int) -> list[AgreementVersion]:
    return list(
        session.scalars(select(AgreementVersion).where(AgreementVersion.agreement_id == agreement_id))
    )


def _unsigned(session: Session, version_id: int) -> AgreementVersion:
    version = fetch(session, AgreementVersion, version_id, "version")
    if version.signed_on:
        raise Refused("This version was signed. Add a new version to change what was agreed.")
    return version


def _check_days(session: Session, version: AgreementVersion) -> None:
    """First day before last day, and no day with two versions in force."""
    if version.valid_until is not None and version.valid_until < version.valid_from:
        raise InputError("A version's last day cannot be before its first day.")
    for other in _versions(session, version.agreement_id):
        if other.id != version.id and _overlap(other, version):
            raise InputError(f"Version {other.number} is in force on some of these days. Choose other days.")


def _overlap(a: AgreementVersion, b: AgreementVersion) -> bool:
    last = "9999-12-31"
    return a.valid_from <= (b.valid_until or last) and b.valid_from <= (a.valid_until or last)


def _check_window(window: MaintenanceWindow) -> None:
    """A recurrence that can be read, and a duration that makes sense, or InputError."""
    starts_at, duration = datetime.fromisoformat(window.starts_at), timedelta(minutes=window.duration_minutes)
    first_day = starts_at.replace(tzinfo=UTC)
    window_spans(starts_at, duration, window.recurrence, "UTC", first_day, first_day + timedelta(days=1))


def _copy_children(session: Session, old: int, new: int) -> None:
    for table in (MaintenanceWindow, Target, AssumedVolume):
        for row in session.scalars(select(table).where(table.version_id == old)):
            values = {
                c.name: getattr(row, c.name) for c in table.__table__.columns if c.name not in {"id", "uid"}
            }
            if table is Target:
                values["uid"] = str(uuid4())
            session.add(table(**values | {"version_id": new}))


def _after(day: str | None, other: date) -> bool:
    return day is not None and day > other.isoformat()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
