"""The sheet Levels, one row a target: what was agreed, what was achieved, and the verdict.

Levels!base, downtime and allowance are sums over Minutes; Minutes are sums over the Ledger; tickets are counted
on the sheet Tickets. Verdicts are formulas over these, with the sign and word the PDF shows.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from app.calc.words import MINUTE, decimals
from app.reports import arithmetic, look, shown
from app.reports.arithmetic import PartSums
from app.reports.excel_minutes import MINUTES_NAMES
from app.reports.lines import NumberedTarget, judges_tickets, numbered_targets
from app.reports.month import Month, TargetMonth
from app.reports.pack_levels import remarks
from app.reports.sheet import (
    MINUTES_FORMAT,
    Book,
    Field,
    Formula,
    Number,
    Value,
    add_sheet,
    minutes_look,
)

_COUNT = "#,##0"
_LEVELS = (
    Field("No.", 5, "0"),
    Field("Service", 16),
    Field("Target", 28),
    Field("", 3),
    Field("Agreed", 8, "General"),
    Field("Unit", 7),
    Field("Margin", 7, "General"),
    Field("Base", 9, MINUTES_FORMAT),
    Field("Used", 9, MINUTES_FORMAT),
    Field("Allowed", 9, MINUTES_FORMAT),
    Field("counted in", 8),
    Field("Achieved", 9, "General"),
    Field("If the unknown was down", 9.5, "General"),
    Field("If the unknown was up", 9.5, "General"),
    Field("State", 15),
    Field("Without disputed exclusions", 15),
    Field("Remarks", 28),
    Field("Version", 14),
)
_STATE_COLUMN = 14
_NAMES = (
    "Minutes_Base",
    "Minutes_Downtime",
    "Minutes_Allowed",
    "Minutes_Unknown",
    "Minutes_Allowed_if_known",
)


def add_levels(book: Book, month: Month) -> int:
    """The sheet Levels; returns how many targets stand on it."""
    subtitle = "Base, use and allowance are formulas over the sheets Minutes, Ledger and Tickets."
    sheet = add_sheet(book, "Levels", f"Levels, {month.customer}, {month.label}", subtitle, _LEVELS)
    targets = numbered_targets(month)
    for each in targets:
        sheet.add(*_level_row(each, sheet.row + 1, month.time_zone))
    sheet.colour_states(_STATE_COLUMN)
    sheet.colour_states(_STATE_COLUMN + 1)
    sheet.finish("No target is agreed for this period.")
    book.name("Levels_State", "Levels", _STATE_COLUMN, len(targets))
    return len(targets)


def _level_row(numbered: NumberedTarget, row: int, time_zone: str) -> tuple[Value, ...]:
    target, number = numbered.target, numbered.number
    found = arithmetic.sums(target)
    figures = _time_figures(target, row, found) if found else _plain_figures(target, row)
    without = target.verdict_without_disputed
    return (
        number,
        numbered.service.name,
        target.sentence,
        "≥" if target.comparison == ">=" else "≤",
        _agreed(target),
        target.unit,
        float(Decimal(target.margin)) if target.margin else None,
        *figures,
        _state(without) if without else None,
        " ".join(remarks(target, time_zone)),
        target.version,
    )


def _agreed(target: TargetMonth) -> Value:
    """The value a level is held against; what several versions demand together in as many digits as in the PDF."""
    if target.limit is None:
        return float(Decimal(target.value))
    digits = decimals(Decimal(shown.agreed(target)[1:].removesuffix(target.unit).strip().replace(",", "")))
    return Number(float(shown.compared_with(target)), f"#,##0.{'0' * digits}" if digits else "#,##0")


def _time_figures(target: TargetMonth, row: int, found: Sequence[PartSums]) -> tuple[Value, ...]:
    """Base, used, allowed, unit, achieved, the two extremes and the state, all over the sheet Minutes."""
    base, used, allowed, unknown, more = (f"SUMIFS({name},Minutes_Target,A{row})" for name in MINUTES_NAMES)
    digits = _digits(target)
    extremes = target.lowest is not None
    low = f'=IF(H{row}=0,"",(H{row}-I{row})/(H{row}+{unknown})*100)' if extremes else ""
    high = f'=IF(H{row}=0,"",(H{row}+{unknown}-I{row})/(H{row}+{unknown})*100)' if extremes else ""
    return (
        *[
            Formula(f"={formula}", value / MINUTE, minutes_look(value / MINUTE))
            for formula, value in ((base, target.base), (used, target.used), (allowed, target.allowed))
        ],
        "min",
        Formula(f'=IF(H{row}=0,"",(H{row}-I{row})/H{row}*100)', _number(target.achieved), digits),
        Formula(low, _number(target.lowest), digits) if extremes else None,
        Formula(high, _number(target.highest), digits) if extremes else None,
        _time_state(target, row, found, unknown if extremes else "0", more),
    )


def _time_state(target: TargetMonth, row: int, found: Sequence[PartSums], unknown: str, more: str) -> Value:
    """The verdict in minutes: what was used against what was allowed, with the unknown time both ways."""
    if arithmetic.verdict_by_sums(target, tuple(found)) != target.verdict:
        return _state(target.verdict)
    proven = f"ROUND(I{row},4)<=ROUND({more},4),ROUND(I{row}+{unknown},4)>ROUND({more},4)"
    kept = _kept(f"ROUND(I{row},4)>ROUND(J{row},4)", f"ROUND(J{row}-I{row},4)<ROUND(G{row}*H{row}/100,4)")
    return Formula(
        f'=IF(H{row}=0,"{_state("no data")}",IF(AND({proven}),"{_state("not proven")}",{kept}))',
        _state(target.verdict),
    )


def _kept(missed: str, near: str) -> str:
    return f'IF({missed},"{_state("missed")}",IF({near},"{_state("nearly missed")}","{_state("met")}"))'


def _plain_figures(target: TargetMonth, row: int) -> tuple[Value, ...]:
    """Tickets are counted on their sheet; other measures are numbers, with a verdict that compares them."""
    digits = _digits(target)
    unit = MINUTE if target.counts_time else 1
    counted = _ticket_counts(target, row)
    achieved: Value = None if target.achieved is None else Number(_number(target.achieved), digits)
    if counted and target.achieved is not None:
        achieved = Formula(f'=IF(H{row}=0,"",(H{row}-I{row})/H{row}*100)', _number(target.achieved), digits)
    base, used, allowed = (
        Number(value / unit, minutes_look(value / unit))
        for value in (target.base, target.used, target.allowed)
    )
    spent = (used, allowed) if shown.has_allowance(target) else (None, None)
    return (
        *(
            counted
            or (
                base if target.base and target.verdict != "no data" and shown.has_base(target) else None,
                *spent,
            )
        ),
        "min" if target.counts_time else "tickets" if judges_tickets(target) else "",
        achieved,
        None if target.lowest is None else Number(_number(target.lowest), digits),
        None if target.highest is None else Number(_number(target.highest), digits),
        _value_state(target, row),
    )


def _ticket_counts(target: TargetMonth, row: int) -> tuple[Value, ...]:
    """Misses as counts of the sheet Tickets, and the misses allowed; where all tickets are listed, those too."""
    missed, share = sum(not ticket.met for ticket in target.tickets), _ticket_share(target)
    allowed = int(target.base * (100 - shown.compared_with(target)) / 100)
    if not judges_tickets(target) or share is None or (missed, allowed) != (target.used, target.allowed):
        return ()
    all_listed = len(target.tickets) == target.base
    decided: Value = Formula(f"=COUNTIFS(Tickets_Target,A{row})", target.base, _COUNT)
    return (
        decided if all_listed else Number(target.base, _COUNT),
        Formula(f'=COUNTIFS(Tickets_Target,A{row},Tickets_In_Time,"<>yes")', missed, _COUNT),
        Formula(f"=INT(ROUND(H{row}*(100-E{row})/100,6))", allowed, _COUNT),
    )


def _ticket_share(target: TargetMonth) -> Fraction | None:
    """What was achieved, where it is the share of tickets that were not missed."""
    share = Fraction(100 * (target.base - target.used), target.base) if target.base else None
    same = share is not None and target.achieved is not None and share == Fraction(target.achieved)
    return share if same else None


def _value_state(target: TargetMonth, row: int) -> Value:
    if arithmetic.verdict_by_value(target) != target.verdict:
        return _state(target.verdict)
    spare = f"L{row}-E{row}" if target.comparison == ">=" else f"E{row}-L{row}"
    kept = _kept(f"ROUND({spare},9)<0", f"ROUND({spare},9)<ROUND(G{row},9)")
    return Formula(f'=IF(L{row}="","{_state("no data")}",{kept})', _state(target.verdict))


def _state(verdict: str) -> str:
    return f"{look.STATES[verdict].sign} {verdict}"


def _number(value: str | None) -> float:
    return float(Fraction(value)) if value is not None else 0.0


def _digits(target: TargetMonth) -> str:
    """The number format that shows as many digits as the PDF does."""
    text = shown.achieved(target, target.achieved).removesuffix(target.unit).strip()
    digits = len(text.partition(".")[2]) if text else decimals(Decimal(target.value))
    return f"#,##0.{'0' * digits}" if digits else "#,##0"
