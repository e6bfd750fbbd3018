"""Dates as the import will read them, spelled out, so that a wrong order of day and month is seen at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from app.imports.columns import Column
from app.imports.files import SourceFile
from app.imports.kinds import KINDS
from app.imports.proposal import Proposal, SheetProposal
from app.imports.synonyms import header_of
from app.imports.values.instants import instants_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST = 3
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HALF_YEAR = ("January", "February", "March", "April", "May", "June")
MONTHS = (*_HALF_YEAR, "July", "August", "September", "October", "November", "December")


@dataclass(frozen=True, slots=True)
class Spelled:
    """One date of the file and how it is read."""

    text: str
    words: str

    def __str__(self) -> str:
        return f"{self.text} → {self.words}"


def spelled_dates(source: SourceFile, proposal: Proposal) -> tuple[str, ...]:
    """A few dates of each date column: "03/04/2026 14:00 → Friday 3 April 2026, 14:00 (Europe/Berlin)"."""
    found = (str(one) for sheet in proposal.used for one in _of_sheet(source, sheet, proposal))
    return tuple(dict.fromkeys(found))


def _of_sheet(source: SourceFile, sheet: SheetProposal, proposal: Proposal) -> Iterator[Spelled]:
    body = source.sheets[sheet.sheet].preview[sheet.header_row :]
    for field in KINDS[sheet.kind].fields:
        index = sheet.columns.get(field.name, -1)
        if field.type == "instant" and index >= 0:
            texts = [row[index] for row in body if index < len(row) and row[index]]
            order = sheet.orders.get(field.name) or proposal.answers.date_order or "dmy"
            zone = header_of(sheet.headers[index]).zone or proposal.answers.time_zone
            column = Column.of_texts(texts)
            read = instants_of(column, order, zone)
            places: list[int] = np.flatnonzero(read.known)[:_MOST].tolist()
            for place in places:
                yield Spelled(texts[place], _words(int(read.values[place]), zone))


def _words(instant: int, zone: str) -> str:
    at = (_EPOCH + timedelta(microseconds=instant)).astimezone(ZoneInfo(zone))
    return f"{DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H:%M} ({zone})"
