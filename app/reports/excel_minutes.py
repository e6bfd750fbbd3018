"""The sheet Minutes: each class of the ledger summed, and how the definition counts it; Levels sums these rows."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from app.calc.words import MINUTE
from app.reports import arithmetic, shown
from app.reports.arithmetic import CLASSES, PartSums
from app.reports.excel_charts import MinutesPlace
from app.reports.lines import NumberedTarget, numbered_targets
from app.reports.month import Month, TargetMonth
from app.reports.sheet import (
    FIRST_ROW,
    HEADER_ROW,
    MINUTES_FORMAT,
    Book,
    Field,
    Formula,
    Value,
    add_sheet,
    minutes_look,
)
from app.reports.workbook import letter

MINUTES_NAMES = (
    *("Minutes_Base", "Minutes_Downtime", "Minutes_Allowed", "Minutes_Unknown", "Minutes_Allowed_if_known"),
)
_AGREED = "E"
_NAMED = 2  # the column of targets in short
_CLASS_AT = 5  # the first class column of Minutes
_SHARE_AT = _CLASS_AT + len(CLASSES) + 1
_LEAST_SHARES = CLASSES.index("unknown") + 1


def add_minutes(book: Book, month: Month) -> MinutesPlace:
    """The sheet Minutes: each class of the ledger, and how the definition counts it; returns what charts draw."""
    subtitle = (
        "Minutes by class are sums over the Ledger. A share left empty keeps the class out of the base."
    )
    targets = numbered_targets(month)
    counted = shares_shown([each.target for each in targets])
    title = f"Minutes, {month.customer}, {month.label}"
    sheet = add_sheet(book, "Minutes", title, subtitle, _fields(counted))
    for each in targets:
        for number, part in enumerate(arithmetic.sums(each.target), start=1):
            sheet.add(*_minutes_row(each, number, part, sheet.row + 1, counted))
    rows = sheet.row - FIRST_ROW
    book.name("Minutes_Target", "Minutes", 0, rows)
    for at, name in enumerate(MINUTES_NAMES, start=_SHARE_AT + counted):
        book.name(name, "Minutes", at, rows)
    sheet.finish("No target of this period is judged by time.")
    used = _SHARE_AT + counted + 1
    return MinutesPlace(rows, _NAMED, used, used + 1)


def shares_shown(targets: Sequence[TargetMonth]) -> int:
    """How many of the classes need a column for their share: to the last that some definition has in its base."""
    kinds = {kind for target in targets for kind in arithmetic.shares(target)}
    return max([_LEAST_SHARES, *(CLASSES.index(kind) + 1 for kind in kinds)])


def _fields(counted: int) -> tuple[Field, ...]:
    return (
        Field("Target", 7, "0"),
        Field("Part", 5, "0"),
        Field("Target in short", 28),
        Field("Version", 15),
        Field("Agreed %", 8, "General"),
        *[Field(shown.CLASSES[kind], 9, MINUTES_FORMAT) for kind in CLASSES],
        Field("All classes", 9, MINUTES_FORMAT),
        *[Field(f"{shown.CLASSES[kind]}: share down", 9, "0.##") for kind in CLASSES[:counted]],
        Field("Base", 9, MINUTES_FORMAT),
        Field("Downtime", 9, MINUTES_FORMAT),
        Field("Allowed", 9, MINUTES_FORMAT),
        Field("Unknown outside the base", 9, MINUTES_FORMAT),
        Field("Allowed if it was known", 9, MINUTES_FORMAT),
    )


def _minutes_row(
    numbered: NumberedTarget, number: int, part: PartSums, row: int, counted: int
) -> tuple[Value, ...]:
    shares, name = arithmetic.shares(numbered.target), shown.name(numbered.target)
    whose = f", {part.part.version}" if part.part.base < numbered.target.base else ""
    more = part.base + part.unknown
    return (
        numbered.number,
        number,
        f"{shown.brief(numbered.service.name)} · {name}{whose}",
        part.part.version,
        float(Decimal(part.part.value)),
        *[_class_sum(at, part.classes[kind], row) for at, kind in enumerate(CLASSES, start=_CLASS_AT)],
        _in_minutes(f"=SUM({_range(_CLASS_AT, row, len(CLASSES))})", Fraction(sum(part.classes.values()))),
        *[float(Fraction(shares[kind])) if kind in shares else None for kind in CLASSES[:counted]],
        *_part_formulas(part, row, more * (100 - Fraction(part.part.value)) / 100, counted),
    )


def _class_sum(column: int, microseconds: int, row: int) -> Formula:
    header = f"{letter(column)}${HEADER_ROW + 1}"
    return _in_minutes(
        f"=SUMIFS(Ledger_Seconds,Ledger_Target,$A{row},Ledger_Part,$B{row},Ledger_Class,{header})/60",
        Fraction(microseconds),
    )


def _part_formulas(part: PartSums, row: int, allowed_if_known: Fraction, counted: int) -> tuple[Value, ...]:
    minutes, shares = _range(_CLASS_AT, row, counted), _range(_SHARE_AT, row, counted)
    unknown = CLASSES.index("unknown")
    unknown_cell, share_cell = f"{letter(_CLASS_AT + unknown)}{row}", f"{letter(_SHARE_AT + unknown)}{row}"
    base, left_out = f"{letter(_SHARE_AT + counted)}{row}", f"{letter(_SHARE_AT + counted + 3)}{row}"
    return (
        _in_minutes(f"=SUMPRODUCT({minutes},ISNUMBER({shares})*1)", part.base),
        _in_minutes(f"=SUMPRODUCT({minutes},{shares})", part.used),
        _in_minutes(f"={base}*(100-{_AGREED}{row})/100", part.allowed),
        _in_minutes(f"=IF(ISNUMBER({share_cell}),0,{unknown_cell})", part.unknown),
        _in_minutes(f"=({base}+{left_out})*(100-{_AGREED}{row})/100", allowed_if_known),
    )


def _in_minutes(formula: str, microseconds: Fraction) -> Formula:
    minutes = float(microseconds / MINUTE)
    return Formula(formula, minutes, minutes_look(minutes))


def _range(column: int, row: int, count: int) -> str:
    return f"{letter(column)}{row}:{letter(column + count - 1)}{row}"
