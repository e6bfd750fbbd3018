"""The sheet Volumes: what was assumed and what there was, period by period, the differences as formulas."""

from fractions import Fraction

from app.reports.month import Month
from app.reports.pack_volumes import volume_rows
from app.reports.sheet import Book, Field, Formula, Value, add_sheet

_NUMBER = "#,##0.##"
_FIELDS = (
    Field("Service", 26),
    Field("Volume", 30),
    Field("Unit", 10),
    Field("Period", 20),
    Field("Assumed", 13, _NUMBER),
    Field("Actual", 13, _NUMBER),
    Field("Difference", 13, _NUMBER),
    Field("In %", 9, "0%"),
    Field("Remark", 44),
)


def add_volumes(book: Book, month: Month) -> None:
    """One row a volume and period, the oldest first."""
    said = "Difference is Actual less Assumed." if month.volumes else "The agreement assumes no volumes."
    sheet = add_sheet(book, "Volumes", f"Volumes, {month.customer}, {month.label}", said, _FIELDS)
    for each in month.volumes:
        for label, assumed, actual in volume_rows(each, month.label):
            note = each.note if label == month.label else ""
            figures = _figures(sheet.row + 1, float(Fraction(assumed)), actual)
            sheet.add(each.service, each.name, each.unit, label, *figures, note)
    sheet.finish()


def _figures(row: int, assumed: float, actual: str | None) -> tuple[Value, ...]:
    if actual is None:
        return assumed, None, None, None
    found = float(Fraction(actual))
    share = (found - assumed) / assumed if assumed else ""
    return (
        assumed,
        found,
        Formula(f"=F{row}-E{row}", found - assumed),
        Formula(f'=IF(E{row}=0,"",(F{row}-E{row})/E{row})', share, "0%"),
    )
