"""What may be seen while a customer is watching: that customer's own levels and agreements, released like the paper."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal

from app.errors import InputError
from app.models.database import Database
from app.reports.editions import released
from app.reports.month import Month, ServiceMonth, TargetMonth
from app.usecases.agreements import VersionRow, WindowRow, list_agreements, list_windows
from app.usecases.closed_rows import list_closed_months
from app.usecases.customers import CustomerRow, list_customers
from app.usecases.hours import HoursRow, list_hours
from app.usecases.levels import level_detail
from app.usecases.targets import TargetRow, list_targets

State = Literal["in force", "over", "to come"]


@dataclass(frozen=True, slots=True)
class ReleasedLevel:
    """One target as the customer's edition has it; `month` is the released document it stands in."""

    service: ServiceMonth
    target: TargetMonth
    month: Month


@dataclass(frozen=True, slots=True)
class ReleasedVersion:
    """A version of an SLA as the customer knows it: no notes, no names that only the desk uses."""

    version: VersionRow
    state: State
    targets: tuple[TargetRow, ...]
    windows: tuple[WindowRow, ...]
    hours: tuple[HoursRow, ...]

    @property
    def id(self) -> int:
        return self.version.id


def released_level(
    db: Database, customer_id: int, lineage: str, key: str, now: datetime | None = None
) -> ReleasedLevel:
    """One target of one period; raises NotFound where it was not agreed."""
    detail = level_detail(db, customer_id, lineage, key, now or datetime.now(UTC))
    month = released(detail.month, "customer")
    service, target = next(
        (service, target)
        for service in month.services
        for target in service.targets
        if target.lineage == lineage
    )
    return ReleasedLevel(service, target, month)


def list_released_versions(db: Database, customer_id: int, today: date) -> tuple[ReleasedVersion, ...]:
    """The versions of a customer's SLAs that the customer knows, those in force first, then the newest first.

    What is neither signed nor in force yet is still being prepared, and stays inside.
    """
    hours = {row.id: row for row in list_hours(db)}
    found: list[ReleasedVersion] = []
    for agreement in list_agreements(db, customer_id):
        if agreement.kind != "sla":
            continue
        for version in agreement.versions:
            if version.signed_on is None and version.valid_from > today:
                continue
            targets = tuple(map(_target, list_targets(db, version.id)))
            used = dict.fromkeys(target.hours_id for target in targets)
            found.append(
                ReleasedVersion(
                    replace(version, note=""),
                    _state(version, today),
                    targets,
                    list_windows(db, version.id),
                    tuple(replace(hours[number], name="") for number in used),
                )
            )
    return tuple(sorted(found, key=lambda each: each.state != "in force"))


def customer_called(db: Database, typed: str) -> CustomerRow:
    """The one customer whose name, or a word of it, begins as typed; raises InputError where there is no such one.

    No name is given away: whoever types has to know it.
    """
    wanted = " ".join(typed.casefold().split())
    if not wanted:
        raise InputError("Type the name of the customer who is watching.")
    names = [(" ".join(row.name.casefold().split()), row) for row in list_customers(db)]
    whole = [row for name, row in names if name == wanted]
    found = whole or [row for name, row in names if f" {name}".find(f" {wanted}") >= 0]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(f"More than one customer’s name begins with “{typed.strip()}”. Type more of it.")
    raise InputError(f"No customer’s name begins with “{typed.strip()}”.")


def open_to_objections(db: Database, customer_id: int, key: str) -> int | None:
    """The latest issue of a customer's period, while the customer may object to it."""
    latest = next((row for row in list_closed_months(db, customer_id) if row.period == key), None)
    return latest.id if latest is not None and latest.state == "issued" else None


def _state(version: VersionRow, today: date) -> State:
    if version.valid_from > today:
        return "to come"
    return "in force" if today <= (version.valid_until or date.max) else "over"


def _target(row: TargetRow) -> TargetRow:
    return replace(row, hours="", source_of_record=None)
