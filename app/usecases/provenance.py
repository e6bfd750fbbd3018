"""Where an imported row came from, in words: file, sheet, row and cells."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal, select
from sqlalchemy.orm import Session

from app.models.measurements import BatchSheet, ImportBatch

BY_HAND = "entered by hand"
_OF_STATE_LOGS = {"start": "at", "end": "at"}  # where both ends of an outage stand in a log of changes


@dataclass(frozen=True, slots=True)
class Origin:
    """File, sheet and row of an imported value; all empty when it was entered by hand."""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    columns: Mapping[str, str] | None = None  # field → column letter
    end_row: int | None = None  # of a state log: the row in which it ended

    def __str__(self) -> str:
        """ "outages-oct.xlsx, Sheet1, row 41" ("rows 41 and 57" from a state log), or "entered by hand"."""
        if not self.file:
            return BY_HAND
        rows = f"row {self.row}" if self.row else ""
        if self.row and self.end_row and self.end_row != self.row:
            rows = f"rows {self.row} and {self.end_row}"
        sheet = self.sheet if self.sheet != self.file else ""  # pasted rows are no file with a sheet
        return ", ".join(part for part in (self.file, sheet, rows) if part)

    def cell(self, field: str) -> str:
        """The cell a field came from, "C41"; empty when it has none."""
        columns, row = self.columns or {}, self.row
        if "at" in columns and "state" in columns:
            if field == "end" and "end" not in columns:
                row = self.end_row
            field = _OF_STATE_LOGS.get(field, field) if field not in columns else field
        letter = columns.get(field, "")
        return f"{letter}{row}" if letter and row else ""


class Origins:
    """The sheets of all batches, read once per use case, so that rows need no query of their own."""

    def __init__(self, session: Session) -> None:
        query = select(BatchSheet.id, BatchSheet.name, BatchSheet.columns, ImportBatch.file_name).join(
            ImportBatch, ImportBatch.id == BatchSheet.batch_id
        )
        self._sheets = {
            sheet_id: (file, name, json.loads(columns))
            for sheet_id, name, columns, file in session.execute(query)
        }

    def of(self, sheet_id: int | None, row: int | None, end_row: int | None = None) -> Origin:
        """The origin of a row of this sheet, or of the two that began and ended something."""
        if sheet_id is None or sheet_id not in self._sheets:
            return Origin()
        file, name, columns = self._sheets[sheet_id]
        return Origin(file, name, row, columns, end_row)


def origin_text(
    sheet_id: ColumnElement[int], row: ColumnElement[int], end_row: ColumnElement[int] | None = None
) -> ColumnElement[str]:
    """`str(Origin)` in SQL, for filtering and sorting by it."""
    named = and_(BatchSheet.name != "", BatchSheet.name != ImportBatch.file_name)
    of_sheet = select(ImportBatch.file_name + case((named, literal(", ") + BatchSheet.name), else_="")).join(
        BatchSheet, BatchSheet.batch_id == ImportBatch.id
    )
    place = of_sheet.where(BatchSheet.id == sheet_id, ImportBatch.file_name != "").scalar_subquery()
    one = literal(", row ") + cast(row, String)
    rows = case((func.coalesce(row, 0) == 0, ""), else_=one)
    if end_row is not None:
        both = literal(", rows ") + cast(row, String) + literal(" and ") + cast(end_row, String)
        rows = case(
            (func.coalesce(row, 0) == 0, ""),
            (and_(func.coalesce(end_row, 0) != 0, end_row != row), both),
            else_=one,
        )
    return func.coalesce(place + rows, BY_HAND)
