"""A window larger than its screen: it fits itself in, and what its pages need beyond that is scrolled to."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QScrollArea

from app.usecases.desks import open_desk
from app.views.main_window import SMALLEST, MainWindow
from app.views.preferences import Preferences
from app.views.theme import Theme
from tests import shots
from tests.views.fitting import faults


@pytest.mark.parametrize("room", [QRect(0, 0, 960, 540), QRect(0, 24, 1100, 540), QRect(-800, 0, 800, 600)])
def test_on_a_small_screen_the_window_is_no_larger_and_its_pages_scroll(
    window: MainWindow, room: QRect
) -> None:
    window.fit_to(room)
    assert window.width() <= room.width()
    assert window.height() <= room.height()
    area = window.centralWidget()
    assert isinstance(area, QScrollArea)
    assert area.widget() is window.centre
    assert window.centre.minimumWidth() == SMALLEST[0]


def test_on_a_large_screen_nothing_changes(window: MainWindow) -> None:
    before = window.size()
    window.fit_to(QRect(0, 0, 2560, 1440))
    assert window.size() == before
    assert window.centralWidget() is window.centre
    assert (window.minimumWidth(), window.minimumHeight()) == SMALLEST


def test_a_window_kept_from_another_monitor_comes_back_onto_this_one(
    qtbot, look: Theme, preferences: Preferences
) -> None:
    before = MainWindow(look, preferences)
    qtbot.addWidget(before)
    before.resize(1900, 1000)
    before.move(2600, 300)
    preferences.geometry = before.saveGeometry()
    again = MainWindow(look, preferences)
    qtbot.addWidget(again)
    again.resize(1900, 1000)
    again.move(2600, 300)
    room = QRect(0, 0, 1366, 768)
    again.fit_to(room)
    assert room.contains(again.geometry())


def test_in_a_narrow_window_the_navigation_shows_icons_and_unfolds_again(window: MainWindow) -> None:
    navigation = window.inside.navigation
    window.resize(1280, 800)
    QApplication.processEvents()
    assert not navigation.folded
    window.resize(1024, 640)
    QApplication.processEvents()
    assert navigation.folded
    assert not window.preferences.folded
    window.run("fold")
    assert not navigation.folded
    window.resize(1280, 800)
    QApplication.processEvents()
    assert not navigation.folded


@pytest.mark.parametrize("scene", ["levels", "packs", "customers", "measurements"])
def test_the_primary_action_is_in_sight_where_the_window_is_scrolled_sideways(
    window: MainWindow, sample_desk: Path, scene: str
) -> None:
    window.fit_to(QRect(0, 0, 780, 500))
    window.show_desk(open_desk(sample_desk))
    window.go(scene)
    shots.settle(window)
    area, page = window.centralWidget(), window.page(scene)
    assert isinstance(area, QScrollArea)
    assert page is not None
    primary = page._last_action
    assert primary is not None
    for width in (780, 1280, 820):
        window.resize(width, 500)
        shots.settle(window)
        assert primary.mapTo(window.centre, primary.rect().topRight()).x() < area.viewport().width()
        assert area.horizontalScrollBar().maximum() == max(0, SMALLEST[0] - area.viewport().width())


@pytest.mark.parametrize("scene", ["levels", "packs"])
@pytest.mark.parametrize("size", [(1024, 640), (1024, 590)])
def test_levels_and_packs_fit_whole_where_125_percent_leave_1024_pixels(
    window: MainWindow, sample_desk: Path, scene: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    window.show_desk(open_desk(sample_desk))
    window.go(scene)
    shots.settle(window)
    assert (window.width(), window.height()) == size
    # A long name may need a third line of its cell at any width; its tip gives the whole.
    assert [fault for fault in faults(window) if ": cell “" not in fault] == []
