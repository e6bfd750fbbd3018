"""What can be measured on this desk, as the forms of this page offer it: services, components, sites."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.calc.zones import local_to_utc
from app.usecases.customers import list_customers, list_sites
from app.usecases.services import list_components, list_services

if TYPE_CHECKING:
    from app.usecases.desks import Database

Choices = tuple[tuple[object, str], ...]


@dataclass(frozen=True, slots=True)
class Subjects:
    """Ids with their names, in alphabetical order; sites name their customer."""

    services: Choices = ()
    components: Choices = ()
    sites: Choices = ()

    @property
    def either(self) -> Choices:
        """Services, then components, each as ("service" or "component", id)."""
        return (
            *((("service", number), name) for number, name in self.services),
            *((("component", number), f"{name} (component)") for number, name in self.components),
        )


def read_subjects(db: "Database") -> Subjects:
    """Everything that can be named; called off the window's thread."""
    customers = {customer.id: customer.name for customer in list_customers(db)}
    return Subjects(
        tuple((row.id, row.name) for row in list_services(db)),
        tuple((row.id, row.name) for row in list_components(db)),
        tuple((row.id, f"{row.name} · {customers[row.customer_id]}") for row in list_sites(db)),
    )


def subject_ids(subject: object) -> dict[str, int | None]:
    """`service_id` and `component_id` of a choice of `Subjects.either`; of everything neither."""
    kind, number = subject if isinstance(subject, tuple) else ("", None)
    return {
        "service_id": number if kind == "service" else None,
        "component_id": number if kind == "component" else None,
    }


def on_the_clock(instant: datetime | None, zone: str) -> datetime | None:
    """An instant as the wall clock of a zone shows it, for the editors of moments."""
    return None if instant is None else instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def from_the_clock(reading: object, zone: str) -> datetime | None:
    """What was typed on the wall clock of a zone as an instant."""
    return local_to_utc(reading, zone).astimezone(UTC) if isinstance(reading, datetime) else None
