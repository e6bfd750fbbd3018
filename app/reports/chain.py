"""What a document keeps of what a service stands on: the nodes of its picture, each part's share of the downtime.

Internal altogether: no edition for a customer has any of it. Durations are microseconds; figures left at their
defaults take no room in the document.
"""

from dataclasses import dataclass, field

from app.reports.frozen import LATER


@dataclass(frozen=True, slots=True)
class ChainNode:
    """A box of the picture; `key` lasts ("component:<uid>"), `what` is its kind or how many of a group are needed."""

    key: str
    kind: str  # service | component | group
    title: str
    what: str


@dataclass(frozen=True, slots=True)
class ChainPart:
    """One part: who keeps it, what was agreed, its share of the service's downtime, and how it did itself.

    Its own figures are over the agreed time of the service that has passed: `known` of it was observed or is known
    to be down. `excused` is its planned work in an agreed window, held against nobody: neither in `known` nor in
    `down`. `breaks` are its own, unplanned, that began in the period; `late` of them took longer to restore than
    agreed, in its support hours, and `longest` is the longest.
    """

    key: str
    name: str
    kind: str  # service | system | network | …; empty for one that is no longer under the service
    keeper: str = field(default="", metadata=LATER)  # the team or supplier by name
    kept_by: str = field(default="", metadata=LATER)  # team | supplier | best_effort; empty for a service
    alone: bool = field(default=False, metadata=LATER)  # it takes the service down alone
    contracted: str = field(default="", metadata=LATER)  # percent, exact decimal
    restore_hours: str = field(default="", metadata=LATER)  # as contracted
    unplanned: int = field(default=0, metadata=LATER)
    planned: int = field(default=0, metadata=LATER)
    degraded: int = field(default=0, metadata=LATER)
    known: int = field(default=0, metadata=LATER)
    down: int = field(default=0, metadata=LATER)
    down_planned: int = field(default=0, metadata=LATER)  # of it by planned work alone
    breaks: int = field(default=0, metadata=LATER)
    late: int = field(default=0, metadata=LATER)
    longest: int = field(default=0, metadata=LATER)
    excused: int = field(default=0, metadata=LATER)

    @property
    def share(self) -> int:
        """Its share of the downtime."""
        return self.unplanned + self.planned

    @property
    def is_service(self) -> bool:
        return self.kind == "service"


@dataclass(frozen=True, slots=True)
class ChainStretch:
    """Downtime with the same parts to blame, by place among the parts; `beside` were down too, which let it fall."""

    start: int
    end: int
    parts: tuple[int, ...]
    planned: bool = field(default=False, metadata=LATER)
    beside: tuple[int, ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True, slots=True)
class ChainRest:
    """What the stretches sum to that are too many to keep one by one.

    For `alone` of their `length` a part had the service down without another's help, for `itself` nobody but the
    service is known to have been down. `by_part` says who and how long, by place among the parts, those that
    overlapped each in full. `beside` are as of a stretch.
    """

    number: int
    length: int
    planned: int
    alone: int
    itself: int
    by_part: tuple[tuple[int, int], ...]
    beside: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """One service under the target of this lineage, whose ledger its downtime comes from.

    `base` is the agreed time that has passed, `down` and `degraded` what of it the service was; the shares of the
    parts, of which the service itself is the first, sum to both. So do the stretches with their `rest` to `down`.
    """

    lineage: str
    base: int
    down: int
    parts: tuple[ChainPart, ...]
    nodes: tuple[ChainNode, ...]
    edges: tuple[tuple[str, str], ...]  # who needs something, what is needed
    degraded: int = field(default=0, metadata=LATER)
    stretches: tuple[ChainStretch, ...] = field(default=(), metadata=LATER)
    rest: ChainRest | None = field(default=None, metadata=LATER)
