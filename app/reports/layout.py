"""Content laid out on pages: cover, sections, header and footer. Page breaks are decided here alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.reports import bands, chain_picture, charts, letters, look
from app.reports.content import (
    Block,
    Chart,
    Content,
    Facts,
    Heading,
    LedgerTimeline,
    Paragraph,
    Section,
    Slam,
    StructurePicture,
    Table,
    Tally,
    Trend,
)
from app.reports.leaving import look_up
from app.reports.pack import EDITIONS
from app.reports.page import SIZES, Band, Box, Item, Line, Link, Page, Picture, Place, Placed, Strip, Text
from app.reports.paper import PLAIN, Paper
from app.reports.shorter import MOST_PAGES, versions

_TOP = look.MARGIN + 16
_BOTTOM = look.MARGIN + 14
_LEAST_ROOM = 0.15  # of a page, for a section to start on it
_COVER_TITLE, _COVER_NAME = 12.0, 26.0
_CONTENTS_LINES = 15
_PAGE_NUMBER = 24.0  # room for one, in the contents
_LOGO = (170.0, 60.0)  # at most, at the cover's right


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the contents that wants the number of its page, ending at `right`."""

    page: int
    y: float
    right: float
    name: str


_Contents = list[_Entry]


@dataclass(slots=True)
class _Bands:
    """Blocks as bands, each drawn once: most stand unchanged in every version that is measured."""

    width: float
    accent: str
    known: dict[tuple[int, str, bool], Band] = field(default_factory=dict[tuple[int, str, bool], Band])

    def of(self, block: Block, name: str, drawn: bool) -> Band:
        """The content outlives the layout, so that a block's identity stands for it; hashing it would cost more."""
        key = (id(block), name, drawn or not isinstance(block, Trend))
        if key not in self.known:
            look_up()
            self.known[key] = _band(block, self.width, name, self.accent, drawn)
        return self.known[key]


@dataclass(slots=True)
class _Flow:
    """Where the next strip goes. Strips that keep with the next wait until it is known whether all fit."""

    width: float
    height: float
    pages: list[Page] = field(default_factory=list[Page])
    y: float = 0
    waiting: list[Strip] = field(default_factory=list[Strip])
    heads: tuple[Strip, ...] = ()  # of the table whose rows wait

    @property
    def room(self) -> float:
        return self.height - _BOTTOM - self.y

    @property
    def whole(self) -> float:
        """The room of an empty page."""
        return self.height - _BOTTOM - _TOP

    @property
    def at_top(self) -> bool:
        return self.y <= _TOP

    def start_page(self) -> None:
        self.pages.append(Page(self.width, self.height))
        self.y = _TOP

    def add(self, band: Band) -> None:
        for strip in band.strips:
            if strip.keep or (strip.gap and self.waiting):
                self.waiting.append(strip)
                self.heads = band.repeat or self.heads
            elif strip.gap:
                self.y += 0 if self.at_top else min(strip.height, max(self.room, 0))
            else:
                self._place([*self.waiting, strip], band.repeat or self.heads)
                self.waiting, self.heads = [], ()

    def finish(self) -> None:
        self._place(self.waiting, self.heads)
        self.waiting, self.heads = [], ()

    def _place(self, strips: list[Strip], repeat: tuple[Strip, ...]) -> None:
        """All on one page when a page can hold them, otherwise one after the other."""
        needed = sum(strip.height for strip in strips)
        if needed > self.room and needed <= self.whole and not self.at_top:
            self.start_page()
            self._again(strips, repeat)
        for strip in strips:
            if strip.height > self.room and not self.at_top:
                self.start_page()
                self._again(strips, repeat)
            self._draw(strip)

    def _again(self, strips: list[Strip], repeat: tuple[Strip, ...]) -> None:
        """The heads of a table that goes on, unless they are about to be drawn as its own."""
        if not any(strip is each for strip in repeat for each in strips):
            for strip in repeat:
                self._draw(strip)

    def _draw(self, strip: Strip) -> None:
        if strip.items:
            self.pages[-1].placed.append(Placed(look.MARGIN, self.y, strip.items))
        self.y += strip.height


def laid_out(content: Content, page_size: str = "A4", paper: Paper = PLAIN) -> tuple[Page, ...]:
    """Every page of the document with header and footer, ready to be drawn in any format."""
    width, height = SIZES[page_size]
    body = width - 2 * look.MARGIN
    drawn = _Bands(body, paper.accent)
    every = tuple(versions(content))
    content, flow, contents = _reader_part(every, width, height, paper, drawn)
    for at, section in enumerate(content.sections):
        if section.annex:
            begins = not content.sections[at - 1].annex
            if begins or section.page or flow.room < flow.whole * _LEAST_ROOM:
                flow.finish()
                flow.start_page()
            _section(flow, section, f"s{at}", drawn)
    flow.finish()
    _number_contents(contents, flow.pages)
    for number, page in enumerate(flow.pages, start=1):
        look_up()
        page.placed.append(
            Placed(look.MARGIN, 0, tuple(_frame(content, page, number, len(flow.pages), body)))
        )
    return tuple(flow.pages)


def _reader_part(
    every: Sequence[Content], width: float, height: float, paper: Paper, drawn: _Bands
) -> tuple[Content, _Flow, _Contents]:
    """What everybody reads, on as few pages as are read: whole where it fits, else with sections in brief."""
    *before, last = every
    for version in before:
        measured, _ = _read(version, _Flow(width, height), paper, drawn, charts_too=False)
        if len(measured.pages) <= MOST_PAGES:
            last = version
            break
    return last, *_read(last, _Flow(width, height), paper, drawn)


def _read(
    content: Content, flow: _Flow, paper: Paper, drawn: _Bands, charts_too: bool = True
) -> tuple[_Flow, _Contents]:
    """The cover and every section that is not evidence."""
    body = flow.width - 2 * look.MARGIN
    flow.start_page()
    contents = _cover(flow, content, body, paper)
    for at, section in enumerate(content.sections):
        if not section.annex:
            if at == 0 or flow.room < flow.whole * _LEAST_ROOM:
                flow.finish()
                flow.start_page()
            _section(flow, section, f"s{at}", drawn, charts_too)
    flow.finish()
    return flow, contents


def _section(flow: _Flow, section: Section, name: str, drawn: _Bands, charts_too: bool = True) -> None:
    flow.add(bands.section_title(section.title, drawn.width, name))
    *_, last = (None, *section.blocks)
    heading: Heading | None = None
    for at, block in enumerate(section.blocks):
        heading = block if isinstance(block, Heading) else heading
        if isinstance(block, Heading) and block.page and at:
            flow.finish()
            flow.start_page()
        band = drawn.of(block, f"{name}.{at}", charts_too)
        if heading and band.repeat:
            band = replace(band, repeat=(bands.goes_on(heading, drawn.width), *band.repeat))
        closes = at == len(section.blocks) - 2 and isinstance(last, Paragraph)
        flow.add(_held(band) if closes else band)


def _held(band: Band) -> Band:
    """The band with its end on one page with what follows: a closing sentence does not stand alone on the next."""
    at = max((at for at, strip in enumerate(band.strips) if not strip.gap), default=None)
    if at is None:
        return band
    held = replace(band.strips[at], keep=True)
    return Band((*band.strips[:at], held, *band.strips[at + 1 :]), band.repeat)


def _pages_of_places(pages: list[Page]) -> dict[str, int]:
    """The number of the page each named place was put on."""
    return {
        item.name: number
        for number, page in enumerate(pages, start=1)
        for placed in page.placed
        for item in placed.items
        if isinstance(item, Place)
    }


def _band(block: Block, width: float, name: str, accent: str, drawn: bool) -> Band:
    match block:
        case Paragraph():
            return bands.paragraph(block, width)
        case Heading():
            return bands.heading(block, width, name)
        case Facts():
            return bands.facts(block, width)
        case Tally():
            return bands.tally(block, width)
        case Table():
            return bands.table(block, width)
        case Slam():
            return charts.slam(block, width, accent)
        case LedgerTimeline():
            return charts.timeline(block, width, name)
        case Chart():
            return charts.limits(block, width, accent)
        case Trend():
            return charts.trend(block, width, name, accent, drawn)
        case StructurePicture():
            return chain_picture.band(block, width, accent)


def _cover(flow: _Flow, content: Content, width: float, paper: Paper) -> _Contents:
    """The first page: who, for whom, how it stands; returns where the contents want page numbers."""
    flow.add(Band((Strip(0, (Place("cover", content.title, 0),)),)))
    for strip in _cover_titles(content, width, paper):
        flow.add(Band((strip,)))
    flow.add(bands.tally(content.tally, width))
    flow.add(Band((bands.gap(14),)))
    flow.add(bands.facts(content.facts, width))
    flow.add(Band((bands.gap(14),)))
    flow.add(bands.heading(Heading("Contents"), width, "contents"))
    return _contents(flow, content.sections, width, paper.accent)


def _contents(flow: _Flow, sections: Sequence[Section], width: float, accent: str) -> _Contents:
    """The titles, each leading to its page; in two columns where one would take most of the page."""
    named = [(f"s{at}", section.title) for at, section in enumerate(sections)]
    half = len(named) if len(named) <= _CONTENTS_LINES else (len(named) + 1) // 2
    places = _contents_columns([named[:half], named[half:]], width)
    wanted: _Contents = []
    height = look.line_height() + 3
    for row in range(half):
        line = [
            (place, named[at])
            for place, at in zip(places, (row, row + half), strict=False)
            if at < len(named)
        ]
        items: list[Item] = []
        for (x, room), (name, title) in line:
            text = letters.cut(title, look.BODY, room - _PAGE_NUMBER)
            items += [Text(x, look.BODY + 2, text, look.BODY, accent), Link(x, 0, room, height, name)]
        flow.add(Band((Strip(height, tuple(items)),)))
        wanted += [_Entry(len(flow.pages), flow.y - height, x + room, name) for (x, room), (name, _) in line]
    return wanted


def _contents_columns(
    columns: Sequence[Sequence[tuple[str, str]]], width: float
) -> list[tuple[float, float]]:
    """Left edge and width of each column: one takes all, of two the first what its titles need."""
    if not columns[1]:
        return [(0.0, width)]
    needed = max(letters.width(title, look.BODY) for _, title in columns[0]) + 2 * _PAGE_NUMBER
    first = min(needed, width * 0.5)
    return [(0.0, first), (first + _PAGE_NUMBER, width - first - _PAGE_NUMBER)]


def _cover_titles(content: Content, width: float, paper: Paper) -> Iterator[Strip]:
    yield _cover_head(content.organisation, width, paper)
    yield Strip(58, (Box(0, 50, 48, 4, paper.accent),))
    yield Strip(20, (Text(0, 14, content.title, _COVER_TITLE, look.MUTED),))
    size = look.line_height(_COVER_NAME)
    for line in letters.wrapped(content.customer, _COVER_NAME, width, bold=True)[:6]:
        yield Strip(size, (Text(0, _COVER_NAME, line, _COVER_NAME, look.TEXT, True),))
    yield Strip(size, (Text(0, _COVER_NAME, content.period, _COVER_NAME, paper.accent),))
    edition = f"{EDITIONS[content.edition]} · {content.state}"
    yield Strip(40, (Text(0, 16, edition, _COVER_TITLE, look.MUTED),))


def _cover_head(organisation: str, width: float, paper: Paper) -> Strip:
    """The name of whoever hands it over, and the logo, which hangs beside the bar below."""
    items: list[Item] = []
    room = width
    if paper.logo:
        wide, high = paper.logo.fitted(*_LOGO)
        items.append(Picture(width - wide, 0, wide, high, paper.logo.data))
        room -= wide + 16
    items.append(Text(0, 12, letters.cut(organisation, _COVER_TITLE, room), _COVER_TITLE, look.MUTED))
    return Strip(26, tuple(items))


def _number_contents(wanted: _Contents, pages: list[Page]) -> None:
    numbers = _pages_of_places(pages)
    for entry in wanted:
        number = str(numbers[entry.name])
        x = entry.right - letters.width(number, look.BODY)
        items = (Text(x, look.BODY + 2, number, look.BODY, look.TEXT),)
        pages[entry.page - 1].placed.append(Placed(look.MARGIN, entry.y, items))


def _frame(content: Content, page: Page, number: int, total: int, width: float) -> Iterator[Item]:
    """Header and footer; the cover has no header."""
    if number > 1:
        y = look.MARGIN - 8
        right = EDITIONS[content.edition]
        room = width - letters.width(right, look.SMALL) - 16
        yield Text(
            0,
            y,
            letters.cut(f"{content.customer} · {content.period}", look.SMALL, room),
            look.SMALL,
            look.MUTED,
        )
        yield Text(width - letters.width(right, look.SMALL), y, right, look.SMALL, look.MUTED)
        yield Line(0, y + 5, width, y + 5, look.HAIRLINE)
    y = page.height - look.MARGIN + 8
    yield Line(0, y - 11, width, y - 11, look.HAIRLINE)
    right = f"document {content.fingerprint} · page {number} of {total}"
    room = width - letters.width(right, look.SMALL) - 16
    yield Text(0, y, letters.cut(content.versions, look.SMALL, room), look.SMALL, look.MUTED)
    yield Text(width - letters.width(right, look.SMALL), y, right, look.SMALL, look.MUTED)
