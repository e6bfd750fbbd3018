"""The sheet Trends: every target in each of the periods as numbers, and charts of Excel's own below them."""

from collections.abc import Sequence
from fractions import Fraction

from app.calc.words import MINUTE
from app.reports import look
from app.reports.month import Month, PastFigures
from app.reports.pack_trends import charted
from app.reports.sheet import (
    FIRST_ROW,
    HEADER_ROW,
    LINE_HEIGHT,
    Book,
    Field,
    Formula,
    Number,
    Sheet,
    Value,
    add_sheet,
    minutes_look,
)
from app.reports.trends import Past, TargetTrend, level_shown, trends_of

_COUNT = "#,##0"
_FIELDS = (
    Field("Service", 20),
    Field("Target", 26),
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
_WIDE, _HIGH = 540, 250  # pixels of a chart
_ROWS_A_CHART = 14  # of LINE_HEIGHT, so that none lies on the next


def add_trends(book: Book, month: Month) -> None:
    """A row for each target and period, the oldest first; levels that are shares are formulas over their counts."""
    subtitle = "Achieved is a formula over base and used where it is a share of them."
    sheet = add_sheet(book, "Trends", f"Trends, {month.customer}, {month.label}", subtitle, _FIELDS, keys=3)
    every = trends_of(month)
    places: list[tuple[TargetTrend, int]] = []
    for trend in every:
        places.append((trend, sheet.row))
        for past in trend.pasts:
            sheet.add(*_row(trend, past, sheet.row + 1))
    rows = sheet.row - FIRST_ROW
    for name, column in _NAMES:
        book.name(name, "Trends", column, rows)
    sheet.colour_states(_STATE)
    sheet.finish()
    chosen = charted(month)
    _charts(sheet, [(trend, row) for trend, row in places if trend in chosen])


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
    amounts = [
        _amount(value, unit) if counted else None for value in (figures.base, figures.used, figures.allowed)
    ]
    return (
        float(Fraction(figures.agreed)),
        _achieved(trend, past, figures, row),
        trend.target.unit,
        *amounts,
        ("min" if minutes else "tickets" if trend.counts_tickets else "") if counted else None,
        figures.breaks if counted else None,
        _amount(figures.longest, MINUTE) if counted and figures.longest is not None else None,
    )


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


def _charts(sheet: Sheet, places: Sequence[tuple[TargetTrend, int]]) -> None:
    """Below the rows, two beside each other: the level against what was agreed, and what was used of the allowance."""
    top = sheet.row + 2
    for at, (trend, row) in enumerate(places):
        first, last = row, row + len(trend.pasts) - 1
        _chart(sheet, trend, "line", (_ACHIEVED, _AGREED), (first, last), (top + at * _ROWS_A_CHART, 0))
        if trend.counts_minutes or trend.counts_tickets:
            _chart(
                sheet,
                trend,
                "column",
                (_USED, _ALLOWED),
                (first, last),
                (top + at * _ROWS_A_CHART, _ALLOWED - 2),
            )
    for row in range(top, top + len(places) * _ROWS_A_CHART):
        sheet.paper.set_row(row, LINE_HEIGHT)


def _chart(
    sheet: Sheet,
    trend: TargetTrend,
    kind: str,
    columns: tuple[int, int],
    rows: tuple[int, int],
    place: tuple[int, int],
) -> None:
    chart = sheet.book.workbook.add_chart({"type": kind})
    first, last = rows
    for column, colour in zip(columns, (look.ACCENT, look.MUTED), strict=True):
        chart.add_series(
            {
                "name": ["Trends", HEADER_ROW, column],
                "categories": ["Trends", first, _PERIOD, last, _PERIOD],
                "values": ["Trends", first, column, last, column],
                **_series_look(kind, colour, column == _ACHIEVED),
            }
        )
    name = f"{trend.service.name} · {trend.target.short or trend.target.sentence}"[:120]
    unit = trend.target.unit if kind == "line" else "minutes" if trend.counts_minutes else "tickets missed"
    chart.set_title({"name": f"{name}, {unit}", "name_font": {"size": 10}})
    chart.set_legend({"position": "bottom"})
    chart.set_x_axis({"num_font": {"size": 8, "rotation": -45}})
    chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": look.HAIRLINE}}})
    chart.set_size({"width": _WIDE if kind == "line" else 470, "height": _HIGH})
    sheet.paper.insert_chart(place[0], place[1], chart, {"object_position": 3, "description": name})


def _series_look(kind: str, colour: str, marked: bool) -> dict[str, object]:
    if kind == "column":
        return {"fill": {"color": colour}, "gap": 60}
    marker = {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour}}
    line = {"color": colour, "width": 1.5, **({} if marked else {"dash_type": "dash"})}
    return {"line": line, "marker": marker if marked else {"type": "none"}}
