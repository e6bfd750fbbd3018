"""The program without a mouse: Esc leads back, every key works."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from app.usecases.desks import open_desk
from app.views.keys import keys_in_sight, own_keys
from app.views.main_window import MainWindow
from app.views.pages import MORE_PAGES, PAGES
from app.views.widgets.page import Page
from tests import shots
from tests.views import fitting, keyboard


def open_sample(window: MainWindow, desk: Path, key: str) -> Page:
    window.show_desk(open_desk(desk))
    window.go(key)
    shots.settle(window)
    page = window.page(key)
    assert page is not None
    return page


def chosen(window: MainWindow, desk: Path, tab: str) -> Page:
    page = open_sample(window, desk, "measurements")
    shots._tab(tab)(window)
    shots.settle(window)
    return page


def draft(window: MainWindow, desk: Path) -> QWidget:
    open_sample(window, desk, "agreements")
    shots._draft_version(window)
    shots.settle(window)
    return shots._version(window)


def hours(window: MainWindow, desk: Path) -> QWidget:
    page = open_sample(window, desk, "agreements")
    window.go("agreements", "hours")
    shots.settle(window)
    page.hours_detail.copy_button.click()
    shots.settle(window)
    return page.hours_detail.dates.add_button


OPENERS: dict[str, Callable[[MainWindow, Path], QWidget]] = {
    "work": lambda window, desk: chosen(window, desk, "Planned work").planned_work.add_button,
    "coverage": lambda window, desk: chosen(window, desk, "Coverage").coverage.declare_button,
    "outage": lambda window, desk: chosen(window, desk, "Outages").outages.record_button,
    "next version": lambda window, desk: draft(window, desk).next_button,
    "signing": lambda window, desk: draft(window, desk).sign_button,
    "target": lambda window, desk: draft(window, desk).targets.add_button,
    "window": lambda window, desk: draft(window, desk).windows.add_button,
    "volume": lambda window, desk: draft(window, desk).volumes.add_button,
    "date": hours,
    "preview": lambda window, desk: open_sample(window, desk, "packs").preview_button,
    "issued packs": lambda window, desk: open_sample(window, desk, "packs").issued_button,
}


@pytest.mark.parametrize("what", sorted(OPENERS))
def test_esc_closes_what_a_button_opened_and_leads_back_to_it(
    window: MainWindow, sample_desk: Path, what: str
) -> None:
    opener = OPENERS[what](window, sample_desk)
    opener.setFocus()
    before = set(keyboard.controls(window))
    keyboard.press(window, Qt.Key.Key_Space)
    shots.settle(window)
    assert set(keyboard.controls(window)) - before
    assert QApplication.focusWidget() not in (None, opener)
    keyboard.press(window, Qt.Key.Key_Escape)
    shots.settle(window)
    assert QApplication.focusWidget() is opener
    assert set(keyboard.controls(window)) == before


@pytest.mark.parametrize("command", ["palette", "shortcuts", "print", "paste_rows"])
def test_esc_closes_what_a_command_opened_and_leads_back(
    window: MainWindow, sample_desk: Path, command: str
) -> None:
    table = chosen(window, sample_desk, "Outages").outages.table
    table.setFocus()
    QApplication.clipboard().setText(shots.COPIED)
    window.run(command)
    shots.settle(window)
    assert not table.hasFocus()
    keyboard.press(window, Qt.Key.Key_Escape)
    shots.settle(window)
    assert QApplication.focusWidget() is table


def test_esc_closes_the_evidence_in_the_customer_view(window: MainWindow, sample_desk: Path) -> None:
    open_sample(window, sample_desk, "levels")
    shots._cell("Availability")(window)
    window.run("customer_view")
    shots.settle(window)
    page = window.inside.current_page()
    shots._public_evidence(window)
    page.level_view.outages.setFocus()
    keyboard.press(window, Qt.Key.Key_Return)
    shots.settle(window)
    assert page.level_view.evidence.isVisible()
    keyboard.press(window, Qt.Key.Key_Escape)
    assert not page.level_view.evidence.isVisible()
    assert QApplication.focusWidget() is not None


def test_a_menu_with_nothing_offered_is_hidden_from_a_customer(window: MainWindow, sample_desk: Path) -> None:
    open_sample(window, sample_desk, "levels")
    assert window.menus["Edit"].menuAction().isVisible()
    window.run("customer_view")
    shots.settle(window)
    for menu in window.menus.values():
        offered = [each for each in menu.actions() if each.isVisible() and not each.isSeparator()]
        assert menu.menuAction().isVisible() == bool(offered)
    assert not window.menus["Edit"].menuAction().isVisible()
    window.inside.customer_view.leave()
    assert window.menus["Edit"].menuAction().isVisible()


def announcing(window: MainWindow) -> None:
    """A form is open over a table that is filtered."""
    shots._tab("Planned work", "open_form")(window)
    window.page("measurements").planned_work.table.set_filter(0, "a")


def new_target(window: MainWindow) -> None:
    shots._draft_version(window)
    shots.settle(window)
    shots._edit_version(window, "target")


# What is done on a page, and the keys that are declared there then.
DECLARING: dict[str, tuple[str, Callable[[MainWindow], object], str]] = {
    "measurements": ("measurements", lambda window: None, "Ctrl+V"),
    "a form and a filter": ("measurements", announcing, "Alt+Down"),
    "an outage": ("measurements", shots._tab("Outages", "record"), "Ctrl+Enter"),
    "levels": ("levels", shots._cell("Availability", evidence=True), "Right / Down"),
    "packs": ("packs", lambda window: window.page("packs").show_preview(), "Shift+L"),
    "a target": ("agreements", new_target, "Enter / Ctrl+Enter"),
}


@pytest.mark.parametrize("what", sorted(DECLARING))
def test_every_key_of_a_page_is_on_the_cheat_sheet_and_does_what_it_says(
    window: MainWindow, sample_desk: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    key, act, expected = DECLARING[what]
    page = open_sample(window, sample_desk, key)
    act(window)
    shots.settle(window)
    shown = [each for each in (page, *page.findChildren(QWidget)) if each.isVisible()]
    declared = [(each, own) for each in shown for own in own_keys(each)]
    assert expected in {own.keys for _, own in declared}
    window.run("shortcuts")
    words = {each.text() for each in window.inside.sheet.findChildren(QLabel)}
    keyboard.press(window, Qt.Key.Key_Escape)
    for part, own in declared:
        assert {own.words, own.keys.replace(" / ", " or ")} <= words
        for one in own.each:
            done: list[str] = []
            monkeypatch.setattr(part, own.do, lambda done=done: done.append("done"))
            pressed = QKeySequence(one)[0]
            QTest.keyClick(part, pressed.key(), pressed.keyboardModifiers())
            assert done == ["done"]


def test_the_cheat_sheet_names_the_keys_of_the_page_one_is_on_only(
    window: MainWindow, sample_desk: Path
) -> None:
    open_sample(window, sample_desk, "measurements")
    on_measurements = list(keys_in_sight(window.page("measurements")))
    window.go("levels")
    shots.settle(window)
    assert on_measurements
    assert not set(on_measurements) & set(keys_in_sight(window.page("levels")))


def test_the_cheat_sheet_fits_the_smallest_window(window: MainWindow, sample_desk: Path) -> None:
    open_sample(window, sample_desk, "packs")
    window.page("packs").show_preview()
    window.resize(1100, 700)
    shots.settle(window)
    window.run("shortcuts")
    shots.settle(window)
    assert not [fault for fault in fitting.faults(window) if "sticks" in fault]


def unreached(window: MainWindow) -> list[str]:
    """Buttons in sight that Tab misses; of a group it reaches one, and the arrows the others."""
    stops = set(keyboard.controls(window))
    missed: list[str] = []
    for each in window.findChildren(QAbstractButton):
        drawn = isinstance(each.parentWidget(), QLineEdit)  # the glass in a find field does nothing
        if each.isVisible() and each.isEnabled() and each not in stops and not drawn:
            group = each.group()
            if group is None or not stops.intersection(group.buttons()):
                missed.append(keyboard.name(each))
    return missed


def test_every_button_is_reached_by_tab_or_by_the_arrows_of_its_group(
    window: MainWindow, sample_desk: Path
) -> None:
    window.show_desk(open_desk(sample_desk))
    for entry in (*PAGES, *MORE_PAGES):
        window.go(entry.key)
        shots.settle(window)
        assert unreached(window) == [], entry.key


def test_a_button_that_tab_misses_is_found(window: MainWindow, sample_desk: Path) -> None:
    page = open_sample(window, sample_desk, "packs")
    page.preview_button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    page.stepper._kinds["month"].group().setExclusive(False)
    assert unreached(window) == [keyboard.name(page.preview_button)]
    for kind in page.stepper._kinds.values():
        kind.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    assert len(unreached(window)) == 1 + len(page.stepper._kinds)
