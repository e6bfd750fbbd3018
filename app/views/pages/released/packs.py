"""Packs for the customer who is watching: the pages of the customer's edition, period by period."""

from typing import cast

from app.calc.periods import Period, parse_period
from app.calc.words import plural
from app.errors import AppError, InputError, NotFound
from app.reports.page import Page as PaperPage
from app.usecases.customer_view import open_to_objections
from app.usecases.customers import list_customers
from app.usecases.objections import raise_objection
from app.usecases.packs import pack_pages
from app.views import theme
from app.views.desk import Desk
from app.views.drafts import DraftPlace
from app.views.levels_read import last_period
from app.views.pages.packing.draft_places import closing_place
from app.views.pages.released.page import ReleasedPeriodPage
from app.views.widgets.basics import Card, button, icon_button, label, row
from app.views.widgets.form import Field
from app.views.widgets.inline_form import InlineForm, Values
from app.views.widgets.pages_view import PagesView

_Pack = tuple[Period, int | None, tuple[PaperPage, ...]]  # with the issue that may still be objected to
NOTE_FIELDS = (
    Field("by", "Who objects"),
    Field("text", "To what", "text", hint="In the customer’s own words", wide=True),
)


class ReleasedPacksPage(ReleasedPeriodPage):
    """Nothing but the pages, and a way to note what the customer says of them: no folders, no files, no issuing."""

    title = "Packs"
    purpose = "What was agreed and achieved, page by page."
    icon = "packs"

    def _build(self) -> None:
        self._issue: int | None = None
        self.pages = PagesView("Pages of the pack")
        self._place = label("", muted=True)
        smaller = icon_button("minus", "Smaller (-)", lambda: self.pages.zoom_by(-1))
        larger = icon_button("add", "Larger (+)", lambda: self.pages.zoom_by(1))
        self.note_button = button("Note an objection", self._open_note, kind="quiet")
        self.note_button.hide()
        self.note = InlineForm("What the customer objects to", NOTE_FIELDS, "Note objection", self._note)
        self.note.place = self._place_of_note
        self.noted = label("", tone="met", wrap=True)
        self.noted.hide()
        head = row(self._place, None, self.note_button, smaller, larger)
        head.setContentsMargins(theme.GAP, theme.GRID, theme.GRID, 0)
        card = Card(margin=1, spacing=theme.GRID)
        card.body.addWidget(head)
        card.body.addWidget(self.pages, 1)
        self.body.addWidget(self.note)
        self.body.addWidget(self.noted)
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

    def _open_note(self) -> None:
        self.noted.hide()
        self.note.open_with({"by": "", "text": ""})

    def _place_of_note(self) -> DraftPlace | None:
        """Where the same is asked once nobody is watching any more."""
        if self._issue is None or self._period is None:
            return None
        return closing_place((self.audience.customer_id, self._period.key, (self._issue, "issued")))

    def _note(self, values: Values) -> None:
        """Keep the customer's own words; they are answered once the meeting is over."""
        by, text = str(values["by"]).strip(), str(values["text"]).strip()
        if self._issue is None:
            raise InputError("To these pages nothing can be objected any more.")
        raise_objection(self.desk.db, self._issue, by, text)
        self.noted.setText(f"✓ Noted: {by or 'the customer'}: {text}")
        self.noted.show()
        self.desk.did("Objection noted.")

    def _show(self, answer: object) -> None:
        period, issue, pages = cast("_Pack", answer)
        if issue != self._issue:
            self.note.close_form()
            self.noted.hide()
        self._period, self._issue = period, issue
        self.note_button.setVisible(issue is not None and not self.desk.read_only)
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
    return (
        period,
        open_to_objections(desk.db, customer_id, period.key),
        pack_pages(desk.db, customer_id, period.key, "customer"),
    )
