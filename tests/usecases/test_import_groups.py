"""A group of the check opened: its rows as they stand in the file, in order, at most a thousand."""

from pathlib import Path

from app.models.database import Database
from app.usecases.import_checking import SHOWN
from app.usecases.import_groups import group_rows
from tests.imports.books import workbook
from tests.usecases.imports import checked, imported, sheet

HEAD = ("Reference", "Service", "Start", "End")


def outage(number: int, end: str = "09:00") -> tuple[str, ...]:
    return (f"O{number}", "Shop", f"2026-07-{number:02} 08:00", f"2026-07-{number:02} {end}")


def test_each_group_holds_its_rows_of_the_file(db: Database, tmp_path: Path) -> None:
    imported(db, sheet(tmp_path / "a.csv", HEAD, outage(1), outage(2)), source="Monitor")
    bad = ("O4", "Shop", "2026-07-32 08:00", "")
    path = sheet(tmp_path / "b.csv", HEAD, outage(3), outage(2, "10:00"), bad, outage(1))
    found = checked(db, path, source="Monitor", create="yes")
    assert [(row.row, row.values) for row in group_rows(found, "new")] == [(2, outage(3))]
    assert [(row.row, row.values) for row in group_rows(found, "changed")] == [(3, outage(2, "10:00"))]
    assert [(row.row, row.values) for row in group_rows(found, "duplicate")] == [(5, outage(1))]
    assert group_rows(found, "rejected") == found.rejected.rows
    assert [change.name for change in found.differences] == ["O2"]


def test_no_more_than_a_thousand_rows_are_read(db: Database, tmp_path: Path) -> None:
    rows = [("Shop", f"2026-07-01 08:00:{n % 60:02}.{n:06}", "2026-07-01 09:00") for n in range(SHOWN + 50)]
    found = checked(db, sheet(tmp_path / "a.csv", HEAD[1:], *rows), create="yes")
    shown = group_rows(found, "new")
    assert (found.new.count, len(shown), shown[-1].row) == (SHOWN + 50, SHOWN, SHOWN + 1)


def test_rows_of_several_sheets_say_where_they_stand(db: Database, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"July": [HEAD, outage(1)], "More": [HEAD, outage(2), outage(3)]})
    found = checked(db, path, create="yes")
    assert [(row.sheet, row.row) for row in group_rows(found, "new")] == [
        ("July", 2),
        ("More", 2),
        ("More", 3),
    ]


def test_figures_across_a_sheet_are_opened_cell_by_cell(db: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", ("Service", "Jan 2026", "Feb 2026"), ("Shop", "99.5", "99.9"))
    found = checked(db, path, create="yes")
    assert [(row.row, row.cell) for row in group_rows(found, "new")] == [(2, "B2"), (2, "C2")]
