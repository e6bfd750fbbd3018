"""How long a ticket may take under a ticket target and its siblings, by priority, and how that is worded."""

from collections.abc import Sequence

import numpy as np

from app.calc.evidence import Part
from app.calc.metrics.metric import Metric
from app.calc.spans import Instants
from app.calc.targets import Target
from app.calc.tickets import NEVER, comparable
from app.calc.words import MINUTE, duration


def limits_of(metric: Metric, part: Part, priorities: Sequence[str]) -> Instants:
    """How many microseconds each priority allows; `NEVER` where nothing was agreed for it.

    A target without priorities holds for all of them; the part's own target comes before its siblings.
    """
    own = priorities_of(metric, part.target)
    targets = (part.target, *part.siblings) if own else (part.target,)
    found: dict[str, int] = {}
    for target in targets:
        for name in priorities_of(metric, target) or ("",):
            found.setdefault(name, within(metric, target))
    usual = found.get("", NEVER)
    return np.array([found.get(comparable(each), usual) for each in priorities], dtype=np.int64)


def priorities_of(metric: Metric, target: Target) -> tuple[str, ...]:
    """The priorities a target is about, in comparable form; empty for all."""
    return tuple(comparable(each) for each in metric.setting(target, "priority").split(",") if each.strip())


def within(metric: Metric, target: Target) -> int:
    return int((metric.number(target, "within_minutes") or 0) * MINUTE)


def named(metric: Metric, target: Target) -> str:
    return ", ".join(each.strip() for each in metric.setting(target, "priority").split(",") if each.strip())


def limit_words(metric: Metric, target: Target) -> str:
    return duration(within(metric, target))
