"""The sheet Breaches: what was missed or nearly missed, with each part of what was written in its own column."""

from app.reports import look, shown
from app.reports.content import Content, Edition
from app.reports.excel_words import add_section
from app.reports.lines import PARTS, parts_of, to_be_written
from app.reports.month import Month
from app.reports.pack_summary import in_figures
from app.reports.sheet import Book, Field, Value, add_sheet

_PART = {"customer": 34, "internal": 28}  # the width of a part of the commentary


def add_breaches(book: Book, content: Content, month: Month, edition: Edition) -> None:
    """One row each, the breaches first; below them what was restated."""
    title = f"Breaches and near misses, {month.customer}, {month.label}"
    listed = to_be_written(month)
    said = "Each part of the commentary in its own column; an empty one is not written."
    sheet = add_sheet(
        book, "Breaches", title, said if listed else "Nothing was missed or nearly missed.", _fields(edition)
    )
    for each in listed:
        target = each.target
        written: list[Value] = [text for _, text in parts_of(target)]
        internal = [target.commentary_internal] if edition == "internal" else []
        state = f"{look.STATES[target.verdict].sign} {target.verdict}"
        figures = in_figures(target, month.time_zone)
        sheet.add(state, each.service.name, shown.name(target), figures, *written, *internal)
    sheet.colour_states(0)
    sheet.finish()
    sheet.row += 1
    for section in content.sections:
        if section.key == "restated":
            add_section(sheet, section)


def _fields(edition: Edition) -> tuple[Field, ...]:
    names = (*PARTS, "Internal note") if edition == "internal" else PARTS
    return (
        Field("State", 15),
        Field("Service", 16),
        Field("Target", 20),
        Field("In figures", 24),
        *(Field(name, _PART[edition]) for name in names),
    )
