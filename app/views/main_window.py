"""The main window: what is painted first (menu titles, start page, status line), and the way to the rest.

The rest, `Workplace`, is loaded once the window is on the screen, so that starting stays fast.
"""

from __future__ import annotations

from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
)
from shiboken6 import isValid

from app.views import theme
from app.views.widgets.start_page import StartPage

if TYPE_CHECKING:
    from pathlib import Path

    from app.usecases.desks import Database
    from app.views.desk import Desk
    from app.views.desk_files import DeskFiles
    from app.views.preferences import Preferences
    from app.views.theme import Theme
    from app.views.widgets.message import Message
    from app.views.widgets.page import Page
    from app.views.workplace import Workplace

REST_MILLISECONDS = 10  # enough for the first picture to reach the screen
SMALLEST = (956, 560)  # below this the figures of a level no longer stand side by side
NARROW = 1100  # below this the navigation shows its icons alone
MENU_TITLES = ("File", "Edit", "View", "Help")


class MainWindow(QMainWindow):
    """A frame for the start page or the pages of one open desk; `inside` does the work."""

    narrow_below = NARROW
    painted = Signal()  # once, after the first paint
    ready = Signal()  # once, when the rest is loaded and can be made without a pause

    def __init__(self, look: Theme, preferences: Preferences) -> None:
        super().__init__()
        self.look = look
        self.preferences = preferences
        self.menus: dict[str, QMenu] = {}
        self._inside: Workplace | None = None
        self._was_painted = False
        self._build()

    @property
    def inside(self) -> Workplace:
        """Everything beyond the first paint; made when first asked for."""
        if self._inside is None:
            # Late: with the pages' frame, menus and tasks it would double the time to the first paint.
            from app.views.workplace import Workplace

            self._inside = Workplace(self)
        return self._inside

    @property
    def desk(self) -> Desk | None:
        """The open desk."""
        return self.inside.desk

    @property
    def files(self) -> DeskFiles:
        """Opens and copies desks."""
        return self.inside.files

    @property
    def message(self) -> Message:
        """The message over the status line."""
        return self.inside.message

    def open_later(self, path: Path | None) -> None:
        """Once the window is on the screen open this desk; without one, the last that is still there."""
        self.ready.connect(lambda: self.inside.open_first(path))

    def complain(self, text: str) -> None:
        """Show an error that has no better place."""
        self.inside.complain(text)

    def show_desk(self, db: Database) -> None:
        """Show an open desk, closing the one before."""
        self.inside.show_desk(db)

    def go(self, key: str, what: object = None) -> None:
        """Turn to a page and let it show `what`."""
        self.inside.go(key, what)

    def page(self, key: str) -> Page | None:
        """The page of this key; None while no desk is open."""
        return self.inside.page(key)

    def run(self, name: str) -> None:
        """Do a command of the menus."""
        self.inside.commands.run(name)

    def fit_to(self, room: QRect) -> None:
        """Stay within a screen's free `room`: no larger, all of the window on it; where pages need more they scroll.

        A window kept from a larger screen, or everything shown larger, could otherwise not be reached.
        """
        smallest = QSize(*SMALLEST)
        least = smallest.boundedTo(room.size())
        if least != smallest:
            self._scroll_pages()
        self.setMinimumSize(least)
        if self.isMaximized() or self.isFullScreen():
            return
        self.resize(self.size().boundedTo(room.size()))
        if not self.preferences.geometry.isEmpty():
            here, last = self.geometry(), room.bottomRight() - QPoint(self.width() - 1, self.height() - 1)
            left, top = max(room.left(), min(here.x(), last.x())), max(room.top(), min(here.y(), last.y()))
            self.move(left, top)

    def _scroll_pages(self) -> None:
        """Let what lies between menus and status line be scrolled, as large as it has to be."""
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setProperty("focusPolicy", 0)
        self.takeCentralWidget()
        bars = self.menuBar().sizeHint().height() + self.statusBar().sizeHint().height()
        self.centre.setMinimumSize(SMALLEST[0], SMALLEST[1] - bars)
        area.setWidget(self.centre)
        for bar in (area.horizontalScrollBar(), area.verticalScrollBar()):
            theme.dress(bar)
        self.setCentralWidget(area)
        self.centre.show()

    def colour(self) -> None:
        """Take today's colours, and hand them on to what no style sheet dresses."""
        self.setPalette(QApplication.palette())

    def _build(self) -> None:
        self.setWindowTitle("Colonnade")
        self.setAcceptDrops(True)
        self.resize(1280, 800)
        self.setMinimumSize(*SMALLEST)
        for title in MENU_TITLES:
            self.menus[title] = self.menuBar().addMenu(title)
        self.centre = QFrame()
        self.centre.setProperty("role", "window")
        self.setCentralWidget(self.centre)
        self.start = StartPage()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        self.columns = QHBoxLayout(self.centre)
        self.columns.setContentsMargins(0, 0, 0, 0)
        self.columns.setSpacing(0)
        self.right = QVBoxLayout()
        self.right.setSpacing(0)
        self.right.addWidget(self.stack, 1)
        self.columns.addLayout(self.right, 1)
        self.statusBar().setSizeGripEnabled(False)
        for root in (self.menuBar(), self.start, self.statusBar()):
            theme.dress(root)
        theme.on_change(self, "colour")
        if not self.preferences.geometry.isEmpty():
            self.restoreGeometry(self.preferences.geometry)

    def _tell_painted(self) -> None:
        self.painted.emit()
        self.ready.connect(lambda: self.inside)
        QTimer.singleShot(REST_MILLISECONDS, self._load_rest)

    def _load_rest(self) -> None:
        """Import the rest on a thread of its own; the window can be moved, and closed, meanwhile."""

        def load() -> None:
            import_module("app.views.workplace")
            if isValid(self):
                self.ready.emit()

        Thread(target=load, daemon=True).start()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes through the window as it reads."""
        from app.views.tab_order import step  # late: nobody presses Tab before the first paint

        return step(self, forward=next)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self._tell_painted)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.inside.welcome(event.mimeData()):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.inside.drop_hint.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.inside.take(event.mimeData())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._inside is not None:
            self._inside.navigation.set_narrow(self.width() < NARROW)
            self._inside.fit_page()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.preferences.geometry = self.saveGeometry()
        self.preferences.save()
        if self._inside is not None:
            self._inside.close()
        super().closeEvent(event)
