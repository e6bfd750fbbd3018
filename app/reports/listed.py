"""A table of the program on paper: what it is, what holds it together, every row, page x of y.

Lighter than a pack: no cover, no sections. Upright where the columns have room there, otherwise lying.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from app.errors import Cancelled
from app.reports import bands, letters, look
from app.reports.content import Column, Table
from app.reports.page import SIZES, Box, Item, Line, Page, Placed, Strip, Text

LOOKED_AT = 600  # rows that decide how wide the columns are
_TOP = look.MARGIN + 16
_BOTTOM = look.MARGIN + 14
_ENOUGH = 150.0  # points: more than this no column asks for
_GAP = 8.0

Report = Callable[[int, int, str], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Listed:
    """What is printed: `told` are the filters that hold, a sentence each; `made` says when, `desk` which file."""

    title: str
    told: tuple[str, ...]
    columns: tuple[tuple[str, bool], ...]  # title, and whether figures stand in it
    rows: Sequence[tuple[str, ...]]
    made: str
    desk: str


@dataclass(slots=True)
class _Sheets:
    """Pages filled from top to bottom; `head` stands again on each."""

    width: float
    height: float
    head: Strip
    pages: list[Page] = field(default_factory=list[Page])
    y: float = 0

    def start_page(self) -> None:
        self.pages.append(Page(self.width, self.height))
        self.y = _TOP

    def begin_rows(self) -> None:
        """The headings, here and on top of every further page."""
        self.draw(self.head)

    def add(self, strips: Sequence[Strip]) -> None:
        """A row: whole on one page, unless it is too high for any."""
        most = self.height - _BOTTOM
        if self.y + sum(strip.height for strip in strips) > most:
            self._turn()
        for strip in strips:
            if self.y + strip.height > most:
                self._turn()
            self.draw(strip)

    def draw(self, strip: Strip) -> None:
        if strip.items:
            self.pages[-1].placed.append(Placed(look.MARGIN, self.y, strip.items))
        self.y += strip.height

    def _turn(self) -> None:
        if self.y > _TOP + self.head.height:
            self.start_page()
            self.begin_rows()


def laid_out_list(
    listed: Listed,
    page_size: str = "A4",
    accent: str = look.ACCENT,
    report: Report | None = None,
    cancelled: Stop | None = None,
) -> tuple[Page, ...]:
    """Every page with its header and footer; Cancelled when `cancelled` says so."""
    columns = _columns(listed)
    width, height = _turned(listed, columns, SIZES[page_size])
    body = width - 2 * look.MARGIN
    places = bands.column_places(Table(columns, _some(listed.rows), ""), body)
    sheets = _Sheets(width, height, bands.head_strip(columns, places, body))
    sheets.start_page()
    for strip in _title(listed, body, accent):
        sheets.draw(strip)
    sheets.begin_rows()
    for number, row in enumerate(listed.rows):
        if number % 200 == 0:
            _look_up(number, len(listed.rows), report, cancelled)
        sheets.add(bands.row_strips(row, columns, places, body, ruled=True))
    for number, page in enumerate(sheets.pages, start=1):
        page.placed.append(Placed(look.MARGIN, 0, tuple(_frame(listed, page, number, len(sheets.pages)))))
    return tuple(sheets.pages)


def _look_up(done: int, total: int, report: Report | None, cancelled: Stop | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled("Printing was stopped.")
    if report is not None:
        report(done, total, "Laying out the pages")


def _some(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Rows from all over the table."""
    step = max(1, len(rows) // LOOKED_AT)
    return tuple(rows[at] for at in range(0, len(rows), step))


def _columns(listed: Listed) -> tuple[Column, ...]:
    """Columns that share the room as the lengths of their texts ask for it."""
    some = _some(listed.rows)
    return tuple(
        Column(title, max(4, min(40, max(map(len, (title, *(row[at] for row in some)))))), figures)
        for at, (title, figures) in enumerate(listed.columns)
    )


def _turned(listed: Listed, columns: Sequence[Column], size: tuple[float, float]) -> tuple[float, float]:
    """The page upright, or lying where the columns ask for more than that."""
    some = _some(listed.rows)
    wanted = sum(
        min(
            _ENOUGH,
            max(letters.width(letters.clean(t), look.BODY) for t in (c.title, *(r[at] for r in some))),
        )
        for at, c in enumerate(columns)
    ) + _GAP * (len(columns) - 1)
    short, long = size
    return (short, long) if wanted <= short - 2 * look.MARGIN else (long, short)


def _title(listed: Listed, width: float, accent: str) -> Iterator[Strip]:
    yield Strip(12, (Box(0, 0, 48, 4, accent),))
    high = look.line_height(look.TITLE)
    for line in letters.wrapped(listed.title, look.TITLE, width, bold=True)[:3]:
        yield Strip(high, (Text(0, look.TITLE, line, look.TITLE, look.TEXT, True),))
    high = look.line_height()
    told = (letters.wrapped(sentence, look.BODY, width)[:4] for sentence in listed.told)
    for line in chain.from_iterable(told):
        yield Strip(high, (Text(0, look.BODY, line, look.BODY, look.MUTED),))
    yield Strip(8)


def _frame(listed: Listed, page: Page, number: int, total: int) -> Iterator[Item]:
    """The title again on further pages; below, which desk and when, and the number of the page."""
    width = page.width - 2 * look.MARGIN
    if number > 1:
        y = look.MARGIN - 8
        title = letters.cut(listed.title, look.SMALL, width)
        yield Text(0, y, title, look.SMALL, look.MUTED)
        yield Line(0, y + 5, width, y + 5, look.HAIRLINE)
    y = page.height - look.MARGIN + 8
    yield Line(0, y - 11, width, y - 11, look.HAIRLINE)
    right = f"page {number} of {total}"
    room = width - letters.width(right, look.SMALL)
    left = letters.cut(f"{listed.desk} · {listed.made}", look.SMALL, room - 16)
    yield Text(0, y, left, look.SMALL, look.MUTED)
    yield Text(room, y, right, look.SMALL, look.MUTED)
