"""What a version leaves out of the base: agreed windows, outages excluded one by one, announced work."""

from datetime import datetime

import numpy as np

from app.calc.definition import Definition
from app.calc.outages import Flags, OutageColumns
from app.calc.spans import EARLIEST, Instants, Spans, to_microseconds
from app.usecases.measured import MeasuredOutages
from app.usecases.promises import PromisedVersion


def counting(
    outages: MeasuredOutages,
    work: Spans,
    version: PromisedVersion,
    start: datetime,
    end: datetime,
    *,
    undisputed: bool = False,
) -> tuple[OutageColumns, Spans]:
    """The outages that may count, and what is excluded, in [start, end).

    With `undisputed`, only what the customer agrees to is excluded. An outage excluded one by one is work in a
    window of its own, less what other outages caused meanwhile, so that it never excuses another's failure.
    Where only used windows are excluded, announced work inside one is used even where no outage was recorded.
    """
    excused = outages.excluded & ~outages.disputed if undisputed else outages.excluded
    windows = _windows(version, start, end, undisputed=undisputed)
    definition = version.target.definition
    exclusions = windows | _alone(outages.columns, excused, definition)
    columns = _excusing(outages.columns, excused)
    if definition.exclusion == "reserved" or not definition.honours_exclusions:
        return columns, exclusions
    return _with_work(columns, work & windows), exclusions


def is_disputed(outages: MeasuredOutages, version: PromisedVersion, start: datetime, end: datetime) -> bool:
    """Whether the customer does not agree to an exclusion that touches [start, end)."""
    columns = outages.columns
    touching = (columns.start < to_microseconds(end)) & (columns.end > to_microseconds(start))
    if bool((outages.excluded & outages.disputed & touching).any()):
        return True
    return any(window.spans(start, end) for window in version.windows if not window.agreed_by_customer)


def _windows(version: PromisedVersion, start: datetime, end: datetime, *, undisputed: bool) -> Spans:
    windows = Spans.empty()
    for window in version.windows:
        if window.agreed_by_customer or not undisputed:
            windows = windows | window.spans(start, end)
    return windows


def _alone(columns: OutageColumns, excused: Flags, definition: Definition) -> Spans:
    """The time of the excused outages in which no other one was down (or degraded, if that counts) without plan."""
    if not bool(excused.any()):
        return Spans.empty()
    starts, ends = columns.times(definition)
    failing = ~excused & ~columns.planned & (columns.down | (definition.degraded != "up"))
    own = Spans.of_microseconds(starts[excused], ends[excused])
    return own - Spans.of_microseconds(starts[failing], ends[failing])


def _excusing(columns: OutageColumns, excused: Flags) -> OutageColumns:
    """Excused outages as planned ones."""
    if not bool(excused.any()):
        return columns
    return OutageColumns(
        columns.start,
        columns.end,
        columns.down,
        columns.planned | excused,
        columns.id,
        detected=columns.detected,
        reported=columns.reported,
        confirmed=columns.confirmed,
    )


def _with_work(columns: OutageColumns, work: Spans) -> OutageColumns:
    """The outages and the announced work, which has the number 0."""
    if not work:
        return columns
    more = len(work)
    return OutageColumns(
        np.concatenate((columns.start, work.starts)),
        np.concatenate((columns.end, work.ends)),
        np.concatenate((columns.down, np.ones(more, dtype=np.bool_))),
        np.concatenate((columns.planned, np.ones(more, dtype=np.bool_))),
        np.concatenate((columns.id, np.zeros(more, dtype=np.int64))),
        detected=_longer(columns.detected, more),
        reported=_longer(columns.reported, more),
        confirmed=_longer(columns.confirmed, more),
    )


def _longer(noted: Instants | None, more: int) -> Instants | None:
    """A column of noted times, with nothing noted for the rows added."""
    return None if noted is None else np.concatenate((noted, np.full(more, EARLIEST, dtype=np.int64)))
