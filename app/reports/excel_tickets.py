"""The sheet Tickets by priority: what came, went and was in time, with sums, shares and changes as formulas.

Tickets in time are counted on the sheet Tickets where that lists all of a target's tickets.
"""

from collections.abc import Iterator
from itertools import zip_longest

from app.calc.tickets import comparable
from app.reports import shown
from app.reports.month import Month, TargetMonth
from app.reports.pack_tickets import NOT_KEPT, NOTHING, about, without_counts
from app.reports.sheet import Book, Field, Formula, Number, Sheet, Value, add_sheet
from app.reports.ticket_rows import InTimeRow, PriorityRow, ServiceRows, ticket_rows
from app.reports.tickets import PriorityCounts

SHEET = "Tickets by priority"
_COUNT, _CHANGE, _SHARE, _POINTS = "#,##0", "+#,##0;−#,##0;0", "0.0", "+0.0;−0.0;0.0"
_FIELDS = (
    Field("Service", 14),
    Field("Priority", 8),
    Field("Open before", 7.5, _COUNT),
    Field("Opened", 7.5, _COUNT),
    Field("Reopened", 9, _COUNT),
    Field("Changed priority", 8.5, _CHANGE),
    Field("Corrected", 9, _CHANGE),
    Field("Resolved", 8.5, _COUNT),
    Field("Open at end", 7.5, _COUNT),
    Field("Opened, {before}", 10, _COUNT),
    Field("Change opened", 8, _CHANGE),
    Field("Resolved, {before}", 10, _COUNT),
    Field("Change resolved", 8.5, _CHANGE),
    Field("Target", 7, "0"),
    Field("Decided against", 20),
    Field("Decided", 8, _COUNT),
    Field("In time", 7, _COUNT),
    Field("In time %", 7, _SHARE),
    Field("Decided, {before}", 10, _COUNT),
    Field("In time, {before}", 10, _COUNT),
    Field("Change in points", 8, _POINTS),
    Field("Remarks", 22),
)
_FLOWS = "CDEFGHI"


def add_tickets_by_priority(book: Book, month: Month) -> None:
    """A row for each priority of each service and target; a service's rows end with their sum."""
    before = month.tickets.before if month.tickets else ""
    fields = tuple(
        Field(each.title.format(before=before or "before"), each.width, each.look) for each in _FIELDS
    )
    sheet = add_sheet(book, SHEET, f"{SHEET}, {month.customer}, {month.label}", _subtitle(month), fields)
    for service in ticket_rows(month):
        _add_service(sheet, service)
    for service, why in without_counts(month):
        sheet.add(service, *(None,) * (len(_FIELDS) - 2), shown.sentence(why))
    sheet.finish(NOTHING if month.tickets is not None else "")


def _subtitle(month: Month) -> str:
    if month.tickets is None:
        return NOT_KEPT
    return (
        "Open at end is open before and what came, less what was resolved. Rows of All are sums. "
        "In time is counted on the sheet Tickets where that lists every ticket."
    )


def _add_service(sheet: Sheet, service: ServiceRows) -> None:
    first = sheet.row + 1
    several = len(service.rows) > 1
    remarks = " ".join(about(service))
    for row in service.rows:
        _add_rows(sheet, service, row, _counted(row.counts, sheet.row + 1), "" if several else remarks)
    if several:
        sums = tuple(
            Formula(f"=SUM({letter}{first}:{letter}{sheet.row})", value)
            for letter, value in zip(_FLOWS, _values(service.whole.counts), strict=True)
        )
        _add_rows(sheet, service, service.whole, sums, remarks)


def _values(counts: PriorityCounts) -> tuple[int, ...]:
    return (
        *(counts.open_before, counts.opened, counts.reopened, counts.changed, counts.corrected),
        *(counts.resolved, counts.open_at_end),
    )


def _counted(counts: PriorityCounts, row: int) -> tuple[Value, ...]:
    *flows, at_end = _values(counts)
    return (*flows, Formula(f"=SUM(C{row}:G{row})-H{row}", at_end))


def _add_rows(
    sheet: Sheet, service: ServiceRows, row: PriorityRow, flows: tuple[Value, ...], remarks: str
) -> None:
    name = service.tickets.service
    for at, judged in zip_longest(range(1), row.in_time):
        number = sheet.row + 1
        values = (*flows, *_changes(row, number)) if at == 0 else (None,) * 11
        in_time = tuple(_in_time(judged, row, number)) if judged else (None,) * 8
        sheet.add(name, row.name, *values, *in_time, remarks if at == 0 else None)


def _changes(row: PriorityRow, number: int) -> tuple[Value, ...]:
    if row.before is None:
        return (None,) * 4
    opened, resolved = row.before.opened, row.before.resolved
    return (
        opened,
        Formula(f"=D{number}-J{number}", row.counts.opened - opened),
        resolved,
        Formula(f"=H{number}-L{number}", row.counts.resolved - resolved),
    )


def _in_time(judged: InTimeRow, row: PriorityRow, number: int) -> Iterator[Value]:
    yield judged.target.number
    yield shown.name(judged.target.target)
    yield from _decided(judged, row, number)
    yield Formula(f'=IF(P{number}=0,"",Q{number}/P{number}*100)', float(judged.share))
    if judged.before is None:
        yield from (None, None, None)
        return
    yield from judged.before
    before = judged.share_before
    change = "" if before is None else float(judged.share - before)
    yield Formula(f'=IF(S{number}=0,"",R{number}-T{number}/S{number}*100)', change, _POINTS)


def _decided(judged: InTimeRow, row: PriorityRow, number: int) -> tuple[Value, Value]:
    """Decided and in time, as counts of the sheet Tickets where they give these figures."""
    target, whole = judged.target.target, row.name != row.priority and not row.priority
    if _listed(target, None if whole else row.priority) != (judged.decided, judged.kept):
        return Number(judged.decided, _COUNT), Number(judged.kept, _COUNT)
    rows = f"(Tickets_Target=N{number})" + ("" if whole else f"*(Tickets_Priority=B{number})")
    return (
        Formula(f"=SUMPRODUCT({rows}*1)", judged.decided),
        Formula(f'=SUMPRODUCT({rows}*(Tickets_In_Time="yes"))', judged.kept),
    )


def _listed(target: TargetMonth, priority: str | None) -> tuple[int, int]:
    """How many tickets a formula would find that compares cells as Excel does; none where not all are listed."""
    if len(target.tickets) != target.base:
        return (-1, -1)
    own = [
        ticket
        for ticket in target.tickets
        if priority is None or ticket.priority.casefold() == comparable(priority)
    ]
    return len(own), sum(ticket.met for ticket in own)
