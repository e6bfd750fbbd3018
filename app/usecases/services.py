"""Services customers buy, and the components they stand on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.calc.money import Money, read_money
from app.errors import InputError
from app.models.agreements import Agreement, AgreementVersion, Target
from app.models.catalogue import Component, Need, NeedGroup, Service
from app.models.database import Database
from app.models.organisation import Customer
from app.usecases.editing import assign, fetch, refuse_twin, tidy_name
from app.usecases.needs import set_direct_components
from app.usecases.settings import load_settings


@dataclass(frozen=True, slots=True)
class _Figure:
    """What a figure of a component is called, how it is written, and the most it can be."""

    what: str
    words: str
    most: Decimal | None


CRITICALITIES = ("low", "medium", "high", "critical")
COMPONENT_KINDS = ("system", "network", "application", "team", "supplier", "site")

_SERVICE_FIELDS = frozenset({"name", "description", "owner", "business_process", "criticality"}) | {
    "hour_cost",
    "hour_cost_currency",
}
KEEPERS = ("team", "supplier", "best_effort")

_COMPONENT_FIELDS = frozenset(
    {"name", "kind", "owner", "kept_by", "location", "contracted_availability", "contracted_restore_hours"}
    | {"mtbf_hours", "restore_hours", "designed_source", "support_hours_id"}
)
_FIGURES: Mapping[str, _Figure] = {
    "contracted_availability": _Figure("An availability", "percent from 0 to 100, like 99.5", Decimal(100)),
    "contracted_restore_hours": _Figure("A time to restore", "hours above nought, like 4", None),
    "mtbf_hours": _Figure("A time between failures", "hours above nought, like 8760", None),
    "restore_hours": _Figure("A time to restore", "hours above nought, like 4", None),
}


@dataclass(frozen=True, slots=True)
class ServiceRow:
    id: int
    uid: str
    name: str
    description: str
    owner: str
    business_process: str
    criticality: str
    components: tuple[str, ...]
    customers: tuple[str, ...]
    hour_cost: Money | None = None


@dataclass(frozen=True, slots=True)
class ComponentRow:
    id: int
    uid: str
    name: str
    kind: str
    owner: str
    services: tuple[str, ...]


def list_services(db: Database) -> tuple[ServiceRow, ...]:
    """All services by name, with the components they need and the customers who bought them."""
    with db.reading() as session:
        components = _grouped(
            session,
            select(NeedGroup.service_id, Component.name)
            .join(Need, Need.group_id == NeedGroup.id)
            .join(Component, Component.id == Need.component_id)
            .where(NeedGroup.service_id.is_not(None))
            .distinct()
            .order_by(func.lower(Component.name)),
        )
        customers = _grouped(
            session,
            select(Target.service_id, Customer.name)
            .join(AgreementVersion, AgreementVersion.id == Target.version_id)
            .join(Agreement, Agreement.id == AgreementVersion.agreement_id)
            .join(Customer, Customer.id == Agreement.customer_id)
            .distinct()
            .order_by(func.lower(Customer.name)),
        )
        services = session.scalars(select(Service).order_by(func.lower(Service.name)))
        return tuple(
            ServiceRow(
                s.id,
                s.uid,
                s.name,
                s.description,
                s.owner,
                s.business_process,
                s.criticality,
                components.get(s.id, ()),
                customers.get(s.id, ()),
                hour_cost_of(s),
            )
            for s in services
        )


def add_service(
    db: Database,
    name: str,
    *,
    description: str = "",
    owner: str = "",
    business_process: str = "",
    criticality: str = "medium",
) -> int:
    """A new service; returns its id."""
    name = tidy_name(name, "service")
    with db.changing(f"Add service {name}") as session:
        refuse_twin(session, Service.name, name, "service")
        service = Service(
            name=name,
            description=description,
            owner=owner,
            business_process=business_process,
            criticality=_one_of(criticality, CRITICALITIES),
        )
        session.add(service)
        session.flush()
        return service.id


def change_service(db: Database, service_id: int, **changes: object) -> None:
    """Change name, description, owner, business_process, criticality, or hour_cost as it is typed."""
    with db.changing("Change service") as session:
        service = fetch(session, Service, service_id, "service")
        if "name" in changes:
            changes["name"] = tidy_name(str(changes["name"]), "service")
            refuse_twin(session, Service.name, str(changes["name"]), "service", but=service_id)
        if "criticality" in changes:
            _one_of(str(changes["criticality"]), CRITICALITIES)
        if "hour_cost" in changes:
            cost = read_money(str(changes["hour_cost"] or ""), load_settings(session).currency)
            changes["hour_cost"] = cost.minor if cost else None
            changes["hour_cost_currency"] = cost.currency if cost else ""
        assign(service, changes, _SERVICE_FIELDS)
        session.info["label"] = f"Change service {service.name}"


def hour_cost_of(service: Service) -> Money | None:
    """What an hour without it costs, where somebody has said so."""
    return None if service.hour_cost is None else Money(service.hour_cost, service.hour_cost_currency)


def remove_service(db: Database, service_id: int) -> None:
    """Remove a service with its targets and measurements."""
    with db.changing("Remove service") as session:
        service = fetch(session, Service, service_id, "service")
        session.info["label"] = f"Remove service {service.name}"
        session.delete(service)


def set_components(db: Database, service_id: int, component_ids: Iterable[int]) -> None:
    """The service needs exactly these components, each where it stands; new ones beside all the rest."""
    wanted = set(component_ids)
    with db.changing("Change what a service stands on") as session:
        service = fetch(session, Service, service_id, "service")
        for component_id in wanted:
            fetch(session, Component, component_id, "component")
        session.info["label"] = f"Change what {service.name} stands on"
        set_direct_components(session, service_id, wanted)


def list_components(db: Database) -> tuple[ComponentRow, ...]:
    """All components by name, with the services that need them."""
    with db.reading() as session:
        services = _grouped(
            session,
            select(Need.component_id, Service.name)
            .join(NeedGroup, NeedGroup.id == Need.group_id)
            .join(Service, Service.id == NeedGroup.service_id)
            .where(Need.component_id.is_not(None))
            .distinct()
            .order_by(func.lower(Service.name)),
        )
        return tuple(
            ComponentRow(c.id, c.uid, c.name, c.kind, c.owner, services.get(c.id, ()))
            for c in session.scalars(select(Component).order_by(func.lower(Component.name)))
        )


def add_component(db: Database, name: str, *, kind: str = "system", owner: str = "") -> int:
    """A new component; returns its id."""
    name = tidy_name(name, "component")
    with db.changing(f"Add component {name}") as session:
        refuse_twin(session, Component.name, name, "component")
        component = Component(
            name=name, kind=_one_of(kind, COMPONENT_KINDS), owner=owner, kept_by=_keeper(kind, owner)
        )
        session.add(component)
        session.flush()
        return component.id


def _keeper(kind: str, owner: str) -> str:
    """Who keeps a new component, as far as its kind and owner tell; nobody named is best effort."""
    if kind in ("team", "supplier"):
        return kind
    return "team" if owner.strip() else "best_effort"


def change_component(db: Database, component_id: int, **changes: object) -> None:
    """Change name, kind, who keeps it, or its figures; a figure may be text as typed, and empty for none."""
    with db.changing("Change component") as session:
        component = fetch(session, Component, component_id, "component")
        if "name" in changes:
            changes["name"] = tidy_name(str(changes["name"]), "component")
            refuse_twin(session, Component.name, str(changes["name"]), "component", but=component_id)
        if "kind" in changes:
            _one_of(str(changes["kind"]), COMPONENT_KINDS)
        if "kept_by" in changes:
            _one_of(str(changes["kept_by"]), KEEPERS)
        for field in _FIGURES.keys() & changes.keys():
            changes[field] = _figure(changes[field], _FIGURES[field])
        assign(component, changes, _COMPONENT_FIELDS)
        session.info["label"] = f"Change component {component.name}"


def remove_component(db: Database, component_id: int) -> None:
    """Remove a component with its measurements."""
    with db.changing("Remove component") as session:
        component = fetch(session, Component, component_id, "component")
        session.info["label"] = f"Remove component {component.name}"
        session.delete(component)


def _grouped(
    session: Session, query: Select[int, str] | Select[int | None, str]
) -> dict[int, tuple[str, ...]]:
    """The names of a two-column query, collected by its first column."""
    groups: dict[int, tuple[str, ...]] = {}
    for key, name in session.execute(query):
        groups[key or 0] = (*groups.get(key or 0, ()), name)
    return groups


def _figure(value: object, figure: _Figure) -> str | None:
    """The exact decimal as text; raises InputError for what is no such figure."""
    text = str(value if value is not None else "").strip().replace(",", ".").removesuffix("%").strip()
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number <= 0 or (figure.most is not None and number > figure.most):
        raise InputError(f"{figure.what} is {figure.words}; “{value}” is not.")
    return format(number, "f")


def _one_of(value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise InputError(f"“{value}” is none of {', '.join(choices)}.")
    return value
