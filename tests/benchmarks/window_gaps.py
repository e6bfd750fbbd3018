"""A person at the window, offscreen: every page and tab, lists to the end, find, periods, schemes, undo.

For each act the longest time in which the window's thread did not come round to a timer of 10 ms, how long the whole
program worked in it, and how long that thread worked without a pause: on a busy machine the first grows with what else
runs there, the others do not. A gap in which the program worked little was another program's.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time, sleep, thread_time

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView

from app.usecases.desks import open_desk
from app.views.main_window import MainWindow
from app.views.preferences import Preferences
from app.views.theme import Theme
from app.views.turns import share_python

TICK_MILLISECONDS = 10
LONGEST_WAIT_SECONDS = 60.0
Act = Callable[[MainWindow], object]


@dataclass(frozen=True)
class Gap:
    """One act: its longest gap, what the program worked in it, the most the window's thread worked in any, and how
    long until all that was asked for was there."""

    act: str
    milliseconds: float
    used_milliseconds: float
    worked_milliseconds: float
    settled_milliseconds: float


class Meter:
    """A timer that notes how late it comes."""

    def __init__(self) -> None:
        self.begin()
        self._timer = QTimer(interval=TICK_MILLISECONDS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    def begin(self) -> None:
        """From here on."""
        self.longest = self.used = self.worked = 0.0
        self.ticked, self._used, self._worked = perf_counter(), process_time(), thread_time()

    def tick(self) -> None:
        """The timer has come round."""
        now, used, worked = perf_counter(), process_time(), thread_time()
        self.longest, self.used = max((self.longest, self.used), (now - self.ticked, used - self._used))
        self.worked = max(self.worked, worked - self._worked)
        self.ticked, self._used, self._worked = now, used, worked


def walk(
    desk: Path,
    home: Path,
    meter: Meter | None = None,
    acts: Callable[[], Iterable[tuple[str, Act]]] | None = None,
    longest_wait: float = LONGEST_WAIT_SECONDS,
) -> Iterator[Gap]:
    """Every act (of all there are, where none are named) on this desk, in a window of its own."""
    app = QApplication.instance() or QApplication(["gaps"])
    assert isinstance(app, QApplication)
    share_python(app)
    meter = meter or Meter()
    window = MainWindow(Theme(app, "light"), Preferences(home / "gaps.ini"))
    window.show()
    _settle(app, window)
    window.show_desk(open_desk(desk))
    _settle(app, window)
    try:
        for name, act in (acts or everything)():
            yield _measure(app, window, meter, name, act, longest_wait)
    finally:
        window.close()
        window.deleteLater()
        app.processEvents()


def everything() -> Iterator[tuple[str, Act]]:
    """What is done, in order; first openings come first."""
    for key in ("levels", "customers", "services", "agreements", "measurements", "packs", "history"):
        yield f"first {key}", lambda window, key=key: window.go(key)
    yield "first hours", lambda window: window.go("agreements", "hours")
    yield "first components", lambda window: page_to(window, "services").views.setCurrentIndex(1)
    yield "services again", lambda window: page_to(window, "services").views.setCurrentIndex(0)
    yield "first new agreement", lambda window: window.go("agreements", ("new", 1))
    yield "first new target", _open_new_target
    for tab in range(7):
        yield f"first tab {tab}", lambda window, tab=tab: turn_tab(window, tab)
    for key in ("levels", "customers", "services", "agreements", "measurements", "packs"):
        yield f"again {key}", lambda window, key=key: window.go(key)
    yield from _choices()
    yield from _periods()
    yield from _lists()
    yield "dark", lambda window: window.run("mode_dark")
    yield "light", lambda window: window.run("mode_light")
    yield from _changes()


def _choices() -> Iterator[tuple[str, Act]]:
    for key in ("customers", "services", "agreements"):
        yield f"turn to {key}", lambda window, key=key: window.go(key)
        for _ in range(3):
            yield f"next of {key}", lambda window: QTest.keyClick(table_of(window), Qt.Key.Key_Down)
        yield f"find in {key}", lambda window: type_words(window, "a0")
        yield f"find all {key}", lambda window: type_words(window, "")


def _periods() -> Iterator[tuple[str, Act]]:
    yield "levels of all", lambda window: window.go("levels")
    yield "month before", _step_back
    yield "month before that", _step_back


def _lists() -> Iterator[tuple[str, Act]]:
    for tab, name in ((1, "outages"), (3, "tickets")):
        yield f"turn to {name}", lambda window, tab=tab: turn_tab(window, tab)
        yield f"{name} to the end", _end
        yield f"{name} chosen", lambda window: QTest.keyClick(table_of(window), Qt.Key.Key_End)
        yield f"find in {name}", lambda window: type_words(window, "path 77")
        yield f"find nothing in {name}", lambda window: type_words(window, "zebra crossing")
        yield f"find all {name}", lambda window: type_words(window, "")


def _changes() -> Iterator[tuple[str, Act]]:
    yield "turn to customers", lambda window: window.go("customers")
    yield "add customer", lambda window: page_to(window, "customers").browser.add_new()
    yield "undo", lambda window: window.run("undo")
    yield "redo", lambda window: window.run("redo")
    yield "undo again", lambda window: window.run("undo")


def _measure(
    app: QApplication, window: MainWindow, meter: Meter, name: str, act: Act, longest_wait: float
) -> Gap:
    app.processEvents()
    meter.begin()
    start = perf_counter()
    act(window)
    _settle(app, window, longest_wait)
    meter.tick()
    seconds = (meter.longest, meter.used, meter.worked, perf_counter() - start)
    return Gap(name, *(each * 1000 for each in seconds))


def _settle(app: QApplication, window: MainWindow, longest_wait: float = LONGEST_WAIT_SECONDS) -> None:
    """Until no work is under way and, three ticks long, nothing new came up."""
    start, quiet = perf_counter(), perf_counter()
    while perf_counter() - quiet < 0.15 and perf_counter() - start < longest_wait:
        app.processEvents()
        if window.inside.tasks.busy:
            quiet = perf_counter()
        sleep(0.001)


def page_to(window: MainWindow, key: str) -> "object":
    if window.inside.page_key != key:
        window.go(key)
    return window.page(key)


def table_of(window: MainWindow) -> QTableView:
    page = window.page(window.inside.page_key)
    assert page is not None
    return max(
        (table for table in page.findChildren(QTableView) if table.isVisible()), key=lambda t: t.height()
    )


def type_words(window: MainWindow, text: str) -> None:
    page = window.page(window.inside.page_key)
    assert page is not None
    assert page.find_field is not None
    page.find_field.selectAll()
    if text:
        QTest.keyClicks(page.find_field, text)
    else:
        QTest.keyClick(page.find_field, Qt.Key.Key_Escape)


def turn_tab(window: MainWindow, number: int) -> None:
    page_to(window, "measurements").tabs.setCurrentIndex(number)


def _end(window: MainWindow) -> None:
    bar = table_of(window).verticalScrollBar()
    bar.setValue(bar.maximum())


def _step_back(window: MainWindow) -> None:
    stepper = page_to(window, "levels").stepper
    stepper.stepped.emit(stepper.period.previous())


def _open_new_target(window: MainWindow) -> None:
    window.go("agreements")
    page_to(window, "agreements").agreement_detail.targets.add_button.click()
