"""Whatever is done to the desk: closed months, their hashes and packs, and the quarter over them stay as they were."""

import locale
import shutil
import time as time_module
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from app.calc.ledger import Definition
from app.errors import AppError
from app.models.database import Database
from app.usecases.agreements import (
    add_version,
    add_window,
    change_version,
    list_windows,
    remove_agreement,
    remove_window,
)
from app.usecases.closed_documents import DECODED
from app.usecases.closing import closed_month, issue_month, list_closed_months
from app.usecases.coverage import declare_coverage
from app.usecases.customers import add_site, change_customer, change_site, remove_customer
from app.usecases.desks import backup_desk, restore_desk
from app.usecases.hours import add_special_day, change_hours
from app.usecases.levels import level_detail
from app.usecases.outages import change_outages, list_outages, record_outage, remove_outages
from app.usecases.packs import make_pack
from app.usecases.services import change_service
from app.usecases.settings import change_settings
from app.usecases.targets import change_target, entry_of, list_targets, remove_target
from tests.usecases.imports import imported, sheet
from tests.usecases.retail import WHY, Retail, at, retail

LATER = at(11, 20, 12)
Attack = Callable[[Database, Retail], object]


def every_outage(db: Database) -> list[int]:
    return [row.id for row in list_outages(db)]


def define(db: Database, desk: Retail, **changes: object) -> None:
    row = list_targets(db, desk.version)[0]
    change_target(db, row.id, replace(entry_of(row), definition=Definition(**changes)))


def end_version(db: Database, desk: Retail) -> None:
    change_version(db, desk.version, valid_until=date(2026, 8, 15))


def next_version(db: Database, desk: Retail) -> None:
    """One in another time zone that demands more, in force since the middle of the quarter."""
    later = add_version(db, desk.agreement, valid_from=date(2026, 8, 16))
    change_version(db, later, time_zone="Pacific/Auckland")
    row = list_targets(db, later)[0]
    change_target(db, row.id, replace(entry_of(row), value=Decimal("99.99")))


ATTACKS: dict[str, Attack] = {
    "outages removed": lambda db, desk: remove_outages(db, every_outage(db)),
    "outages excluded": lambda db, desk: change_outages(
        db, every_outage(db), excluded=True, exclusion_reason="not ours"
    ),
    "an outage more": lambda db, desk: record_outage(
        db, start=at(7, 2), end=at(9, 2), service_id=desk.service, state="down"
    ),
    "undone to the beginning": lambda db, desk: [None for _ in iter(db.undo, None)],
    "customer renamed": lambda db, desk: change_customer(db, desk.customer, name="Wholesale"),
    "customer moved": lambda db, desk: change_customer(db, desk.customer, time_zone="Pacific/Auckland"),
    "customer removed": lambda db, desk: remove_customer(db, desk.customer),
    "service renamed": lambda db, desk: change_service(db, desk.service, name="Cash desk"),
    "site renamed": lambda db, desk: change_site(db, desk.site, name="Hamburg", headcount=9),
    "another site": lambda db, desk: add_site(db, desk.customer, "Bremen", headcount=900),
    "other hours": lambda db, desk: change_hours(db, desk.hours, week={6: ((time(1), time(2)),)}),
    "hours moved": lambda db, desk: change_hours(db, desk.hours, time_zone="Asia/Tokyo"),
    "a holiday": lambda db, desk: add_special_day(db, desk.hours, date(2026, 8, 13), "holiday"),
    "another definition": lambda db, desk: define(
        db, desk, base="calendar", joining_gap_minutes=Decimal(600)
    ),
    "version ended": end_version,
    "another version": next_version,
    "window removed": lambda db, desk: [remove_window(db, row.id) for row in list_windows(db, desk.version)],
    "a corrected file": lambda db, desk: imported(db, outage_file(db.path.parent, "2026-07-20 23:30")),
    "settings changed": lambda db, desk: change_settings(
        db, organisation="Somebody else", time_zone="Asia/Tokyo", country="FR", currency="USD"
    ),
    "target removed": lambda db, desk: remove_target(db, desk.target),
    "agreement removed": lambda db, desk: remove_agreement(db, desk.agreement),
    "all covered": lambda db, desk: declare_coverage(
        db, start=at(6, 1), end=at(11, 1), service_id=desk.service
    ),
}


@dataclass(frozen=True)
class Closed:
    """A desk with a closed quarter and what it says; its file is made once and copied for every attack."""

    file: Path
    desk: Retail
    issued: list[int]
    said: list[object]


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Closed:
    file = tmp_path_factory.mktemp("closed") / "desk.slm"
    db = Database.create(file)
    desk, issued = closed_quarter(db)
    found = Closed(file, desk, issued, said(db, desk, issued))
    db.close()
    return found


@pytest.fixture
def db(closed: Closed, desk_path: Path) -> Iterator[Database]:
    """A copy of the closed desk."""
    database = Database.open(Path(shutil.copy(closed.file, desk_path)))
    yield database
    database.close()


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_a_closed_quarter_stays_what_it_was(db: Database, closed: Closed, attack: Attack) -> None:
    with suppress(AppError):  # refusing is a way to stay
        attack(db, closed.desk)
    assert said(db, closed.desk, closed.issued) == closed.said


def test_a_pack_says_the_same_after_all_attacks_together(
    db: Database, closed: Closed, tmp_path: Path
) -> None:
    desk = closed.desk
    before = pack_words(db, desk, tmp_path / "before")
    for attack in ATTACKS.values():
        with suppress(AppError):
            attack(db, desk)
    assert pack_words(db, desk, tmp_path / "after") == before


def test_a_restored_backup_says_what_was_closed(db: Database, closed: Closed, tmp_path: Path) -> None:
    backup = backup_desk(db, tmp_path / "backups")
    for attack in ATTACKS.values():
        with suppress(AppError):
            attack(db, closed.desk)
    path = db.path
    db.close()
    restore_desk(backup, path)
    again = Database.open(path)
    assert said(again, closed.desk, closed.issued) == closed.said
    again.close()


@pytest.mark.skipif(not hasattr(time_module, "tzset"), reason="the zone of a process is set on POSIX only")
def test_a_computer_in_another_zone_and_language_says_the_same(
    db: Database, closed: Closed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = pack_words(db, closed.desk, tmp_path / "before")
    for name, value in (("TZ", "Asia/Kathmandu"), ("LC_ALL", "de_DE.UTF-8"), ("LANG", "de_DE.UTF-8")):
        monkeypatch.setenv(name, value)
    time_module.tzset()
    with suppress(locale.Error):  # a computer that does not know German keeps its own
        locale.setlocale(locale.LC_ALL, "")
    try:
        assert said(db, closed.desk, closed.issued) == closed.said
        assert pack_words(db, closed.desk, tmp_path / "after") == before
    finally:
        monkeypatch.undo()
        time_module.tzset()
        locale.setlocale(locale.LC_ALL, "C")


def outage_file(folder: Path, end: str) -> Path:
    """A sheet with one outage of July."""
    head = ("Service", "Start", "End", "Reference")
    return sheet(folder / "outages.csv", head, ("Till", "2026-07-20 22:00", end, "R1"))


def closed_quarter(db: Database) -> tuple[Retail, list[int]]:
    """A quarter with three closed months, an outage across the end of each, and silence since 20 September."""
    desk = retail(db, covered=False)
    change_version(db, desk.version, valid_from=date(2026, 6, 1))  # a month of history is enough
    declare_coverage(db, start=at(6, 1), end=at(9, 20), service_id=desk.service)
    for month in (6, 7, 8):
        record_outage(
            db,
            start=at(month, 30, 22),
            end=at(month, 30, 22) + timedelta(days=3),
            service_id=desk.service,
            customer_text=f"Power cut of {month}",
            site_ids=[desk.site] if month == 8 else [],
        )
    imported(db, outage_file(db.path.parent, "2026-07-20 23:00"))
    add_window(
        db,
        desk.version,
        "Sundays",
        starts_at=at(7, 5, 2).replace(tzinfo=None),
        duration_minutes=120,
        recurrence="FREQ=WEEKLY;BYDAY=SU",
    )
    months = ("2026-07", "2026-08", "2026-09")
    return desk, [
        issue_month(db, desk.customer, key, date(2026, 12, 1), LATER, uncommented_reason=WHY)
        for key in months
    ]


def said(db: Database, desk: Retail, issued: list[int]) -> list[object]:
    """Documents, hashes, and the quarter's figures, ledger, outages, sources and windows."""
    DECODED.clear()  # read from the file, not from what is known of it
    found = level_detail(db, desk.customer, desk.lineage, "2026-Q3", LATER)
    return [
        [closed_month(db, each) for each in issued],
        [row.sha256 for row in list_closed_months(db)],
        replace(found.target, history=()),
        [(line.start, line.counted, line.customer_text, line.sites) for line in found.service.outages],
        found.sources,
        found.month.hours,
        found.month.windows,
    ]


def pack_words(db: Database, desk: Retail, folder: Path) -> list[object]:
    """Every page and every cell of the customer's pack for August, formulas and what they give."""
    folder.mkdir()
    pdf, workbook = make_pack(db, desk.customer, "2026-08", folder, "customer", LATER)
    pages: list[object] = [page.extract_text() for page in PdfReader(pdf).pages]
    return [*pages, *cells(workbook, given=False), *cells(workbook, given=True)]


def cells(workbook: Path, *, given: bool) -> Iterator[object]:
    for page in load_workbook(workbook, data_only=given):
        for row in page.iter_rows():
            yield page.title, [(cell.coordinate, cell.value) for cell in row if cell.value is not None]
