"""What the window holds once it is on the screen: navigation and pages around one desk, messages, drops."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.views import icons, theme
from app.views.customer_view import CustomerView
from app.views.desk import Action, Desk
from app.views.desk_files import DeskFiles
from app.views.draft_offer import DraftOffer
from app.views.drops import dropped
from app.views.pages import PAGES, entry_of
from app.views.palette_entries import PaletteEntries
from app.views.table_at_hand import SelectionNote
from app.views.tasks import IsCancelled, Report, Tasks
from app.views.undo_keys import UndoKeys
from app.views.widgets.banner import Banner, DropHint
from app.views.widgets.going_back import GoingBack
from app.views.widgets.message import Message
from app.views.widgets.navigation import Navigation
from app.views.widgets.page import Page
from app.views.widgets.palette import Palette
from app.views.widgets.scrolling import let_go_of_focus
from app.views.widgets.shortcuts import ShortcutSheet
from app.views.widgets.start_page import RecentDesk
from app.views.widgets.status import StatusLine
from app.views.window_commands import WindowCommands
from app.views.window_menus import WindowMenus

if TYPE_CHECKING:
    from app.usecases.desks import Database
    from app.views.main_window import MainWindow
    from app.views.printing.view import PrintView


class Workplace(QObject):
    """Opens desks and turns pages; knows nothing of what the pages show."""

    desk_opened = Signal(object)
    page_opened = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window_ = window
        self.preferences = window.preferences
        self.desk: Desk | None = None
        self.page_key = ""
        self._pages: dict[str, Page] = {}
        self._saved_at: datetime | None = None
        self._printed: PrintView | None = None
        self._before_print = GoingBack()
        self._refused_drop = ""
        self._recent: tuple[Path, ...] = ()
        self.tasks = Tasks(self)
        self.files = DeskFiles(window, self.tasks, self.preferences)
        self.commands = WindowCommands(self)
        self._build()
        self.customer_view = CustomerView(self)
        self.draft_offer = DraftOffer(self)
        self._connect()
        self._show_no_desk()

    # What the window asks

    def open_first(self, path: Path | None) -> None:
        """Open this desk; without one, the last that is still there."""
        if path is None:
            self.files.recent_read.connect(self._open_last)
            self.files.read_recent()
        else:
            self.files.open(path)

    def complain(self, text: str, action: object = None) -> None:
        """Show an error that has no better place."""
        self._tell(text, action, error=True)

    def say(self, text: str, action: object = None) -> None:
        """Show news over the status line."""
        self._tell(text, action, error=False)

    def show_desk(self, db: Database) -> None:
        """Show an open desk, closing the one before; while a customer is watching, afterwards."""
        if self.customer_view.on:
            self.customer_view.hold_desk(db)
            return
        self._drop_desk()
        self.desk = Desk(db, self.tasks, self)
        self.desk.last_customer = self.preferences.customer(db.path)
        self.desk.changed.connect(self._saved)
        self.desk.message.connect(self.say)
        self.desk.trouble.connect(self.complain)
        self.desk.wanted.connect(self.go)
        self._dress(db)
        last = self.preferences.page
        self.go(last if last in self.navigation.buttons else PAGES[0].key)
        self.files.read_recent()
        self.files.back_up_daily(db)
        self._load_pages()
        self.draft_offer.open()
        self.desk_opened.emit(self.desk)

    def go(self, key: str, what: object = None) -> None:
        """Turn to a page, made when first wanted, and let it show `what`."""
        if self.customer_view.on:
            self.customer_view.go(key)
            return
        page = self.page(key)
        if page is None:
            return
        self.window_.stack.setCurrentWidget(page)
        self.navigation.mark(key)
        self.page_key = key
        self.preferences.page = key
        self.status.show_note("")
        focused = QApplication.focusWidget()
        if focused is None or not page.isAncestorOf(focused):
            page.focus_first()
        if what is not None:
            page.reveal(what)
        self.page_opened.emit(key)

    def turn(self, key: str) -> None:
        """Turn to a page as soon as it is loaded, which no click has to wait for."""
        entry = entry_of(key)
        if entry.is_loaded or self.customer_view.on:
            self.go(key)
        else:
            self.tasks.start(
                lambda _report, _cancelled: entry.load(), lambda _: self.go(key), owner=self, key="turn"
            )

    def page(self, key: str) -> Page | None:
        """The page of this key; None while no desk is open."""
        if self.desk is None:
            return None
        if key not in self._pages:
            self._pages[key] = entry_of(key).build(self.desk)
            self.window_.stack.addWidget(self._pages[key])
        return self._pages[key]

    def fit_page(self) -> None:
        """Let the page keep to what is in sight, also where it is as wide as before and scrolled."""
        page = self.customer_view.page() or self.window_.stack.currentWidget()
        if isinstance(page, Page):
            QApplication.postEvent(page, QEvent(QEvent.Type.LayoutRequest))

    def current_page(self) -> Page | None:
        """The page on the screen."""
        return self.customer_view.page() if self.customer_view.on else self.page(self.page_key)

    def _load_pages(self) -> None:
        """Import the other pages while the first is looked at."""

        def load(_report: Report, _cancelled: IsCancelled) -> object:
            for entry in PAGES:
                entry.load()
            return None

        self.tasks.start(load, owner=self, key="load pages")

    def print_shown(self) -> None:
        """Show what stands on the page as it would be printed; once shown, print it."""
        page, desk, stack = self.page(self.page_key), self.desk, self.window_.stack
        if desk is None or page is None or self.customer_view.on:
            return  # a printed table is the desk's own, with its file's name
        if self._printed is not None and stack.currentWidget() is self._printed:
            self._printed.print_pages()
        elif not page.print_own():
            # It knows the letters of paper, which takes 0.2 s to load.
            from app.views.printing.printable import printable, table_at

            table = table_at(page)
            if table is None:
                desk.say("There is no table on this page. Turn to one, or print a pack from Packs.")
                return
            what = desk.attempt(printable, table, page.title, page.told())
            if what is not None:
                self._print_view(desk).show_printable(what)

    def _print_view(self, desk: Desk) -> PrintView:
        """The preview over the page; going back leaves the page as it was."""
        from app.views.printing.view import PrintView

        if self._printed is None:
            self._printed = PrintView(desk)
            theme.dress(self._printed)
            self._printed.left.connect(self._leave_print)
            self.window_.stack.addWidget(self._printed)
        self._before_print.remember(self._printed)
        self.window_.stack.setCurrentWidget(self._printed)
        self._printed.pages.setFocus()
        return self._printed

    def _leave_print(self) -> None:
        """Back to the page, and to where one was on it."""
        if self._printed is not None:
            let_go_of_focus(self._printed)
        page = self.page(self.page_key)
        if page is not None:
            self.window_.stack.setCurrentWidget(page)
            self._before_print.go_back()
        if page is not None and QApplication.focusWidget() is None:
            page.focus_first()

    def close_desk(self) -> None:
        """Back to the start page."""
        self._drop_desk()
        self._show_no_desk()
        self.files.read_recent()

    def import_files(self, paths: Iterable[Path]) -> None:
        """Hand spreadsheets to the import sheet."""
        page = None if self.customer_view.on else self.page("measurements")
        if page is not None:
            self.go("measurements")
            page.import_files(tuple(paths))

    def _take_files(self, paths: tuple[Path, ...]) -> None:
        """Spreadsheets let go over a page that has a use of its own for them go there."""
        page = self._page_for_lists()
        if page is not None:
            page.import_files(paths)
        else:
            self.import_files(paths)

    def _page_for_lists(self) -> Page | None:
        """The page in front where it reads what is dropped as a list of its own."""
        page = None if self.customer_view.on else self.page(self.page_key)
        return page if page is not None and page.takes_lists else None

    def welcome(self, mime: QMimeData) -> bool:
        """Whether what hangs over the window may be dropped; says what letting go will do."""
        found = dropped(mime)
        if self.customer_view.on:
            return False
        told = found.words(as_list=self._page_for_lists() is not None)
        words = self._why_no_import() if found.sheets else told
        if words or found:
            self.drop_hint.show_words(words or told)
        return bool(words or found)

    def _why_no_import(self) -> str:
        """Why spreadsheets cannot be imported now; "" where they can."""
        if self.desk is None:
            return "Open a desk first, and drop the spreadsheets then."
        return "This desk is read-only; nothing can be imported into it." if self.desk.read_only else ""

    def take(self, mime: QMimeData) -> None:
        """Take what was dropped, after the other program's drag has ended."""
        self.drop_hint.hide()
        found = dropped(mime)
        why_not = self._why_no_import() if found.sheets else found.refusal
        if self.message.text.text() == self._refused_drop:
            self.message.forget()  # it spoke of what was dropped before
        self._refused_drop = why_not
        if why_not:
            self.complain(why_not)
        elif found.sheets:
            QTimer.singleShot(0, lambda: self._take_files(found.sheets))
        elif found.desk:
            self.files.open(found.desk)

    def close(self) -> None:
        """Let go of the desk; waits a moment for work under way."""
        self._drop_desk()
        self.tasks.cancel_all()

    # Building

    def _build(self) -> None:
        window = self.window_
        window.setWindowIcon(icons.of_the_program())
        self.navigation = Navigation(PAGES)
        window.columns.insertWidget(0, self.navigation)
        self.banner = Banner()
        window.right.insertWidget(0, self.banner)
        self.message = Message(window)
        self.drop_hint = DropHint(window.centre)
        self.sheet = ShortcutSheet(window.centre)
        self.palette = Palette(window.centre)
        self.palette_entries = PaletteEntries(self)
        for root in (self.navigation, self.banner, self.message, self.drop_hint, self.sheet, self.palette):
            theme.dress(root)
        self.status = StatusLine(window.statusBar())
        self.message.keep_free(self.status.switch)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.undo_keys = UndoKeys(app, self)
        self.selection_note = SelectionNote(app, self.status, self)
        self.menus = WindowMenus(window, window.menus, self.commands.run, self.turn)
        self.menus.add_pages(PAGES)
        self.menus.mark_mode(window.look.mode)
        self.navigation.set_folded(self.preferences.folded)
        self.navigation.set_narrow(window.width() < window.narrow_below)

    def _connect(self) -> None:
        start = self.window_.start
        start.new_wanted.connect(self.files.new)
        start.open_wanted.connect(self.files.ask_and_open)
        start.sample_wanted.connect(self.files.make_sample)
        start.recent_wanted.connect(self.files.open)
        self.navigation.wanted.connect(self.turn)
        self.navigation.folded_changed.connect(self._remember_folded)
        self.files.opened.connect(lambda _db: self.message.forget_error())
        self.files.opened.connect(self.show_desk)
        self.files.failed.connect(self.complain)
        self.files.said.connect(self.say)
        self.status.switch.clicked.connect(self.customer_view.toggle)
        self.files.recent_read.connect(self._list_recent)
        self.tasks.failed.connect(self.complain)
        self.tasks.count_changed.connect(self._show_work)

    def _dress(self, db: Database) -> None:
        """Everything around the pages, for this desk."""
        self.navigation.show()
        self.menus.enable(desk=True, writing=not db.read_only)
        self._saved_at = datetime.fromtimestamp(db.path.stat().st_mtime).astimezone()
        self.status.switch.show()
        self.name_desk()

    def name_desk(self) -> None:
        """The desk in title, banner, status line and menus; while a customer is watching, only the customer."""
        if self.desk is None:
            return
        db, public = self.desk.db, self.customer_view.name
        self.banner.show_reader(db.read_only and not public, db.read_only_reason or "")
        name = "" if public else db.path.name
        self.status.show_file(name, None if public else self._saved_at, read_only=db.read_only and not public)
        self.window_.setWindowTitle(f"{public or self._told_apart(db.path)} – Colonnade")
        steps = (None, None) if public else (db.undo_label, db.redo_label)
        self.menus.name_steps(*steps)
        self._show_work()

    def _told_apart(self, path: Path) -> str:
        """A desk's name, with its folder where another desk of late is called the same."""
        same = any(each.name == path.name and each != path.resolve() for each in self._recent)
        return f"{path.name} – {path.parent}" if same else path.name

    def _show_no_desk(self) -> None:
        self.window_.setWindowTitle("Colonnade")
        self.navigation.hide()
        self.banner.hide()
        self.window_.stack.setCurrentWidget(self.window_.start)
        self.menus.enable(desk=False, writing=False)
        self.menus.name_steps(None, None)
        self.status.show_file("", None)
        self.status.switch.hide()

    def _drop_desk(self) -> None:
        self.customer_view.leave()
        self.message.forget()  # it spoke of the desk that closes
        self.draft_offer.close()
        for page in self._pages.values():
            self.window_.stack.removeWidget(page)
            page.deleteLater()
        self._pages = {}
        if self._printed is not None:
            self._printed.stop()
            self.window_.stack.removeWidget(self._printed)
            self._printed.deleteLater()
            self._printed = None
        if self.desk:
            self.preferences.keep_customer(self.desk.db.path, self.desk.last_customer)
            self.desk.close()
            self.desk.deleteLater()
            self.desk = None

    # News

    def _saved(self) -> None:
        if self.desk:
            self._saved_at = datetime.now().astimezone()
            self.name_desk()

    def _tell(self, text: str, action: object, *, error: bool) -> None:
        what = action if isinstance(action, Action) else None
        if self.customer_view.on:
            self.customer_view.hold_message(text, what, error=error)
        else:
            self.message.show_text(text, what, error=error)

    def _show_work(self) -> None:
        titles = tuple(task.title for task in self.tasks.running)
        self.status.show_work(("Working",) if titles and self.customer_view.on else titles)

    def _list_recent(self, paths: tuple[Path, ...]) -> None:
        self._recent = paths
        if self.customer_view.on:
            return
        self.window_.start.show_recent([RecentDesk(path, path.exists()) for path in paths])
        self.menus.list_recent([path for path in paths if path.exists()], self.files.open)
        self.name_desk()

    def _open_last(self, paths: tuple[Path, ...]) -> None:
        self.files.recent_read.disconnect(self._open_last)
        last = next((path for path in paths if path.exists()), None)
        if last and self.desk is None:
            self.files.open(last)

    def _remember_folded(self, folded: bool) -> None:
        self.preferences.folded = folded
