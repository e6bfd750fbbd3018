"""Volumes against what was assumed: edited until signed, counted by days, frozen with the month they were issued in."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.volumes import Term, days_of, overlap, spread
from app.errors import InputError, Refused
from app.models.database import Database
from app.models.measurements import PeriodFigure, Ticket
from app.reports.month import VolumeLine
from app.reports.pack_summary import decisions
from app.usecases.agreements import add_agreement, add_version, change_version, list_agreements, sign_version
from app.usecases.closing import closed_month, issue_month
from app.usecases.coverage import declare_coverage
from app.usecases.customers import change_customer, change_site
from app.usecases.months import build_month
from app.usecases.volumes import VolumeEntry, add_volume, change_volume, list_volumes, remove_volume
from tests.usecases.retail import NOVEMBER, WHY, ZONE, Retail, at, retail


def tickets(db: Database, desk: Retail, month: int, count: int, priority: str = "P2") -> None:
    with db.changing("as if imported") as session:
        session.add_all(
            Ticket(
                number=f"{month}-{priority}-{n}",
                service_id=desk.service,
                customer_id=desk.customer,
                priority=priority,
                opened=at(month, 1 + n % 28, 9),
            )
            for n in range(count)
        )


def assume(db: Database, desk: Retail, counts: str, value: int, **more: str) -> int:
    return add_volume(db, desk.version, VolumeEntry(desk.service, counts, Decimal(value), **more))


def line(db: Database, desk: Retail, key: str = "2026-10") -> VolumeLine:
    (found,) = build_month(db, desk.customer, key, NOVEMBER).volumes
    return found


def test_tickets_opened_are_compared_with_those_assumed_for_the_month(db: Database) -> None:
    desk = retail(db)
    declare_coverage(db, start=at(1, 1), end=at(11, 1), service_id=desk.service, kind="tickets")
    tickets(db, desk, 10, 123)
    tickets(db, desk, 9, 80)
    tickets(db, desk, 10, 5, "P1")
    assume(db, desk, "tickets", 100, priority="p2")
    found = line(db, desk)
    assert (found.name, found.assumed, found.actual, found.note) == ("Tickets p2", "100", "123", "")
    assert [(past.period, past.actual) for past in found.history][-1] == ("2026-09", "80")
    month = build_month(db, desk.customer, "2026-10", NOVEMBER)
    assert decisions(month) == [
        "Till, Tickets p2: 23 % above what was assumed (123 instead of 100): do the targets still fit?"
    ]


def test_what_no_source_tells_is_not_nought(db: Database) -> None:
    desk = retail(db)
    assume(db, desk, "tickets", 100)
    found = line(db, desk)
    assert (found.actual, found.note) == (None, "no source of tickets covers these days")


def test_users_are_those_of_the_sites(db: Database) -> None:
    desk = retail(db)
    assume(db, desk, "users", 40)
    assert (line(db, desk).assumed, line(db, desk).actual) == ("40", "40")


def test_reported_figures_add_up_or_are_averaged_as_the_volume_says(db: Database) -> None:
    desk = retail(db)
    with db.changing("as if imported") as session:
        for first, last, value in (
            ("2026-09-01", "2026-09-30", "900"),
            ("2026-10-01", "2026-10-15", "300"),
            ("2026-10-16", "2026-10-31", "500"),
        ):
            session.add(
                PeriodFigure(
                    service_id=desk.service, metric="Orders", first_day=first, last_day=last, value=value
                )
            )
    volume = assume(db, desk, "figure", 700, figure="orders", unit="orders")
    assert line(db, desk).actual == "800"
    assert line(db, desk, "2026-Q3").note == "reported for 30 of 92 days"
    entry = list_volumes(db, desk.version)[0].entry
    change_volume(db, volume, VolumeEntry(**{**vars_of(entry), "over_months": "mean"}))
    assert Fraction(line(db, desk).actual or 0) == Fraction(300 * 15 + 500 * 16, 31)


def vars_of(entry: VolumeEntry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in VolumeEntry.__dataclass_fields__}


def test_a_signed_version_keeps_its_volumes_and_the_next_one_copies_them(db: Database) -> None:
    desk = retail(db)
    volume = assume(db, desk, "tickets", 100)
    sign_version(db, desk.version, date(2026, 1, 1))
    for change in (
        lambda: assume(db, desk, "users", 1),
        lambda: change_volume(db, volume, VolumeEntry(desk.service, "tickets", Decimal(5))),
        lambda: remove_volume(db, volume),
    ):
        with pytest.raises(Refused):
            change()
    add_version(db, desk.agreement, valid_from=date(2026, 10, 11))
    newest = list_agreements(db)[0].versions[0]
    (copied,) = list_volumes(db, newest.id)
    change_volume(db, copied.id, VolumeEntry(desk.service, "tickets", Decimal(410)))
    assert Fraction(line(db, desk).assumed) == Fraction(100 * 10 + 410 * 21, 31)


def test_the_same_volume_is_assumed_once(db: Database) -> None:
    desk = retail(db)
    assume(db, desk, "figure", 1, figure="Orders")
    with pytest.raises(InputError, match="already"):
        assume(db, desk, "figure", 2, figure="ORDERS")
    for wrong in (Decimal(0), Decimal("NaN"), Decimal(-1)):
        with pytest.raises(InputError, match="above nought"):
            add_volume(db, desk.version, VolumeEntry(desk.service, "users", wrong))


def test_a_closed_month_keeps_its_volumes_and_a_quarter_takes_them_from_it(db: Database) -> None:
    desk = retail(db)
    declare_coverage(db, start=at(1, 1), end=at(11, 1), service_id=desk.service, kind="tickets")
    for month, count in ((7, 10), (8, 20), (9, 30)):
        tickets(db, desk, month, count)
    assume(db, desk, "tickets", 25)
    assert (line(db, desk, "2026-Q3").assumed, line(db, desk, "2026-Q3").actual) == ("75", "60")
    closed = issue_month(db, desk.customer, "2026-08", date(2026, 12, 24), NOVEMBER, uncommented_reason=WHY)
    before = closed_month(db, closed).volumes
    tickets(db, desk, 8, 50, "P1")
    assert closed_month(db, closed).volumes == before
    assert line(db, desk, "2026-Q3").actual == "60"
    assert [past.actual for past in line(db, desk, "2026-09").history][-1] == "20"


def test_the_months_of_a_quarter_closed_as_a_whole_are_counted_each(db: Database) -> None:
    desk = retail(db)
    change_version(db, desk.version, valid_from=date(2026, 7, 1))
    declare_coverage(db, start=at(7, 1), end=at(10, 1), service_id=desk.service, kind="tickets")
    tickets(db, desk, 8, 20)
    assume(db, desk, "tickets", 25)
    issue_month(db, desk.customer, "2026-Q3", date(2026, 12, 24), NOVEMBER, uncommented_reason=WHY)
    assert "known for 3 of 5 months" in line(db, desk, "2026").note


def test_a_month_closed_in_another_time_zone_counts_once_in_its_quarter(db: Database) -> None:
    desk = retail(db)
    declare_coverage(db, start=at(1, 1), end=at(11, 1), service_id=desk.service, kind="tickets")
    for month, count in ((7, 10), (8, 20), (9, 30)):
        tickets(db, desk, month, count)
    assume(db, desk, "tickets", 25)
    issue_month(db, desk.customer, "2026-07", date(2026, 12, 24), NOVEMBER, uncommented_reason=WHY)
    change_customer(db, desk.customer, time_zone="Asia/Tokyo")
    assert (line(db, desk, "2026-Q3").assumed, line(db, desk, "2026-Q3").actual) == ("75", "60")


def test_users_of_past_months_are_known_only_from_what_was_issued(db: Database) -> None:
    desk = retail(db)
    assume(db, desk, "users", 40)
    issue_month(db, desk.customer, "2026-09", date(2026, 12, 24), NOVEMBER, uncommented_reason=WHY)
    change_site(db, desk.site, headcount=60)
    history = line(db, desk).history
    assert (history[-1].actual, history[-2].actual) == ("40", None)
    assert line(db, desk).actual == "60"


def second(db: Database, desk: Retail, begins: date = date(2026, 1, 1), until: date | None = None) -> int:
    """The first version of another SLA with the same customer."""
    add_agreement(db, "SLA Evenings", customer_id=desk.customer, valid_from=begins, time_zone=ZONE)
    version = next(row for row in list_agreements(db) if row.title == "SLA Evenings").versions[0].id
    change_version(db, version, valid_until=until)
    return version


def test_amounts_two_agreements_assume_add_up_to_the_whole(db: Database) -> None:
    desk = retail(db)
    tickets(db, desk, 10, 120)
    assume(db, desk, "tickets", 100)
    alone = Fraction(line(db, desk).assumed)
    other = second(db, desk, begins=date(2026, 10, 11))
    add_volume(db, other, VolumeEntry(desk.service, "tickets", Decimal(31)))
    found = line(db, desk)
    assert Fraction(found.assumed) == alone + 21
    assert (found.days, found.note.startswith("assumed by several agreements, added up")) == (31, True)
    assert found.history[-1].assumed == "100"
    so_far = Fraction((100 + 31) * 9, 30)  # of November, on its tenth day
    assert Fraction(line(db, desk, "2026-Q4").assumed) == 100 + 21 + so_far


def test_what_cannot_be_added_up_stands_apart_for_each_agreement(db: Database) -> None:
    desk = retail(db)
    assume(db, desk, "users", 40)
    add_volume(db, second(db, desk), VolumeEntry(desk.service, "users", Decimal(300)))
    for key in ("2026-10", "2026-Q4"):
        lines = build_month(db, desk.customer, key, NOVEMBER).volumes
        assert {(each.name, each.assumed, each.actual) for each in lines} == {
            ("Users (SLA Retail)", "40", "40"),
            ("Users (SLA Evenings)", "300", "40"),
        }
        assert len({each.key for each in lines}) == 2


def test_a_mean_of_agreements_that_follow_one_another_counts_by_days(db: Database) -> None:
    desk = retail(db)
    change_version(db, desk.version, valid_until=date(2026, 10, 10))
    assume(db, desk, "users", 40)
    add_volume(db, second(db, desk, date(2026, 10, 11)), VolumeEntry(desk.service, "users", Decimal(71)))
    found = line(db, desk)
    assert (found.name, Fraction(found.assumed)) == ("Users", Fraction(40 * 10 + 71 * 21, 31))


@given(
    st.lists(
        st.tuples(st.dates(date(2025, 1, 1), date(2026, 1, 1)), st.integers(0, 60)), min_size=1, max_size=5
    )
)
def test_days_of_overlapping_terms_are_counted_once(spans: list[tuple[date, int]]) -> None:
    terms = [
        Term(Fraction(1), first, date.fromordinal(first.toordinal() + length)) for first, length in spans
    ]
    every = {first.toordinal() + n for first, length in spans for n in range(length + 1)}
    assert days_of(terms) == len(every)
    assert overlap(terms[:1], terms[1:]) == any(
        set(range(spans[0][0].toordinal(), spans[0][0].toordinal() + spans[0][1] + 1))
        & set(range(first.toordinal(), first.toordinal() + length + 1))
        for first, length in spans[1:]
    )


@given(
    st.integers(1, 10_000),
    st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    st.integers(0, 90),
    st.integers(0, 90),
)
def test_parts_of_a_volume_sum_to_the_whole(value: int, first: date, one: int, other: int) -> None:
    middle = date.fromordinal(first.toordinal() + one)
    last = date.fromordinal(middle.toordinal() + 1 + other)
    parts = [
        Term(Fraction(value), first, middle),
        Term(Fraction(value), date.fromordinal(middle.toordinal() + 1), last),
    ]
    assert spread(parts) == spread([Term(Fraction(value), first, last)])


def test_a_whole_month_gives_what_was_agreed_for_it() -> None:
    for number, last in ((2, 28), (10, 31)):
        assert spread([Term(Fraction(100), date(2026, number, 1), date(2026, number, last))]) == 100
