"""A small desk built by hand: one customer, one service, one SLA, October 2026 covered from end to end."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from app.models.database import Database
from app.usecases.agreements import add_agreement, list_agreements
from app.usecases.coverage import declare_coverage
from app.usecases.customers import add_customer, add_site
from app.usecases.hours import ROUND_THE_CLOCK, add_hours
from app.usecases.services import add_service
from app.usecases.targets import TargetEntry, add_target, list_targets

ZONE = "UTC"
WHY = "The supplier has not answered yet."  # for months issued with a breach nobody has written about
NOVEMBER = datetime(2026, 11, 10, 12, tzinfo=UTC)


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@dataclass(frozen=True)
class Retail:
    customer: int
    site: int
    service: int
    hours: int
    agreement: int
    version: int
    target: int
    lineage: str


def retail(
    db: Database, *, value: str = "99.5", round_the_clock: bool = True, covered: bool = True
) -> Retail:
    """The desk; service hours around the clock, or Mon–Fri 08–18."""
    customer = add_customer(db, "Retail", time_zone=ZONE)
    site = add_site(db, customer, "Berlin", headcount=40)
    service = add_service(db, "Till")
    weekdays = {day: ((time(8), time(18)),) for day in range(5)}
    hours = add_hours(
        db, "Service hours", time_zone=ZONE, week=ROUND_THE_CLOCK if round_the_clock else weekdays
    )
    agreement = add_agreement(
        db, "SLA Retail", customer_id=customer, valid_from=date(2026, 1, 1), time_zone=ZONE
    )
    version = list_agreements(db)[0].versions[0].id
    target = add_target(db, version, TargetEntry(service, hours, "availability", Decimal(value)))
    lineage = list_targets(db, version)[0].lineage
    if covered:
        declare_coverage(db, start=at(1, 1), end=at(11, 1), service_id=service)
    return Retail(customer, site, service, hours, agreement, version, target, lineage)
