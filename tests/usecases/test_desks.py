"""Desks as files, as the window and the command line use them."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import tzlocal

from app.errors import FileError, InputError
from app.models.database import Database
from app.models.lock import DeskInUse
from app.usecases import desks
from app.usecases.settings import settings
from tests.models.desks import add_customer, count

TODAY = date(2026, 11, 22)


@pytest.fixture
def closed(db: Database, desk_path: Path) -> Path:
    add_customer(db, "Retail")
    db.close()
    return desk_path


@pytest.mark.parametrize(
    ("typed", "made"), [("Retail", "Retail.slm"), ("a.b", "a.b.slm"), ("x.SLM", "x.SLM")]
)
def test_a_new_desk_gets_its_ending(tmp_path: Path, typed: str, made: str) -> None:
    db = desks.new_desk(tmp_path / typed)
    assert db.path == tmp_path / made
    db.close()


@pytest.mark.parametrize(
    ("set_to", "taken"),
    [("Europe/Berlin", "Europe/Berlin"), ("Etc/UTC", "UTC"), ("Nowhere/Land", "UTC"), (None, "UTC")],
)
def test_a_new_desk_is_in_the_time_zone_of_the_computer_which_is_no_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, set_to: str | None, taken: str
) -> None:
    monkeypatch.setattr(tzlocal, "get_localzone_name", lambda: set_to)
    db = desks.new_desk(tmp_path / "Retail")
    assert settings(db).time_zone == taken
    assert db.undo_label is None
    db.close()


@pytest.mark.parametrize("typed", [".slm", " .slm", ".."])
def test_a_desk_needs_a_name(tmp_path: Path, typed: str) -> None:
    with pytest.raises(InputError, match="needs a name"):
        desks.new_desk(tmp_path / typed)


def test_a_new_desk_needs_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is not there"):
        desks.new_desk(tmp_path / "nowhere" / "desk")


def test_a_desk_in_use_opens_to_read_only_when_asked(db: Database, desk_path: Path) -> None:
    with pytest.raises(DeskInUse):
        desks.open_desk(desk_path)
    reader = desks.open_desk(desk_path, read_only_if_in_use=True)
    assert reader.read_only
    assert reader.holder is not None
    reader.close()


def test_the_desks_of_late_stand_the_latest_first(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        desks.new_desk(tmp_path / name).close()
        desks.remember_desk(tmp_path / f"{name}.slm")
    desks.remember_desk(tmp_path / "a.slm")
    assert [path.stem for path in desks.recent_desks()] == ["a", "c", "b"]


def test_a_desk_that_is_gone_is_not_recent(tmp_path: Path) -> None:
    for name in ("a", "b"):
        desks.new_desk(tmp_path / name).close()
        desks.remember_desk(tmp_path / f"{name}.slm")
    (tmp_path / "b.slm").unlink()
    assert [path.stem for path in desks.recent_desks()] == ["a"]


def test_opening_a_desk_alone_does_not_remember_it(tmp_path: Path) -> None:
    desks.new_desk(tmp_path / "a").close()
    desks.open_desk(tmp_path / "a.slm").close()
    assert desks.recent_desks() == ()


@pytest.mark.parametrize("content", ["", "{", "null", '{"a": 1}', "[1, null]", "\x00"])
def test_a_list_of_recent_desks_that_cannot_be_read_is_empty(home: Path, content: str) -> None:
    desks.remember_desk(home / "a.slm")
    (written,) = home.rglob("recent.json")
    written.write_text(content)
    assert desks.recent_desks() == ()
    desks.remember_desk(home / "b.slm")


def test_only_the_latest_dozen_is_remembered(tmp_path: Path) -> None:
    for number in range(15):
        path = tmp_path / f"{number}.slm"
        path.touch()
        desks.remember_desk(path)
    assert [path.stem for path in desks.recent_desks()] == [str(number) for number in range(14, 2, -1)]


def test_a_copy_gets_its_ending_and_the_open_desk_stays(db: Database, tmp_path: Path) -> None:
    assert desks.save_copy(db, tmp_path / "for anna") == tmp_path / "for anna.slm"
    assert db.path.stem == "desk"


def test_a_sound_desk_has_no_findings_and_a_foreign_file_is_refused(closed: Path, tmp_path: Path) -> None:
    assert desks.check_desk(closed) == ()
    (tmp_path / "x.slm").write_text("hello")
    with pytest.raises(FileError, match="not a Colonnade desk"):
        desks.check_desk(tmp_path / "x.slm")


def test_a_damaged_desk_has_findings(closed: Path) -> None:
    content = bytearray(closed.read_bytes())
    content[8192:40960] = bytes(32768)
    closed.write_bytes(content)
    assert desks.check_desk(closed) != ()


def test_the_daily_backup_is_made_once_a_day(db: Database) -> None:
    assert desks.daily_backup(db, TODAY) is not None
    assert desks.daily_backup(db, TODAY) is None
    assert [row.day for row in desks.list_backups(db.path)] == [TODAY]


def test_a_backup_is_made_of_an_open_desk_and_of_a_file(db: Database, tmp_path: Path) -> None:
    first = desks.backup_desk(db, tmp_path / "backups")
    db.close()
    second = desks.backup_desk(db.path, tmp_path / "backups")
    assert first != second
    assert first.read_bytes() == second.read_bytes()


def test_a_backup_is_restored(closed: Path) -> None:
    made = desks.backup_desk(closed)
    db = desks.open_desk(closed)
    add_customer(db, "Wholesale")
    db.close()
    aside = desks.restore_desk(made, closed)
    assert aside is not None
    assert aside.is_file()
    db = desks.open_desk(closed)
    assert count(db, "customers") == 1
    db.close()


def test_the_start_page_does_not_load_the_storage() -> None:
    code = (
        "import sys; from app.usecases import desks; desks.recent_desks(); "
        "print([name for name in ('sqlalchemy', 'alembic', 'filelock', 'numpy') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"


def test_opening_a_desk_does_not_load_the_migrations(closed: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from app.usecases import desks; "
        "desks.open_desk(Path(sys.argv[1])).close(); print('alembic' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, str(closed)], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "False"
