"""The evidence of a pack: every outage with what was counted, tickets by priority, the ledger day by day."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from app.calc import words
from app.reports import shown
from app.reports.content import (
    Bar,
    Block,
    Cell,
    Column,
    Day,
    Edition,
    Heading,
    LedgerTimeline,
    Paragraph,
    Said,
    Section,
    Table,
)
from app.reports.lines import (
    NumberedOutage,
    judges_tickets,
    numbered_outages,
    numbered_targets,
    outage_numbers,
)
from app.reports.month import Month, Piece, ServiceMonth, TargetMonth, TicketLine

_DAYS_SHOWN_WHOLE = 45
_EVENTFUL = frozenset({"down", "degraded", "excluded", "unknown"})


def outages(month: Month, edition: Edition) -> Section:
    """The outage list: when, how much counted, how much was excluded, and why."""
    columns = (
        Column("No.", 4, figures=True),
        Column("Service", 22),
        Column("From – until", 24),
        Column("State", 14),
        Column("Counted min", 9, figures=True),
        Column("Excluded min", 9, figures=True),
        Column("How it was counted", 28),
    )
    listed = numbered_outages(month)
    rows = tuple(_outage_row(each, month.time_zone) for each in listed)
    notes = tuple(_what_happened(each, edition) for each in listed)
    intro = Paragraph(
        f"Times are those of {month.time_zone}. Counted is the time inside service hours that became "
        "downtime under the definition of the service's first availability target.",
        "muted",
    )
    return Section(
        "outages",
        "Outages",
        (intro, Table(columns, rows, "No outages were recorded in this period.", notes)),
        annex=True,
    )


def _outage_row(outage: NumberedOutage, time_zone: str) -> tuple[Cell, ...]:
    line = outage.line
    return (
        str(outage.number),
        Said(shown.brief(outage.service.name), shown.brief(", ".join(line.sites))),
        shown.from_until(line.start, line.end, time_zone),
        Said(line.state, "planned" if line.planned else ""),
        _minutes(line.counted),
        _minutes(line.excluded),
        Said(line.why, "Disputed by the customer" if line.disputed else ""),
    )


def _what_happened(outage: NumberedOutage, edition: Edition) -> Said:
    """The words for the customer; only the provider is told that they are missing."""
    text = outage.line.customer_text
    if edition == "customer":
        return Said(text)
    return Said(text or "No description has been released.", _internal(outage))


def _internal(outage: NumberedOutage) -> str:
    line = outage.line
    parts = (line.subject, f"cause: {line.cause}" if line.cause else "", line.internal_text, line.source)
    return "Internal: " + " · ".join(part for part in parts if part)


def _minutes(microseconds: int) -> str:
    return shown.minutes(microseconds).removesuffix(" min")


def tickets(month: Month) -> Section:
    """Attainment by target and priority, then each ticket that was missed or needs a remark."""
    judged = [
        (each.service, each.target)
        for each in numbered_targets(month)
        if judges_tickets(each.target) and each.target.base
    ]
    columns = (
        Column("Service and target", 38),
        Column("Priority", 14),
        Column("Decided", 10, figures=True),
        Column("In time", 10, figures=True),
        Column("Missed", 10, figures=True),
        Column("In time %", 12, figures=True),
        Column("Period before", 14, figures=True),
    )
    rows = tuple(row for service, target in judged for row in _attainment(service, target, month.period))
    blocks: list[Block] = [Table(columns, rows, "No tickets were decided in this period.")]
    if judged:
        blocks += [Heading("Missed, or met with a remark"), _remarkable(month, judged)]
    return Section("tickets", "Tickets", tuple(blocks), annex=True)


def _attainment(service: ServiceMonth, target: TargetMonth, period: str) -> Iterator[tuple[Cell, ...]]:
    """One row for the target, and one for each priority where there are several."""
    before = [past.achieved for past in target.history if past.period < period]
    label = Said(shown.brief(service.name), shown.brief(shown.name(target)))
    last = before[-1] if before and before[-1] else "–"
    yield (label, target.priority or "all", *_share(target.base, target.used), last)
    priorities = sorted({ticket.priority for ticket in target.tickets})
    if len(priorities) > 1 and len(target.tickets) == target.base:
        for priority in priorities:
            some = [ticket for ticket in target.tickets if ticket.priority == priority]
            yield ("", priority, *_share(len(some), sum(not ticket.met for ticket in some)), "")


def _share(decided: int, missed: int) -> tuple[str, ...]:
    met = decided - missed
    share = words.percent(Fraction(100 * met, decided), 1).removesuffix(" %")
    return words.number(decided), words.number(met), words.number(missed), share


def _remarkable(month: Month, judged: list[tuple[ServiceMonth, TargetMonth]]) -> Table:
    columns = (
        Column("Ticket", 16),
        Column("Target", 26),
        Column("Priority", 11),
        Column("Opened", 17),
        Column("Due", 17),
        Column("Resolved", 17),
        Column("Result", 22),
    )
    rows = tuple(
        _ticket_row(ticket, service, target, month.time_zone)
        for service, target in judged
        for ticket in target.tickets
        if ticket.note or not ticket.met
    )
    return Table(columns, rows, "Every ticket was in time, without a remark.")


def _ticket_row(
    ticket: TicketLine, service: ServiceMonth, target: TargetMonth, time_zone: str
) -> tuple[Cell, ...]:
    result = Said("in time" if ticket.met else "missed", ticket.note)
    return (
        Said(ticket.number, ticket.source),
        Said(shown.brief(service.name), shown.brief(shown.name(target))),
        ticket.priority,
        shown.clock(ticket.opened, time_zone),
        shown.clock(ticket.due, time_zone) or "–",
        shown.clock(ticket.resolved, time_zone) or "still open",
        result,
    )


def day_by_day(month: Month) -> Section:
    """The ledger of each availability target as a timeline; equal ledgers of a service are drawn once."""
    numbers = outage_numbers(numbered_outages(month))
    blocks: list[Block] = []
    for service in month.services:
        drawn: set[tuple[Piece, ...]] = set()
        for target in service.targets:
            if target.ledger and target.ledger not in drawn:
                drawn.add(target.ledger)
                blocks.append(_timeline(month, service, target, numbers_of(service, numbers)))
    title = "The month day by day" if _is_month(month.period) else "The period day by day"
    return Section(
        "days",
        title,
        tuple(blocks) or (Paragraph("No target of this period is judged by time.", "muted"),),
        annex=True,
    )


def numbers_of(service: ServiceMonth, numbers: Mapping[tuple[str, int], int]) -> Mapping[int, int]:
    """Outage id → cited number, for one service."""
    return {outage: number for (uid, outage), number in numbers.items() if uid == service.uid}


def _is_month(key: str) -> bool:
    return key.partition("-")[2].isdigit()


def _timeline(
    month: Month, service: ServiceMonth, target: TargetMonth, numbers: Mapping[int, int]
) -> LedgerTimeline:
    days = tuple(_days(target.ledger, month.time_zone, numbers))
    sentences = _excluded_because(target)
    if len(days) > _DAYS_SHOWN_WHOLE:
        days = tuple(day for day in days if any(bar.kind in _EVENTFUL for bar in day.bars))
        sentences.append("Days on which everything agreed was up are left out.")
    totals = {
        kind: words.duration(target.classes[kind]) for kind in shown.CLASSES if target.classes.get(kind)
    }
    title = f"{shown.brief(service.name)} · {shown.name(target)}"
    return LedgerTimeline(title, days, totals, " ".join(sentences))


def _excluded_because(target: TargetMonth) -> list[str]:
    """Each reason for an exclusion with its whole time; beside a day there is not always room for it."""
    found: dict[str, int] = {}
    for piece in target.ledger:
        if piece.kind == "excluded":
            reason = piece.reason or "without a reason on record"
            found[reason] = found.get(reason, 0) + piece.end - piece.start
    texts = [f"{reason} ({words.duration(length)})" for reason, length in found.items()]
    return [f"Excluded: {'; '.join(texts)}."] if texts else []


def _days(ledger: tuple[Piece, ...], time_zone: str, numbers: Mapping[int, int]) -> Iterator[Day]:
    """Each local day the ledger touches, with the pieces cut at midnight."""
    zone = ZoneInfo(time_zone)
    at = 0
    for day, start, end in _midnights(ledger[0].start, ledger[-1].end, zone):
        while at < len(ledger) and ledger[at].end <= start:
            at += 1
        today: list[Piece] = []
        for piece in ledger[at:]:
            if piece.start >= end:
                break
            today.append(
                Piece(piece.kind, max(piece.start, start), min(piece.end, end), piece.reason, piece.outages)
            )
        bars = tuple(
            Bar(p.kind, (p.start - start) / (end - start), (p.end - start) / (end - start)) for p in today
        )
        yield Day(f"{day:%a} {day.day}", bars, _note(today, numbers))


def _midnights(start: int, end: int, zone: ZoneInfo) -> Iterator[tuple[date, int, int]]:
    """Local days from `start` to `end`, each with its first and last microsecond; two a year are odd."""
    day = shown.instant(start).astimezone(zone).date()
    first = _midnight(day, zone)
    while first < end:
        following = day + timedelta(days=1)
        last = _midnight(following, zone)
        yield day, first, last
        day, first = following, last


def _midnight(day: date, zone: ZoneInfo) -> int:
    return (datetime.combine(day, time(), zone) - shown.EPOCH) // timedelta(microseconds=1)


def _note(pieces: list[Piece], numbers: Mapping[int, int]) -> str:
    """What stands beside a day: how long, and which outages by number."""
    found: dict[tuple[str, str], int] = {}
    for piece in pieces:
        if piece.kind in _EVENTFUL:
            label = (piece.kind, _about(piece, numbers))
            found[label] = found.get(label, 0) + piece.end - piece.start
    texts = [f"{kind} {words.duration(length)}{about}" for (kind, about), length in found.items()]
    return " · ".join(texts)


def _about(piece: Piece, numbers: Mapping[int, int]) -> str:
    """The outages a piece cites; reasons of exclusions stand below the chart, where there is room."""
    cited = [f"no. {numbers[each]}" for each in piece.outages if each in numbers]
    return f" ({', '.join(cited)})" if cited else ""
