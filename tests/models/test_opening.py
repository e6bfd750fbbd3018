"""What can be opened and what cannot, each with its sentence and the file untouched."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from app.errors import FileError, Refused
from app.models import opening
from app.models.database import Database
from app.models.inspection import APPLICATION_ID
from tests.models.children import start
from tests.models.desks import add_customer, count, import_outages, untouched


@pytest.fixture
def closed(db: Database, desk_path: Path) -> Path:
    """A desk with some rows, closed."""
    import_outages(db, 2_000)
    add_customer(db, "Retail")
    db.close()
    return desk_path


def refusal(path: Path) -> str:
    with untouched(path), pytest.raises(FileError) as caught:
        Database.open(path)
    with untouched(path), pytest.raises(FileError) as again:
        Database.open(path, read_only=True)
    assert str(again.value) == str(caught.value)
    return str(caught.value)


def set_header(path: Path, pragma: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA {pragma}")
    connection.commit()
    connection.close()


def test_a_new_desk_is_marked_as_ours_and_nothing_else_is_left(desk_path: Path) -> None:
    Database.create(desk_path).close()
    connection = sqlite3.connect(desk_path)
    values = [
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "journal_mode")
    ]
    connection.close()
    assert values == [APPLICATION_ID, "delete"]
    assert list(desk_path.parent.iterdir()) == [desk_path]


def test_every_commit_reaches_the_disk_and_references_are_checked(db: Database) -> None:
    connection = db._journal.connection
    wanted = {
        "synchronous": 3,
        "journal_mode": "delete",
        "foreign_keys": 1,
        "trusted_schema": 0,
        "recursive_triggers": 1,
    }
    assert {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted


def test_a_desk_is_never_made_over_another_file(desk_path: Path) -> None:
    desk_path.write_text("mine")
    with untouched(desk_path), pytest.raises(FileError, match="already there"):
        Database.create(desk_path)


def test_a_desk_in_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is not there"):
        Database.create(tmp_path / "nowhere" / "desk.slm")


def test_a_missing_desk_is_refused_by_name(desk_path: Path) -> None:
    with pytest.raises(FileError, match=r"no “desk\.slm”.*moved, renamed or removed"):
        Database.open(desk_path)
    assert list(desk_path.parent.iterdir()) == []


def test_a_folder_is_no_desk(tmp_path: Path) -> None:
    (tmp_path / "folder.slm").mkdir()
    with pytest.raises(FileError, match="is a folder"):
        Database.open(tmp_path / "folder.slm")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04" + b"\x00" * 200, "Excel, Word or ZIP"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"name;value\n", "text file"),
        (bytes(range(128, 255)), "something else"),
        (b"SQLite format 3\x00", "not a Colonnade desk"),
    ],
)
def test_a_foreign_file_is_refused_untouched(desk_path: Path, content: bytes, words: str) -> None:
    desk_path.write_bytes(content)
    assert words in refusal(desk_path)


def test_a_database_of_another_program_is_refused_untouched(desk_path: Path) -> None:
    connection = sqlite3.connect(desk_path)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    assert "database of another program" in refusal(desk_path)


def test_a_desk_of_a_newer_program_is_refused_untouched(closed: Path) -> None:
    set_header(closed, "user_version=999")
    sentence = refusal(closed)
    assert "newer Colonnade" in sentence
    assert "999" in sentence


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_desk_cut_short_is_refused_untouched(closed: Path, share: float) -> None:
    content = closed.read_bytes()
    closed.write_bytes(content[: int(len(content) * share)])
    assert "damaged" in refusal(closed)


@pytest.mark.parametrize("page", [1, 2, 5, 20])
def test_a_desk_with_an_overwritten_page_is_refused_untouched(closed: Path, page: int) -> None:
    content = bytearray(closed.read_bytes())
    content[page * 4096 - 2048 : page * 4096 + 2048] = os.urandom(4096)
    closed.write_bytes(content)
    assert "damaged" in refusal(closed)


def test_a_refused_desk_is_not_left_locked(closed: Path) -> None:
    content = closed.read_bytes()
    closed.write_bytes(content[: len(content) // 2])
    with pytest.raises(FileError):
        Database.open(closed)
    closed.write_bytes(content)
    db = Database.open(closed)
    assert not db.read_only
    db.close()


def test_a_desk_opened_to_read_can_be_read_and_not_changed(closed: Path) -> None:
    with untouched(closed):
        db = Database.open(closed, read_only=True)
        assert db.read_only
        assert count(db, "customers") == 1
        with pytest.raises(Refused, match="Nothing can be changed"):
            add_customer(db, "B")
        with pytest.raises(Refused):
            db.undo()
        db.close()


def test_a_large_desk_is_not_checked_page_by_page_at_opening(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_CHECKED_AT_ONCE", 0)
    content = bytearray(closed.read_bytes())
    content[-4096:] = bytes(4096)
    closed.write_bytes(content)
    db = Database.open(closed)
    db.close()


def test_names_that_mean_something_to_sqlite_are_only_names(tmp_path: Path) -> None:
    for name in ("a b.slm", "100%.slm", "what?mode=memory.slm", "#1.slm", "Ж ½ 𝄞.slm", "a'b.slm", "x%41.slm"):
        db = Database.create(tmp_path / name)
        add_customer(db, "Retail")
        db.close()
        assert (tmp_path / name).is_file()
        db = Database.open(tmp_path / name)
        assert count(db, "customers") == 1
        db.close()
    assert len(list(tmp_path.iterdir())) == 7


_OPEN_AND_TRY = """
    import os, sys
    from app.errors import AppError
    from app.models.database import Database
    Database.create(sys.argv[2]).close()  # everything is imported
    if os.geteuid() == 0:
        os.setuid(65534)  # rights mean nothing to root
    db = Database.open(sys.argv[1])
    print(db.read_only, db.read_only_reason)
    with db.reading() as session:
        print(len(session.connection().exec_driver_sql("SELECT * FROM customers").all()))
    try:
        with db.changing("x"):
            pass
    except AppError as error:
        print(error)
    db.close()
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter, which those of the test runner are not."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        Path(folder).chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="folder rights are another matter there")
@pytest.mark.parametrize("part", ["folder", "file"])
def test_in_a_read_only_place_a_desk_opens_to_read(
    closed: Path, part: str, open_folder: Path, tmp_path: Path
) -> None:
    desk = Path(shutil.copy(closed, open_folder))
    desk.chmod(0o444 if part == "file" else 0o666)
    open_folder.chmod(0o777 if part == "file" else 0o555)
    with untouched(desk):
        said, errors = start(_OPEN_AND_TRY, desk, tmp_path / "other.slm").communicate(timeout=60)
    assert errors == ""
    assert said.splitlines()[0].startswith("True The f")
    assert said.splitlines()[1] == "1"
    assert "read-only" in said.splitlines()[2]
