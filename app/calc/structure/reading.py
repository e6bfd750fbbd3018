"""One structure, three readings: as time, as probability and as logic, over one compiled network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf, isfinite

import numpy as np

from app.calc.spans import Spans
from app.calc.structure import cuts, timing
from app.calc.structure.diagrams import Figures
from app.calc.structure.likeliest import likeliest
from app.calc.structure.network import NEVER, Network
from app.calc.structure.steps import BoundedStep, LoosePlan, Plan, compiled
from app.calc.structure.support import (
    WEEK_HOURS,
    YEAR_HOURS,
    Modelled,
    Repairable,
    Stretches,
    Week,
    edges_of,
    unavailability_over_week,
)
from app.calc.structure.timing import Blame

_CANCELLED = 1e-6  # a difference smaller than this share of its terms is worked out anew


@dataclass(frozen=True, slots=True)
class Importance:
    """What one part means for the unavailability U of the whole, the others as they are.

    `birnbaum`: U with the part down − U with it up. `criticality`: the share of U that falls away with a part
    that never fails. `raw`, risk achievement worth: U with the part down / U. `rrw`, risk reduction worth: U / U
    with the part always up; infinite when nothing else takes it down.
    """

    birnbaum: float
    criticality: float
    raw: float
    rrw: float


@dataclass(frozen=True)
class Compiled:
    """The parts of a structure by name and its network over their numbers."""

    parts: tuple[str, ...]
    network: Network

    @cached_property
    def loose_plan(self) -> LoosePlan:
        return compiled(self.network)

    @cached_property
    def plan(self) -> Plan:
        """Raises TooLarge."""
        return self.loose_plan.exactly()

    def slots(self, q: Sequence[Figures]) -> list[Figures]:
        """The unavailability of every part and module, the whole last; q by part, numbers or arrays alike."""
        slots = list(q)
        for step in self.plan.steps:
            slots.append(step.probability([slots[at] for at in step.inputs]))
        return slots

    def whole(self, slots: Sequence[Figures]) -> Figures:
        return slots[self.plan.root] if self.plan.root != NEVER else 0.0

    def slopes(self, slots: Sequence[Figures]) -> list[Figures]:
        """The derivative of the whole by each part: Birnbaum's importance, along the chain of modules."""
        slopes: list[Figures] = [0.0] * len(slots)
        if self.plan.root != NEVER:
            slopes[self.plan.root] = 1.0
        for at in reversed(range(len(self.plan.steps))):
            step, above = self.plan.steps[at], slopes[len(self.parts) + at]
            for slot, slope in zip(step.inputs, step.birnbaum([slots[i] for i in step.inputs]), strict=True):
                slopes[slot] = slopes[slot] + above * slope
        return slopes[: len(self.parts)]

    def unavailability(self, figures: Mapping[str, float]) -> float:
        return float(self.whole(self.slots(self.figures(figures))))

    def figures(self, given: Mapping[str, float]) -> list[Figures]:
        """By part number; raises ValueError for what is missing or no probability."""
        found: list[Figures] = []
        for part in self.parts:
            if part not in given:
                raise ValueError(f"no figure is given for {part}")
            figure = float(given[part])
            if not 0 <= figure <= 1:
                raise ValueError(f"{figure} is no probability, for {part}")
            found.append(figure)
        return found

    def bounds(self, figures: Mapping[str, float]) -> tuple[float, float]:
        """Module by module: exact ones keep what lies between, which is monotone; the others widen it."""
        lows = [float(figure) for figure in self.figures(figures)]
        highs = [*lows]
        for step in self.loose_plan.steps:
            low, high = [lows[at] for at in step.inputs], [highs[at] for at in step.inputs]
            if isinstance(step, BoundedStep):
                between = step.between(low, high)
            else:
                between = float(step.probability(low)), float(step.probability(high))
            lows.append(between[0])
            highs.append(between[1])
        root = self.loose_plan.root
        return (lows[root], highs[root]) if root != NEVER else (0.0, 0.0)

    def frequency(self, figures: Mapping[str, tuple[float, float]]) -> float:
        slopes = self.slopes(self.slots(self.figures({part: q for part, (q, _) in figures.items()})))
        rates = [figures[part][1] for part in self.parts]
        for part, rate in zip(self.parts, rates, strict=True):
            if not (isfinite(rate) and rate >= 0):
                raise ValueError(f"{rate} failures a year is no frequency, for {part}")
        return float(sum(slope * rate for slope, rate in zip(slopes, rates, strict=True)))

    def importance(self, figures: Mapping[str, float]) -> dict[str, Importance]:
        q = self.figures(figures)
        slots = self.slots(q)
        whole = float(self.whole(slots))
        slopes = self.slopes(slots)
        return {part: self._importance(at, q, float(slopes[at]), whole) for at, part in enumerate(self.parts)}

    def _importance(self, at: int, q: list[Figures], slope: float, whole: float) -> Importance:
        figure = float(q[at])
        when_down = whole + (1 - figure) * slope
        when_up = whole - figure * slope
        if slope > 0 and when_up < _CANCELLED * whole:
            when_up = self._without(at, q)
        return Importance(
            slope,
            figure * slope / whole if whole > 0 else 0.0,
            _ratio(when_down, whole),
            _ratio(whole, when_up),
        )

    def _without(self, at: int, q: list[Figures]) -> float:
        """The unavailability with one part always up."""
        changed = [*q]
        changed[at] = 0.0
        return float(self.whole(self.slots(changed)))

    def modelled(self, parts: Mapping[str, Repairable], service: Stretches | None) -> Modelled:
        week = Week.between(edges_of(parts, service))
        rated = [parts[name] for name in self.parts]
        q: list[Figures] = [unavailability_over_week(part, week.at) for part in rated]
        slots = self.slots(q)
        whole, hours = self.whole(slots), week.within(service)
        failing = np.zeros(len(week.at))
        for slope, chance, part in zip(self.slopes(slots), q, rated, strict=True):
            failing += slope * (1 - chance) / part.mtbf_hours
        a_week, down_hours = float(np.sum(failing * week.hours)), float(np.sum(whole * week.hours))
        return Modelled(
            float(np.sum(whole * hours) / np.sum(hours)),
            a_week * YEAR_HOURS / WEEK_HOURS,
            WEEK_HOURS / a_week if a_week else None,
            down_hours / a_week if a_week else None,
        )

    def likeliest_cut_sets(
        self, figures: Mapping[str, float], most: int
    ) -> tuple[tuple[frozenset[str], float], ...]:
        found = likeliest(self.plan, [float(q) for q in self.figures(figures)], most)
        return tuple((frozenset(self.parts[at] for at in one), chance) for one, chance in found)

    def down(self, outages: Mapping[str, Spans]) -> Spans:
        return timing.down(self.network, self._spans(outages))

    def blame(self, outages: Mapping[str, Spans]) -> dict[str, Blame]:
        return dict(zip(self.parts, timing.blame(self.network, self._spans(outages)), strict=True))

    def reasons(self, outages: Mapping[str, Spans]) -> dict[str, Spans]:
        return dict(zip(self.parts, timing.reasons(self.network, self._spans(outages)), strict=True))

    @cached_property
    def single_points(self) -> frozenset[str]:
        return frozenset(self.parts[part] for part in timing.single_points(self.network))

    def _spans(self, outages: Mapping[str, Spans]) -> list[Spans]:
        return [outages.get(part, Spans.empty()) for part in self.parts]

    def count_cut_sets(self) -> dict[int, int]:
        return cuts.count_by_size(self.plan)

    def cut_sets(self, order: int | None, most: int | None) -> tuple[frozenset[str], ...]:
        found = cuts.list_by_size(self.plan, order, most)
        return tuple(frozenset(self.parts[at] for at in one) for one in found)

    def path_sets(self, order: int | None, most: int | None) -> tuple[frozenset[str], ...]:
        if self.network.root == NEVER:  # it is up with nothing at all
            return () if most == 0 else (frozenset(),)
        return Compiled(self.parts, self.network.dual()).cut_sets(order, most)


def _ratio(of: float, to: float) -> float:
    if to > 0:
        return of / to
    return inf if of > 0 else 1.0
