"""What the keyboard does not do: controls that Tab misses, traps, an order unlike the page's, focus nobody sees.

`python -m tests.views.keyboard [--mode dark] [--only NAME]` walks every scene of `tests.shots` by Tab and Shift+Tab
and writes a line per fault.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QStatusBar,
    QWidget,
)

from app.views.widgets.filter_header import FilterHeader
from app.views.widgets.palette import Palette
from app.views.widgets.shortcuts import ShortcutSheet
from tests import shots

if TYPE_CHECKING:
    from app.views.main_window import MainWindow
    from app.views.theme import Mode

MOST_STEPS = 300
AROUND = 4  # pixels in which a frame around a control may lie
LEAST_SEEN = 12  # pixels that have to change for an eye to notice


def overlay(window: QWidget) -> QWidget:
    """What lies over the window and has the keyboard to itself; else the window."""
    over = window.findChildren(QWidget)
    return next(
        (each for each in over if isinstance(each, Palette | ShortcutSheet) and each.isVisible()), window
    )


def controls(root: QWidget) -> tuple[QWidget, ...]:
    """What takes the keyboard, is enabled and in sight, or can be scrolled to."""
    return tuple(each for each in root.findChildren(QWidget) if _takes_keys(each))


def _takes_keys(each: QWidget) -> bool:
    inside = isinstance(each.parentWidget(), QComboBox | QAbstractSpinBox)
    takes = each.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(takes and each.isVisible() and each.isEnabled() and not inside and each.focusProxy() is None)


def name(each: QWidget | None) -> str:
    """How a control is told in a fault."""
    if each is None:
        return "nothing"
    said = each.accessibleName() or (each.text() if isinstance(each, QAbstractButton | QLabel) else "")
    return f"{type(each).__name__} “{said[:50]}” in {type(each.parentWidget()).__name__}"


def chain(window: QWidget, *, back: bool = False) -> list[QWidget]:
    """Where Tab (or Shift+Tab) leads from where the focus is, until it comes round or stays where it was."""
    found: list[QWidget] = []
    for _ in range(MOST_STEPS):
        now = QApplication.focusWidget()
        if now is None or now in found[:-1]:
            break
        if now not in found:  # a text with links stops at each of them
            found.append(now)
        press(window, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier if back else None)
    return found


def press(window: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    """A key to whatever has the focus."""
    held = modifier or Qt.KeyboardModifier.NoModifier
    QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget() or window, key, held)


def faults(whole: QWidget) -> list[str]:
    """Everything that the keyboard's way through a window misses, a line each."""
    window = overlay(whole)
    chain(window)  # some things open or can be done only once the keyboard has been where they belong to
    forth = chain(window)
    if not forth:
        return ["nothing has the focus"]
    forth[0].setFocus(Qt.FocusReason.TabFocusReason)
    back = chain(window, back=True)
    return [
        *(f"Tab misses {name(each)}" for each in _missed(window, forth)),
        *(f"Shift+Tab misses {name(each)}" for each in _missed(window, back)),
        *traps(window, forth),
        *disorder(window, forth),
    ]


def _missed(window: QWidget, found: Iterable[QWidget]) -> list[QWidget]:
    return [each for each in controls(window) if each not in set(found)]


def traps(window: QWidget, found: Sequence[QWidget]) -> list[str]:
    """Controls that Tab does not leave."""
    stuck: list[str] = []
    for each in found[-1:]:
        each.setFocus(Qt.FocusReason.TabFocusReason)
        press(window, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is each and len(controls(window)) > 1:
            stuck.append(f"Tab stays in {name(each)}")
    return stuck


def disorder(window: QWidget, found: Sequence[QWidget]) -> list[str]:
    """Steps against the reading: upwards, or to the left in one row; and blocks that are entered twice."""
    told: list[str] = []
    first = _first(found)
    order = [*found[first:], *found[:first]]
    for one, other in pairwise(order):
        if _against(one, other):
            told.append(f"{name(one)} leads to {name(other)}, which stands before it")
    return told


def _first(found: Sequence[QWidget]) -> int:
    """Where the way begins: after the status bar, with which it ends; in what lies over all, at the top."""
    below = [at for at, each in enumerate(found) if isinstance(each.parentWidget(), QStatusBar)]
    if below:
        return (below[-1] + 1) % len(found)
    return min(range(len(found)), key=lambda at: found[at].mapTo(found[at].window(), QPoint()).y())


def _against(one: QWidget, other: QWidget) -> bool:
    here, there = _blocks(one, other)
    if here is None or there is None or here is there:
        return False
    before = there.right() < here.left() and there.bottom() > here.top() and there.top() < here.bottom()
    above = there.bottom() <= here.top() and there.left() <= here.right()
    return before or above


def _blocks(one: QWidget, other: QWidget) -> tuple[QRect | None, QRect | None]:
    """The places of the two blocks that part the controls, in what holds both."""
    above = _line(one)
    shared = next((each for each in _line(other) if each in above), None)
    if shared is None or shared in (one, other) or isinstance(shared, FilterHeader):
        return None, None
    return _child(one, shared).geometry(), _child(other, shared).geometry()


def _line(each: QWidget) -> list[QWidget]:
    found: list[QWidget] = []
    parent: QWidget | None = each
    while parent is not None:
        found.append(parent)
        parent = None if parent.isWindow() else parent.parentWidget()
    return found


def _child(each: QWidget, holder: QWidget) -> QWidget:
    return next(one for one in _line(each) if one.parentWidget() is holder)


def unseen(each: QWidget) -> bool:
    """Whether nobody sees that a control has the keyboard: no pixel of it or around it changes."""
    each.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    if QApplication.focusWidget() is not each:
        return False
    with_focus = _picture(each)
    each.clearFocus()
    QApplication.processEvents()
    without = _picture(each)
    each.setFocus(Qt.FocusReason.TabFocusReason)
    return _differing(with_focus, without) < LEAST_SEEN


def _picture(each: QWidget) -> QImage:
    """The control and what is right around it, also where it is scrolled out of sight."""
    around = each.geometry().adjusted(-AROUND, -AROUND, AROUND, AROUND)
    return (each.parentWidget() or each).grab(around).toImage().convertToFormat(QImage.Format.Format_RGB32)


def _differing(one: QImage, other: QImage) -> int:
    if one.size() != other.size():
        return LEAST_SEEN
    pixels = zip(memoryview(one.constBits()).cast("I"), memoryview(other.constBits()).cast("I"), strict=True)
    return sum(a != b for a, b in pixels)


def walk(window: "MainWindow", desk: Path, wanted: Callable[[str], bool]) -> Iterator[str]:
    """The wanted scenes of a desk: "scene: what the keyboard does not do"; each control's focus is looked at once."""
    looked: set[str] = set()
    for scene in shots.scenes(desk):
        unnamed = scene.name.startswith("(")
        if not unnamed and not wanted(scene.name):
            continue
        shots.play(window, scene)
        if not unnamed:
            yield from (f"{scene.name}: {each}" for each in look(window, looked))


def look(window: "MainWindow", looked: set[str], *, way: bool = True) -> Iterator[str]:
    """What the keyboard does not do in a window as it is: on its `way`, and whether the focus of each control not
    `looked` at yet is seen. The focus ends where it was.
    """
    if QApplication.activePopupWidget():
        return
    if not window.isActiveWindow():
        window.activateWindow()  # a list of suggestions had the keyboard last
        shots.settle(window)
    before = QApplication.focusWidget()
    if way:
        yield from faults(window)
    for each in controls(overlay(window)):
        if name(each) not in looked:
            looked.add(name(each))
            if unseen(each):
                yield f"nobody sees the focus of {name(each)}"
    if before is not None:
        before.setFocus()
    shots.settle(window)


def _walk_sample(only: str, mode: "Mode") -> Iterator[str]:
    from app.views.main_window import MainWindow
    from app.views.preferences import Preferences
    from app.views.theme import Theme

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as folder:
        desk = shots.make_desk(Path(folder) / "Hollerbach IT.slm")
        window = MainWindow(Theme(app, mode), Preferences(Path(folder) / "window.ini"))
        window.show()
        window.activateWindow()
        try:
            yield from walk(window, desk, lambda scene: only in scene)
        finally:
            window.close()
            window.deleteLater()
            app.processEvents()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.views.keyboard", description=__doc__)
    parser.add_argument("--only", default="", help="a part of the scenes' names")
    parser.add_argument("--mode", default="light", choices=shots.MODES)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as home:
        shots.keep_away_from_the_user(Path(home))
        from app.main import _application

        app = _application(100)
        for line in _walk_sample(given.only, given.mode):
            print(line, flush=True)
        app.processEvents()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
