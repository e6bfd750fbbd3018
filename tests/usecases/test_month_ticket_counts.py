"""Tickets by priority in the month's document: counted a second time in plain loops, frozen, and summed to quarters."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from app.models.database import Database
from app.models.measurements import Ticket, TicketEvent
from app.models.reporting import ClosedMonth
from app.reports.month import Month, digest, from_json, to_json
from app.reports.ticket_rows import ticket_rows
from app.reports.tickets import PriorityCounts, ServiceTickets
from app.usecases.agreements import add_agreement, add_version, change_version, list_agreements, sign_version
from app.usecases.closing import closed_month, issue_month, pending_changes
from app.usecases.coverage import declare_coverage
from app.usecases.customers import add_customer, change_customer
from app.usecases.months import build_month
from app.usecases.services import add_service
from app.usecases.targets import TargetEntry, add_target, change_target, entry_of, list_targets
from app.usecases.volumes import VolumeEntry, add_volume
from tests.usecases.retail import NOVEMBER, WHY, Retail, at, retail

UNTIL = date(2026, 12, 24)
QUARTER = ("2026-07", "2026-08", "2026-09")


def desk_with_tickets(db: Database, *, seed: int = 7, count: int = 120) -> Retail:
    """Tickets from May to October, some reopened, some moved to another priority, some still open."""
    desk = retail(db)
    entry = TargetEntry(desk.service, desk.hours, "resolution", Decimal(80))
    add_target(db, desk.version, replace(entry, parameters={"within_minutes": "2880"}))
    add_target(db, desk.version, replace(entry, parameters={"within_minutes": "600", "priority": "P1"}))
    declare_coverage(db, start=at(1, 1), end=at(11, 1), service_id=desk.service, kind="tickets")
    record(db, desk, seed=seed, count=count)
    return desk


def record(db: Database, desk: Retail, *, seed: int, count: int, source: str = "desk") -> None:
    dice = Random(seed)
    with db.changing("as if imported") as session:
        for number in range(count):
            opened = at(5, 1) + timedelta(minutes=dice.randrange(184 * 24 * 60))
            ticket = Ticket(
                number=f"T{number}", service_id=desk.service, source=source, opened=opened, priority="P2"
            )
            session.add(ticket)
            session.flush()
            moment, events = opened, list[tuple[datetime, str, str | None]]()
            events.append((opened, "opened", dice.choice(("P1", "P2", "P3"))))
            ticket.priority = events[0][2]
            for _ in range(dice.randrange(3)):
                moment += timedelta(minutes=1 + dice.randrange(40_000))
                ticket.priority = dice.choice(("P1", "P2", "P3"))
                events.append((moment, "priority", ticket.priority))
            for _ in range(dice.randrange(3)):
                moment += timedelta(minutes=1 + dice.randrange(20_000))
                events.append((moment, "resolved", None))
                ticket.resolved = moment
                if dice.random() < 0.4:
                    moment += timedelta(minutes=1 + dice.randrange(30_000))
                    events.append((moment, "reopened", None))
                    ticket.resolved = None
            session.add_all(
                TicketEvent(ticket_id=ticket.id, at=when, event=what, value=value)
                for when, what, value in events
            )


Counting = Callable[[Ticket], bool]


def by_loops(
    db: Database, start: datetime, end: datetime, counts: Counting = lambda _: True
) -> Mapping[str, tuple[int, ...]]:
    """Open before, opened, reopened, resolved, changed, open at the end by priority, ticket by ticket."""
    found: dict[str, Counter[str]] = {name: Counter() for name in ("P1", "P2", "P3")}
    with db.reading() as session:
        for ticket in filter(counts, session.scalars(select(Ticket)).all()):
            own = select(TicketEvent).where(TicketEvent.ticket_id == ticket.id).order_by(TicketEvent.id)
            priority, is_open = "", False
            open_before, open_at_end = "", ""
            for step in session.scalars(own):
                if step.at >= end:
                    break
                inside, was = step.at >= start, priority
                if step.event in ("opened", "priority"):
                    priority = step.value or ""
                if step.event == "opened":
                    is_open = True
                    found[priority]["opened"] += inside
                elif step.event == "priority" and was != priority and inside and is_open:
                    found[priority]["changed"] += 1
                    found[was]["changed"] -= 1
                elif step.event == "resolved":
                    found[priority]["resolved"] += inside and is_open
                    is_open = False
                elif step.event == "reopened":
                    is_open = True
                    found[priority]["reopened"] += inside
                open_at_end = priority if is_open else ""
                open_before = open_before if inside else open_at_end
            if open_before:
                found[open_before]["before"] += 1
            if open_at_end:
                found[open_at_end]["end"] += 1
    names = ("before", "opened", "reopened", "resolved", "changed", "end")
    return {name: tuple(own[each] for each in names) for name, own in found.items()}


def told(month: Month, number: int = 0) -> ServiceTickets:
    assert month.tickets is not None
    return month.tickets.services[number]


def figures(rows: tuple[PriorityCounts, ...]) -> Mapping[str, tuple[int, ...]]:
    return {
        row.priority: (row.open_before, row.opened, row.reopened, row.resolved, row.changed, row.open_at_end)
        for row in rows
    }


def adds_up(row: PriorityCounts) -> bool:
    came = row.open_before + row.opened + row.reopened + row.changed + row.corrected
    return came - row.resolved == row.open_at_end


def document(db: Database, desk: Retail, key: str) -> Month:
    return build_month(db, desk.customer, key, NOVEMBER)


def close(db: Database, desk: Retail, *keys: str) -> list[int]:
    return [issue_month(db, desk.customer, key, UNTIL, NOVEMBER, uncommented_reason=WHY) for key in keys]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    ("key", "start", "end"),
    [
        ("2026-08", at(8, 1), at(9, 1)),
        ("2026-Q3", at(7, 1), at(10, 1)),
        ("2026-W33", at(8, 10), at(8, 17)),
        ("2026-08-03..2026-08-11", at(8, 3), at(8, 12)),
    ],
)
def test_every_period_counts_what_plain_loops_over_the_tickets_count(
    db: Database, seed: int, key: str, start: datetime, end: datetime
) -> None:
    desk = desk_with_tickets(db, seed=seed)
    found = told(document(db, desk, key))
    assert figures(found.counts) == by_loops(db, start, end)
    before = start - (end - start) if "W" in key or ".." in key else None
    if before is not None:
        assert figures(found.counts_before) == by_loops(db, before, start)
    assert all(adds_up(row) for row in found.counts)


def test_the_period_before_of_a_month_is_the_month_before(db: Database) -> None:
    desk = desk_with_tickets(db)
    found = told(document(db, desk, "2026-08"))
    assert figures(found.counts_before) == by_loops(db, at(7, 1), at(8, 1))
    before = told(document(db, desk, "2026-07"))
    assert found.in_time_before == before.in_time
    assert {row.priority: row.open_at_end for row in before.counts} == {
        row.priority: row.open_before for row in found.counts
    }


def test_what_was_in_time_sums_to_the_target_by_priority(db: Database) -> None:
    desk = desk_with_tickets(db)
    for key in ("2026-08", "2026-Q3"):
        month = document(db, desk, key)
        for target in month.services[0].targets:
            rows = [row for row in told(month).in_time if row.lineage == target.lineage]
            if target.metric == "resolution":
                assert len(rows) == (1 if target.priority else 3)
                assert sum(row.decided for row in rows) == target.base
                assert sum(row.kept for row in rows) == target.base - target.used


def test_closed_months_sum_to_the_quarter_and_go_on_saying_so(db: Database) -> None:
    desk = desk_with_tickets(db)
    live = told(document(db, desk, "2026-Q3"))
    close(db, desk, *QUARTER[:2])
    assert told(document(db, desk, "2026-Q3")) == live
    close(db, desk, *QUARTER[2:])
    with db.changing("as if nothing had been recorded") as session:
        session.execute(delete(TicketEvent))
        session.execute(delete(Ticket))
    found = told(document(db, desk, "2026-Q3"))
    assert (found.counts, found.in_time) == (live.counts, live.in_time)
    year = told(document(db, desk, "2026"))
    assert sum(row.opened for row in year.counts) == sum(row.opened for row in live.counts)


def test_a_ticket_recorded_after_its_month_was_closed_is_told_as_corrected(db: Database) -> None:
    desk = desk_with_tickets(db)
    live = told(document(db, desk, "2026-Q3"))
    close(db, desk, "2026-07")
    with db.changing("as if imported late") as session:
        late = Ticket(number="late", service_id=desk.service, priority="P1", opened=at(7, 5), source="desk")
        session.add(late)
    found = told(document(db, desk, "2026-Q3"))
    urgent, before = found.counts[0], live.counts[0]
    assert (urgent.priority, urgent.opened, urgent.corrected) == ("P1", before.opened, 1)
    assert urgent.open_at_end == before.open_at_end + 1
    assert all(adds_up(row) for row in found.counts)


def test_a_month_closed_in_another_time_zone_is_counted_once(db: Database) -> None:
    desk = desk_with_tickets(db)
    opened = [row.opened for row in told(document(db, desk, "2026-07")).counts]
    close(db, desk, "2026-07")
    change_customer(db, desk.customer, time_zone="Europe/Berlin")
    for key in QUARTER[1:]:
        opened += [row.opened for row in told(document(db, desk, key)).counts]
    found = told(document(db, desk, "2026-Q3"))
    assert sum(row.opened for row in found.counts) == sum(opened)


def test_months_are_counted_where_a_quarter_was_closed_as_a_whole(db: Database) -> None:
    desk = retail(db)
    change_version(db, desk.version, valid_from=date(2026, 7, 1))
    declare_coverage(db, start=at(7, 1), end=at(10, 1), service_id=desk.service, kind="tickets")
    with db.changing("as if imported") as session:
        session.add(
            Ticket(number="1", service_id=desk.service, opened=at(8, 3), resolved=at(8, 4), source="a")
        )
    close(db, desk, "2026-Q3")
    assert told(document(db, desk, "2026")).note == "known for 3 of 5 months"


def test_a_period_before_that_was_covered_in_part_says_so(db: Database) -> None:
    desk = retail(db)
    declare_coverage(db, start=at(7, 20), end=at(9, 1), service_id=desk.service, kind="tickets")
    record(db, desk, seed=1, count=50)
    found = told(document(db, desk, "2026-08"))
    assert (found.note, found.missing_before) == ("", "")
    assert found.note_before == "sources of tickets cover only part of July 2026"


def test_the_closed_month_keeps_its_tickets_whatever_happens_to_the_desk(db: Database) -> None:
    desk = desk_with_tickets(db)
    draft = document(db, desk, "2026-08")
    (closed_id,) = close(db, desk, "2026-08")
    record(db, desk, seed=99, count=30)
    assert closed_month(db, closed_id).tickets == draft.tickets


def test_counts_that_changed_since_the_issue_are_listed_priority_by_priority(db: Database) -> None:
    desk = retail(db)
    declare_coverage(db, start=at(1, 1), end=at(11, 1), service_id=desk.service, kind="tickets")
    with db.changing("as if imported") as session:
        session.add(Ticket(number="1", service_id=desk.service, priority="P1", opened=at(8, 3), source="a"))
    (closed_id,) = close(db, desk, "2026-08")
    assert pending_changes(db, closed_id, NOVEMBER) == ()
    with db.changing("as if imported late") as session:
        session.add(Ticket(number="2", service_id=desk.service, priority="P1", opened=at(8, 5), source="a"))
        session.add(Ticket(number="3", service_id=desk.service, opened=at(7, 5), source="a"))
    assert [(each.what, each.before, each.after) for each in pending_changes(db, closed_id, NOVEMBER)] == [
        ("Till, tickets of no priority, open before", "0", "1"),
        ("Till, tickets of no priority, open at end", "0", "1"),
        ("Till, tickets of P1, opened", "1", "2"),
        ("Till, tickets of P1, open at end", "1", "2"),
    ]
    forget(db, "2026-08")
    assert pending_changes(db, closed_id, NOVEMBER) == ()


def forget(db: Database, key: str) -> None:
    """Make an issue one of an earlier release, which kept no tickets by priority."""
    with db.changing("as if issued long ago") as session:
        row = session.scalars(select(ClosedMonth).where(ClosedMonth.period == key)).one()
        month = from_json(row.document)
        old = replace(month, tickets=None, frozen=tuple(replace(each, shares=()) for each in month.frozen))
        row.document = to_json(old)
        row.sha256 = digest(row.document)


def test_a_month_after_one_that_kept_none_says_so_and_compares_what_that_had(db: Database) -> None:
    desk = desk_with_tickets(db)
    close(db, desk, "2026-07")
    forget(db, "2026-07")
    found = told(document(db, desk, "2026-08"))
    assert found.missing_before == "the counts were not kept when July 2026 was issued"
    assert found.counts
    assert found.counts_before == ()
    assert [row.priority for row in found.in_time_before] == ["P1"]  # the target of one priority


def test_a_quarter_with_a_month_that_kept_none_says_so_instead_of_half_a_sum(db: Database) -> None:
    desk = desk_with_tickets(db)
    close(db, desk, *QUARTER)
    forget(db, "2026-08")
    month = document(db, desk, "2026-Q3")
    found = told(month)
    assert found.missing == "the counts were not kept when August 2026 was issued"
    assert found.counts == ()
    assert [row.priority for row in found.in_time] == ["P1"]
    assert ticket_rows(month) == ()


def test_before_the_first_tickets_there_is_no_period(db: Database) -> None:
    desk = retail(db)
    declare_coverage(db, start=at(8, 1), end=at(9, 1), service_id=desk.service, kind="tickets")
    with db.changing("as if imported") as session:
        session.add(
            Ticket(number="1", service_id=desk.service, priority="P1", opened=at(8, 3), source="desk")
        )
    found = told(document(db, desk, "2026-08"))
    assert (len(found.counts), found.note) == (1, "")
    assert found.missing_before == "no source of tickets covers July 2026"


def test_a_service_that_was_not_agreed_before_has_no_period_before(db: Database) -> None:
    desk = desk_with_tickets(db)
    change_version(db, desk.version, valid_from=date(2026, 8, 1))
    found = told(document(db, desk, "2026-08"))
    assert found.missing_before == "the service was not agreed in July 2026"


def test_a_service_without_a_ticket_target_counts_and_other_customers_tickets_do_not(db: Database) -> None:
    desk = retail(db)
    other = add_customer(db, "Wholesale", time_zone="UTC")
    with db.changing("as if imported") as session:
        for customer in (desk.customer, None, other):
            session.add(
                Ticket(
                    number=f"of {customer}",
                    service_id=desk.service,
                    customer_id=customer,
                    priority="P4",
                    opened=at(8, 3),
                    source="desk",
                )
            )
    found = told(document(db, desk, "2026-08"))
    assert figures(found.counts) == {"P4": (0, 2, 0, 0, 0, 2)}
    assert found.note == "no source of tickets covers these days"
    assert found.in_time == ()


def test_a_service_with_an_assumed_volume_only_counts_too(db: Database) -> None:
    desk = retail(db)
    workplace = add_service(db, "Workplace")
    add_volume(db, desk.version, VolumeEntry(workplace, "tickets", Decimal(10)))
    add_service(db, "Nobody's")
    with db.changing("as if imported") as session:
        session.add(Ticket(number="1", service_id=workplace, priority="P3", opened=at(8, 3), source="desk"))
    services = document(db, desk, "2026-08").tickets
    assert services is not None
    assert [(each.service, len(each.counts), each.missing) for each in services.services] == [
        ("Till", 0, "no source of tickets covers these days"),
        ("Workplace", 1, ""),
    ]


def test_of_two_sources_the_one_of_record_counts(db: Database) -> None:
    desk = retail(db)
    entry = TargetEntry(desk.service, desk.hours, "resolution", Decimal(90), source_of_record="desk")
    add_target(db, desk.version, entry)
    with db.changing("as if imported") as session:
        for source in ("desk", "tool"):
            session.add(
                Ticket(number="1", service_id=desk.service, priority="P1", opened=at(8, 3), source=source)
            )
    assert figures(told(document(db, desk, "2026-08")).counts) == {"P1": (0, 1, 0, 0, 0, 1)}


Turns = Sequence[tuple[date, str | None]]


def versions_by_source(db: Database, desk: Retail, turns: Turns) -> None:
    """Versions from these days on, each with its own source of record for tickets."""
    (_, first), *later = turns
    entry = TargetEntry(desk.service, desk.hours, "resolution", Decimal(90), source_of_record=first)
    add_target(db, desk.version, entry)
    version = desk.version
    for day, source in later:
        sign_version(db, version, date(2026, 1, 1))
        version = add_version(db, desk.agreement, valid_from=day)
        for row in list_targets(db, version):
            if row.metric == "resolution":
                change_target(db, row.id, replace(entry_of(row), source_of_record=source))


def counted_by(turns: Turns) -> Counting:
    """Whether a ticket is of the source of the version in force on the day it was opened, day by day."""

    def counts(ticket: Ticket) -> bool:
        source = turns[0][1]
        for day, named in turns:
            if ticket.opened.date() >= day:
                source = named
        return source is None or ticket.source == source

    return counts


@given(
    seed=st.integers(0, 1000),
    days=st.lists(st.dates(date(2026, 5, 2), date(2026, 10, 20)), max_size=3, unique=True),
    sources=st.lists(st.sampled_from(["desk", "tool"]), min_size=4, max_size=4),
)
@settings(max_examples=12)
def test_a_ticket_two_sources_know_counts_by_the_version_in_force_when_it_was_opened(
    tmp_path_factory: pytest.TempPathFactory, seed: int, days: list[date], sources: list[str]
) -> None:
    turns = list(zip([date(2026, 1, 1), *sorted(days)], sources, strict=False))
    with closing(Database.create(tmp_path_factory.mktemp("desk") / "desk.slm")) as db:
        desk = retail(db)
        add_volume(db, desk.version, VolumeEntry(desk.service, "tickets", Decimal(9)))
        versions_by_source(db, desk, turns)
        for source in ("desk", "tool"):
            declare_coverage(
                db, start=at(1, 1), end=at(11, 1), service_id=desk.service, kind="tickets", source=source
            )
            record(db, desk, seed=seed + len(source) * (source == "tool"), count=30, source=source)
        for key, start, end in (
            ("2026-08", at(8, 1), at(9, 1)),
            ("2026-Q3", at(7, 1), at(10, 1)),
            ("2026-10", at(10, 1), at(11, 1)),
        ):
            month = document(db, desk, key)
            found, expected = told(month), by_loops(db, start, end, counted_by(turns))
            assert figures(found.counts) == {name: row for name, row in expected.items() if any(row)}
            assert (found.note, found.missing) == ("", "")
            assert [line.actual for line in month.volumes] == [str(sum(row[1] for row in expected.values()))]


def test_where_the_source_of_the_next_version_looks_away_the_counts_say_so(db: Database) -> None:
    desk = retail(db)
    versions_by_source(db, desk, [(date(2026, 1, 1), "desk"), (date(2026, 8, 15), "tool")])
    declare_coverage(
        db, start=at(1, 1), end=at(11, 1), service_id=desk.service, kind="tickets", source="desk"
    )
    for source in ("desk", "tool"):
        record(db, desk, seed=3, count=60, source=source)
    assert told(document(db, desk, "2026-07")).note == ""
    assert told(document(db, desk, "2026-08")).note == "sources of tickets cover only part of these days"
    assert told(document(db, desk, "2026-09")).note == "no source of tickets covers these days"


def test_where_targets_of_one_version_name_two_sources_the_first_target_decides(db: Database) -> None:
    desk = retail(db)
    entry = TargetEntry(desk.service, desk.hours, "resolution", Decimal(90), source_of_record="tool")
    add_target(db, desk.version, entry)
    add_target(db, desk.version, replace(entry, metric="response", source_of_record="desk"))
    for source in ("desk", "tool"):
        record(db, desk, seed=len(source), count=40, source=source)
    expected = by_loops(db, at(8, 1), at(9, 1), lambda ticket: ticket.source == "desk")
    assert figures(told(document(db, desk, "2026-08")).counts) == expected


def test_a_running_month_counts_to_this_moment(db: Database) -> None:
    desk = desk_with_tickets(db)
    now = at(8, 14, 9)
    found = told(build_month(db, desk.customer, "2026-08", now))
    assert figures(found.counts) == by_loops(db, at(8, 1), now + timedelta(microseconds=1))


def test_a_version_that_follows_within_the_month_leaves_the_counts_whole(db: Database) -> None:
    desk = desk_with_tickets(db)
    expected = told(document(db, desk, "2026-08")).counts
    sign_version(db, desk.version, date(2026, 1, 1))
    add_version(db, desk.agreement, valid_from=date(2026, 8, 15))
    assert told(document(db, desk, "2026-08")).counts == expected


def test_a_customer_without_services_has_no_tickets(db: Database) -> None:
    desk = retail(db)
    nobody = add_customer(db, "Nobody", time_zone="UTC")
    add_agreement(db, "SLA Nobody", customer_id=nobody, valid_from=date(2026, 1, 1), time_zone="UTC")
    assert len(list_agreements(db)) == 2
    month = build_month(db, nobody, "2026-08", NOVEMBER)
    assert month.tickets is not None
    assert month.tickets.services == ()
    assert desk.customer != nobody
