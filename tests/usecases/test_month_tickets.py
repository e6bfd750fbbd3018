"""The tickets a document lists: those of which nobody knows yet whether they were in time are undecided."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from app.models.database import Database
from app.models.measurements import Ticket
from app.reports.month import TicketLine, from_json, to_json
from app.usecases.closing import issue_month
from app.usecases.coverage import declare_coverage
from app.usecases.months import build_month
from app.usecases.targets import TargetEntry, add_target
from app.usecases.writing_packs import write_pack
from tests.usecases.retail import NOVEMBER, WHY, Retail, at, retail

WHY_UNDECIDED = "open when last seen; no source looked when it was due"


@pytest.fixture
def desk(db: Database) -> Retail:
    """Tickets seen until 20 August: one in time, one late, one open and due after that day."""
    made = retail(db)
    entry = TargetEntry(made.service, made.hours, "resolution", Decimal(10), margin=Decimal(0))
    add_target(db, made.version, replace(entry, parameters={"within_minutes": "2880"}))
    for start, end in ((at(1, 1), at(8, 20)), (at(9, 1), at(11, 1))):
        declare_coverage(db, start=start, end=end, service_id=made.service, kind="tickets")
    with db.changing("as if imported") as session:
        for number, opened, hours in (
            ("in time", at(8, 3), 24),
            ("late", at(8, 4), 72),
            ("open", at(8, 19), 0),
        ):
            ticket = Ticket(
                number=number, service_id=made.service, source="desk", opened=opened, priority="P2"
            )
            ticket.resolved = opened + timedelta(hours=hours) if hours else None
            session.add(ticket)
    return made


def listed(db: Database, desk: Retail, key: str) -> dict[str, TicketLine]:
    month = build_month(db, desk.customer, key, NOVEMBER)
    (target,) = (each for each in month.services[0].targets if each.metric == "resolution")
    return {ticket.number: ticket for ticket in target.tickets}


def test_a_ticket_due_when_no_source_looked_is_undecided_and_says_why(db: Database, desk: Retail) -> None:
    tickets = listed(db, desk, "2026-08")
    assert {number: ticket.result for number, ticket in tickets.items()} == {
        "in time": "in time",
        "late": "missed",
        "open": "undecided",
    }
    assert tickets["open"].note == WHY_UNDECIDED


def test_a_quarter_over_the_closed_month_says_the_same(db: Database, desk: Retail) -> None:
    issue_month(db, desk.customer, "2026-08", date(2026, 12, 24), NOVEMBER, uncommented_reason=WHY)
    tickets = listed(db, desk, "2026-Q3")
    assert tickets["open"].result == "undecided"
    assert tickets["late"].result == "missed"


def test_a_document_keeps_that_a_ticket_is_undecided(db: Database, desk: Retail) -> None:
    month = build_month(db, desk.customer, "2026-08", NOVEMBER)
    assert from_json(to_json(month)) == month
    assert to_json(month).count('"unseen"') == 1  # of the others nothing is written


def test_pages_and_workbook_call_it_undecided(db: Database, desk: Retail, tmp_path: Path) -> None:
    pack = write_pack(db, desk.customer, "2026-08", tmp_path, now=NOVEMBER)
    read = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(pack.paths[0]).pages)
    annex = read[read.index("Tickets missed, undecided, or met with a remark", read.index("Annex")) :]
    assert "not known undecided" in annex
    assert WHY_UNDECIDED in annex
    assert "Not in time includes 1 ticket still undecided: no source looked when it was due." in read
    rows = openpyxl.load_workbook(pack.paths[1])["Tickets"].iter_rows(values_only=True)
    assert {row[3]: row[9] for row in rows if row[3] in ("in time", "late", "open")} == {
        "in time": "yes",
        "late": "no",
        "open": "undecided",
    }
