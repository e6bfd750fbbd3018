"""The wiring: log and crash files, the door for bugs, and how little a start loads."""

import logging
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from app import main
from app.errors import InputError

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


class _Window:
    """Stands for the window where only its message line matters."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.message = SimpleNamespace(show_text=lambda text, action, error: self.said.append(text))


def _run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_nothing_heavy_is_loaded_before_the_first_paint() -> None:
    code = f"import app.main, app.views.main_window, sys; print([n for n in {HEAVY!r} if n in sys.modules])"
    done = _run(code)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_entry_point_loads_nothing_of_the_program_in_child_processes() -> None:
    done = _run("import app.__main__, sys; print('app.main' in sys.modules)")
    assert done.stdout.strip() == "False", done.stderr


def test_a_refusal_becomes_its_sentence_in_the_window() -> None:
    window = _Window()
    hook = main.unexpected(window, sys.__excepthook__)  # type: ignore[arg-type]
    hook(InputError, InputError("A customer needs a name."), None)
    assert window.said == ["A customer needs a name."]


def test_a_bug_is_logged_whole_and_reported_in_the_window(caplog: pytest.LogCaptureFixture) -> None:
    window = _Window()
    hook = main.unexpected(window, sys.__excepthook__)  # type: ignore[arg-type]
    with caplog.at_level(logging.CRITICAL):
        hook(ZeroDivisionError, ZeroDivisionError("by what"), None)
    assert "ZeroDivisionError" in window.said[0]
    assert "colonnade.log" in window.said[0]
    assert "by what" in caplog.text


def test_the_keyboard_can_still_end_the_program() -> None:
    window, before = _Window(), []
    hook = main.unexpected(window, lambda *given: before.append(given))  # type: ignore[arg-type]
    hook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert before
    assert not window.said


def test_a_bug_is_written_to_the_log_folder(home: Path) -> None:
    code = (
        "import logging, app.main as m; m.start_logging();"
        "logging.getLogger('colonnade').critical('seen in the log')"
    )
    assert _run(code).returncode == 0
    (log,) = home.rglob("colonnade.log")
    assert "seen in the log" in log.read_text()


def test_a_crash_of_python_itself_is_written_to_a_file(home: Path) -> None:
    assert (
        _run("import app.main as m, faulthandler; m.start_logging(); faulthandler._sigabrt()").returncode != 0
    )
    (log,) = home.rglob("crash.log")
    assert "Fatal Python error" in log.read_text()


def test_a_closed_log_folder_does_not_stop_the_start(home: Path) -> None:
    (home / "state").write_text("a file where a folder should be")
    done = _run("import app.main as m; m.start_logging(); print('started')")
    if sys.platform == "linux":
        assert "No log is written" in done.stderr
    assert "started" in done.stdout
