"""Measurements: what came in and from where, outages, tickets and samples to mend, and which days have data."""

from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, TypeVar, cast

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QTabWidget, QWidget

from app.usecases.settings import settings
from app.views.drops import SHEET_ENDINGS, dropped
from app.views.gap import Gap
from app.views.importing.job import Incoming, Pasted
from app.views.importing.sheet import ImportSheet
from app.views.keys import OwnKey, do_own
from app.views.pages.measured.aliases import AliasesTab
from app.views.pages.measured.coverage import CoverageTab
from app.views.pages.measured.imports import ImportsTab
from app.views.pages.measured.outages import OutagesTab
from app.views.pages.measured.planned_work import PlannedWorkTab
from app.views.pages.measured.samples import SamplesTab
from app.views.pages.measured.tab import Tab
from app.views.pages.measured.tickets import TicketsTab
from app.views.widgets.basics import button
from app.views.widgets.going_back import GoingBack
from app.views.widgets.page import Page
from app.views.widgets.scrolling import let_go_of_focus

PASTE_TIP = "Rows copied in Excel are looked at like a file before anything is written (Ctrl+V)"
TabT = TypeVar("TabT", bound=Tab)
TABS: tuple[type[Tab], ...] = (
    ImportsTab,
    OutagesTab,
    PlannedWorkTab,
    TicketsTab,
    SamplesTab,
    AliasesTab,
    CoverageTab,
)


class MeasurementsPage(Page):
    """Tabs, and over them the import sheet while it is open."""

    own_keys: ClassVar = (OwnKey("Ctrl+V", "Import the rows copied in Excel", "paste_here"),)

    title = "Measurements"
    purpose = "What the sources say happened — every row with the file, sheet and cell it came from."
    icon = "measurements"
    find_hint = "Find in this tab"
    listens = frozenset({"settings"}).union(*(tab.listens for tab in TABS))

    def _build(self) -> None:
        self.import_button = button("Import…", self.choose_files, kind="primary")
        self.import_button.setEnabled(not self.desk.read_only)
        self.paste_button = button("Paste rows", self.paste_rows, kind="quiet", icon="copy")
        self.paste_button.setToolTip(PASTE_TIP)
        self.paste_button.setEnabled(not self.desk.read_only)
        self.add_action(self.paste_button)
        self.add_action(self.import_button)
        self._zone = "UTC"
        self._made: dict[type[Tab], Tab] = {}
        self._sheet: ImportSheet | None = None
        self._going_back = GoingBack()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("What was measured")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for kind in TABS:
            self.tabs.addTab(QWidget(), kind.title)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.tabs)
        self.body.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(lambda _number: self._refresh_tab())
        if self.find_field:
            self.find_field.wanted.connect(self._find)
        self.desk.changed.connect(self._mark)

    @property
    def imports(self) -> ImportsTab:
        return self.tab(ImportsTab)

    @property
    def outages(self) -> OutagesTab:
        return self.tab(OutagesTab)

    @property
    def planned_work(self) -> PlannedWorkTab:
        return self.tab(PlannedWorkTab)

    @property
    def tickets(self) -> TicketsTab:
        return self.tab(TicketsTab)

    @property
    def coverage(self) -> CoverageTab:
        return self.tab(CoverageTab)

    @property
    def sheet(self) -> ImportSheet:
        """The import sheet, made when first wanted."""
        if self._sheet is None:
            self._sheet = ImportSheet(self.desk)
            self._sheet.closed.connect(self._close_sheet)
            self.stack.addWidget(self._sheet)
        return self._sheet

    def tab(self, kind: type[TabT]) -> TabT:
        """A tab, made when first wanted: all at once they would hold the window up."""
        if kind not in self._made:
            choose = button("Choose spreadsheets…", self.choose_files, kind="primary")
            made = ImportsTab(self.desk, choose) if kind is ImportsTab else kind(self.desk)
            made.show_zone(self._zone)
            if self.find_field:
                made.find_forgotten.connect(self.find_field.clear)
            self._made[kind] = made
            self._seat(TABS.index(kind), made)
        return cast("TabT", self._made[kind])

    def _seat(self, number: int, tab: Tab) -> None:
        """Put a tab in place of what kept its place."""
        current, kept = self.tabs.currentIndex(), self.tabs.widget(number)
        self.tabs.blockSignals(True)
        self.tabs.insertTab(number, tab, tab.title)
        self.tabs.removeTab(number + 1)
        self.tabs.setCurrentIndex(current)
        self.tabs.blockSignals(False)
        if kept is not None:
            kept.deleteLater()

    def refresh(self) -> None:
        self.desk.tasks.start(
            lambda _report, _cancelled: settings(self.desk.db).time_zone,
            done=self._show_zone,
            owner=self,
            key="zone of the measurements",
        )

    def _show_zone(self, zone: object) -> None:
        self._zone = str(zone)
        for tab in self._made.values():
            tab.show_zone(self._zone)
        self._refresh_tab()

    def reveal(self, what: object) -> None:
        """Show ("outage", id), ("outages", ids), ("mend", id, …) with all of them chosen, ("ticket", number),
        ("batch", id), ("work", id or None), ("coverage", None or a gap); or start ("record", None),
        ("announce", None), ("cover", None), ("import", paths), ("files", path, …) or ("paste", None)."""
        if not isinstance(what, tuple):
            return
        kind, value = what[:2]
        self._close_sheet()
        if kind in ("outage", "outages"):
            self._turn(self.outages)
            self.outages.show_only((value,) if kind == "outage" else tuple(value))
        elif kind == "mend":
            self._turn(self.outages)
            self.outages.mend(what[1:])
        elif kind == "record" and not self.desk.read_only:
            self._turn(self.outages)
            self.outages.record()
        elif kind == "announce" and not self.desk.read_only:
            self._turn(self.planned_work)
            self.planned_work.open_form()
        elif kind == "ticket":
            self._turn(self.tickets)
            self._show_found(str(value))
        elif kind == "batch":
            self._turn(self.imports)
            self.imports.table.choose(lambda batch: batch.id == value)
        elif kind == "work":
            self._turn(self.planned_work)
            if isinstance(value, int):
                self.planned_work.browser.go_to(value)
        elif kind == "coverage":
            self._turn(self.coverage)
            if isinstance(value, Gap) and not self.desk.read_only:
                self.coverage.propose(value)
        elif kind == "cover" and not self.desk.read_only:
            self._turn(self.coverage)
            self.coverage.ask()
        elif kind == "import":
            self.import_files(tuple(value))
        elif kind == "files":
            self.sheet.close_sheet()
            self.import_files(tuple(map(Path, what[1:])))
        elif kind == "paste":
            self.paste_rows()

    def told(self) -> tuple[str, ...]:
        return (*super().told(), *self._current_tab().told())

    def choose_files(self) -> None:
        """Ask for spreadsheets and open the import sheet on them."""
        endings = " ".join(f"*{ending}" for ending in sorted(SHEET_ENDINGS))
        chosen, _ = QFileDialog.getOpenFileNames(self, "Import spreadsheets", "", f"Spreadsheets ({endings})")
        if chosen:
            self.import_files(tuple(Path(path) for path in chosen))

    def import_files(self, paths: tuple[Path, ...]) -> None:
        """Open the import sheet on these files, or add them to those already waiting in it."""
        self._bring_in(paths)

    def paste_rows(self) -> None:
        """Open the import sheet on what was copied: rows in Excel, or the files themselves."""
        clipboard = QGuiApplication.clipboard()
        mime: QMimeData | None = clipboard.mimeData()  # none at all where nothing was ever copied
        if mime and (files := dropped(mime).sheets):
            self._bring_in(files)
        elif text := clipboard.text().strip("\r\n"):
            self._bring_in((Pasted(text, datetime.now(UTC)),))
        else:
            self.desk.say("There is nothing to paste. Copy the rows in Excel first, with their headings.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V comes here where no editor and no table takes it."""
        if not do_own(self, event):
            super().keyPressEvent(event)

    def paste_here(self) -> bool:
        """Paste rows, unless the import sheet is open over the tabs."""
        if self.stack.currentWidget() is not self.tabs:
            return False
        self.paste_rows()
        return True

    def _bring_in(self, incoming: tuple[Incoming, ...]) -> None:
        if self.desk.read_only or not incoming:
            return
        self._going_back.remember(self.sheet)
        self.stack.setCurrentWidget(self.sheet)
        self._show_header(False)
        self.sheet.add_files(incoming)

    def _turn(self, tab: QWidget) -> None:
        self.tabs.setCurrentWidget(tab)

    def _close_sheet(self) -> None:
        let_go_of_focus(self.sheet)
        self.stack.setCurrentWidget(self.tabs)
        self._show_header(True)
        self._going_back.go_back()

    def _show_header(self, shown: bool) -> None:
        self.import_button.setVisible(shown)
        self.paste_button.setVisible(shown)
        if self.find_field:
            self.find_field.setVisible(shown)

    def _show_found(self, text: str) -> None:
        """Find a text in this tab, as if it had been typed."""
        if self.find_field:
            self.find_field.setText(text)
        self._find(text)

    def _find(self, text: str) -> None:
        self._current_tab().search(text)

    def _mark(self, tables: frozenset[str]) -> None:
        for tab in self._made.values():
            tab.stale = tab.stale or bool(tables & tab.listens)

    def _refresh_tab(self) -> None:
        if self.isVisible() and (tab := self._current_tab()).stale:
            tab.stale = False
            tab.refresh()

    def _current_tab(self) -> Tab:
        return self.tab(TABS[self.tabs.currentIndex()])
