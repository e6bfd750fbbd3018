"""Corrections by a later file: rows updated in place, with what they said before kept for taking the batch back."""

from collections.abc import Mapping
from typing import cast

from sqlalchemy import select
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from app.imports.check.clocks import EVENTS
from app.imports.checked import Events
from app.models.base import to_microseconds
from app.models.measurements import ImportBatch, OutageSite, TicketEvent
from app.models.stopping import Look
from app.usecases.import_checking import Checked
from app.usecases.import_columns import Places, constants, named_ids, stored_columns
from app.usecases.import_differences import Correction, corrections, stored_values

Step = tuple[int, str, str | None]  # at, event, value


def correct_all(session: Session, checked: Checked, places: Places, look: Look) -> list[dict[str, object]]:
    """Update every changed row; what each said before, in the order of the changes."""
    before: list[dict[str, object]] = []
    for one in corrections(checked.waiting, checked.settled, checked.known_ids):
        look()
        before.append(_correct(session, one, places))
    return before


def restore(session: Session, old: Mapping[str, object], batch_id: int) -> None:
    """Give a corrected row back what it said, unless its own import is gone or a later file corrected it again."""
    was = dict(cast("Mapping[str, object]", old["was"]))
    table, row_id = str(old["table"]), cast(int, old["id"])
    now = session.execute(sql(f"SELECT batch_id FROM {table} WHERE id = :id"), {"id": row_id}).scalar()
    if now != batch_id or session.get(ImportBatch, was["batch_id"]) is None:
        return
    was["row_key"] = bytes.fromhex(str(was["row_key"]))
    _update(session, table, row_id, was)
    if "events" in old:
        steps = [cast(Step, tuple(step)) for step in cast("list[list[object]]", old["events"])]
        _replace_events(session, row_id, steps, cast(int, was["batch_id"]))


def _correct(session: Session, one: Correction, places: Places) -> dict[str, object]:
    table = one.rows.table
    after = {name: next(iter(values)) for name, values in stored_columns(one.rows, places).items()}
    after |= constants(one.rows, places)
    was = stored_values(session, table, one.known_id, tuple(after))
    was["row_key"] = cast(bytes, was["row_key"]).hex()
    _update(session, table, one.known_id, after)
    old: dict[str, object] = {"table": table, "id": one.known_id, "was": was}
    if one.rows.events is not None:
        old["events"] = _steps_now(session, one.known_id)
        _replace_events(session, one.known_id, _steps(one.rows.events), places.batch_id)
    if table == "outages" and "site" in one.rows.columns:
        _replace_sites(session, one.known_id, named_ids(one.rows.columns["site"], places.sites, None))
    return old


def _update(session: Session, table: str, row_id: int, values: Mapping[str, object]) -> None:
    settings = ", ".join(f'"{name}" = :{name}' for name in values)
    session.execute(sql(f"UPDATE {table} SET {settings} WHERE id = :known"), {**values, "known": row_id})


def _steps(events: Events) -> list[Step]:
    codes: list[int] = events.kinds.tolist()
    kinds = [EVENTS[code] for code in codes]
    values = [value or None for value in events.values]
    return list(zip(events.at.tolist(), kinds, values, strict=True))


def _steps_now(session: Session, ticket_id: int) -> list[Step]:
    found = session.scalars(
        select(TicketEvent).where(TicketEvent.ticket_id == ticket_id).order_by(TicketEvent.id)
    )
    return [(to_microseconds(event.at), event.event, event.value) for event in found]


def _replace_events(session: Session, ticket_id: int, steps: list[Step], batch_id: int) -> None:
    """Only what differs is touched, so that the journal stays small."""
    wanted = list(steps)
    for event in session.scalars(select(TicketEvent).where(TicketEvent.ticket_id == ticket_id)).all():
        step = (to_microseconds(event.at), event.event, event.value)
        if step in wanted:
            wanted.remove(step)
            event.batch_id = batch_id
        else:
            session.delete(event)
    session.flush()
    for at, event, value in wanted:
        columns = {"ticket_id": ticket_id, "batch_id": batch_id, "at": at, "event": event, "value": value}
        names = ", ".join(f'"{name}"' for name in columns)
        slots = ", ".join(f":{name}" for name in columns)
        session.execute(sql(f"INSERT INTO ticket_events ({names}) VALUES ({slots})"), columns)


def _replace_sites(session: Session, outage_id: int, site_ids: list[int | None]) -> None:
    wanted = {site for site in site_ids if site is not None}
    for row in session.scalars(select(OutageSite).where(OutageSite.outage_id == outage_id)).all():
        if row.site_id not in wanted:
            session.delete(row)
        wanted.discard(row.site_id)
    for site in sorted(wanted):
        session.add(OutageSite(outage_id=outage_id, site_id=site))
    session.flush()
