"""The tickets a month document lists of each target, with the files and rows they came from."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.clocks import Stop
from app.calc.metrics import METRICS
from app.calc.metrics.ticket_share import decided_tickets
from app.calc.spans import to_microseconds
from app.calc.tickets import TicketResult
from app.models.measurements import Ticket
from app.reports.month import Month, TicketLine
from app.usecases.judging import Judged
from app.usecases.provenance import Origins

LISTED_WHOLE = 500  # tickets of a target; of more only those that need a word are listed
_STOPS: Mapping[str, Stop] = {"response": "responded", "resolution": "resolved"}
_CHUNK = 500


def ticket_lines(
    session: Session, judged: Sequence[Judged], closed: Iterable[Month]
) -> Mapping[str, tuple[TicketLine, ...]]:
    """The tickets of each promise, by its lineage; those of `closed` months as they were issued."""
    found = {one.promise.lineage: _listed(one) for one in judged if one.target.metric in _STOPS}
    numbers = sorted({each.number for results in found.values() for each in results})
    sources = {**_sources(session, numbers), **_frozen_sources(closed)}
    return {
        lineage: tuple(
            _line(each, sources.get((each.number, to_microseconds(each.opened)), "")) for each in results
        )
        for lineage, results in found.items()
    }


def _listed(judged: Judged) -> tuple[TicketResult, ...]:
    """Every ticket decided in a month; of very many, and of longer periods, those missed or with a remark.

    A quarter summed from closed months has no others, so a live one lists no others either.
    """
    level, metric = judged.level, METRICS[judged.target.metric]
    whole = 0 < level.base <= LISTED_WHOLE and judged.period.kind in ("week", "month", "days")
    if not whole or judged.evidence.tallies:
        return level.tickets
    decided = decided_tickets(judged.evidence, metric, _STOPS[metric.key])
    return decided if len(decided) == level.base else level.tickets


def _sources(session: Session, numbers: Sequence[str]) -> Mapping[tuple[str, int], str]:
    """File, sheet and row by number and opening; a number may occur in several sources."""
    origins = Origins(session)
    return {
        (ticket.number, to_microseconds(ticket.opened)): str(origins.of(ticket.sheet_id, ticket.source_row))
        for ticket in _tickets(session, numbers)
    }


def _frozen_sources(closed: Iterable[Month]) -> Mapping[tuple[str, int], str]:
    return {
        (ticket.number, ticket.opened): ticket.source
        for month in closed
        for service in month.services
        for target in service.targets
        for ticket in target.tickets
    }


def _tickets(session: Session, numbers: Sequence[str]) -> Iterable[Ticket]:
    for first in range(0, len(numbers), _CHUNK):
        yield from session.scalars(select(Ticket).where(Ticket.number.in_(numbers[first : first + _CHUNK])))


def _line(result: TicketResult, source: str) -> TicketLine:
    return TicketLine(
        number=result.number,
        priority=result.priority,
        opened=to_microseconds(result.opened),
        due=None if result.due is None else to_microseconds(result.due),
        resolved=None if result.resolved is None else to_microseconds(result.resolved),
        met=result.met,
        elapsed=result.elapsed_us,
        note=result.note,
        source=source,
        unseen=result.unseen,
    )
