"""One walk through every scene of `tests.shots`, for all that is looked at in each: playing them takes longest."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from app.views.drafts import Drafted, DraftPlace
from app.views.main_window import MainWindow
from app.views.theme import Mode
from app.views.widgets.form import Form
from app.views.widgets.inline_form import InlineForm
from tests import shots
from tests.views import fitting, keyboard

AT_100, AT_200 = (1100, 700), (960, 516)  # what 200 % leave of 1920 × 1080 under a task bar
ROOM = QRect(0, 0, *AT_200)
# The scenes gone through by keyboard, each with something the others lack; of some the focus is looked at dark too.
BY_KEYBOARD = frozenset(
    {
        *("home", "customers", "services", "agreements", "settings", "history", "guide", "empty-levels"),
        *("measurements-outages", "measurements-filters-scrolled", "measurements-cover", "import-2-columns"),
        *("levels-evidence", "packs", "packs-closed", "agreements-target", "agreements-hours"),
        *("palette", "customer-view-evidence", "shortcuts", "dependencies", "dependencies-pull"),
    }
)
DARK = frozenset({"home", "agreements", "levels-evidence", "packs", "agreements-hours"})
NOT_KEPT = {  # editors without a draft, and why
    "Group the chosen": "it groups lines chosen in a table, and takes three words",
    "Add a column": "a single name",
    "Copy what another one stands on": "a single name",
    "QPlainTextEdit “The list” in Card": "a list is pasted or dropped, and still stands where it came from",
}


@dataclass
class Seen:
    """What is wrong, a line each, with the scene it was first seen in."""

    nameless: dict[str, str] = field(default_factory=dict[str, str])
    unkept: dict[str, str] = field(default_factory=dict[str, str])
    editors: set[str] = field(default_factory=set[str])  # that were looked at for `unkept`
    misfits: list[str] = field(default_factory=list[str])
    keyboard: list[str] = field(default_factory=list[str])
    looked: dict[Mode, set[str]] = field(default_factory=lambda: {"light": set[str](), "dark": set[str]()})


def walk(window: MainWindow, desk: Path) -> Seen:
    """Every scene, at 100 % and at 200 %."""
    seen = Seen()
    window.fit_to(ROOM)
    for scene in shots.scenes(desk):
        shots.play(window, scene)
        if scene.name.startswith("("):
            continue
        for each in keyboard.controls(window):
            if not spoken(each):
                seen.nameless.setdefault(keyboard.name(each), scene.name)
        seen.keyboard += [f"{scene.name}: {each}" for each in _by_keyboard(window, scene.name, seen.looked)]
        for name, kept in editors(window):
            seen.editors.add(name)
            if not kept:
                seen.unkept.setdefault(name, scene.name)
        for size in sorted((AT_100, AT_200), key=lambda size: size != window.size().toTuple()):
            window.resize(*size)
            QApplication.processEvents()
            shots.settle(window)
            seen.misfits += [f"{scene.name}, {size[0]}x{size[1]}: {each}" for each in fitting.faults(window)]
    return seen


def _by_keyboard(window: MainWindow, scene: str, looked: dict[Mode, set[str]]) -> Iterator[str]:
    """The way through the scene, and whether one sees where the keyboard is: light, and for some dark as well."""
    if scene in BY_KEYBOARD:
        yield from keyboard.look(window, looked["light"])
    if scene in DARK:
        window.look.set_mode("dark")
        shots.settle(window)
        yield from (f"dark: {each}" for each in keyboard.look(window, looked["dark"], way=False))
        window.look.set_mode("light")
        shots.settle(window)


def spoken(each: QWidget) -> str:
    """What a screen reader calls it."""
    told = QAccessible.queryAccessibleInterface(each)
    return told.text(QAccessible.Text.Name) if told else ""


def editors(window: QWidget) -> Iterator[tuple[str, bool]]:
    """Whatever takes more than a line, by name, and whether what is typed there is kept in a draft.

    Those are forms that open for a moment, open or not; and in sight texts of several lines, and forms whose fields
    are saved together.
    """
    for each in window.findChildren(QWidget):
        if isinstance(each, InlineForm):
            yield each.accessibleName(), each.place is not None
        elif not each.isVisible() or not each.isEnabled():
            continue
        elif isinstance(each, QPlainTextEdit) and not each.isReadOnly():
            yield keyboard.name(each), _is_kept(each)
        elif isinstance(each, Form) and not each.saves and len(each.editors) > 1:
            yield f"the form of {', '.join(each.editors)}", _is_kept(each)


def _is_kept(each: QWidget) -> bool:
    """Whether an editor around it says where to come back to."""
    around: QWidget | None = each
    while around is not None:
        if isinstance(around, Drafted) and _place(around) is not None:
            return True
        around = around.parentWidget()
    return False


def _place(editor: Drafted) -> DraftPlace | None:
    """Where what is written there is taken up: now, or once something is."""
    ready = cast("DraftPlace | None", getattr(editor, "draft_ready", lambda: None)())
    return editor.draft_place() or ready
