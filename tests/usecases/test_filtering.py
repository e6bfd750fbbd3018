"""The filter of a column means the same in the desk file as for rows in memory."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.calc.filters import Filter, Kind, read_filter
from app.errors import InputError
from app.models.database import Database
from app.models.measurements import BatchSheet, ImportBatch, Ticket
from app.usecases.outages import ORDERS as OUTAGE_FIELDS
from app.usecases.outages import (
    OutageFilter,
    OutageRow,
    count_outages,
    list_outages,
    outage_ids,
    record_outage,
    sum_lengths,
)
from app.usecases.services import add_component
from app.usecases.tickets import ORDERS as TICKET_FIELDS
from app.usecases.tickets import TicketFilter, TicketRow, read_tickets, ticket_ids, ticket_priorities
from tests.usecases.retail import at, retail

TODAY = date(2026, 11, 29)
MINUTE = Decimal(60_000_000)


def minutes(outage: OutageRow) -> Decimal | None:
    return None if outage.end is None else (outage.end - outage.start) // timedelta(microseconds=1) / MINUTE


OUTAGE_VALUES: Mapping[str, tuple[Kind, Callable[[OutageRow], object]]] = {
    "start": ("moment", lambda o: o.start),
    "end": ("moment", lambda o: o.end),
    "length": ("number", minutes),
    "subject": ("text", lambda o: o.subject),
    "cause": ("text", lambda o: o.cause),
    "state": ("text", lambda o: o.state),
    "planned": ("flag", lambda o: o.planned),
    "exclusion": ("text", lambda o: o.exclusion_reason if o.excluded else ""),
    "dispute": ("text", lambda o: o.dispute_reason if o.disputed else ""),
    "customer_text": ("text", lambda o: o.customer_text),
    "origin": ("text", lambda o: str(o.origin)),
}
TICKET_VALUES: Mapping[str, tuple[Kind, Callable[[TicketRow], object]]] = {
    "number": ("text", lambda t: t.number),
    "subject": ("text", lambda t: t.subject),
    "priority": ("text", lambda t: t.priority),
    "opened": ("moment", lambda t: t.opened),
    "responded": ("moment", lambda t: t.responded),
    "resolved": ("moment", lambda t: t.resolved),
    "customer": ("text", lambda t: t.customer),
    "summary": ("text", lambda t: t.summary),
    "origin": ("text", lambda t: str(t.origin)),
}
TEXTS = (
    "",
    "Plattenspeicher überlastet",
    "ÜBERLAST",
    "50 % slower",
    "a_b",
    "a*b?[c]",
    "]-^!",
    "disk",
    "Disk full",
    "ß",
)
SAID: Mapping[Kind, st.SearchStrategy[str]] = {
    "text": st.sampled_from(
        [
            "empty",
            "not empty",
            "disk",
            "-disk",
            "DISK full",
            "=disk",
            "not =disk",
            "über",
            "-über",
            "50 %",
            "_",
            "*",
            "?[",
            "=a*b?[c]",
            "]-^!",
            "ß",
            "down | degraded",
            '"disk full"',
            "row 4",
            "=entered by hand",
            "rows",
            "P1",
            "till",
            "not till",
            "=ÜBERLAST",
            "store -net",
            "/",
        ]
    )
    | st.text(alphabet="aBüÜß%_*?[]-^!/\\ \"'|=İı", max_size=8),
    "number": st.sampled_from(
        [
            "empty",
            "not empty",
            ">30",
            "<= 30",
            "30",
            "=30",
            "not 30",
            "10..120",
            "0.5",
            "1e",
            "<0.51",
            "> 2 h",
            "9" * 30,
        ]
    ),
    "moment": st.sampled_from(
        [
            "oct 2026",
            "not oct 2026",
            ">3.10.2026",
            "<=3.10.2026",
            "2.10.2026..3.10.2026",
            "empty",
            "open",
            "not empty",
            "today",
            "25.10.2026",
            "2.10.2026 09:00",
            ">= 2 oct 2026 09:00",
        ]
    ),
    "flag": st.sampled_from(["yes", "no", "not yes"]),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Database:
    db = Database.create(tmp_path_factory.mktemp("filters") / "desk.slm")
    made = retail(db)
    store = add_component(db, "Störe network")
    for number, text in enumerate(TEXTS):
        start = at(10, 1 + number, 9)
        record_outage(
            db,
            start=start,
            end=None if number == 3 else start + timedelta(seconds=31 * 4**number),
            **({"service_id": made.service} if number % 2 else {"component_id": store}),
            cause=text,
            customer_text=TEXTS[-number],
            state="degraded" if number % 3 else "down",
            planned=number % 4 == 0,
            excluded=number % 5 == 0,
            exclusion_reason=text or "agreed",
            disputed=number % 5 == 1,
            dispute_reason="says so",
        )
    with db.changing("Import") as session:
        batch = _batch()
        session.add(batch)
        session.flush()
        named, bare = (
            BatchSheet(batch_id=batch.id, name=name, header_row=1, columns="{}") for name in ("Sheet1", "")
        )
        session.add_all((named, bare))
        session.flush()
        for number, text in enumerate(TEXTS):
            session.add(
                Ticket(
                    number=f"INC-{number}",
                    opened=at(10, 1 + number, 9),
                    responded=None if number % 2 else at(10, 1 + number, 10),
                    resolved=None if number % 3 else at(10, 2 + number, 10),
                    service_id=made.service if number % 3 == 1 else None,
                    component_id=store if number % 3 == 2 else None,
                    customer_id=made.customer if number % 2 else None,
                    priority=("P1", "P2", None)[number % 3],
                    summary=text or None,
                    sheet_id=(named.id, bare.id, None)[number % 3],
                    source_row=number or None,
                )
            )
    return db


def _batch() -> ImportBatch:
    given = {
        c.name: "" for c in ImportBatch.__table__.columns if c.type.python_type is str and c.name != "uid"
    }
    counts = {
        c.name: 0 for c in ImportBatch.__table__.columns if c.type.python_type is int and c.name != "id"
    }
    return ImportBatch(**(given | counts | {"file_name": "Störungen.xlsx", "imported_at": at(10, 1)}))


def wanted_of(kind: Kind, typed: str) -> Filter | None:
    try:
        return read_filter(typed, kind, zone="Europe/Berlin", today=TODAY, unit="min")
    except InputError:
        return None


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_outages_are_filtered_alike_in_the_file_and_in_memory(desk: Database, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(OUTAGE_FIELDS))
    kind, value = OUTAGE_VALUES[name]
    wanted = wanted_of(kind, data.draw(SAID[kind]))
    if wanted is not None:
        found = set(outage_ids(desk, OutageFilter(columns=((name, wanted),))))
        assert found == {row.id for row in list_outages(desk) if wanted.fits(value(row))}


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_tickets_are_filtered_alike_in_the_file_and_in_memory(desk: Database, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(TICKET_FIELDS))
    kind, value = TICKET_VALUES[name]
    wanted = wanted_of(kind, data.draw(SAID[kind]))
    if wanted is not None:
        found = set(ticket_ids(desk, TicketFilter(columns=((name, wanted),))))
        assert found == {row.id for row in read_tickets(desk, ticket_ids(desk)) if wanted.fits(value(row))}


def test_filters_of_several_columns_all_narrow(desk: Database) -> None:
    texts = (("cause", wanted_of("text", "disk")), ("planned", wanted_of("flag", "no")))
    columns = tuple((name, wanted) for name, wanted in texts if wanted)
    assert count_outages(desk, OutageFilter(columns=columns)) == 1


@pytest.mark.parametrize("descending", [True, False])
def test_every_column_sorts_and_what_is_empty_comes_last(desk: Database, descending: bool) -> None:
    for name in OUTAGE_FIELDS:
        values = [
            OUTAGE_VALUES[name][1](row) for row in list_outages(desk, order=name, descending=descending)
        ]
        known = [value not in (None, "") for value in values]
        assert known == sorted(known, reverse=True), name
    for name in TICKET_FIELDS:
        values = [
            TICKET_VALUES[name][1](row)
            for row in read_tickets(desk, ticket_ids(desk, order=name, descending=descending))
        ]
        known = [value not in (None, "") for value in values]
        assert known == sorted(known, reverse=True), name


def test_lengths_are_summed_over_the_ended_ones(desk: Database) -> None:
    rows = list_outages(desk)
    total = sum((row.end - row.start for row in rows if row.end), timedelta())
    ended = sum(row.end is not None for row in rows)
    assert sum_lengths(desk, [row.id for row in rows]) == (total // timedelta(microseconds=1), ended)
    assert sum_lengths(desk, []) == (0, 0)


def test_priorities_are_offered_while_they_are_few(desk: Database) -> None:
    assert ticket_priorities(desk) == ("P1", "P2")
    assert ticket_priorities(desk, most=1) == ()
