"""A person at the import sheet of a real window, offscreen, and how long the window's thread was away meanwhile."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.models.database import Database
from app.views.main_window import MainWindow
from app.views.pages.measurements import MeasurementsPage
from app.views.preferences import Preferences
from app.views.theme import Theme

TICK_MILLISECONDS = 10
STEPS = ("read", "columns", "check", "store")


class Meter:
    """A timer of 10 ms that notes by how much it was late at most, by what was going on."""

    def __init__(self) -> None:
        self.longest: dict[str, float] = {}
        self.doing = "start"
        self._ticked = perf_counter()
        self._timer = QTimer(interval=TICK_MILLISECONDS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = perf_counter()
        gap = (now - self._ticked) * 1000
        self.longest[self.doing] = max(self.longest.get(self.doing, 0.0), gap)
        self._ticked = now


@contextmanager
def measurements_page(folder: Path) -> Iterator[MeasurementsPage]:
    """The Measurements page, shown in a window on a new desk."""
    app = QApplication.instance() or QApplication(["benchmark"])
    assert isinstance(app, QApplication)
    window = MainWindow(Theme(app, "light"), Preferences(folder / "window.ini"))
    window.show()
    wait_until(window.isVisible)
    window.show_desk(Database.create(folder / "desk.slm"))
    window.go("measurements")
    page = window.page("measurements")
    assert isinstance(page, MeasurementsPage)
    wait_until(lambda: not window.inside.tasks.busy)
    try:
        yield page
    finally:
        window.close()
        window.deleteLater()
        app.processEvents()


def walk(page: MeasurementsPage, path: Path, meter: Meter) -> None:
    """Import a file from first step to last."""
    for step in STEPS:
        meter.doing = step
        if step == "read":
            page.import_files((path,))
        else:
            page.sheet.forward()
        wait_until(lambda: not page.desk.tasks.busy)


def wait_until(fulfilled: Callable[[], bool]) -> None:
    """Run the window's own loop, as it runs for a person."""
    loop = QEventLoop()
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: loop.quit() if fulfilled() else None)
    timer.start()
    loop.exec()
