"""The sample desk: the sample organisation, fourteen months imported from shipped spreadsheets, what was written
about them, and the months closed. Everything goes through the use cases and the import that any file goes through.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from app.errors import AppError, FileError
from app.files import replace_file
from app.imports.proposal import Answers, SubjectAnswer
from app.models.database import Database
from app.paths import resource
from app.reports.month import Month
from app.usecases import closing, importing
from app.usecases.coverage import declare_coverage
from app.usecases.customers import list_customers
from app.usecases.desks import desk_path, new_desk, open_desk
from app.usecases.packs import make_pack
from app.usecases.sample_agreements import (
    DESK_LIST,
    MONITORING,
    PROBE,
    SERVICE_DESK,
    WATCHER,
    build_agreements,
)
from app.usecases.sample_months import close_months, exclude_disputed, write_commentary
from app.usecases.sample_organisation import Names, build_organisation
from app.usecases.sample_work import announce_sample_work

CUSTOMER, MONTH = "Retail", "2026-10"
_SPANS = ("before", "october")
_NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)  # the sample's own "today", where the clock is behind it

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class _File:
    """One sample layout: what a person would answer the first time. `means` names services, or components."""

    name: str
    source: str
    time_zone: str
    means: tuple[tuple[str, str], ...] = ()
    covers_all: bool = False

    def answers(self, names: Names) -> Answers:
        subjects: dict[str, SubjectAnswer] = {text: _subject(names, meant) for text, meant in self.means}
        return Answers(
            time_zone=self.time_zone,
            date_order="dmy",
            source=self.source,
            coverage="whole months",
            covers_all=self.covers_all,
            subjects=subjects,
        )


_FILES = (
    _File(
        "stoerungen.xlsx",
        DESK_LIST,
        "Europe/Berlin",
        (
            ("Kasse", "Till"),
            ("Bezahldienst", "Payments"),
            ("Arbeitsplatz", "Workplace"),
            ("Lagersteuerung", "Warehouse control"),
        ),
        covers_all=True,
    ),
    _File(
        "monitoring.csv",
        MONITORING,
        "Europe/Berlin",
        (("hh-stockdb-01", "Stock database"), ("nj-wms-01", "Warehouse management system")),
    ),
    _File("web-outages.csv", WATCHER, "Europe/London", (("www shop", "Webshop"),)),
    _File("tickets.xlsx", SERVICE_DESK, "Europe/Berlin"),
    _File("ticket-events.csv", "Shop help desk", "Europe/London"),
    _File("page-times.csv", PROBE, "Europe/London"),
    _File("figures.xlsx", "Monthly reports", "Europe/Berlin"),
)


def make_sample_desk(path: Path, progress: Progress | None = None) -> Path:
    """Make the sample desk at a place where nothing is yet; all of it or, whatever goes wrong, nothing."""
    path = desk_path(path)
    if path.exists():
        raise FileError(f"“{path}” is already there and was left as it is. Choose another name.")
    if not path.parent.is_dir():
        raise FileError(f"The folder “{path.parent}” is not there. Choose another folder for “{path.name}”.")
    with TemporaryDirectory(dir=path.parent, prefix=".sample-") as folder:
        db = new_desk(Path(folder) / path.name)
        try:
            _fill(db, progress or (lambda done, total, text: None))
        finally:
            db.close()
        replace_file(Path(folder) / path.name, path)
    return path


def demo_desk(folder: Path, progress: Progress | None = None) -> Path:
    """The sample desk in this folder, made when it is not there.

    One that is there is opened again with everything that was changed in it; where that cannot be (another
    program has it open, it is damaged, its customer was removed), a fresh one is made beside it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"The folder “{folder}” cannot be made: {error.strerror}.") from error
    number = 1
    while (path := folder / ("demo.slm" if number == 1 else f"demo-{number}.slm")).exists():
        if _is_sample(path):
            return path
        number += 1
    return make_sample_desk(path, progress)


def sample_now() -> datetime:
    """Now; or the morning after the sample's last month, where the clock says less."""
    return max(datetime.now(UTC), _NOW)


def sample_month(db: Database) -> Month:
    """The sample customer's document of the sample month."""
    return closing.current_month(db, _customers(db)[CUSTOMER], MONTH, sample_now())


def write_sample_pack(db: Database, folder: Path) -> tuple[Path, Path]:
    """The sample customer's pack as PDF and workbook."""
    return make_pack(db, _customers(db)[CUSTOMER], MONTH, folder, now=sample_now())


def sample_imports(db: Database) -> tuple[importing.BatchRow, ...]:
    """What was imported for the sample month, in the order it came in."""
    latest = importing.list_batches(db)
    return tuple(sorted(latest, key=lambda batch: batch.id)[-len(_FILES) :])


def _fill(db: Database, progress: Progress) -> None:
    total = 2 + len(_SPANS) * len(_FILES)
    progress(0, total, "Setting up the sample organisation")
    names = build_organisation(db)
    build_agreements(db, names)
    announce_sample_work(db, names)
    for number, (span, file) in enumerate(((s, f) for s in _SPANS for f in _FILES), start=1):
        progress(number, total, f"Importing {span}/{file.name}")
        _import(db, names, resource("sample") / span / file.name, file)
    _cover_last_night(db)
    progress(total - 1, total, "Closing the months before")
    exclude_disputed(db, names)
    close_months(db, names, lambda text: progress(total - 1, total, text))
    for customer in names.customers:
        write_commentary(db, names, customer, MONTH)
    progress(total, total, "The sample desk is ready")


def _import(db: Database, names: Names, path: Path, file: _File) -> None:
    """As in the window: read, propose, answer what is asked the first time, check, import."""
    source = importing.read_file(path)
    proposal = importing.propose(db, source)
    if not proposal.layout_known:
        proposal = replace(proposal, answers=file.answers(names))
    importing.run_import(db, importing.check_import(db, source, proposal))


def _cover_last_night(db: Database) -> None:
    """Berlin's October ends five hours before Newark's; the lists were written on the morning after."""
    night = datetime(2026, 10, 31, 23, tzinfo=UTC), datetime(2026, 11, 1, 4, tzinfo=UTC)
    for kind, source in (("outages", DESK_LIST), ("tickets", SERVICE_DESK)):
        declare_coverage(db, start=night[0], end=night[1], kind=kind, source=source)


def _is_sample(path: Path) -> bool:
    """It opens for changing, and the sample customer is still there."""
    try:
        db = open_desk(path)
    except AppError:
        return False
    try:
        return CUSTOMER in _customers(db)
    finally:
        db.close()


def _customers(db: Database) -> Mapping[str, int]:
    return {row.name: row.id for row in list_customers(db)}


def _subject(names: Names, meant: str) -> SubjectAnswer:
    if meant in names.services:
        return "service", names.services[meant]
    return "component", names.components[meant]
