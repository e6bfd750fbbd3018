"""The sheet Breaches: what was missed or nearly missed, with each part of what was written in its own column."""

from app.reports import look, shown
from app.reports.content import Content, Edition
from app.reports.excel_words import add_section
from app.reports.lines import PARTS, parts_of, to_be_written
from app.reports.month import Month
from app.reports.pack_summary import in_figures
from app.reports.sheet import Book, Field, Value, add_sheet

_PART = 44
_FIELDS = (
    Field("State", 18),
    Field("Service", 24),
    Field("Target", 30),
    Field("In figures", 40),
    *(Field(name, _PART) for name in PARTS),
)
_INTERNAL = Field("Internal note", _PART)


def add_breaches(book: Book, content: Content, month: Month, edition: Edition) -> None:
    """One row each, the breaches first; below them what was restated."""
    fields = (*_FIELDS, _INTERNAL) if edition == "internal" else _FIELDS
    title = f"Breaches and near misses, {month.customer}, {month.label}"
    listed = to_be_written(month)
    said = "Each part of the commentary in its own column; an empty one is not written."
    sheet = add_sheet(
        book, "Breaches", title, said if listed else "Nothing was missed or nearly missed.", fields
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
