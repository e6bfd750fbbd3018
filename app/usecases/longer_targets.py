"""Ticket targets agreed for longer than the period looked at: a table of its tickets says where they are judged."""

from collections.abc import Mapping
from datetime import timedelta
from typing import cast

from app.calc.metrics import METRICS
from app.calc.metrics.metric import per_period
from app.calc.periods import Named, Period, period_of
from app.reports.tickets import LongerTarget
from app.usecases.cases import Case
from app.usecases.judging import judged_over
from app.usecases.promises import Promise

_MOMENT = timedelta(microseconds=1)


def longer_targets(case: Case, period: Period) -> Mapping[str, tuple[LongerTarget, ...]]:
    """By service uid the ticket targets in force that no period as short as this one judges."""
    found: dict[str, tuple[LongerTarget, ...]] = {}
    for promise in case.promises:
        by_tickets = "tickets" in METRICS[promise.latest.target.metric].needs
        if by_tickets and not promise.closed_only and promise.in_force(period.start, period.end):
            over = judged_over(promise, period.key)
            if over.days > period.days:
                longer = _longer(promise, over, period)
                found[promise.service_uid] = (*found.get(promise.service_uid, ()), longer)
    return found


def _longer(promise: Promise, over: Period, period: Period) -> LongerTarget:
    last = period_of(cast("Named", period.kind), over.end - _MOMENT, over.time_zone)
    return LongerTarget(
        lineage=promise.lineage,
        name=promise.label,
        agreed=per_period(promise.latest.target),
        over=over.label,
        told_with="" if last.key == period.key else last.label,
    )
