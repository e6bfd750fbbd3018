"""Pages as a PDF file: letters embedded, outline, links, title, language; same content, same bytes.

Every text is drawn as it is; nothing from data is read as markup, a link or a picture.
"""

from functools import cache, partial
from pathlib import Path

from reportlab.lib.colors import Color, HexColor

from app import __version__
from app.reports import letters, look
from app.reports.canvas import Canvas, Strokes, open_canvas
from app.reports.content import Content
from app.reports.files import written_beside
from app.reports.layout import laid_out
from app.reports.page import Box, Item, Line, Link, Page, Place, Text
from app.reports.shown import instant


def write_pdf(content: Content, path: Path, page_size: str = "A4") -> None:
    """Write the document to `path` in one piece; `page_size` is "A4" or "Letter". Raises FileError."""
    pages = laid_out(content, page_size)
    with written_beside(path) as beside:
        letters.widths(letters.REGULAR)  # known to the library before it is named
        canvas = open_canvas(beside, pages[0].width, pages[0].height, content.language, letters.REGULAR)
        _describe(canvas, content)
        for page in pages:
            _draw_page(canvas, page)
        canvas.save()


def _describe(canvas: Canvas, content: Content) -> None:
    """Document properties: only what stands on the cover; the date is the document's own."""
    canvas.setTitle(letters.clean(f"{content.title} {content.customer}, {content.period}"))
    canvas.setAuthor(letters.clean(content.organisation))
    canvas.setSubject(letters.clean(f"{content.state}, document {content.fingerprint}"))
    canvas.setCreator(f"Colonnade {__version__}")
    made = instant(content.made_at)
    canvas.setDateFormatter(partial(_date, f"D:{made:%Y%m%d%H%M%S}+00'00'"))
    canvas.showOutline()


def _date(text: str, *_: int) -> str:
    return text


def _draw_page(canvas: Canvas, page: Page) -> None:
    for placed in page.placed:
        for item in placed.items:
            _draw(canvas, item, placed.x, page.height - placed.y)
    canvas.showPage()


def _draw(canvas: Canvas, item: Item, x: float, top: float) -> None:
    match item:
        case Text():
            _text(canvas, item, x + item.x, top - item.y)
        case Box():
            _box(canvas, item, x + item.x, top - item.y - item.height)
        case Line():
            canvas.setStrokeColor(_colour(item.colour))
            canvas.setLineWidth(item.width)
            canvas.line(x + item.x1, top - item.y1, x + item.x2, top - item.y2)
        case Place():
            canvas.bookmarkPage(item.name, fit="XYZ", left=0, top=top - item.y + 6, zoom=0)
            canvas.addOutlineEntry(
                letters.clean(item.title), item.name, level=item.level, closed=item.level == 0
            )
        case Link():
            left, upper = x + item.x, top - item.y
            area = (left, upper - item.height, left + item.width, upper)
            canvas.linkAbsolute("", item.to, area, Border="[0 0 0]")


def _text(canvas: Canvas, item: Text, x: float, y: float) -> None:
    canvas.setFillColor(_colour(item.colour))
    for font, piece in letters.runs(item.text, item.bold):
        canvas.setFont(font, item.size)
        canvas.drawString(x, y, piece)
        x += letters.width(piece, item.size, item.bold)


def _box(canvas: Canvas, item: Box, x: float, y: float) -> None:
    if item.fill:
        canvas.setFillColor(_colour(item.fill))
    if item.line:
        canvas.setStrokeColor(_colour(item.line))
        canvas.setLineWidth(0.5)
    if item.radius:
        canvas.roundRect(
            x, y, item.width, item.height, item.radius, stroke=int(bool(item.line)), fill=int(bool(item.fill))
        )
    else:
        canvas.rect(x, y, item.width, item.height, stroke=int(bool(item.line)), fill=int(bool(item.fill)))
    if item.pattern:
        _fill_pattern(canvas, item, x, y)


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
        canvas.setDash(0.6, 2.4)
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
