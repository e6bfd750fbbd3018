"""The wiring: log and crash files, the door for bugs, and how little a start loads."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from app import __main__ as main_module
from app import main
from app.errors import InputError
from app.imports.workbook import CHILD_COMMAND
from app.paths import resource

HEAVY = (
    "sqlalchemy",
    "scipy",
    "matplotlib",
    "openpyxl",
    "reportlab",
    "xlsxwriter",
    "holidays",
    "dateutil",
    "alembic",
)


def _run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_nothing_heavy_is_loaded_before_the_first_paint() -> None:
    code = f"import app.main, app.views.main_window, sys; print([n for n in {HEAVY!r} if n in sys.modules])"
    done = _run(code)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_entry_point_loads_nothing_of_the_program_in_child_processes() -> None:
    done = _run("import app.__main__, sys; print('app.main' in sys.modules)")
    assert done.stdout.strip() == "False", done.stderr


def test_a_refusal_becomes_its_sentence() -> None:
    said: list[str] = []
    hook = main.unexpected(said.append, sys.__excepthook__)
    hook(InputError, InputError("A customer needs a name."), None)
    assert said == ["A customer needs a name."]


def test_a_bug_is_logged_whole_and_reported(caplog: pytest.LogCaptureFixture) -> None:
    said: list[str] = []
    hook = main.unexpected(said.append, sys.__excepthook__)
    with caplog.at_level(logging.CRITICAL):
        hook(ZeroDivisionError, ZeroDivisionError("by what"), None)
    assert "ZeroDivisionError" in said[0]
    assert "colonnade.log" in said[0]
    assert "by what" in caplog.text


def test_the_keyboard_can_still_end_the_program() -> None:
    said: list[str] = []
    before: list[object] = []
    hook = main.unexpected(said.append, lambda *given: before.append(given))
    hook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert before
    assert not said


BUG = "import app.main as m; e = ValueError('seen in the log'); m.log_bug(ValueError, e, None)"


def test_a_bug_is_written_to_the_log_folder(home: Path) -> None:
    assert _run(BUG).returncode == 0
    (log,) = home.rglob("colonnade.log")
    assert "seen in the log" in log.read_text()


def test_a_log_grown_too_long_becomes_the_one_before(home: Path) -> None:
    assert _run(BUG).returncode == 0
    (log,) = home.rglob("colonnade.log")
    log.write_text("x" * 1_000_001)
    assert _run(BUG).returncode == 0
    assert log.stat().st_size < 1000
    assert log.with_name("colonnade.old.log").stat().st_size == 1_000_001


def test_a_crash_of_python_itself_is_written_to_a_file(home: Path) -> None:
    assert (
        _run("import app.main as m, faulthandler; m.watch_for_crashes(); faulthandler._sigabrt()").returncode
        != 0
    )
    (log,) = home.rglob("crash.log")
    assert "Fatal Python error" in log.read_text()


def test_a_closed_log_folder_does_not_stop_the_start(home: Path) -> None:
    (home / "state").write_text("a file where a folder should be")
    done = _run("import app.main as m; m.watch_for_crashes(); print('started')")
    if sys.platform == "linux":
        assert "No log is written" in done.stderr
    assert "started" in done.stdout


def test_a_bug_on_the_command_line_is_a_sentence_and_exit_code_1() -> None:
    code = "import app.main as m, app.cli as c; c.run = lambda *given: 1 / 0; m.run(['levels'])"
    done = _run(code)
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_frozen_program_is_also_the_reader_of_workbooks(tmp_path: Path) -> None:
    assert main_module._CHILD == CHILD_COMMAND
    workbook = resource("sample") / "october" / "tickets.xlsx"
    command = [sys.executable, "-m", "app", CHILD_COMMAND, str(workbook), str(tmp_path), str(2**31)]
    assert subprocess.run(command, check=False).returncode == 0
    assert (tmp_path / "sheets.json").is_file()
