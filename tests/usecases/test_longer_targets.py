"""A ticket target agreed per quarter: the table of a month's tickets says where it is judged."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from app.models.database import Database
from app.models.measurements import Ticket
from app.reports.month import Month, from_json, to_json
from app.reports.pack_tickets import about
from app.reports.ticket_rows import ticket_rows
from app.usecases.closing import issue_month
from app.usecases.coverage import declare_coverage
from app.usecases.months import build_month
from app.usecases.targets import TargetEntry, add_target
from app.usecases.writing_packs import write_pack
from tests.usecases.retail import NOVEMBER, WHY, Retail, at, retail

NAME = "Resolution 8 h, 50 %"


@pytest.fixture
def desk(db: Database) -> Retail:
    """A resolution target per quarter and one per year; of four tickets of the third quarter one was late."""
    made = retail(db)
    entry = TargetEntry(made.service, made.hours, "resolution", Decimal(50), period="quarter")
    add_target(db, made.version, replace(entry, parameters={"within_minutes": "480"}))
    declare_coverage(db, start=at(1, 1), end=at(11, 1), service_id=made.service, kind="tickets")
    with db.changing("as if imported") as session:
        for number, opened in enumerate((at(7, 3), at(8, 3), at(8, 4), at(9, 4))):
            hours = 12 if number == 1 else 4
            ticket = Ticket(number=f"T{number}", service_id=made.service, source="desk", opened=opened)
            ticket.resolved, ticket.priority = opened + timedelta(hours=hours), "P2"
            session.add(ticket)
    return made


def month(db: Database, desk: Retail, key: str) -> Month:
    return build_month(db, desk.customer, key, NOVEMBER)


def said(told: Month) -> list[str]:
    (service,) = ticket_rows(told)
    return about(service)


def test_a_month_within_the_quarter_says_over_what_and_with_which_month_it_is_judged(
    db: Database, desk: Retail
) -> None:
    words = f"{NAME} is agreed per quarter: it is judged over Q3 2026, and told with September 2026."
    assert said(month(db, desk, "2026-07"))[-1] == words
    assert said(month(db, desk, "2026-08"))[-1] == words


def test_the_month_that_ends_the_quarter_says_how_many_were_in_time_over_it(
    db: Database, desk: Retail
) -> None:
    expected = f"{NAME} is agreed per quarter: over Q3 2026, 3 of 4 were in time."
    assert said(month(db, desk, "2026-09"))[-1] == expected
    for key in ("2026-07", "2026-08"):
        issue_month(db, desk.customer, key, date(2026, 12, 24), NOVEMBER, uncommented_reason=WHY)
    told = month(db, desk, "2026-09")
    assert said(told)[-1] == expected
    assert from_json(to_json(told)) == told


def test_the_quarter_itself_a_year_and_a_week_need_no_such_words(db: Database, desk: Retail) -> None:
    for key in ("2026-Q3", "2026", "2026-W32"):
        told = month(db, desk, key)
        assert not any("is agreed per" in text for text in said(told))
        assert told.tickets is not None
        assert told.tickets.services[0].in_time


def test_a_year_is_told_with_its_last_month_or_quarter(db: Database, desk: Retail) -> None:
    yearly = TargetEntry(desk.service, desk.hours, "response", Decimal(90), period="year")
    add_target(db, desk.version, yearly)
    assert any(
        text.endswith("judged over 2026, and told with Q4 2026.") for text in said(month(db, desk, "2026-Q3"))
    )
    assert any(
        text.endswith("judged over 2026, and told with December 2026.")
        for text in said(month(db, desk, "2026-08"))
    )


def test_a_quarter_in_which_nothing_was_decided_says_so(db: Database, desk: Retail) -> None:
    with db.changing("as if imported") as session:
        session.add(
            Ticket(number="old", service_id=desk.service, source="desk", opened=at(1, 2), priority="P2")
        )
    assert (
        said(month(db, desk, "2026-06"))[-1]
        == f"{NAME} is agreed per quarter: over Q2 2026 no ticket was decided."
    )


def test_the_workbook_says_the_same(db: Database, desk: Retail, tmp_path: Path) -> None:
    pack = write_pack(db, desk.customer, "2026-08", tmp_path, now=NOVEMBER)
    sheet = openpyxl.load_workbook(pack.paths[1])["Tickets by priority"]
    (told,) = (row for row in sheet.iter_rows(values_only=True) if row[0] == "Till")
    assert str(told[-1]).endswith("and told with September 2026.")
