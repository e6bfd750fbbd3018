"""Writing the files of one customer's period and edition: checked for leaks, then all in their places, or none.

The same closed month gives the same files again, byte by byte.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from app.errors import Cancelled, FileError
from app.models.database import Database
from app.models.organisation import Customer
from app.models.reporting import ClosedMonth, IssuedFile
from app.reports.content import Content, Edition
from app.reports.editions import released
from app.reports.files import safe_name, written_together
from app.reports.month import Month
from app.reports.page import Page
from app.reports.paper import Paper
from app.usecases.closed_documents import document_of
from app.usecases.closing import current_month, draft_month
from app.usecases.editing import fetch
from app.usecases.leaks import LeakCheck, Leaking, check_files
from app.usecases.settings import paper, settings

Progress = Callable[[int, int, str], None]
IsCancelled = Callable[[], bool]
STEPS = 4
_LONGEST_STEM = (
    70  # bytes of the customer's name in a file's name: period, state and edition must fit behind it
)
_TAG_DIGITS = 4


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

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(file.path for file in self.files)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be written where."""

    month: Month
    edition: Edition
    content: Content
    page_size: str
    paper: Paper
    until: date | None


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
    now = now or datetime.now(UTC)
    tell, stop = progress or _silent, cancelled or _never
    tell(0, STEPS, "Working out the levels")
    work = _work(db, customer_id, key, edition, closed_id, now)
    _make(folder)
    name, letter = _name_for(db, customer_id, work), letter and edition == "customer"
    suffixes = (".pdf", ".xlsx", ".eml") if letter else (".pdf", ".xlsx")
    paths = tuple(folder / f"{name}{suffix}" for suffix in suffixes)
    with written_together(paths) as besides:
        without = _write(work, paths, besides, tell, stop)
        check = None
        if edition == "customer":
            tell(3, STEPS, "Checking what the customer will read")
            check = check_files(db, customer_id, work.month, besides, tuple(path.name for path in paths))
            if check.leaks:
                raise Leaking(work.month.customer, check)
        files = tuple(
            WrittenFile(path, hashlib.sha256(beside.read_bytes()).hexdigest())
            for path, beside in zip(paths, besides, strict=True)
        )
        _stop_if(stop)
    if work.month.number and not db.read_only:
        _note(db, customer_id, work, files[:2], now)
    tell(STEPS, STEPS, "Done")
    return _made(customer_id, work, files, check, without)


def check_period(
    db: Database,
    customer_id: int,
    key: str,
    now: datetime | None = None,
    cancelled: IsCancelled | None = None,
) -> LeakCheck:
    """The leak check of what the period's first or next issue would tell the customer; no file is left."""
    stop = cancelled or _never
    draft = draft_month(db, customer_id, key, now or datetime.now(UTC))
    work = _work_on(db, draft, "customer", None)
    name = _name_for(db, customer_id, work)
    with TemporaryDirectory() as folder:
        paths = tuple(Path(folder) / f"{name}{suffix}" for suffix in (".pdf", ".xlsx", ".eml"))
        _write(work, paths, paths, _silent, stop)
        _stop_if(stop)
        return check_files(db, customer_id, work.month, paths, tuple(path.name for path in paths))


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

    work = _work(db, customer_id, key, edition, closed_id, now or datetime.now(UTC))
    return laid_out(work.content, work.page_size, work.paper)


def pack_name(month: Month, edition: Edition, tag: str = "") -> str:
    """ "Retail 2026-10 draft", safe on every system; the internal edition says so.

    `tag` tells customers apart whose names are the same once they are safe.
    """
    state = "draft" if not month.number else "" if month.number == 1 else f"issue {month.number}"
    kind = "internal" if edition == "internal" else ""
    period = month.period.replace("..", " to ")
    return safe_name(" ".join(filter(None, (_stem(month.customer), tag, period, state, kind))))


def _stem(customer: str) -> str:
    return safe_name(customer, longest=_LONGEST_STEM)


def _name_for(db: Database, customer_id: int, work: _Work) -> str:
    with db.reading() as session:
        others = session.scalars(select(Customer.name).where(Customer.id != customer_id))
        # Windows and macOS do not tell capitals apart.
        twins = any(_stem(name).casefold() == _stem(work.month.customer).casefold() for name in others)
    tag = f"({work.month.customer_uid[:_TAG_DIGITS]})" if twins else ""
    return pack_name(work.month, work.edition, tag)


def _work(
    db: Database, customer_id: int, key: str, edition: Edition, closed_id: int | None, now: datetime
) -> _Work:
    month, until = _document(db, customer_id, key, closed_id, now)
    return _work_on(db, month, edition, until)


def _work_on(db: Database, month: Month, edition: Edition, until: date | None) -> _Work:
    from app.reports.pack import pack_content

    return _Work(month, edition, pack_content(month, edition), settings(db).page_size, paper(db), until)


def _document(
    db: Database, customer_id: int, key: str, closed_id: int | None, now: datetime
) -> tuple[Month, date | None]:
    """The document and, of an issue, the last day for objections."""
    with db.reading() as session:
        if closed_id is not None:
            row = fetch(session, ClosedMonth, closed_id, "closed month")
            return document_of(row), _day(row.objections_until)
    month = current_month(db, customer_id, key, now)
    query = select(ClosedMonth.objections_until).where(
        ClosedMonth.customer_id == customer_id, ClosedMonth.period == key, ClosedMonth.number == month.number
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


def _write(
    work: _Work, paths: tuple[Path, ...], besides: tuple[Path, ...], tell: Progress, stop: IsCancelled
) -> tuple[str, ...]:
    """Fill the files `besides` that will stand as `paths`; who cannot be written to."""
    # reportlab and XlsxWriter take 0.3 s to import; only writing a pack needs them.
    from app.reports.excel import write_workbook
    from app.reports.letter import letter, write_letter
    from app.reports.pdf import write_pdf

    pdf, workbook = besides[:2]
    _stop_if(stop)
    tell(1, STEPS, f"Writing {paths[0].name}")
    _named(paths[0], pdf, lambda: write_pdf(work.content, pdf, work.page_size, work.paper))
    _stop_if(stop)
    tell(2, STEPS, f"Writing {paths[1].name}")
    _named(
        paths[1],
        workbook,
        lambda: write_workbook(work.month, work.edition, workbook, work.content, work.page_size, work.paper),
    )
    _stop_if(stop)
    if len(paths) < 3:
        return ()
    # The addresses are those of the document; everything else is what the customer may read.
    said = letter(replace(released(work.month, "customer"), distribution=work.month.distribution), work.until)
    attached = tuple((path.name, beside) for path, beside in zip(paths[:2], besides[:2], strict=True))
    write_letter(said, besides[2], attached, work.content.fingerprint)
    return said.without_address


def _made(
    customer_id: int,
    work: _Work,
    files: tuple[WrittenFile, ...],
    check: LeakCheck | None,
    without: tuple[str, ...],
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
    )


def _named(path: Path, beside: Path, write: Callable[[], None]) -> None:
    """Write, and let an error name the file as the user knows it."""
    try:
        write()
    except FileError as error:
        raise FileError(str(error).replace(beside.name, path.name)) from error


def _note(db: Database, customer_id: int, work: _Work, files: tuple[WrittenFile, ...], now: datetime) -> None:
    month = work.month
    with db.changing(f"Write pack {month.label} for {month.customer}", undoable=False) as session:
        closed_id = session.scalar(
            select(ClosedMonth.id).where(
                ClosedMonth.customer_id == customer_id,
                ClosedMonth.period == month.period,
                ClosedMonth.number == month.number,
            )
        )
        session.add_all(
            IssuedFile(
                customer_id=customer_id,
                closed_month_id=closed_id,
                period=month.period,
                edition=work.edition,
                file_name=file.path.name,
                sha256=file.sha256,
                made_at=now,
            )
            for file in files
        )


def _silent(done: int, total: int, text: str) -> None:
    """Progress nobody watches."""


def _never() -> bool:
    return False


def _stop_if(stop: IsCancelled) -> None:
    if stop():
        raise Cancelled("Writing the pack was stopped; no further file was written.")
