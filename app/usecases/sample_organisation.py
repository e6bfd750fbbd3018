"""The sample organisation: Hollerbach IT, its three customers, six services and what was agreed with whom.

Set up through the same use cases a person would use. What was measured comes from the spreadsheets in
`resources/sample`; `app.usecases.sample` imports them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from app.models.database import Database
from app.usecases import customers, services, settings
from app.usecases.hours import ROUND_THE_CLOCK, Week, add_hours, add_special_day
from app.usecases.sample_columns import build_columns

ORGANISATION = "Hollerbach IT"


@dataclass(frozen=True, slots=True)
class Names:
    """The ids of what was set up, by name."""

    customers: Mapping[str, int]
    sites: Mapping[str, int]
    services: Mapping[str, int]
    components: Mapping[str, int]
    hours: Mapping[str, int]


# name, time zone, description, internal note, sites (name, headcount), contacts (name, role, email, packs)
_CUSTOMERS = (
    (
        "Retail",
        "Europe/Berlin",
        "The stores in Germany and the people who run them.",
        "Renewal talks begin in February; Ms Brandt watches the tills more than anything else.",
        (("Hamburg", 140), ("Köln", 95), ("München", 120)),
        (
            ("Anna Brandt", "Head of store operations", "anna.brandt@retail.example", True),
            ("Jonas Weil", "Controller", "jonas.weil@retail.example", True),
            ("Mira Okonjo", "Store manager", "mira.okonjo@retail.example", False),
        ),
    ),
    (
        "Online Shop",
        "Europe/London",
        "The webshop with its own marketing and customer care.",
        "Compares us with two hosting companies every spring.",
        (("Leeds", 45), ("London", 60)),
        (
            ("Helen Marsh", "Director of e-commerce", "helen.marsh@shop.example", True),
            ("Tom Adeyemi", "Customer care", "tom.adeyemi@shop.example", False),
        ),
    ),
    (
        "Distribution Americas",
        "America/New_York",
        "Two warehouses that deliver to North America.",
        "",
        (("Newark", 80), ("Columbus", 55)),
        (("Carla Reyes", "Warehouse director", "carla.reyes@distribution.example", True),),
    ),
)

# name, description, owner, business process, criticality, the components it stands on
_SERVICES = (
    (
        "Till",
        "Selling and taking payment in the stores.",
        "Petra Lindt",
        "Sales in stores",
        "critical",
        ("Store network",),
    ),
    (
        "Stock and ordering",
        "Knowing what is in store, and ordering what is not.",
        "Petra Lindt",
        "Replenishment",
        "high",
        ("Stock database",),
    ),
    ("Webshop", "Looking, choosing and buying on the web.", "Idris Khan", "Sales on the web", "critical", ()),
    ("Payments", "Card and wallet payments.", "Idris Khan", "Payment", "critical", ("Payment provider",)),
    (
        "Warehouse control",
        "Receiving, picking and shipping.",
        "Olga Sitnik",
        "Distribution",
        "critical",
        ("Warehouse management system",),
    ),
    ("Workplace", "Sign-in, mail, files and help for everybody's desk.", "Olga Sitnik", "All", "medium", ()),
)

# name, kind, owner
_COMPONENTS = (
    ("Stock database", "system", "Database team"),
    ("Warehouse management system", "application", "Logistics applications"),
    ("Store network", "network", "Network team"),
    ("Payment provider", "supplier", "PayBridge Ltd"),
)


def _days(first: int, last: int, start: int, end: int) -> Week:
    """The same hours from weekday `first` to `last` (0 is Monday)."""
    return {day: ((time(start), time(end % 24)),) for day in range(first, last + 1)}


# name, time zone, week, country, subdivision
_HOURS: tuple[tuple[str, str, Week, str | None, str | None], ...] = (
    ("Store hours", "Europe/Berlin", _days(0, 5, 8, 20), "DE", "HH"),
    ("Ordering hours", "Europe/Berlin", _days(0, 5, 6, 22), "DE", "HH"),
    ("Office hours Hamburg", "Europe/Berlin", _days(0, 4, 8, 18), "DE", "HH"),
    ("Round the clock", "Europe/London", ROUND_THE_CLOCK, None, None),
    ("Help desk hours", "Europe/London", {**_days(0, 4, 8, 20), **_days(5, 5, 9, 17)}, "GB", "ENG"),
    ("Warehouse hours", "America/New_York", {**_days(0, 4, 5, 23), **_days(5, 5, 6, 14)}, "US", "NJ"),
    ("Office hours Newark", "America/New_York", _days(0, 4, 8, 17), "US", "NJ"),
)


def build_organisation(db: Database) -> Names:
    """Everything but the agreements: settings, customers, services, components, hours."""
    settings.change_settings(
        db,
        organisation=ORGANISATION,
        time_zone="Europe/Berlin",
        country="DE",
        subdivision="HH",
        currency="EUR",
        page_size="A4",
    )
    customer_ids, site_ids = _build_customers(db)
    component_ids = {name: services.add_component(db, name, kind=k, owner=o) for name, k, o in _COMPONENTS}
    service_ids = _build_services(db, component_ids)
    component_ids |= build_columns(db, service_ids)
    return Names(customer_ids, site_ids, service_ids, component_ids, _build_hours(db))


def _build_customers(db: Database) -> tuple[Mapping[str, int], Mapping[str, int]]:
    customer_ids: dict[str, int] = {}
    site_ids: dict[str, int] = {}
    for name, zone, description, note, sites, contacts in _CUSTOMERS:
        customer = customers.add_customer(
            db, name, time_zone=zone, description=description, internal_note=note
        )
        customer_ids[name] = customer
        for site, headcount in sites:
            site_ids[site] = customers.add_site(db, customer, site, headcount=headcount)
        for person, role, email, packs in contacts:
            customers.add_contact(db, customer, person, role=role, email=email, receives_packs=packs)
    return customer_ids, site_ids


_HOUR_COSTS = {"Till": "4,800", "Webshop": "12,500", "Payments": "9,000"}


def _build_services(db: Database, component_ids: Mapping[str, int]) -> Mapping[str, int]:
    service_ids: dict[str, int] = {}
    for name, description, owner, process, criticality, columns in _SERVICES:
        service_ids[name] = services.add_service(
            db,
            name,
            description=description,
            owner=owner,
            business_process=process,
            criticality=criticality,
        )
        if name in _HOUR_COSTS:
            services.change_service(db, service_ids[name], hour_cost=_HOUR_COSTS[name])
        if columns:
            services.set_components(db, service_ids[name], [component_ids[column] for column in columns])
    return service_ids


def _build_hours(db: Database) -> Mapping[str, int]:
    hours = {
        name: add_hours(db, name, time_zone=zone, week=week, country=country, subdivision=subdivision)
        for name, zone, week, country, subdivision in _HOURS
    }
    sunday = ((time(13), time(18)),)
    add_special_day(db, hours["Store hours"], date(2026, 9, 27), "shift", times=sunday, name="Open Sunday")
    for day, until, name in (
        (date(2025, 12, 24), 14, "Christmas Eve"),
        (date(2025, 12, 31), 16, "New Year's Eve"),
    ):
        add_special_day(db, hours["Store hours"], day, "shift", times=((time(8), time(until)),), name=name)
    inventory = ((time(6), time(10)),)
    add_special_day(
        db, hours["Ordering hours"], date(2026, 7, 1), "break", times=inventory, name="Stocktaking"
    )
    add_special_day(db, hours["Warehouse hours"], date(2026, 10, 12), "workday", name="Columbus Day, worked")
    return hours
