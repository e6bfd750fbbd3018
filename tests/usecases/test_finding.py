"""Going to a record by a few letters: fuzzy, but the same letters always find the same."""

from datetime import UTC, date, datetime

import pytest

from app.models.database import Database
from app.models.measurements import Outage, Ticket
from app.usecases.customers import add_customer
from app.usecases.finding import MOST, FoundRow, find_records, find_released
from app.usecases.services import add_component, add_service
from tests.usecases.retail import Retail, retail

NOW = datetime(2026, 11, 10, tzinfo=UTC)


@pytest.fixture
def desk(db: Database) -> Retail:
    made = retail(db)
    add_customer(db, "Wholesale and retail", time_zone="UTC")
    add_service(db, "Till retailers")
    return made


def found(db: Database, typed: str) -> list[tuple[str, str]]:
    return [(row.kind, row.name) for row in find_records(db, typed, NOW)]


def test_names_are_found_kind_by_kind_the_likeliest_first(db: Database, desk: Retail) -> None:
    assert found(db, "ret")[:3] == [
        ("customer", "Retail"),
        ("customer", "Wholesale and retail"),
        ("service", "Till retailers"),
    ]


def test_nothing_typed_finds_nothing(db: Database, desk: Retail) -> None:
    assert find_records(db, "  ") == ()


@pytest.mark.parametrize("typed", ["oct 2026 levels", "levels october", "2026-10 lev", "retail oct levels"])
def test_levels_of_a_month_are_found(db: Database, desk: Retail, typed: str) -> None:
    rows = [row for row in find_records(db, typed, NOW) if row.kind in ("levels", "packs")]
    assert {row.kind for row in rows} == {"levels"}
    first = rows[0]
    assert (first.name, first.id) == ("October 2026, Retail", desk.customer)
    assert first.period is not None
    assert first.period.key == "2026-10"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("q3", "2026-Q3"),
        ("dec", "2025-12"),
        ("2026-w40", "2026-W40"),
        ("2025", "2025"),
        ("q4 packs", "2026-Q4"),
    ],
)
def test_other_periods_are_found(db: Database, desk: Retail, typed: str, key: str) -> None:
    keys = {row.period.key for row in find_records(db, typed, NOW) if row.period}
    assert keys == {key}


@pytest.mark.parametrize("typed", ["2026-13", "2026-w99", "octopus", "oct nobody", "levels"])
def test_what_is_no_period_finds_none(db: Database, desk: Retail, typed: str) -> None:
    assert not [row for row in find_records(db, typed, NOW) if row.period]


def test_tickets_and_outages_are_found_by_number(db: Database, desk: Retail) -> None:
    start = datetime(2026, 10, 13, 9, 12, tzinfo=UTC)
    with db.changing("Add") as session:
        for number in ("INC100", "INC1001", "X-INC100"):
            session.add(Ticket(number=number, source="desk", kind="incident", opened=start))
        session.add(Outage(reference="R-100", service_id=desk.service, start=start, end=None, source="net"))
        session.add(Outage(service_id=desk.service, start=start, end=None, source="net"))
    assert found(db, "inc100") == [("ticket", "INC100"), ("ticket", "INC1001"), ("ticket", "X-INC100")]
    (outage,) = find_records(db, "r-100", NOW)
    assert (outage.kind, outage.name) == ("outage", "R-100")
    assert outage.about.endswith("· 13 Oct 2026 09:12")
    assert found(db, "inc") == []


def test_signs_of_patterns_are_letters(db: Database, desk: Retail) -> None:
    assert found(db, "%") == []
    assert found(db, "1%") == []


def test_no_kind_floods_the_others(db: Database, desk: Retail) -> None:
    for number in range(20):
        add_service(db, f"Web {number:02}")
    assert [name for kind, name in found(db, "web") if kind == "service"] == [
        f"Web {n:02}" for n in range(MOST)
    ]


def test_a_row_is_a_plain_value() -> None:
    assert FoundRow("customer", 1, "Retail") == FoundRow("customer", 1, "Retail")


def test_a_watching_customer_finds_its_own_services_versions_and_periods_and_nothing_else(
    db: Database,
) -> None:
    made = retail(db)
    other = add_customer(db, "Retail bank", time_zone="Europe/Berlin")
    add_service(db, "Till of the bank")
    add_component(db, "Till storage")
    today, now = date(2026, 11, 10), datetime(2026, 11, 10, tzinfo=UTC)

    def found(typed: str, customer: int = made.customer) -> list[tuple[str, str]]:
        return [(row.kind, row.name) for row in find_released(db, customer, typed, today, now)]

    assert found("till") == [("service", "Till")]
    assert found("retail") == [("agreement", "SLA Retail, version 1")]
    assert found("oct retail") == [("levels", "October 2026, Retail"), ("packs", "October 2026, Retail")]
    assert found("oct bank") == []
    assert found("till", other) == []
    assert found("") == []
