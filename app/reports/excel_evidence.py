"""The sheets of evidence: Outages, Tickets and the Ledger; local times are read, UTC columns are subtracted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from app.calc.words import MINUTE
from app.reports import arithmetic, shown
from app.reports.content import Edition
from app.reports.lines import NumberedOutage, main_target, numbered_outages, numbered_targets, outage_numbers
from app.reports.month import Month, OutageLine, Piece, TargetMonth
from app.reports.sheet import (
    FIRST_ROW,
    LOCAL_END_FORMAT,
    LOCAL_FORMAT,
    MINUTES_FORMAT,
    UTC_FORMAT,
    Book,
    Field,
    Formula,
    Number,
    Sheet,
    Value,
    add_sheet,
    minutes_look,
    naive,
)
from app.reports.workbook import letter

_OUTAGES = (
    Field("No.", 5, "0"),
    Field("Service", 13),
    Field("From ({zone})", 20, LOCAL_FORMAT),
    Field("Until ({zone})", 16.5, LOCAL_END_FORMAT),
    Field("Minutes", 9, MINUTES_FORMAT),
    Field("State", 10),
    Field("Planned", 9),
    Field("Counted min", 9, MINUTES_FORMAT),
    Field("Excluded min", 9, MINUTES_FORMAT),
    Field("How it was counted", 18),
    Field("Disputed", 9),
    Field("Sites", 8),
    Field("What happened", 26),
)
_INTERNAL = (
    Field("Subject (internal)", 14),
    Field("Cause (internal)", 10),
    Field("Text (internal)", 20),
    Field("Source (internal)", 15),
)
_OUTAGES_UTC = (Field("From UTC", 18, UTC_FORMAT), Field("Until UTC", 18, UTC_FORMAT))
_TICKETS = (
    Field("Target", 7, "0"),
    Field("Service", 20),
    Field("Target in short", 28),
    Field("Ticket", 14),
    Field("Priority", 10),
    Field("Opened ({zone})", 20, LOCAL_FORMAT),
    Field("Due ({zone})", 20, LOCAL_FORMAT),
    Field("Resolved ({zone})", 20, LOCAL_FORMAT),
    Field("Minutes on the clock", 12, MINUTES_FORMAT),
    Field("In time", 9),
    Field("Remark", 30),
    Field("Opened UTC", 19, UTC_FORMAT),
    Field("Due UTC", 19, UTC_FORMAT),
    Field("Resolved UTC", 19, UTC_FORMAT),
)
_IN_TIME: Mapping[str, str] = {"in time": "yes", "missed": "no", "undecided": "undecided"}
_LEDGER = (
    Field("Target", 7, "0"),
    Field("Part", 5, "0"),
    Field("Service", 22),
    Field("Class", 16),
    Field("From UTC", 18, UTC_FORMAT),
    Field("Until UTC", 18, UTC_FORMAT),
    Field("Seconds", 12, "#,##0.###"),
    Field("From ({zone})", 20, LOCAL_FORMAT),
    Field("Why", 40),
    Field("Outages", 10),
)
_TICKET_PRIORITY, _TICKET_IN_TIME = 4, 9


def reserve_outages(book: Book, month: Month, edition: Edition) -> Sheet:
    """The sheet Outages in its place, without rows yet: its formulas need to know where the ledger's rows are."""
    subtitle = (
        "Minutes are formulas: Until UTC less From UTC, at the right and not printed; "
        "counted and excluded against the Ledger of the service."
    )
    fields = (*_OUTAGES, *(_INTERNAL if edition == "internal" else ()), *_OUTAGES_UTC)
    title = f"Outages, {month.customer}, {month.label}"
    return add_sheet(book, "Outages", title, subtitle, _zoned(fields, month), unprinted=len(_OUTAGES_UTC))


def fill_outages(sheet: Sheet, month: Month, ledger: Mapping[str, tuple[int, int]], edition: Edition) -> None:
    """One row an outage; `ledger` gives the rows of each service's main target on the sheet Ledger."""
    for each in numbered_outages(month):
        target = main_target(each.service)
        rows = ledger.get(each.service.uid) if target else None
        sheet.add(*_outage_row(each, month, target, rows, sheet.row + 1, edition))
    sheet.finish("No outages were recorded in this period.")


def _outage_row(
    outage: NumberedOutage,
    month: Month,
    target: TargetMonth | None,
    rows: tuple[int, int] | None,
    row: int,
    edition: Edition,
) -> tuple[Value, ...]:
    line = outage.line
    internal = (line.subject, line.cause, line.internal_text, line.source) if edition == "internal" else ()
    utc_at = len(_OUTAGES) + len(internal)
    begin, end = f"{letter(utc_at)}{row}", f"{letter(utc_at + 1)}{row}"
    return (
        outage.number,
        outage.service.name,
        _local(line.start, month),
        _local(line.end, month),
        Formula(
            f'=IF({end}="","",({end}-{begin})*1440)', (line.end - line.start) / MINUTE if line.end else ""
        ),
        line.state,
        "yes" if line.planned else "no",
        _inside(line, line.counted, _counted_kinds(line, target), target, rows, (begin, end)),
        _inside(line, line.excluded, ("excluded",), target, rows, (begin, end)),
        line.why,
        "yes" if line.disputed else "",
        ", ".join(line.sites),
        line.customer_text,
        *internal,
        _utc(line.start),
        _utc(line.end),
    )


def _counted_kinds(line: OutageLine, target: TargetMonth | None) -> tuple[str, ...]:
    counts_degraded = target is not None and arithmetic.shares(target).get("degraded", "0") != "0"
    if counts_degraded:
        return ("down", "degraded")
    return ("down",) if line.state == "down" else ()


def _inside(
    line: OutageLine,
    microseconds: int,
    kinds: tuple[str, ...],
    target: TargetMonth | None,
    rows: tuple[int, int] | None,
    cells: tuple[str, str],
) -> Value:
    """Minutes of the outage inside ledger pieces of these classes: a formula where it gives the document's figure.

    The overlap of [a, b) and [c, d) is (|b−c| + |d−a| − |a−c| − |b−d|) / 2.
    """
    minutes, look = microseconds / MINUTE, minutes_look(microseconds / MINUTE)
    if target is None or rows is None or not kinds or line.end is None:
        return Number(minutes, look)
    end = line.end
    found = sum(max(0, min(p.end, end) - max(p.start, line.start)) for p in target.ledger if p.kind in kinds)
    if found != microseconds:
        return Number(minutes, look)
    first, last = rows
    a, b = f"Ledger!$E${first}:$E${last}", f"Ledger!$F${first}:$F${last}"
    which = "+".join(f'(Ledger!$D${first}:$D${last}="{shown.CLASSES[kind]}")' for kind in kinds)
    c, d = cells
    overlap = f"ABS({b}-{c})+ABS({d}-{a})-ABS({a}-{c})-ABS({b}-{d})"
    return Formula(f"=ROUND(SUMPRODUCT(({which})*({overlap}))*720,4)", minutes, look)


def add_tickets(book: Book, month: Month) -> None:
    """The sheet Tickets: those the document lists, once for each target that judges them."""
    listed = all(len(each.target.tickets) in (0, each.target.base) for each in numbered_targets(month))
    which = (
        "Every ticket decided in the period"
        if listed
        else "Tickets missed or undecided, and those met with a remark"
    )
    subtitle = f"{which}, in the period in which they were decided; Levels counts the rows not in time."
    fields, title = _zoned(_TICKETS, month), f"Tickets, {month.customer}, {month.label}"
    sheet = add_sheet(book, "Tickets", title, subtitle, fields, unprinted=3)
    for each in numbered_targets(month):
        for ticket in each.target.tickets:
            sheet.add(
                each.number,
                each.service.name,
                shown.name(each.target),
                ticket.number,
                ticket.priority,
                *(_local(each, month) for each in (ticket.opened, ticket.due, ticket.resolved)),
                ticket.elapsed / MINUTE,
                _IN_TIME[ticket.result],
                ticket.note,
                *(_utc(each) for each in (ticket.opened, ticket.due, ticket.resolved)),
            )
    sheet.finish("No tickets were decided in this period.")
    rows = sheet.row - FIRST_ROW
    book.name("Tickets_Target", "Tickets", 0, rows)
    book.name("Tickets_Priority", "Tickets", _TICKET_PRIORITY, rows)
    book.name("Tickets_In_Time", "Tickets", _TICKET_IN_TIME, rows)


def add_ledger(book: Book, month: Month) -> Mapping[str, tuple[int, int]]:
    """The sheet Ledger; returns, by service uid, the first and last row (from 1) of the main target's pieces."""
    subtitle = "Every instant of the period in exactly one class, for each target that is judged by time."
    sheet = add_sheet(
        book, "Ledger", f"Ledger, {month.customer}, {month.label}", subtitle, _zoned(_LEDGER, month)
    )
    numbers = outage_numbers(numbered_outages(month))
    places: dict[str, tuple[int, int]] = {}
    for each in numbered_targets(month):
        main = main_target(each.service) is each.target
        if not main and not arithmetic.sums(each.target):
            continue
        first = sheet.row + 1
        for number, part in enumerate(arithmetic.parts(each.target), start=1):
            for piece in arithmetic.pieces_of(each.target, part):
                cited = [numbers.get((each.service.uid, outage)) for outage in piece.outages]
                outages = ", ".join(str(one) for one in cited if one)
                sheet.add(
                    each.number, number, each.service.name, *_piece(piece, month, sheet.row + 1), outages
                )
        if main:
            places[each.service.uid] = (first, sheet.row)
    sheet.finish("No target of this period is judged by time.")
    rows = sheet.row - FIRST_ROW
    for column, name in enumerate(("Ledger_Target", "Ledger_Part")):
        book.name(name, "Ledger", column, rows)
    book.name("Ledger_Class", "Ledger", 3, rows)
    book.name("Ledger_Seconds", "Ledger", 6, rows)
    return places


def _piece(piece: Piece, month: Month, row: int) -> tuple[Value, ...]:
    return (
        shown.CLASSES[piece.kind],
        _utc(piece.start),
        _utc(piece.end),
        Formula(f"=ROUND((F{row}-E{row})*86400,3)", (piece.end - piece.start) / 1_000_000),
        _local(piece.start, month),
        piece.reason,
    )


def _zoned(fields: Sequence[Field], month: Month) -> tuple[Field, ...]:
    """The columns with the time zone of the document in the headings of its local times."""
    return tuple(replace(each, title=each.title.format(zone=month.time_zone)) for each in fields)


def _utc(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else naive(shown.instant(microseconds))


def _local(microseconds: int | None, month: Month) -> datetime | None:
    return None if microseconds is None else naive(shown.local(microseconds, month.time_zone))
