"""The tickets of a service with their events, read as columns straight from the cursor. Nothing is judged here."""

import json
from collections.abc import Sequence
from datetime import datetime

import numpy as np
from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from app.calc.spans import Instants
from app.calc.tickets import KINDS, NEVER, TicketColumns
from app.models.columns import parts, raw
from app.models.measurements import Ticket, TicketEvent

_KIND_CODES = {kind: code for code, kind in enumerate(KINDS)}


class _Codes(dict[str, int]):
    """Texts and their numbers, in the order they were first asked for."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]


def load_tickets(
    session: Session, service_id: int, customer_id: int, source: str | None, start: datetime, end: datetime
) -> TicketColumns:
    """This customer's or nobody's tickets that may be decided in [start, end).

    A ticket is decided by its stop at the latest. `resolved` is the resolution no reopening came after, so that
    one resolved before the start is decided before it.
    """
    table = Ticket.__table__.c
    wanted = [
        table.service_id == service_id,
        table.opened < end,
        or_(table.resolved.is_(None), table.resolved >= start),
        or_(table.customer_id.is_(None), table.customer_id == customer_id),
    ]
    if source is not None:
        wanted.append(table.source == source)
    codes = _Codes()
    ids, (number, priority, opened, responded, resolved) = _tickets(session, wanted, codes)
    event_ticket, event_at, event_kind, event_priority = _events(session, ids, codes)
    return TicketColumns(
        number=number,
        priority=priority,
        opened=opened,
        responded=responded,
        resolved=resolved,
        priorities=tuple(codes),
        event_ticket=event_ticket,
        event_at=event_at,
        event_kind=event_kind,
        event_priority=event_priority,
    )


def _tickets(
    session: Session, wanted: Sequence[ColumnElement[bool]], codes: _Codes
) -> tuple[Instants, tuple[Sequence[str], Instants, Instants, Instants, Instants]]:
    """Ids in ascending order, and numbers, priorities, openings, responses and resolutions."""
    table = Ticket.__table__.c
    query = select(
        table.id,
        raw(table.opened),
        func.coalesce(raw(table.responded), NEVER),
        func.coalesce(raw(table.resolved), NEVER),
        func.coalesce(table.priority, ""),
        table.number,
    ).where(*wanted)
    numbers: list[str] = []
    columns: list[Instants] = []
    for integers, (priorities, some) in parts(session, query, texts=2):
        coded = np.fromiter(map(codes.__getitem__, priorities), dtype=np.int64)
        columns.append(np.vstack((integers, coded)))
        numbers += some
    found = _joined(columns)
    order = np.argsort(found[0])
    ids, opened, responded, resolved, priority = (column[order] for column in found)
    rows: list[int] = order.tolist()
    return ids, ([numbers[row] for row in rows], priority, opened, responded, resolved)


def _events(session: Session, ids: Instants, codes: _Codes) -> tuple[Instants, Instants, Instants, Instants]:
    """Place of the ticket, time, kind and priority or −1 of the steps the clocks know, as they were stored."""
    table = TicketEvent.__table__.c
    says = table.event.in_(("opened", "priority"))
    # One list for all the tickets: a variable each is too many for SQLite, a join looks every ticket up again.
    those = func.json_each(json.dumps(ids.tolist())).table_valued("value")
    query = select(
        table.id,
        table.ticket_id,
        raw(table.at),
        case(_KIND_CODES, value=table.event),
        case((says, func.coalesce(table.value, "")), else_=""),
    ).where(table.ticket_id.in_(select(those.c.value)), table.event.in_(KINDS))
    columns: list[Instants] = []
    for integers, (values,) in parts(session, query, texts=1):
        told = {text: codes[text] if text else -1 for text in dict.fromkeys(values)}
        columns.append(np.vstack((integers, np.fromiter(map(told.__getitem__, values), dtype=np.int64))))
    found = _joined(columns)
    order = np.lexsort((found[0], found[1]))
    _, ticket, at, kind, priority = (column[order] for column in found)
    return np.searchsorted(ids, ticket), at, kind, priority


def _joined(pieces: Sequence[Instants]) -> tuple[Instants, ...]:
    """Five columns out of pieces of columns × rows."""
    whole: Instants = np.concatenate([np.empty((5, 0), dtype=np.int64), *pieces], axis=1)
    return tuple(whole[place] for place in range(len(whole)))
