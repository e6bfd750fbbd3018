"""The commands, their exit codes, and the two channels they speak on."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.usecases import desks
from tests.cli.conftest import Colonnade

CSV = (
    "Service,Start,End\nTill,2026-10-05T10:00:00Z,2026-10-05T11:00:00Z\nTill,nonsense,2026-10-06T11:00:00Z\n"
)


@pytest.fixture
def desk(colonnade: Colonnade, desk_path: Path) -> Path:
    assert colonnade("new", desk_path) == 0
    return desk_path


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "outages.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def test_a_new_desk_is_made_and_named_on_standard_output(colonnade: Colonnade, desk_path: Path) -> None:
    assert colonnade("new", desk_path) == 0
    assert colonnade.out.strip() == str(desk_path)
    assert colonnade.err == ""
    assert desk_path.is_file()


def test_a_new_desk_never_replaces_a_file(colonnade: Colonnade, desk: Path) -> None:
    before = desk.read_bytes()
    assert colonnade("new", desk) == 1
    assert colonnade.out == ""
    assert colonnade.err.strip()
    assert desk.read_bytes() == before


@pytest.mark.parametrize(
    "call",
    [
        ["levels", "x.slm"],
        ["levels", "x.slm", "--month", "October"],
        ["pack", "x.slm", "--month", "2026-10"],
        ["fly"],
    ],
)
def test_a_wrong_call_ends_with_2(colonnade: Colonnade, call: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        colonnade(*call)
    assert end.value.code == 2


@pytest.mark.parametrize("command", ["check", "levels", "backup", "import"])
def test_a_desk_that_is_not_there_is_refused_in_one_sentence(
    colonnade: Colonnade, tmp_path: Path, command: str
) -> None:
    more = {"levels": ["--month", "2026-10"], "import": ["x.csv"]}.get(command, [])
    assert colonnade(command, tmp_path / "none.slm", *more) == 1
    assert colonnade.out == ""
    assert "none.slm" in colonnade.err
    assert len(colonnade.err.strip().splitlines()) == 1


def test_every_row_of_an_import_is_accounted_for(colonnade: Colonnade, desk: Path, sheet: Path) -> None:
    assert colonnade("import", desk, sheet, "--create", "--json") == 0
    said = colonnade.json
    assert said["schema"] == 1
    (file,) = said["files"]  # type: ignore[misc]
    assert file["file"] == str(sheet)
    assert file["kind"] == "outages"
    assert (file["read"], file["imported"], file["duplicate"], file["rejected"]) == (2, 1, 0, 1)
    assert sum(file["reasons"].values()) == file["rejected"]


def test_a_file_imported_again_is_done_and_all_duplicate(
    colonnade: Colonnade, desk: Path, sheet: Path
) -> None:
    colonnade("import", desk, sheet, "--create")
    assert colonnade("import", desk, sheet, "--create", "--json") == 0
    (file,) = colonnade.json["files"]  # type: ignore[misc]
    assert (file["imported"], file["duplicate"]) == (0, 1)


def test_a_refused_file_is_named_and_keeps_no_other_out(
    colonnade: Colonnade, desk: Path, sheet: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not really")
    assert colonnade("import", desk, broken, sheet, "--create", "--json") == 1
    first, second = colonnade.json["files"]  # type: ignore[misc]
    assert "broken.xlsx" in first["error"]
    assert "broken.xlsx" in colonnade.err
    assert second["imported"] == 1


def test_a_backup_can_be_restored(colonnade: Colonnade, desk: Path, sheet: Path) -> None:
    assert colonnade("backup", desk) == 0
    backup = Path(colonnade.out.strip())
    assert backup.is_file()
    colonnade("import", desk, sheet, "--create")
    assert colonnade("restore", desk) == 0
    assert str(backup) in colonnade.out
    assert colonnade("import", desk, sheet, "--create", "--json") == 0
    assert colonnade.json["files"][0]["imported"] == 1  # type: ignore[index]


def test_restoring_without_a_backup_is_refused(colonnade: Colonnade, desk: Path) -> None:
    assert colonnade("restore", desk) == 1
    assert "no backup" in colonnade.err


def test_a_sound_desk_is_said_to_be_sound(colonnade: Colonnade, desk: Path) -> None:
    assert colonnade("check", desk) == 0
    assert "sound" in colonnade.out


def test_a_damaged_desk_is_refused_and_left_as_it_is(colonnade: Colonnade, desk: Path) -> None:
    content = bytearray(desk.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    desk.write_bytes(content)
    assert colonnade("check", desk) == 1
    assert desk.read_bytes() == bytes(content)


def test_a_package_needs_a_customer_where_there_are_several(
    colonnade: Colonnade, sample_desk: Path, tmp_path: Path
) -> None:
    assert colonnade("pack", sample_desk, "--month", "2026-10", "--out", tmp_path) == 2
    assert "--customer" in colonnade.err
    assert (
        colonnade("pack", sample_desk, "--month", "2026-10", "--customer", "nobody", "--out", tmp_path) == 1
    )
    assert "Retail" in colonnade.err


def test_the_module_and_the_command_are_the_same() -> None:
    version = [
        subprocess.run(command, capture_output=True, text=True, check=True).stdout
        for command in (
            [sys.executable, "-m", "app", "--version"],
            [Path(sys.executable).with_name("colonnade"), "--version"],
        )
    ]
    assert version[0] == version[1]
    assert version[0].startswith("Colonnade ")


def test_no_command_changes_which_desk_the_window_opens_next(
    colonnade: Colonnade, tmp_path: Path, sample_desk: Path
) -> None:
    colonnade("new", tmp_path / "mine")
    desks.remember_desk(tmp_path / "mine.slm")
    assert colonnade("levels", sample_desk, "--month", "2026-10") == 0
    assert colonnade("pack", sample_desk, "--month", "2026-10", "--all", "--out", tmp_path) in (0, 1)
    assert colonnade("new", tmp_path / "other") == 0
    assert desks.recent_desks() == (tmp_path / "mine.slm",)


def test_checking_what_is_no_desk_as_json_prints_the_error_as_an_object(
    colonnade: Colonnade, tmp_path: Path
) -> None:
    (tmp_path / "text.slm").write_text("no desk")
    assert colonnade("check", tmp_path / "text.slm", "--json") == 1
    assert colonnade.json["sound"] is False
    assert colonnade.json["findings"] == []
    assert colonnade.err.strip() == colonnade.json["error"] != ""
