"""The minute ledger: every instant of a period in exactly one class; the classes always sum to the calendar.

Precedence (DESIGN.md): outside hours > agreed exclusion > still to come > down > degraded > unknown > up.
Availability is (base - downtime) / base (ITIL Service Design: agreed service time less downtime over agreed
service time). Several consecutive periods are cut from one sweep over all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from typing import Literal

import numpy as np

from app.calc.definition import Definition, describe, from_dict, to_dict
from app.calc.hours import ServiceHours
from app.calc.outages import Flags, Outage, OutageColumns, State, long_breaks
from app.calc.spans import LATEST, Instants, Spans, to_microseconds
from app.errors import InputError

__all__ = [
    "CLASSES",
    "Definition",
    "Ledger",
    "LedgerClass",
    "Outage",
    "OutageColumns",
    "State",
    "build_ledger",
    "build_ledgers",
    "describe",
    "from_dict",
    "to_dict",
]

LedgerClass = Literal["outside", "excluded", "down", "degraded", "unknown", "up", "future"]
CLASSES: tuple[LedgerClass, ...] = ("outside", "excluded", "down", "degraded", "unknown", "up", "future")
_NOTHING = Spans.empty()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The classes of [start, end), in microseconds UTC, and the figures that follow from them."""

    start: int
    end: int
    definition: Definition
    microseconds: Mapping[LedgerClass, int]
    passed: int  # until when time has passed; the period's end or later when all of it has
    swept: Mapping[LedgerClass, Spans]  # of the sweep this period was cut from, which may reach beyond it

    @property
    def seconds(self) -> dict[LedgerClass, float]:
        return {name: amount / 1_000_000 for name, amount in self.microseconds.items()}

    @property
    def spans(self) -> dict[LedgerClass, Spans]:
        """When each class held."""
        return {name: spans.clip(self.start, self.end) for name, spans in self.swept.items()}

    @property
    def base(self) -> int:
        """Microseconds over which availability is worked out: elapsed, and counted by the definition."""
        left_out = self.definition.unknown == "left out"
        return self._known_base + (0 if left_out else self.microseconds["unknown"])

    @property
    def downtime(self) -> int | Fraction:
        """Microseconds that count as down; a Fraction where degraded time counts by its weight."""
        return self._known_downtime + (
            self.microseconds["unknown"] if self.definition.unknown == "down" else 0
        )

    @property
    def exact(self) -> Fraction | None:
        """Availability from 0 to 1, exactly; None when nothing was agreed."""
        return 1 - Fraction(self.downtime) / self.base if self.base else None

    @property
    def availability(self) -> float | None:
        """Availability from 0 to 1 under the definition; None when nothing was agreed."""
        base = self.base
        return float((base - self.downtime) / base) if base else None

    @property
    def extremes(self) -> tuple[Fraction, Fraction] | None:
        """Availability were all unknown time down, and were it all up; None when nothing was agreed."""
        base = self.whole_base
        if not base:
            return None
        most = self._known_downtime + self.microseconds["unknown"]
        return 1 - Fraction(most) / base, 1 - Fraction(self._known_downtime) / base

    @property
    def whole_base(self) -> int:
        """The base with all unknown time in it."""
        return self._known_base + self.microseconds["unknown"]

    def counted(self, columns: OutageColumns) -> Instants:
        """Microseconds of each outage in time that counts as down; degraded too unless it counts as up."""
        counts: tuple[LedgerClass, ...] = (
            ("down",) if self.definition.degraded == "up" else ("down", "degraded")
        )
        return self.inside(columns, *counts)

    def inside(self, columns: OutageColumns, *classes: LedgerClass) -> Instants:
        """Microseconds of each outage, by the times the definition counts, that lie in these classes."""
        starts, ends = columns.times(self.definition)
        starts, ends = np.maximum(starts, self.start), np.minimum(ends, self.end)
        total = np.zeros(len(columns), dtype=np.int64)
        for name in classes:
            total += self.swept[name].measure_between(starts, ends)
        return total

    def pieces(self) -> list[tuple[LedgerClass, int, int]]:
        """(class, start, end) in order of time, end to end."""
        found: list[tuple[LedgerClass, int, int]] = [
            (name, start, end)
            for name, spans in self.spans.items()
            for start, end in zip(spans.starts.tolist(), spans.ends.tolist(), strict=True)
        ]
        return sorted(found, key=lambda piece: piece[1])

    @property
    def _known_base(self) -> int:
        amount = self.microseconds
        maintenance = 0 if self.definition.maintenance == "excluded" else self._excluded_so_far
        return amount["down"] + amount["degraded"] + amount["up"] + maintenance

    @property
    def _known_downtime(self) -> int | Fraction:
        maintenance = self._excluded_so_far if self.definition.maintenance == "down" else 0
        return self.microseconds["down"] + self._degraded_downtime + maintenance

    @property
    def _excluded_so_far(self) -> int:
        """Exclusions already past, which count when maintenance counts up or down."""
        return self.swept["excluded"].clip(self.start, min(self.end, self.passed)).microseconds

    @property
    def _degraded_downtime(self) -> int | Fraction:
        if self.definition.degraded == "weighted":
            return Fraction(self.definition.degraded_weight) * self.microseconds["degraded"]
        return self.microseconds["degraded"] if self.definition.degraded == "down" else 0


def build_ledger(
    start: datetime,
    end: datetime,
    hours: ServiceHours | Spans,
    outages: Iterable[Outage] | OutageColumns = (),
    exclusions: Spans | None = None,
    unknown: Spans | None = None,
    now: datetime | None = None,
    definition: Definition | None = None,
) -> Ledger:
    """The ledger of one period.

    `exclusions` are the agreed windows, `unknown` the time no source covers; from `now` on everything is
    still to come, and without it the whole period has passed. Raises InputError when the end is not after the
    start.
    """
    return build_ledgers((start, end), hours, outages, exclusions, unknown, now, definition)[0]


def build_ledgers(
    bounds: Sequence[datetime],
    hours: ServiceHours | Spans,
    outages: Iterable[Outage] | OutageColumns = (),
    exclusions: Spans | None = None,
    unknown: Spans | None = None,
    now: datetime | None = None,
    definition: Definition | None = None,
) -> list[Ledger]:
    """The ledgers of consecutive periods, each from one bound to the next, out of one sweep over them all."""
    edges = [to_microseconds(bound) for bound in bounds]
    if len(edges) < 2 or any(later <= earlier for earlier, later in pairwise(edges)):
        raise InputError("A period ends after it starts, and consecutive periods follow each other.")
    meant = definition or Definition()
    columns = outages if isinstance(outages, OutageColumns) else OutageColumns.of(outages)
    at = LATEST if now is None else to_microseconds(now)
    agreed = _Agreed(edges[0], edges[-1], at, hours, exclusions or _NOTHING, unknown or _NOTHING)
    return _cut(edges, agreed.passed, _sweep(agreed, columns, meant), meant)


@dataclass(frozen=True, slots=True)
class _Agreed:
    """What the sweep needs besides the outages; `now` is LATEST when everything has passed."""

    start: int
    end: int
    now: int
    hours: ServiceHours | Spans
    exclusions: Spans
    unknown: Spans

    @property
    def passed(self) -> int:
        """Until when time has passed, within the period."""
        return min(max(self.now, self.start), self.end)

    def owed(self, definition: Definition) -> Spans:
        if definition.base == "calendar":
            return Spans.of_microseconds([self.start], [self.end])
        if isinstance(self.hours, Spans):
            return self.hours.clip(self.start, self.end)
        return self.hours.between(self.start, self.end)


@dataclass(frozen=True, slots=True)
class _Suffered:
    """When outages that count had the service down or degraded, and when only announced work had.

    `ailing` is degraded time without plan, where that counts: work that has the service down does not excuse it.
    """

    down: Spans
    degraded: Spans
    work: Spans = _NOTHING
    ailing: Spans = _NOTHING


def _sweep(agreed: _Agreed, columns: OutageColumns, definition: Definition) -> dict[LedgerClass, Spans]:
    """Each class over the whole range."""
    owed = agreed.owed(definition)
    suffered = _suffered(agreed, columns, definition)
    excluded = owed & agreed.exclusions if definition.honours_exclusions else Spans.empty()
    down = suffered.down
    if definition.exclusion == "used":
        excused = excluded & suffered.work
        excluded, down = excused - suffered.ailing, down - excused
    counting = owed - excluded
    elapsed = counting.clip(agreed.start, agreed.passed)
    not_down = elapsed - down
    working = not_down - suffered.degraded
    return {
        "outside": owed.complement(agreed.start, agreed.end),
        "excluded": excluded,
        "down": elapsed & down,
        "degraded": not_down & suffered.degraded,
        "unknown": working & agreed.unknown,
        "up": working - agreed.unknown,
        "future": counting.clip(agreed.passed, agreed.end),
    }


def _suffered(agreed: _Agreed, columns: OutageColumns, definition: Definition) -> _Suffered:
    starts, ends = columns.times(definition)
    lasting = ends
    if definition.from_minutes:  # the length is judged before the period cuts it, up to now
        ends = np.maximum(starts, np.minimum(ends, agreed.now))
    else:
        starts, ends = np.maximum(starts, agreed.start), np.minimum(ends, agreed.end)
    real = starts < ends
    down = _union(starts, ends, real & columns.down)
    degraded = _union(starts, ends, real & ~columns.down)
    down, degraded = _long_enough(down, degraded, definition)
    if definition.exclusion == "reserved":
        return _Suffered(down, degraded)
    work, ailing = _only_work(starts, lasting, columns)
    return _Suffered(down, degraded, work, _NOTHING if definition.degraded == "up" else ailing & degraded)


def _long_enough(down: Spans, degraded: Spans, definition: Definition) -> tuple[Spans, Spans]:
    """Down and degraded time of breaks that count; degraded time that counts as up makes no break longer."""
    if not definition.from_minutes:
        return down, degraded
    if definition.degraded == "up":
        return down & long_breaks(down, definition), degraded
    long = long_breaks(down | degraded, definition)
    return down & long, degraded & long


def _only_work(starts: Instants, ends: Instants, columns: OutageColumns) -> tuple[Spans, Spans]:
    """Downtime announced work alone caused: S(all) less S(unplanned), per state; and S(unplanned) degraded."""
    announced, other = (starts < ends) & columns.planned, (starts < ends) & ~columns.planned
    failed = _union(starts, ends, other & columns.down)
    ailing = _union(starts, ends, other & ~columns.down)
    work_down = _union(starts, ends, announced & columns.down) - failed
    work = work_down | (_union(starts, ends, announced & ~columns.down) - failed - ailing)
    return work, ailing - failed


def _union(starts: Instants, ends: Instants, which: Flags) -> Spans:
    return Spans.of_microseconds(starts[which], ends[which]) if which.any() else Spans.empty()


def _cut(
    edges: list[int], passed: int, swept: Mapping[LedgerClass, Spans], definition: Definition
) -> list[Ledger]:
    """One ledger from each edge to the next."""
    at, none = np.array(edges, dtype=np.int64), [0] * (len(edges) - 1)
    amounts = {name: np.diff(spans.elapsed(at)).tolist() if spans else none for name, spans in swept.items()}
    return [
        Ledger(start, end, definition, {name: amounts[name][i] for name in CLASSES}, passed, swept)
        for i, (start, end) in enumerate(pairwise(edges))
    ]
