"""A target, and what became of it in a period: the verdict and the figures it stands on.

Verdicts compare exact integers and fractions; nothing here rounds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from app.calc.ledger import Definition
from app.calc.tickets import PriorityShare, TicketResult

Verdict = Literal["met", "nearly missed", "missed", "not proven", "no data"]
Comparison = Literal[">=", "<="]

SIGNS: Mapping[Verdict, str] = {
    "met": "✓",
    "nearly missed": "▲",
    "missed": "✕",
    "not proven": "?",
    "no data": "–",
}
KEPT: frozenset[Verdict] = frozenset({"met", "nearly missed"})


def kept_of(verdicts: Iterable[str]) -> tuple[int, int]:
    """How many targets were kept, if only just, of all that were in force, whether they could be judged or not."""
    every = [verdict for verdict in verdicts if verdict]
    return sum(verdict in KEPT for verdict in every), len(every)


@dataclass(frozen=True, slots=True)
class Target:
    """Metric, comparison, value, period and definition: the sentence that can be met or missed.

    `margin` is in the unit of the value: what is met, but closer to the value than this, is nearly missed.
    """

    metric: str
    comparison: Comparison
    value: Decimal
    margin: Decimal | None = None
    period: str = "month"
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    definition: Definition = field(default_factory=Definition)

    def parameter(self, name: str, default: str = "") -> str:
        """A parameter's text, or `default` where it is missing or empty."""
        return self.parameters.get(name, "").strip() or default


@dataclass(frozen=True, slots=True)
class PartLevel:
    """The share of a period judged under one agreement version."""

    version: str
    start: datetime
    end: datetime
    value: Decimal
    base: int
    used: int
    allowed: int
    key: str = ""  # the version's mark, the same in every period


@dataclass(frozen=True, slots=True)
class Level:
    """What was achieved for a target in a period, with its evidence.

    `achieved`, `lowest`, `highest`, `best_possible` and `limit` are in `unit` (availability: 99.07…).
    `base`, `used` and `allowed` are microseconds where `counts_time`, otherwise counts (tickets, breaks,
    samples); the parts sum to them. `remaining` is the agreed time still to come in a period in progress,
    `undecided` how many tickets opened by its end count in a later one.
    """

    verdict: Verdict
    achieved: Fraction | None = None
    lowest: Fraction | None = None
    highest: Fraction | None = None
    base: int = 0
    used: int = 0
    allowed: int = 0
    counts_time: bool = True
    best_possible: Fraction | None = None
    parts: tuple[PartLevel, ...] = ()
    tickets: tuple[TicketResult, ...] = ()
    note: str = ""
    unit: str = "%"
    limit: Fraction | None = None
    remaining: int = 0
    undecided: int = 0
    counted: frozenset[tuple[str, int]] = frozenset()  # number and opening of every ticket counted
    by_priority: tuple[PriorityShare, ...] = ()  # of tickets; short of `base` where closed time kept none

    @property
    def sign(self) -> str:
        """The verdict's sign, for where colour alone would not do."""
        return SIGNS[self.verdict]

    @property
    def kept(self) -> bool:
        """Whether the target was kept: met, if only nearly missed."""
        return self.verdict in KEPT
