"""The import itself: one transaction that adds the batch, its rows, corrections, rejections and coverage."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain, islice, repeat
from sqlite3 import Connection as DriverConnection
from typing import cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.errors import InputError
from app.imports.check.clocks import EVENTS
from app.imports.checked import NEW, Coded, Rows
from app.imports.columns import letter
from app.imports.files import Progress, Stop, stop_if, tell
from app.models import journal
from app.models.database import Database
from app.models.measurements import BatchSheet, ImportBatch
from app.usecases.import_batches import BatchRow, batch_row
from app.usecases.import_checking import Checked, settled_rows
from app.usecases.import_columns import Places, bindable, constants, named_ids, places_of, stored_columns
from app.usecases.import_corrections import correct_all
from app.usecases.import_coverage import declare
from app.usecases.import_names import remember_layout
from app.usecases.import_subjects import subject_targets

_TABLES = ("outages", "tickets", "ticket_events", "samples", "period_figures", "rejected_rows")
_DEFAULTS: dict[str, dict[str, object]] = {
    "outages": {"state": "down", "planned": 0, "disputed": 0, "excluded": 0},
    "tickets": {"kind": "incident"},
}
_AT_ONCE = 20_000  # rows between two looks at whether to stop

Row = tuple[object, ...]


def run_import(
    db: Database, checked: Checked, *, progress: Progress | None = None, cancelled: Stop | None = None
) -> BatchRow:
    """Import what was checked, as it was shown; Cancelled leaves nothing behind."""
    if not checked.read:
        raise InputError(f"“{checked.source.name}” has no rows to import.")
    with db.changing(f"Import {checked.source.name}") as session:
        targets = subject_targets(session, checked)
        entry = _add_batch(session, checked)
        places = places_of(session, entry.id, _add_sheets(session, checked, entry.id), targets, entry.source)
        entry.settings = _settings(checked, correct_all(session, checked, places, cancelled))
        for sheet in checked.proposal.used:
            remember_layout(session, sheet, checked.proposal.answers, checked.source.name)
        declare(session, checked, entry, targets)
        with journal.asleep(session):
            connection = cast(DriverConnection, session.connection().connection.driver_connection)
            _insert_all(connection, checked, places, progress, cancelled)
            _run(connection, _REJECTION, _rejections(checked, places), cancelled)
        journal.bulk_added(session, entry.id, _TABLES)
        stop_if(cancelled)
        return batch_row(session, entry)


def _add_batch(session: Session, checked: Checked) -> ImportBatch:
    source = checked.source
    entry = ImportBatch(
        file_name=source.name,
        sha256=source.sha256,
        size=source.size,
        kind=", ".join(checked.proposal.kinds),
        source=checked.proposal.answers.source,
        imported_at=datetime.now(UTC),
        rows_read=checked.read,
        rows_imported=checked.imported,
        rows_changed=checked.changed.count,
        rows_duplicate=checked.duplicate.count,
        rows_rejected=checked.rejected.count,
        settings="{}",
    )
    session.add(entry)
    session.flush()
    return entry


def _add_sheets(session: Session, checked: Checked, batch_id: int) -> dict[int, int]:
    sheets: dict[int, int] = {}
    for sheet in checked.proposal.used:
        columns = json.dumps({name: letter(index) for name, index in sheet.columns.items()})
        row = BatchSheet(batch_id=batch_id, name=sheet.name, header_row=sheet.header_row, columns=columns)
        session.add(row)
        session.flush()
        sheets[sheet.sheet] = row.id
    return sheets


def _settings(checked: Checked, corrected: list[dict[str, object]]) -> str:
    """What the batch needs to be taken back, and what state logs observed."""
    observed = {str(key): list(ends) for sheet in checked.sheets for key, ends in sheet.observed().items()}
    settings: dict[str, object] = {}
    if corrected:
        settings["corrected"] = corrected
    if observed:
        settings["observed"] = observed
    return json.dumps(settings, ensure_ascii=False)


def _insert_all(
    connection: DriverConnection,
    checked: Checked,
    places: Places,
    progress: Progress | None,
    cancelled: Stop | None,
) -> None:
    done, total = 0, sum(len(one.status) for one in checked.settled.values())
    for rows, status, _ in settled_rows(checked):
        stop_if(cancelled)
        fresh = status == NEW
        if fresh.any():
            _insert(connection, rows, places, None if fresh.all() else fresh, cancelled)
        done += rows.size
        tell(progress, done, total, f"Importing {checked.source.name}")


def _insert(
    connection: DriverConnection,
    rows: Rows,
    places: Places,
    fresh: NDArray[np.bool_] | None,
    cancelled: Stop | None,
) -> None:
    first_id = _next_id(connection, rows.table)
    bound = stored_columns(rows, places, fresh)
    fixed = {**_DEFAULTS.get(rows.table, {}), **constants(rows, places)}
    fixed = {name: value for name, value in fixed.items() if name not in bound}
    names = ", ".join(f'"{name}"' for name in (*fixed, *bound))
    slots = ", ".join(chain(map(_literal, fixed.values()), repeat("?", len(bound))))
    _run(
        connection,
        f"INSERT INTO {rows.table} ({names}) VALUES ({slots})",
        zip(*bound.values(), strict=True),
        cancelled,
    )
    if rows.events is not None:
        _insert_events(connection, rows, places, fresh, first_id, cancelled)
    if rows.table == "outages" and "site" in rows.columns:
        sites = named_ids(rows.columns["site"], places.sites, fresh)
        felt = ((first_id + number, site) for number, site in enumerate(sites) if site is not None)
        _run(connection, "INSERT INTO outage_sites (outage_id, site_id) VALUES (?, ?)", felt, cancelled)


def _insert_events(
    connection: DriverConnection,
    rows: Rows,
    places: Places,
    fresh: NDArray[np.bool_] | None,
    first_id: int,
    cancelled: Stop | None,
) -> None:
    """The steps of the tickets just inserted; their ids are consecutive from `first_id`."""
    events = rows.events
    assert events is not None
    kept = np.ones(rows.size, bool) if fresh is None else fresh
    ids = np.cumsum(kept) - 1 + first_id
    wanted = kept[events.parents]
    values = (
        ids[events.parents[wanted]].tolist(),
        events.rows[wanted].tolist(),
        events.at[wanted].tolist(),
        bindable(Coded(events.kinds, EVENTS), wanted),
        bindable(events.values, wanted),
    )
    statement = (
        "INSERT INTO ticket_events (batch_id, ticket_id, source_row, at, event, value) "
        f"VALUES ({places.batch_id}, ?, ?, ?, ?, ?)"
    )
    _run(connection, statement, zip(*values, strict=True), cancelled)


def _next_id(connection: DriverConnection, table: str) -> int:
    """The id the next row gets: tables whose ids are never used again count on from the highest ever given."""
    (highest,) = connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
    given = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return max(highest, given[0] if given else 0) + 1


def _run(connection: DriverConnection, statement: str, values: Iterator[Row], cancelled: Stop | None) -> None:
    while part := list(islice(values, _AT_ONCE)):
        stop_if(cancelled)
        connection.executemany(statement, part)


_REJECTION = (
    'INSERT INTO rejected_rows (batch_id, sheet_id, "row", cell, reason, "values") VALUES (?, ?, ?, ?, ?, ?)'
)


def _rejections(checked: Checked, places: Places) -> Iterator[Row]:
    for one in checked.waiting.rejections():
        shown = json.dumps(one.values, ensure_ascii=False)
        yield places.batch_id, places.sheets[one.sheet], one.row, one.cell, one.reason, shown


def _literal(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("'", "''").replace("\0", "") + "'"
