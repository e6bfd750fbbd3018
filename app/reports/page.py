"""A drawn page, free of any file format: texts, boxes, lines and paths in points from the top left corner."""

from dataclasses import dataclass, field
from typing import Literal

Pattern = Literal["", "hatched", "dotted"]

SIZES = {"A4": (595.276, 841.89), "Letter": (612.0, 792.0)}


@dataclass(frozen=True, slots=True)
class Text:
    """`y` is the baseline."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    line: str = ""
    radius: float = 0
    pattern: Pattern = ""


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float = 0.5


Step = tuple[Literal["M", "L", "C", "Z"], tuple[float, ...]]
"""Move to x, y; line to x, y; curve to x, y by two control points (six numbers); close."""


@dataclass(frozen=True, slots=True)
class Path:
    """Lines and curves, filled or stroked; `dash` says how long a dash and a gap are, one after the other."""

    steps: tuple[Step, ...]
    fill: str = ""
    line: str = ""
    width: float = 0.5
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A named place that outline and links lead to; level 0 is a section."""

    name: str
    title: str
    level: int
    y: float = 0


@dataclass(frozen=True, slots=True)
class Link:
    """An area that leads to the place of that name."""

    x: float
    y: float
    width: float
    height: float
    to: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG file's bytes, drawn into this area."""

    x: float
    y: float
    width: float
    height: float
    data: bytes


Item = Text | Box | Line | Path | Place | Link | Picture


@dataclass(frozen=True, slots=True)
class Strip:
    """A band of a page that is never broken; its items count from its own top left corner.

    `keep` holds it on one page with the strip that follows; a `gap` is only drawn between others.
    """

    height: float
    items: tuple[Item, ...] = ()
    keep: bool = False
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """The strips of one block; `repeat` stands again on top of every further page."""

    strips: tuple[Strip, ...]
    repeat: tuple[Strip, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Items moved to their place on a page."""

    x: float
    y: float
    items: tuple[Item, ...]


@dataclass(slots=True)
class Page:
    """Filled while the document is laid out."""

    width: float
    height: float
    placed: list[Placed] = field(default_factory=list[Placed])
