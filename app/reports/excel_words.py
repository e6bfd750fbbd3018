"""The sheets of words: Summary in front, the SLAM chart, Method at the end; written from the neutral content."""

from collections.abc import Sequence
from io import BytesIO

from app.reports import look
from app.reports.cell_text import broken
from app.reports.content import (
    Block,
    Cell,
    Chart,
    Content,
    Facts,
    Heading,
    LedgerTimeline,
    Mark,
    Paragraph,
    Said,
    Section,
    Slam,
    SlamCell,
    SlamRow,
    StructurePicture,
    Table,
    Tally,
    Trend,
)
from app.reports.excel_charts import StateCounts
from app.reports.month import Month
from app.reports.paper import Logo
from app.reports.sheet import (
    FIRST_ROW,
    HEADER_ROW,
    Book,
    Field,
    Formula,
    Number,
    Sheet,
    Value,
    add_sheet,
    inert,
    row_height,
)
from app.reports.workbook import Format, letter

_WORDS = (Field("", 26), Field("", 34), Field("", 46), Field("", 26), Field("", 22), Field("", 30))
_JOINED_LOOK = {"text_wrap": True, "quote_prefix": True, "align": "left", "indent": 1}
_JOINED = 2  # the last of the columns a paragraph is written over
_LINES_A_ROW = 30
_LOGO = (180.0, 60.0)  # pixels at most, in the rows above the facts
_LOGO_COLUMN = 3  # beside the words


def begin_summary(book: Book, content: Content, logo: Logo | None = None) -> Sheet:
    """The first sheet, in its place; filled when it is known how many targets there are."""
    sheet = add_sheet(
        book, "Summary", f"{content.title}: {content.customer}", content.period, _WORDS, table=False
    )
    sheet.row = HEADER_ROW
    if logo:
        _insert_logo(sheet, logo, content.organisation)
    return sheet


def _insert_logo(sheet: Sheet, logo: Logo, organisation: str) -> None:
    scale = logo.fitted(*_LOGO)[0] / logo.width
    options = {
        "image_data": BytesIO(logo.data),
        "x_scale": scale,
        "y_scale": scale,
        "x_offset": 8,
        "y_offset": 4,
        "description": inert(f"Logo of {organisation}" if organisation else "Logo"),
        "object_position": 3,
    }
    sheet.paper.insert_image(0, _LOGO_COLUMN, "logo.png", options)


def finish_summary(sheet: Sheet, content: Content, targets: int) -> None:
    """Facts, the tally as counts of the sheet Levels, and the summary in words."""
    _block(sheet, content.facts)
    sheet.row += 1
    first = sheet.row
    for verdict, count in content.tally.counts:
        text = f"{look.STATES[verdict].sign} {verdict}"
        sheet.put(sheet.row, 0, text)
        formula = Formula(f"=COUNTIF(Levels_State,A{sheet.row + 1})", count, "0")
        sheet.put(sheet.row, 1, formula if targets else Number(count, "0"), "", align="left", indent=1)
        sheet.row += 1
    sheet.colour_states(0, first)
    for block in content.sections[0].blocks:
        if not isinstance(block, Tally):
            _block(sheet, block)


def add_slam(book: Book, content: Content, month: Month) -> StateCounts | None:
    """Twelve periods against every target, sign in every cell; below them how many have which state."""
    chart = next((b for s in content.sections for b in s.blocks if isinstance(b, Slam)), None)
    if chart is None:
        return None
    periods = tuple(Field(" ".join(filter(None, period)), 10) for period in chart.periods)
    fields = (Field("Service", 18), Field("Target", 28), *periods, Field("This period", 16))
    sheet = add_sheet(book, "SLAM chart", f"Service levels, {month.customer}", chart.sentence, fields)
    rows = [row for group in chart.groups for row in group.rows]
    for group in chart.groups:
        for row in group.rows:
            sheet.add(group.service, row.label, *_slam_cells(row), row.achieved)
    for column in range(2, 2 + len(periods)):
        sheet.colour_states(column)
    sheet.finish()
    return _add_counts(sheet, rows, len(periods)) if rows else None


def _add_counts(sheet: Sheet, rows: Sequence[SlamRow], periods: int) -> StateCounts:
    """A row a state below the targets, as formulas over their cells."""
    last = sheet.row
    sheet.row += 1
    sheet.put(sheet.row, 0, "Targets by state", bold=True, text_wrap=False)
    sheet.row += 1
    first = sheet.row
    for verdict, state in look.STATES.items():
        found = [sum(1 for row in rows if _has(row.cells[at], verdict)) for at in range(periods)]
        sign = state.sign.replace("?", "~?")  # alone it stands for any letter
        counts = [
            Formula(f'=COUNTIF({letter(at)}{FIRST_ROW + 1}:{letter(at)}{last},"{sign}*")', count, "0")
            for at, count in enumerate(found, start=2)
        ]
        sheet.add(f"{state.sign} {verdict}", None, *counts)
    sheet.colour_states(0, first)
    return StateCounts(first, 2, periods)


def _has(cell: SlamCell | None, verdict: str) -> bool:
    return cell is not None and cell.verdict == verdict


def _slam_cells(row: SlamRow) -> list[Value]:
    return [_slam_text(cell) for cell in row.cells]


def _slam_text(cell: SlamCell | None) -> str:
    if cell is None:
        return ""
    return f"{look.STATES[cell.verdict].sign} {cell.verdict}{' (restated)' if cell.restated else ''}"


def add_method(book: Book, content: Content) -> None:
    """Method, sources and glossary; what has a sheet of its own is not repeated."""
    _add_sections(book, content, "Method", "Method and sources", ("method", "sources", "glossary"))


def _add_sections(book: Book, content: Content, name: str, title: str, keys: Sequence[str]) -> None:
    sheet = add_sheet(book, name, title, f"{content.customer}, {content.period}", _WORDS, table=False)
    sheet.row = HEADER_ROW
    for section in content.sections[1:]:
        if section.key in keys:
            add_section(sheet, section)


def add_section(sheet: Sheet, section: Section) -> None:
    """A section of the document below what the sheet has."""
    sheet.put(sheet.row, 0, section.title, "", bold=True, font_size=12, text_wrap=False)
    sheet.row += 1
    for block in section.blocks:
        _block(sheet, block)
    sheet.row += 1


def _block(sheet: Sheet, block: Block) -> None:
    match block:
        case Paragraph():
            _paragraph(sheet, block)
        case Heading():
            sheet.row += 1
            sheet.put(sheet.row, 0, block.text, bold=True, text_wrap=False)
            sheet.row += 1
        case Facts():
            _facts(sheet, block)
        case Table():
            _table(sheet, block)
        case Tally() | Slam() | LedgerTimeline() | Chart() | Trend() | StructurePicture():
            pass


def _paragraph(sheet: Sheet, block: Paragraph) -> None:
    """Text over the first columns joined; a very long one takes several rows, as a row's height has an end."""
    bold = block.tone in ("lead", "strong")
    _joined(sheet, 0, block.text, sheet.book.format(**_JOINED_LOOK, bold=bold), bold=bold)


def _facts(sheet: Sheet, block: Facts) -> None:
    form = sheet.book.format(**_JOINED_LOOK)
    for name, value in block.pairs:
        sheet.put(sheet.row, 0, name, font_color=look.MUTED)
        _joined(sheet, 1, value, form)


def _joined(sheet: Sheet, column: int, text: str, form: Format, *, bold: bool = False) -> None:
    shown, width = inert(text), _joined_width(column)
    lines = broken(shown, width, bold=bold)
    pieces = [lines[at : at + _LINES_A_ROW] for at in range(0, len(lines), _LINES_A_ROW)]
    for piece in pieces:
        sheet.paper.merge_range(sheet.row, column, sheet.row, _JOINED, "", form)
        sheet.paper.write_string(sheet.row, column, shown if len(pieces) == 1 else "\n".join(piece), form)
        sheet.paper.set_row(sheet.row, row_height(len(piece)))
        sheet.row += 1


def _joined_width(column: int) -> float:
    """Of the columns a text is written over together, with the pixels between them."""
    return sum(each.width for each in _WORDS[column : _JOINED + 1])


def _table(sheet: Sheet, block: Table) -> None:
    if not block.rows:
        _paragraph(sheet, Paragraph(block.empty))
        return
    for column, each in enumerate(block.columns):
        sheet.put(sheet.row, column, each.title, bold=True, font_color=look.MUTED, bottom=1)
    sheet.row += 1
    first = sheet.row
    for at, row in enumerate(block.rows):
        note = block.notes[at] if block.notes else Said("")
        values = [_value(cell, each.figures) for cell, each in zip(row, block.columns, strict=True)]
        sheet.add(*values, *([_value(note, False)] if isinstance(note, Said) and note.text else []))
    if any(isinstance(cell, Mark) for cell in block.rows[0]):
        sheet.colour_states(0, first)


def _value(cell: Cell, figures: bool) -> Value:
    """A table's cell as text; figures that are plain numbers as numbers."""
    match cell:
        case Mark():
            return f"{look.STATES[cell.verdict].sign} {cell.verdict}"
        case Said():
            return "\n".join(filter(None, (cell.text, cell.below)))
        case str():
            plain = cell.replace(",", "")
            return Number(int(plain), "#,##0") if figures and plain.isdecimal() else cell
