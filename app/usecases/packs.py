"""Writing a customer's pack: the PDF and the workbook of one period and edition, from the one month document."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from app.calc.periods import parse_period
from app.calc.words import plural
from app.errors import Cancelled, FileError
from app.models.database import Database
from app.models.organisation import Customer
from app.models.reporting import ClosedMonth, IssuedFile
from app.reports.content import Edition
from app.reports.files import safe_name
from app.reports.lines import is_commented
from app.reports.month import Month
from app.reports.page import Page
from app.usecases.closing import current_month, draft_month
from app.usecases.settings import paper, settings

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class IssuedFileRow:
    id: int
    customer: str
    period: str
    label: str
    edition: str
    number: int
    file_name: str
    sha256: str
    made_at: datetime


def make_pack(
    db: Database,
    customer_id: int,
    key: str,
    folder: Path,
    edition: Edition = "customer",
    now: datetime | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Path, Path]:
    """Write PDF and workbook into `folder`; returns their paths. Files of an issued month are noted with their hash."""
    # reportlab and XlsxWriter take 0.3 s to import; only writing a pack needs them.
    from app.reports.excel import write_workbook
    from app.reports.pack import pack_content
    from app.reports.pdf import write_pdf

    now = now or datetime.now(UTC)
    tell = progress or _silent
    tell(0, 3, "Working out the levels")
    month = current_month(db, customer_id, key, now)
    content = pack_content(month, edition)
    name = pack_name(month, edition)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(
            f"The folder {folder} cannot be made: {error.strerror}. Choose another one."
        ) from error
    pdf, workbook = folder / f"{name}.pdf", folder / f"{name}.xlsx"
    _stop_if(cancelled)
    tell(1, 3, f"Writing {pdf.name}")
    page_size, on = settings(db).page_size, paper(db)
    write_pdf(content, pdf, page_size, on)
    _stop_if(cancelled)
    tell(2, 3, f"Writing {workbook.name}")
    write_workbook(month, edition, workbook, content, page_size, on)
    if month.number and not db.read_only:
        _note(db, customer_id, month, edition, (pdf, workbook), now)
    tell(3, 3, "Done")
    return pdf, workbook


def pack_pages(
    db: Database, customer_id: int, key: str, edition: Edition, now: datetime | None = None
) -> tuple[Page, ...]:
    """The pages that `make_pack` would write now, ready to be drawn."""
    # reportlab knows how wide letters are, and takes 0.2 s to import.
    from app.reports.layout import laid_out
    from app.reports.pack import pack_content

    month = current_month(db, customer_id, key, now or datetime.now(UTC))
    return laid_out(pack_content(month, edition), settings(db).page_size, paper(db))


def pack_name(month: Month, edition: Edition) -> str:
    """ "Retail 2026-10 draft", safe on every system; the internal edition says so."""
    state = "draft" if not month.number else "" if month.number == 1 else f"issue {month.number}"
    kind = "internal" if edition == "internal" else ""
    return safe_name(" ".join(part for part in (month.customer, month.period, state, kind) if part))


def list_issued_files(db: Database, customer_id: int | None = None) -> tuple[IssuedFileRow, ...]:
    """The files written of issued months, the latest first."""
    query = (
        select(IssuedFile, Customer, ClosedMonth.number)
        .join(Customer, Customer.id == IssuedFile.customer_id)
        .outerjoin(ClosedMonth, ClosedMonth.id == IssuedFile.closed_month_id)
        .order_by(IssuedFile.made_at.desc(), IssuedFile.id.desc())
    )
    if customer_id is not None:
        query = query.where(IssuedFile.customer_id == customer_id)
    with db.reading() as session:
        return tuple(
            IssuedFileRow(
                file.id,
                customer.name,
                file.period,
                parse_period(file.period, customer.time_zone).label,
                file.edition,
                number or 0,
                file.file_name,
                file.sha256,
                file.made_at,
            )
            for file, customer, number in session.execute(query)
        )


def before_issuing(
    db: Database, customer_id: int, key: str, now: datetime | None = None, draft: Month | None = None
) -> tuple[str, ...]:
    """What is still missing before this period should be issued, or issued again, a sentence each.

    `draft` is the period's document as it stands now, where it is at hand.
    """
    now = now or datetime.now(UTC)
    month = draft or draft_month(db, customer_id, key, now)
    missing: list[str] = []
    if parse_period(key, month.time_zone).end > now:
        missing.append(f"{month.label} is not over yet.")
    if not month.services:
        missing.append(f"Nothing was agreed with {month.customer} in {month.label}.")
    missing += [f"{title} is not signed." for title in month.unsigned]
    for service in month.services:
        for target in service.targets:
            where = f"{service.name}: “{target.sentence}”"
            if target.verdict == "no data":
                missing.append(f"{where} has no data. Import what was measured, or say what was covered.")
            elif target.verdict == "not proven":
                missing.append(
                    f"{where} is not proven, because part of the time is not covered by any source."
                )
            elif target.verdict == "missed" and not is_commented(target):
                missing.append(f"{where} was missed and nobody has written why.")
    missing += _without_words(month)
    if not month.distribution:
        missing.append(f"No contact of {month.customer} receives packs.")
    return tuple(missing)


def _without_words(month: Month) -> list[str]:
    """How many outages say nothing to the customer; one that touches several services counts once."""
    silent = {line.id for service in month.services for line in service.outages if not line.customer_text}
    if not silent:
        return []
    return [
        f"{plural(len(silent), 'outage')} {'has' if len(silent) == 1 else 'have'} no words for the customer."
    ]


def _note(
    db: Database, customer_id: int, month: Month, edition: Edition, paths: tuple[Path, ...], now: datetime
) -> None:
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
                edition=edition,
                file_name=path.name,
                sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
                made_at=now,
            )
            for path in paths
        )


def _silent(done: int, total: int, text: str) -> None:
    """Progress nobody watches."""


def _stop_if(cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled("Writing the pack was stopped; no further file was written.")
