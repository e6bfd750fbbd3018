"""The memory of the process that reads a workbook, watched from outside."""

import subprocess
import sys

import pytest

from app.errors import FileError
from app.imports import guard as guards
from app.imports import limits
from app.imports.guard import guard
from app.imports.workbook import read_workbook
from tests.imports.books import workbook

MEGABYTE = limits.MEGABYTE
HOLD = "import sys; held = b'x' * int(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


def child_holding(size: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", HOLD, str(size)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    return child


def test_a_process_that_holds_more_than_it_may_is_ended() -> None:
    with child_holding(200 * MEGABYTE) as child:
        guard(child, 100 * MEGABYTE)
        assert child.wait(timeout=30) != 0


def test_a_process_within_its_bounds_ends_by_itself() -> None:
    with child_holding(MEGABYTE) as child:
        guard(child, 100 * MEGABYTE)
        child.communicate(b"")
        assert child.returncode == 0


def test_a_workbook_that_takes_too_much_memory_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    """As on Windows, where only the look from outside bounds the reader."""
    path = workbook(tmp_path / "large.xlsx", {"Sheet1": [("a", "b")] * 50})
    monkeypatch.setattr("app.imports.workbook.guard", lambda child, _memory: guards.guard(child, 1))
    with pytest.raises(FileError, match=r"large\.xlsx"):
        read_workbook(path)
