"""How long until something is on the screen: the window against a bare Qt window, each a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        app.quit()
app = QApplication(sys.argv)
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""
OURS = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from app.views.main_window import MainWindow
from app.views.preferences import Preferences
from app.views.theme import Theme
app = QApplication(sys.argv)
window = MainWindow(Theme(app, "light"), Preferences(Path(sys.argv[1]) / "window.ini"))
window.painted.connect(app.quit)
window.show()
app.exec()
late = {"sqlalchemy", "numpy", "matplotlib", "openpyxl", "reportlab", "scipy", "holidays"} & set(sys.modules)
assert not late, late
"""

Start = Callable[[], None]


def starter(code: str, folder: Path) -> Start:
    """Run `code` in a fresh interpreter without a screen."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}

    def start() -> None:
        subprocess.run(
            [sys.executable, "-c", code, str(folder)], env=environment, check=True, capture_output=True
        )

    return start


@pytest.mark.benchmark(group="start to first painted window; goal ours ÷ bare ≤ 1.5")
@pytest.mark.parametrize(("name", "code"), [("bare", BARE), ("ours", OURS)], ids=["bare", "ours"])
def test_start(benchmark: Callable[..., object], tmp_path: Path, name: str, code: str) -> None:
    start = starter(code, tmp_path)
    start()
    benchmark.pedantic(start, rounds=12, warmup_rounds=2)  # pyright: ignore[reportFunctionMemberAccess]
