"""Offers the drafts that a session left behind when it ended unasked, one after the other, and takes them up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.views import theme
from app.views.drafts import Draft, Drafts
from app.views.widgets.banner import DraftBar

if TYPE_CHECKING:
    from app.views.workplace import Workplace

PATIENCE = 100  # looks at whether the editor is there
MILLISECONDS = 50  # between them
NOT_OPEN = "What it belonged to is no longer there. It stays until it is discarded."


class DraftOffer(QObject):
    """Keeps the drafts of the open desk and shows the strip over the pages."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self._place = place
        self.drafts: Drafts | None = None
        self.bar = DraftBar(self.take_up, self.discard)
        theme.dress(self.bar)
        place.window_.right.insertWidget(0, self.bar)
        self._wanted: Draft | None = None
        self._looks = 0
        self._timer = QTimer(self, interval=MILLISECONDS)
        self._timer.timeout.connect(self._put_back)

    def open(self) -> None:
        """Keep the drafts of the desk that was just opened."""
        desk, app = self._place.desk, QApplication.instance()
        if desk is not None and not desk.read_only and isinstance(app, QApplication):
            self.drafts = Drafts(app, desk.db.path, self)
        self.show()

    def close(self) -> None:
        """Let go of the desk; what was being written stays kept."""
        self._timer.stop()
        if self.drafts is not None:
            self.drafts.stop()
            self.drafts.deleteLater()
            self.drafts = None
        self.show()

    def show(self) -> None:
        """Show what is offered, unless a customer is watching."""
        offered = self.drafts.offered if self.drafts and not self._place.customer_view.on else ()
        self.bar.show_sentence(offered[0].sentence if offered else "")

    def take_up(self) -> None:
        """Turn to where the draft was written and put it back, as soon as everything is read there."""
        if self.drafts is None or not self.drafts.offered:
            return
        self._wanted, self._looks = self.drafts.offered[0], PATIENCE
        self._place.go(self._wanted.place.page, self._wanted.place.what)
        self._timer.start()

    def discard(self) -> None:
        """Drop the draft on offer."""
        if self.drafts is not None and self.drafts.offered:
            self.drafts.let_go(self.drafts.offered[0])
        self.show()

    def _put_back(self) -> None:
        page, draft = self._place.current_page(), self._wanted
        self._looks -= not self._place.tasks.busy  # a slow reading uses up no patience
        if page is None or draft is None or self.drafts is None:
            self._timer.stop()
        elif not self._place.tasks.busy and self.drafts.put_back(draft, page):
            self._timer.stop()
            self.show()
        elif self._looks <= 0:
            self._timer.stop()
            self._place.complain(NOT_OPEN)
