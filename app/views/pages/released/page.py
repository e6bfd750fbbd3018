"""The frame of a page that a customer may see: an ordinary page that knows for whom it is made."""

from datetime import UTC, datetime

from app.calc.periods import Period, period_of
from app.views.audience import Audience
from app.views.widgets.page import Page
from app.views.widgets.period_stepper import PeriodStepper


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


class ReleasedPeriodPage(ReleasedPage):
    """A released page about one period, stepped through in the header."""

    def reveal(self, what: object) -> None:
        self.take_period(what)

    def take_period(self, period: object) -> None:
        if isinstance(period, Period):
            self._period = period
            self.refresh()

    def _build_frame(self) -> None:
        super()._build_frame()
        self._period: Period | None = None
        self.stepper = PeriodStepper(period_of("month", datetime.now(UTC), "UTC"))
        self.stepper.stepped.connect(self.take_period)
        self.stepper.refused.connect(self.refuse)
        self.add_action(self.stepper)
