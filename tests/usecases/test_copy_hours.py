"""Hours a signed agreement rests on stay as they are; a copy of them is free to change."""

from datetime import date, time

import pytest

from app.errors import Refused
from app.models.database import Database
from app.usecases.agreements import sign_version
from app.usecases.hours import (
    add_special_day,
    change_hours,
    copy_hours,
    list_hours,
    remove_special_day,
)
from tests.usecases.retail import retail


def test_a_copy_has_the_same_week_and_dates_under_a_name_of_its_own(db: Database) -> None:
    desk = retail(db, round_the_clock=False)
    add_special_day(db, desk.hours, date(2026, 12, 24), "shift", times=[(time(8), time(12))], name="Eve")
    made = copy_hours(db, desk.hours)
    again = copy_hours(db, desk.hours)
    rows = {row.id: row for row in list_hours(db)}
    original, copy = rows[desk.hours], rows[made]
    assert (copy.name, rows[again].name) == ("Service hours copy", "Service hours copy 2")
    assert (copy.words, copy.week, copy.country) == (original.words, original.week, original.country)
    assert [(d.day, d.kind, d.times, d.name) for d in copy.special_days] == [
        (d.day, d.kind, d.times, d.name) for d in original.special_days
    ]


def test_copying_is_one_step_that_undo_takes_back(db: Database) -> None:
    desk = retail(db)
    add_special_day(db, desk.hours, date(2026, 12, 24), "holiday")
    copy_hours(db, desk.hours)
    assert db.undo() == "Copy hours Service hours"
    assert [row.id for row in list_hours(db)] == [desk.hours]


def test_signed_hours_refuse_a_change_that_their_copy_takes(db: Database) -> None:
    desk = retail(db)
    sign_version(db, desk.version, date(2026, 1, 1))
    made = copy_hours(db, desk.hours)
    assert {row.id: row.signed for row in list_hours(db)} == {desk.hours: True, made: False}
    with pytest.raises(Refused, match="Copy them"):
        change_hours(db, desk.hours, week={0: ((time(9), time(10)),)})
    change_hours(db, made, week={0: ((time(9), time(10)),)})


def test_signed_hours_take_and_lose_no_date_of_their_own_and_their_copy_does(db: Database) -> None:
    desk = retail(db, round_the_clock=False)
    eve = add_special_day(db, desk.hours, date(2026, 12, 24), "holiday")
    sign_version(db, desk.version, date(2026, 1, 1))
    for kind, times in (("holiday", []), ("workday", []), ("shift", [(time(8), time(12))])):
        with pytest.raises(Refused, match="Copy them and use the copy in the agreement's next version"):
            add_special_day(db, desk.hours, date(2026, 12, 31), kind, times=times)
    with pytest.raises(Refused, match="rests on the hours “Service hours”"):
        remove_special_day(db, eve)
    copy = copy_hours(db, desk.hours)
    add_special_day(db, copy, date(2026, 12, 31), "holiday")
    assert [[day.day.day for day in row.special_days] for row in list_hours(db)] == [[24], [24, 31]]


def test_the_longest_name_still_makes_a_name_that_fits(db: Database) -> None:
    desk = retail(db)
    change_hours(db, desk.hours, name="h" * 200)
    copy_hours(db, desk.hours)
    copy_hours(db, desk.hours)
    assert max(len(row.name) for row in list_hours(db)) <= 200
