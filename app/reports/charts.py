"""Charts on paper: the SLAM chart, the ledger day by day, bars against a limit, and where a trend stands.

All but trends are rows of signs and boxes, drawn straight as shapes: they break across pages between rows, which
a figure cannot, and cost a tenth of one.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.reports import letters, look
from app.reports.content import Chart, Day, LedgerTimeline, Slam, SlamCell, SlamGroup, SlamRow, Trend
from app.reports.page import Band, Box, Item, Line, Pattern, Place, Strip, Text
from app.reports.shown import CLASSES, TIED

_LINE = look.line_height()
_BASELINE = round(look.BODY * 1.02, 2)
_SLAM_PITCH = 20.0
_SLAM_LABEL = 132.0
_DAY_LABEL = 38.0
_DAY_PITCH = 9.8
_DAY_BAR = 7.2
_DAY_NOTE = 186.0
_WHOLE_LIMITS = 130.0  # bars against limits that take no more stand on one page
_PATTERNS: dict[str, Pattern] = {"excluded": "hatched", "unknown": "dotted"}


def slam(block: Slam, width: float, accent: str = look.ACCENT) -> Band:
    """A row a target, a column a period; every cell has colour and sign, the last period its figure too."""
    header = _slam_header(block.periods)
    sentence = letters.wrapped(block.sentence, look.BODY, width)
    strips = [Strip(_LINE, (Text(0, _BASELINE, line, look.BODY, look.TEXT),)) for line in sentence]
    strips += [Strip(6), header]
    for group in block.groups:
        strips += _slam_group(group, len(block.periods), width, accent)
    strips.append(_slam_legend(block, accent))
    whole = [replace(strip, keep=True) for strip in strips[:-1]]
    whole[len(sentence) + 1] = header
    return Band((*whole, strips[-1], Strip(6, gap=True)), (header,))


def _slam_header(periods: Sequence[tuple[str, str]]) -> Strip:
    items: list[Item] = []
    widest = max((letters.width(period, look.BODY) for period, _ in periods), default=0)
    size = (
        look.BODY if widest < _SLAM_PITCH - 1.5 or len(periods) == 1 else look.SMALL
    )  # weeks touch each other
    for at, (period, year) in enumerate(periods):
        items.append(_centred(period, at, 2 * _LINE - 3.5, look.TEXT, size))
        if _has_year(periods, at):
            items.append(_centred(year, at, _LINE - 3.5, look.MUTED))
    return Strip(2 * _LINE, tuple(items), keep=True)


def _has_year(periods: Sequence[tuple[str, str]], at: int) -> bool:
    """Whether a column's year stands over it: a new one, unless the next column needs the room for its own."""
    years = [year for _, year in periods]
    begins = at == 0 or years[at] != years[at - 1]
    return begins and (at + 1 == len(years) or years[at + 1] == years[at])


def _centred(text: str, column: int, y: float, colour: str, size: float = look.BODY) -> Text:
    middle = _SLAM_LABEL + column * _SLAM_PITCH + _SLAM_PITCH / 2
    return Text(middle - letters.width(text, size) / 2, y, text, size, colour)


def _slam_group(group: SlamGroup, columns: int, width: float, accent: str) -> list[Strip]:
    names = letters.wrapped(group.service, look.BODY, width, bold=True)
    title = tuple(
        Text(0, 4 + at * _LINE + _BASELINE, line, look.BODY, look.TEXT, True) for at, line in enumerate(names)
    )
    return [
        Strip(len(names) * _LINE + 5, title, keep=True),
        *[_slam_row(row, columns, width, accent) for row in group.rows],
    ]


def _slam_row(row: SlamRow, columns: int, width: float, accent: str) -> Strip:
    """The label's lines decide the height; cells stand on the first line."""
    labels = letters.wrapped(row.label, look.BODY, _SLAM_LABEL - 8)
    x = _SLAM_LABEL + columns * _SLAM_PITCH + 6
    results = letters.wrapped(row.achieved, look.BODY, width - x)
    height = max(len(labels), len(results)) * _LINE + 4
    items: list[Item] = [
        Text(0, 2 + at * _LINE + _BASELINE, t, look.BODY, look.TEXT) for at, t in enumerate(labels)
    ]
    for column, cell in enumerate(row.cells):
        if cell:
            items += _slam_cell(cell, column, accent)
    own = row.cells[-1]
    colour = look.STATES[own.verdict].colour if own else look.MUTED
    items += [Text(x, 2 + at * _LINE + _BASELINE, t, look.BODY, colour) for at, t in enumerate(results)]
    return Strip(height, tuple(items))


def _slam_cell(cell: SlamCell, column: int, accent: str) -> list[Item]:
    state, x = look.STATES[cell.verdict], _SLAM_LABEL + column * _SLAM_PITCH
    items: list[Item] = [
        Box(x + 1, 1, _SLAM_PITCH - 2, _LINE + 2, state.soft, radius=2.5),
        _centred(state.sign, column, 2 + _BASELINE, state.colour),
    ]
    if cell.restated:
        items.append(Box(x + _SLAM_PITCH - 5.5, 2, 3.5, 3.5, accent))
    return items


def _slam_legend(block: Slam, accent: str) -> Strip:
    items: list[Item] = []
    x, y = 0.0, 8 + _BASELINE
    for verdict, state in look.STATES.items():
        text = f"{state.sign} {verdict}"
        items.append(Text(x, y, text, look.BODY, state.colour))
        x += letters.width(text, look.BODY) + 14
    if any(cell and cell.restated for group in block.groups for row in group.rows for cell in row.cells):
        items += [Box(x, y - 5.5, 3.5, 3.5, accent), Text(x + 7, y, "restated", look.BODY, look.MUTED)]
    return Strip(_LINE + 10, tuple(items))


def timeline(block: LedgerTimeline, width: float, name: str) -> Band:
    """A row a day from 00 to 24; kept on one page unless it is longer than a page."""
    bars = width - _DAY_LABEL - _DAY_NOTE
    axis = _axis(bars)
    title = _timeline_title(block, width, name)
    days = [_day(day, bars) for day in block.days]
    legend = _legend(block, width)
    return Band((Strip(8, gap=True), title, axis, *days, *legend, Strip(10, gap=True)), (axis,))


def _timeline_title(block: LedgerTimeline, width: float, name: str) -> Strip:
    lines = letters.wrapped(block.title, look.BODY, width, bold=True)
    items: list[Item] = [Place(name, block.title, 1)]
    items += [Text(0, at * _LINE + _BASELINE, t, look.BODY, look.TEXT, True) for at, t in enumerate(lines)]
    return Strip(len(lines) * _LINE + 2, tuple(items), keep=True)


def _axis(bars: float) -> Strip:
    items: list[Item] = []
    for hour in range(0, 25, 4):
        text = f"{hour:02d}"
        x = _DAY_LABEL + bars * hour / 24 - letters.width(text, look.BODY) / 2
        items.append(Text(x, _BASELINE, text, look.BODY, look.MUTED))
    return Strip(_LINE, tuple(items), keep=True)


def _day(day: Day, bars: float) -> Strip:
    top = (_DAY_PITCH - _DAY_BAR) / 2
    baseline = _DAY_PITCH - 2.2
    items: list[Item] = [Text(0, baseline, day.label, look.BODY, look.MUTED)]
    for bar in day.bars:
        x, wide = _DAY_LABEL + bars * bar.start, bars * (bar.end - bar.start)
        line = look.HAIRLINE if bar.kind in ("future", "unknown") else ""
        # A short outage still shows: at least three quarters of a point.
        seen = max(wide, 0.75) if bar.kind in ("down", "degraded") else wide
        items.append(Box(x, top, seen, _DAY_BAR, look.LEDGER[bar.kind], line, 0, _PATTERNS.get(bar.kind, "")))
    lines = _note_lines(day.note)
    x = _DAY_LABEL + bars + 8
    items += [
        Text(x, baseline + at * _DAY_PITCH, line, look.BODY, look.TEXT) for at, line in enumerate(lines)
    ]
    return Strip(_DAY_PITCH * max(1, len(lines)), tuple(items), keep=True)


def _note_lines(note: str) -> tuple[str, ...]:
    """The whole note, on as many lines as it takes; an outage's number stays beside its "no."."""
    tied = note.replace("no. ", f"no.{TIED}")
    return letters.wrapped(tied, look.BODY, _DAY_NOTE - 8) if note else ()


def _legend(block: LedgerTimeline, width: float) -> list[Strip]:
    """Each class that occurs, with its whole time, on as many lines as it takes; the sentence below."""
    rows: list[list[Item]] = [[]]
    x = 0.0
    for kind, total in block.totals.items():
        text = f"{CLASSES[kind]} {total}"
        needed = 14 + letters.width(text, look.BODY) + 14
        if x and x + needed > width:
            rows.append([])
            x = 0.0
        line = look.HAIRLINE if kind in ("future", "unknown") else ""
        rows[-1].append(Box(x, 3, 10, 7, look.LEDGER[kind], line, 0, _PATTERNS.get(kind, "")))
        rows[-1].append(Text(x + 14, 1 + _BASELINE, text, look.BODY, look.MUTED))
        x += needed
    for line in letters.wrapped(block.sentence, look.BODY, width) if block.sentence else ():
        rows.append([Text(0, 1 + _BASELINE, line, look.BODY, look.MUTED)])
    last = len(rows) - 1
    return [Strip(_LINE + 1, tuple(items), keep=at < last) for at, items in enumerate(rows)]


def limits(block: Chart, width: float, accent: str = look.ACCENT) -> Band:
    """A bar for each label, the agreed limit as a mark across it, the figures in words beside it."""
    names, texts = width * 0.42, width * 0.26
    room = width - names - texts
    known = [value for value in (*block.series.values, *block.limits) if value is not None]
    scale = room / max(known) if known and max(known) > 0 else 0.0
    strips = [
        _limit_row(label, value, limit, text, scale, names, room, accent)
        for label, value, limit, text in zip(
            block.labels, block.series.values, block.limits, block.series.shown, strict=True
        )
    ]
    sentence = letters.wrapped(block.sentence, look.BODY, width)
    below = [Strip(_LINE, (Text(0, _BASELINE, line, look.BODY, look.MUTED),), keep=True) for line in sentence]
    last = [replace(strip, keep=False) for strip in below[-1:]]
    whole = len(strips) if sum(strip.height for strip in strips) <= _WHOLE_LIMITS else 1
    held = [replace(strip, keep=True) for strip in strips[-whole:]]  # the sentence never stands alone
    return Band((*strips[:-whole], *held, Strip(4, gap=True), *below[:-1], *last, Strip(8, gap=True)))


def _limit_row(
    label: str,
    value: float | None,
    limit: float | None,
    text: str,
    scale: float,
    names: float,
    room: float,
    accent: str,
) -> Strip:
    over = value is not None and limit is not None and value > limit
    colour = look.STATES["missed"].colour if over else accent
    items: list[Item] = [
        Text(0, 1 + _BASELINE, letters.cut(label, look.BODY, names - 10), look.BODY, look.TEXT),
        Box(names, 3, room, 7, look.SURFACE),
    ]
    if value:
        items.append(Box(names, 3, max(0.75, value * scale), 7, colour))
    if limit is not None:
        items.append(Line(names + limit * scale, 1, names + limit * scale, 12, look.TEXT, 1.0))
    items.append(Text(names + room + 8, 1 + _BASELINE, text, look.BODY, colour if over else look.MUTED))
    return Strip(_LINE + 2, tuple(items))


def trend(block: Trend, width: float, name: str, accent: str = look.ACCENT, drawn: bool = True) -> Band:
    """Title, sentence and chart, on one page; not `drawn`, only its height counts."""
    # matplotlib takes 0.7 s to import; only a document with a trend needs it.
    from app.reports.trend_charts import trend_height, trend_items

    height, items = trend_items(block, width, accent) if drawn else (trend_height(block), ())
    title = letters.wrapped(block.title, look.BODY, width, bold=True)
    lines = [Text(0, at * _LINE + _BASELINE, t, look.BODY, look.TEXT, True) for at, t in enumerate(title)]
    said = letters.wrapped(block.sentence, look.BODY, width)
    return Band(
        (
            Strip(10, gap=True),
            Strip(len(title) * _LINE + 2, (Place(name, block.title, 1), *lines), keep=True),
            *[Strip(_LINE, (Text(0, _BASELINE, line, look.BODY, look.MUTED),), keep=True) for line in said],
            Strip(height, items),
            Strip(6, gap=True),
        )
    )
