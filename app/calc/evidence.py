"""What a target is judged on: the ledgers of the agreement versions in force, tickets, samples, figures.

Gathered by the caller from what is stored; judged by the metrics. Nothing here reads a clock or a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.calc.figures import Figure
from app.calc.hours import ServiceHours
from app.calc.ledger import Ledger, OutageColumns
from app.calc.samples import Samples
from app.calc.spans import Spans
from app.calc.targets import Target
from app.calc.tickets import PriorityShare, Ticket, TicketColumns, TicketResult, columns_of


@dataclass(frozen=True, slots=True)
class Part:
    """The share [start, end) of a period under one agreement version, in calendar order.

    `ledger` is the service's; where sites differ `ledgers_by_site` holds one each, with `weights` (users)
    beside them. `outages` are those behind the ledger, a joining gap before and after the part included, so
    that breaks are joined before they are clipped. `siblings` are the service's other targets of the same
    metric in the version: they say how long a ticket may take while it has another priority. `time_zone` is
    the agreement's, in which its days are counted; left out it is that of the hours. `key` marks the version
    in every period alike, and `source` is its source of record: where that gives tickets, samples or figures
    of its own they stand here, else (None) those of the evidence count.

    A part with closed time in it has what was frozen of that: `taken` are samples that count already, and
    `hours_after` the service hours after its end as they were then.
    """

    target: Target
    start: datetime
    end: datetime
    ledger: Ledger | None
    hours: ServiceHours
    ledgers_by_site: Mapping[str, Ledger] = field(default_factory=dict[str, Ledger])
    weights: Mapping[str, int] = field(default_factory=dict[str, int])
    support_hours: ServiceHours | None = None
    outages: OutageColumns | None = None
    version: str = ""
    siblings: tuple[Target, ...] = ()
    time_zone: str = ""
    key: str = ""
    source: str | None = None
    tickets: TicketColumns | None = None
    samples: Samples | None = None
    figures: tuple[Figure, ...] | None = None
    taken: Samples = field(default_factory=Samples.empty)
    hours_after: Spans | None = None

    @property
    def days_zone(self) -> str:
        """The time zone whose days count."""
        return self.time_zone or self.hours.time_zone

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last local day."""
        zone = ZoneInfo(self.days_zone)
        last = self.end - timedelta(microseconds=1)
        return self.start.astimezone(zone).date(), last.astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class Tally:
    """The tickets opened under one version that were decided in closed time: how many, how many of them met.

    `tickets` are those a level lists: missed, or met only through a pause or a lowered priority. `by_priority`
    is empty where the closed time did not keep it.
    """

    key: str
    version: str
    start: datetime
    end: datetime
    target: Target
    number: int
    kept: int
    tickets: tuple[TicketResult, ...] = ()
    by_priority: tuple[PriorityShare, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that one target's level in one period stands on; `now` is None when the period is over.

    `parts` follow one another without a gap. `former` are parts of earlier versions, with the time they were
    in force and no ledger: tickets opened then may still be decided now. `uncovered` is the time of the
    period that no source of tickets or samples says it observes: what looks kept is then not proven. In
    `closed` time only what was frozen counts: the ledgers and samples of the parts, and the `tallies`; where it
    reaches to the period's end, `undecided` is how many tickets were undecided then. Tickets `counted` in it
    (number and opening) do not count again, whatever became of them, nor do those that closed periods `elsewhere`
    counted, which are none of this one's.
    """

    parts: tuple[Part, ...]
    tickets: TicketColumns | tuple[Ticket, ...] = ()
    samples: Samples = field(default_factory=Samples.empty)
    figures: tuple[Figure, ...] = ()
    now: datetime | None = None
    former: tuple[Part, ...] = ()
    uncovered: Spans = field(default_factory=Spans.empty)
    closed: Spans = field(default_factory=Spans.empty)
    tallies: tuple[Tally, ...] = ()
    undecided: int | None = None
    counted: frozenset[tuple[str, int]] = frozenset()
    elsewhere: frozenset[tuple[str, int]] = frozenset()

    def __post_init__(self) -> None:
        if not self.parts:
            raise ValueError("evidence needs at least one part")

    @property
    def target(self) -> Target:
        """The target as last agreed in the period."""
        return self.parts[-1].target

    @property
    def start(self) -> datetime:
        return self.parts[0].start

    @property
    def end(self) -> datetime:
        return self.parts[-1].end

    @property
    def ticket_columns(self) -> TicketColumns:
        """The tickets as columns."""
        return self.tickets if isinstance(self.tickets, TicketColumns) else columns_of(self.tickets)
