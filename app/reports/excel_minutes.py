"""The sheet Minutes: each class of the ledger summed, and how the definition counts it; Levels sums these rows."""

from decimal import Decimal
from fractions import Fraction

from app.calc.words import MINUTE
from app.reports import arithmetic, look, shown
from app.reports.arithmetic import CLASSES, PartSums
from app.reports.lines import NumberedTarget, numbered_targets
from app.reports.month import Month
from app.reports.sheet import (
    FIRST_ROW,
    HEADER_ROW,
    Book,
    Field,
    Formula,
    Sheet,
    Value,
    add_sheet,
    minutes_look,
)
from app.reports.workbook import letter

MINUTES_NAMES = (
    *("Minutes_Base", "Minutes_Downtime", "Minutes_Allowed", "Minutes_Unknown", "Minutes_Allowed_if_known"),
)
_MINUTES = "#,##0.0##"
_CLASS_AT = 6  # the first class column of Minutes
_SHARE_AT = _CLASS_AT + len(CLASSES) + 1
_BASE_AT = _SHARE_AT + len(CLASSES)
_MINUTES_FIELDS = (
    Field("Target", 7, "0"),
    Field("Part", 6, "0"),
    Field("Service", 26),
    Field("Target in short", 44),
    Field("Version", 24),
    Field("Agreed %", 10, "General"),
    *[Field(shown.CLASSES[kind], 11, _MINUTES) for kind in CLASSES],
    Field("All classes", 12, _MINUTES),
    *[Field(f"{shown.CLASSES[kind]}: share down", 11, "0.##") for kind in CLASSES],
    Field("Base", 13, _MINUTES),
    Field("Downtime", 12, _MINUTES),
    Field("Allowed", 12, _MINUTES),
    Field("Unknown outside the base", 12, _MINUTES),
    Field("Allowed if it was known", 12, _MINUTES),
)


def add_minutes(book: Book, month: Month) -> None:
    """The sheet Minutes: each class of the ledger, and how the definition counts it."""
    subtitle = (
        "Minutes by class are sums over the Ledger. A share left empty keeps the class out of the base."
    )
    sheet = add_sheet(
        book, "Minutes", f"Minutes, {month.customer}, {month.label}", subtitle, _MINUTES_FIELDS, keys=3
    )
    for each in numbered_targets(month):
        for number, part in enumerate(arithmetic.sums(each.target), start=1):
            sheet.add(*_minutes_row(each, number, part, sheet.row + 1))
    rows = sheet.row - FIRST_ROW
    book.name("Minutes_Target", "Minutes", 0, rows)
    for at, name in enumerate(MINUTES_NAMES):
        book.name(name, "Minutes", _BASE_AT + at, rows)
    _add_chart(sheet, rows)
    sheet.finish()


def _minutes_row(numbered: NumberedTarget, number: int, part: PartSums, row: int) -> tuple[Value, ...]:
    shares = arithmetic.shares(numbered.target)
    more = part.base + part.unknown
    return (
        numbered.number,
        number,
        numbered.service.name,
        f"{shown.brief(numbered.service.name)} · {shown.name(numbered.target)}",
        part.part.version,
        float(Decimal(part.part.value)),
        *[_class_sum(at, part.classes[kind], row) for at, kind in enumerate(CLASSES, start=_CLASS_AT)],
        _in_minutes(f"=SUM({_range(_CLASS_AT, row)})", Fraction(sum(part.classes.values()))),
        *[float(Fraction(shares[kind])) if kind in shares else None for kind in CLASSES],
        *_part_formulas(part, row, more * (100 - Fraction(part.part.value)) / 100),
    )


def _class_sum(column: int, microseconds: int, row: int) -> Formula:
    header = f"{letter(column)}${HEADER_ROW + 1}"
    return _in_minutes(
        f"=SUMIFS(Ledger_Seconds,Ledger_Target,$A{row},Ledger_Part,$B{row},Ledger_Class,{header})/60",
        Fraction(microseconds),
    )


def _part_formulas(part: PartSums, row: int, allowed_if_known: Fraction) -> tuple[Value, ...]:
    minutes, shares = _range(_CLASS_AT, row), _range(_SHARE_AT, row)
    unknown = _CLASS_AT + CLASSES.index("unknown")
    unknown_cell, share_cell = (
        f"{letter(unknown)}{row}",
        f"{letter(_SHARE_AT + CLASSES.index('unknown'))}{row}",
    )
    base, left_out = f"{letter(_BASE_AT)}{row}", f"{letter(_BASE_AT + 3)}{row}"
    return (
        _in_minutes(f"=SUMPRODUCT({minutes},ISNUMBER({shares})*1)", part.base),
        _in_minutes(f"=SUMPRODUCT({minutes},{shares})", part.used),
        _in_minutes(f"={base}*(100-F{row})/100", part.allowed),
        _in_minutes(f"=IF(ISNUMBER({share_cell}),0,{unknown_cell})", part.unknown),
        _in_minutes(f"=({base}+{left_out})*(100-F{row})/100", allowed_if_known),
    )


def _in_minutes(formula: str, microseconds: Fraction) -> Formula:
    minutes = float(microseconds / MINUTE)
    return Formula(formula, minutes, minutes_look(minutes))


def _add_chart(sheet: Sheet, rows: int) -> None:
    """Downtime beside its allowance, as a chart of Excel's own over the cells above it."""
    if not rows:
        return
    last = FIRST_ROW + rows - 1
    chart = sheet.book.workbook.add_chart({"type": "bar"})
    for at, colour in ((_BASE_AT + 1, look.LEDGER["down"]), (_BASE_AT + 2, look.LEDGER["excluded"])):
        chart.add_series(
            {
                "name": ["Minutes", HEADER_ROW, at],
                "categories": ["Minutes", FIRST_ROW, 3, last, 3],
                "values": ["Minutes", FIRST_ROW, at, last, at],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    chart.set_title({"name": "Downtime used and allowed, in minutes", "name_font": {"size": 11}})
    chart.set_legend({"position": "bottom"})
    chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": look.HAIRLINE}}})
    chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 600, "height": 140 + 34 * rows})
    sheet.paper.insert_chart(
        last + 3, 3, chart, {"object_position": 3, "description": "Downtime used and allowed"}
    )


def _range(column: int, row: int) -> str:
    return f"{letter(column)}{row}:{letter(column + len(CLASSES) - 1)}{row}"
