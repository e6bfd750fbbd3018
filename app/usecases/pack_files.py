"""The files of one document and edition filled and read back for leaks, wherever they go then and whoever asks.

Nothing here is noted on the desk or takes its place; `writing_packs` does that, and `closing` freezes what was checked.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from app.errors import FileError
from app.models.database import Database
from app.models.organisation import Customer
from app.reports.content import Content, Edition
from app.reports.editions import released
from app.reports.files import safe_name
from app.reports.leaving import look_up
from app.reports.month import Month, to_json
from app.reports.paper import Paper
from app.usecases.leaks import LeakCheck, Search, check_files, search_for, settled
from app.usecases.settings import paper, settings

Progress = Callable[[int, int, str], None]
STEPS = 4
_LONGEST_STEM = (
    70  # bytes of the customer's name in a file's name: period, state and edition must fit behind it
)
_TAG_DIGITS = 4
_DAY = 86_400_000_000  # microseconds


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be written where."""

    month: Month
    edition: Edition
    content: Content
    page_size: str
    paper: Paper
    until: date | None


def work_on(db: Database, month: Month, edition: Edition, until: date | None) -> Work:
    """What is written of this document; `until` is the last day for objections, which the e-mail names."""
    from app.reports.pack import pack_content

    return Work(month, edition, pack_content(month, edition), settings(db).page_size, paper(db), until)


def name_for(db: Database, customer_id: int, work: Work) -> str:
    """The name of its files, without what follows the dot."""
    with db.reading() as session:
        others = session.scalars(select(Customer.name).where(Customer.id != customer_id))
        # Windows and macOS do not tell capitals apart.
        twins = any(_stem(name).casefold() == _stem(work.month.customer).casefold() for name in others)
    tag = f"({work.month.customer_uid[:_TAG_DIGITS]})" if twins else ""
    return pack_name(work.month, work.edition, tag)


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


def check_month(
    db: Database,
    customer_id: int,
    month: Month,
    until: date | None = None,
    *,
    before: LeakCheck | None = None,
    progress: Progress | None = None,
) -> LeakCheck:
    """The leak check of the files this document would become; none is left.

    Where nothing that counts has changed since `before`, its findings hold and nothing is written.
    """
    tell = progress or silent
    tell(0, STEPS, "Reading what must not be said")
    work = work_on(db, month, "customer", until)
    name = name_for(db, customer_id, work)
    search = search_for(db, customer_id, month)
    of = _fingerprint(work, name, search)
    look_up()
    if before is not None and before.of == of:
        return settled(db, customer_id, before)
    with TemporaryDirectory() as folder:
        paths = tuple(Path(folder) / f"{name}{suffix}" for suffix in (".pdf", ".xlsx", ".eml"))
        fill(work, paths, paths, tell)
        tell(3, STEPS, "Reading the files back")
        found = check_files(db, customer_id, search, paths, tuple(path.name for path in paths))
    return replace(found, of=of)


def _fingerprint(work: Work, name: str, search: Search) -> str:
    """A hash of everything a check depends on, but the words accepted and the time of day."""
    document = to_json(replace(work.month, made_at=work.month.made_at // _DAY * _DAY))
    parts = (document, name, search.said, repr((work.page_size, work.paper, work.until)))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def fill(work: Work, paths: tuple[Path, ...], besides: tuple[Path, ...], tell: Progress) -> tuple[str, ...]:
    """Fill the files `besides` that will stand as `paths`; who cannot be written to."""
    # reportlab and XlsxWriter take 0.3 s to import; only writing a pack needs them.
    from app.reports.excel import write_workbook
    from app.reports.letter import letter, write_letter
    from app.reports.pdf import write_pdf

    pdf, workbook = besides[:2]
    tell(1, STEPS, f"Writing {paths[0].name}")
    _named(paths[0], pdf, lambda: write_pdf(work.content, pdf, work.page_size, work.paper))
    look_up()
    tell(2, STEPS, f"Writing {paths[1].name}")
    _named(
        paths[1],
        workbook,
        lambda: write_workbook(work.month, work.edition, workbook, work.content, work.page_size, work.paper),
    )
    look_up()
    if len(paths) < 3:
        return ()
    # The addresses are those of the document; everything else is what the customer may read.
    said = letter(replace(released(work.month, "customer"), distribution=work.month.distribution), work.until)
    attached = tuple((path.name, beside) for path, beside in zip(paths[:2], besides[:2], strict=True))
    write_letter(said, besides[2], attached, work.content.fingerprint)
    return said.without_address


def _named(path: Path, beside: Path, write: Callable[[], None]) -> None:
    """Write, and let an error name the file as the user knows it."""
    try:
        write()
    except FileError as error:
        raise FileError(str(error).replace(beside.name, path.name)) from error


def silent(done: int, total: int, text: str) -> None:
    """Progress nobody watches."""
