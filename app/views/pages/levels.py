"""Levels: the chosen period at a glance as a SLAM chart, and for the chosen cell why it came out so."""

from datetime import UTC, datetime
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from app.calc.periods import Period, parse_period, period_of
from app.errors import AppError
from app.usecases.commentary import write_remark
from app.usecases.outages import OutageRow
from app.views import theme
from app.views.drafts import DraftPlace
from app.views.gap import Gap
from app.views.level_words import uncovered_time
from app.views.levels_read import Overview, kept_words, read_level, read_outage, read_overview, read_pending
from app.views.widgets.basics import Card, EmptyState, button
from app.views.widgets.evidence_view import outage_lines
from app.views.widgets.level_view import LevelOnScreen, LevelView
from app.views.widgets.levels_bench import LevelsBench
from app.views.widgets.page import LookingAt, Page
from app.views.widgets.period_stepper import PeriodStepper
from app.views.words import local

NO_CUSTOMER = (
    "Levels appear here once a customer has an agreement with targets and measurements are imported."
)
NO_TARGETS = "This customer has no targets yet. Add them to a version of its agreement."


class LevelsPage(Page):
    """Customer and period above, chart left, the chosen level right."""

    title = "Levels"
    purpose = "Was what we agreed kept, and why."
    icon = "levels"
    listens = frozenset(
        {"customers", "sites", "services", "components", "need_groups", "needs", "agreements", "settings"}
        | {"agreement_versions", "maintenance_windows", "targets", "hours", "special_days", "closed_months"}
        | {
            "commentary",
            "outages",
            "outage_sites",
            "tickets",
            "ticket_events",
            "samples",
            "period_figures",
            "coverage",
        }
    )

    def _build(self) -> None:
        self._period: Period | None = None
        self._wanted_customer, self._wanted_lineage = 0, ""  # what `reveal` was asked for
        self._level_of: tuple[int, str] = (0, "")  # customer and period of the level in sight
        self._build_header()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_content())
        go = button("Set up an agreement", lambda: self.desk.go("agreements"), kind="primary")
        self._empty = EmptyState("levels", NO_CUSTOMER, go)
        nothing = Card()
        nothing.body.addWidget(self._empty)
        self._stack.addWidget(nothing)
        self.body.addWidget(self._stack, 1)

    def _build_header(self) -> None:
        self.customers = QComboBox()
        self.customers.setAccessibleName("Customer")
        self.customers.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.stepper = PeriodStepper(period_of("month", datetime.now(UTC), "UTC"))
        self.make_pack = button("Make pack", self._make_pack, kind="primary")
        for widget in (self.customers, self.stepper, self.make_pack):
            self.add_action(widget)

    def _build_content(self) -> QWidget:
        bench = LevelsBench(LevelView())
        self.chart, self.level_view, self._kept = bench.chart, bench.level_view, bench.kept
        self._area = bench.area
        return bench

    def _connect(self) -> None:
        self.customers.activated.connect(lambda _index: self.refresh())
        self.stepper.stepped.connect(self._take_period)
        self.stepper.refused.connect(self.refuse)
        self.chart.chosen.connect(self._load_level)
        self.level_view.evidence_wanted.connect(self._load_outage)
        self.level_view.written.connect(self._write)
        self.level_view.form.place = self._place_of_words
        # After the layout has made room for it.
        self.level_view.evidence.opened.connect(lambda: QTimer.singleShot(0, self._scroll_to_evidence))
        self.level_view.issued.packs_wanted.connect(self._make_pack)
        self.level_view.coverage_wanted.connect(self._say_coverage)
        self.level_view.outage_wanted.connect(lambda outage: self.desk.go("measurements", ("outage", outage)))

    def told(self) -> tuple[str, ...]:
        return (f"{self.customers.currentText()}, {self.stepper.period.label}", *super().told())

    def refresh(self) -> None:
        customer = self._wanted_customer or self.customers.currentData() or self.desk.last_customer
        period = self._period
        self.desk.tasks.start(
            lambda _report, _cancelled: read_overview(self.desk, customer, period),
            done=self._show_overview,
            failed=self._fail,
            owner=self,
            key="levels overview",
        )

    def reveal(self, what: object) -> None:
        """Show a customer's period: (customer id, period) or (customer id, period, lineage)."""
        if isinstance(what, tuple) and len(what) >= 2:
            self._wanted_customer = int(what[0])
            self._wanted_lineage = str(what[2]) if len(what) > 2 else ""
            if isinstance(what[1], Period):
                self._period = what[1]
            elif isinstance(what[1], str):
                self._period = parse_period(what[1], "UTC")
            self.refresh()

    def looking_at(self) -> LookingAt:
        return LookingAt(self.customers.currentData(), self._period)

    def _show_overview(self, answer: object) -> None:
        if not isinstance(answer, Overview):
            return
        self._show_customers(answer)
        shown = bool(answer.rows)
        self._stack.setCurrentIndex(0 if shown else 1)
        self._empty.sentence.setText(NO_TARGETS if answer.customer else NO_CUSTOMER)
        self.make_pack.setEnabled(shown)
        if answer.period is not None:
            self._period = answer.period
            self.stepper.show_period(answer.period)
        self.chart.show_chart(answer.heads, answer.rows)
        if self._wanted_lineage:
            self.chart.choose(self._wanted_lineage)
        self._wanted_customer, self._wanted_lineage = 0, ""
        self._kept.setText(kept_words(answer.period.label, answer.rows) if answer.period else "")

    def _show_customers(self, answer: Overview) -> None:
        self.customers.clear()
        for customer in answer.customers:
            self.customers.addItem(customer.name, customer.id)
        self.customers.setVisible(bool(answer.customers))
        self.stepper.setVisible(bool(answer.customers))
        if answer.customer is not None:
            self.customers.setCurrentIndex(self.customers.findData(answer.customer.id))
            self.desk.last_customer = answer.customer.id

    def _take_period(self, period: object) -> None:
        if isinstance(period, Period):
            self._period = period
            self.refresh()

    def _load_level(self, lineage: str, key: str) -> None:
        if self._period is None:
            return
        customer = self.customers.currentData()
        self.desk.tasks.drop("levels evidence")  # it would come under another level
        self.desk.tasks.start(
            lambda _report, _cancelled: read_level(self.desk, customer, lineage, key),
            done=lambda level: self._show_level((customer, key), level),
            failed=self._fail,
            owner=self,
            key="levels detail",
        )

    def _show_level(self, of: tuple[int, str], answer: object) -> None:
        if isinstance(answer, LevelOnScreen):
            self._level_of = of
            before = self.level_view.level
            self.level_view.show_level(answer)
            if before is None or (before.target.lineage, before.start) != (
                answer.target.lineage,
                answer.start,
            ):
                self._area.verticalScrollBar().setValue(0)
            self._load_pending(answer.closed_id)

    def _load_pending(self, closed_id: int) -> None:
        """Ask for what differs from the shown issue, which takes longer than to show it."""
        if not closed_id:
            return
        self.desk.tasks.start(
            lambda _report, _cancelled: read_pending(self.desk, closed_id),
            done=self._show_pending,
            failed=self._fail,
            owner=self,
            key="levels pending",
        )

    def _show_pending(self, answer: object) -> None:
        level = self.level_view.level
        closed_id, count = cast("tuple[int, int]", answer)
        if level is not None and level.closed_id == closed_id:
            self.level_view.issued.show_pending(count)

    def _load_outage(self, outage_id: int) -> None:
        self.desk.tasks.start(
            lambda _report, _cancelled: read_outage(self.desk, outage_id),
            done=self._show_outage,
            failed=self._fail,
            owner=self,
            key="levels evidence",
        )

    def _show_outage(self, answer: object) -> None:
        level = self.level_view.level
        if isinstance(answer, OutageRow) and level is not None:
            heading = f"Outage of {answer.subject}"
            lines = outage_lines(answer, level.time_zone)
            self.level_view.evidence.show_evidence(heading, lines, answer.id)

    def _scroll_to_evidence(self) -> None:
        """Bring what was opened into view, from its heading on."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        evidence, bar = self.level_view.evidence, self._area.verticalScrollBar()
        whole = evidence.geometry().bottom() + theme.GAP - self._area.viewport().height()
        bar.setValue(max(bar.value(), min(whole, evidence.y() - theme.GAP)))

    def _write(self, name: str, text: str) -> None:
        """Keep what was written about the shown target in the shown period."""
        level, (customer, cell) = self.level_view.level, self._level_of
        if level is None or not cell:
            return
        lineage = level.target.lineage
        self.desk.try_to(lambda: write_remark(self.desk.db, customer, cell, {name: text}, lineage=lineage))

    def _place_of_words(self) -> DraftPlace | None:
        level = self.level_view.level
        if level is None or not level.writable:
            return None
        here = (*self._level_of, level.target.lineage)
        return DraftPlace(f"words {here}", "writing about a target", "levels", here)

    def _say_coverage(self, kind: str) -> None:
        """Turn to where it is said by hand what was watched, for what of the shown period nobody covers."""
        level = self.level_view.level
        if level is not None:
            between = uncovered_time(level.target, level.start, level.end)
            start, end = (local(at, level.time_zone) for at in between)
            gap = Gap(level.service.name, kind, start, end, level.target.source)
            self.desk.go("measurements", ("coverage", gap))

    def _make_pack(self) -> None:
        self.desk.go("packs", (self.customers.currentData(), self._period))

    def _fail(self, error: AppError) -> None:
        self.desk.trouble.emit(str(error))
