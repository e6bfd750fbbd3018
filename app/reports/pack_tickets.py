"""Tickets in a pack: by service and priority what came, went and was in time; as evidence each that was missed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import zip_longest

from app.calc import words
from app.reports import shown
from app.reports.content import Block, Cell, Column, Edition, Heading, Paragraph, Said, Section, Table
from app.reports.lines import NumberedTarget, judges_tickets, numbered_targets
from app.reports.month import Month, ServiceMonth, TargetMonth, TicketLine
from app.reports.shorter import pointer
from app.reports.ticket_rows import InTimeRow, PriorityRow, ServiceRows, ticket_rows
from app.reports.tickets import LongerTarget, PriorityCounts

NOT_KEPT = "How many tickets came and went was not kept when this period was issued."
NOTHING = "No tickets are recorded for the services of this customer in this period."
_MOST_IN_BRIEF = 8
_COLUMNS = (
    Column("Priority", 12),
    Column("Open before", 9, figures=True),
    Column("Opened", 9, figures=True),
    Column("+/−", 6, figures=True),
    Column("Resolved", 9, figures=True),
    Column("+/−", 6, figures=True),
    Column("Open at end", 9, figures=True),
    Column("Decided against", 24),
    Column("In time", 12, figures=True),
    Column("%", 8, figures=True),
    Column("+/−", 6, figures=True),
)


def by_priority(month: Month) -> Section:
    """Per service and priority: opened, resolved, open at the end, decided in time, each with its change."""
    section = Section("tickets by priority", "Tickets by priority", tuple(_by_priority(month)))
    brief = tuple(_in_brief(month))
    return replace(section, brief=(*brief, pointer(section)) if brief else section.blocks)


def _by_priority(month: Month) -> Iterator[Block]:
    if month.tickets is None:
        yield Paragraph(NOT_KEPT, "muted")
        return
    services = ticket_rows(month)
    if services:
        yield Paragraph(_intro(month), "muted", keep=True)
    for each in services:
        yield Heading(each.tickets.service)
        yield Table(_COLUMNS, tuple(_rows(each)), NOTHING)
        said = about(each)
        if said:
            yield Paragraph(" ".join(said), "muted")
    said = not_shown(month)
    yield from (Paragraph(text, "muted") for text in said)
    if not services and not said:
        yield Paragraph(NOTHING, "muted")


def _intro(month: Month) -> str:
    texts = ["Each ticket is counted under the priority it had at that moment."]
    compared = month.tickets is not None and any(each.whole.before for each in ticket_rows(month))
    before = month.tickets.before if month.tickets and compared else ""
    if before:
        texts.append(f"+/− is the change against {before}, of the share in time in percentage points.")
    if month.made_at < month.end:
        moment = shown.clock(month.made_at, month.time_zone)
        whole = f", and {before} was a whole period" if before else ""
        texts.append(f"The period is not over: open at end is what was open {moment}{whole}.")
    return " ".join(texts)


def _rows(service: ServiceRows) -> Iterator[tuple[Cell, ...]]:
    several = len(service.rows) > 1
    for row in (*service.rows, *((service.whole,) if several else ())):
        for at, judged in zip_longest(range(1), row.in_time):
            yield (*(_flow(row) if at == 0 else ("",) * 7), *(_share(judged) if judged else ("",) * 4))


def _flow(row: PriorityRow) -> tuple[str, ...]:
    counts, before = row.counts, row.before
    return (
        shown.brief(row.name),
        words.number(counts.open_before),
        words.number(counts.opened),
        _change(counts.opened, before and before.opened),
        words.number(counts.resolved),
        _change(counts.resolved, before and before.resolved),
        words.number(counts.open_at_end),
    )


def _share(row: InTimeRow) -> tuple[str, ...]:
    target = row.target.target
    before = row.share_before
    return (
        shown.brief(shown.name(target)),
        f"{words.number(row.kept)} of {words.number(row.decided)}",
        words.rounded(row.share, 1, shown.compared_with(target)),
        "–" if before is None else signed(row.share - before, 1),
    )


def _change(now: int, before: int | None) -> str:
    return "–" if before is None else signed(Fraction(now - before), 0)


def signed(difference: Fraction, digits: int) -> str:
    """A difference with its sign, "+4", "−1.5"; of no difference "0" without one."""
    text = words.rounded(difference, digits, 0, group=True)
    return f"+{text}" if difference > 0 else text


def about(service: ServiceRows) -> list[str]:
    """What must be known of a service's counts, in sentences."""
    tickets, whole = service.tickets, service.whole.counts
    texts: list[str] = []
    if whole.reopened:
        which = _which(service.rows, lambda counts: counts.reopened)
        texts.append(f"Reopened: {which}; a ticket that was resolved again counts among the resolved again.")
    if changed := _which(service.rows, lambda counts: counts.changed, sign=True):
        texts.append(f"Changed priority while open: {changed}.")
    if corrected := _which(service.rows, lambda counts: counts.corrected, sign=True):
        texts.append(f"Corrected between the months, as they were issued: {corrected} open.")
    if tickets.note:
        texts.append(shown.sentence(tickets.note))
    if tickets.missing_before:
        texts.append(f"No period before: {tickets.missing_before}.")
    if tickets.note_before:
        texts.append(f"The period before: {tickets.note_before}.")
    return [*texts, *_undecided(service), *(_judged_longer(*each) for each in service.longer)]


def _undecided(service: ServiceRows) -> Iterator[str]:
    """That tickets count as not in time of which it is not known."""
    judged = (each.target.target for row in (*service.rows, service.whole) for each in row.in_time)
    unseen = {ticket.number for target in judged for ticket in target.tickets if ticket.unseen}
    if unseen:
        number, they = words.plural(len(unseen), "ticket"), "it was" if len(unseen) == 1 else "they were"
        yield f"Not in time includes {number} still undecided: no source looked when {they} due."


def _judged_longer(longer: LongerTarget, target: TargetMonth | None) -> str:
    """Where a target is judged that the table cannot hold."""
    agreed = f"{shown.brief(longer.name)} is agreed {longer.agreed}"
    if longer.told_with:
        return f"{agreed}: it is judged over {longer.over}, and told with {longer.told_with}."
    if target is None or not target.base:
        return f"{agreed}: over {longer.over} no ticket was decided."
    kept, decided = words.number(target.base - target.used), words.number(target.base)
    return f"{agreed}: over {longer.over}, {kept} of {decided} were in time."


def _which(rows: Iterable[PriorityRow], amount: Callable[[PriorityCounts], int], sign: bool = False) -> str:
    """ "P2 3, P3 1"; "" where there is none."""
    found = [(row.name, amount(row.counts)) for row in rows]
    texts = [(name, signed(Fraction(n), 0) if sign else words.number(n)) for name, n in found if n]
    return ", ".join(f"{shown.brief(name)} {text}" for name, text in texts)


def not_shown(month: Month) -> list[str]:
    """Why services stand without counts, one sentence a reason; services with nothing at all by their names."""
    reasons: dict[str, list[str]] = {}
    for service, why in without_counts(month):
        reasons.setdefault(why, []).append(shown.brief(service))
    return [f"{shown.listed(names)}: {why}" for why, names in reasons.items()]


def without_counts(month: Month) -> Iterator[tuple[str, str]]:
    """Services that have no rows, and why."""
    told = {each.tickets.uid for each in ticket_rows(month)}
    for each in month.tickets.services if month.tickets else ():
        if each.uid not in told:
            yield each.service, f"{each.missing or 'no tickets are recorded'}."


def _in_brief(month: Month) -> Iterator[Block]:
    """A line a service."""
    services = ticket_rows(month)
    if not services:
        return
    yield Paragraph(_intro(month), "muted", keep=True)
    columns = (Column("Service", 40), *_COLUMNS[1:7])
    rows = tuple((shown.brief(each.tickets.service), *_flow(each.whole)[1:]) for each in services)
    yield Table(columns, rows[:_MOST_IN_BRIEF], NOTHING)
    if len(rows) > _MOST_IN_BRIEF:
        yield Paragraph(f"And {words.plural(len(rows) - _MOST_IN_BRIEF, 'more service')}.", "muted")


def missed(month: Month, edition: Edition) -> Section:
    """Each ticket that was missed or needs a remark, target by target; of old documents the attainment before it."""
    judged = [each for each in numbered_targets(month) if judges_tickets(each.target) and each.target.base]
    blocks: list[Block] = []
    if month.tickets is None and judged:
        blocks.append(_attainment(month, judged))
    if not judged:
        blocks.append(Paragraph("No tickets were decided in this period.", "muted"))
    for each in judged:
        listed = [ticket for ticket in each.target.tickets if ticket.note or not ticket.met]
        if listed:
            blocks.append(Heading(f"{shown.brief(each.service.name)} · {shown.name(each.target)}"))
            blocks.append(_listed(listed, month.time_zone, edition))
    if judged and not any(isinstance(block, Heading) for block in blocks):
        blocks.append(Paragraph("Every ticket was in time, without a remark.", "muted"))
    title = "Tickets missed, undecided, or met with a remark"
    return Section("tickets", title, tuple(blocks), annex=True)


def _listed(tickets: Iterable[TicketLine], time_zone: str, edition: Edition) -> Table:
    internal = (Column("Source (internal)", 30),) if edition == "internal" else ()
    columns = (
        Column("Ticket", 16),
        Column("Priority", 10),
        Column("Opened", 17),
        Column("Due", 17),
        Column("Resolved", 17),
        Column("Result", 20),
        *internal,
    )
    rows = tuple(
        (*_ticket(ticket, time_zone), *((ticket.source or "–",) if internal else ())) for ticket in tickets
    )
    return Table(columns, rows, "")


def _ticket(ticket: TicketLine, time_zone: str) -> tuple[Cell, ...]:
    return (
        ticket.number,
        shown.brief(ticket.priority) or "–",
        shown.clock(ticket.opened, time_zone),
        shown.clock(ticket.due, time_zone) or "–",
        shown.clock(ticket.resolved, time_zone) or ("not known" if ticket.unseen else "still open"),
        Said(ticket.result, ticket.note),
    )


def _attainment(month: Month, judged: Iterable[NumberedTarget]) -> Table:
    """Of documents without counts by priority what they have: attainment by target."""
    columns = (
        Column("Service and target", 38),
        Column("Priority", 14),
        Column("Decided", 10, figures=True),
        Column("In time", 10, figures=True),
        Column("Missed", 10, figures=True),
        Column("In time %", 12, figures=True),
        Column("Period before", 14, figures=True),
    )
    rows = tuple(row for each in judged for row in _target_rows(each.service, each.target, month.period))
    return Table(columns, rows, "No tickets were decided in this period.")


def _target_rows(service: ServiceMonth, target: TargetMonth, period: str) -> Iterator[tuple[Cell, ...]]:
    """One row for the target, and one for each priority where there are several."""
    before = [past.achieved for past in target.history if past.period < period]
    label = Said(shown.brief(service.name), shown.brief(shown.name(target)))
    last = before[-1] if before and before[-1] else "–"
    yield (label, target.priority or "all", *_counted(target.base, target.used), last)
    priorities = sorted({ticket.priority for ticket in target.tickets})
    if len(priorities) > 1 and len(target.tickets) == target.base:
        for priority in priorities:
            some = [ticket for ticket in target.tickets if ticket.priority == priority]
            yield ("", priority, *_counted(len(some), sum(not ticket.met for ticket in some)), "")


def _counted(decided: int, late: int) -> tuple[str, ...]:
    share = words.rounded(Fraction(100 * (decided - late), decided), 1)
    return words.number(decided), words.number(decided - late), words.number(late), share
