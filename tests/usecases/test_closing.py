"""A closed month stays closed: nothing that happens to the desk later alters it; only numbered issues correct it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import AppError, InputError, Refused
from app.models.database import Database
from app.reports.editions import released
from app.reports.month import Month, digest, from_json, to_json
from app.usecases.agreements import sign_version
from app.usecases.closing import (
    answer_objection,
    closed_month,
    current_month,
    draft_month,
    finalise_month,
    issue_month,
    list_closed_months,
    pending_changes,
    raise_objection,
    reissue_month,
    restate_month,
)
from app.usecases.commentary import write_remark
from app.usecases.customers import change_customer, list_customers
from app.usecases.levels import level_detail, slam_chart
from app.usecases.month_targets import achieved_shown
from app.usecases.months import build_month
from app.usecases.outages import record_outage, remove_outages
from app.usecases.packs import before_issuing, list_issued_files, make_pack
from app.usecases.targets import change_target, entry_of, list_targets
from app.usecases.to_write import to_write
from tests.usecases.retail import NOVEMBER, WHY, at, retail

UNTIL = date(2026, 11, 15)
DECEMBER = at(12, 1)


def test_the_document_reads_back_as_it_was_written(db: Database) -> None:
    desk = retail(db)
    record_outage(db, start=at(10, 13, 9), end=at(10, 13, 14), service_id=desk.service, cause="ł Ж “quote”")
    month = draft_month(db, desk.customer, "2026-10", NOVEMBER)
    text = to_json(month)
    assert from_json(text) == month
    assert to_json(from_json(text)) == text


def test_an_issued_month_survives_whatever_happens_to_the_desk(db: Database) -> None:
    desk = retail(db)
    outage = record_outage(db, start=at(10, 13, 9), end=at(10, 13, 14), service_id=desk.service)
    closed = issue_month(db, desk.customer, "2026-10", UNTIL, NOVEMBER, uncommented_reason=WHY)
    before = closed_month(db, closed)
    remove_outages(db, [outage])
    change_customer(db, desk.customer, name="Wholesale")
    assert closed_month(db, closed) == before
    assert current_month(db, desk.customer, "2026-10", NOVEMBER) == before
    assert level_detail(db, desk.customer, desk.lineage, "2026-10", NOVEMBER).target.verdict == "missed"
    assert (
        slam_chart(db, desk.customer, "2026-10", 1, NOVEMBER).services[0].rows[0].cells[0].verdict == "missed"
    )
    row = list_closed_months(db)[0]
    assert row.sha256 == digest(to_json(before))


def test_issuing_cannot_be_undone(db: Database) -> None:
    desk = retail(db)
    issue_month(db, desk.customer, "2026-10", UNTIL, NOVEMBER, uncommented_reason=WHY)
    assert db.undo_label is None
    assert db.undo() is None
    assert len(list_closed_months(db)) == 1


def test_a_month_still_running_or_already_issued_is_refused(db: Database) -> None:
    desk = retail(db)
    with pytest.raises(Refused, match="not over yet"):
        issue_month(db, desk.customer, "2026-11", UNTIL, NOVEMBER, uncommented_reason=WHY)
    issue_month(db, desk.customer, "2026-10", UNTIL, NOVEMBER, uncommented_reason=WHY)
    with pytest.raises(Refused, match="already issued"):
        issue_month(db, desk.customer, "2026-10", UNTIL, NOVEMBER, uncommented_reason=WHY)


def test_an_accepted_objection_leads_to_a_second_issue_with_what_changed(db: Database) -> None:
    desk = retail(db)
    first = issue_month(db, desk.customer, "2026-10", UNTIL, NOVEMBER, uncommented_reason=WHY)
    objection = raise_objection(db, first, "Anna", "Tills were down on the 13th.", NOVEMBER)
    with pytest.raises(Refused, match="accepted"):
        reissue_month(db, first, NOVEMBER, uncommented_reason=WHY)
    record_outage(db, start=at(10, 13, 9), end=at(10, 13, 14), service_id=desk.service)
    answer_objection(db, objection, accepted=True, answer="Confirmed by the till log.", now=NOVEMBER)
    second = reissue_month(db, first, NOVEMBER, uncommented_reason=WHY)
    month = closed_month(db, second)
    assert (month.number, month.state) == (2, "issued")
    assert {change.reason for change in month.changes} == {"Confirmed by the till log."}
    assert ("met", "missed") in {(change.before, change.after) for change in month.changes}
    assert closed_month(db, first).number == 1


def test_a_month_becomes_final_when_objections_are_over_and_answered(db: Database) -> None:
    desk = retail(db)
    closed = issue_month(db, desk.customer, "2026-10", UNTIL, NOVEMBER, uncommented_reason=WHY)
    objection = raise_objection(db, closed, "Anna", "Really?", NOVEMBER)
    with pytest.raises(Refused, match="not answered"):
        finalise_month(db, closed, NOVEMBER, agreed_by="Anna")
    with pytest.raises(Refused, match="not answered"):
        finalise_month(db, closed, DECEMBER)
    answer_objection(db, objection, accepted=False, answer="Yes; see annex.", now=DECEMBER)
    finalise_month(db, closed, DECEMBER)
    assert list_closed_months(db)[0].state == "final"
    with pytest.raises(Refused, match="final"):
        raise_objection(db, closed, "Anna", "Still?", DECEMBER)


def test_a_month_is_final_earlier_when_the_customer_agrees_and_it_is_recorded(db: Database) -> None:
    desk = retail(db)
    closed = issue_month(db, desk.customer, "2026-10", UNTIL, NOVEMBER, uncommented_reason=WHY)
    document = closed_month(db, closed)
    with pytest.raises(Refused, match=r"until 15 November 2026.*who of the customer agreed"):
        finalise_month(db, closed, NOVEMBER)
    with pytest.raises(InputError, match="who of Retail agreed"):
        finalise_month(db, closed, NOVEMBER, agreed_on=date(2026, 11, 10))
    for day in (date(2026, 11, 9), date(2026, 11, 13)):
        with pytest.raises(InputError, match="between the day of issue and today"):
            finalise_month(db, closed, at(11, 12), agreed_by="Anna Weber", agreed_on=day)
    finalise_month(db, closed, at(11, 12), agreed_by=" Anna Weber ", agreed_on=date(2026, 11, 11))
    row = list_closed_months(db)[0]
    assert (row.state, row.agreed_by, row.agreed_on) == ("final", "Anna Weber", date(2026, 11, 11))
    assert closed_month(db, closed) == replace(document, state="final")
    assert row.sha256 == digest(to_json(document))
    with pytest.raises(Refused, match="final already"):
        finalise_month(db, closed, DECEMBER)
    with pytest.raises(Refused, match="corrected by a restatement"):
        raise_objection(db, closed, "Anna", "Still?", NOVEMBER)
    with pytest.raises(Refused, match="Restate it instead"):
        reissue_month(db, closed, NOVEMBER, uncommented_reason=WHY)


def test_a_final_month_is_corrected_by_a_numbered_restatement(db: Database) -> None:
    desk = retail(db)
    closed = issue_month(db, desk.customer, "2026-10", UNTIL, NOVEMBER, uncommented_reason=WHY)
    with pytest.raises(AppError):
        restate_month(db, closed, "found an outage", DECEMBER, uncommented_reason=WHY)
    finalise_month(db, closed, DECEMBER)
    with pytest.raises(Refused, match="Nothing differs"):
        restate_month(db, closed, "no reason at all", DECEMBER, uncommented_reason=WHY)
    record_outage(db, start=at(10, 13, 9), end=at(10, 13, 14), service_id=desk.service)
    restated = restate_month(
        db, closed, "An outage was found in the till log.", DECEMBER, uncommented_reason=WHY
    )
    month = closed_month(db, restated)
    assert (month.number, month.state) == (2, "final")
    cell = slam_chart(db, desk.customer, "2026-10", 1, DECEMBER).services[0].rows[0].cells[0]
    assert (cell.verdict, cell.restated) == ("missed", True)


def test_a_quarter_takes_its_closed_months_as_they_were_issued(db: Database) -> None:
    desk = retail(db)
    record_outage(db, start=at(9, 13, 9), end=at(9, 13, 10), service_id=desk.service)
    outage = record_outage(db, start=at(8, 13, 9), end=at(8, 13, 14), service_id=desk.service)
    issue_month(db, desk.customer, "2026-08", UNTIL, NOVEMBER, uncommented_reason=WHY)
    remove_outages(db, [outage])
    target = level_detail(db, desk.customer, desk.lineage, "2026-Q3", NOVEMBER).target
    assert target.used == 6 * 3_600_000_000
    months = [
        level_detail(db, desk.customer, desk.lineage, f"2026-{n:02}", NOVEMBER).target for n in (7, 8, 9)
    ]
    assert target.used == sum(month.used for month in months)
    assert target.base == sum(month.base for month in months)
    assert target.allowed == sum(month.allowed for month in months)


def test_words_written_after_issuing_are_carried_by_a_restatement(db: Database) -> None:
    desk = retail(db)
    closed = issue_month(db, desk.customer, "2026-10", UNTIL, NOVEMBER, uncommented_reason=WHY)
    finalise_month(db, closed, DECEMBER)
    assert pending_changes(db, closed, DECEMBER) == ()
    write_remark(db, desk.customer, "2026-10", {"customer_text": "A quiet month."})
    pending = pending_changes(db, closed, DECEMBER)
    assert [(c.what, c.before, c.after) for c in pending] == [
        ("Summary", "nothing was written", "A quiet month.")
    ]
    restated = restate_month(db, closed, "The summary was missing.", DECEMBER, uncommented_reason=WHY)
    assert closed_month(db, restated).summary == "A quiet month."


def test_a_last_day_for_objections_that_is_over_is_refused(db: Database) -> None:
    desk = retail(db)
    with pytest.raises(AppError, match="over already"):
        issue_month(db, desk.customer, "2026-10", date(2026, 11, 9), NOVEMBER, uncommented_reason=WHY)


def test_writing_a_pack_leaves_the_way_back_as_it_is(db: Database, tmp_path: Path) -> None:
    desk = retail(db)
    issue_month(db, desk.customer, "2026-10", UNTIL, NOVEMBER, uncommented_reason=WHY)
    change_customer(db, desk.customer, description="Shops")
    make_pack(db, desk.customer, "2026-10", tmp_path, "customer", NOVEMBER)
    assert len(list_issued_files(db)) == 2
    assert db.undo() == "Change customer Retail"
    assert list_customers(db)[0].description == ""
    assert db.redo() == "Change customer Retail"
    assert len(list_issued_files(db)) == 2


def test_the_second_issue_says_its_own_level_everywhere(db: Database) -> None:
    desk = retail(db)
    kept = record_outage(db, start=at(10, 13, 9), end=at(10, 13, 14), service_id=desk.service)
    outage = record_outage(db, start=at(10, 14, 9), end=at(10, 14, 12), service_id=desk.service)
    first = issue_month(db, desk.customer, "2026-10", UNTIL, NOVEMBER, uncommented_reason=WHY)
    before = level_detail(db, desk.customer, desk.lineage, "2026-10", NOVEMBER).target
    objection = raise_objection(db, first, "Anna Brandt", "The till was up on the 14th.", NOVEMBER)
    answer_objection(db, objection, accepted=True, answer="Right, it was another till.", now=NOVEMBER)
    remove_outages(db, [outage])
    reissue_month(db, first, NOVEMBER, uncommented_reason=WHY)
    after = level_detail(db, desk.customer, desk.lineage, "2026-10", NOVEMBER).target
    assert kept
    assert after.achieved != before.achieved
    assert after.history[-1].achieved == achieved_shown(after) != before.history[-1].achieved


def test_a_version_nobody_signed_is_called_so_before_issuing_and_in_the_document(db: Database) -> None:
    desk = retail(db)
    assert "SLA Retail, version 1 is not signed." in before_issuing(db, desk.customer, "2026-10", NOVEMBER)
    assert build_month(db, desk.customer, "2026-10", NOVEMBER).unsigned == ("SLA Retail, version 1",)
    sign_version(db, desk.version, date(2026, 1, 1))
    assert build_month(db, desk.customer, "2026-10", NOVEMBER).unsigned == ()
    assert not any("signed" in each for each in before_issuing(db, desk.customer, "2026-10", NOVEMBER))


def test_outages_without_words_for_the_customer_are_counted_before_issuing(db: Database) -> None:
    desk = retail(db)

    def words() -> list[str]:
        found = before_issuing(db, desk.customer, "2026-10", NOVEMBER)
        return [each for each in found if "no words" in each]

    before = sum(not o.customer_text for s in _october(db, desk.customer).services for o in s.outages)
    for day in (20, 21):
        record_outage(db, service_id=desk.service, start=at(10, day, 9), end=at(10, day, 9, 30))
    record_outage(
        db, service_id=desk.service, start=at(10, 22, 9), end=at(10, 22, 10), customer_text="A disk broke."
    )
    assert words() == [f"{before + 2} outages have no words for the customer."]


def _october(db: Database, customer: int) -> Month:
    return build_month(db, customer, "2026-10", NOVEMBER)


def test_only_targets_whose_figures_changed_are_marked_as_restated(db: Database) -> None:
    desk = retail(db)
    outage = record_outage(db, start=at(10, 13, 9), end=at(10, 13, 14), service_id=desk.service)
    closed = issue_month(db, desk.customer, "2026-10", UNTIL, NOVEMBER, uncommented_reason=WHY)
    finalise_month(db, closed, DECEMBER)
    write_remark(db, desk.customer, "2026-10", {"customer_text": "Two words."})
    worded = restate_month(db, closed, "The summary was missing.", DECEMBER, uncommented_reason=WHY)
    cell = slam_chart(db, desk.customer, "2026-10", 1, DECEMBER).services[0].rows[0].cells[0]
    assert not cell.restated
    remove_outages(db, [outage])
    restate_month(db, worded, "The outage was another shop's.", DECEMBER, uncommented_reason=WHY)
    rows = slam_chart(db, desk.customer, "2026-10", 1, DECEMBER).services[0].rows
    assert {row.label: row.cells[0].restated for row in rows if row.lineage == desk.lineage} == {
        rows[0].label: True
    }


def test_a_breach_without_commentary_is_issued_only_with_a_reason_which_stays_internal(db: Database) -> None:
    desk = retail(db)
    record_outage(db, start=at(10, 13, 9), end=at(10, 13, 14), service_id=desk.service)
    with pytest.raises(
        InputError, match=r"1 breach without commentary: Till: Availability 99.5 %\. Write it"
    ):
        issue_month(db, desk.customer, "2026-10", UNTIL, NOVEMBER, uncommented_reason="  ")
    closed = issue_month(db, desk.customer, "2026-10", UNTIL, NOVEMBER, uncommented_reason=WHY)
    assert closed_month(db, closed).uncommented_reason == WHY
    assert list_closed_months(db)[0].uncommented_reason == WHY
    assert released(closed_month(db, closed), "customer").uncommented_reason == ""
    write_remark(db, desk.customer, "2026-10", {"happened": "A path broke."}, lineage=desk.lineage)
    finalise_month(db, closed, DECEMBER)
    restated = restate_month(db, closed, "The words were missing.", DECEMBER, uncommented_reason=WHY)
    assert closed_month(db, restated).uncommented_reason == ""


@pytest.mark.parametrize(("minutes", "verdict"), [(360, "missed"), (215, "nearly missed")])
def test_words_still_to_write_are_missing_exactly_where_the_list_says_so(
    db: Database, minutes: int, verdict: str
) -> None:
    desk = retail(db)
    entry = replace(entry_of(list_targets(db, desk.version)[0]), margin=Decimal("0.3"))
    change_target(db, desk.target, entry)
    start = at(10, 13, 9)
    record_outage(db, start=start, end=start + timedelta(minutes=minutes), service_id=desk.service)
    found = {target.verdict for service in _october(db, desk.customer).services for target in service.targets}
    assert verdict in found

    def to_be_written() -> tuple[int, int]:
        draft = _october(db, desk.customer)
        found = before_issuing(db, desk.customer, "2026-10", NOVEMBER, draft)
        listed = [each for each in to_write(db, desk.customer, draft) if each.wanted and not each.written]
        return sum("written" in sentence for sentence in found), len(listed)

    missing, listed = to_be_written()
    assert missing == listed >= 2
    write_remark(db, desk.customer, "2026-10", {"customer_text": "A hard month."})
    assert to_be_written() == (listed - 1, listed - 1)
