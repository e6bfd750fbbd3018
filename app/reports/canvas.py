"""What is used of reportlab's canvas, with types; the library's own are incomplete."""

from collections.abc import Callable, Sequence
from pathlib import Path as FilePath
from typing import Protocol, cast

from reportlab import rl_config
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas as _Canvas

# Page streams as they are, not once more as letters: a fifth smaller, and faster.
rl_config.useA85 = 0


class Strokes(Protocol):
    """A path under construction; points count from the lower left corner."""

    def moveTo(self, x: float, y: float) -> None: ...  # noqa: N802 - reportlab's name
    def lineTo(self, x: float, y: float) -> None: ...  # noqa: N802
    def curveTo(self, *points: float) -> None: ...  # noqa: N802
    def rect(self, x: float, y: float, width: float, height: float) -> None: ...
    def close(self) -> None: ...


class Words(Protocol):
    """Texts one after the other, each with its own place and font."""

    def setFillColor(self, colour: Color) -> None: ...  # noqa: N802
    def setFont(self, name: str, size: float) -> None: ...  # noqa: N802
    def setTextOrigin(self, x: float, y: float) -> None: ...  # noqa: N802
    def textOut(self, text: str) -> None: ...  # noqa: N802


class Canvas(Protocol):
    """A PDF under construction, one page after the other."""

    def setTitle(self, title: str) -> None: ...  # noqa: N802
    def setAuthor(self, author: str) -> None: ...  # noqa: N802
    def setSubject(self, subject: str) -> None: ...  # noqa: N802
    def setCreator(self, creator: str) -> None: ...  # noqa: N802
    def setDateFormatter(self, formatter: Callable[..., str]) -> None: ...  # noqa: N802
    def showOutline(self) -> None: ...  # noqa: N802
    def showPage(self) -> None: ...  # noqa: N802
    def save(self) -> None: ...
    def saveState(self) -> None: ...  # noqa: N802
    def restoreState(self) -> None: ...  # noqa: N802
    def setFillColor(self, colour: Color) -> None: ...  # noqa: N802
    def setStrokeColor(self, colour: Color) -> None: ...  # noqa: N802
    def setLineWidth(self, width: float) -> None: ...  # noqa: N802
    def setDash(self, lengths: Sequence[float]) -> None: ...  # noqa: N802
    def setLineJoin(self, mode: int) -> None: ...  # noqa: N802
    def beginText(self) -> Words: ...  # noqa: N802
    def drawText(self, words: Words) -> None: ...  # noqa: N802
    def line(self, x1: float, y1: float, x2: float, y2: float) -> None: ...
    def rect(self, x: float, y: float, width: float, height: float, stroke: int, fill: int) -> None: ...
    def beginPath(self) -> Strokes: ...  # noqa: N802
    def clipPath(self, path: Strokes, stroke: int, fill: int) -> None: ...  # noqa: N802
    def drawPath(self, path: Strokes, stroke: int, fill: int) -> None: ...  # noqa: N802
    def bookmarkPage(self, key: str, fit: str, left: float, top: float, zoom: float) -> object: ...  # noqa: N802
    def addOutlineEntry(self, title: str, key: str, level: int, closed: bool) -> None: ...  # noqa: N802
    def drawImage(  # noqa: N802
        self, image: ImageReader, x: float, y: float, width: float, height: float
    ) -> object: ...
    def linkAbsolute(  # noqa: N802
        self, contents: str, destinationname: str, area: tuple[float, ...], /, **look: str
    ) -> None: ...


def open_canvas(path: FilePath, width: float, height: float, language: str, font: str) -> Canvas:
    """A canvas that gives the same bytes for the same drawing: no clock, no random name."""
    return cast(
        "Canvas",
        _Canvas(
            str(path),
            pagesize=(width, height),
            invariant=1,
            pageCompression=1,
            lang=language,
            initialFontName=cast("None", font),  # the library's annotation says float; it is a font's name
        ),
    )
