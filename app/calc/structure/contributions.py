"""What each part contributed to a service's downtime: every instant divided evenly among the parts to blame for it.

Unplanned and planned are divided apart: an instant in which anything unplanned was to blame is unplanned. What is
recorded of a whole, a service say, yields to what is recorded of a part under it at the same time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.calc.spans import Spans
from app.calc.structure.timing import shares


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time in which the same parts were to blame, microseconds."""

    start: int
    end: int
    planned: bool
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Divided:
    """Microseconds of each part that has any; unplanned and planned together are the downtime, exactly."""

    unplanned: Mapping[str, int]
    planned: Mapping[str, int]
    stretches: tuple[Stretch, ...]


def divided(
    down: Spans,
    unplanned: Mapping[str, Spans],
    planned: Mapping[str, Spans],
    itself: str,
    below: Mapping[str, frozenset[str]],
) -> Divided:
    """`down` divided among the parts whose outages, as felt, made it; `below` says who stands under whom.

    Time no outage explains is `itself`'s own.
    """
    failed = down & _together(tuple(unplanned.values()))
    rest = down - failed
    work = rest & _together(tuple(planned.values()))
    by_failure = _to_blame(down - work, unplanned, itself, below)
    by_work = _to_blame(work, planned, itself, below)
    stretches = [*_stretches(by_failure, False), *_stretches(by_work, True)]
    return Divided(
        _amounts(by_failure), _amounts(by_work), tuple(sorted(stretches, key=lambda each: each.start))
    )


def degraded_shares(
    whole: Spans, outages: Mapping[str, Spans], itself: str, below: Mapping[str, frozenset[str]]
) -> Mapping[str, int]:
    """Degraded time, divided in the same way."""
    return _amounts(_to_blame(whole, outages, itself, below))


def _to_blame(
    whole: Spans, outages: Mapping[str, Spans], itself: str, below: Mapping[str, frozenset[str]]
) -> dict[str, Spans]:
    during = {part: its for part, spans in outages.items() if (its := spans & whole)}
    found = {
        part: its - _together([during[under] for under in below.get(part, ()) if under in during])
        for part, its in during.items()
    }
    unexplained = whole - _together(tuple(during.values()))
    if unexplained:
        found[itself] = found.get(itself, Spans.empty()) | unexplained
    return {part: its for part, its in found.items() if its}


def _amounts(during: Mapping[str, Spans]) -> dict[str, int]:
    return dict(zip(during, shares(list(during.values())), strict=True))


def _stretches(during: Mapping[str, Spans], planned: bool) -> list[Stretch]:
    if not during:
        return []
    names = tuple(during)
    at = np.unique(np.concatenate([edge for spans in during.values() for edge in (spans.starts, spans.ends)]))
    holds = np.array([spans.covers(at[:-1]) for spans in during.values()])
    found: list[Stretch] = []
    for place in np.flatnonzero(holds.any(axis=0)).tolist():
        start, end = int(at[place]), int(at[place + 1])
        parts = tuple(name for name, its in zip(names, holds[:, place], strict=True) if its)
        if found and found[-1].end == start and found[-1].parts == parts:
            start = found.pop().start
        found.append(Stretch(start, end, planned, parts))
    return found


def _together(spans: Sequence[Spans]) -> Spans:
    """In one sweep: a chain of unions would sort again and again."""
    if not spans:
        return Spans.empty()
    return Spans.of_microseconds(
        np.concatenate([each.starts for each in spans]), np.concatenate([each.ends for each in spans])
    )
