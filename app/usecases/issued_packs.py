"""Packs of several customers in one go, and whether a file is the one that was written."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.calc.periods import parse_period, spelled_day
from app.calc.words import plural
from app.errors import AppError, Cancelled, FileError
from app.models.database import Database
from app.models.organisation import Customer
from app.models.reporting import ClosedMonth, IssuedFile
from app.reports.content import Edition
from app.reports.leaving import IsCancelled
from app.usecases.writing_packs import STEPS, Progress, WrittenPack, write_pack


@dataclass(frozen=True, slots=True)
class Wanted:
    """One pack to write: the latest issue of the period or its draft, or the issue `closed_id`."""

    customer_id: int
    customer: str
    period: str
    closed_id: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of several packs; `stopped` when it was cancelled before the rest."""

    written: tuple[WrittenPack, ...]
    refused: tuple[tuple[Wanted, AppError], ...] = ()
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether a file is one that was written, in a sentence."""

    known: bool
    sentence: str


def write_packs(
    db: Database,
    wanted: Sequence[Wanted],
    folder: Path,
    edition: Edition,
    *,
    letter: bool = False,
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
) -> Batch:
    """Write them one after the other; one that is refused keeps no other back, Cancel keeps what is written."""
    written: list[WrittenPack] = []
    refused: list[tuple[Wanted, AppError]] = []
    for number, each in enumerate(wanted):
        tell = partial(_part_of, progress, number, len(wanted), each.customer) if progress else None
        try:
            pack = write_pack(
                db,
                each.customer_id,
                each.period,
                folder,
                edition,
                closed_id=each.closed_id,
                letter=letter,
                progress=tell,
                cancelled=cancelled,
            )
        except Cancelled:
            return Batch(tuple(written), tuple(refused), stopped=True)
        except AppError as error:
            refused.append((each, error))
        else:
            written.append(pack)
    return Batch(tuple(written), tuple(refused))


def verify_file(db: Database, path: Path) -> Verified:
    """Whether these are the bytes of a file written of an issue, whatever the file is called now."""
    try:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise FileError(f"“{path.name}” cannot be read: {error.strerror}. Choose another file.") from error
    query = (
        select(IssuedFile, Customer, ClosedMonth.number)
        .join(Customer, Customer.id == IssuedFile.customer_id)
        .outerjoin(ClosedMonth, ClosedMonth.id == IssuedFile.closed_month_id)
        .order_by(IssuedFile.made_at)
    )
    with db.reading() as session:
        same = session.execute(query.where(IssuedFile.sha256 == sha256)).first()
        if same is not None:
            file, customer, number = same
            label = parse_period(file.period, customer.time_zone).label
            day = spelled_day(file.made_at.astimezone(ZoneInfo(customer.time_zone)).date())
            issue = f", issue {number}" if number else ""
            sentence = f"“{path.name}” is the file written for {customer.name}, {label}{issue}, on {day}."
            return Verified(True, sentence)
        named = session.execute(query.where(IssuedFile.file_name == path.name)).all()
    if not named:
        return Verified(False, f"“{path.name}” is none of the files written of an issue.")
    file, customer, _ = named[-1]
    day = spelled_day(file.made_at.astimezone(ZoneInfo(customer.time_zone)).date())
    return Verified(False, f"“{path.name}” is not the file written on {day}: its content differs.")


def batch_words(batch: Batch) -> str:
    """What was written, and that the rest was not begun after a Cancel."""
    count = plural(len(batch.written), "pack")
    if batch.stopped:
        return f"Stopped. {count} {'is' if len(batch.written) == 1 else 'are'} written and kept; the rest is not."
    return f"Wrote {count}."


def _part_of(
    progress: Progress, number: int, count: int, name: str, done: int, _total: int, text: str
) -> None:
    """The progress of one pack as a part of all."""
    progress(number * STEPS + done, count * STEPS, f"{name} ({number + 1} of {count}): {text}")
