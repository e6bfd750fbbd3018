"""Writing a customer's pack: the PDF and the workbook of one period and edition, from the one month document."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from app.calc.periods import parse_period
from app.calc.words import plural
from app.models.database import Database
from app.models.organisation import Customer
from app.models.reporting import ClosedMonth, IssuedFile
from app.reports.content import Edition
from app.reports.lines import BREACHES, is_commented
from app.reports.month import Month
from app.usecases.closing import draft_month
from app.usecases.writing_packs import Progress, pack_name, pack_pages, write_pack

__all__ = [
    "IssuedFileRow",
    "before_issuing",
    "list_issued_files",
    "make_pack",
    "outages_behind",
    "pack_name",
    "pack_pages",
]


@dataclass(frozen=True, slots=True)
class IssuedFileRow:
    """A file of an issue as it was written last, and how many times it was."""

    id: int
    customer: str
    period: str
    label: str
    edition: str
    number: int
    file_name: str
    sha256: str
    made_at: datetime
    program: str  # the version that wrote it; "" where that was not kept yet
    times: int = 1


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
    """Write PDF and workbook of the latest issue, or of the draft, into `folder`; returns their paths."""
    written = write_pack(
        db, customer_id, key, folder, edition, now=now, progress=progress, cancelled=cancelled
    )
    return written.paths[0], written.paths[1]


def list_issued_files(db: Database, customer_id: int | None = None) -> tuple[IssuedFileRow, ...]:
    """The files written of issued months, the latest first; one written again stands there once."""
    query = (
        select(IssuedFile, Customer, ClosedMonth.number)
        .join(Customer, Customer.id == IssuedFile.customer_id)
        .outerjoin(ClosedMonth, ClosedMonth.id == IssuedFile.closed_month_id)
        .order_by(IssuedFile.made_at.desc(), IssuedFile.id.desc())
    )
    if customer_id is not None:
        query = query.where(IssuedFile.customer_id == customer_id)
    latest: dict[tuple[int, str, int | None, str, str], IssuedFileRow] = {}
    with db.reading() as session:
        for file, customer, number in session.execute(query):
            key = customer.id, file.period, number, file.edition, file.file_name
            if key in latest:
                latest[key] = replace(latest[key], times=latest[key].times + 1)
            else:
                latest[key] = _file_row(file, customer, number or 0)
    return tuple(latest.values())


def _file_row(file: IssuedFile, customer: Customer, number: int) -> IssuedFileRow:
    return IssuedFileRow(
        file.id,
        customer.name,
        file.period,
        parse_period(file.period, customer.time_zone).label,
        file.edition,
        number,
        file.file_name,
        file.sha256,
        file.made_at,
        file.program or "",
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
            elif target.verdict in BREACHES and not is_commented(target):
                missing.append(f"{where} was {target.verdict} and nobody has written why.")
    missing += outages_behind(month)
    if month.services and not month.summary.strip():
        missing.append("Nothing is written yet about the whole period.")
    if not month.distribution:
        missing.append(f"No contact of {month.customer} receives packs.")
    return tuple(missing)


def outages_behind(month: Month) -> Mapping[str, tuple[int, ...]]:
    """What is missing of outages, a sentence each, with the ids of those outages.

    They say nothing to the customer; one that touches several services counts once.
    """
    lines = (line for service in month.services for line in service.outages)
    silent = tuple(dict.fromkeys(line.id for line in lines if not line.customer_text))
    if not silent:
        return {}
    verb = "has" if len(silent) == 1 else "have"
    return {f"{plural(len(silent), 'outage')} {verb} no words for the customer.": silent}
