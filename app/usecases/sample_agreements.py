"""What the sample organisation agreed: an SLA with each customer, an OLA and a supplier's contract.

One SLA changes in the middle of October.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from app.calc.ledger import Definition
from app.models.database import Database
from app.usecases import agreements
from app.usecases.sample_organisation import Names
from app.usecases.targets import TargetEntry, add_target, change_target, entry_of, list_targets
from app.usecases.volumes import VolumeEntry, add_volume

# Names of the sources, as the import of the sample files records them.
DESK_LIST, SERVICE_DESK = "Service desk list", "Service desk"
MONITORING, WATCHER, PROBE = "Data centre monitoring", "Shop watcher", "Page probe"

_FROM = date(2025, 9, 1)
_RAISED = date(2026, 10, 16)
_STRICT = Definition(degraded="down", joining_gap_minutes=Decimal(10))
_BY_SITE = Definition(sites="weighted", joining_gap_minutes=Decimal(10))
_ANNOUNCED = Definition(exclusion="used", degraded="weighted", degraded_weight=Decimal("0.5"))


@dataclass(frozen=True, slots=True)
class Promise:
    """A target as it is written here; `within` and `priority` are of tickets."""

    service: str
    metric: str
    value: str
    hours: str
    margin: str | None = None
    source: str | None = None
    definition: Definition = Definition()  # noqa: RUF009 (frozen)
    support: str | None = None
    parameters: tuple[tuple[str, str], ...] = ()

    def entry(self, names: Names) -> TargetEntry:
        """The same as the use case takes it."""
        return TargetEntry(
            service_id=names.services[self.service],
            hours_id=names.hours[self.hours],
            metric=self.metric,
            value=Decimal(self.value),
            margin=None if self.margin is None else Decimal(self.margin),
            parameters=dict(self.parameters),
            definition=self.definition,
            support_hours_id=None if self.support is None else names.hours[self.support],
            source_of_record=self.source,
        )


def _tickets(
    service: str, metric: str, value: str, priority: str, within: str, hours: str, support: str
) -> Promise:
    wanted = (("priority", priority), ("within_minutes", within))
    return Promise(service, metric, value, hours, margin="2", support=support, parameters=wanted)


_RETAIL = (
    Promise("Till", "availability", "99.5", "Store hours", "0.1", DESK_LIST),
    Promise(
        "Till", "breaks", "2", "Store hours", None, DESK_LIST, parameters=(("longer_than_minutes", "15"),)
    ),
    Promise("Till", "longest_break", "60", "Store hours", "10", DESK_LIST),
    Promise("Till", "critical_time", "0", "Store hours", None, DESK_LIST, parameters=(("days", "-2,-1"),)),
    _tickets("Till", "resolution", "90", "P2", "480", "Store hours", "Store hours"),
    Promise("Stock and ordering", "availability", "99.0", "Ordering hours", "0.1", MONITORING),
    Promise("Stock and ordering", "mtrs", "1", "Ordering hours", "0.2", MONITORING),
    Promise(
        "Stock and ordering",
        "figure",
        "99.5",
        "Ordering hours",
        parameters=(("figure", "Backups succeeded"),),
    ),
    Promise("Workplace", "availability", "99.0", "Office hours Hamburg", "0.2", DESK_LIST, _STRICT),
    _tickets("Workplace", "response", "90", "P2", "90", "Office hours Hamburg", "Office hours Hamburg"),
    _tickets("Workplace", "response", "90", "P3", "240", "Office hours Hamburg", "Office hours Hamburg"),
    _tickets("Workplace", "resolution", "85", "P3", "960", "Office hours Hamburg", "Office hours Hamburg"),
    Promise(
        "Workplace",
        "figure",
        "80",
        "Office hours Hamburg",
        "2",
        parameters=(("figure", "Calls answered within 20 s"),),
    ),
)
_SHOP = (
    Promise("Webshop", "availability", "99.9", "Round the clock", "0.02", WATCHER, _ANNOUNCED),
    Promise(
        "Webshop", "breaks", "3", "Round the clock", None, WATCHER, parameters=(("longer_than_minutes", "5"),)
    ),
    Promise(
        "Webshop",
        "sample_share",
        "95",
        "Round the clock",
        "0.5",
        PROBE,
        parameters=(("sample", "Page time"), ("threshold", "1300")),
    ),
    Promise(
        "Webshop",
        "sample_percentile",
        "1500",
        "Round the clock",
        "100",
        PROBE,
        parameters=(("sample", "Page time"), ("percentile", "95"), ("unit", "ms")),
    ),
    _tickets("Webshop", "resolution", "75", "P3", "960", "Help desk hours", "Help desk hours"),
    Promise("Payments", "availability", "99.8", "Round the clock", "0.05", DESK_LIST, _STRICT),
    Promise("Payments", "mtbsi", "160", "Round the clock", "20", DESK_LIST, _STRICT),
    _tickets("Payments", "response", "85", "P3", "180", "Help desk hours", "Help desk hours"),
)
_DISTRIBUTION = (
    Promise("Warehouse control", "availability", "99.6", "Warehouse hours", "0.1", DESK_LIST, _BY_SITE),
    Promise("Warehouse control", "mtbf", "100", "Warehouse hours", "20", DESK_LIST),
    _tickets("Workplace", "response", "90", "P3", "240", "Office hours Newark", "Office hours Newark"),
    _tickets("Workplace", "resolution", "80", "P4", "1920", "Office hours Newark", "Office hours Newark"),
)


# Agreement, service, and what its targets were agreed for; the service's id is filled in.
_VOLUMES = (
    ("Retail", "Till", VolumeEntry(0, "tickets", Decimal(28))),
    ("Retail", "Workplace", VolumeEntry(0, "users", Decimal(340))),
    ("Retail", "Workplace", VolumeEntry(0, "tickets", Decimal(100))),
    ("Online Shop", "Webshop", VolumeEntry(0, "tickets", Decimal(33))),
    ("Distribution Americas", "Workplace", VolumeEntry(0, "tickets", Decimal(55))),
)


def build_agreements(db: Database, names: Names) -> None:
    """The agreements, signed; the one with Retail has a second version from 16 October."""
    retail = _sla(db, names, "Retail", "Europe/Berlin", _RETAIL)
    shop = _sla(db, names, "Online Shop", "Europe/London", _SHOP)
    distribution = _sla(db, names, "Distribution Americas", "America/New_York", _DISTRIBUTION)
    _add_windows(
        db,
        names,
        {name: _first(db, a) for name, a in (("retail", retail), ("shop", shop), ("dist", distribution))},
    )
    for agreement in (retail, shop, distribution):
        agreements.sign_version(db, _first(db, agreement), date(2025, 7, 16))
    _raise_stock(db, retail)
    _underpin(db, names)


def _sla(db: Database, names: Names, customer: str, zone: str, promises: tuple[Promise, ...]) -> int:
    agreement = agreements.add_agreement(
        db, f"SLA {customer}", customer_id=names.customers[customer], valid_from=_FROM, time_zone=zone
    )
    for promise in promises:
        add_target(db, _first(db, agreement), promise.entry(names))
    for owner, service, entry in _VOLUMES:
        if owner == customer:
            wanted = replace(entry, service_id=names.services[service])
            add_volume(db, _first(db, agreement), wanted)
    return agreement


def _add_windows(db: Database, names: Names, versions: Mapping[str, int]) -> None:
    agreements.add_window(
        db,
        versions["retail"],
        "Wednesday evenings",
        starts_at=datetime(2025, 9, 3, 20),  # noqa: DTZ001 (local to the agreement)
        duration_minutes=120,
        recurrence="FREQ=WEEKLY;BYDAY=WE",
        service_id=names.services["Stock and ordering"],
        clause="4.2",
    )
    agreements.add_window(
        db,
        versions["shop"],
        "Second Sunday mornings",
        starts_at=datetime(2025, 9, 14, 6),  # noqa: DTZ001
        duration_minutes=240,
        recurrence="FREQ=MONTHLY;BYDAY=2SU",
        service_id=names.services["Webshop"],
        clause="5.1",
    )
    for day, name in (
        (date(2026, 2, 14), "February"),
        (date(2026, 6, 13), "June"),
        (date(2026, 8, 15), "August"),
        (date(2026, 10, 10), "October"),
    ):
        agreements.add_window(
            db,
            versions["dist"],
            f"Announced work in {name}",
            starts_at=datetime(day.year, day.month, day.day, 7),  # noqa: DTZ001
            duration_minutes=300,
            service_id=names.services["Warehouse control"],
            clause="3.4",
            agreed_by_customer=name != "October",
        )


def _raise_stock(db: Database, agreement: int) -> None:
    """The second version: stock and ordering is to be up 99.5 % from 16 October on."""
    version = agreements.add_version(
        db, agreement, valid_from=_RAISED, note="Stock and ordering raised to 99.5 %."
    )
    for target in list_targets(db, version):
        if target.service == "Stock and ordering" and target.metric == "availability":
            change_target(db, target.id, replace(entry_of(target), value=Decimal("99.5")))
    agreements.sign_version(db, version, date(2026, 9, 30))


def _underpin(db: Database, names: Names) -> None:
    for kind, counterparty, title, promise in (
        ("ola", "Database team", "OLA Stock database", replace(_RETAIL[5], value="99.7")),
        ("uc", "PayBridge Ltd", "Contract PayBridge", replace(_SHOP[5], value="99.9")),
    ):
        agreement = agreements.add_agreement(
            db, title, kind=kind, counterparty=counterparty, valid_from=_FROM, time_zone="Europe/Berlin"
        )
        add_target(db, _first(db, agreement), promise.entry(names))
        agreements.sign_version(db, _first(db, agreement), date(2025, 7, 1))


def _first(db: Database, agreement: int) -> int:
    """The id of an agreement's first version."""
    (row,) = (each for each in agreements.list_agreements(db) if each.id == agreement)
    return row.versions[-1].id
