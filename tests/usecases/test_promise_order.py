"""Targets stand in one order, whatever the order in which they were entered and wherever they are read."""

import io
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from random import Random

import openpyxl
import pytest
from pypdf import PdfReader

from app import cli
from app.models.database import Database
from app.usecases.agreements import add_agreement, add_version, list_agreements, sign_version
from app.usecases.closing import issue_month
from app.usecases.customers import add_customer
from app.usecases.hours import ROUND_THE_CLOCK, add_hours
from app.usecases.levels import slam_chart
from app.usecases.months import build_month
from app.usecases.services import add_service
from app.usecases.targets import (
    TargetEntry,
    add_target,
    change_target,
    entry_of,
    list_targets,
    remove_target,
)
from app.usecases.writing_packs import write_pack
from tests.usecases.retail import NOVEMBER, WHY, at

OCTOBER = "2026-10"
EXPECTED = (
    "Availability 99.5 %",
    "Availability 99 %",  # per quarter
    "MTRS 4 h",
    "Response P1 30 min, 95 %",
    "Response P2 30 min, 95 %",
    "Response P10 30 min, 95 %",
    "Resolution P1 8 h, 95 %",
)


def entries(service: int, hours: int) -> list[TargetEntry]:
    plain = TargetEntry(service, hours, "availability", Decimal("99.5"))
    tickets = replace(plain, metric="response", value=Decimal(95))
    return [
        plain,
        replace(plain, value=Decimal(99), period="quarter"),
        replace(plain, metric="mtrs", value=Decimal(4)),
        *(
            replace(tickets, parameters={"priority": name, "within_minutes": "30"})
            for name in ("P1", "P2", "P10")
        ),
        replace(tickets, metric="resolution", parameters={"priority": "P1", "within_minutes": "480"}),
    ]


def agreed(db: Database, name: str, services: dict[str, int], hours: int, dice: Random) -> int:
    """A customer with the same targets of the same services, entered in any order."""
    customer = add_customer(db, name, time_zone="UTC")
    add_agreement(db, f"SLA {name}", customer_id=customer, valid_from=date(2026, 1, 1), time_zone="UTC")
    version = next(each for each in list_agreements(db) if each.customer_id == customer).versions[0].id
    wanted = [entry for service in services.values() for entry in entries(service, hours)]
    dice.shuffle(wanted)
    for entry in wanted:
        add_target(db, version, entry)
    return customer


@pytest.fixture
def customers(db: Database) -> tuple[int, ...]:
    services = {name: add_service(db, name) for name in ("till", "Archive", "Über")}
    hours = add_hours(db, "Service hours", time_zone="UTC", week=ROUND_THE_CLOCK)
    return tuple(
        agreed(db, name, services, hours, Random(seed)) for seed, name in enumerate(("Retail", "Bank", "Zoo"))
    )


def documented(db: Database, customer: int, key: str = OCTOBER) -> list[tuple[str, str]]:
    month = build_month(db, customer, key, NOVEMBER)
    return [(service.name, target.short) for service in month.services for target in service.targets]


def test_every_customer_and_month_reads_the_same_order(db: Database, customers: tuple[int, ...]) -> None:
    monthly = [label for label in EXPECTED if label != "Availability 99 %"]
    expected = [(service, label) for service in ("Archive", "till", "Über") for label in monthly]
    for customer in customers:
        assert documented(db, customer) == expected
        assert documented(db, customer, "2026-08") == expected
        chart = slam_chart(db, customer, OCTOBER, 6, NOVEMBER)
        assert [service.name for service in chart.services] == ["Archive", "till", "Über"]
        assert {tuple(row.label for row in service.rows) for service in chart.services} == {EXPECTED}


def test_a_new_version_and_a_closed_month_change_no_order(db: Database, customers: tuple[int, ...]) -> None:
    customer = customers[0]
    before = documented(db, customer)
    agreement = next(each for each in list_agreements(db) if each.customer_id == customer)
    sign_version(db, agreement.versions[0].id, date(2026, 1, 1))
    issue_month(db, customer, "2026-07", date(2026, 12, 24), NOVEMBER, uncommented_reason=WHY)
    version = add_version(db, agreement.id, valid_from=date(2026, 9, 1))
    for row in list_targets(db, version):
        if row.metric == "mtrs":
            change_target(db, row.id, replace(entry_of(row), value=Decimal(3)))
    after = [(service, label.replace("MTRS 3 h", "MTRS 4 h")) for service, label in documented(db, customer)]
    assert after == before


def test_a_target_that_only_closed_months_tell_of_keeps_its_place(
    db: Database, customers: tuple[int, ...]
) -> None:
    customer = customers[0]
    issue_month(db, customer, "2026-07", date(2026, 12, 24), NOVEMBER, uncommented_reason=WHY)
    agreement = next(each for each in list_agreements(db) if each.customer_id == customer)
    for row in list_targets(db, agreement.versions[0].id):
        if row.short == "Response P2 30 min, 95 %":
            remove_target(db, row.id)
    chart = slam_chart(db, customer, OCTOBER, 6, NOVEMBER)
    assert {tuple(row.label for row in service.rows) for service in chart.services} == {EXPECTED}


def test_pages_and_workbook_follow_the_chart(
    db: Database, customers: tuple[int, ...], tmp_path: Path
) -> None:
    labels = [label for _, label in documented(db, customers[0])][: len(EXPECTED) - 1]
    pack = write_pack(db, customers[0], OCTOBER, tmp_path, now=at(11, 10))
    read = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(pack.paths[0]).pages)
    places = [read.index(label, read.index("Archive")) for label in labels]
    assert all(one < other for one, other in pairwise(places))
    levels = openpyxl.load_workbook(pack.paths[1])["Levels"]
    month = build_month(db, customers[0], OCTOBER, NOVEMBER)
    expected = [(service.name, target.sentence) for service in month.services for target in service.targets]
    assert [row[1:3] for row in levels.iter_rows(values_only=True) if isinstance(row[0], int)] == expected


def test_the_command_line_lists_levels_in_this_order(
    db: Database, customers: tuple[int, ...], desk_path: Path
) -> None:
    expected = documented(db, customers[0])
    db.close()
    out = io.StringIO()
    with redirect_stdout(out):
        code = cli.run(["levels", str(desk_path), "--month", OCTOBER, "--customer", "Retail"], lambda *_: 0)
    lines = [line for line in out.getvalue().splitlines() if line.startswith("  ")]
    assert code == 0
    assert len(lines) == len(expected)
    assert all(
        service in line and label in line for line, (service, label) in zip(lines, expected, strict=True)
    )
