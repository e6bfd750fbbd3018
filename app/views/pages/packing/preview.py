"""The pages of a pack as they will be printed, inside the program."""

from typing import ClassVar, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.calc.periods import parse_period
from app.calc.words import plural
from app.errors import AppError
from app.reports.content import Edition
from app.reports.page import Page as PaperPage
from app.usecases.closing import ClosedRow
from app.usecases.issued_packs import Wanted
from app.usecases.packs import pack_pages
from app.views import theme
from app.views.desk import Desk
from app.views.keys import OwnKey, do_own
from app.views.pages.packing.read import PackRow
from app.views.pages.packing.writing_block import EDITIONS
from app.views.printing.printer import Printing
from app.views.widgets.basics import Card, button, icon_button, label, row
from app.views.widgets.pages_view import PagesView

_Pack = tuple[int, str, int | None]
"""Customer, period, and an issue or (None) the current document."""


class PackPreview(QWidget):
    """Shows one customer's pack; it is worked out anew when another edition or customer is wanted."""

    left = Signal()

    own_keys: ClassVar = (OwnKey("Esc", "Back to the packs", "leave"),)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._pack: _Pack | None = None
        self._shown: tuple[_Pack, Edition] | None = None  # of what the pages in sight are
        self._page = 0
        self.pages = PagesView("Pages of the pack")
        self.editions = QComboBox()
        self.editions.setAccessibleName("Edition")
        for edition, words in EDITIONS:
            self.editions.addItem(words, edition)
        self._heading = label("", "section")
        self._place = label("", muted=True)
        self._build()
        self.editions.currentIndexChanged.connect(lambda _at: self.refresh())
        self.pages.turned.connect(self._say_place)
        self.printing = Printing(self)
        self.printing.moved.connect(self._place.setText)
        self.printing.ended.connect(self._printed)

    def _build(self) -> None:
        smaller = icon_button("minus", "Smaller (-)", lambda: self.pages.zoom_by(-1))
        larger = icon_button("add", "Larger (+)", lambda: self.pages.zoom_by(1))
        back = button("Back", self.leave, icon="left")
        self.print_button = button("Print…", self.print_pages)
        head = row(back, self._heading, None, self._place, smaller, larger, self.editions, self.print_button)
        head.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, 0)
        card = Card(margin=1, spacing=theme.GRID)
        card.body.addWidget(head)
        card.body.addWidget(self.pages, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def leave(self) -> None:
        """Back to where it was opened."""
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not do_own(self, event):
            super().keyPressEvent(event)

    def show_pack(self, wanted: PackRow) -> None:
        """Show the pack of this customer and period as it would be written now."""
        self._pack = wanted.customer.id, wanted.period.key, None
        self._heading.setText(f"{wanted.customer.name} · {wanted.period.label}")
        self.refresh()

    def show_issue(self, issue: ClosedRow) -> None:
        """Show the pack as it was issued."""
        self._pack = issue.customer_id, issue.period, issue.id
        self._heading.setText(f"{issue.customer} · {issue.label}, issue {issue.number}")
        self.refresh()

    def show_finding(self, wanted: Wanted, number: int) -> None:
        """Show the page of the customer's edition on which something was found."""
        self._page = number
        self.editions.setCurrentIndex([edition for edition, _ in EDITIONS].index("customer"))
        self._pack = wanted.customer_id, wanted.period, wanted.closed_id
        self._heading.setText(f"{wanted.customer} · {parse_period(wanted.period, 'UTC').label}")
        self.refresh()

    def refresh(self) -> None:
        """Work the pages out again."""
        wanted, edition = self._pack, self._edition()
        if wanted is None:
            return
        if self._shown != (wanted, edition):
            self._take_pages(
                ()
            )  # nothing of another customer or edition stands, or is printed, under this name
            self._place.setText("Working out the pages…")
        self.desk.tasks.start(
            lambda _report, _cancelled: pack_pages(
                self.desk.db, wanted[0], wanted[1], edition, closed_id=wanted[2]
            ),
            done=lambda pages: self._show((wanted, edition), cast("tuple[PaperPage, ...]", pages)),
            failed=self._fail,
            owner=self,
            key="pack pages",
        )

    def print_pages(self) -> None:
        """Print the pages shown, as the system's dialog asks."""
        self.printing.print_pages(self.pages.shown, self._heading.text())

    def _printed(self, words: str) -> None:
        self._say_place(self.pages.number)
        self.desk.say(words)

    def _edition(self) -> Edition:
        return EDITIONS[self.editions.currentIndex()][0]

    def _take_pages(self, pages: tuple[PaperPage, ...]) -> None:
        self._shown = None
        self.pages.show_pages(pages)
        self.print_button.setEnabled(bool(pages))

    def _show(self, of: tuple[_Pack, Edition], pages: tuple[PaperPage, ...]) -> None:
        self._take_pages(pages)
        self._shown = of
        if self._page:
            self.pages.go_to(self._page)
            self._page = 0
        self._say_place(self.pages.number)

    def _say_place(self, number: int) -> None:
        if not self.pages.page_count:
            return
        self._place.setText(f"page {number} of {self.pages.page_count}")
        self.pages.setAccessibleDescription(plural(self.pages.page_count, "page"))

    def _fail(self, error: AppError) -> None:
        self._take_pages(())
        self._place.setText(str(error))
