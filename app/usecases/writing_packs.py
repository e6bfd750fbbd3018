"""Writing the files of one customer's period and edition: checked for leaks, then all in their places, or none.

The same closed month gives the same files again, byte by byte.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from app import __version__
from app.calc.periods import spelled_day
from app.errors import FileError
from app.models.database import Database
from app.models.reporting import ClosedMonth, IssuedFile
from app.reports.content import Edition
from app.reports.files import written_together
from app.reports.leaving import IsCancelled, left_when, look_up
from app.reports.month import Month
from app.reports.page import Page
from app.usecases.closing import current_month
from app.usecases.editing import fetch
from app.usecases.leaks import LeakCheck, check_files, let_through, search_for
from app.usecases.objected import pack_document
from app.usecases.pack_files import STEPS, Progress, Work, fill, name_for, pack_name, silent, work_on

__all__ = ["STEPS", "Progress", "WrittenFile", "WrittenPack", "pack_name", "pack_pages", "write_pack"]

_STOPPED = "Writing the pack was stopped; no further file was written."


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which document is asked for, and for whom: of an issue, of the latest one, or of the desk as it stands `now`."""

    customer_id: int
    key: str
    edition: Edition
    closed_id: int | None
    now: datetime


@dataclass(frozen=True, slots=True)
class WrittenFile:
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class WrittenPack:
    """What was written; `files` are PDF and workbook, then the e-mail draft where one was wanted."""

    customer_id: int
    customer: str
    period: str
    label: str
    edition: Edition
    state: str  # draft | issued | final
    number: int
    files: tuple[WrittenFile, ...]
    check: LeakCheck | None = None  # of a customer's files
    without_address: tuple[str, ...] = ()  # who receives packs and has no address to write to
    differs: str = ""  # why the files are not the bytes that were written of this issue before

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(file.path for file in self.files)


def write_pack(
    db: Database,
    customer_id: int,
    key: str,
    folder: Path,
    edition: Edition = "customer",
    *,
    closed_id: int | None = None,
    letter: bool = False,
    now: datetime | None = None,
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
) -> WrittenPack:
    """Write PDF and workbook into `folder`, of the latest issue or of `closed_id`; files of an issue are noted.

    A customer's files are checked for leaks before they take their places; raises Leaking. A `letter` is an
    e-mail draft with both; only the customer's edition has one.
    """
    asked = _Asked(customer_id, key, edition, closed_id, now or datetime.now(UTC))
    suffixes = (".pdf", ".xlsx", ".eml") if letter and edition == "customer" else (".pdf", ".xlsx")
    with left_when(cancelled, _STOPPED):
        return _written(db, asked, folder, suffixes, progress or silent)


def _written(
    db: Database, asked: _Asked, folder: Path, suffixes: tuple[str, ...], tell: Progress
) -> WrittenPack:
    tell(0, STEPS, "Working out the levels")
    customer_id, work = asked.customer_id, _work(db, asked)
    _make(folder)
    name = name_for(db, customer_id, work)
    paths = tuple(folder / f"{name}{suffix}" for suffix in suffixes)
    files: list[WrittenFile] = []

    def note() -> None:
        if work.month.number and not db.read_only:
            _note(db, customer_id, work, files, asked.now)

    with written_together(paths, note) as besides:
        without = fill(work, paths, besides, tell)
        check = _checked(db, customer_id, work, besides, paths, tell) if work.edition == "customer" else None
        files += [
            WrittenFile(path, hashlib.sha256(beside.read_bytes()).hexdigest())
            for path, beside in zip(paths, besides, strict=True)
        ]
        differs = _difference(db, customer_id, work, files)
        look_up()
    tell(STEPS, STEPS, "Done")
    return _made(customer_id, work, tuple(files), check, without, differs)


def _checked(
    db: Database,
    customer_id: int,
    work: Work,
    besides: tuple[Path, ...],
    paths: tuple[Path, ...],
    tell: Progress,
) -> LeakCheck:
    """The leak check of files that are about to take their places."""
    tell(3, STEPS, "Checking what the customer will read")
    search = search_for(db, customer_id, work.month)
    check = check_files(db, customer_id, search, besides, tuple(path.name for path in paths))
    who = work.month.customer
    return let_through(
        check, f"The files for {who} were not written, because they say what {who} must not read."
    )


def pack_pages(
    db: Database,
    customer_id: int,
    key: str,
    edition: Edition,
    now: datetime | None = None,
    *,
    closed_id: int | None = None,
) -> tuple[Page, ...]:
    """The pages that `write_pack` would write now, ready to be drawn."""
    # reportlab knows how wide letters are, and takes 0.2 s to import.
    from app.reports.layout import laid_out

    work = _work(db, _Asked(customer_id, key, edition, closed_id, now or datetime.now(UTC)))
    return laid_out(work.content, work.page_size, work.paper)


def _work(db: Database, asked: _Asked) -> Work:
    month, until = _document(db, asked)
    return work_on(db, month, asked.edition, until)


def _document(db: Database, asked: _Asked) -> tuple[Month, date | None]:
    """The document and, of an issue, the last day for objections."""
    with db.reading() as session:
        if asked.closed_id is not None:
            row = fetch(session, ClosedMonth, asked.closed_id, "closed month")
            return pack_document(session, row), _day(row.objections_until)
    month = current_month(db, asked.customer_id, asked.key, asked.now)
    query = select(ClosedMonth.objections_until).where(
        ClosedMonth.customer_id == asked.customer_id,
        ClosedMonth.period == asked.key,
        ClosedMonth.number == month.number,
    )
    with db.reading() as session:
        return month, _day(session.scalar(query))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(
            f"The folder {folder} cannot be made: {error.strerror}. Choose another one."
        ) from error


def _made(
    customer_id: int,
    work: Work,
    files: tuple[WrittenFile, ...],
    check: LeakCheck | None,
    without: tuple[str, ...],
    differs: str,
) -> WrittenPack:
    month = work.month
    return WrittenPack(
        customer_id=customer_id,
        customer=month.customer,
        period=month.period,
        label=month.label,
        edition=work.edition,
        state=month.state,
        number=month.number,
        files=files,
        check=check,
        without_address=without,
        differs=differs,
    )


def _note(db: Database, customer_id: int, work: Work, files: Sequence[WrittenFile], now: datetime) -> None:
    month = work.month
    with db.changing(f"Write pack {month.label} for {month.customer}", undoable=False) as session:
        closed_id = session.scalar(_issue_of(customer_id, month))
        session.add_all(
            IssuedFile(
                customer_id=customer_id,
                closed_month_id=closed_id,
                period=month.period,
                edition=work.edition,
                file_name=file.path.name,
                sha256=file.sha256,
                made_at=now,
                program=__version__,
            )
            for file in files
        )


def _difference(db: Database, customer_id: int, work: Work, files: Sequence[WrittenFile]) -> str:
    """A sentence where a file of this issue was written before and had other bytes; "" where it had the same."""
    if not work.month.number:
        return ""
    names = {file.path.name: file.sha256 for file in files}
    query = (
        select(IssuedFile)
        .where(
            IssuedFile.closed_month_id == _issue_of(customer_id, work.month).scalar_subquery(),
            IssuedFile.edition == work.edition,
            IssuedFile.file_name.in_(names),
        )
        .order_by(IssuedFile.made_at.desc(), IssuedFile.id.desc())
    )
    with db.reading() as session:
        last = {file.file_name: file for file in reversed(session.scalars(query).all())}
    other = [file for name, file in last.items() if file.sha256 != names[name]]
    if not other:
        return ""
    file = max(other, key=lambda each: each.made_at)
    day = spelled_day(file.made_at.astimezone(ZoneInfo(work.month.time_zone)).date())
    if file.program == __version__:
        why = "settings such as the logo, the colours or the page size were changed since."
    else:
        why = f"those are laid out by {_version_words(file.program)} and these by version {__version__}."
    return f"The contents are those of the issue; the bytes differ from the files of {day}, because {why}"


def _version_words(program: str | None) -> str:
    return f"version {program}" if program else "an earlier version"


def _issue_of(customer_id: int, month: Month) -> Select[int]:
    """The id of the closed month this document is."""
    return select(ClosedMonth.id).where(
        ClosedMonth.customer_id == customer_id,
        ClosedMonth.period == month.period,
        ClosedMonth.number == month.number,
    )
