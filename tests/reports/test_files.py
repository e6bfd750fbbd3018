"""Files take the place of others only when whole, under names every system accepts."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.errors import FileError
from app.reports.files import safe_name, written_beside


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "pack.pdf"
    path.write_bytes(b"old")
    with written_beside(path) as beside:
        beside.write_bytes(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["pack.pdf"]


def test_an_error_while_writing_keeps_the_old_file_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "pack.pdf"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), written_beside(path) as beside:
        beside.write_bytes(str(1 / 0).encode())
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["pack.pdf"]


def test_a_full_disk_becomes_a_sentence_and_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pack.pdf"
    path.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with (
        pytest.raises(FileError, match=r"“pack\.pdf” could not be written .*No space left"),
        written_beside(path) as b,
    ):
        b.write_bytes(b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["pack.pdf"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is not there"), written_beside(tmp_path / "gone" / "pack.pdf"):
        pass


def test_a_file_held_by_another_program_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, refusals = os.replace, [5, 32, 33]

    def replace(source: Path, target: Path) -> None:
        if refusals:
            error = PermissionError(errno.EACCES, "in use")
            error.winerror = refusals.pop()  # type: ignore[attr-defined]
            raise error
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with written_beside(tmp_path / "pack.pdf") as beside:
        beside.write_bytes(b"new")
    assert (tmp_path / "pack.pdf").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Retail 2026-10", "Retail 2026-10"),
        ("AT&T <Ops>", "AT&T -Ops"),
        ("a/b\\c:d*e?", "a-b-c-d-e"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("con", "con-"),
        ("NUL.txt", "NUL.txt-"),
        ("trailing dot. ", "trailing dot"),
        ("łódź 漢字 \u202ereversed\x00", "łódź 漢字 reversed"),
    ],
)
def test_names_are_made_safe(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text(max_size=400))
@example("M\U00018cd6\u0307")  # the accent joins its letter only once what stood between them is gone
def test_any_text_becomes_a_name_that_windows_accepts(text: str) -> None:
    name = safe_name(text)
    assert name
    assert len(name.encode()) <= 122
    assert not set(name) & set('<>:"/\\|?*')
    assert all(ord(c) > 31 for c in name)
    assert name == name.strip(" .")
    assert name.split(".")[0].strip().lower() not in {"con", "nul", "aux", "prn", "com1", "lpt9"}
    assert safe_name(name) == name
