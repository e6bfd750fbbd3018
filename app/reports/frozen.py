"""What a closed period leaves to longer ones: per promise all that a quarter or a year needs to judge it again.

Frozen in the month's document and never rendered. Ledgers, outages and samples are kept as packed columns of
integers; instants are microseconds UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Marks a field that documents of earlier releases lack: left out where it says nothing, so that these keep their hash.
LATER: Mapping[str, bool] = {"later": True}


@dataclass(frozen=True, slots=True)
class FrozenTarget:
    """A target with its definition (what differs from the defaults), as text."""

    metric: str
    comparison: str
    value: str
    margin: str | None
    period: str
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    definition: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class FrozenLedger:
    """The classes of a ledger (packed starts and ends each) and the outages near it, as they count.

    `outages` are the columns start, end, down, planned, id. Those are among them that one break joins to one in
    the ledger, however far beyond its time.
    """

    classes: Mapping[str, str]
    sites: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    outages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FrozenSite:
    """A site of the customer, with its users as they were."""

    uid: str
    name: str
    headcount: int


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """A ready-made figure that tells about some day of the period."""

    first_day: str
    last_day: str
    value: str


@dataclass(frozen=True, slots=True)
class FrozenWindow:
    """A maintenance window by the words that give it as a reason, and when it was open (packed)."""

    reason: str
    open: tuple[str, str]


@dataclass(frozen=True, slots=True)
class FrozenPart:
    """The period's share under one agreement version; `key` marks the version, `hours`, `clock` are its words."""

    key: str
    version: str
    start: int
    end: int
    time_zone: str
    target: FrozenTarget
    hours: str
    clock: str
    source: str | None
    ledger: FrozenLedger | None = None
    undisputed: FrozenLedger | None = None  # without the exclusions the customer disputes; None without any
    sites: tuple[FrozenSite, ...] = ()
    hours_after: tuple[str, str] = ("", "")  # service hours from the end on, as far as breaks go on
    samples: tuple[str, str] = ("", "")  # the values that count, ascending, and how often each
    figures: tuple[FrozenFigure, ...] = ()
    windows: tuple[FrozenWindow, ...] = ()


@dataclass(frozen=True, slots=True)
class FrozenTally:
    """How many tickets opened under one version were decided in the period, and how many of them were met."""

    key: str
    version: str
    start: int
    end: int
    target: FrozenTarget
    number: int
    kept: int


@dataclass(frozen=True, slots=True)
class FrozenShare:
    """Of the tickets of one priority: how many were decided in the period, and how many of them were met."""

    priority: str
    decided: int
    kept: int


@dataclass(frozen=True, slots=True)
class FrozenTicket:
    """A ticket the level lists."""

    number: str
    priority: str
    opened: int
    due: int | None
    resolved: int | None
    met: bool
    elapsed: int
    decided: int
    note: str


@dataclass(frozen=True, slots=True)
class FrozenPromise:
    """One promise in the period from `start` to `end`, judged or not: longer targets are frozen month by month."""

    lineage: str
    start: int
    end: int
    parts: tuple[FrozenPart, ...]
    tallies: tuple[FrozenTally, ...] = ()
    tickets: tuple[FrozenTicket, ...] = ()
    uncovered: tuple[str, str] = ("", "")
    undecided: int = 0  # tickets opened by the end that count later
    counted: tuple[str, str] = ("", "")  # numbers (packed) and openings of all tickets decided in the period
    shares: tuple[FrozenShare, ...] = field(default=(), metadata=LATER)
