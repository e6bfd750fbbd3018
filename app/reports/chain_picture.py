"""What a service stands on, drawn on a page: the layout of the Dependencies page in letters that can be read.

Letters keep their size; what shrinks is the room between rows and the width of boxes, and where that is not enough,
boxes that matter least are left out and counted.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil

import numpy as np

from app.calc.layered import Box as Place
from app.calc.layered import Edge, Layered, Point, layered
from app.reports import letters, look
from app.reports.content import PictureBox, StructurePicture
from app.reports.leaving import look_up
from app.reports.page import Band, Item, Line, Path, Step, Strip, Text

HIGHEST = 490.0  # points, so that what is said of the service stands above it on the same page
_WIDE, _WIDEST = 160, 112.0  # before the width is fitted, and points at most
_GROUP = (128, 16)
# Of three lines and, where it gets crowded, of two: height, least width, least gap between rows.
_SHAPES = ((48, 74.0, 20.0), (32, 62.0, 13.0))
_ROW_GAP = 34.0  # between rows, where there is room
_IN_A_ROW = (4, 5, 6, 7)
_COUNTS = (75, 65, 60, 50, 45, 40, 35, 30, 25, 20, 15, 10, 6, 3, 1)
_PAD = 4.0
_LINE = look.line_height()
_BASELINE = round(look.BODY * 1.02, 2)
_TITLE_LINES = 2
_SOFT_ACCENT = "#E6EEFA"
_DASH = (3.0, 2.0)
_RADIUS = 4.0
_CIRCLE = 0.4477  # from the corner to the handle of a quarter of a circle, in radii


def band(block: StructurePicture, width: float, accent: str = look.ACCENT) -> Band:
    """The picture on one page, what was left out in words, and the legend."""
    boxes, fitted = _fitted(block, width)
    items = tuple(_items(boxes, fitted, accent))
    said = [block.legend]
    if len(boxes) < len(block.boxes):
        said.insert(0, _left_out(block, boxes))
    lines = [line for text in said if text for line in letters.wrapped(text, look.BODY, width)]
    below = [Strip(_LINE, (Text(0, _BASELINE, line, look.BODY, look.MUTED),), keep=True) for line in lines]
    last = [Strip(_LINE, strip.items) for strip in below[-1:]]
    picture = Strip(fitted.height, items, keep=bool(below))
    return Band((picture, *([Strip(4, keep=True)] if below else []), *below[:-1], *last, Strip(8, gap=True)))


def _left_out(block: StructurePicture, boxes: Sequence[PictureBox]) -> str:
    whole = sum(each.kind != "group" for each in block.boxes)
    drawn = sum(each.kind != "group" for each in boxes)
    return f"{whole - drawn:,} of {whole:,} are left out for want of room; {block.kept}"


class _Fitted:
    """A layout moved to a page: widths by one factor, rows as near to each other as there is room for."""

    def __init__(self, drawn: Layered, width: float) -> None:
        right = max((box.x + box.width for box in drawn.boxes.values()), default=1)
        right = max(right, max((x for route in drawn.routes.values() for x, _ in route), default=1))
        self._drawn = drawn
        self.across = min(_WIDEST / _WIDE, width / right)
        self._left = (width - right * self.across) / 2
        rows = _rows(drawn.boxes.values())
        heights = sum(bottom - top for top, bottom in rows)
        gaps = max(1, len(rows) - 1)
        self.gap = min(_ROW_GAP, (HIGHEST - heights) / gaps)
        self.height = heights + self.gap * max(0, len(rows) - 1)
        ends, at = list[float](), 0.0
        for top, bottom in rows:
            ends += [at, at + bottom - top]
            at = ends[-1] + self.gap
        self._from = [float(edge) for row in rows for edge in row]
        self._to = ends

    def is_readable(self, narrowest: float, least_gap: float) -> bool:
        return self.across * _WIDE >= narrowest and self.gap >= least_gap

    def point(self, point: Point) -> tuple[float, float]:
        x, y = point
        return round(self._left + x * self.across, 2), round(float(np.interp(y, self._from, self._to)), 2)

    def box(self, key: str) -> tuple[float, float, float, float]:
        """Left, top, width and height."""
        place = self._drawn.boxes[key]
        x, y = self.point((place.x, place.y))
        return x, y, round(place.width * self.across, 2), float(place.height)

    @property
    def routes(self) -> Mapping[Edge, tuple[Point, ...]]:
        return self._drawn.routes


def _rows(places: Collection[Place]) -> list[tuple[int, int]]:
    """Top and bottom of each row; lower boxes stand in the middle of theirs."""
    rows: list[tuple[int, int]] = []
    for place in sorted(places, key=lambda each: (each.y, -each.height)):
        top, bottom = place.y, place.y + place.height
        if rows and top < rows[-1][1]:
            rows[-1] = min(rows[-1][0], top), max(rows[-1][1], bottom)
        else:
            rows.append((top, bottom))
    return rows


def _fitted(block: StructurePicture, width: float) -> tuple[Sequence[PictureBox], _Fitted]:
    """All boxes where they can be read, else as many as can, those first that matter most."""
    counts = (len(block.boxes), *(count for count in _COUNTS if count < len(block.boxes)))
    boxes, fitted = block.boxes, None
    for count in counts:
        boxes = _most_important(block, count)
        keys = {box.key for box in boxes}
        edges = [edge for edge in block.edges if keys.issuperset(edge)]
        for height, narrowest, least_gap in _SHAPES:
            sizes = {box.key: _GROUP if box.kind == "group" else (_WIDE, height) for box in boxes}
            for in_a_row in _IN_A_ROW:
                look_up()
                if _least_height(boxes, in_a_row, height, least_gap) > HIGHEST:
                    continue  # laying it out would only cost time
                fitted = _Fitted(layered(sizes, edges, in_a_row), width)
                if fitted.is_readable(narrowest, least_gap):
                    return boxes, fitted
    assert fitted is not None
    return boxes, fitted


def _least_height(boxes: Sequence[PictureBox], in_a_row: int, height: int, gap: float) -> float:
    """Of that many rows, were they all full and without groups between them."""
    rows = ceil(sum(box.kind != "group" for box in boxes) / in_a_row)
    return rows * (height + gap) - gap


def _most_important(block: StructurePicture, count: int) -> Sequence[PictureBox]:
    """So many boxes with all that lead to them from the top, in the order of the picture."""
    if count >= len(block.boxes):
        return block.boxes
    above: dict[str, list[str]] = {}
    for upper, lower in block.edges:
        above.setdefault(lower, []).append(upper)
    kept = {block.boxes[0].key}
    for box in sorted(block.boxes[1:], key=lambda each: -each.matters):
        if len(kept) >= count:
            break
        waiting = [box.key]
        while waiting:
            key = waiting.pop()
            if key not in kept:
                kept.add(key)
                waiting += above.get(key, ())
    return [box for box in block.boxes if box.key in kept]


def _items(boxes: Sequence[PictureBox], fitted: _Fitted, accent: str) -> Iterator[Item]:
    for route in fitted.routes.values():
        yield from _line([fitted.point(point) for point in route])
    for box in boxes:
        look_up()
        yield from _box(box, fitted.box(box.key), accent)


def _line(points: Sequence[tuple[float, float]]) -> Iterator[Item]:
    """Straight down within rows, a soft bend between them."""
    if len({x for x, _ in points}) == 1:
        yield Line(*points[0], *points[-1], look.MUTED, 0.6)
        return
    steps: list[Step] = [("M", points[0])]
    for (x, y), (to_x, to_y) in pairwise(points):
        half = (y + to_y) / 2
        bend = x != to_x
        steps.append(("C", (x, half, to_x, half, to_x, to_y)) if bend else ("L", (to_x, to_y)))
    yield Path(tuple(steps), line=look.MUTED, width=0.6)


def _box(box: PictureBox, place: tuple[float, float, float, float], accent: str) -> Iterator[Item]:
    x, y, width, height = place
    state = look.STATES.get(box.tone)
    line = state.colour if state else accent if box.kind == "service" else look.MUTED
    fill = state.soft if state else _SOFT_ACCENT if box.kind == "service" else look.WHITE
    radius = height / 2 if box.kind == "group" else _RADIUS
    yield Path(_rounded(x, y, width, height, radius), fill, line, 0.8, _DASH if box.dashed else ())
    lines = _lines(box, width - 2 * _PAD, int((height - _PAD) / _LINE))
    top = y + (height - len(lines) * _LINE) / 2
    for at, (text, colour, bold) in enumerate(lines):
        middle = x + (width - letters.width(text, look.BODY, bold)) / 2
        yield Text(round(middle, 2), round(top + at * _LINE + _BASELINE, 2), text, look.BODY, colour, bold)


def _rounded(x: float, y: float, width: float, height: float, radius: float) -> tuple[Step, ...]:
    """A box with round corners, clockwise from the upper left one."""
    right, bottom, bend = x + width, y + height, radius * _CIRCLE
    corners: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...] = (
        ((right - radius, y), (right - bend, y, right, y + bend, right, y + radius)),
        ((right, bottom - radius), (right, bottom - bend, right - bend, bottom, right - radius, bottom)),
        ((x + radius, bottom), (x + bend, bottom, x, bottom - bend, x, bottom - radius)),
        ((x, y + radius), (x, y + bend, x + bend, y, x + radius, y)),
    )
    steps: list[Step] = [("M", (x + radius, y))]
    for straight, corner in corners:
        steps.append(("L", straight))
        steps.append(("C", corner))
    return (*steps, ("Z", ()))


def _lines(box: PictureBox, room: float, most: int) -> list[tuple[str, str, bool]]:
    """The title and what is said below it, cut to the box; where it is low, minutes go before a second line."""
    if box.kind == "group":
        return [(letters.cut(box.title, look.BODY, room), look.TEXT, False)]
    state = look.STATES.get(box.tone)
    below = box.below if most > _TITLE_LINES or state else ""
    whole = letters.wrapped(" ".join(box.title.split()), look.BODY, room, bold=True)
    first = most - bool(below) - 1
    title = [*whole[:first], " ".join(whole[first:])]
    found = [(letters.cut(text, look.BODY, room, bold=True), look.TEXT, True) for text in title if text]
    if below:
        found.append((letters.cut(below, look.BODY, room), state.colour if state else look.MUTED, False))
    return found
