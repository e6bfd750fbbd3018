"""A window on a fresh desk, without a screen and with preferences of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.database import Database
from app.views.main_window import MainWindow
from app.views.preferences import Preferences
from app.views.theme import Theme

MakeWindow = Callable[[], MainWindow]


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
