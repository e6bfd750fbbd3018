"""The customer view: while the screen is shared, one customer's edition and nothing else is in the window.

Whatever was not made for customers is internal. The pages of the desk leave the window altogether and stay as they are;
in their place stand pages made from what was released. Menus, keys, palette, title, status line and messages keep
only what is public; what happens meanwhile is told when the view is left.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QStackedWidget, QToolTip, QWidget
from shiboken6 import isValid

from app.views import theme
from app.views.audience import Audience
from app.views.desk import Action, Desk
from app.views.pages import PAGES, entry_of
from app.views.pages.released.page import ReleasedPage
from app.views.widgets.banner import AudienceBar
from app.views.widgets.page import LookingAt, Page

if TYPE_CHECKING:
    from app.usecases.customers import CustomerRow
    from app.usecases.desks import Database
    from app.views.workplace import Workplace

RELEASED = frozenset(entry.key for entry in PAGES if entry.released_name)
FIRST = "levels"
HELD = "Something could not be shown here. It is told when the customer view is left."
NO_CUSTOMER = "There is no customer yet whose view could be shown."


class CustomerView(QObject):
    """Turns the window over to one customer and back; knows nothing of what the pages show."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self._place = place
        self._audience: Audience | None = None
        self._looking_at = LookingAt()
        self._focus: QWidget | None = None
        self._pages: dict[str, Page] = {}
        self._key = ""
        self._message: tuple[str, object, bool] | None = None
        self._desk: Database | None = None
        self.bar = AudienceBar(self.leave, self._enter_called)
        theme.dress(self.bar)
        self.stack = QStackedWidget()
        self.stack.hide()
        place.window_.right.insertWidget(0, self.bar)
        place.window_.right.addWidget(self.stack, 1)

    @property
    def on(self) -> bool:
        return self._audience is not None

    @property
    def name(self) -> str:
        """Whose edition is on the screen; "" while the view is off."""
        return self._audience.name if self._audience else ""

    def offers(self, key: str) -> bool:
        """Whether a page may be turned to now."""
        return not self.on or key in RELEASED

    def toggle(self) -> None:
        """Leave the view; or show the edition of the customer on the page, letting a name be typed where none is.

        Never of the customer looked at before, who may be another.
        """
        if self.on:
            self.leave()
            return
        chosen = self._chosen()
        if chosen is not None:
            self.enter(chosen.id)
        else:
            self.ask()

    def ask(self) -> None:
        """Let it be typed whose edition is wanted; never from a list, for the screen may be shared already."""
        if self.customers():
            self.bar.ask()
        elif self._place.desk:
            self._place.say(NO_CUSTOMER)

    def enter(self, customer_id: int) -> None:
        """Show one customer's edition."""
        desk = self._place.desk
        customer = next((each for each in self.customers() if each.id == customer_id), None)
        if desk is None or customer is None:
            return
        if self.on:
            self.leave()
        here = self._place.page(self._place.page_key)
        self._looking_at = here.looking_at() if here else LookingAt()
        self._close_what_floats()
        self._audience = desk.audience = Audience(customer.id, customer.name)
        self._swap(self.stack, self._place.window_.stack)
        self._restrict()
        self.go(self._place.page_key if self._place.page_key in RELEASED else FIRST)

    def _enter_called(self, typed: str) -> None:
        """Show the edition of the customer whose name begins as typed; raises InputError where that is not one."""
        from app.usecases.customer_view import customer_called  # late: the storage comes with the first desk

        desk = self._place.desk
        if desk is not None:
            self.change_to(customer_called(desk.db, typed).id)

    def change_to(self, customer_id: int) -> None:
        """Show this customer's edition; from another's straight on, so that nothing internal is seen between."""
        window, held = self._place.window_, (self._message, self._desk)
        self._message = self._desk = None  # told when the view is left for good
        window.setUpdatesEnabled(False)
        try:
            self.bar.stop_asking()
            self.enter(customer_id)
        finally:
            self._message, self._desk = held
            window.setUpdatesEnabled(True)

    def leave(self) -> None:
        """Bring everything back as it was, and tell what was held back."""
        if not self.on:
            self.bar.stop_asking()
            return
        self._close_what_floats(keep_focus=False)
        self._audience = None
        if self._place.desk is not None:
            self._place.desk.audience = None
        self._swap(self._place.window_.stack, self.stack)
        self._drop_pages()
        self._restrict()
        if self._focus is not None and isValid(self._focus) and self._focus.isVisible():
            self._focus.setFocus()
        self._focus = None
        self._tell_held()

    def go(self, key: str) -> None:
        """Turn to a page as the customer may see it; any other request has no effect."""
        desk = self._place.desk
        if desk is None or key not in RELEASED:
            return
        if key not in self._pages:
            self._pages[key] = self._make(key, desk)
        self.stack.setCurrentWidget(self._pages[key])
        self._place.navigation.mark(key)
        self._place.status.show_note("")
        self._key = key
        self._pages[key].focus_first()

    def reveal(self, key: str, what: object) -> None:
        """Turn to a page and show there something that was released."""
        self.go(key)
        if self._key == key:
            self._pages[key].reveal(what)

    def page(self) -> Page | None:
        """The page that the customer sees."""
        return self._pages.get(self._key) if self.on else None

    def hold_message(self, text: str, action: Action | None, *, error: bool) -> None:
        """Keep a message until the view is left; of several the last, but an error before news."""
        if error:
            self._place.message.show_text(HELD)
        if self._message is None or error or not self._message[2]:
            self._message = (text, action, error)

    def hold_desk(self, db: Database) -> None:
        """Keep a desk that was opened meanwhile; what was held until now spoke of the one before."""
        self._message = None
        self._desk = db

    def customers(self) -> tuple[CustomerRow, ...]:
        """Whose edition can be shown."""
        if self._place.desk is None:
            return ()
        from app.usecases.customers import list_customers  # late: the storage comes with the first desk

        return list_customers(self._place.desk.db)

    def _chosen(self) -> CustomerRow | None:
        """The customer on the page, else the only one there is."""
        customers = self.customers()
        here = self._place.page(self._place.page_key) if self._place.desk else None
        wanted = here.looking_at().customer_id if here else None
        found = next((each for each in customers if each.id == wanted), None)
        return found or (customers[0] if len(customers) == 1 else None)

    def _make(self, key: str, desk: Desk) -> Page:
        page = entry_of(key).build_released(desk)
        if isinstance(page, ReleasedPage) and self._looking_at.period is not None:
            page.take_period(self._looking_at.period)
        self.stack.addWidget(page)
        return page

    def _swap(self, shown: QStackedWidget, gone: QStackedWidget) -> None:
        """One stack into the window, the other out of it: what is not below the window cannot be seen or read out."""
        right = self._place.window_.right
        right.removeWidget(gone)
        gone.setParent(None)
        right.addWidget(shown, 1)
        shown.show()

    def _restrict(self) -> None:
        """Navigation, menus, status line, title and bar for whoever is watching."""
        place, keys = self._place, RELEASED if self.on else None
        place.navigation.offer(keys if keys is not None else place.navigation.buttons)
        place.menus.show_public(keys)
        place.menus.actions["customer_view"].setChecked(self.on)
        place.status.show_audience(self.name)
        place.status.show_note("")
        self.bar.show_name(self.name)
        place.name_desk()
        place.draft_offer.show()
        if not self.on:
            place.navigation.mark(place.page_key)
            place.files.read_recent()

    def _close_what_floats(self, *, keep_focus: bool = True) -> None:
        """Messages, palette, menus, lists of suggestions and other windows: whatever lies over the pages."""
        focus = QApplication.focusWidget()
        if focus is not None:
            focus.clearFocus()  # ends typing like any click elsewhere
        place = self._place
        place.palette.forget()
        place.sheet.hide()
        place.message.forget()
        QToolTip.hideText()
        for window in QApplication.topLevelWidgets():
            if window is not place.window_ and window.isVisible():
                window.close()
        if keep_focus:
            self._focus = focus

    def _drop_pages(self) -> None:
        for page in self._pages.values():
            self._place.tasks.forget(page)
            self.stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages = {}
        self._key = ""

    def _tell_held(self) -> None:
        message, self._message = self._message, None
        desk, self._desk = self._desk, None
        if desk is not None:
            self._place.show_desk(desk)
        if message is not None:
            text, action, error = message
            show = partial(
                self._place.message.show_text, text, action if isinstance(action, Action) else None
            )
            show(error=error)
