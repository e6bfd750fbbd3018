"""The sheet Charts: what the figures of other sheets look like, as charts of Excel's own over their cells.

Charts stand in blocks of a fixed height, and a page ends only between blocks. They have a sheet of their own because
Excel forgets page breaks on sheets that are fitted to a page's width, as tables are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.reports import look, shown
from app.reports.month import Month
from app.reports.pack_trends import charted
from app.reports.sheet import FIRST_ROW, HEADER_ROW, Book, Field, Sheet, add_sheet, inert
from app.reports.trends import TargetTrend
from app.reports.workbook import Chart

_FIELDS = tuple(Field("", 11) for _ in range(12))
_HALF, _WHOLE = 482, 974  # pixels; twelve columns of 82 together
_SECOND = 6  # the column where the chart at the right begins
_ROWS = 14  # of a block
_ROW_HEIGHT = 15.0  # points
_BLOCKS = 2  # on a page
_ROOM = 20 * _ROWS - 12  # pixels of a chart in a block
_PRINT = 95  # percent; twelve columns across and two blocks down, on A4 and on Letter
_MOST_BARS = 10  # of a chart; as many more take another
_FEW_BARS = 4  # that need one block only
_LONGEST_NAME = 110


@dataclass(frozen=True, slots=True)
class StateCounts:
    """Where the sheet SLAM chart counts its targets: a row a state from `first`, `columns` periods from `column` on."""

    first: int
    column: int
    columns: int


@dataclass(frozen=True, slots=True)
class MinutesPlace:
    """Where the sheet Minutes has its rows, and the columns of their names, of downtime and of what was allowed."""

    rows: int
    named: int
    used: int
    allowed: int


@dataclass(frozen=True, slots=True)
class TrendPlace:
    """Where the sheet Trends has the periods of a target."""

    trend: TargetTrend
    first: int


@dataclass(frozen=True, slots=True)
class TrendColumns:
    period: int
    agreed: int
    achieved: int
    used: int
    allowed: int


def reserve_charts(book: Book, month: Month) -> Sheet:
    """The sheet in its place, without charts yet: the sheets that they draw come later."""
    subtitle = "Drawn from the figures of the other sheets."
    title = f"Charts, {month.customer}, {month.label}"
    sheet = add_sheet(book, "Charts", title, subtitle, _FIELDS, table=False, scale=_PRINT)
    sheet.row = HEADER_ROW
    return sheet


def fill_charts(
    sheet: Sheet,
    month: Month,
    counts: StateCounts | None,
    minutes: MinutesPlace,
    trends: Sequence[TrendPlace],
    columns: TrendColumns,
) -> None:
    """States by period, downtime against its allowance, then each target that the document has a chart of."""
    blocks = _Blocks(sheet)
    if counts:
        blocks.add(1, (_states(sheet.book, counts), "How many targets had which state, period by period"))
    for first in range(0, minutes.rows, _MOST_BARS):
        count = min(_MOST_BARS, minutes.rows - first)
        height = 1 if count <= _FEW_BARS else _BLOCKS
        chart = _downtime(sheet.book, minutes, first, count)
        blocks.add(height, (chart, "Downtime used in the period beside what was allowed, in minutes"))
    chosen = charted(month)
    for each in trends:
        if each.trend in chosen:
            blocks.add(1, *_trend_charts(sheet.book, each, columns))
    blocks.finish()


class _Blocks:
    """Puts charts below each other; a page holds so many blocks, and none is cut."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.left = _BLOCKS
        self.breaks: list[int] = []

    def add(self, height: int, *charts: tuple[Chart, str]) -> None:
        """One chart across, or two beside each other, `height` blocks high, each with a text for who cannot see it."""
        if height > self.left:
            self.breaks.append(self.sheet.row)
            self.left = _BLOCKS
        for at, (chart, description) in enumerate(charts):
            chart.set_size(
                {"width": _HALF if len(charts) > 1 else _WHOLE, "height": _ROOM + 20 * _ROWS * (height - 1)}
            )
            options = {"object_position": 2, "description": inert(description)}
            self.sheet.paper.insert_chart(self.sheet.row, at * _SECOND, chart, options)
        for row in range(self.sheet.row, self.sheet.row + _ROWS * height):
            self.sheet.paper.set_row(row, _ROW_HEIGHT)
        self.sheet.row += _ROWS * height
        self.left -= height

    def finish(self) -> None:
        if self.sheet.row == HEADER_ROW:
            self.sheet.put(
                HEADER_ROW, 0, "There is nothing to draw: no target was measured.", text_wrap=False
            )
            self.sheet.row += 1
        self.sheet.paper.set_h_pagebreaks(self.breaks)


def _states(book: Book, counts: StateCounts) -> Chart:
    chart = book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    last = counts.column + counts.columns - 1
    for at, state in enumerate(look.STATES.values()):
        row = counts.first + at
        chart.add_series(
            {
                "name": ["SLAM chart", row, 0],
                "categories": ["SLAM chart", HEADER_ROW, counts.column, HEADER_ROW, last],
                "values": ["SLAM chart", row, counts.column, row, last],
                "fill": {"color": state.colour},
                "gap": 40,
                "data_labels": {
                    "value": True,
                    "num_format": "0;;;",  # no label where there is none
                    "font": {"color": look.WHITE, "size": 8},
                },
            }
        )
    _set_up(chart, "Targets by state, period by period", legend=True)
    return chart


def _downtime(book: Book, place: MinutesPlace, first: int, count: int) -> Chart:
    chart = book.workbook.add_chart({"type": "bar"})
    begin, end = FIRST_ROW + first, FIRST_ROW + first + count - 1
    for column, colour in ((place.used, look.LEDGER["down"]), (place.allowed, look.LEDGER["excluded"])):
        chart.add_series(
            {
                "name": ["Minutes", HEADER_ROW, column],
                "categories": ["Minutes", begin, place.named, end, place.named],
                "values": ["Minutes", begin, column, end, column],
                "fill": {"color": colour},
                "gap": 60,
                "data_labels": {"value": True, "num_format": "#,##0", "font": {"size": 8}},
            }
        )
    part = (
        f" ({first // _MOST_BARS + 1} of {-(-place.rows // _MOST_BARS)})" if place.rows > _MOST_BARS else ""
    )
    _set_up(chart, f"Downtime used and allowed, in minutes{part}", legend=True)
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}, "num_font": {"size": 8}})
    return chart


def _trend_charts(book: Book, place: TrendPlace, columns: TrendColumns) -> list[tuple[Chart, str]]:
    """The level against what was agreed; beside it what was used against what was allowed, where these are counted."""
    trend = place.trend
    name = f"{shown.brief(trend.service.name)} · {shown.name(trend.target)}"[:_LONGEST_NAME]
    unit = f", {trend.target.unit}" if trend.target.unit else ""
    charts = [(_levels(book, place, columns, f"{name}{unit}"), f"{name}: achieved against agreed, by period")]
    if trend.counts_minutes or trend.counts_tickets:
        what = "minutes" if trend.counts_minutes else "tickets missed"
        title = f"{what.capitalize()}: used (columns), allowed (line)"
        charts.append(
            (_amounts(book, place, columns, title), f"{name}: {what} against what was allowed, by period")
        )
    return charts


def _levels(book: Book, place: TrendPlace, columns: TrendColumns, title: str) -> Chart:
    """Two lines, each named and told at its last known point; the higher of the two above."""
    chart = book.workbook.add_chart({"type": "line"})
    levels = [past.achieved if past.verdict else None for past in place.trend.pasts]
    agreed = [
        place.trend.agreed_in(past) if past.figures and past.verdict else None for past in place.trend.pasts
    ]
    last = max((at for at, level in enumerate(levels) if level is not None), default=None)
    above = last is None or (levels[last] or 0) >= (agreed[last] or 0)
    marker = {"type": "circle", "size": 5, "fill": {"color": look.ACCENT}, "border": {"color": look.ACCENT}}
    chart.add_series(
        {
            **_cells(place, columns, columns.achieved),
            "line": {"color": book.accent, "width": 1.5},
            "marker": {**marker, "fill": {"color": book.accent}, "border": {"color": book.accent}},
            "data_labels": _at_last(levels, "above" if above else "below", book.accent),
        }
    )
    chart.add_series(
        {
            **_cells(place, columns, columns.agreed),
            "line": {"color": look.MUTED, "width": 1.25, "dash_type": "dash"},
            "marker": {"type": "none"},
            "data_labels": _at_last(agreed, "below" if above else "above", look.MUTED),
        }
    )
    _set_up(chart, title)
    return chart


def _amounts(book: Book, place: TrendPlace, columns: TrendColumns, title: str) -> Chart:
    chart = book.workbook.add_chart({"type": "column"})
    chart.add_series(
        {
            **_cells(place, columns, columns.used),
            "fill": {"color": book.accent},
            "gap": 50,
            "data_labels": {"value": True, "num_format": "#,##0", "font": {"size": 7}},
        }
    )
    limits = book.workbook.add_chart({"type": "line"})
    limits.add_series(
        {
            **_cells(place, columns, columns.allowed),
            "line": {"color": look.TEXT, "width": 1.25, "dash_type": "dash"},
            "marker": {"type": "none"},
        }
    )
    chart.combine(limits)
    _set_up(chart, title)
    return chart


def _cells(place: TrendPlace, columns: TrendColumns, column: int) -> dict[str, object]:
    first, last = place.first, place.first + len(place.trend.pasts) - 1
    return {
        "name": ["Trends", HEADER_ROW, column],
        "categories": ["Trends", first, columns.period, last, columns.period],
        "values": ["Trends", first, column, last, column],
    }


def _at_last(values: Sequence[object], position: str, colour: str) -> dict[str, object]:
    """The series' name and value beside its last known point only."""
    last = max((at for at, value in enumerate(values) if value is not None), default=-1)
    return {
        "value": True,
        "series_name": True,
        "separator": " ",
        "position": position,
        "font": {"size": 8, "color": colour},
        "custom": [None if at == last else {"delete": True} for at in range(len(values))],
    }


def _set_up(chart: Chart, title: str, *, legend: bool = False) -> None:
    """Title, light lines and small letters; a legend only where the series are not named in the chart."""
    chart.set_title({"name": inert(title), "name_font": {"size": 10}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": {"size": 8}} if legend else {"none": True})
    chart.set_x_axis({"num_font": {"size": 8}})
    chart.set_y_axis(
        {"major_gridlines": {"visible": True, "line": {"color": look.HAIRLINE}}, "num_font": {"size": 8}}
    )
