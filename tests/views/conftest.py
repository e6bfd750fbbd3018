"""A window on a fresh desk, without a screen and with preferences of its own."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.models.database import Database
from app.views.main_window import MainWindow
from app.views.preferences import Preferences
from app.views.theme import Theme

MakeWindow = Callable[[], MainWindow]


@pytest.fixture(autouse=True)
def _garbage_is_found_here() -> Iterator[None]:
    """On this thread and no other, as in the program: see `app.views.turns`."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def _no_key_held() -> Iterator[None]:
    """After Ctrl+Shift+C of Qt's own keyboard Shift stays down, and the next test's rows would be chosen with it."""
    yield
    if QApplication.instance() is not None and QApplication.keyboardModifiers():
        QTest.keyRelease(QWidget(), Qt.Key.Key_Shift)


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    """Preferences that nobody else reads."""
    return Preferences(tmp_path / "window.ini")


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Theme]:
    """The application in its light dress."""
    theme = Theme(qapp, "light")
    yield theme
    theme.set_mode("light")


@pytest.fixture
def window(qtbot: QtBot, look: Theme, preferences: Preferences) -> Iterator[MainWindow]:
    """The start page, on the screen."""
    made = MainWindow(look, preferences)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.painted), qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()


@pytest.fixture
def desk_window(window: MainWindow, desk_path: Path) -> MainWindow:
    """A window on a new, empty desk; the window closes it."""
    window.show_desk(Database.create(desk_path))
    return window
