"""What needs the manager today: told once, in order, and only while it holds."""

from datetime import date, timedelta
from decimal import Decimal

from app.models.database import Database
from app.models.measurements import Ticket
from app.usecases.agreements import change_version, list_agreements
from app.usecases.closing import (
    answer_objection,
    finalise_month,
    issue_month,
    list_closed_months,
    raise_objection,
)
from app.usecases.commentary import write_remark
from app.usecases.coverage import declare_coverage, list_coverage, remove_coverage
from app.usecases.outages import record_outage
from app.usecases.planned_work import announce_work
from app.usecases.targets import TargetEntry, add_target
from app.usecases.today import MOST, Concern, today
from tests.usecases.retail import NOVEMBER, WHY, at, retail


def found(db: Database, kind: str, now=NOVEMBER) -> Concern | None:
    return next((concern for concern in today(db, now).concerns if concern.kind == kind), None)


def kinds(db: Database, now=NOVEMBER) -> list[str]:
    return [concern.kind for concern in today(db, now).concerns]


def test_an_empty_desk_has_no_concerns_but_all_first_steps_before_it(db: Database) -> None:
    now = today(db, NOVEMBER)
    assert now.concerns == () == now.standings
    assert [(step.kind, step.done) for step in now.steps] == [
        ("customer", False),
        ("agreement", False),
        ("import", False),
        ("pack", False),
    ]


def test_first_steps_are_ticked_off_and_gone_with_the_first_pack(db: Database) -> None:
    desk = retail(db)
    assert [step.done for step in today(db, NOVEMBER).steps] == [True, True, True, False]
    issue_month(db, desk.customer, "2026-10", date(2026, 11, 20), NOVEMBER, uncommented_reason=WHY)
    assert today(db, NOVEMBER).steps == ()


def test_the_last_month_is_to_be_issued_until_it_is(db: Database) -> None:
    desk = retail(db)
    concern = found(db, "issue")
    assert concern is not None
    assert concern.sentence == "October 2026 is not issued yet to Retail."
    (place,) = concern.places
    assert (place.customer_id, place.period and place.period.key) == (desk.customer, "2026-10")
    issue_month(db, desk.customer, "2026-10", date(2026, 11, 20), NOVEMBER, uncommented_reason=WHY)
    assert found(db, "issue") is None


def test_a_customer_without_an_agreement_in_that_month_gets_no_pack(db: Database) -> None:
    retail(db)
    version = list_agreements(db)[0].versions[0]
    change_version(db, version.id, valid_from=date(2026, 11, 1))
    assert found(db, "issue") is None


def test_a_miss_wants_words_until_somebody_has_written_them(db: Database) -> None:
    desk = retail(db)
    record_outage(db, start=at(10, 13, 9), end=at(10, 13, 14), service_id=desk.service)
    concern = found(db, "uncommented")
    assert concern is not None
    assert concern.places[0].lineage == desk.lineage
    assert concern.sentence.startswith("Till, Availability 99.5 % (Retail): missed in October 2026")
    write_remark(db, desk.customer, "2026-10", {"happened": "The storage failed."}, lineage=desk.lineage)
    assert found(db, "uncommented") is None


def test_the_month_under_way_is_told_when_it_is_missed_as_it_stands(db: Database) -> None:
    desk = retail(db)
    declare_coverage(db, start=at(11, 1), end=at(11, 10), service_id=desk.service)
    assert found(db, "slipping") is None
    record_outage(db, start=at(11, 3, 9), end=at(11, 3, 19), service_id=desk.service)
    concern = found(db, "slipping")
    assert concern is not None
    (place,) = concern.places
    assert place.period is not None
    assert place.period.key == "2026-11"


def test_a_source_that_stopped_within_the_last_month_is_late(db: Database) -> None:
    desk = retail(db)
    assert found(db, "silent") is None  # covered to the end of October
    remove_coverage(db, list_coverage(db)[0].id)
    declare_coverage(db, start=at(1, 1), end=at(10, 12), service_id=desk.service, source="Monitor")
    concern = found(db, "silent")
    assert concern is not None
    assert "Monitor (until 12 October 2026)" in concern.sentence


def test_tickets_open_when_nothing_more_was_imported_are_no_miss_of_the_month_under_way(db: Database) -> None:
    desk = retail(db)
    entry = TargetEntry(
        desk.service, desk.hours, "resolution", Decimal(95), parameters={"within_minutes": "240"}
    )
    add_target(db, desk.version, entry)
    declare_coverage(
        db, start=at(10, 1), end=at(11, 1), kind="tickets", service_id=desk.service, source="ServiceNow"
    )
    with db.changing("as if imported") as session:
        session.add(Ticket(number="1", source="ServiceNow", service_id=desk.service, opened=at(10, 31, 23)))
    assert found(db, "slipping") is None
    concern = found(db, "silent")
    assert concern is not None
    assert concern.sentence == ("November 2026: nothing imported from ServiceNow since 31 October 2026.")


def test_objections_come_first_and_their_answer_lets_the_month_become_final(db: Database) -> None:
    desk = retail(db)
    closed = issue_month(db, desk.customer, "2026-10", date(2026, 11, 12), NOVEMBER, uncommented_reason=WHY)
    raise_objection(db, closed, "Anna", "The tills were down on the 3rd.", NOVEMBER)
    assert kinds(db)[0] == "objection"
    objection = list_closed_months(db)[0].objections[0]
    answer_objection(db, objection.id, accepted=False, answer="Nothing was measured.", now=NOVEMBER)
    assert found(db, "objection") is None
    assert found(db, "finalise") is None  # the customer may still object
    later = NOVEMBER + timedelta(days=3)
    assert found(db, "finalise", later) is not None
    finalise_month(db, closed, later)
    assert found(db, "finalise", later) is None


def test_coming_work_says_how_much_of_it_the_customer_has_not_been_told(db: Database) -> None:
    desk = retail(db)
    announce_work(db, "Cooling", start=at(11, 12), end=at(11, 13), service_ids=[desk.service])
    announce_work(db, "Far away", start=at(12, 24), end=at(12, 25), service_ids=[desk.service])
    concern = found(db, "work")
    assert concern is not None
    assert (concern.count, concern.sentence) == (1, "Cooling (Till). 1 piece without words for the customer.")


def test_an_agreement_that_ends_soon_is_told_in_time(db: Database) -> None:
    retail(db)
    version = list_agreements(db)[0].versions[0]
    change_version(db, version.id, valid_until=date(2026, 12, 31))
    concern = found(db, "ending")
    assert concern is not None
    assert concern.sentence == "SLA Retail ends on 31 December 2026, and no version follows."
    assert found(db, "ending", NOVEMBER - timedelta(days=200)) is None


def test_every_customer_of_the_last_month_stands_with_its_verdicts(db: Database) -> None:
    desk = retail(db)
    record_outage(db, start=at(10, 13, 9), end=at(10, 13, 14), service_id=desk.service)
    (standing,) = today(db, NOVEMBER).standings
    assert (standing.customer, standing.state, dict(standing.verdicts)) == ("Retail", "draft", {"missed": 1})


def test_of_eight_concerns_the_seven_most_urgent_are_told(db: Database) -> None:
    desk = retail(db, covered=False)
    declare_coverage(db, start=at(1, 1), end=at(10, 25), service_id=desk.service, source="Monitor")
    declare_coverage(db, start=at(11, 1), end=at(11, 10), service_id=desk.service, source="Probe")
    issue_month(db, desk.customer, "2026-08", date(2026, 9, 12), at(9, 5), uncommented_reason=WHY)
    september = issue_month(
        db, desk.customer, "2026-09", date(2026, 11, 20), at(10, 5), uncommented_reason=WHY
    )
    raise_objection(db, september, "Anna", "The tills were down on the 3rd.", at(10, 6))
    record_outage(db, start=at(10, 13, 9), end=at(10, 13, 19), service_id=desk.service)
    record_outage(db, start=at(11, 3, 9), end=at(11, 3, 19), service_id=desk.service)
    announce_work(db, "Cooling", start=at(11, 12), end=at(11, 13), service_ids=[desk.service])
    change_version(db, list_agreements(db)[0].versions[0].id, valid_until=date(2026, 12, 31))
    told = ["objection", "slipping", "uncommented", "silent", "issue", "finalise", "ending"]
    assert kinds(db) == told
    assert len(told) == MOST
    assert found(db, "work") is None  # the eighth
