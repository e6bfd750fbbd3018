"""How many tickets came, went and were open in a period, priority by priority.

A ticket is open from its opening until it is resolved, and again once it is reopened. Everything is counted at its
moment and under the priority of that moment, so that the counts of successive periods add up, and so that in each
period and for each priority

    open before + opened + reopened + changed − resolved = open at the end

where `changed` is how many open tickets came to the priority less how many left it. Over all priorities it is none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from app.calc.clocks import Flags, Steps, steps_of
from app.calc.spans import Instants
from app.calc.tickets import NEVER, TicketColumns, comparable


@dataclass(frozen=True, slots=True)
class TicketCounts:
    """`corrected` is what the desk knew otherwise at the border of two periods put together: later less earlier."""

    open_before: int = 0
    opened: int = 0
    reopened: int = 0
    resolved: int = 0
    changed: int = 0
    open_at_end: int = 0
    corrected: int = 0

    def __add__(self, other: "TicketCounts") -> "TicketCounts":
        """Side by side in the same period."""
        return TicketCounts(
            self.open_before + other.open_before,
            self.opened + other.opened,
            self.reopened + other.reopened,
            self.resolved + other.resolved,
            self.changed + other.changed,
            self.open_at_end + other.open_at_end,
            self.corrected + other.corrected,
        )

    def followed_by(self, later: "TicketCounts") -> "TicketCounts":
        """Both periods as one."""
        both = self + later
        border = later.open_before - self.open_at_end
        return replace(
            both,
            open_before=self.open_before,
            open_at_end=later.open_at_end,
            corrected=both.corrected + border,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was open and nothing happened."""
        return self == TicketCounts()


def count_tickets(
    columns: TicketColumns, start: int, end: int, now: int = NEVER
) -> Mapping[str, TicketCounts]:
    """The counts in [start, end) by priority, as known at `now`; priorities that differ only in case are one."""
    if not len(columns):
        return {}
    steps = steps_of(columns, now)
    inside = (steps.at >= start) & (steps.at < end) & (steps.at <= now)
    is_open, first = ~steps.stopped, steps.first
    was_open = _of_row_before(is_open) & ~first
    left = np.roll(steps.priority, 1)
    moved = inside & is_open & was_open & (steps.priority != left)
    flows = (
        _standing(steps, start, now),
        _counted(steps, steps.priority, inside & first),
        _counted(steps, steps.priority, inside & is_open & ~was_open & ~first),
        _counted(steps, steps.priority, inside & ~is_open & was_open),
        _counted(steps, steps.priority, moved) - _counted(steps, left, moved),
        _standing(steps, end, now),
    )
    return by_priority(
        (name, TicketCounts(*(int(flow[code]) for flow in flows)))
        for code, name in enumerate(columns.priorities)
    )


def by_priority(counts: Iterable[tuple[str, TicketCounts]]) -> Mapping[str, TicketCounts]:
    """Counts of the same period added up by priority, those with nothing in them left out."""
    found: dict[str, list[tuple[str, TicketCounts]]] = {}
    for name, each in counts:
        if not each.is_empty:
            found.setdefault(comparable(name), []).append((name.strip(), each))
    return {
        min(name for name, _ in own): sum((each for _, each in own), TicketCounts()) for own in found.values()
    }


def one_after_another(periods: Iterable[Mapping[str, TicketCounts]]) -> Mapping[str, TicketCounts]:
    """The counts of successive periods as those of one."""
    spelled: dict[str, str] = {}
    rows: list[Mapping[str, TicketCounts]] = []
    for period in periods:
        for name in period:
            spelled[comparable(name)] = min(name, spelled.get(comparable(name), name))
        rows.append({comparable(name): each for name, each in period.items()})
    found: dict[str, TicketCounts] = {}
    for key, name in spelled.items():
        own = [row.get(key, TicketCounts()) for row in rows]
        whole = own[0]
        for _, later in pairwise(own):
            whole = whole.followed_by(later)
        if not whole.is_empty:
            found[name] = whole
    return found


def _of_row_before(flags: Flags) -> Flags:
    return np.append([False], flags[:-1])


def _counted(steps: Steps, priority: Instants, chosen: Flags) -> Instants:
    return np.bincount(priority[chosen], minlength=steps.priorities)


def _standing(steps: Steps, moment: int, now: int) -> Instants:
    """Open just before `moment`, of what is known at `now`."""
    reached = (steps.at < moment) & (steps.at <= now)
    goes_on = np.append(reached[1:] & ~steps.first[1:], False)
    return _counted(steps, steps.priority, reached & ~goes_on & ~steps.stopped)
