"""Breaks and the reliability figures of ITIL: MTRS = downtime / n, MTBF = up time / n, MTBSI = agreed
time / n.

Outages closer together than the joining gap in calendar time are one break, joined before the period
clips them; closed hours never split a break, and a break belongs to the period it starts in. The worked
example (ITIL, Service Design, "Availability management"): 5,020 h around the clock, breaks of 6 h and
14 h: MTBSI 2,510 h, MTBF 2,500 h, MTRS 10 h.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from app.calc.agreed_time import Reading, agreed_time, joint_ledger
from app.calc.evidence import Part
from app.calc.ledger import Ledger
from app.calc.outages import long_breaks
from app.calc.spans import EARLIEST, LATEST, Instants, Spans
from app.calc.words import duration


@dataclass(frozen=True, slots=True, eq=False)
class Breaks:
    """Breaks in order of time, in microseconds: from, until, and how much of each is downtime as agreed."""

    start: Instants
    end: Instants
    downtime: Instants

    def __len__(self) -> int:
        return len(self.start)

    @property
    def elapsed(self) -> Instants:
        """From first start to last end in calendar time."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Reliability:
    """How often and how long: all times in microseconds; the means are None without a break to divide by."""

    breaks: int
    agreed: Fraction
    downtime: Fraction
    longest: int

    @property
    def mtrs(self) -> Fraction | None:
        """Mean time to restore service."""
        return self._per_break(self.downtime)

    @property
    def mtbf(self) -> Fraction | None:
        """Mean time between failures."""
        return self._per_break(self.agreed - self.downtime)

    @property
    def mtbsi(self) -> Fraction | None:
        """Mean time between service incidents."""
        return self._per_break(self.agreed)

    def words(self) -> dict[str, str]:
        """The figures as people read them, by name."""
        means = {"MTRS": self.mtrs, "MTBF": self.mtbf, "MTBSI": self.mtbsi}
        return {
            "Breaks": str(self.breaks),
            "Longest break": duration(self.longest) if self.breaks else "–",
            **{name: "–" if mean is None else duration(round(mean)) for name, mean in means.items()},
        }

    def _per_break(self, amount: Fraction) -> Fraction | None:
        return amount / self.breaks if self.breaks else None


def reliability(parts: Iterable[Part], reading: Reading = "as agreed") -> Reliability:
    """The figures of a whole period, its unknown time left out or read one way."""
    agreed, downtime, count, longest = Fraction(), Fraction(), 0, 0
    for part in parts:
        base, down = agreed_time(part).read(reading)
        breaks = breaks_of(part, reading)
        agreed, downtime, count = agreed + base, downtime + down, count + len(breaks)
        longest = max(longest, int(breaks.downtime.max(initial=0)))
    return Reliability(count, agreed, downtime, longest)


def breaks_of(part: Part, reading: Reading = "as agreed") -> Breaks:
    """The breaks that start in the part and cost agreed time; read "all down", unknown time is breaks too.

    A break that lasts beyond the part has the service hours after it in its downtime.
    """
    ledger = joint_ledger(part)
    if ledger is None:
        return Breaks(*(np.empty(0, dtype=np.int64) for _ in range(3)))
    counting = _counting(ledger, reading)
    joined = long_breaks(_suffered(part, ledger, counting) | _silent(ledger, reading), ledger.definition)
    begins = (joined.starts >= ledger.start) & (joined.starts < ledger.end)
    start, end = joined.starts[begins], joined.ends[begins]
    downtime = counting.measure_between(start, end) + _afterwards(part, ledger, end)
    counts = downtime > 0
    return Breaks(start[counts], end[counts], downtime[counts])


def _counting(ledger: Ledger, reading: Reading) -> Spans:
    """When time counts as downtime, if only in part."""
    definition, spans = ledger.definition, ledger.spans
    counting = spans["down"]
    if definition.degraded != "up":
        counting = counting | spans["degraded"]
    if definition.maintenance == "down":
        counting = counting | spans["excluded"]
    return counting | _silent(ledger, reading)


def _silent(ledger: Ledger, reading: Reading) -> Spans:
    """Unknown time that is read as down; a silence over closed hours is one."""
    definition, spans = ledger.definition, ledger.spans
    if not (definition.unknown == "down" or (definition.unknown == "left out" and reading == "all down")):
        return Spans.empty()
    return spans["unknown"] | _between(spans["outside"], spans["unknown"])


def _between(closed: Spans, silent: Spans) -> Spans:
    """The closed hours with silence right before and right after them."""
    inside = np.isin(closed.starts, silent.ends) & np.isin(closed.ends, silent.starts)
    return Spans(closed.starts[inside], closed.ends[inside])


def _suffered(part: Part, ledger: Ledger, counting: Spans) -> Spans:
    """The outages in calendar time, less work that costs nothing; those of the ledger where none are given."""
    if part.outages is None:
        return counting
    columns = part.outages
    starts, ends = columns.times(ledger.definition)
    if ledger.passed < ledger.end:
        ends = np.minimum(ends, ledger.passed)
    ends = np.where(ends == LATEST, ledger.end, ends)
    real = (columns.down | (ledger.definition.degraded != "up")) & (starts < ends)
    failed, worked = real & ~columns.planned, real & columns.planned
    worked &= counting.measure_between(starts, ends) > 0
    work = Spans.of_microseconds(starts[worked], ends[worked]) - _excused(ledger)
    return Spans.of_microseconds(starts[failed], ends[failed]) | work


def _excused(ledger: Ledger) -> Spans:
    """The exclusions that cost nothing; one at the border of the ledger is taken to reach on beyond it."""
    if ledger.definition.maintenance == "down":
        return Spans.empty()
    excluded = ledger.spans["excluded"]
    return Spans(
        np.where(excluded.starts == ledger.start, EARLIEST, excluded.starts),
        np.where(excluded.ends == ledger.end, LATEST, excluded.ends),
    )


def _afterwards(part: Part, ledger: Ledger, ends: Instants) -> Instants:
    """Service hours from the end of the part to the end of each break."""
    last = int(ends.max(initial=ledger.end))
    if ledger.definition.base == "calendar":
        return np.maximum(ends - ledger.end, 0)
    hours = part.hours.between(ledger.end, last) if part.hours_after is None else part.hours_after
    return hours.measure_between(np.full(len(ends), ledger.end), ends)
