"""Which days have data, per source: what nobody covers is unknown, not up. What a source covers is said here."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.calc.periods import Period, period_of
from app.calc.zones import start_of_day
from app.errors import AppError, InputError
from app.usecases.coverage import (
    BY_HAND,
    CoverageDays,
    CoverageRow,
    coverage_calendar,
    declare_coverage,
    list_coverage,
    remove_coverage,
)
from app.usecases.uncounted import uncounted_coverage
from app.views.desk import Desk
from app.views.drafts import DraftPlace
from app.views.entering import day_text
from app.views.gap import Gap
from app.views.pages.measured.subjects import Subjects, read_subjects, subject_ids
from app.views.pages.measured.tab import Tab
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import Card, button, label, row
from app.views.widgets.coverage_chart import CoverageChart
from app.views.widgets.form import Field
from app.views.widgets.inline_form import InlineForm, Values
from app.views.widgets.ledger_legend import SWATCH, swatch
from app.views.widgets.opening import Opening
from app.views.widgets.period_stepper import PeriodStepper
from app.views.widgets.table import Table

WHY = "What nobody covers is unknown, not up. Imports say what they cover; say here what was watched without one."
EMPTY = "No source has said what it covers in this time, so all of it is unknown."
NOTE = "Say it only for time somebody really watched: every hour without a recorded outage will count as up."
EVERYTHING = ("everything", None)
INSTANT = timedelta(microseconds=1)
KIND_WORDS = {
    "outages": "outages (whether it was up)",
    "tickets": "tickets (all of them are here)",
    "samples": "samples (all of them are here)",
    "figures": "period figures",
}
FIELDS = (
    Field("subject", "Covers", "choice"),
    Field("kind", "Tells about", "choice", tuple(KIND_WORDS.items())),
    Field("first", "First day", "day"),
    Field("last", "Last day", "day"),
    Field("source", "Source", hint=BY_HAND, wide=True),
)


class CoverageTab(Tab):
    """A calendar of the sources over one quarter, and under it everything that was said to be covered."""

    title = "Coverage"
    listens = frozenset({"coverage", "import_batches", "settings", "services", "components"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._subjects = Subjects()
        self._gap: Gap | None = None
        self._asked = False  # the form is to be opened once the names have been read
        self.stepper = PeriodStepper(period_of("quarter", datetime.now(UTC), "UTC"), ("quarter",))
        self.stepper.stepped.connect(lambda _period: self.refresh())
        self.declare_button = button("Say what is covered", self.open_form, icon="add")
        self.declare_button.setEnabled(not desk.read_only)
        self.form = InlineForm("Say what is covered", FIELDS, "Say so", self._declare, note=NOTE)
        self.left_out = label("", tone="nearly", wrap=True)
        self.left_out.hide()
        self.form.body.insertWidget(self.form.body.indexOf(self.form.error), self.left_out)
        self.form.form.edited.connect(lambda _name: self._warn())
        self.form.place = DraftPlace("coverage", "saying what is covered", "measurements", ("cover", None))
        self.body.addWidget(label(WHY, muted=True, wrap=True))
        self.body.addWidget(row(self.stepper, None, *_legend(), self.declare_button))
        self.body.addWidget(Opening(self.form))
        self.body.addWidget(self._build_chart(), 3)
        self._said = self._build_table()
        self.body.addWidget(self._said, 2)
        self.form.closed.connect(self._said.show)

    def refresh(self) -> None:
        period = period_of("quarter", self.stepper.period.start, self.zone)
        self.stepper.show_period(period)
        db, days = self.desk.db, (period.last_day - period.first_day).days + 1
        self.desk.tasks.start(
            lambda _report, _cancelled: (
                coverage_calendar(db, period.first_day, days, period.time_zone),
                list_coverage(db),
                read_subjects(db),
            ),
            done=lambda answer: self._show(period, answer),
            failed=self.fail,
            owner=self,
            key="coverage",
        )

    def search(self, text: str) -> None:
        self.table.rows_model.filter(text)

    def open_form(self) -> None:
        """Open the form for the quarter shown, up to today."""
        period = self.stepper.period
        self._open(EVERYTHING, "outages", period.first_day, period.last_day)

    def ask(self) -> None:
        """Open the form, once the names have been read."""
        self._asked = True
        self.stale = False
        self.refresh()

    def propose(self, gap: Gap) -> None:
        """Open the form filled in for days that nobody covers; once the names have been read."""
        self._gap = gap
        self.stepper.show_period(period_of("quarter", gap.start, self.zone))
        self.stale = False
        self.refresh()

    def remove(self) -> None:
        """Take the chosen row back; Undo says it again."""
        chosen = self.table.current_row()
        if chosen and self.desk.try_to(lambda: remove_coverage(self.desk.db, chosen.id)):
            self.desk.did(f"{chosen.source} no longer covers {chosen.subject} in that time.")

    def _build_chart(self) -> QWidget:
        self.chart = CoverageChart()
        self.nothing = label(EMPTY, muted=True, wrap=True)
        card = Card()
        card.body.addWidget(self.nothing, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addWidget(self.chart)
        return card

    def _build_table(self) -> QWidget:
        columns: tuple[Column[CoverageRow], ...] = (
            Column("Covers", lambda c: c.subject),
            Column("Tells about", lambda c: c.kind, width=110),
            Column("From", lambda c: c.start, lambda c: self._edge(c.start), width=172, zoned=True),
            Column("Until", lambda c: c.end, lambda c: self._edge(c.end, end=True), width=172),
            Column("Source", lambda c: c.source, width=180),
            Column("Said by", lambda c: c.file or BY_HAND, width=220, colour=lambda _c: "muted"),
        )
        self.table = Table(RowsModel(columns, self), "What is covered", row_height=32)
        self.table.keep_by(lambda covered: covered.id)
        self.remove_button = button("Take back", self.remove, kind="quiet", icon="remove")
        self.remove_button.setEnabled(False)
        self.table.chosen.connect(self._enable)
        head = row(label("What was said to be covered", "section"), None, self.remove_button)
        head.setContentsMargins(15, 4, 8, 4)
        card = Card(margin=1, spacing=0)
        card.body.addWidget(head)
        card.body.addWidget(self.table)
        return card

    def _enable(self, chosen: object) -> None:
        self.remove_button.setEnabled(chosen is not None and not self.desk.read_only)

    def _show(self, period: Period, answer: object) -> None:
        calendar: tuple[CoverageDays, ...]
        calendar, covered, subjects = answer  # pyright: ignore[reportGeneralTypeIssues]
        self.nothing.setVisible(not calendar)
        self.chart.setVisible(bool(calendar))
        self.chart.show_days(period.first_day, calendar)
        self.table.set_rows(covered)
        self._enable(self.table.current_row())
        self._subjects = subjects
        self.form.form.set_choices("subject", ((EVERYTHING, "every service and component"), *subjects.either))
        if self._gap:
            self._open_for(self._gap)
        elif self._asked:
            self.open_form()
        self._asked = False

    def _open_for(self, gap: Gap) -> None:
        self._gap = None
        number = next((number for number, name in self._subjects.services if name == gap.service), None)
        first, last = (at.astimezone(ZoneInfo(self.zone)).date() for at in (gap.start, gap.end - INSTANT))
        subject = ("service", number) if number is not None else EVERYTHING
        self._open(subject, gap.kind, first, last, gap.source or BY_HAND)

    def _open(self, subject: object, kind: str, first: date, last: date, source: str = BY_HAND) -> None:
        """The form over the calendar; what was said before makes room for it."""
        last = max(first, min(last, self._today()))
        self._said.hide()
        self.form.open_with(
            {"subject": subject, "kind": kind, "first": first, "last": last, "source": source}
        )
        self._warn()

    def _declare(self, values: Values) -> None:
        first, last = _days(values)
        left_out = self._left_out(values)
        declare_coverage(
            self.desk.db,
            start=start_of_day(first, self.zone),
            end=start_of_day(last + timedelta(days=1), self.zone),
            kind=str(values["kind"]),
            source=_source(values),
            **subject_ids(values["subject"]),
        )
        days = day_text(first) if first == last else f"{day_text(first)} – {day_text(last)}"
        self.desk.did(f"Covered now: {days}. {left_out}".rstrip())

    def _warn(self) -> None:
        """Say before it is done which targets would not count it."""
        try:
            said = self._left_out(self.form.form.values())
        except AppError:
            said = ""  # what cannot be read yet is told by its field
        self.left_out.setText(said)
        self.left_out.setVisible(bool(said))

    def _left_out(self, values: Values) -> str:
        first, last = _days(values)
        return uncounted_coverage(
            self.desk.db,
            kind=str(values["kind"]),
            source=_source(values),
            first=first,
            last=last,
            **subject_ids(values["subject"]),
        )

    def _edge(self, instant: datetime, *, end: bool = False) -> str:
        """The day where it is a whole one (the last included), else day and time."""
        at = instant.astimezone(ZoneInfo(self.zone))
        if at.hour or at.minute or at.second:
            return self.clock(instant)
        return f"end of {day_text(at.date() - timedelta(days=1))}" if end else day_text(at.date())

    def _today(self) -> date:
        return datetime.now(ZoneInfo(self.zone)).date()


def _days(values: Values) -> tuple[date, date]:
    """The first and the last day typed."""
    first, last = values["first"], values["last"]
    if not isinstance(first, date) or not isinstance(last, date):
        raise InputError("Say from which day to which, like 1 Oct 2026.")
    if last < first:
        raise InputError("The last day lies before the first.")
    return first, last


def _source(values: Values) -> str:
    return str(values["source"]) or BY_HAND


def _legend() -> tuple[QWidget, ...]:
    """What the fields' colours mean."""
    parts: list[QWidget] = []
    for kind, words in (("up", "covered"), ("outside", "unknown")):
        picture = QLabel()
        picture.setPixmap(swatch(kind).pixmap(SWATCH))
        parts += [picture, label(words, "caption", muted=True)]
    return tuple(parts)
