"""The chain of a service on a real desk: shares of the ledger's downtime, own figures, and frozen with the issue."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.calc.definition import Definition
from app.models.database import Database
from app.models.measurements import Outage
from app.reports.chain import Chain, ChainPart
from app.reports.chain_words import attainment, fell_together, planned_words
from app.reports.editions import released
from app.reports.month import Month, to_json
from app.reports.pack import pack_content
from app.usecases.agreements import add_window
from app.usecases.closing import CHECKED, closed_month, draft_month, issue_month
from app.usecases.coverage import declare_coverage
from app.usecases.customer_view import released_level
from app.usecases.needs import Node, add_needs, change_group, group_needs
from app.usecases.outages import record_outage
from app.usecases.services import add_component, add_service, change_component, remove_component
from app.usecases.structures import list_groups
from app.usecases.targets import change_target, entry_of, list_targets
from app.usecases.writing_packs import write_pack
from tests.reports.test_editions import everything_in_pdf, everything_in_workbook
from tests.usecases.retail import NOVEMBER, WHY, Retail, at, retail

OCTOBER = "2026-10"
MINUTE = 60_000_000


@dataclass(frozen=True)
class Standing:
    """A till on a line and on one of two servers; everything covered in October."""

    made: Retail
    line: int
    first: int
    second: int


@pytest.fixture
def desk(db: Database) -> Standing:
    made = retail(db)
    line = add_component(db, "Uplink", kind="supplier", owner="Hansenet")
    first, second = (add_component(db, name, owner="Server team") for name in ("Server 1", "Server 2"))
    change_component(
        db, line, kept_by="supplier", contracted_availability="99.5", contracted_restore_hours="2"
    )
    owner = Node("service", made.service)
    add_needs(db, owner, [Node("component", each) for each in (line, first, second)])
    members = list_groups(db, owner)[0].members
    pair = [each.need_id for each in members if each.name.startswith("Server") and each.need_id]
    group_needs(db, pair, "any")
    declare_coverage(db, start=at(1, 1), end=at(11, 1))
    return Standing(made, line, first, second)


def down(
    db: Database, component: int, start: datetime, end: datetime | None, *, planned: bool = False
) -> None:
    record_outage(db, start=start, end=end, component_id=component, planned=planned, cause="c")


def chain_of(month: Month) -> Chain:
    chain = month.services[0].chain
    assert chain is not None
    return chain


def draft(db: Database, desk: Standing, key: str = OCTOBER, now: datetime = NOVEMBER) -> Chain:
    return chain_of(draft_month(db, desk.made.customer, key, now))


def parts(chain: Chain) -> dict[str, ChainPart]:
    return {part.name: part for part in chain.parts}


def test_the_shares_sum_to_the_downtime_of_the_ledger(db: Database, desk: Standing) -> None:
    down(db, desk.line, at(10, 5, 9), at(10, 5, 10))
    down(db, desk.first, at(10, 6, 9), at(10, 6, 11))
    down(db, desk.second, at(10, 6, 10), at(10, 6, 12), planned=True)
    down(db, desk.line, at(10, 6, 10, 30), at(10, 6, 11, 30))
    record_outage(db, start=at(10, 7, 9), end=at(10, 7, 9, 7), service_id=desk.made.service)
    month = draft_month(db, desk.made.customer, OCTOBER, NOVEMBER)
    chain = chain_of(month)
    assert chain.down == month.services[0].targets[0].classes["down"]
    assert sum(part.share for part in chain.parts) == chain.down
    assert sum(each.end - each.start for each in chain.stretches) == chain.down
    assert parts(chain)["Till"].unplanned == 7 * MINUTE
    assert parts(chain)["Uplink"].unplanned == 120 * MINUTE
    assert parts(chain)["Server 2"].planned == 30 * MINUTE


def test_a_part_that_others_stand_in_for_contributes_nothing_and_keeps_its_own_level(
    db: Database, desk: Standing
) -> None:
    down(db, desk.first, at(10, 6, 9), at(10, 6, 11))
    chain = draft(db, desk)
    server = parts(chain)["Server 1"]
    assert (chain.down, server.share, server.down, server.breaks) == (0, 0, 120 * MINUTE, 1)
    assert server.known == chain.base == 31 * 24 * 60 * MINUTE
    assert parts(chain)["Uplink"].alone
    assert not server.alone


def test_two_that_stand_in_for_each_other_share_what_they_did_together(db: Database, desk: Standing) -> None:
    down(db, desk.first, at(10, 6, 9), at(10, 6, 11))
    down(db, desk.second, at(10, 6, 10), at(10, 6, 12))
    chain = draft(db, desk)
    found = parts(chain)
    assert found["Server 1"].unplanned == found["Server 2"].unplanned == 30 * MINUTE
    (stretch,) = chain.stretches
    assert {chain.parts[each].name for each in stretch.parts} == {"Server 1", "Server 2"}


def test_who_was_down_beside_planned_work_is_named(db: Database, desk: Standing) -> None:
    down(db, desk.first, at(10, 6, 9), at(10, 6, 11))
    down(db, desk.second, at(10, 6, 10), at(10, 6, 12), planned=True)
    chain = draft(db, desk)
    (stretch,) = chain.stretches
    assert [chain.parts[each].name for each in stretch.parts] == ["Server 2"]
    assert [chain.parts[each].name for each in stretch.beside] == ["Server 1"]


def test_a_break_longer_than_agreed_is_late_and_one_in_progress_when_it_is_too_long(
    db: Database, desk: Standing
) -> None:
    down(db, desk.line, at(10, 5, 9), at(10, 5, 12))
    down(db, desk.line, at(10, 8, 9), at(10, 8, 10))
    down(db, desk.line, at(10, 30, 9), None)
    line = parts(draft(db, desk, now=at(10, 30, 10)))["Uplink"]
    assert (line.breaks, line.late, line.longest) == (3, 1, 180 * MINUTE)
    assert parts(draft(db, desk, now=at(10, 30, 12)))["Uplink"].late == 2


def test_a_part_nobody_observes_is_known_only_where_it_was_down(db: Database) -> None:
    made = retail(db)
    line = add_component(db, "Uplink")
    add_needs(db, Node("service", made.service), [Node("component", line)])
    down(db, line, at(10, 5, 9), at(10, 5, 10))
    chain = chain_of(draft_month(db, made.customer, OCTOBER, NOVEMBER))
    part = parts(chain)["Uplink"]
    assert part.known == part.down == 60 * MINUTE


def test_a_service_that_stands_on_nothing_has_no_chain(db: Database) -> None:
    made = retail(db)
    assert draft_month(db, made.customer, OCTOBER, NOVEMBER).services[0].chain is None


@pytest.mark.parametrize(
    ("key", "minutes"), [("2026-W41", 60), ("2026-10-05..2026-10-06", 60), ("2026-W42", 0)]
)
def test_weeks_and_free_periods_have_their_own_chain(
    db: Database, desk: Standing, key: str, minutes: int
) -> None:
    down(db, desk.line, at(10, 5, 9), at(10, 5, 10))
    chain = draft(db, desk, key)
    assert (chain.down, parts(chain)["Uplink"].share) == (minutes * MINUTE, minutes * MINUTE)


def test_an_issued_month_says_the_same_whatever_happens_to_the_desk(db: Database, desk: Standing) -> None:
    down(db, desk.line, at(10, 5, 9), at(10, 5, 15))
    closed = issue_month(
        db,
        desk.made.customer,
        OCTOBER,
        date(2026, 11, 20),
        NOVEMBER,
        uncommented_reason=WHY,
        checking=CHECKED,
    )
    before = pack_content(closed_month(db, closed), "internal")
    change_component(db, desk.line, name="Other", owner="Else", contracted_availability="90")
    down(db, desk.first, at(10, 6, 9), at(10, 6, 11))
    add_needs(db, Node("component", desk.line), [Node("component", add_component(db, "Below"))])
    assert pack_content(closed_month(db, closed), "internal") == before
    assert any(section.key == "chain" for section in before.sections)


def test_a_quarter_takes_closed_months_as_they_were_issued(db: Database, desk: Standing) -> None:
    down(db, desk.line, at(10, 5, 9), at(10, 5, 15))
    issue_month(db, desk.made.customer, OCTOBER, date(2026, 11, 20), NOVEMBER, uncommented_reason=WHY)
    declare_coverage(db, start=at(11, 1), end=at(12, 1))
    down(db, desk.line, at(11, 3, 9), at(11, 3, 10))
    down(db, desk.first, at(10, 7, 9), at(10, 7, 11))  # too late for what was issued
    now = datetime(2026, 12, 3, tzinfo=UTC)
    chain = draft(db, desk, "2026-Q4", now)
    line, server = parts(chain)["Uplink"], parts(chain)["Server 1"]
    assert (line.share, line.down, line.breaks, line.late) == (420 * MINUTE, 420 * MINUTE, 2, 1)
    assert (server.down, server.breaks) == (0, 0)
    assert sum(part.share for part in chain.parts) == chain.down


def test_a_year_counts_a_closed_month_once_though_its_quarter_is_closed_too(
    db: Database, desk: Standing
) -> None:
    down(db, desk.line, at(10, 5, 9), at(10, 5, 15))
    declare_coverage(db, start=at(11, 1), end=datetime(2027, 1, 1, tzinfo=UTC))
    now = datetime(2027, 1, 3, tzinfo=UTC)
    for key in (OCTOBER, "2026-Q4"):
        issue_month(db, desk.made.customer, key, date(2027, 1, 20), now, uncommented_reason=WHY)
    line = parts(draft(db, desk, "2026", now))["Uplink"]
    assert (line.share, line.down, line.breaks) == (360 * MINUTE, 360 * MINUTE, 1)


def test_a_part_that_left_the_desk_keeps_its_share_of_a_closed_month(db: Database, desk: Standing) -> None:
    down(db, desk.line, at(10, 5, 9), at(10, 5, 15))
    issue_month(db, desk.made.customer, OCTOBER, date(2026, 11, 20), NOVEMBER, uncommented_reason=WHY)
    declare_coverage(db, start=at(11, 1), end=at(12, 1))
    change_component(db, desk.line, name="Renamed uplink")
    now = datetime(2026, 12, 3, tzinfo=UTC)
    assert parts(draft(db, desk, "2026-Q4", now))["Renamed uplink"].share == 360 * MINUTE
    remove_component(db, desk.line)
    chain = draft(db, desk, "2026-Q4", now)
    gone = parts(chain)["Uplink"]
    assert (gone.kind, gone.share) == ("", 360 * MINUTE)


def test_a_service_below_that_takes_it_down_alone_is_not_told_as_one_of_a_pair(
    db: Database, desk: Standing
) -> None:
    inner = add_service(db, "Payment")
    add_needs(db, Node("service", desk.made.service), [Node("service", inner)])
    add_needs(db, Node("service", inner), [Node("component", add_component(db, "Bridge"))])
    record_outage(db, start=at(10, 6, 9), end=at(10, 6, 10), service_id=inner)
    down(db, desk.line, at(10, 6, 9), at(10, 6, 10))
    chain = draft(db, desk)
    assert parts(chain)["Payment"].alone
    assert parts(chain)["Payment"].share == parts(chain)["Uplink"].share == 30 * MINUTE
    (stretch,) = chain.stretches
    assert fell_together(chain, stretch) == ()


def test_what_another_source_than_that_of_record_says_is_the_part_s_own_and_no_share(
    db: Database, desk: Standing
) -> None:
    down(db, desk.line, at(10, 5, 9), at(10, 5, 10))
    entry = entry_of(list_targets(db, desk.made.version)[0])
    change_target(db, desk.made.target, replace(entry, source_of_record="Monitoring"))
    line = parts(draft(db, desk))["Uplink"]
    assert (line.share, line.down) == (0, 60 * MINUTE)


def test_shares_and_levels_keep_to_the_minute_of_a_planned_window(db: Database, desk: Standing) -> None:
    down(db, desk.line, at(10, 5, 9), at(10, 5, 10), planned=True)
    line = parts(draft(db, desk))["Uplink"]
    assert (line.unplanned, line.planned, line.down_planned, line.breaks) == (0, 60 * MINUTE, 60 * MINUTE, 0)
    assert replace(line, planned=0).share == 0
    assert Decimal(line.contracted) == Decimal("99.5")


@pytest.fixture
def windowed(db: Database, desk: Standing) -> Standing:
    """Every Monday from 2 to 6 work is agreed; both servers are contracted at 99.5 %."""
    add_window(
        db,
        desk.made.version,
        "Monday night",
        starts_at=datetime(2026, 1, 5, 2),  # noqa: DTZ001 (local, as windows are)
        duration_minutes=240,
        recurrence="FREQ=WEEKLY",
    )
    entry = entry_of(list_targets(db, desk.made.version)[0])
    change_target(db, desk.made.target, replace(entry, definition=Definition(exclusion="used")))
    for server in (desk.first, desk.second):
        change_component(db, server, kept_by="team", contracted_availability="99.5")
    return desk


def test_planned_work_in_an_agreed_window_is_not_held_against_a_part_s_agreement(
    db: Database, windowed: Standing
) -> None:
    for day in (5, 12):  # a server alone, so that the service stands and nothing leaves its base
        down(db, windowed.first, at(10, day, 2), at(10, day, 5), planned=True)
    chain = draft(db, windowed)
    server = parts(chain)["Server 1"]
    assert (server.down, server.down_planned, server.excused) == (0, 0, 360 * MINUTE)
    assert server.known == chain.base - 360 * MINUTE
    assert attainment(server, chain.base) == "met"
    assert planned_words(server) == "360 min planned in a window, not counted"


def test_planned_work_beside_its_window_and_failures_inside_one_are_held_against_it(
    db: Database, windowed: Standing
) -> None:
    down(db, windowed.first, at(10, 5, 4), at(10, 5, 9), planned=True)  # two hours inside, three beyond
    down(db, windowed.first, at(10, 5, 4, 30), at(10, 5, 5))  # a failure while work is done
    down(db, windowed.second, at(10, 12, 2), at(10, 12, 6))  # a failure in the window, without any work
    chain = draft(db, windowed)
    first, second = parts(chain)["Server 1"], parts(chain)["Server 2"]
    assert (first.down, first.down_planned, first.excused) == (210 * MINUTE, 180 * MINUTE, 90 * MINUTE)
    assert (second.down, second.excused) == (240 * MINUTE, 0)
    assert [attainment(each, chain.base) for each in (first, second)] == ["met", "missed"]
    down(db, windowed.first, at(10, 7, 9), at(10, 7, 10), planned=True)
    chain = draft(db, windowed)
    assert attainment(parts(chain)["Server 1"], chain.base) == "missed"


def test_a_quarter_leaves_out_the_planned_work_that_its_closed_months_left_out(
    db: Database, windowed: Standing
) -> None:
    down(db, windowed.first, at(10, 5, 2), at(10, 5, 5), planned=True)
    issue_month(db, windowed.made.customer, OCTOBER, date(2026, 11, 20), NOVEMBER, uncommented_reason=WHY)
    declare_coverage(db, start=at(11, 1), end=at(12, 1))
    down(db, windowed.first, at(11, 2, 2), at(11, 2, 3), planned=True)
    server = parts(draft(db, windowed, "2026-Q4", datetime(2026, 12, 3, tzinfo=UTC)))["Server 1"]
    assert (server.down, server.excused) == (0, 240 * MINUTE)


def test_a_part_that_fails_all_the_time_makes_no_endless_document(db: Database, desk: Standing) -> None:
    with db.changing("as if imported") as session:
        for minute in range(600):
            start = at(10, 2) + timedelta(minutes=20 * minute)
            end = start + timedelta(minutes=1 + minute % 9)
            session.add(Outage(start=start, end=end, component_id=desk.line, state="down", source="m"))
    month = draft_month(db, desk.made.customer, OCTOBER, NOVEMBER)
    chain = chain_of(month)
    assert chain.rest is not None
    assert (len(chain.stretches), chain.rest.number) == (500, 100)
    kept = sum(each.end - each.start for each in chain.stretches)
    assert kept + chain.rest.length == chain.down == month.services[0].targets[0].classes["down"]
    assert sum(part.share for part in chain.parts) == chain.down


def test_nothing_the_services_stand_on_is_in_any_output_for_the_customer(
    db: Database, desk: Standing, tmp_path: Path
) -> None:
    planted = {"Zqline", "Zqhansenet", "Zqserver", "Zqteam", "Zqgroup", "Zqinner", "Zqbelow", "Zqowner"}
    change_component(db, desk.line, name="Zqline Hamburg", owner="Zqhansenet")
    change_component(db, desk.first, name="Zqserver 1", owner="Zqteam A")
    change_component(db, desk.second, name="Zqserver 2", owner="Zqteam B")
    owner = Node("service", desk.made.service)
    group = next(each for each in list_groups(db, owner) if each.parent_id is not None)
    change_group(db, group.id, name="Zqgroup of two")
    inner, below = add_service(db, "Zqinner service"), add_component(db, "Zqbelow", owner="Zqowner")
    add_needs(db, owner, [Node("service", inner)])
    add_needs(db, Node("service", inner), [Node("component", below)])
    for component, hour in ((desk.line, 8), (desk.first, 10), (desk.second, 10), (below, 12)):
        down(db, component, at(10, 5, hour), at(10, 5, hour, 40))
    record_outage(db, start=at(10, 6, 9), end=at(10, 6, 10), service_id=inner)

    internal = write_pack(db, desk.made.customer, OCTOBER, tmp_path / "internal", "internal", now=NOVEMBER)
    there = everything_in_pdf(internal.paths[0]) + everything_in_workbook(internal.paths[1])
    assert {word for word in planted if word in there} == planted
    released_too = write_pack(
        db, desk.made.customer, OCTOBER, tmp_path / "customer", letter=True, now=NOVEMBER
    )
    pdf, workbook, letter = released_too.paths
    month = released(draft_month(db, desk.made.customer, OCTOBER, NOVEMBER), "customer")
    level = released_level(db, desk.made.customer, desk.made.lineage, OCTOBER, NOVEMBER)
    outputs = (
        everything_in_pdf(pdf),
        everything_in_workbook(workbook),
        letter.read_text(encoding="utf-8"),
        to_json(month),
        to_json(level.month),
    )
    for said in outputs:
        assert not [word for word in planted if word.casefold() in said.casefold()]
