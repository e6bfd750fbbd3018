"""How large everything is shown: stepped, remembered, and taken at the next start."""

import os
import subprocess
import sys
from pathlib import Path

from app.views import restart
from app.views.main_window import MainWindow
from app.views.preferences import PERCENTS, Preferences


def test_larger_and_smaller_step_through_the_sizes_and_stop_at_their_ends(desk_window: MainWindow) -> None:
    preferences = desk_window.preferences
    for percent in PERCENTS[1:]:
        desk_window.run("larger")
        assert preferences.percent == percent
    desk_window.run("larger")
    assert preferences.percent == PERCENTS[-1]
    desk_window.run("smaller")
    assert preferences.percent == PERCENTS[-2]
    desk_window.run("normal_size")
    assert preferences.percent == 100


def test_while_another_size_is_shown_the_message_says_what_will_be_and_offers_the_new_start(
    desk_window: MainWindow,
) -> None:
    message = desk_window.message
    for _ in PERCENTS:
        desk_window.run("larger")
        assert message.text.text().startswith("From the next start on everything is shown at ")
        assert message.button.isVisible()
        assert message.button.text() == "Start anew now"
    assert message.text.text().endswith(" 200 %. There is no larger size.")
    desk_window.run("normal_size")
    assert message.text.text() == "Everything is shown at 100 %."
    assert not message.button.isVisible()
    desk_window.run("smaller")
    assert message.text.text() == "Everything is shown at 100 %. There is no smaller size."


def test_the_size_is_remembered_and_an_odd_one_is_none(tmp_path: Path) -> None:
    before = Preferences(tmp_path / "window.ini")
    before.percent = 150
    before.save()
    assert Preferences(tmp_path / "window.ini").percent == 150
    (tmp_path / "odd.ini").write_text("[General]\npercent=9000\n", encoding="utf-8")
    assert Preferences(tmp_path / "odd.ini").percent == 100


def test_qt_is_started_at_the_size_and_hands_it_to_no_other_program() -> None:
    code = (
        "import os; from app.main import _application; app = _application(150);"
        "print(app.primaryScreen().devicePixelRatio(), 'QT_SCALE_FACTOR' in os.environ)"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("QT_SCALE_FACTOR", None)
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["1.5", "False"]


def test_the_program_is_begun_anew_on_the_same_desk() -> None:
    program, arguments = restart.command(Path("a desk.slm"))
    assert program == sys.executable
    assert arguments == ["-m", "app", "a desk.slm"]
    assert restart.command(None)[1] == ["-m", "app"]
