"""One program at a time changes a desk; the others are told who."""

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import FileError
from app.models.copies import faults
from app.models.database import Database
from app.models.lock import DeskInUse, DeskLock, Holder, holder_of, user_name
from app.models.organisation import Setting
from tests.models.children import holding, start, stop
from tests.models.desks import add_customer, count


@pytest.fixture
def closed(db: Database, desk_path: Path) -> Path:
    add_customer(db, "Retail")
    db.close()
    return desk_path


def test_a_desk_in_use_is_refused_with_the_holders_name(closed: Path) -> None:
    with holding(closed) as child:
        with pytest.raises(DeskInUse, match="already open for changing") as caught:
            Database.open(closed)
        holder = caught.value.holder
        assert holder is not None
        assert (holder.who, holder.machine, holder.process) == (user_name(), platform.node(), child.pid)
        assert holder.who in str(caught.value)
        assert platform.node() in str(caught.value)


def test_a_desk_in_use_can_be_read_and_names_the_holder(closed: Path) -> None:
    with holding(closed) as child:
        db = Database.open(closed, read_only=True)
        assert db.holder is not None
        assert db.holder.process == child.pid
        assert db.holder.who in (db.read_only_reason or "")
        assert count(db, "customers") == 1
        db.close()


def test_the_lock_of_a_killed_program_is_taken_over_at_once(closed: Path) -> None:
    with holding(closed) as child:
        stop(child)
        assert holder_of(closed) is None
        db = Database.open(closed)
        add_customer(db, "Wholesale")
        db.close()
    assert list(closed.parent.iterdir()) == [closed]


def test_the_same_program_cannot_open_a_desk_twice(db: Database, desk_path: Path) -> None:
    with pytest.raises(DeskInUse):
        Database.open(desk_path)


def test_a_link_to_a_desk_in_use_is_the_desk_in_use(db: Database, desk_path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.slm"
    try:
        link.symlink_to(desk_path)
    except OSError:
        pytest.skip("links are not allowed here")
    with pytest.raises(DeskInUse):
        Database.open(link)


def test_a_closed_desk_leaves_nothing_beside_it_and_opens_again(closed: Path) -> None:
    assert list(closed.parent.iterdir()) == [closed]
    for _ in range(3):
        Database.open(closed).close()
    assert list(closed.parent.iterdir()) == [closed]


def test_whoever_reads_does_not_take_or_free_the_lock(db: Database, desk_path: Path) -> None:
    reader = Database.open(desk_path, read_only=True)
    reader.close()
    with pytest.raises(DeskInUse):
        Database.open(desk_path)


_WRITE_PAST_US = """
    import sqlite3, sys
    connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        print("wrote")
    except sqlite3.OperationalError as error:
        print(error)
"""


def test_looking_at_an_open_desk_does_not_drop_its_file_locks(db: Database, desk_path: Path) -> None:
    with db.changing("Change") as session:
        session.add(Setting(key="k", value="v"))
        session.flush()
        Database.open(desk_path, read_only=True).close()
        with pytest.raises(DeskInUse):
            Database.open(desk_path)
        assert faults(desk_path) == ()
        said, _ = start(_WRITE_PAST_US, desk_path).communicate(timeout=60)
    assert said.strip() == "database is locked"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"who": "a"}', '{"who":1,"machine":2,"process":"x","since":"y"}']
)
def test_a_sidecar_that_cannot_be_read_names_nobody(desk_path: Path, text: str) -> None:
    desk_path.with_name("desk.slm.holder").write_text(text)
    assert holder_of(desk_path) is None


def test_a_holder_on_another_machine_is_believed(desk_path: Path) -> None:
    said = {"who": "anna", "machine": "LAPTOP-7", "process": 1, "since": "2026-10-01T12:02:00+00:00"}
    desk_path.with_name("desk.slm.holder").write_text(json.dumps(said))
    holder = holder_of(desk_path)
    assert holder is not None
    assert holder.words.startswith("anna on LAPTOP-7, since ")
    assert holder.words.endswith(" October 2026")


def test_a_holder_of_today_is_named_with_the_time_only() -> None:
    assert Holder("anna", "PC", os.getpid(), datetime.now(UTC)).words[-3] == ":"


def test_a_lock_that_fails_for_another_reason_says_so(
    desk_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = DeskLock(desk_path)

    def fail() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(lock._lock, "acquire", fail)
    with pytest.raises(FileError, match="No space left"):
        lock.acquire()
