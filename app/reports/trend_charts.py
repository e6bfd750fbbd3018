"""A trend as a matplotlib figure: the level against what was agreed, amounts as bars below, counts in rows.

Importing this costs what matplotlib costs; it is imported where a trend is drawn.
"""
# matplotlib's own annotations leave the keyword arguments of its artists unknown.
# pyright: reportUnknownMemberType=false

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text as Label
from matplotlib.transforms import IdentityTransform

from app.reports import letters, look
from app.reports.content import Trend, TrendPoint
from app.reports.drawing import drawn, new_figure
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
_BEFORE_LATE = look.LEDGER["excluded"]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where the parts of a chart begin, in points from its top."""

    levels: float
    bars: float
    months: float
    counts: float
    end: float


@lru_cache(maxsize=256)
def trend_items(block: Trend, width: float, accent: str) -> tuple[float, tuple[Item, ...]]:
    """The height of the chart and what it draws; kept, as pages may be laid out more than once."""
    rows = _rows_of(block)
    figure = new_figure(width, rows.end)
    figure.patch.set_visible(False)
    _levels(figure, block, rows, width, accent)
    if block.amount_name:
        _bars(figure, block, rows, width, accent)
    _months(figure, block, rows, width)
    return rows.end, drawn(figure)


def trend_height(block: Trend) -> float:
    """The height of the chart, without drawing it."""
    return _rows_of(block).end


def _rows_of(block: Trend) -> _Rows:
    levels = 8.0
    bars = levels + _LEVELS + 8 + _BAR_LABEL
    months = bars + _BARS + 3 if block.amount_name else levels + _LEVELS + 8
    counts = months + 2 * _LINE
    return _Rows(levels, bars, months, counts, counts + len(block.rows) * _LINE + 4)


def _levels(figure: Figure, block: Trend, rows: _Rows, width: float, accent: str) -> None:
    axes = _axes(figure, rows.levels, _LEVELS, width, rows.end, len(block.points))
    low, high = _range(block.points)
    axes.set_ylim(low, high)
    _agreed_line(axes, block.points)
    levels = [float("nan") if p.level is None else p.level for p in block.points]
    axes.plot(range(len(levels)), levels, color=look.MUTED, linewidth=0.9)
    _signs(axes, block.points, low, accent)
    for at in _labelled(block):
        _level_label(axes, at, block.points, high - low)
    _name(figure, block.level_name, rows.levels + _LEVELS / 2, rows.end)
    last = next((p.agreed for p in reversed(block.points) if p.agreed is not None), None)
    if last is not None:
        y = rows.levels + _LEVELS * (high - last) / (high - low)
        figure.add_artist(_label(width - _AGREED + 6, rows.end - y, block.agreed, look.TEXT))


def _axes(figure: Figure, top: float, height: float, width: float, whole: float, columns: int) -> Axes:
    """Axes over the periods' columns; names and values around them are ours, so the axis itself is not drawn."""
    axes = figure.add_axes(
        (_NAMES / width, 1 - (top + height) / whole, (width - _NAMES - _AGREED) / width, height / whole)
    )
    axes.set_axis_off()
    axes.set_xlim(-0.5, columns - 0.5)
    axes.margins(0)
    return axes


def _range(points: Sequence[TrendPoint]) -> tuple[float, float]:
    """From below the lowest to above the highest of levels and agreed values."""
    known = [v for point in points for v in (point.level, point.agreed) if v is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    room = (high - low) * 0.16 or max(abs(high), 1.0) * 0.05
    return low - room, high + room


def _agreed_line(axes: Axes, points: Sequence[TrendPoint]) -> None:
    """A line per stretch of one value, a step where the value changes, nothing where nothing was agreed."""
    xs: list[float] = []
    ys: list[float] = []
    for at, point in enumerate(points):
        value = float("nan") if point.agreed is None else point.agreed
        xs += [at - 0.5, at + 0.5]
        ys += [value, value]
    axes.plot(xs, ys, color=look.TEXT, linewidth=0.75, linestyle=(0, (3, 2)))


def _signs(axes: Axes, points: Sequence[TrendPoint], low: float, accent: str) -> None:
    """The verdicts' signs on their levels; on the ground where there is no level."""
    at_levels = [(at, low if p.level is None else p.level, p) for at, p in enumerate(points) if p.verdict]
    for verdict, state in look.STATES.items():
        own = [(at, y) for at, y, point in at_levels if point.verdict == verdict]
        _dots(axes, own, "o", 2 * _SIGN, state.soft)
        for at, y in own:
            axes.add_artist(_label(at, y, state.sign, state.colour, "center", axes))
    _dots(axes, [(at + _CORNER, y) for at, y, point in at_levels if point.restated], "s", 3.2, accent)


def _dots(axes: Axes, places: Sequence[tuple[float, float]], marker: str, size: float, colour: str) -> None:
    if places:
        xs, ys = zip(*places, strict=True)
        axes.plot(
            xs,
            ys,
            marker=marker,
            markersize=size,
            color=colour,
            clip_on=False,
            linestyle="",
            markeredgewidth=0,
        )


def _labelled(block: Trend) -> list[int]:
    """The periods whose level is written out: the last and the worst."""
    known = [(at, p.level) for at, p in enumerate(block.points) if p.level is not None]
    if not known:
        return []
    at_least = block.agreed.startswith("≥")
    worst = min(known, key=lambda each: each[1] if at_least else -each[1])[0]
    return sorted({worst, known[-1][0]})


def _level_label(axes: Axes, at: int, points: Sequence[TrendPoint], span: float) -> None:
    """On the other side of the sign than the agreed line where that is near, else where the line leaves room."""
    point = points[at]
    if point.level is None:
        return
    offset = (_SIGN + 5.5) / _LEVELS * span
    distance = point.level - point.agreed if point.agreed is not None else None
    if distance is not None and 0 < abs(distance) < 2.2 * offset:
        above = distance > 0
    else:
        near = [p.level for p in points[max(0, at - 1) : at + 2] if p.level is not None and p is not point]
        above = sum(1 if level > point.level else -1 for level in near) <= 0
    y = point.level + offset if above else point.level - offset
    axes.add_artist(_label(at, y, point.level_shown, look.STATES[point.verdict].colour, "center", axes))


def _bars(figure: Figure, block: Trend, rows: _Rows, width: float, accent: str) -> None:
    points = block.points
    axes = _axes(figure, rows.bars, _BARS, width, rows.end, len(points))
    known = [v for point in points for v in (point.amount, point.limit) if v is not None]
    axes.set_ylim(0, max(known, default=0.0) or 1.0)
    axes.plot([-0.5, len(points) - 0.5], [0, 0], color=look.HAIRLINE, linewidth=0.5, clip_on=False)
    _columns(axes, points, accent)
    for at, point in enumerate(points):
        _amount_label(axes, at, point)
    _name(figure, block.amount_name, rows.bars + _BARS - 4, rows.end)


def _columns(axes: Axes, points: Sequence[TrendPoint], accent: str) -> None:
    """Amounts, red where they are over their limit; of tickets the late ones in red; limits as marks across."""
    late = look.STATES["missed"].colour
    by_colour: dict[str, list[tuple[float, float]]] = {}
    for at, point in enumerate(points):
        colour = late if _is_over(point) else accent if point.part is None else _BEFORE_LATE
        by_colour.setdefault(colour, []).append((at, point.amount or 0.0))
    by_colour.setdefault(late, []).extend((at, point.part) for at, point in enumerate(points) if point.part)
    for colour, places in by_colour.items():
        if some := [place for place in places if place[1]]:
            xs, heights = zip(*some, strict=True)
            axes.bar(xs, heights, width=_BAR_WIDTH, color=colour, linewidth=0)
    half = _BAR_WIDTH / 2 + 0.08
    limits = [(at, p.limit) for at, p in enumerate(points) if p.limit is not None]
    xs = [x for at, _ in limits for x in (at - half, at + half, at + half)]
    ys = [y for _, limit in limits for y in (limit, limit, float("nan"))]
    axes.plot(xs, ys, color=look.TEXT, linewidth=1.0, clip_on=False)


def _is_over(point: TrendPoint) -> bool:
    return point.amount is not None and point.limit is not None and point.amount > point.limit


def _amount_label(axes: Axes, at: int, point: TrendPoint) -> None:
    """The amount above its bar, and above the mark of the limit where that would cross it."""
    if point.amount is None:
        return
    ceiling = axes.get_ylim()[1]
    above, high = 6.0 / _BARS * ceiling, 11.0 / _BARS * ceiling
    crossed = point.limit is not None and point.amount <= point.limit < point.amount + high
    y = (point.limit if crossed and point.limit is not None else point.amount) + above
    colour = look.STATES["missed"].colour if _is_over(point) else look.TEXT if point.amount else look.MUTED
    axes.add_artist(_label(at, y, point.amount_shown, colour, "center", axes))


def _months(figure: Figure, block: Trend, rows: _Rows, width: float) -> None:
    """Two lines of period names below the bars, then a line for each row of counts."""
    pitch = (width - _NAMES - _AGREED) / len(block.points)
    year_before = ""
    for at, point in enumerate(block.points):
        x = _NAMES + (at + 0.5) * pitch
        period, year = point.heading
        lines = [(rows.months, period)]
        if year != year_before:
            lines.append((rows.months + _LINE, year))
        year_before = year
        lines += [(rows.counts + n * _LINE, row.counts[at]) for n, row in enumerate(block.rows)]
        for y, text in lines:
            colour = look.TEXT if y >= rows.counts else look.MUTED
            figure.add_artist(_label(x, rows.end - y - _LINE / 2, text, colour, "center"))
    for n, row in enumerate(block.rows):
        _name(figure, row.name, rows.counts + (n + 0.5) * _LINE, rows.end)


def _name(figure: Figure, text: str, y: float, whole: float) -> None:
    line = letters.cut(text, look.BODY, _NAMES - 12)
    figure.add_artist(_label(0, whole - y, line, look.MUTED))


def _label(
    x: float, y: float, text: str, colour: str, align: str = "left", axes: Axes | None = None
) -> Label:
    """A text at a place in points, or in the data of `axes`; never cut off, never read as a formula."""
    return Label(
        x,
        y,
        letters.clean(text),
        color=colour,
        fontsize=look.BODY,
        ha=align,
        va="center_baseline",
        parse_math=False,
        transform=axes.transData if axes else IdentityTransform(),
        clip_on=False,
    )
