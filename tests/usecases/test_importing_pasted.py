"""Rows pasted from Excel are imported like a file: one batch, told where they came from, known again."""

from datetime import UTC, datetime
from pathlib import Path

from app.calc.filters import read_filter
from app.models.database import Database
from app.usecases import importing
from app.usecases.import_reading_again import as_kind, with_headings
from app.usecases.importing import BatchRow, brings_measurements, read_pasted_rows
from app.usecases.outages import OutageFilter, count_outages, list_outages
from app.usecases.settings import change_settings

AT = datetime(2026, 11, 3, 13, 2, tzinfo=UTC)
HEADED = "Service\tStart\tEnd\tCause\r\nTill\t1.10.2026 08:00\t1.10.2026 09:00\tpower\r\n"
BARE = "Till\t13.10.2026 08:00\t13.10.2026 09:00\r\nWeb\t14.10.2026 10:00\t14.10.2026 10:30\r\n"


def _import(db: Database, text: str, *, bare: bool = False) -> BatchRow:
    source = read_pasted_rows(db, text, AT)
    proposal = importing.propose(db, source)
    answers = importing.Answers(
        **{
            **{name: getattr(proposal.answers, name) for name in importing.Answers.__slots__},
            "create": "yes",
            "date_order": "dmy",
        }
    )
    sheets = proposal.sheets
    if bare:
        sheets = (as_kind(source.sheets[0], sheets[0], "outages"),)
    proposal = importing.Proposal(sheets, answers)
    return importing.run_import(db, importing.check_import(db, source, proposal))


def test_pasted_rows_are_one_batch_that_says_when_they_were_pasted(db: Database) -> None:
    change_settings(db, time_zone="Europe/Berlin")
    batch = _import(db, HEADED)
    assert (batch.file_name, batch.imported, batch.source) == (
        "rows pasted on 3 Nov 2026 14:02",
        1,
        "pasted rows",
    )
    (outage,) = list_outages(db)
    assert str(outage.origin) == "rows pasted on 3 Nov 2026 14:02, row 2"
    assert outage.origin.cell("start") == "B2"
    wanted = read_filter(f"={outage.origin}", "text", today=AT.date())
    assert count_outages(db, OutageFilter(columns=(("origin", wanted),))) == 1
    assert db.undo() == "Import rows pasted on 3 Nov 2026 14:02"
    assert list_outages(db) == ()


def test_pasting_the_same_rows_again_changes_nothing(db: Database) -> None:
    _import(db, HEADED)
    again = _import(db, HEADED)
    assert (again.imported, again.duplicate) == (0, 1)


def test_a_block_without_headings_loses_no_row(db: Database) -> None:
    source = read_pasted_rows(db, BARE, AT)
    (sheet,) = importing.propose(db, source).sheets
    assert (sheet.use, sheet.header_row) == (False, 0)
    assert "no headings" in sheet.why_not
    read = as_kind(source.sheets[0], sheet, "outages")
    assert dict(read.columns) == {"start": 1, "end": 2, "subject": 0}
    assert set(read.certainty.values()) == {"suggested"}
    assert _import(db, BARE, bare=True).imported == 2
    assert {outage.origin.row for outage in list_outages(db)} == {1, 2}


def test_a_sheet_without_headings_is_not_remembered_as_a_layout(db: Database) -> None:
    _import(db, BARE, bare=True)
    assert importing.list_layouts(db) == ()


def test_headings_can_be_denied_and_granted_again(db: Database) -> None:
    source = read_pasted_rows(db, HEADED, AT)
    (sheet,) = importing.propose(db, source).sheets
    bare = with_headings(source.sheets[0], sheet, False)
    assert (bare.header_row, set(bare.headers)) == (0, {""})
    assert with_headings(source.sheets[0], bare, True).columns == sheet.columns


def test_refused_rows_can_be_saved_under_their_headings(db: Database, tmp_path: Path) -> None:
    batch = _import(db, HEADED + "Web\t5.10.2026 08:00\t4.10.2026 08:00\tlate\r\n")
    assert batch.rejected == 1
    importing.save_rejected(db, batch.id, tmp_path / "rejected.xlsx")
    again = importing.read_file(tmp_path / "rejected.xlsx")
    assert again.sheets[0].preview[0][:4] == ("Service", "Start", "End", "Cause")


def test_only_known_headings_say_that_a_block_brings_measurements() -> None:
    assert brings_measurements(HEADED)
    assert not brings_measurements("Cause\tPlanned\npower\tyes\n")
    assert not brings_measurements("power\tyes\n")
    assert not brings_measurements("")
