"""The frame of a page that a customer may see: an ordinary page that knows for whom it is made."""

from app.views.audience import Audience
from app.views.widgets.page import Page


class ReleasedPage(Page):
    """Made when the customer view is turned on and dropped when it is turned off."""

    def take_period(self, period: object) -> None:
        """Show another period, where the page is about one."""

    @property
    def audience(self) -> Audience:
        """Who is watching; without anybody a page like this is not made."""
        assert self.desk.audience is not None
        return self.desk.audience
