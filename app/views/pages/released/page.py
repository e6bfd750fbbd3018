"""The frame of a page that a customer may see: an ordinary page that knows for whom it is made."""

from app.views.audience import Audience
from app.views.widgets.page import Page


class ReleasedPage(Page):
    """Made when the customer view is turned on and dropped when it is turned off."""

    def take_period(self, period: object) -> None:
        """Show another period, where the page is about one."""

    @property
    def audience(self) -> Audience:
        """For whom the page was made."""
        return self._audience

    def _build_frame(self) -> None:
        # Kept, for an answer of a task may still arrive when the view has just been left.
        assert self.desk.audience is not None
        self._audience = self.desk.audience
        super()._build_frame()
