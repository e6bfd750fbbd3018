"""What a figure stands on: the pieces of a ledger class, or the values and cells of one outage."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.calc.words import duration
from app.reports.month import OutageLine, ServiceMonth, TargetMonth, TicketLine
from app.usecases.outages import OutageRow
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import button, icon_button, label, row
from app.views.widgets.fitted_table import FittedTable
from app.views.words import CLASS_WORDS, microseconds, moment, to_the_second, until

WHY_UNKNOWN = "no source covers this time"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line: what it is, its value, and the file, sheet and cell (or the reason) behind it."""

    what: str
    value: str
    where: str
    outage: int = 0


class EvidenceView(QWidget):
    """A small table under a heading; `outage_wanted` asks to open an outage among the measurements."""

    outage_wanted = Signal(int)
    closed = Signal()
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._outage = 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._heading = label("", "section", wrap=True)
        self._open = button("Open in Measurements", self._want, kind="quiet")
        close = icon_button("close", "Close what it is made of", self.close_evidence)
        head = row(self._heading, self._open, close)
        head.layout().setStretch(0, 1)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        layout.addWidget(head)
        self._model = RowsModel(COLUMNS, self)
        self._table = FittedTable(self._model, "Rows and cells it came from", most=12, row_height=38)
        self._table.setWordWrap(True)
        self._table.setTextElideMode(
            Qt.TextElideMode.ElideMiddle
        )  # the file and the cell, not the sheet between
        self._table.opened.connect(lambda line: self._want(line.outage))
        layout.addWidget(self._table)
        self.hide()

    def show_evidence(self, heading: str, lines: Sequence[Evidence], outage: int = 0) -> None:
        """Show the lines; with an `outage` it can be opened where it can be changed."""
        self._outage = outage
        self._heading.setText(heading)
        self._open.setVisible(bool(outage))
        self._table.set_rows(tuple(lines))
        self.show()
        self.opened.emit()

    def _want(self, outage: int = 0) -> None:
        if outage or self._outage:
            self.outage_wanted.emit(outage or self._outage)

    def close_evidence(self) -> None:
        """Close it."""
        self.hide()
        self.closed.emit()


COLUMNS: tuple[Column[Evidence], ...] = (
    Column("What", lambda line: line.what, lambda line: line.what.replace(" ", "\u00a0")),
    Column("Value", lambda line: line.value),
    Column("Where it came from", lambda line: line.where, colour=lambda _line: "muted"),
)


def outage_lines(outage: OutageRow, time_zone: str) -> tuple[Evidence, ...]:
    """Every value of an outage with the cell it came from."""
    start = to_the_second(microseconds(outage.start), time_zone)
    end = to_the_second(microseconds(outage.end), time_zone) if outage.end else "still open"
    values = (
        ("Concerns", outage.subject, "subject"),
        ("Start", start, "start"),
        ("End", end, "end"),
        ("State", f"{outage.state}, planned" if outage.planned else outage.state, "state"),
        ("Cause", outage.cause, "cause"),
        ("For the customer", outage.customer_text, "customer_text"),
        ("Internal", outage.internal_text, "internal_text"),
        ("Sites", ", ".join(outage.sites), "site"),
        ("Excluded because", outage.exclusion_reason if outage.excluded else "", ""),
        ("Disputed because", outage.dispute_reason if outage.disputed else "", ""),
    )
    return tuple(
        Evidence(what, value, _where(outage, field), outage.id) for what, value, field in values if value
    )


def released_outage_lines(outage: OutageLine, time_zone: str) -> tuple[Evidence, ...]:
    """What a customer is told of an outage; leads nowhere."""
    values = (
        ("Start", to_the_second(outage.start, time_zone)),
        ("End", to_the_second(outage.end, time_zone) if outage.end else "still open"),
        ("State", f"{outage.state}, planned" if outage.planned else outage.state),
        ("Sites", ", ".join(outage.sites)),
        ("Counted", duration(outage.counted)),
        ("Why", outage.why),
        ("Excluded because", outage.exclusion),
    )
    return tuple(Evidence(what, value, "") for what, value in values if value)


def ticket_lines(ticket: TicketLine, time_zone: str) -> tuple[Evidence, ...]:
    """A ticket's clock as it was judged, and the file, sheet and row it came from."""
    values = (
        ("Opened", to_the_second(ticket.opened, time_zone)),
        ("Due", to_the_second(ticket.due, time_zone) if ticket.due else ""),
        ("Stopped", _stopped(ticket, time_zone)),
        ("On the clock", duration(ticket.elapsed)),
        ("Result", ticket.result),
        ("Remark", ticket.note),
    )
    return tuple(
        Evidence(what, value, "" if n else ticket.source) for n, (what, value) in enumerate(values) if value
    )


def _stopped(ticket: TicketLine, time_zone: str) -> str:
    if ticket.resolved:
        return to_the_second(ticket.resolved, time_zone)
    return "not known" if ticket.unseen else "still open"


def class_lines(
    service: ServiceMonth, target: TargetMonth, kind: str, time_zone: str
) -> tuple[Evidence, ...]:
    """The pieces of one class of the ledger, each with its outages' rows or its reason."""
    sources = {outage.id: outage.source or outage.subject for outage in service.outages}
    lines: list[Evidence] = []
    for piece in target.ledger:
        if piece.kind != kind:
            continue
        named = [sources[number] for number in piece.outages if number in sources]
        reason = piece.reason or (WHY_UNKNOWN if kind == "unknown" else "")
        when = f"{moment(piece.start, time_zone)} – {until(piece.start, piece.end, time_zone)}"
        where = "; ".join(named) or reason
        lines.append(Evidence(when, duration(piece.end - piece.start), where, next(iter(piece.outages), 0)))
    return tuple(lines)


def class_heading(kind: str, target: TargetMonth) -> str:
    """ "Degraded: 1 h 12 min"."""
    words = CLASS_WORDS.get(kind, kind)
    return f"{words[0].upper()}{words[1:]}: {duration(target.classes.get(kind, 0))}"


def _where(outage: OutageRow, field: str) -> str:
    if not outage.origin.file:
        return str(outage.origin) if field == "subject" else ""
    cell = outage.origin.cell(field)
    if not cell:
        return str(outage.origin) if field == "subject" else ""
    named = outage.origin.sheet and not outage.origin.file.startswith(f"{outage.origin.sheet}.")
    sheet = f"{outage.origin.sheet}, " if named else ""
    return f"{outage.origin.file}, {sheet}cell {cell}"
