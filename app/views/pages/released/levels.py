"""Levels for the customer who is watching: the same chart, and for the chosen cell what the paper would say."""

from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.calc.periods import Period, parse_period
from app.errors import AppError, NotFound
from app.usecases.customer_view import ReleasedLevel, released_level
from app.usecases.customers import list_customers
from app.usecases.levels import slam_chart
from app.views.desk import Desk
from app.views.levels_read import (
    COUNTS,
    chart_heads,
    chart_rows,
    issued_words,
    kept_words,
    last_period,
    latest_issue,
)
from app.views.pages.released.page import ReleasedPeriodPage
from app.views.widgets.basics import Card, EmptyState
from app.views.widgets.level_view import LevelOnScreen, LevelView
from app.views.widgets.levels_bench import LevelsBench
from app.views.widgets.period_header import Head
from app.views.widgets.slam_chart import ChartRow

NO_TARGETS = "No targets were agreed for this period."
NOT_ISSUED = "Not issued yet: these figures can still change."


@dataclass(frozen=True, slots=True)
class _Chart:
    period: Period
    heads: tuple[Head, ...]
    rows: tuple[ChartRow, ...]


class ReleasedLevelsPage(ReleasedPeriodPage):
    """Chart left, the chosen level right; nothing is edited here."""

    title = "Levels"
    purpose = "Was what we agreed kept, and why."
    icon = "levels"

    def _build(self) -> None:
        self._wanted_service = ""
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_content())
        nothing = Card()
        nothing.body.addWidget(EmptyState("levels", NO_TARGETS))
        self._stack.addWidget(nothing)
        self.body.addWidget(self._stack, 1)

    def _build_content(self) -> QWidget:
        bench = LevelsBench(LevelView("customer"))
        self.chart, self.level_view, self._kept = bench.chart, bench.level_view, bench.kept
        return bench

    def _connect(self) -> None:
        self.chart.chosen.connect(self._load_level)

    def focus_first(self) -> None:
        self.chart.setFocus()

    def reveal(self, what: object) -> None:
        """Show a period, or the levels of a service by its name."""
        if isinstance(what, str):
            self._wanted_service = what
            self.refresh()
        super().reveal(what)

    def refresh(self) -> None:
        desk, customer, period = self.desk, self.audience.customer_id, self._period
        desk.tasks.start(
            lambda _report, _cancelled: _read_chart(desk, customer, period),
            done=self._show_chart,
            failed=self._fail,
            owner=self,
            key="released chart",
        )

    def _show_chart(self, answer: object) -> None:
        if isinstance(answer, _Chart):
            self._period = answer.period
            self.stepper.show_period(answer.period)
            self._stack.setCurrentIndex(0 if answer.rows else 1)
            self.chart.show_chart(answer.heads, answer.rows)
            self._choose_wanted(answer.rows)
            self._kept.setText(kept_words(answer.period.label, answer.rows))

    def _choose_wanted(self, rows: tuple[ChartRow, ...]) -> None:
        wanted, self._wanted_service = self._wanted_service, ""
        named = (row.lineage for row in rows if wanted and row.lineage and row.service == wanted)
        if lineage := next(named, ""):
            self.chart.choose(lineage)

    def _load_level(self, lineage: str, key: str) -> None:
        desk, customer = self.desk, self.audience.customer_id
        desk.tasks.start(
            lambda _report, _cancelled: _on_screen(
                desk, customer, key, released_level(desk.db, customer, lineage, key)
            ),
            done=self._show_level,
            failed=self._fail,
            owner=self,
            key="released level",
        )

    def _show_level(self, answer: object) -> None:
        if isinstance(answer, LevelOnScreen):
            self.level_view.show_level(answer)

    def _fail(self, error: AppError) -> None:
        self.desk.trouble.emit(str(error))


def _read_chart(desk: Desk, customer_id: int, period: Period | None) -> _Chart:
    customer = next((each for each in list_customers(desk.db) if each.id == customer_id), None)
    if customer is None:
        raise NotFound("This customer is no longer on the desk.")
    zone = customer.time_zone
    period = parse_period(period.key, zone) if period else last_period(desk, zone)
    chart = slam_chart(desk.db, customer_id, period.key, COUNTS[period.kind], datetime.now(UTC))
    return _Chart(period, chart_heads(chart), chart_rows(chart))


def _on_screen(desk: Desk, customer_id: int, key: str, level: ReleasedLevel) -> LevelOnScreen:
    month = level.month
    issue = latest_issue(desk, customer_id, key) if month.state != "draft" else None
    return LevelOnScreen(
        level.service,
        level.target,
        month.start,
        month.end,
        month.time_zone,
        (month.caution,) if month.caution else (),
        open=False,
        writable=False,
        issued=issued_words(issue, month.time_zone) if issue else NOT_ISSUED,
        period=month.label,
    )
