"""What is said besides figures over closed months: notes on other sources as issued, and what a week is judged from."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.models.database import Database
from app.models.measurements import Outage
from app.reports.content import Facts
from app.reports.pack_method import method
from app.usecases.closing import issue_month
from app.usecases.coverage import declare_coverage
from app.usecases.levels import level_detail
from app.usecases.months import build_month
from app.usecases.outages import list_outages, record_outage, remove_outages
from app.usecases.targets import change_target, entry_of, list_targets
from tests.usecases.retail import WHY, Retail, at, retail

LATER = at(11, 20, 12)
UNTIL = date(2026, 12, 24)
IN_PART = "Part of this week lies in closed months; it is judged from the desk as it stands now."
WHOLE = "This week lies in closed months; it is judged from the desk as it stands now."


@pytest.mark.parametrize(
    ("week", "said"), [("2026-W29", ""), ("2026-W31", IN_PART), ("2026-W33", WHOLE), ("2026-W36", IN_PART)]
)
def test_a_week_in_closed_months_says_that_the_desk_judges_it(db: Database, week: str, said: str) -> None:
    desk = retail(db)
    issue_month(db, desk.customer, "2026-08", UNTIL, LATER, uncommented_reason=WHY)
    month = build_month(db, desk.customer, week, LATER, count=1)
    assert month.caution == said
    facts = [block for block in method(month, "").blocks if isinstance(block, Facts)]
    assert [text for name, text in facts[-1].pairs if name == "Judged"] == ([said] if said else [])


def two_sources(db: Database) -> Retail:
    """The record says one outage more than the probe, in July and in August."""
    desk = retail(db, covered=False)
    row = list_targets(db, desk.version)[0]
    change_target(db, row.id, replace(entry_of(row), value=Decimal("99"), source_of_record="record"))
    for source in ("record", "probe"):
        declare_coverage(db, start=at(1, 1), end=at(11, 1), service_id=desk.service, source=source)
    with db.changing("as if imported") as session:
        for month in (7, 8):
            session.add(
                Outage(
                    service_id=desk.service,
                    start=at(month, 9),
                    end=at(month, 10),
                    state="down",
                    planned=False,
                    source="record",
                )
            )
    return desk


def test_the_note_on_other_sources_is_what_was_noted_when_the_month_was_issued(db: Database) -> None:
    desk = two_sources(db)
    noted = "July 2026: probe says 100.00 %; record counts. August 2026: probe says 100.00 %; record counts."
    issue_month(db, desk.customer, "2026-07", UNTIL, LATER, uncommented_reason=WHY)
    assert note(db, desk) == noted
    issue_month(db, desk.customer, "2026-08", UNTIL, LATER, uncommented_reason=WHY)
    remove_outages(db, [row.id for row in list_outages(db)])
    record_outage(db, start=at(7, 20), end=at(7, 21), service_id=desk.service)
    assert note(db, desk) == noted


def note(db: Database, desk: Retail) -> str:
    return level_detail(db, desk.customer, desk.lineage, "2026-Q3", LATER).target.note_internal
