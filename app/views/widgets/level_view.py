"""One target in one period, from the sentence down to the outages: verdict, figures, ledger, evidence."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.calc.words import MINUTE
from app.reports.content import Edition
from app.reports.lines import parts_of
from app.reports.month import OutageLine, ServiceMonth, TargetMonth, TicketLine
from app.usecases.commentary import Remark
from app.views import theme
from app.views.level_words import (
    UNCOVERED,
    excluded_by_reason,
    facts,
    missing_coverage,
    outage_label,
    outage_title,
    remarks,
)
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import Pill, Section, button, clear, label, row
from app.views.widgets.colours import SIGNS
from app.views.widgets.commentary_fields import BREACH_FIELDS
from app.views.widgets.evidence_view import (
    EvidenceView,
    class_heading,
    class_lines,
    released_outage_lines,
    ticket_lines,
)
from app.views.widgets.facts import FactsRow
from app.views.widgets.fitted_table import FittedTable
from app.views.widgets.form import Form
from app.views.widgets.issued_note import NEXT_ISSUE, IssuedNote
from app.views.widgets.ledger_legend import LedgerLegend
from app.views.widgets.ledger_timeline import LedgerTimeline, Timeline
from app.views.words import CLASS_WORDS, local, minutes_number, two_lines, until


@dataclass(frozen=True, slots=True)
class LevelOnScreen:
    """What the view shows: one target of one service within [start, end) of a time zone."""

    service: ServiceMonth
    target: TargetMonth
    start: int
    end: int
    time_zone: str
    words: tuple[str, ...] = ()  # budget and forecast
    open: bool = True  # not issued yet
    written: Remark = field(default_factory=Remark)  # as it stands on the desk now
    writable: bool = True
    issued: str = ""  # "As issued on 6 November 2026, issue 2"; empty for a draft
    closed_id: int = 0  # of that issue
    period: str = ""  # "October 2026"


CAUSE = 4
PRIORITY, CLOCK, SOURCE = 1, 5, 7
ROOM_FOR_SOURCES = 500


class LevelView(QWidget):
    """`evidence_wanted` asks for the row behind an outage, `outage_wanted` to turn to it among the measurements,
    `coverage_wanted` for the way to say what was covered (its kind). Until a level is known nothing is said.

    In the customer's edition it shows a released level and leads nowhere else: nothing is written, no source named.
    """

    coverage_wanted = Signal(str)
    evidence_wanted = Signal(int)
    outage_wanted = Signal(int)
    written = Signal(str, str)  # which text of BREACH_FIELDS, and what it says now

    def __init__(self, edition: Edition = "internal") -> None:
        super().__init__()
        self._internal = edition == "internal"
        self._level: LevelOnScreen | None = None
        self.setProperty("role", "plain")
        self._known = QWidget()
        layout = QVBoxLayout(self._known)
        layout.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        layout.setSpacing(theme.GRID)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._known)
        for widget in (*self._build_head(), *self._build_ledger(), *self._build_tables()):
            layout.addWidget(widget)
        layout.addStretch(1)
        self._known.hide()
        self._connect()

    def show_level(self, level: LevelOnScreen) -> None:
        """Replace everything; evidence of another level is closed."""
        self._level = level
        self._show_head(level)
        self._show_ledger(level)
        self._show_tables(level)
        self.evidence.hide()
        self._known.show()

    @property
    def level(self) -> LevelOnScreen | None:
        return self._level

    def _build_head(self) -> tuple[QWidget, ...]:
        self._title = label("", "section", wrap=True)
        self._pill = Pill()
        self._under = label("", muted=True, wrap=True)
        self._definition = label("", muted=True, wrap=True)
        self._definition.hide()
        self._explain = button("Definition in words", kind="quiet")
        self._explain.setCheckable(True)
        self.issued = IssuedNote()
        self._facts = FactsRow()
        self._remarks_place = QWidget()
        self._remarks = QVBoxLayout(self._remarks_place)
        self._remarks.setContentsMargins(0, 0, 0, 0)
        self._remarks.setSpacing(2)
        self.cover_button = button("Say what is covered", self._ask_coverage)
        self.cover_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._uncovered = row(label(UNCOVERED, muted=True, wrap=True), self.cover_button, spacing=theme.GAP)
        self._uncovered.hide()
        head = row(self._title, self._pill)
        head.layout().setAlignment(self._pill, Qt.AlignmentFlag.AlignTop)  # pyright: ignore[reportOptionalMemberAccess]
        under = row(self._under, self._explain)
        under.layout().setStretch(0, 1)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        return head, under, self._definition, self.issued, self._facts, self._remarks_place, self._uncovered

    def _build_ledger(self) -> tuple[QWidget, ...]:
        self.timeline = LedgerTimeline()
        self.legend = LedgerLegend()
        return self.timeline, self.legend

    def _build_tables(self) -> tuple[QWidget, ...]:
        self.outages = FittedTable(
            RowsModel(_outage_columns("UTC", self._internal), self),
            "Outages of the period",
            most=8,
            row_height=46,
        )
        self.outages.setWordWrap(True)
        self.outages.keep_by(lambda outage: outage.id)
        self._none = label("No outages in this period.", muted=True)
        self.tickets = FittedTable(
            RowsModel(_ticket_columns("UTC", self._internal), self),
            "Tickets decided in the period",
            most=10,
            row_height=46,
        )
        self.tickets.setWordWrap(True)
        self.tickets.keep_by(lambda ticket: ticket.number)
        self.evidence = EvidenceView()
        self.commentary = self._build_commentary() if self._internal else self._build_said()
        return self.outages, self._none, self.tickets, self.evidence, self.commentary

    def _build_commentary(self) -> Section:
        section = Section("What the pack says about it")
        self.form = Form(BREACH_FIELDS, lambda name, value: self.written.emit(name, str(value)))
        section.body.addWidget(self.form)
        self._next_issue = label(NEXT_ISSUE, "caption", muted=True, wrap=True)
        section.body.addWidget(self._next_issue)
        return section

    def _build_said(self) -> Section:
        """What the manager wrote for the customer, part by part, to be read only."""
        return Section("In words")

    def _connect(self) -> None:
        self._explain.toggled.connect(self._definition.setVisible)
        self.timeline.opened.connect(self._open_piece)
        self.legend.opened.connect(self._open_class)
        self.outages.clicked.connect(lambda _index: self._open_outage(self.outages.current_row()))
        self.outages.opened.connect(self._open_outage)
        self.tickets.clicked.connect(lambda _index: self._open_ticket(self.tickets.current_row()))
        self.tickets.opened.connect(self._open_ticket)
        self.evidence.outage_wanted.connect(self.outage_wanted)

    def _show_head(self, level: LevelOnScreen) -> None:
        target = level.target
        sentence = target.sentence[:1].lower() + target.sentence[1:]
        self._title.setText(f"{level.service.name} · {sentence}")
        self._pill.show_state(f"{SIGNS.get(target.verdict, '')} {target.verdict}", target.verdict)
        hours = "" if level.service.hours in target.sentence else level.service.hours
        self._under.setText(" · ".join(part for part in (level.period, hours, target.version) if part))
        self._definition.setText(target.definition)
        self._explain.setVisible(bool(target.definition))
        self.issued.show_issue(level.issued)
        self._facts.show_facts(facts(target))
        clear(self._remarks)
        for sentence in (*remarks(target), *level.words):
            self._remarks.addWidget(label(sentence, wrap=True))
        self._remarks_place.setVisible(self._remarks.count() > 0)
        self._uncovered.setVisible(self._internal and level.open and bool(missing_coverage(target)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_tickets()

    def _fit_tickets(self) -> None:
        """Beside the times there is not always room for clock and source; a ticket opens to them, too."""
        for column in (CLOCK, SOURCE) if self._internal else (CLOCK,):
            self.tickets.setColumnHidden(column, self.width() < ROOM_FOR_SOURCES)
        self.tickets.share_width()

    def _ask_coverage(self) -> None:
        if self._level is not None:
            self.coverage_wanted.emit(missing_coverage(self._level.target))

    def _show_ledger(self, level: LevelOnScreen) -> None:
        named = {outage.id: outage for outage in level.service.outages}
        labels: list[tuple[int, str]] = []
        for piece in level.target.ledger:
            if piece.kind in ("down", "degraded") and piece.outages and piece.outages[0] in named:
                labels.append((piece.start, outage_label(named.pop(piece.outages[0]))))
        shown = bool(level.target.ledger)
        pieces = level.target.ledger
        self.timeline.show_timeline(Timeline(level.start, level.end, level.time_zone, pieces, tuple(labels)))
        self.legend.show_classes(level.target.classes, excluded_by_reason(level.target))
        self.timeline.setVisible(shown)
        self.legend.setVisible(shown)

    def _show_tables(self, level: LevelOnScreen) -> None:
        target, with_ledger = level.target, bool(level.target.ledger)
        outages = tuple(sorted(level.service.outages, key=lambda outage: outage.start)) if with_ledger else ()
        self.outages.rows_model.columns = _outage_columns(level.time_zone, self._internal)
        self.tickets.rows_model.columns = _ticket_columns(level.time_zone, self._internal)
        for table in (self.outages, self.tickets):
            table.rows_model.name_zone(level.time_zone)
        self.outages.set_rows(outages)
        missed_first = sorted(target.tickets, key=lambda ticket: (ticket.met, ticket.unseen))
        self.tickets.set_rows(tuple(missed_first))
        self.outages.setVisible(bool(outages))
        if self._internal:
            self.outages.setColumnHidden(CAUSE, not any(map(_cause, outages)))
        self.outages.share_width()
        self._none.setVisible(with_ledger and not outages)
        self.tickets.setVisible(bool(target.tickets))
        self.tickets.setColumnHidden(PRIORITY, len({ticket.priority for ticket in target.tickets}) < 2)
        self._fit_tickets()
        self._show_commentary(level)

    def _show_commentary(self, level: LevelOnScreen) -> None:
        if not self._internal:
            self._show_said(level.target)
            return
        self.form.show_values(level.written)
        self.form.set_read_only(not level.writable)
        self._next_issue.setVisible(not level.open)

    def _show_said(self, target: TargetMonth) -> None:
        clear(self.commentary.body)
        parts = [(name, text) for name, text in parts_of(target) if text]
        for name, text in parts:
            self.commentary.body.addWidget(label(name, "caption", muted=True))
            self.commentary.body.addWidget(label(text, wrap=True))
        self.commentary.setVisible(bool(parts))

    def _open_piece(self, piece: object) -> None:
        outages = getattr(piece, "outages", ())
        if outages:
            self.outages.choose(lambda outage: outage.id == outages[0])
            self._open_outage(self.outages.current_row())
        else:
            self._open_class(getattr(piece, "kind", ""))

    def _open_outage(self, outage: OutageLine | None) -> None:
        if outage is None or self._level is None:
            return
        if self._internal:
            self.evidence_wanted.emit(outage.id)
        else:
            lines = released_outage_lines(outage, self._level.time_zone)
            self.evidence.show_evidence(outage_title(outage), lines)

    def _open_ticket(self, ticket: TicketLine | None) -> None:
        if ticket is not None and self._level is not None:
            lines = ticket_lines(ticket, self._level.time_zone)
            self.evidence.show_evidence(f"Ticket {ticket.number}", lines)

    def _open_class(self, kind: str) -> None:
        level = self._level
        if level is not None and kind in CLASS_WORDS:
            lines = class_lines(level.service, level.target, kind, level.time_zone)
            self.evidence.show_evidence(class_heading(kind, level.target), lines)


def _outage_columns(zone: str, internal: bool) -> tuple[Column[OutageLine], ...]:
    known: tuple[Column[OutageLine], ...] = (
        Column("Outage", outage_title),
        Column("From", lambda o: local(o.start, zone), lambda o: two_lines(o.start, zone), kind="moment"),
        Column("Until", lambda o: _at(o.end, zone), lambda o: _until(o, zone), kind="moment"),
        Column(
            "Counted\nmin",
            lambda o: Decimal(o.counted) / MINUTE,
            lambda o: minutes_number(o.counted),
            "right",
            74,
            tip=_why,
            kind="number",
            unit="min",
        ),
    )
    inside: tuple[Column[OutageLine], ...] = (
        Column("Cause", _cause),
        Column("Source", lambda o: o.source, _file_and_row, tip=_source, colour=lambda _o: "accent"),
    )
    return (*known, *inside) if internal else known


def _at(instant: int | None, zone: str) -> datetime | None:
    """An instant on the wall clock, where there is one."""
    return None if instant is None else local(instant, zone)


def _cause(outage: OutageLine) -> str:
    """The cause, where it is not already what the outage is called."""
    return "" if outage.cause == outage_title(outage) else outage.cause


def _until(outage: OutageLine, zone: str) -> str:
    """The time alone when it ends on the day it began."""
    words = until(outage.start, outage.end, zone)
    return words if len(words) <= 5 else two_lines(outage.end, zone)


def _why(outage: OutageLine) -> str:
    return outage.why


def _source(line: OutageLine | TicketLine) -> str:
    return line.source


def _file_and_row(line: OutageLine | TicketLine) -> str:
    """The file and the row, the sheet between them being told by the tooltip."""
    parts = line.source.split(", ")
    return f"{parts[0]}\n{parts[-1]}" if len(parts) > 1 else line.source


def _ticket_columns(zone: str, internal: bool) -> tuple[Column[TicketLine], ...]:
    known: tuple[Column[TicketLine], ...] = (
        Column("Ticket", lambda t: t.number, width=86),
        Column("Priority", lambda t: t.priority, width=64),
        Column(
            "Opened",
            lambda t: local(t.opened, zone),
            lambda t: two_lines(t.opened, zone, weekday=False),
            width=68,
            kind="moment",
        ),
        Column(
            "Due",
            lambda t: _at(t.due, zone),
            lambda t: two_lines(t.due, zone, weekday=False) if t.due else "",
            width=68,
            kind="moment",
        ),
        Column(
            "Resolved",
            lambda t: _at(t.resolved, zone),
            lambda t: "not known" if t.unseen else two_lines(t.resolved, zone, weekday=False),
            width=80,
            kind="moment",
        ),
        Column(
            "Clock\nmin",
            lambda t: Decimal(t.elapsed) / MINUTE,
            lambda t: minutes_number(t.elapsed),
            "right",
            58,
            kind="number",
            unit="min",
        ),
        Column("Result", lambda t: t.result, _ticket_result, colour=_ticket_state, kind="text"),
    )
    source: Column[TicketLine] = Column(
        "Source", _source, _file_and_row, tip=_source, colour=lambda _t: "accent"
    )
    return (*known, source) if internal else known


def _ticket_result(ticket: TicketLine) -> str:
    said = f"{SIGNS[_ticket_state(ticket)]} {ticket.result}"
    return f"{said}\n{ticket.note}" if ticket.note else said


def _ticket_state(ticket: TicketLine) -> str:
    """The state whose sign and colour a ticket wears."""
    return "not proven" if ticket.unseen else "met" if ticket.met else "missed"
