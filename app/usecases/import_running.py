"""The import itself: one transaction that adds the batch, its rows, corrections, rejections and coverage."""

import json
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.errors import InputError
from app.imports.check.clocks import EVENTS
from app.imports.checked import NEW, Coded, Rows
from app.imports.columns import letter
from app.imports.files import Progress, Stop, stop_if, tell
from app.models import journal, loading
from app.models.database import Database
from app.models.measurements import BatchSheet, ImportBatch
from app.models.stopping import Look
from app.usecases.import_batches import BatchRow, batch_row
from app.usecases.import_checking import Checked, settled_rows
from app.usecases.import_columns import Places, bindable, constants, named_ids, places_of, stored_columns
from app.usecases.import_corrections import correct_all
from app.usecases.import_coverage import declare
from app.usecases.import_endings import end_open_outages
from app.usecases.import_names import remember_layout
from app.usecases.import_subjects import subject_targets

_TABLES = ("outages", "tickets", "ticket_events", "samples", "period_figures", "rejected_rows")
_DEFAULTS: dict[str, dict[str, object]] = {
    "outages": {"state": "down", "planned": 0, "disputed": 0, "excluded": 0},
    "tickets": {"kind": "incident"},
}
_AT_ONCE = 20_000  # rejected rows written in one go

Flags = NDArray[np.bool_]


def run_import(
    db: Database, checked: Checked, *, progress: Progress | None = None, cancelled: Stop | None = None
) -> BatchRow:
    """Import what was checked, as it was shown; Cancelled leaves nothing behind."""
    if not checked.read:
        raise InputError(f"“{checked.source.name}” has no rows to import.")

    def look() -> None:
        stop_if(cancelled)

    with db.changing(f"Import {checked.source.name}", look=look) as session:
        targets = subject_targets(session, checked, look)
        entry = _add_batch(session, checked)
        places = places_of(session, entry.id, _add_sheets(session, checked, entry.id), targets, entry.source)
        entry.settings = _settings(checked, correct_all(session, checked, places, look))
        for sheet in checked.proposal.used:
            remember_layout(session, sheet, checked.proposal.answers, checked.source.name)
        declare(session, checked, entry, targets)
        look()
        with journal.asleep(session):
            _insert_all(session, checked, places, progress, look)
            _insert_rejections(session, checked, places, look)
        journal.bulk_added(session, entry.id, _TABLES)
        if "states" in checked.proposal.kinds:
            end_open_outages(session, entry.source)
        tell(progress, checked.read, checked.read, f"Saving {checked.source.name}")
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
        columns = json.dumps(
            {name: letter(index) for name, index in {**sheet.columns, **sheet.periods}.items()}
        )
        row = BatchSheet(batch_id=batch_id, name=sheet.name, header_row=sheet.header_row, columns=columns)
        session.add(row)
        session.flush()
        sheets[sheet.sheet] = row.id
    return sheets


def _settings(checked: Checked, corrected: list[dict[str, object]]) -> str:
    """What the batch needs to be taken back, what state logs observed, and the headings of rejected rows."""
    observed: dict[str, list[tuple[int, int]]] = {}
    for sheet in checked.sheets:
        for key, ends in sheet.observed().items():
            observed.setdefault(str(key), []).append(ends)
    settings: dict[str, object] = {}
    if corrected:
        settings["corrected"] = corrected
    if observed:
        settings["observed"] = observed
    if checked.rejected.count:
        settings["headings"] = {sheet.name: list(sheet.headers) for sheet in checked.proposal.used}
    return json.dumps(settings, ensure_ascii=False)


def _insert_all(
    session: Session, checked: Checked, places: Places, progress: Progress | None, look: Look
) -> None:
    done, total = 0, sum(len(one.status) for one in checked.settled.values())
    with ExitStack() as stack:
        for table, count in _new_rows(checked).items():
            stack.enter_context(loading.loading(session, table, count))
        for rows, status, _ in settled_rows(checked):
            look()
            fresh = status == NEW
            if fresh.any():
                _insert(session, rows, places, None if fresh.all() else fresh, look)
            done += rows.size
            tell(progress, done, total, f"Importing {checked.source.name}")


def _new_rows(checked: Checked) -> dict[str, int]:
    """About how many rows each table gets."""
    counts = {table: int((one.status == NEW).sum()) for table, one in checked.settled.items()}
    events = sum(len(rows.events.at) for rows in checked.waiting.rows() if rows.events is not None)
    return {
        **counts,
        **({"ticket_events": events} if events else {}),
        "rejected_rows": checked.rejected.count,
    }


def _insert(session: Session, rows: Rows, places: Places, fresh: Flags | None, look: Look) -> None:
    first_id = loading.next_id(session, rows.table)
    bound = stored_columns(rows, places, fresh)
    fixed = {**_DEFAULTS.get(rows.table, {}), **constants(rows, places)}
    fixed = {name: value for name, value in fixed.items() if name not in bound}
    size = rows.size if fresh is None else int(fresh.sum())
    loading.append(session, rows.table, fixed, bound, size, look)
    if rows.events is not None:
        _insert_events(session, rows, places, fresh, first_id, look)
    if rows.table == "outages" and "site" in rows.columns:
        sites = named_ids(rows.columns["site"], places.sites, fresh)
        felt = [(first_id + number, site) for number, site in enumerate(sites) if site is not None]
        columns = {"outage_id": [one for one, _ in felt], "site_id": [site for _, site in felt]}
        loading.append(session, "outage_sites", {}, columns, len(felt), look)


def _insert_events(
    session: Session, rows: Rows, places: Places, fresh: Flags | None, first_id: int, look: Look
) -> None:
    """The steps of the tickets just inserted; their ids are consecutive from `first_id`."""
    events = rows.events
    assert events is not None
    kept = np.ones(rows.size, bool) if fresh is None else fresh
    ids = np.cumsum(kept) - 1 + first_id
    wanted = kept[events.parents]
    columns: dict[str, Iterable[object]] = {
        "ticket_id": ids[events.parents[wanted]].tolist(),
        "source_row": events.rows[wanted].tolist(),
        "at": events.at[wanted].tolist(),
        "event": bindable(Coded(events.kinds, EVENTS), wanted),
        "value": bindable(events.values, wanted),
    }
    loading.append(session, "ticket_events", {"batch_id": places.batch_id}, columns, int(wanted.sum()), look)


def _insert_rejections(session: Session, checked: Checked, places: Places, look: Look) -> None:
    rejections = checked.waiting.rejections()
    names = ("sheet_id", "row", "cell", "reason", "values")
    while part := list(islice(rejections, _AT_ONCE)):
        rows = (
            (
                places.sheets[one.sheet],
                one.row,
                one.cell,
                one.reason,
                json.dumps(one.values, ensure_ascii=False),
            )
            for one in part
        )
        columns: dict[str, Iterable[object]] = dict(zip(names, zip(*rows, strict=True), strict=True))
        loading.append(session, "rejected_rows", {"batch_id": places.batch_id}, columns, len(part), look)
