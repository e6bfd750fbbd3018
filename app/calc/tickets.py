"""Tickets with the events of their clocks, as values and as columns, and what became of each.

How the clocks run is in `clocks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import compress
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.calc.spans import LATEST, Instants, to_microseconds

EventKind = Literal["opened", "responded", "paused", "resumed", "resolved", "reopened", "closed", "priority"]
KINDS: tuple[EventKind, ...] = (
    "opened",
    "responded",
    "paused",
    "resumed",
    "resolved",
    "reopened",
    "closed",
    "priority",
)
NEVER = LATEST


class Event(NamedTuple):
    """One step of a ticket's clocks; `value` is the new priority of a "priority" event."""

    at: datetime
    event: EventKind
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as last known; `priority` is the last one, earlier ones stand in the events.

    The first priority is the value of the "opened" event or of a "priority" event at the opening, else that
    of the first "priority" event, else `priority`.
    """

    number: str
    priority: str
    opened: datetime
    responded: datetime | None = None
    resolved: datetime | None = None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class TicketColumns:
    """Many tickets as columns; instants in microseconds UTC, `NEVER` for none.

    `priority` holds positions in `priorities`. Events are rows (`event_ticket`, a position; `event_at`;
    `event_kind`, a position in KINDS; `event_priority`, a position in `priorities` or −1) in any order.
    """

    number: Sequence[str]
    priority: Instants
    opened: Instants
    responded: Instants
    resolved: Instants
    priorities: tuple[str, ...]
    event_ticket: Instants
    event_at: Instants
    event_kind: Instants
    event_priority: Instants

    def __len__(self) -> int:
        return len(self.opened)

    def take(self, wanted: NDArray[np.bool_]) -> TicketColumns:
        """Some of the tickets with their events."""
        position = np.cumsum(wanted) - 1
        kept = wanted[self.event_ticket]
        return TicketColumns(
            tuple(compress(self.number, wanted.tolist())),
            *(self.priority[wanted], self.opened[wanted], self.responded[wanted], self.resolved[wanted]),
            self.priorities,
            *(position[self.event_ticket[kept]], self.event_at[kept]),
            *(self.event_kind[kept], self.event_priority[kept]),
        )


@dataclass(frozen=True, slots=True)
class TicketResult:
    """A ticket decided in the period: met or missed, on which clock reading, and what helped it.

    `unseen`: it counts as missed only until it is known whether it was in time, for no source looked when it was due.
    """

    number: str
    priority: str
    opened: datetime
    due: datetime | None
    resolved: datetime | None
    met: bool
    elapsed_us: int
    decided_at: datetime
    note: str = ""
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class PriorityShare:
    """Of the tickets of one priority: how many were decided, and how many of these were in time."""

    priority: str
    decided: int
    kept: int


def comparable(priority: str) -> str:
    """A priority in the form in which it is told from others."""
    return priority.strip().casefold()


def shares_together(shares: Iterable[PriorityShare]) -> tuple[PriorityShare, ...]:
    """Added up by priority; priorities that differ only in case are one."""
    found: dict[str, PriorityShare] = {}
    for each in shares:
        key, name = comparable(each.priority), each.priority.strip()
        known = found.get(key, PriorityShare(name, 0, 0))
        found[key] = PriorityShare(
            min(known.priority, name), known.decided + each.decided, known.kept + each.kept
        )
    return tuple(found[key] for key in sorted(found))


def columns_of(tickets: Iterable[Ticket]) -> TicketColumns:
    """The same tickets as columns."""
    rows = tuple(tickets)
    texts = [row.priority for row in rows]
    events = [(index, event) for index, row in enumerate(rows) for event in row.events]
    texts += [event.value for _, event in events if event.value is not None]
    codes = {text: code for code, text in enumerate(dict.fromkeys(texts))}
    return TicketColumns(
        number=tuple(row.number for row in rows),
        priority=_column(codes[row.priority] for row in rows),
        opened=_column(to_microseconds(row.opened) for row in rows),
        responded=_column(_or_never(row.responded) for row in rows),
        resolved=_column(_or_never(row.resolved) for row in rows),
        priorities=tuple(codes),
        event_ticket=_column(index for index, _ in events),
        event_at=_column(to_microseconds(event.at) for _, event in events),
        event_kind=_column(KINDS.index(event.event) for _, event in events),
        event_priority=_column(-1 if event.value is None else codes[event.value] for _, event in events),
    )


def moments(instants: Instants) -> list[datetime | None]:
    """UTC datetimes of microseconds; None for `NEVER`."""
    never = instants == NEVER
    naive = np.where(never, 0, instants).astype("datetime64[us]").tolist()
    return [
        None if missing else moment.replace(tzinfo=UTC)
        for moment, missing in zip(naive, never.tolist(), strict=True)
    ]


def _or_never(moment: datetime | None) -> int:
    return NEVER if moment is None else to_microseconds(moment)


def _column(values: Iterable[int]) -> Instants:
    return np.fromiter(values, dtype=np.int64)
