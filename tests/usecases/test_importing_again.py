"""The same file again, a corrected file, a batch taken back, undo and redo, a stop, a refusal midway."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from app.errors import Cancelled
from app.models.database import Database
from app.models.measurements import ImportBatch, Outage, RejectedRow, Ticket, TicketEvent
from app.usecases import importing
from tests.usecases.imports import checked, counts, imported, sheet

HEAD = ("Service", "Start", "End", "Reference", "Cause")
FIRST = ("Mail", "2026-10-01 08:00", "2026-10-01 09:00", "R1", "disk")
SECOND = ("Mail", "2026-10-02 08:00", "2026-10-02 09:00", "R2", "power")
LATER = ("Mail", "2026-10-02 08:00", "2026-10-02 11:00", "R2", "power supply")


def stored(db: Database) -> list[tuple[object, ...]]:
    columns = (Outage.id, Outage.start, Outage.end, Outage.reference, Outage.cause, Outage.batch_id)
    with db.reading() as session:
        return [tuple(row) for row in session.execute(select(*columns).order_by(Outage.id))]


def everything(db: Database) -> dict[str, int]:
    tables = (Outage, Ticket, TicketEvent, ImportBatch, RejectedRow)
    with db.reading() as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in tables
        }


def test_the_same_file_again_changes_nothing(db: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", HEAD, FIRST, SECOND)
    imported(db, path)
    before = stored(db)
    assert counts(imported(db, path)) == (0, 0, 2, 0)
    assert stored(db) == before


def test_what_a_person_changed_stays_when_the_same_file_comes_again(db: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", HEAD, FIRST)
    imported(db, path)
    with db.changing("Edit") as session:
        session.scalars(select(Outage)).one().cause = "our own words"
    imported(db, path)
    assert stored(db)[0][4] == "our own words"


def test_a_row_twice_in_one_file_is_stored_once(db: Database, tmp_path: Path) -> None:
    assert counts(imported(db, sheet(tmp_path / "a.csv", HEAD, FIRST, FIRST))) == (1, 0, 1, 0)


def test_a_corrected_file_shows_its_differences_and_updates(db: Database, tmp_path: Path) -> None:
    imported(db, sheet(tmp_path / "a.csv", HEAD, FIRST, SECOND))
    again = sheet(tmp_path / "a.csv", HEAD, FIRST, LATER)
    found = checked(db, again)
    assert (found.new.count, found.changed.count, found.duplicate.count) == (0, 1, 1)
    assert [(one.row, one.field, one.before, one.after) for one in found.differences] == [
        (3, "end", "2026-10-02 09:00:00 UTC", "2026-10-02 11:00:00 UTC"),
        (3, "cause", "power", "power supply"),
    ]
    batch = importing.run_import(db, found)
    assert counts(batch) == (1, 1, 1, 0)
    rows = stored(db)
    assert len(rows) == 2
    assert rows[1][4:] == ("power supply", batch.id)


def test_a_correction_taken_back_leaves_what_was_there_before(db: Database, tmp_path: Path) -> None:
    imported(db, sheet(tmp_path / "a.csv", HEAD, FIRST, SECOND))
    before = stored(db)
    batch = imported(db, sheet(tmp_path / "b.csv", HEAD, FIRST, LATER))
    importing.remove_batch(db, batch.id)
    assert stored(db) == before
    assert counts(imported(db, sheet(tmp_path / "c.csv", HEAD, FIRST, LATER))) == (1, 1, 1, 0)


def test_a_batch_taken_back_is_gone_whole_and_counts_as_new_after_that(db: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", HEAD, FIRST, SECOND, ("Mail", "never", "", "", ""))
    before = everything(db)
    batch = imported(db, path)
    importing.remove_batch(db, batch.id)
    assert everything(db) == before
    assert counts(imported(db, path)) == (2, 0, 0, 1)


def test_taking_back_can_be_taken_back(db: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", HEAD, FIRST, SECOND)
    batch = imported(db, path)
    before = stored(db)
    importing.remove_batch(db, batch.id)
    assert db.undo() == "Remove import a.csv"
    assert stored(db) == before
    assert db.redo() == "Remove import a.csv"
    assert stored(db) == []


def test_an_import_is_one_step_that_can_be_undone_and_redone(db: Database, tmp_path: Path) -> None:
    before = everything(db)
    imported(db, sheet(tmp_path / "a.csv", HEAD, FIRST, SECOND))
    after, rows = everything(db), stored(db)
    assert db.undo_label == "Import a.csv"
    db.undo()
    assert everything(db) == before
    db.redo()
    assert everything(db) == after
    assert stored(db) == rows


def test_a_correction_can_be_undone(db: Database, tmp_path: Path) -> None:
    imported(db, sheet(tmp_path / "a.csv", HEAD, FIRST, SECOND))
    before = stored(db)
    imported(db, sheet(tmp_path / "a.csv", HEAD, FIRST, LATER))
    db.undo()
    assert stored(db) == before


def test_a_ticket_log_that_has_grown_updates_its_tickets_and_can_be_taken_back(
    db: Database, tmp_path: Path
) -> None:
    head = ("Case ID", "Activity", "Timestamp")
    old = [("T1", "New", "2026-10-01 08:00"), ("T1", "In Progress", "2026-10-01 09:00")]
    imported(db, sheet(tmp_path / "a.csv", head, *old))
    batch = imported(db, sheet(tmp_path / "b.csv", head, *old, ("T1", "Resolved", "2026-10-01 10:00")))
    assert batch.changed == 3
    with db.reading() as session:
        assert session.scalars(select(TicketEvent.event).order_by(TicketEvent.at)).all() == [
            "opened",
            "responded",
            "resolved",
        ]
    importing.remove_batch(db, batch.id)
    with db.reading() as session:
        assert session.scalars(select(TicketEvent.event).order_by(TicketEvent.at)).all() == [
            "opened",
            "responded",
        ]
        assert session.scalars(select(Ticket.resolved)).one() is None


def test_a_stop_midway_leaves_nothing_behind(db: Database, tmp_path: Path) -> None:
    rows = [("Mail", "2026-10-01 08:00", "2026-10-01 09:00", f"R{n}", "x") for n in range(50_000)]
    found = checked(db, sheet(tmp_path / "a.csv", HEAD, *rows), create="yes")
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    before = everything(db)
    with pytest.raises(Cancelled):
        importing.run_import(db, found, cancelled=stop)
    assert everything(db) == before
    assert db.undo_label is None
    assert importing.run_import(db, found).imported == 50_000


def test_progress_is_told_on_the_way(db: Database, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    path = sheet(tmp_path / "a.xlsx", HEAD, FIRST)
    source = importing.read_file(path, progress=lambda *one: told.append(one))
    assert told
    assert all("a.xlsx" in text for _, _, text in told)
    assert source.sheets


def test_rejected_rows_can_be_saved_as_a_workbook_with_their_reasons(db: Database, tmp_path: Path) -> None:
    batch = imported(db, sheet(tmp_path / "a.csv", HEAD, FIRST, ("Mail", "=1+1", "", "", "")))
    (row,) = importing.rejected_rows(db, batch.id)
    assert (row.row, row.cell) == (3, "B3")
    importing.save_rejected(db, batch.id, tmp_path / "rejected.xlsx")
    saved = importing.read_file(tmp_path / "rejected.xlsx")
    head, cells = saved.sheets[0].preview[:2]
    assert head[: len(HEAD)] == HEAD
    assert cells[:2] == ("Mail", "=1+1")
    assert cells[len(HEAD) :] == (row.reason, "B3", "3")


def test_batches_are_listed_latest_first(db: Database, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        imported(db, sheet(tmp_path / name, HEAD, (f"{name}", *FIRST[1:])))
    assert [batch.file_name for batch in importing.list_batches(db)] == ["b.csv", "a.csv"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_rejected_rows_are_saved_mended_and_imported(db: Database, tmp_path: Path, suffix: str) -> None:
    head = ("Ticket", "Service", "Start", "End")
    path = sheet(
        tmp_path / f"october{suffix}",
        head,
        ("N-1", "Mail", "2026-10-01 08:00", "2026-10-01 09:30"),
        ("N-2", "Mail", "2026-10-02 10:00", "2026-10-02 09:00"),
    )
    batch = imported(db, path)
    assert batch.rejected == 1
    saved = tmp_path / "rejected.xlsx"
    importing.save_rejected(db, batch.id, saved)
    book = openpyxl.load_workbook(saved)
    cells = book.worksheets[0]
    assert [cell.value for cell in cells[1]][:4] == list(head)
    cells["D2"] = datetime(2026, 10, 2, 11, 0)  # noqa: DTZ001 (cells have no time zone)
    book.save(saved)
    again = imported(db, saved)
    assert (again.imported, again.rejected) == (1, 0)
