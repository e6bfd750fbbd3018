"""The sheet Trends: every target in each of the periods as numbers; the sheet Charts draws them."""

from fractions import Fraction

from app.calc.words import MINUTE
from app.reports import look, shown
from app.reports.excel_charts import TrendColumns, TrendPlace
from app.reports.month import Month, PastFigures
from app.reports.sheet import (
    FIRST_ROW,
    Book,
    Field,
    Formula,
    Number,
    Value,
    add_sheet,
    minutes_look,
)
from app.reports.trends import Past, TargetTrend, agreed_shown, level_shown, trends_of

_COUNT = "#,##0"
_FIELDS = (
    Field("Service", 20),
    Field("Target", 30),
    Field("Period", 16),
    Field("Agreed", 9, "General"),
    Field("Achieved", 10, "General"),
    Field("Unit", 7),
    Field("Base", 11, "#,##0.0"),
    Field("Used", 10, "#,##0.0"),
    Field("Allowed", 10, "#,##0.0"),
    Field("counted in", 10),
    Field("Breaks", 8, _COUNT),
    Field("Longest min", 9, "#,##0.0"),
    Field("State", 16),
    Field("Restated", 10),
)
_PERIOD, _AGREED, _ACHIEVED, _USED, _ALLOWED, _STATE = 2, 3, 4, 7, 8, 12
_NAMES = (
    ("Trends_Period", _PERIOD),
    ("Trends_Agreed", _AGREED),
    ("Trends_Achieved", _ACHIEVED),
    ("Trends_Used", _USED),
)
COLUMNS = TrendColumns(_PERIOD, _AGREED, _ACHIEVED, _USED, _ALLOWED)


def add_trends(book: Book, month: Month) -> list[TrendPlace]:
    """A row for each target and period, the oldest first; levels that are shares are formulas over their counts.

    Returns what charts draw.
    """
    subtitle = "Achieved is a formula over base and used where it is a share of them."
    sheet = add_sheet(book, "Trends", f"Trends, {month.customer}, {month.label}", subtitle, _FIELDS)
    places: list[TrendPlace] = []
    for trend in trends_of(month):
        places.append(TrendPlace(trend, sheet.row))
        for past in trend.pasts:
            sheet.add(*_row(trend, past, sheet.row + 1))
    rows = sheet.row - FIRST_ROW
    for name, column in _NAMES:
        book.name(name, "Trends", column, rows)
    sheet.colour_states(_STATE)
    sheet.finish("No target is agreed for this period.")
    return places


def _row(trend: TargetTrend, past: Past, row: int) -> tuple[Value, ...]:
    state = f"{look.STATES[past.verdict].sign} {past.verdict}" if past.verdict else "not agreed yet"
    begin: tuple[Value, ...] = (trend.service.name, trend.target.short or trend.target.sentence, past.label)
    end: tuple[Value, ...] = (state, "restated" if past.restated else None)
    if past.figures is None or not past.verdict:
        return (*begin, *([None] * 9), *end)
    return (*begin, *_numbers(trend, past, past.figures, row), *end)


def _numbers(trend: TargetTrend, past: Past, figures: PastFigures, row: int) -> tuple[Value, ...]:
    minutes = trend.target.counts_time
    unit = MINUTE if minutes else 1
    counted = past.verdict != "no data" and any((figures.base, figures.used, figures.allowed))
    told = shown.has_base(trend.target), *[not shown.is_floor(trend.target)] * 2
    amounts = [
        _amount(value, unit) if counted and says_something else None
        for value, says_something in zip((figures.base, figures.used, figures.allowed), told, strict=True)
    ]
    return (
        _agreed(trend, past),
        _achieved(trend, past, figures, row),
        trend.target.unit,
        *amounts,
        ("min" if minutes else "tickets" if trend.counts_tickets else "") if counted else None,
        figures.breaks if counted else None,
        _amount(figures.longest, MINUTE) if counted and figures.longest is not None else None,
    )


def _agreed(trend: TargetTrend, past: Past) -> Number:
    """With the digits the document has."""
    digits = len(agreed_shown(trend, past).removesuffix(trend.target.unit).strip().partition(".")[2])
    return Number(float(trend.agreed_in(past)), f"#,##0.{'0' * digits}" if digits else _COUNT)


def _amount(value: int, unit: int) -> Number:
    return Number(value / unit, minutes_look(value / unit))


def _achieved(trend: TargetTrend, past: Past, figures: PastFigures, row: int) -> Value:
    """A formula where base and used give the level, else the number; with the digits the PDF has."""
    value = past.achieved
    if value is None:
        return None
    text = level_shown(trend, past).removesuffix(trend.target.unit).strip()
    digits = len(text.partition(".")[2])
    form = f"#,##0.{'0' * digits}" if digits else _COUNT
    share = Fraction(100 * (figures.base - figures.used), figures.base) if figures.base else None
    if trend.target.unit == "%" and share == value:
        return Formula(f"=(G{row}-H{row})/G{row}*100", float(value), form)
    return Number(float(value), form)
