"""The documents of closed months as the desk keeps them: only those asked for, and each decoded once.

An issue never changes, so its decoded form is kept by its hash while the program runs.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from app.models.reporting import ClosedMonth
from app.reports.month import Month, from_json

KEPT = 48  # a year of months and quarters for a few customers; some MB
Wanted = Callable[[str], bool]


class _Decoded:
    """The documents decoded last, by their hash."""

    def __init__(self) -> None:
        self._months: OrderedDict[str, Month] = OrderedDict()
        self._lock = Lock()  # the window's tasks read in several threads

    def get(self, sha256: str) -> Month | None:
        with self._lock:
            if sha256 in self._months:
                self._months.move_to_end(sha256)
            return self._months.get(sha256)

    def keep(self, sha256: str, month: Month) -> None:
        with self._lock:
            self._months[sha256] = month
            while len(self._months) > KEPT:
                self._months.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._months.clear()


DECODED = _Decoded()


def latest_documents(session: Session, customer_id: int, wanted: Wanted) -> Mapping[str, Month]:
    """The latest issue of each closed period whose key is `wanted`, by that key."""
    query = (
        select(ClosedMonth)
        .options(defer(ClosedMonth.document))
        .where(ClosedMonth.customer_id == customer_id)
        .order_by(ClosedMonth.number)
    )
    latest = {row.period: row for row in session.scalars(query)}
    return {key: document_of(row) for key, row in latest.items() if wanted(key)}


def document_of(row: ClosedMonth) -> Month:
    """The document of an issue, in the state the issue has now."""
    month = DECODED.get(row.sha256)
    if month is None:
        month = from_json(row.document)
        DECODED.keep(row.sha256, month)
    return replace(month, state=row.state)
