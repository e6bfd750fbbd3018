"""The sheets of the chain pages: each part's share of a service's downtime, checked against the ledger, and when.

Only an internal document has anything to put on them.
"""

from decimal import Decimal
from fractions import Fraction

from app.calc.words import HOUR, MINUTE
from app.reports import chain_words, look, shown
from app.reports.chain import Chain, ChainPart, ChainStretch
from app.reports.lines import numbered_targets
from app.reports.month import Month, ServiceMonth
from app.reports.pack_chain import shorter, which
from app.reports.sheet import (
    LOCAL_END_FORMAT,
    LOCAL_FORMAT,
    MINUTES_FORMAT,
    UTC_FORMAT,
    Book,
    Field,
    Formula,
    Sheet,
    Value,
    add_sheet,
    minutes_look,
    naive,
)
from app.reports.workbook import letter

_PARTS = (
    Field("Service", 16),
    Field("Part", 24),
    Field("Kind", 10),
    Field("Kept by", 16),
    Field("Takes it down alone", 8),
    Field("Unplanned min", 10, MINUTES_FORMAT),
    Field("Planned min", 9, MINUTES_FORMAT),
    Field("Degraded min", 9, MINUTES_FORMAT),
    Field("Share", 7, "0.0%"),
    Field("Agreed min", 9, MINUTES_FORMAT),
    Field("Observed min", 9, MINUTES_FORMAT),
    Field("Own down min", 9, MINUTES_FORMAT),
    Field("Planned in a window min", 9, MINUTES_FORMAT),
    Field("Own level %", 9, "0.00##"),
    Field("Agreed %", 8, "General"),
    Field("Restored within h", 9, "General"),
    Field("Breaks", 7, "0"),
    Field("Too long", 7, "0"),
    Field("Longest h", 8, "#,##0.0#"),
    Field("State", 13),
)
_STATE = len(_PARTS) - 1
_SUMMED = (5, 6, 7)
_STRETCHES = (
    Field("Service", 20),
    Field("From ({zone})", 20, LOCAL_FORMAT),
    Field("Until ({zone})", 17, LOCAL_END_FORMAT),
    Field("Minutes", 9, MINUTES_FORMAT),
    Field("Planned", 9),
    Field("Which parts", 60),
    Field("From UTC", 18, UTC_FORMAT),
    Field("Until UTC", 18, UTC_FORMAT),
)


def add_chains(book: Book, month: Month) -> None:
    """Both sheets; nothing where the document keeps no chain."""
    told = [(service, service.chain) for service in month.services if service.chain is not None]
    if told:
        _add_parts(book, month, told)
        _add_stretches(book, month, told)


def _add_parts(book: Book, month: Month, told: list[tuple[ServiceMonth, Chain]]) -> None:
    title = f"What the services stand on, {month.customer}, {month.label}"
    subtitle = (
        "Internal. The shares of each service are summed and held against its Ledger; the difference must be 0. "
        "A part's planned work in an agreed window is neither observed nor down."
    )
    sheet = add_sheet(book, "Chain", title, subtitle, _PARTS)
    numbers = _numbers(month)
    for service, chain in told:
        first = sheet.row + 1
        for part in chain.parts:
            sheet.add(*_part_row(service, chain, part, sheet.row + 1, (first, first + len(chain.parts) - 1)))
        _add_sums(sheet, service, chain, first, numbers.get((service.uid, chain.lineage)))
    sheet.colour_states(_STATE)
    sheet.finish()


def _part_row(
    service: ServiceMonth, chain: Chain, part: ChainPart, row: int, rows: tuple[int, int]
) -> tuple[Value, ...]:
    first, last = rows
    itself = part is chain.parts[0]
    whole = f"(SUM(F${first}:F${last})+SUM(G${first}:G${last}))"
    share = part.share / chain.down if chain.down else ""
    own: tuple[Value, ...] = (None,) * 10
    if part.kind and not itself:
        own = _own_figures(chain, part, row)
    verdict = "" if itself else chain_words.attainment(part, chain.base)
    return (
        service.name,
        part.name,
        "itself" if itself else part.kind or "no longer under it",
        chain_words.kept_by(part),
        "yes" if part.alone else "",
        *(_in_minutes(each) for each in (part.unplanned, part.planned, part.degraded)),
        Formula(f'=IF({whole}=0,"",(F{row}+G{row})/{whole})', share, "0.0%"),
        *own,
        f"{look.STATES[verdict].sign} {verdict}" if verdict else "",
    )


def _own_figures(chain: Chain, part: ChainPart, row: int) -> tuple[Value, ...]:
    level = chain_words.own_level(part)
    return (
        _in_minutes(chain.base),
        _in_minutes(part.known),
        _in_minutes(part.down),
        _in_minutes(part.excused),
        Formula(
            f'=IF(K{row}=0,"",(K{row}-L{row})/K{row}*100)', "" if level is None else float(level), "0.00##"
        ),
        _number(part.contracted),
        _number(part.restore_hours),
        part.breaks,
        part.late if part.restore_hours else None,
        part.longest / HOUR if part.breaks else None,
    )


def _add_sums(sheet: Sheet, service: ServiceMonth, chain: Chain, first: int, target: int | None) -> None:
    """What the parts sum to, what the ledger has of the target, and the difference."""
    last, parts = sheet.row, chain.parts
    sums = (
        sum(part.unplanned for part in parts),
        sum(part.planned for part in parts),
        sum(part.degraded for part in parts),
    )
    together = [
        _formula(f"=SUM({letter(column)}{first}:{letter(column)}{last})", value)
        for column, value in zip(_SUMMED, sums, strict=True)
    ]
    sheet.add(service.name, "Together", None, None, None, *together)
    if target is None:
        return
    row = sheet.row
    down, degraded = (_in_ledger(target, kind) for kind in ("down", "degraded"))
    sheet.add(
        service.name,
        "Down and degraded in the Ledger",
        *(None,) * 3,
        _formula(f"={down}", chain.down),
        None,
        _formula(f"={degraded}", chain.degraded),
    )
    sheet.add(
        service.name,
        "Difference",
        *(None,) * 3,
        _formula(f"=ROUND(F{row}+G{row}-F{row + 1},4)", sums[0] + sums[1] - chain.down),
        None,
        _formula(f"=ROUND(H{row}-H{row + 1},4)", sums[2] - chain.degraded),
    )


def _in_ledger(target: int, kind: str) -> str:
    return f'SUMIFS(Ledger_Seconds,Ledger_Target,{target},Ledger_Class,"{shown.CLASSES[kind]}")/60'


def _add_stretches(book: Book, month: Month, told: list[tuple[ServiceMonth, Chain]]) -> None:
    fields = tuple(
        Field(each.title.format(zone=month.time_zone), each.width, each.look) for each in _STRETCHES
    )
    title = f"How the downtime came about, {month.customer}, {month.label}"
    subtitle = (
        "Internal. The stretches of downtime with the parts whose outages made them; minutes are formulas. "
        "Their sum is held against the Ledger; the difference must be 0."
    )
    sheet = add_sheet(book, "Chain downtime", title, subtitle, fields, unprinted=2)
    numbers = _numbers(month)
    for service, chain in told:
        if chain.down:
            first = sheet.row + 1
            for each in chain.stretches:
                sheet.add(*_stretch_row(service, chain, each, month.time_zone, sheet.row + 1))
            if chain.rest:
                said = shorter(chain.rest.number)
                sheet.add(service.name, None, None, _in_minutes(chain.rest.length), None, said)
            _add_check(sheet, service, chain, first, numbers.get((service.uid, chain.lineage)))
    sheet.finish("No service was down in this period.")


def _stretch_row(
    service: ServiceMonth, chain: Chain, stretch: ChainStretch, time_zone: str, row: int
) -> tuple[Value, ...]:
    return (
        service.name,
        naive(shown.local(stretch.start, time_zone)),
        naive(shown.local(stretch.end, time_zone)),
        Formula(f"=(H{row}-G{row})*1440", (stretch.end - stretch.start) / MINUTE),
        "yes" if stretch.planned else "no",
        which(chain, stretch),
        naive(shown.instant(stretch.start)),
        naive(shown.instant(stretch.end)),
    )


def _add_check(sheet: Sheet, service: ServiceMonth, chain: Chain, first: int, target: int | None) -> None:
    """What the stretches sum to, and how far that is from the ledger."""
    together = sum(each.end - each.start for each in chain.stretches)
    together += chain.rest.length if chain.rest else 0
    last = sheet.row
    sheet.add(service.name, None, None, _formula(f"=SUM(D{first}:D{last})", together), None, "Together")
    if target is not None:
        row, down = sheet.row, _in_ledger(target, "down")
        said = "Difference to the Ledger"
        difference = _formula(f"=ROUND(D{row}-{down},4)", together - chain.down)
        sheet.add(service.name, None, None, difference, None, said)


def _numbers(month: Month) -> dict[tuple[str, str], int]:
    return {(each.service.uid, each.target.lineage): each.number for each in numbered_targets(month)}


def _in_minutes(microseconds: int) -> Value:
    return None if not microseconds else float(Fraction(microseconds, MINUTE))


def _formula(text: str, microseconds: int) -> Formula:
    minutes = float(Fraction(microseconds, MINUTE))
    return Formula(text, minutes, minutes_look(minutes))


def _number(text: str) -> Value:
    return float(Decimal(text)) if text else None
