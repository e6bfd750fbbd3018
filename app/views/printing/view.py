"""The preview of a printed table: its pages as they will be, and where they may go."""

from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QVBoxLayout, QWidget

from app.calc.words import plural
from app.errors import AppError, Cancelled
from app.reports.files import safe_name
from app.reports.listed import Listed, laid_out_list
from app.reports.page import Page as PaperPage
from app.reports.pdf import About, write_pages
from app.usecases.settings import settings
from app.views import theme
from app.views.desk import Action, Desk
from app.views.desk_files import show_in_folder
from app.views.keys import OwnKey, do_own
from app.views.printing.printable import Printable
from app.views.printing.printer import Printing
from app.views.tasks import IsCancelled, Report, Task
from app.views.widgets.basics import Card, button, icon_button, label, restyle, row
from app.views.widgets.elided import Elided
from app.views.widgets.pages_view import PagesView

NOTHING = "There are no rows to print."


class PrintView(QWidget):
    """Shows what a page prints; `left` when the person goes back to it."""

    left = Signal()

    own_keys: ClassVar = (OwnKey("Esc", "Back to the page", "close_view"),)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName("Print preview")
        self._title = ""
        self._made = datetime.now(UTC)
        self._pages: tuple[PaperPage, ...] = ()
        self._cells = ""
        self._task: Task | None = None
        self.printing = Printing(self)
        self._build()
        self.pages.turned.connect(self._say_place)
        self.printing.moved.connect(self._place.setText)
        self.printing.ended.connect(self._printed)

    # What the window asks

    def show_printable(self, wanted: Printable) -> None:
        """Read the rows in the background and show their pages."""
        self._title = wanted.title
        self._heading.show_text(wanted.title)
        self._take_pages((), "")
        desk, made = self.desk, datetime.now(UTC)
        self._made = made

        def work(report: Report, cancelled: IsCancelled) -> object:
            rows, cells = wanted.read(report, cancelled)
            chosen = settings(desk.db)
            listed = Listed(
                wanted.title,
                (*wanted.told, plural(len(rows), "row")),
                wanted.columns,
                rows,
                f"printed {_clock(made, chosen.time_zone)}",
                desk.db.path.name,
            )
            pages = laid_out_list(listed, chosen.page_size, chosen.accent, report, cancelled) if rows else ()
            return pages, cells

        self._task = self.desk.tasks.start(
            work,
            self._show,
            self._fail,
            self._progress,
            title="Laying out the pages",
            owner=self,
            key="print",
        )
        self._arrange("Reading the rows…")

    def close_view(self) -> None:
        """Stop what is under way and go back."""
        self.stop()
        self.left.emit()

    def stop(self) -> None:
        """Stop reading, laying out or printing."""
        if self._task is not None:
            self._task.cancel()
        self.printing.cancel()

    def print_pages(self) -> None:
        """Ask which printer and which pages, and print."""
        self.printing.print_pages(self._pages, self._title)
        self._arrange("")

    def save(self) -> None:
        """Ask where, and write the pages as a PDF."""
        name = f"{safe_name(self._title, 'Table')}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(self, "Save as PDF", name, "PDF (*.pdf)")
        if chosen:
            path = Path(chosen)
            self.save_as(path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf"))

    def save_as(self, path: Path) -> None:
        """Write the pages as a PDF."""
        pages = self._pages
        about = About(self._title, "", self.desk.db.path.name, self._made)
        self.desk.tasks.start(
            lambda _report, _cancelled: write_pages(pages, path, about),
            lambda _: self.desk.say(f"Saved {path.name}.", Action("Show", lambda: show_in_folder(path))),
            lambda error: self.desk.trouble.emit(str(error)),
            title=f"Writing {path.name}",
            owner=self,
        )

    def copy(self) -> None:
        """Put every row on the clipboard as cells for Excel."""
        QGuiApplication.clipboard().setText(self._cells)
        self.desk.say(f"Copied {plural(self._cells.count(chr(10)) - 1, 'row')} with their headings.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not do_own(self, event):
            super().keyPressEvent(event)

    # Below

    def _build(self) -> None:
        self.pages = PagesView("Pages to print")
        self._heading = Elided("section")
        self._place = label("", muted=True)
        smaller = icon_button("minus", "Smaller (-)", lambda: self.pages.zoom_by(-1))
        larger = icon_button("add", "Larger (+)", lambda: self.pages.zoom_by(1))
        self.back_button = button("Back", self.close_view, icon="left")
        self.stop_button = button("Cancel", self.stop)
        self.copy_button = button("Copy for Excel", self.copy)
        self.save_button = button("Save as PDF…", self.save)
        self.print_button = button("Print…", self.print_pages, kind="primary")
        ways = (self.copy_button, self.save_button, self.print_button)
        head = row(self.back_button, self._heading, self._place, self.stop_button, smaller, larger, *ways)
        restyle(self._heading, muted=False)
        self._heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._heading.setMinimumWidth(0)
        head.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, 0)
        card = Card(margin=1, spacing=theme.GRID)
        card.body.addWidget(head)
        card.body.addWidget(self.pages, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.MARGIN)
        layout.addWidget(card)

    def _show(self, answer: object) -> None:
        pages, cells = answer  # pyright: ignore[reportGeneralTypeIssues]
        self._task = None
        self._take_pages(pages, cells)
        self.pages.setFocus()

    def _take_pages(self, pages: tuple[PaperPage, ...], cells: str) -> None:
        self._pages, self._cells = pages, cells
        self.pages.show_pages(pages)
        self.pages.go_to(1)
        self._arrange("" if pages else NOTHING)

    def _fail(self, error: AppError) -> None:
        self._task = None
        self._arrange("Stopped." if isinstance(error, Cancelled) else str(error))

    def _progress(self, done: int, total: int, text: str) -> None:
        self._place.setText(f"{text} · {done:,} of {total:,}")

    def _printed(self, words: str) -> None:
        self._arrange("")
        self.desk.say(words)

    def _arrange(self, words: str) -> None:
        """Only what can be done now; `words` in the place of the page's number."""
        busy = self._task is not None or self.printing.busy
        if busy and self.window().focusWidget() in (self.copy_button, self.save_button, self.print_button):
            self.pages.setFocus()
        self.stop_button.setVisible(busy)
        for way in (self.copy_button, self.save_button, self.print_button):
            way.setEnabled(bool(self._pages) and not busy)
        self._place.setText(words)
        if not words:
            self._say_place(self.pages.number)

    def _say_place(self, number: int) -> None:
        if self._pages and not self.printing.busy:
            self._place.setText(f"page {number} of {len(self._pages)}")
            self.pages.setAccessibleDescription(plural(len(self._pages), "page"))


def _clock(at: datetime, zone: str) -> str:
    """ "3 Nov 2026 14:02 (Europe/Berlin)"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b %Y %H:%M} ({zone})"
