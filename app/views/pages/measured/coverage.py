"""Which days have data, per source: three months at a time; an empty day is unknown, not up."""

from datetime import UTC, datetime

from PySide6.QtWidgets import QLabel, QWidget

from app.calc.periods import Period, period_of
from app.usecases.coverage import CoverageDays, coverage_calendar
from app.views.desk import Desk
from app.views.pages.measured.tab import Tab
from app.views.widgets.basics import Card, label, row
from app.views.widgets.coverage_chart import CoverageChart
from app.views.widgets.ledger_legend import SWATCH, swatch
from app.views.widgets.period_stepper import PeriodStepper

EMPTY = "No source has said what it covers in this time, so all of it is unknown. An import says it once."


class CoverageTab(Tab):
    """A calendar of the sources over one quarter."""

    title = "Coverage"
    listens = frozenset({"coverage", "import_batches", "settings"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.stepper = PeriodStepper(period_of("quarter", datetime.now(UTC), "UTC"), ("quarter",))
        self.stepper.stepped.connect(lambda _period: self.refresh())
        self.body.addWidget(row(self.stepper, None, *_legend()))
        self.chart = CoverageChart()
        self.nothing = label(EMPTY, muted=True, wrap=True)
        card = Card()
        card.body.addWidget(self.nothing)
        card.body.addWidget(self.chart)
        self.body.addWidget(card, 1)

    def refresh(self) -> None:
        period = period_of("quarter", self.stepper.period.start, self.zone)
        self.stepper.show_period(period)
        db, days = self.desk.db, (period.last_day - period.first_day).days + 1
        self.desk.tasks.start(
            lambda _report, _cancelled: coverage_calendar(db, period.first_day, days, period.time_zone),
            done=lambda answer: self._show(period, answer),  # pyright: ignore[reportArgumentType]
            failed=self.fail,
            owner=self,
            key="coverage",
        )

    def _show(self, period: Period, answer: tuple[CoverageDays, ...]) -> None:
        self.nothing.setVisible(not answer)
        self.chart.setVisible(bool(answer))
        self.chart.show_days(period.first_day, answer)


def _legend() -> tuple[QWidget, ...]:
    """What the fields' colours mean."""
    parts: list[QWidget] = []
    for kind, words in (("up", "covered"), ("outside", "unknown")):
        picture = QLabel()
        picture.setPixmap(swatch(kind).pixmap(SWATCH))
        parts += [picture, label(words, "caption", muted=True)]
    return tuple(parts)
