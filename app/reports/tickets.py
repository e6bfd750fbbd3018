"""What a month's document says of tickets by service and priority: how many came and went, how many were in time.

Everything is counted under the priority a ticket had at that moment, so that for each priority open before + opened +
reopened + changed + corrected − resolved is what was open at the end.
"""

from dataclasses import dataclass, field

from app.reports.frozen import LATER


@dataclass(frozen=True, slots=True)
class PriorityCounts:
    """The tickets of one priority; `changed` came to it less left it while open.

    `corrected` is what later months of a longer period knew otherwise of what was open at their beginning.
    """

    priority: str  # as the source spells it, "" where it gave none
    open_before: int
    opened: int
    reopened: int
    resolved: int
    changed: int
    open_at_end: int
    corrected: int = 0


@dataclass(frozen=True, slots=True)
class PriorityInTime:
    """The tickets of one priority that were decided against one target, and how many of them were in time."""

    lineage: str
    priority: str
    decided: int
    kept: int


@dataclass(frozen=True, slots=True)
class LongerTarget:
    """A target that no single period like this one judges: over which longer one, and with which it is told.

    `told_with` is empty where it is this very one.
    """

    lineage: str
    name: str
    agreed: str  # "per quarter"
    over: str  # "Q4 2026"
    told_with: str = ""  # "December 2026"


@dataclass(frozen=True, slots=True)
class ServiceTickets:
    """One service in the period and in the one before; `missing` and `missing_before` say why there are no counts."""

    uid: str
    service: str
    counts: tuple[PriorityCounts, ...] = ()
    in_time: tuple[PriorityInTime, ...] = ()
    counts_before: tuple[PriorityCounts, ...] = ()
    in_time_before: tuple[PriorityInTime, ...] = ()
    note: str = ""  # "tickets cover only part of the days"
    missing: str = ""
    missing_before: str = ""
    note_before: str = field(default="", metadata=LATER)  # what must be known of the counts before
    longer: tuple[LongerTarget, ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True, slots=True)
class TicketsByPriority:
    """All services with tickets, and the label of the period before."""

    before: str
    services: tuple[ServiceTickets, ...] = ()
