"""Packs for the customer who is watching: the pages of the customer's edition, period by period."""

from typing import cast

from app.calc.periods import Period, parse_period
from app.calc.words import plural
from app.errors import AppError, NotFound
from app.reports.page import Page as PaperPage
from app.usecases.customers import list_customers
from app.usecases.packs import pack_pages
from app.views import theme
from app.views.desk import Desk
from app.views.levels_read import last_period
from app.views.pages.released.page import ReleasedPeriodPage
from app.views.widgets.basics import Card, icon_button, label, row
from app.views.widgets.pages_view import PagesView

_Pack = tuple[Period, tuple[PaperPage, ...]]


class ReleasedPacksPage(ReleasedPeriodPage):
    """Nothing but the pages: no folders, no files, no issuing."""

    title = "Packs"
    purpose = "What was agreed and achieved, page by page."
    icon = "packs"

    def _build(self) -> None:
        self.pages = PagesView("Pages of the pack")
        self._place = label("", muted=True)
        smaller = icon_button("minus", "Smaller (-)", lambda: self.pages.zoom_by(-1))
        larger = icon_button("add", "Larger (+)", lambda: self.pages.zoom_by(1))
        head = row(self._place, None, smaller, larger)
        head.setContentsMargins(theme.GAP, theme.GRID, theme.GRID, 0)
        card = Card(margin=1, spacing=theme.GRID)
        card.body.addWidget(head)
        card.body.addWidget(self.pages, 1)
        self.body.addWidget(card, 1)

    def _connect(self) -> None:
        self.pages.turned.connect(self._say_place)

    def focus_first(self) -> None:
        self.pages.setFocus()

    def refresh(self) -> None:
        desk, customer, period = self.desk, self.audience.customer_id, self._period
        if not self.pages.page_count:
            self._place.setText("Working out the pages…")
        desk.tasks.start(
            lambda _report, _cancelled: _read(desk, customer, period),
            done=self._show,
            failed=self._fail,
            owner=self,
            key="released pages",
        )

    def _show(self, answer: object) -> None:
        self._period, pages = cast("_Pack", answer)
        self.stepper.show_period(self._period)
        self.pages.show_pages(pages)
        self._say_place(self.pages.number)

    def _say_place(self, number: int) -> None:
        self._place.setText(f"page {number} of {self.pages.page_count}")
        self.pages.setAccessibleDescription(plural(self.pages.page_count, "page"))

    def _fail(self, error: AppError) -> None:
        self._place.setText("")
        self.desk.trouble.emit(str(error))


def _read(desk: Desk, customer_id: int, period: Period | None) -> _Pack:
    customer = next((each for each in list_customers(desk.db) if each.id == customer_id), None)
    if customer is None:
        raise NotFound("This customer is no longer on the desk.")
    zone = customer.time_zone
    period = parse_period(period.key, zone) if period else last_period(desk, zone)
    return period, pack_pages(desk.db, customer_id, period.key, "customer")
