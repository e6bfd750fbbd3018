"""A matplotlib figure as items of a page, so that one chart is drawn by PDF, preview and window alike.

Vectors stay vectors and text stays text in the letters the page embeds. What a page has no words for (pictures,
turned text, transparency) is refused rather than drawn otherwise. Importing this costs what matplotlib costs.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, cast

import matplotlib
from matplotlib.artist import Artist
from matplotlib.backend_bases import FigureCanvasBase, GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D, IdentityTransform, Transform

from app.reports import letters
from app.reports.page import Box, Item, Line, Path, Step, Text

# Names of customers and services are text, never formulas: "Ba$$in" would stop the drawing.
matplotlib.rcParams["text.parse_math"] = False

Align = Literal["left", "center"]

POINTS = 72  # an inch; at this resolution a point is a pixel of the figure
_ASCENT, _DESCENT = 0.76, 0.24  # of the type size, as in the embedded letters
_BOLD = 600
_NAMES = {"normal": 400, "regular": 400, "bold": 700, "semibold": 600, "heavy": 800}
_RECTANGLE = (Outline.MOVETO, Outline.LINETO, Outline.LINETO, Outline.LINETO, Outline.CLOSEPOLY)
_CODES = {Outline.MOVETO: "M", Outline.LINETO: "L", Outline.CURVE4: "C", Outline.CLOSEPOLY: "Z"}


def new_figure(width: float, height: float) -> Figure:
    """An empty figure of this size in points, without pyplot."""
    figure = Figure(figsize=(width / POINTS, height / POINTS), dpi=POINTS)
    FigureCanvasBase(figure)
    return figure


class Words(Artist):
    """Texts of one size at places in points, from the lower left corner; `y` is the baseline.

    matplotlib's own texts are each measured and laid out anew, which costs more than all the lines of a chart.
    """

    def __init__(self, size: float) -> None:
        super().__init__()
        self.set_zorder(3)  # over lines and bars, as matplotlib's own
        self._font = FontProperties(size=size)
        self._size = size
        self._texts: list[tuple[float, float, str, str]] = []

    def add(self, x: float, y: float, text: str, colour: str, align: Align = "left") -> None:
        """One line of text; an empty one draws nothing."""
        line = text.replace("\n", " ")
        if line:
            before = letters.width(line, self._size) / 2 if align == "center" else 0
            self._texts.append((x - before, y, line, colour))

    def draw(self, renderer: RendererBase) -> None:
        gc = renderer.new_gc()
        height = renderer.get_canvas_width_height()[1]
        for x, y, text, colour in self._texts:
            gc.set_foreground(colour)
            renderer.draw_text(gc, x, height - y if renderer.flipy() else y, text, self._font, 0)
        gc.restore()


class Boxes(Artist):
    """Boxes of one colour by left, bottom, right and top in points; a patch of matplotlib's for each costs far more."""

    def __init__(self, places: Sequence[tuple[float, float, float, float]], colour: str) -> None:
        super().__init__()
        self.set_zorder(1)  # under lines, as matplotlib's own
        self._places, self._fill = places, to_rgb(colour)

    def draw(self, renderer: RendererBase) -> None:
        gc = renderer.new_gc()
        gc.set_linewidth(0)
        for left, bottom, right, top in self._places:
            corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
            renderer.draw_path(gc, Outline(corners, _RECTANGLE), IdentityTransform(), self._fill)
        gc.restore()


def drawn(figure: Figure) -> tuple[Item, ...]:
    """Everything the figure draws, in its order; points from its top left corner."""
    width, height = figure.get_size_inches() * POINTS
    renderer = _ItemRenderer(float(width), float(height))
    figure.draw(renderer)
    return tuple(renderer.items)


class _ItemRenderer(RendererBase):
    """Collects what a figure asks to be drawn. Method names and their order are matplotlib's."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self._width, self._height = width, height
        self._flip = Affine2D().scale(1, -1).translate(0, height)
        self.items: list[Item] = []

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Outline,
        transform: Transform,
        rgbFace: object = None,  # noqa: N803 - matplotlib's name
    ) -> None:
        fill = _colour(rgbFace)
        line = _colour(gc.get_rgb()) if gc.get_linewidth() > 0 else ""
        if not (fill or line):
            return
        steps = tuple(_steps((transform + self._flip).transform_path(path)))
        dash = tuple(cast("Sequence[float]", gc.get_dashes()[1] or ()))
        self.items += _simplest(steps, fill, line, gc.get_linewidth(), dash, bool(gc.get_hatch()))

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: object = False,
        mtext: object = None,
    ) -> None:
        if angle:
            raise ValueError("a page has no turned text")
        size = prop.get_size_in_points()
        self.items.append(
            Text(round(float(x), 3), round(float(y), 3), s, size, _colour(gc.get_rgb()), _is_bold(prop))
        )

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: object
    ) -> tuple[float, float, float]:
        size = prop.get_size_in_points()
        return letters.width(s, size, _is_bold(prop)), (_ASCENT + _DESCENT) * size, _DESCENT * size

    def draw_image(self, *_: object, **__: object) -> None:
        raise ValueError("a chart on a page has no pictures")

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self._width, self._height

    def points_to_pixels(self, points: float) -> float:  # pyright: ignore[reportIncompatibleMethodOverride]
        return points


def _steps(path: Outline) -> Iterator[Step]:
    """The outline step by step; gaps in the data begin anew, quadratic curves become cubic ones."""
    for numbers, code in path.iter_segments(remove_nans=True, simplify=False):
        at = tuple(round(float(n), 3) for n in numbers)
        if code == Outline.CLOSEPOLY:
            yield "Z", ()
        elif code == Outline.CURVE3:
            raise ValueError("a page has cubic curves only")
        elif code != Outline.STOP:
            yield _CODES[code], at  # pyright: ignore[reportReturnType] - the table's values are the steps


def _simplest(
    steps: tuple[Step, ...], fill: str, line: str, width: float, dash: tuple[float, ...], hatched: bool
) -> Iterator[Item]:
    """A box or a line where the outline is one: pages can be measured by these, and files stay small."""
    kinds = "".join(kind for kind, _ in steps)
    points = [at for kind, at in steps if kind in "ML"]
    if kinds == "ML" and line and not dash:
        (x1, y1), (x2, y2) = points
        yield Line(x1, y1, x2, y2, line, width)
    elif kinds in ("MLLLZ", "MLLLL") and _is_upright(points) and fill and not line and not dash:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        size = max(xs) - min(xs), max(ys) - min(ys)
        if min(size) > 0:
            yield Box(min(xs), min(ys), *size, fill, pattern="hatched" if hatched else "")
    elif steps:
        yield Path(steps, fill, line, width, dash)


def _is_upright(points: list[tuple[float, ...]]) -> bool:
    """Whether four corners (and perhaps the first again) are a rectangle along the page's sides."""
    corners = points[:4]
    return (
        len({x for x, _ in corners}) <= 2
        and len({y for _, y in corners}) <= 2
        and points[4:] in ([], [points[0]])
    )


def _colour(rgb: object) -> str:
    """#RRGGBB; empty for nothing or wholly transparent. What shines through in part has no place on a page."""
    if rgb is None:
        return ""
    return _hex(tuple(cast("Sequence[float]", rgb)))


@lru_cache(maxsize=256)
def _hex(rgb: tuple[float, ...]) -> str:
    red, green, blue, *alpha = rgb
    if alpha and alpha[0] == 0:
        return ""
    if alpha and alpha[0] < 1:
        raise ValueError("a page has no half transparent colours")
    return to_hex((red, green, blue)).upper()


def _is_bold(prop: FontProperties) -> bool:
    weight = prop.get_weight()
    return (_NAMES.get(weight, 400) if isinstance(weight, str) else weight) >= _BOLD
