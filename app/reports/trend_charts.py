"""A trend as a matplotlib figure: the level against what was agreed, amounts as bars below, counts in rows.

Importing this costs what matplotlib costs; it is imported where a trend is drawn.
"""
# matplotlib's own annotations leave the keyword arguments of its artists unknown.
# pyright: reportUnknownMemberType=false

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import IdentityTransform

from app.reports import letters, look
from app.reports.content import Trend, TrendPoint
from app.reports.drawing import Align, Boxes, Words, drawn, new_figure
from app.reports.page import Item

_NAMES = 92.0  # room for names on the left
_AGREED = 62.0  # and for the agreed value on the right
_LINE = look.line_height()
_LEVELS = 50.0
_BARS = 30.0
_BAR_LABEL = 11.0
_BAR_WIDTH = 0.56  # of a period's column
_SIGN = 4.4  # radius of the white round a sign stands on
_CORNER = 0.24  # of a column, from a level to the mark of a restated one
_BASELINE = 0.38 * look.BODY  # below the middle of a line of text
_BEFORE_LATE = look.LEDGER["excluded"]
_POINTS = IdentityTransform()


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where the parts of a chart begin, in points from its top."""

    levels: float
    bars: float
    months: float
    counts: float
    end: float


@dataclass(frozen=True, slots=True)
class _Field:
    """A part of the chart: a column for each period, values from `low` to `high`; places count from below."""

    bottom: float
    height: float
    left: float
    pitch: float
    low: float
    high: float

    def x(self, at: float) -> float:
        return self.left + (at + 0.5) * self.pitch

    def y(self, value: float) -> float:
        return self.bottom + (value - self.low) / (self.high - self.low) * self.height


@dataclass(frozen=True, slots=True)
class _Chart:
    """What is drawn on; texts are ours, as matplotlib's own axes, ticks and texts cost ten times the drawing."""

    figure: Figure
    words: Words
    width: float
    rows: _Rows
    columns: int

    @property
    def pitch(self) -> float:
        return (self.width - _NAMES - _AGREED) / self.columns

    def field(self, top: float, height: float, low: float, high: float) -> _Field:
        return _Field(self.rows.end - top - height, height, _NAMES, self.pitch, low, high)

    def line(self, xs: Sequence[float], ys: Sequence[float], **style: object) -> None:
        self.figure.add_artist(Line2D(xs, ys, transform=_POINTS, **style))  # pyright: ignore[reportArgumentType]

    def write(self, x: float, y: float, text: str, colour: str, align: Align = "left") -> None:
        """A text on the height of `y`, from below; never cut off, never read as a formula."""
        self.words.add(x, y - _BASELINE, letters.clean(text), colour, align)


@lru_cache(maxsize=256)
def trend_items(block: Trend, width: float, accent: str) -> tuple[float, tuple[Item, ...]]:
    """The height of the chart and what it draws; kept, as pages may be laid out more than once."""
    rows = _rows_of(block)
    chart = _Chart(new_figure(width, rows.end), Words(look.BODY), width, rows, len(block.points))
    chart.figure.patch.set_visible(False)
    chart.figure.add_artist(chart.words)
    _levels(chart, block, accent)
    if block.amount_name:
        _bars(chart, block, accent)
    _months(chart, block)
    return rows.end, drawn(chart.figure)


def trend_height(block: Trend) -> float:
    """The height of the chart, without drawing it."""
    return _rows_of(block).end


def _rows_of(block: Trend) -> _Rows:
    levels = 8.0
    bars = levels + _LEVELS + 8 + _BAR_LABEL
    months = bars + _BARS + 3 if block.amount_name else levels + _LEVELS + 8
    counts = months + 2 * _LINE
    return _Rows(levels, bars, months, counts, counts + len(block.rows) * _LINE + 4)


def _levels(chart: _Chart, block: Trend, accent: str) -> None:
    field = chart.field(chart.rows.levels, _LEVELS, *_range(block.points))
    _agreed_line(chart, field, block.points)
    xs = [field.x(at) for at in range(len(block.points))]
    ys = [float("nan") if p.level is None else field.y(p.level) for p in block.points]
    chart.line(xs, ys, color=look.MUTED, linewidth=0.9)
    _signs(chart, field, block.points, accent)
    for at in _labelled(block):
        _level_label(chart, field, at, block.points)
    _name(chart, block.level_name, field.bottom + _LEVELS / 2)
    last = next((p.agreed for p in reversed(block.points) if p.agreed is not None), None)
    if last is not None:
        chart.write(chart.width - _AGREED + 6, field.y(last), block.agreed, look.TEXT)


def _range(points: Sequence[TrendPoint]) -> tuple[float, float]:
    """From below the lowest to above the highest of levels and agreed values."""
    known = [v for point in points for v in (point.level, point.agreed) if v is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    room = (high - low) * 0.16 or max(abs(high), 1.0) * 0.05
    return low - room, high + room


def _agreed_line(chart: _Chart, field: _Field, points: Sequence[TrendPoint]) -> None:
    """A line per stretch of one value, a step where the value changes, nothing where nothing was agreed."""
    xs: list[float] = []
    ys: list[float] = []
    for at, point in enumerate(points):
        y = float("nan") if point.agreed is None else field.y(point.agreed)
        xs += [field.x(at - 0.5), field.x(at + 0.5)]
        ys += [y, y]
    chart.line(xs, ys, color=look.TEXT, linewidth=0.75, linestyle=(0, (3, 2)))


def _signs(chart: _Chart, field: _Field, points: Sequence[TrendPoint], accent: str) -> None:
    """The verdicts' signs on their levels; on the ground where there is no level."""
    on_levels = [
        (at, field.y(field.low if p.level is None else p.level), p)
        for at, p in enumerate(points)
        if p.verdict
    ]
    for verdict, state in look.STATES.items():
        own = [(field.x(at), y) for at, y, point in on_levels if point.verdict == verdict]
        _dots(chart, own, "o", 2 * _SIGN, state.soft)
        for x, y in own:
            chart.write(x, y, state.sign, state.colour, "center")
    _dots(chart, [(field.x(at + _CORNER), y) for at, y, p in on_levels if p.restated], "s", 3.2, accent)


def _dots(
    chart: _Chart, places: Sequence[tuple[float, float]], marker: str, size: float, colour: str
) -> None:
    if places:
        xs, ys = zip(*places, strict=True)
        chart.line(xs, ys, marker=marker, markersize=size, color=colour, linestyle="", markeredgewidth=0)


def _labelled(block: Trend) -> list[int]:
    """The periods whose level is written out: the last and the worst."""
    known = [(at, p.level) for at, p in enumerate(block.points) if p.level is not None]
    if not known:
        return []
    at_least = block.agreed.startswith("≥")
    worst = min(known, key=lambda each: each[1] if at_least else -each[1])[0]
    return sorted({worst, known[-1][0]})


def _level_label(chart: _Chart, field: _Field, at: int, points: Sequence[TrendPoint]) -> None:
    """On the other side of the sign than the agreed line where that is near, else where the line leaves room."""
    point = points[at]
    if point.level is None:
        return
    offset = _SIGN + 5.5
    distance = field.y(point.level) - field.y(point.agreed) if point.agreed is not None else None
    if distance is not None and 0 < abs(distance) < 2.2 * offset:
        above = distance > 0
    else:
        near = [p.level for p in points[max(0, at - 1) : at + 2] if p.level is not None and p is not point]
        above = sum(1 if level > point.level else -1 for level in near) <= 0
    y = field.y(point.level) + (offset if above else -offset)
    chart.write(field.x(at), y, point.level_shown, look.STATES[point.verdict].colour, "center")


def _bars(chart: _Chart, block: Trend, accent: str) -> None:
    known = [v for point in block.points for v in (point.amount, point.limit) if v is not None]
    field = chart.field(chart.rows.bars, _BARS, 0, max(known, default=0.0) or 1.0)
    _columns(chart, field, block.points, accent)
    ground = [field.bottom, field.bottom]
    chart.line([field.x(-0.5), field.x(chart.columns - 0.5)], ground, color=look.HAIRLINE, linewidth=0.5)
    _limits(chart, field, block.points)
    for at, point in enumerate(block.points):
        _amount_label(chart, field, at, point)
    _name(chart, block.amount_name, field.bottom + 4)


def _columns(chart: _Chart, field: _Field, points: Sequence[TrendPoint], accent: str) -> None:
    """Amounts, red where they are over their limit; of tickets the late ones in red."""
    late = look.STATES["missed"].colour
    by_colour: dict[str, list[tuple[int, float]]] = {}
    for at, point in enumerate(points):
        colour = late if _is_over(point) else accent if point.part is None else _BEFORE_LATE
        by_colour.setdefault(colour, []).append((at, point.amount or 0.0))
    by_colour.setdefault(late, []).extend((at, point.part) for at, point in enumerate(points) if point.part)
    half = _BAR_WIDTH / 2
    for colour, places in by_colour.items():
        boxes = [
            (field.x(at - half), field.bottom, field.x(at + half), field.y(amount))
            for at, amount in places
            if amount
        ]
        chart.figure.add_artist(Boxes(boxes, colour))


def _limits(chart: _Chart, field: _Field, points: Sequence[TrendPoint]) -> None:
    """Marks across the columns at what was allowed."""
    half = _BAR_WIDTH / 2 + 0.08
    limits = [(at, field.y(p.limit)) for at, p in enumerate(points) if p.limit is not None]
    xs = [x for at, _ in limits for x in (field.x(at - half), field.x(at + half), field.x(at + half))]
    ys = [y for _, limit in limits for y in (limit, limit, float("nan"))]
    chart.line(xs, ys, color=look.TEXT, linewidth=1.0)


def _is_over(point: TrendPoint) -> bool:
    return point.amount is not None and point.limit is not None and point.amount > point.limit


def _amount_label(chart: _Chart, field: _Field, at: int, point: TrendPoint) -> None:
    """The amount above its bar, and above the mark of the limit where that would cross it."""
    if point.amount is None:
        return
    amount = field.y(point.amount)
    limit = amount if point.limit is None else field.y(point.limit)
    foot = limit if amount <= limit < amount + 11.0 else amount
    colour = look.STATES["missed"].colour if _is_over(point) else look.TEXT if point.amount else look.MUTED
    chart.write(field.x(at), foot + 6.0, point.amount_shown, colour, "center")


def _months(chart: _Chart, block: Trend) -> None:
    """Two lines of period names below the bars, then a line for each row of counts."""
    rows = chart.rows
    year_before = ""
    for at, point in enumerate(block.points):
        x = _NAMES + (at + 0.5) * chart.pitch
        period, year = point.heading
        lines = [(rows.months, period)]
        if year != year_before:
            lines.append((rows.months + _LINE, year))
        year_before = year
        lines += [(rows.counts + n * _LINE, row.counts[at]) for n, row in enumerate(block.rows)]
        for y, text in lines:
            colour = look.TEXT if y >= rows.counts else look.MUTED
            chart.write(x, rows.end - y - _LINE / 2, text, colour, "center")
    for n, row in enumerate(block.rows):
        _name(chart, row.name, rows.end - rows.counts - (n + 0.5) * _LINE)


def _name(chart: _Chart, text: str, y: float) -> None:
    chart.write(0, y, letters.cut(text, look.BODY, _NAMES - 12), look.MUTED)
