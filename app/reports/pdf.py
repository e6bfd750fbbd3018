"""Pages as a PDF file: letters embedded, outline, links, title, language; same content, same bytes.

Every text is drawn as it is; nothing from data is read as markup, a link or a picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from io import BytesIO
from pathlib import Path as FilePath

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader

from app import __version__
from app.reports import letters, look
from app.reports.canvas import Canvas, Strokes, Words, open_canvas
from app.reports.content import Content
from app.reports.files import written_beside
from app.reports.layout import laid_out
from app.reports.leaving import look_up
from app.reports.page import Box, Item, Line, Link, Page, Path, Picture, Place, Text
from app.reports.paper import PLAIN, Paper
from app.reports.shown import instant

_ROUND = 1  # PDF's name for round joins


@dataclass(frozen=True, slots=True)
class About:
    """The properties of a document; `made` is in UTC."""

    title: str
    author: str
    subject: str
    made: datetime
    language: str = "en-GB"


def write_pdf(content: Content, path: FilePath, page_size: str = "A4", paper: Paper = PLAIN) -> None:
    """Write the document to `path` in one piece; `page_size` is "A4" or "Letter". Raises FileError."""
    pages = laid_out(content, page_size, paper)
    about = About(
        title=f"{content.title} {content.customer}, {content.period}",
        author=content.organisation,
        subject=f"{content.state}, document {content.fingerprint}",
        made=instant(content.made_at),
        language=content.language,
    )
    write_pages(pages, path, about)


def write_pages(pages: Sequence[Page], path: FilePath, about: About) -> None:
    """Write pages that are laid out already. Raises FileError."""
    with written_beside(path) as beside:
        letters.widths(letters.REGULAR)  # known to the library before it is named
        canvas = open_canvas(beside, pages[0].width, pages[0].height, about.language, letters.REGULAR)
        _describe(canvas, about, outline=_has_places(pages))
        for page in pages:
            look_up()
            _draw_page(canvas, page)
        canvas.save()


def _has_places(pages: Sequence[Page]) -> bool:
    return any(isinstance(item, Place) for page in pages for placed in page.placed for item in placed.items)


def _describe(canvas: Canvas, about: About, *, outline: bool) -> None:
    """Document properties: only what stands on the pages; the date is the document's own."""
    canvas.setTitle(letters.clean(about.title))
    canvas.setAuthor(letters.clean(about.author))
    canvas.setSubject(letters.clean(about.subject))
    canvas.setCreator(f"Colonnade {__version__}")
    canvas.setDateFormatter(partial(_date, f"D:{about.made:%Y%m%d%H%M%S}+00'00'"))
    if outline:
        canvas.showOutline()


def _date(text: str, *_: int) -> str:
    return text


@dataclass(slots=True)
class _Pen:
    """Draws on one page and sets a colour, font or width only where it changes.

    All texts of a page are one text object; one for each would cost more than the text itself.
    """

    canvas: Canvas
    fill: str = ""
    stroke: str = ""
    width: float = -1.0
    words: Words | None = None
    font: tuple[str, float] = ("", 0.0)

    def set_fill(self, colour: str) -> None:
        if colour != self.fill:
            (self.words or self.canvas).setFillColor(_colour(colour))
            self.fill = colour

    def set_stroke(self, colour: str, width: float) -> None:
        if colour != self.stroke:
            self.canvas.setStrokeColor(_colour(colour))
            self.stroke = colour
        if width != self.width:
            self.canvas.setLineWidth(width)
            self.width = width

    def write(self, x: float, y: float, text: str, font: str, size: float) -> None:
        if self.words is None:
            self.words, self.font = self.canvas.beginText(), ("", 0.0)
        if (font, size) != self.font:
            self.words.setFont(font, size)
            self.font = (font, size)
        self.words.setTextOrigin(x, y)
        self.words.textOut(text)

    def end(self) -> None:
        if self.words is not None:
            self.canvas.drawText(self.words)


def _draw_page(canvas: Canvas, page: Page) -> None:
    """Shapes first, words over them: within a strip nothing else lies on top of a word."""
    pen = _Pen(canvas)
    canvas.setLineJoin(_ROUND)
    for placed in page.placed:
        for item in placed.items:
            if not isinstance(item, Text):
                _draw(pen, item, placed.x, page.height - placed.y)
    for placed in page.placed:
        for item in placed.items:
            if isinstance(item, Text):
                _text(pen, item, placed.x + item.x, page.height - placed.y - item.y)
    pen.end()
    canvas.showPage()


def _draw(pen: _Pen, item: Item, x: float, top: float) -> None:
    match item:
        case Text():
            pass  # all texts follow the shapes
        case Box():
            _box(pen, item, x + item.x, top - item.y - item.height)
        case Line():
            pen.set_stroke(item.colour, item.width)
            pen.canvas.line(x + item.x1, top - item.y1, x + item.x2, top - item.y2)
        case Path():
            _path(pen, item, x, top)
        case Picture():
            image = ImageReader(BytesIO(item.data))
            pen.canvas.drawImage(image, x + item.x, top - item.y - item.height, item.width, item.height)
        case Place():
            top_of_place = top - item.y + 6
            pen.canvas.bookmarkPage(item.name, fit="XYZ", left=0, top=top_of_place, zoom=0)
            title = letters.clean(item.title)
            pen.canvas.addOutlineEntry(title, item.name, level=item.level, closed=item.level == 0)
        case Link():
            left, upper = x + item.x, top - item.y
            area = (left, upper - item.height, left + item.width, upper)
            pen.canvas.linkAbsolute("", item.to, area, Border="[0 0 0]")


def _text(pen: _Pen, item: Text, x: float, y: float) -> None:
    pen.set_fill(item.colour)
    for font, piece in letters.runs(item.text, item.bold):
        pen.write(x, y, piece, font, item.size)
        x += letters.width(piece, item.size, item.bold)


def _box(pen: _Pen, item: Box, x: float, y: float) -> None:
    """Round corners are a round-joined line in the colour of the box: one shape instead of four curves."""
    if item.fill:
        pen.set_fill(item.fill)
    if item.radius:
        pen.set_stroke(item.line or item.fill, 2 * item.radius)
        r = item.radius
        pen.canvas.rect(x + r, y + r, item.width - 2 * r, item.height - 2 * r, stroke=1, fill=1)
        return
    if item.line:
        pen.set_stroke(item.line, 0.5)
    pen.canvas.rect(x, y, item.width, item.height, stroke=int(bool(item.line)), fill=int(bool(item.fill)))
    if item.pattern:
        _fill_pattern(pen.canvas, item, x, y)


def _path(pen: _Pen, item: Path, x: float, top: float) -> None:
    if item.fill:
        pen.set_fill(item.fill)
    if item.line:
        pen.set_stroke(item.line, item.width)
    drawn = pen.canvas.beginPath()
    for kind, numbers in item.steps:
        at = [(top - n) if odd % 2 else (x + n) for odd, n in enumerate(numbers)]
        match kind:
            case "M":
                drawn.moveTo(at[0], at[1])
            case "L":
                drawn.lineTo(at[0], at[1])
            case "C":
                drawn.curveTo(*at)
            case "Z":
                drawn.close()
    if item.dash:
        pen.canvas.setDash(item.dash)
    pen.canvas.drawPath(drawn, stroke=int(bool(item.line)), fill=int(bool(item.fill)))
    if item.dash:
        pen.canvas.setDash([])


def _fill_pattern(canvas: Canvas, item: Box, x: float, y: float) -> None:
    """Hatching or dots inside the box, so that the class is known without its colour."""
    canvas.saveState()
    inside = canvas.beginPath()
    inside.rect(x, y, item.width, item.height)
    canvas.clipPath(inside, stroke=0, fill=0)
    strokes = canvas.beginPath()
    if item.pattern == "hatched":
        canvas.setStrokeColor(_colour(look.WHITE))
        _hatch(strokes, item, x, y)
    else:
        canvas.setStrokeColor(_colour(look.MUTED))
        canvas.setDash([0.6, 2.4])
        _rows(strokes, item, x, y)
    canvas.setLineWidth(0.6)
    canvas.drawPath(strokes, stroke=1, fill=0)
    canvas.restoreState()


def _hatch(path: Strokes, item: Box, x: float, y: float) -> None:
    at = -item.height
    while at < item.width:
        path.moveTo(x + at, y)
        path.lineTo(x + at + item.height, y + item.height)
        at += 3.0


def _rows(path: Strokes, item: Box, x: float, y: float) -> None:
    at = 1.2
    while at < item.height:
        path.moveTo(x, y + at)
        path.lineTo(x + item.width, y + at)
        at += 2.4


@cache
def _colour(name: str) -> Color:
    return HexColor(name)
