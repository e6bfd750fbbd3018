"""Whether a window can be shown, and the sentence when it cannot."""

import os
import subprocess
import sys

import pytest

from app.views import screen

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has machines without a screen")


def test_a_platform_that_needs_no_screen_is_taken_as_it_is() -> None:
    assert screen.why_no_window({"QT_QPA_PLATFORM": "offscreen"}) is None


def test_without_a_display_there_is_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "missing_packages", lambda libraries: ())
    assert screen.why_no_window({}) == screen.NO_SCREEN


def test_a_display_nobody_answers_at_is_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":9876")
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setattr(screen, "missing_packages", lambda libraries: ())
    assert screen.why_no_window(os.environ) == screen.NO_SCREEN


def test_a_missing_library_is_named_by_its_debian_package() -> None:
    assert screen.missing_packages({"libcolonnade-is-not-there.so.1": "libcolonnade1"}) == ("libcolonnade1",)
    assert screen.missing_packages({"libc.so.6": "libc6"}) == ()


def test_the_sentence_names_the_missing_packages_and_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "missing_packages", lambda libraries: ("libegl1", "libxcb-cursor0"))
    reason = screen.why_no_window({"DISPLAY": ":0"})
    assert reason is not None
    assert "apt-get install -y libegl1 libxcb-cursor0" in reason
    assert "\n" not in reason


def test_without_screen_and_libraries_both_are_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "missing_packages", lambda libraries: ("libegl1",))
    reason = screen.why_no_window({})
    assert reason is not None
    assert reason.startswith(screen.NO_SCREEN)
    assert "libegl1" in reason
    assert "\n" not in reason


def test_the_probe_says_by_its_exit_code_whether_qt_can_start() -> None:
    command = [sys.executable, "-m", "app", screen.PROBE]
    works = subprocess.run(command, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, check=False)
    fails = subprocess.run(
        command, env={**os.environ, "QT_QPA_PLATFORM": "nonsense"}, capture_output=True, check=False
    )
    assert works.returncode == 0
    assert fails.returncode != 0
