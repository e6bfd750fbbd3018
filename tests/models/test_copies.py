"""Copies and backups: consistent, verified, rotated; a restore never loses what was there."""

import os
import shutil
import sqlite3
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from app.errors import FileError
from app.models import backups, copies
from app.models.backups import (
    DAYS_KEPT,
    WEEKS_KEPT,
    back_up,
    backup_folder,
    days_to_let_go,
    list_backups,
    restore,
)
from app.models.database import Database
from app.models.lock import DeskInUse
from tests.models.desks import add_customer, count, dump, import_outages

TODAY = date(2026, 11, 22)


def customers(path: Path) -> int:
    db = Database.open(path, read_only=True)
    found = count(db, "customers")
    db.close()
    return found


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[5000:60000] = os.urandom(55000)
    path.write_bytes(content)


def test_a_copy_holds_everything_and_opens_as_a_desk(db: Database, tmp_path: Path) -> None:
    import_outages(db, 500)
    add_customer(db, "Retail", ("Berlin",))
    db.save_copy(tmp_path / "copy.slm")
    copy = Database.open(tmp_path / "copy.slm")
    assert dump(copy) == dump(db)
    assert count(copy, "audit_entries") == 2
    copy.close()


def test_a_copy_made_during_a_change_holds_the_state_before(db: Database, tmp_path: Path) -> None:
    add_customer(db, "A")
    with db.changing("Add") as session:
        session.execute(text("UPDATE customers SET name = 'B'"))
        worker = threading.Thread(target=db.save_copy, args=(tmp_path / "copy.slm",))
        worker.start()
        worker.join(60)
    copy = Database.open(tmp_path / "copy.slm")
    with copy.reading() as reading:
        assert reading.execute(text("SELECT name FROM customers")).scalar_one() == "A"
    copy.close()


def test_a_copy_holds_nothing_of_what_was_removed(db: Database, tmp_path: Path) -> None:
    with db.changing("Add", barrier=True) as session:
        session.execute(text("INSERT INTO settings VALUES ('k', :v)"), {"v": "canary" * 5_000})
    with db.changing("Remove", barrier=True) as session:
        session.execute(text("DELETE FROM settings"))
    copy = db.save_copy(tmp_path / "copy.slm")
    assert b"canarycanary" not in copy.read_bytes()


def test_a_copy_onto_the_desk_itself_is_refused(db: Database, desk_path: Path) -> None:
    with pytest.raises(FileError, match="this desk itself"):
        db.save_copy(desk_path)


def test_a_copy_into_a_missing_folder_is_refused(db: Database, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is not there"):
        db.save_copy(tmp_path / "nowhere" / "copy.slm")


def test_a_copy_that_fails_leaves_the_older_one(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy.slm"
    db.save_copy(target)
    before = target.read_bytes()
    add_customer(db, "A")
    monkeypatch.setattr(copies, "findings", lambda _: ("page 7 is torn",))
    with pytest.raises(FileError, match="page 7"):
        db.save_copy(target)
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["copy.slm", "desk.slm", "desk.slm.holder", "desk.slm.lock"]
    )


def test_a_copy_over_a_desk_somebody_has_open_is_refused(db: Database, tmp_path: Path) -> None:
    other = Database.create(tmp_path / "other.slm")
    with pytest.raises(DeskInUse):
        db.save_copy(tmp_path / "other.slm")
    other.close()


def test_a_leftover_journal_is_not_played_into_the_copy(db: Database, tmp_path: Path) -> None:
    target = tmp_path / "copy.slm"
    db.save_copy(target)
    shutil.copy(target, target.with_name("copy.slm-journal"))
    db.save_copy(target)
    assert not target.with_name("copy.slm-journal").exists()
    assert copies.faults(target) == ()


def test_a_damaged_desk_is_not_backed_up_over_a_good_backup(db: Database, desk_path: Path) -> None:
    import_outages(db, 3_000)
    made = db.backup(today=TODAY)
    good = made.read_bytes()
    db.close()
    damage(desk_path)
    with pytest.raises(FileError, match="damaged"):
        back_up(desk_path, today=TODAY)
    assert made.read_bytes() == good


def test_a_second_backup_of_a_day_stands_beside_the_first(db: Database) -> None:
    first = db.backup(today=TODAY)
    add_customer(db, "A")
    second = db.backup(today=TODAY)
    assert [backup.path for backup in list_backups(db.path)] == [second, first]
    assert {backup.day for backup in list_backups(db.path)} == {TODAY}
    assert (customers(first), customers(second)) == (0, 1)


def test_backups_of_two_desks_of_one_name_do_not_mix(tmp_path: Path) -> None:
    assert backup_folder(tmp_path / "a" / "desk.slm") != backup_folder(tmp_path / "b" / "desk.slm")


def test_seven_days_and_four_weeks_are_kept(db: Database) -> None:
    for day in range(60, -1, -1):
        folder = backup_folder(db.path)
        folder.mkdir(parents=True, exist_ok=True)
        if day:
            (folder / f"desk {TODAY - timedelta(days=day)}.slm").write_bytes(b"")
    (folder / "my own copy.slm").write_bytes(b"")
    db.backup(today=TODAY)
    kept = [backup.day for backup in list_backups(db.path)]
    assert kept[:DAYS_KEPT] == [TODAY - timedelta(days=day) for day in range(7)]
    assert kept[DAYS_KEPT:] == [date(2026, 11, 15), date(2026, 11, 8), date(2026, 11, 1), date(2026, 10, 25)]
    assert (folder / "my own copy.slm").exists()


@given(st.sets(st.dates(date(2025, 1, 1), date(2026, 12, 31)), max_size=80))
def test_rotation_keeps_what_it_promises_and_settles(days: set[date]) -> None:
    kept = days - days_to_let_go(days)
    newest = sorted(days, reverse=True)[:DAYS_KEPT]
    assert set(newest) <= kept
    assert len(kept) <= DAYS_KEPT + WEEKS_KEPT
    assert days_to_let_go(kept) == frozenset()
    weeks = [day.isocalendar()[:2] for day in kept - set(newest)]
    assert len(weeks) == len(set(weeks))


@given(st.integers(30, 120))
def test_a_year_of_daily_backups_always_reaches_back_three_weeks(length: int) -> None:
    days: set[date] = set()
    for offset in range(length):
        days.add(date(2026, 1, 1) + timedelta(days=offset))
        days -= days_to_let_go(days)
    assert min(days) <= max(days) - timedelta(days=21)


def test_a_restore_brings_the_backup_and_keeps_what_was_there(db: Database, desk_path: Path) -> None:
    add_customer(db, "A")
    made = db.backup(today=TODAY)
    add_customer(db, "B")
    db.close()
    aside = restore(made, desk_path)
    assert aside is not None
    assert (customers(desk_path), customers(aside), customers(made)) == (1, 2, 1)
    again = Database.open(desk_path)
    assert not again.read_only
    again.close()


def test_a_restore_over_a_damaged_desk_works(db: Database, desk_path: Path) -> None:
    import_outages(db, 3_000)
    made = db.backup(today=TODAY)
    db.close()
    damage(desk_path)
    desk_path.with_name("desk.slm-journal").write_bytes(os.urandom(5_000))
    aside = restore(made, desk_path)
    assert aside is not None
    assert aside.with_name(aside.name + "-journal").exists()
    assert copies.faults(desk_path) == ()


def test_a_restore_where_nothing_is_left_works(db: Database, desk_path: Path) -> None:
    made = db.backup(today=TODAY)
    db.close()
    desk_path.unlink()
    assert restore(made, desk_path) is None
    assert customers(desk_path) == 0


def test_an_open_desk_is_not_restored_over(db: Database, desk_path: Path) -> None:
    made = db.backup(today=TODAY)
    with pytest.raises(DeskInUse):
        restore(made, desk_path)


def test_a_damaged_backup_is_refused_and_the_desk_left_alone(db: Database, desk_path: Path) -> None:
    import_outages(db, 3_000)
    made = db.backup(today=TODAY)
    db.close()
    damage(made)
    before = desk_path.read_bytes()
    with pytest.raises(FileError, match="damaged"):
        restore(made, desk_path)
    assert desk_path.read_bytes() == before
    assert list(desk_path.parent.iterdir()) == [desk_path]


def test_a_restore_that_fails_half_way_puts_the_desk_back(
    db: Database, desk_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = db.backup(today=TODAY)
    add_customer(db, "A")
    db.close()

    def fail(source: Path, target: Path) -> Path:
        raise FileError(f"no room for {source} at {target}")

    monkeypatch.setattr(backups, "copy_desk", fail)
    with pytest.raises(FileError, match="no room"):
        restore(made, desk_path)
    assert customers(desk_path) == 1
    assert list(desk_path.parent.iterdir()) == [desk_path]


def test_faults_names_lost_references(db: Database, desk_path: Path) -> None:
    add_customer(db, "A", ("Berlin",))
    db.close()
    connection = sqlite3.connect(desk_path)
    connection.execute("DELETE FROM customers")
    connection.commit()
    connection.close()
    assert copies.faults(desk_path) == ("sites row 1 refers to a missing row of customers",)
