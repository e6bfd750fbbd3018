"""The sample desk: whole, honest about what was not measured, and safe to make again."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import FileError
from app.models.database import Database
from app.reports.lines import is_commented
from app.reports.month import TargetMonth
from app.usecases import agreements, customers, importing, sample, services
from app.usecases.closing import closed_month, draft_month, list_closed_months
from app.usecases.desks import check_desk, open_desk
from app.usecases.levels import month_levels
from app.usecases.planned_work import list_planned_work

MONTHS = ("2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10")


@pytest.fixture
def db(sample_desk: Path) -> Iterator[Database]:
    database = open_desk(sample_desk)
    yield database
    database.close()


def _target(db: Database, metric: str, service: str) -> TargetMonth:
    month = sample.sample_month(db)
    (found,) = (t for s in month.services if s.name == service for t in s.targets if t.metric == metric)
    return found


def test_the_sample_desk_is_sound(sample_file: Path) -> None:
    assert check_desk(sample_file) == ()


def test_it_has_three_customers_six_services_and_their_agreements(db: Database) -> None:
    assert len(customers.list_customers(db)) == 3
    assert len(services.list_services(db)) == 6
    assert {row.kind for row in agreements.list_agreements(db)} == {"sla", "ola", "uc"}


def test_every_row_of_every_file_came_in(db: Database) -> None:
    batches = importing.list_batches(db)
    assert len(batches) == 14
    assert all(batch.rejected == 0 and batch.read == batch.imported + batch.duplicate for batch in batches)


def test_tickets_that_were_open_last_month_come_again_as_changed(db: Database) -> None:
    changed = {batch.file_name: batch.changed for batch in sample.sample_imports(db)}
    assert changed["tickets.xlsx"] > 0


def test_the_second_file_of_a_layout_needs_no_answers(db: Database, tmp_path: Path) -> None:
    for file in (Path(sample.resource("sample")) / "october").iterdir():
        proposal = importing.propose(db, importing.read_file(file))
        assert proposal.layout_known, file.name
        assert proposal.questions == (), file.name
        assert proposal.unknown_subjects == (), file.name


def test_the_till_missed_october_by_three_outages_in_store_hours(db: Database) -> None:
    target = _target(db, "availability", "Till")
    assert target.verdict == "missed"
    minute = 60_000_000
    # 25 days of 12 hours; 94 + 20 + 10 minutes inside them; the slow hour and the night do not count.
    assert target.base == 300 * 60 * minute
    assert target.used == 124 * minute
    assert target.allowed == 90 * minute


def test_two_silent_days_are_unknown_and_leave_the_verdict_open(db: Database) -> None:
    target = _target(db, "availability", "Stock and ordering")
    # 31 h 47 min of ordering hours, less the maintenance window of Wednesday evening.
    assert target.classes["unknown"] == (31 * 60 + 47 - 120) * 60_000_000
    assert target.verdict == "not proven"
    assert len(target.parts) == 2


def test_every_verdict_is_on_the_desk_somewhere(db: Database) -> None:
    ids = [row.id for row in customers.list_customers(db)]
    months = [m for key in MONTHS for m in month_levels(db, key, sample.sample_now(), ids)]
    verdicts = {t.verdict for m in months for s in m.services for t in s.targets}
    assert {"met", "nearly missed", "missed", "not proven"} <= verdicts


def test_every_ticket_decided_is_listed_with_the_row_it_came_from(db: Database) -> None:
    targets = [t for service in sample.sample_month(db).services for t in service.targets]
    judged = [t for t in targets if t.metric in ("response", "resolution") and t.base]
    assert judged
    assert all(len(target.tickets) == target.base for target in judged)
    assert all(sum(not each.met for each in target.tickets) == target.used for target in judged)
    assert all(", row " in each.source for target in judged for each in target.tickets)


def test_every_missed_target_of_an_issued_month_is_explained_to_the_customer(db: Database) -> None:
    issued = [closed_month(db, row.id) for row in list_closed_months(db)]
    missed = [(m, s, t) for m in issued for s in m.services for t in s.targets if t.verdict == "missed"]
    assert len(missed) > 20
    assert [(m.customer, m.period, t.short) for m, _, t in missed if not is_commented(t)] == []


def test_months_were_issued_in_order_objected_to_put_right_and_made_final(db: Database) -> None:
    closed = list_closed_months(db)
    assert {row.state for row in closed if row.period < "2026-09"} == {"final", "issued"}
    objections = [each.accepted for row in closed for each in row.objections]
    assert sorted(objections, key=str) == [False, None, True]
    by_time = sorted((row for row in closed if row.number == 1), key=lambda row: row.issued_at)
    assert [row.period for row in by_time] == sorted(row.period for row in by_time)


def test_an_accepted_objection_and_a_restatement_are_second_issues_with_their_reason(db: Database) -> None:
    again = {row.period: row for row in list_closed_months(db) if row.number == 2}
    assert set(again) == {"2025-12", "2026-05"}
    for row in again.values():
        assert row.state == "final"
        assert row.reason
        assert closed_month(db, row.id).changes


def test_disputed_exclusions_turn_a_verdict(db: Database) -> None:
    target = _target(db, "availability", "Workplace")
    assert (target.verdict, target.verdict_without_disputed) == ("met", "missed")


def test_work_is_announced_for_the_past_and_for_the_time_to_come(db: Database) -> None:
    starts = [row.start for row in list_planned_work(db)]
    last = datetime(2026, 11, 1, tzinfo=UTC)
    assert min(starts) < last < max(starts)


def test_the_spreadsheets_stay_small() -> None:
    files = [path for path in Path(sample.resource("sample")).rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 1_500_000


def test_the_pack_is_two_files(db: Database, tmp_path: Path) -> None:
    pdf, workbook = sample.write_sample_pack(db, tmp_path / "packs")
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert workbook.read_bytes().startswith(b"PK")


def test_an_existing_file_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "mine.slm"
    path.write_text("mine")
    with pytest.raises(FileError, match="already there"):
        sample.make_sample_desk(path)
    assert path.read_text() == "mine"


def test_what_went_wrong_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "resource", lambda name: tmp_path / "nowhere")
    with pytest.raises(FileError):
        sample.make_sample_desk(tmp_path / "new.slm")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def demo_folder(sample_desk: Path) -> Path:
    """A folder in which the demo was run before."""
    sample_desk.rename(sample_desk.with_name("demo.slm"))
    return sample_desk.parent


def test_a_second_demo_opens_the_desk_again_with_what_was_changed(demo_folder: Path) -> None:
    db = open_desk(demo_folder / "demo.slm")
    services.add_service(db, "Mine")
    db.close()
    path = sample.demo_desk(demo_folder)
    assert path == demo_folder / "demo.slm"
    db = open_desk(path)
    assert "Mine" in {row.name for row in services.list_services(db)}
    db.close()


def test_a_demo_desk_that_cannot_be_used_is_left_and_a_fresh_one_made(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample, "make_sample_desk", lambda path, progress=None: path)
    held = open_desk(demo_folder / "demo.slm")
    assert sample.demo_desk(demo_folder) == demo_folder / "demo-2.slm"
    held.close()
    (demo_folder / "demo.slm").write_bytes(b"")
    assert sample.demo_desk(demo_folder) == demo_folder / "demo-2.slm"


def test_a_month_that_is_over_is_drawn_up_the_same_twice(db: Database) -> None:
    (retail, *_) = (row.id for row in customers.list_customers(db) if row.name == sample.CUSTOMER)
    first, second = (draft_month(db, retail, sample.MONTH, sample.sample_now()) for _ in range(2))
    assert first.services == second.services
