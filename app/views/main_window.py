"""The main window: navigation and pages around one open desk, or the start page while none is open."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.views import icons, theme
from app.views.desk import Desk
from app.views.desk_files import DeskFiles, show_in_folder
from app.views.drops import SHEET_ENDINGS, dropped
from app.views.pages import PAGES
from app.views.preferences import Preferences
from app.views.tasks import Tasks
from app.views.widgets.banner import Banner, DropHint
from app.views.widgets.message import Message
from app.views.widgets.navigation import Navigation
from app.views.widgets.page import Page
from app.views.widgets.shortcuts import ShortcutSheet
from app.views.widgets.start_page import RecentDesk, StartPage
from app.views.widgets.status import StatusLine
from app.views.window_menus import WindowMenus

if TYPE_CHECKING:
    from app.usecases.desks import Database


class MainWindow(QMainWindow):
    """Opens desks, turns pages, and does the commands of the menus; knows nothing of what the pages show."""

    painted = Signal()  # once, after the first paint
    desk_opened = Signal(object)
    page_opened = Signal(str)

    def __init__(self, look: theme.Theme, preferences: Preferences) -> None:
        super().__init__()
        self.look = look
        self.preferences = preferences
        self.desk: Desk | None = None
        self.page_key = ""
        self._pages: dict[str, Page] = {}
        self._was_painted = False
        self.tasks = Tasks(self)
        self.files = DeskFiles(self, self.tasks, preferences)
        self._build()
        self._connect()
        self._show_no_desk()

    # What others ask

    def open_later(self, path: Path | None) -> None:
        """Open this desk once the window is on the screen; without one, list the desks of late."""
        self.painted.connect(lambda: self.files.open(path) if path else self.files.read_recent())

    def show_desk(self, db: Database) -> None:
        """Show an open desk, closing the one before."""
        self._drop_desk()
        self.desk = Desk(db, self.tasks, self)
        self.desk.changed.connect(self._saved)
        self.desk.message.connect(self.message.show_text)
        self.desk.trouble.connect(self._complain)
        self.desk.wanted.connect(self.go)
        self.navigation.show()
        self.banner.show_reader(db.read_only, db.holder)
        self.menus.enable(desk=True, writing=not db.read_only)
        saved = datetime.fromtimestamp(db.path.stat().st_mtime).astimezone()
        self.status.show_file(db.path.name, saved, read_only=db.read_only)
        self.setWindowTitle(f"{db.path.name} – Colonnade")
        self._name_steps()
        self.go(self.preferences.page if self.preferences.page in self.navigation.buttons else PAGES[0].key)
        self.files.read_recent()
        self.desk_opened.emit(self.desk)

    def go(self, key: str, what: object = None) -> None:
        """Turn to a page, made when first wanted, and let it show `what`."""
        page = self.page(key)
        if page is None:
            return
        self.stack.setCurrentWidget(page)
        self.navigation.mark(key)
        self.page_key = key
        self.preferences.page = key
        self.status.show_note("")
        if what is not None:
            page.reveal(what)
        self.page_opened.emit(key)

    def page(self, key: str) -> Page | None:
        """The page of this key; None while no desk is open."""
        if self.desk is None:
            return None
        if key not in self._pages:
            entry = next(entry for entry in PAGES if entry.key == key)
            self._pages[key] = entry.build(self.desk)
            self.stack.addWidget(self._pages[key])
        return self._pages[key]

    def run(self, name: str) -> None:
        """Do a command of the menus."""
        getattr(self, f"_{name}")()

    def import_files(self, paths: tuple[Path, ...]) -> None:
        """Hand spreadsheets to the import sheet."""
        page = self.page("measurements")
        if page is not None:
            self.go("measurements")
            page.import_files(paths)

    # Commands

    def _new_desk(self) -> None:
        self.files.new()

    def _open_desk(self) -> None:
        self.files.ask_and_open()

    def _sample_desk(self) -> None:
        self.files.make_sample()

    def _import_sheets(self) -> None:
        endings = " ".join(f"*{ending}" for ending in sorted(SHEET_ENDINGS))
        chosen, _ = QFileDialog.getOpenFileNames(
            self, "Import spreadsheets", self.preferences.folder, f"Spreadsheets ({endings})"
        )
        if chosen:
            self.preferences.folder = str(Path(chosen[0]).parent)
            self.import_files(tuple(Path(path) for path in chosen))

    def _save_copy(self) -> None:
        if self.desk:
            self.files.save_copy(self.desk.db)

    def _back_up(self) -> None:
        if self.desk:
            self.files.back_up(self.desk.db)

    def _restore(self) -> None:
        self.files.ask_and_restore()

    def _show_in_folder(self) -> None:
        if self.desk:
            show_in_folder(self.desk.db.path)

    def _close_desk(self) -> None:
        self._drop_desk()
        self._show_no_desk()
        self.files.read_recent()

    def _quit(self) -> None:
        self.close()

    def _undo(self) -> None:
        if self.desk:
            self.desk.undo()

    def _redo(self) -> None:
        if self.desk:
            self.desk.redo()

    def _find(self) -> None:
        page = self._pages.get(self.page_key)
        if page is not None:
            page.focus_find()

    def _fold(self) -> None:
        self.navigation.set_folded(not self.navigation.folded)

    def _mode_system(self) -> None:
        self._set_mode("system")

    def _mode_light(self) -> None:
        self._set_mode("light")

    def _mode_dark(self) -> None:
        self._set_mode("dark")

    def _shortcuts(self) -> None:
        self.sheet.show_over(self)

    # Building

    def _build(self) -> None:
        self.setWindowTitle("Colonnade")
        self.setAcceptDrops(True)
        self.resize(1280, 800)
        self.setMinimumSize(960, 600)
        self.setWindowIcon(icons.icon("component", "accent"))
        centre = QWidget()
        centre.setProperty("role", "window")
        centre.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCentralWidget(centre)
        self.navigation = Navigation(PAGES)
        self.banner = Banner()
        self.stack = QStackedWidget()
        self.start = StartPage()
        self.stack.addWidget(self.start)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self.stack, 1)
        layout = QHBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.navigation)
        layout.addLayout(right, 1)
        self.message = Message(centre)
        self.drop_hint = DropHint(centre)
        self.sheet = ShortcutSheet(centre)
        self.status = StatusLine()
        self.setStatusBar(self.status)
        self.menus = WindowMenus(self, self.run, self.go)
        self.menus.add_pages(PAGES)
        self.menus.mark_mode(self.look.mode)
        self.navigation.set_folded(self.preferences.folded)
        if not self.preferences.geometry.isEmpty():
            self.restoreGeometry(self.preferences.geometry)

    def _connect(self) -> None:
        self.navigation.wanted.connect(self.go)
        self.navigation.folded_changed.connect(self._remember_folded)
        self.start.new_wanted.connect(self.files.new)
        self.start.open_wanted.connect(self.files.ask_and_open)
        self.start.sample_wanted.connect(self.files.make_sample)
        self.start.recent_wanted.connect(self.files.open)
        self.files.opened.connect(self.show_desk)
        self.files.failed.connect(self._complain)
        self.files.said.connect(self.message.show_text)
        self.files.recent_read.connect(self._list_recent)
        self.tasks.failed.connect(self._complain)
        self.tasks.count_changed.connect(self._show_work)

    # News

    def _saved(self) -> None:
        if self.desk:
            now = datetime.now().astimezone()
            self.status.show_file(self.desk.db.path.name, now, read_only=self.desk.read_only)
            self._name_steps()

    def _name_steps(self) -> None:
        if self.desk:
            self.menus.name_steps(self.desk.db.undo_label, self.desk.db.redo_label)

    def _complain(self, text: str, action: object = None) -> None:
        self.message.show_text(text, action, error=True)  # pyright: ignore[reportArgumentType]

    def _show_work(self) -> None:
        self.status.show_work(tuple(task.title for task in self.tasks.running))

    def _list_recent(self, paths: tuple[Path, ...]) -> None:
        self.start.show_recent([RecentDesk(path, path.exists()) for path in paths])
        self.menus.list_recent([path for path in paths if path.exists()], self.files.open)

    def _set_mode(self, mode: theme.Mode) -> None:
        self.preferences.mode = mode
        self.look.set_mode(mode)
        self.menus.mark_mode(mode)

    def _remember_folded(self, folded: bool) -> None:
        self.preferences.folded = folded

    def _show_no_desk(self) -> None:
        self.setWindowTitle("Colonnade")
        self.navigation.hide()
        self.banner.hide()
        self.stack.setCurrentWidget(self.start)
        self.menus.enable(desk=False, writing=False)
        self.menus.name_steps(None, None)
        self.menus.list_recent((), self.files.open)
        self.status.show_file("", None)

    def _drop_desk(self) -> None:
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages = {}
        if self.desk:
            self.desk.close()
            self.desk.deleteLater()
            self.desk = None

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        found = dropped(event.mimeData())
        if found.sheets and (self.desk is None or self.desk.read_only):
            return
        if found:
            self.drop_hint.show_words(found.words)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_hint.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_hint.hide()
        found = dropped(event.mimeData())
        event.acceptProposedAction()
        # Let the other program's drag end before work begins.
        if found.sheets:
            QTimer.singleShot(0, lambda: self.import_files(found.sheets))
        elif found.desk:
            self.files.open(found.desk)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.preferences.geometry = self.saveGeometry()
        self.preferences.save()
        self._drop_desk()
        self.tasks.cancel_all()
        super().closeEvent(event)
