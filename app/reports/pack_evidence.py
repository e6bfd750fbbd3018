"""The evidence of a pack: every outage with what was counted, the ledger day by day."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
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
    LedgerTimeline,
    Paragraph,
    Said,
    Section,
    Table,
)
from app.reports.leaving import look_up
from app.reports.lines import (
    NumberedOutage,
    numbered_outages,
    outage_numbers,
)
from app.reports.month import Month, Piece, ServiceMonth, TargetMonth

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
    look_up()
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


def day_by_day(month: Month) -> Section:
    """The ledger of each availability target as a timeline; equal ledgers of a service are drawn once."""
    numbers = outage_numbers(numbered_outages(month))
    blocks: list[Block] = []
    for service in month.services:
        look_up()
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
