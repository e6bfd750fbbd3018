"""The import itself: one transaction that adds the batch, its rows, corrections, rejections and coverage."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import repeat
from sqlite3 import Connection as DriverConnection
from typing import cast

import numpy as np
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from app.errors import InputError
from app.imports.checked import NEW, NONE, Coded, Rows, Values
from app.imports.columns import letter
from app.imports.files import Progress, Stop, stop_if, tell
from app.imports.hashing import keys_of
from app.models import journal
from app.models.catalogue import Component, Service
from app.models.database import Database
from app.models.measurements import BatchSheet, ImportBatch, RejectedRow
from app.usecases.import_batches import BatchRow, batch_row
from app.usecases.import_checking import Checked, statuses
from app.usecases.import_coverage import declare
from app.usecases.import_differences import corrections, stored_values, values_at
from app.usecases.import_names import Target, load_names, remember_alias, remember_layout


@dataclass(frozen=True, slots=True)
class _Batch:
    """The batch being written: its id, its sheets' ids, and the service and component of each subject number."""

    id: int
    sheets: Mapping[int, int]
    services: Sequence[int | None]
    components: Sequence[int | None]
    source: str


def run_import(
    db: Database, checked: Checked, *, progress: Progress | None = None, cancelled: Stop | None = None
) -> BatchRow:
    """Import what was checked, as it was shown; Cancelled leaves nothing behind."""
    if not checked.read:
        raise InputError(f"“{checked.source.name}” has no rows to import.")
    with db.changing(f"Import {checked.source.name}") as session:
        targets = _subjects(session, checked)
        entry, batch = _open_batch(session, checked, targets)
        _correct(session, checked, batch, entry, cancelled)
        _remember(session, checked)
        declare(session, checked, entry, targets)
        session.flush()
        with journal.asleep(session):
            connection = _driver(session)
            _insert_all(connection, checked, batch, progress, cancelled)
            _insert_rejections(connection, checked, batch, cancelled)
        journal.bulk_added(
            session, batch.id, ("outages", "tickets", "ticket_events", "samples", "period_figures")
        )
        stop_if(cancelled)
        return batch_row(session, entry)


def _driver(session: Session) -> DriverConnection:
    return cast(DriverConnection, session.connection().connection.driver_connection)


def _subjects(session: Session, checked: Checked) -> list[Target | None]:
    """What each subject number is, making what is to be created and remembering what was answered."""
    names = load_names(session)
    answers = checked.proposal.answers
    made: dict[str, Target] = {}
    targets: list[Target | None] = []
    needed = _needed(checked)
    for number, (text, refused) in enumerate(zip(checked.table.codes, checked.table.refused, strict=True)):
        answer = answers.subjects.get(text)
        if answer == "ignore":
            remember_alias(session, text, None)
        if refused or not text or number not in needed:
            targets.append(None)
        elif isinstance(answer, tuple):
            target: Target = (answer[0], answer[1])
            if names.find(text) != target:
                remember_alias(session, text, target)
            targets.append(target)
        else:
            found = names.find(text) if answer is None else None
            targets.append(found or _create(session, text, _wanted(checked, text), made))
    return targets


def _needed(checked: Checked) -> frozenset[int]:
    """The subject numbers of rows that are not refused."""
    needed: set[int] = set()
    for rows in checked.waiting.rows():
        needed.update(np.unique(rows.subjects).tolist())
    return frozenset(needed)


def _wanted(checked: Checked, text: str) -> str:
    answer = checked.proposal.answers.subjects.get(text)
    if isinstance(answer, str) and answer.startswith("create "):
        return answer.removeprefix("create ")
    create = checked.proposal.answers.create
    return checked.table.kinds[text] if create == "yes" else create


def _create(session: Session, text: str, kind: str, made: dict[str, Target]) -> Target:
    name = text[:200]
    key = name.casefold()
    if key not in made:
        row = Component(name=name) if kind == "component" else Service(name=name)
        session.add(row)
        session.flush()
        made[key] = ("component" if kind == "component" else "service", row.id)
    return made[key]


def _open_batch(
    session: Session, checked: Checked, targets: Sequence[Target | None]
) -> tuple[ImportBatch, _Batch]:
    source, answers = checked.source, checked.proposal.answers
    entry = ImportBatch(
        file_name=source.name,
        sha256=source.sha256,
        size=source.size,
        kind=", ".join(checked.proposal.kinds),
        source=answers.source,
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
    sheets: dict[int, int] = {}
    for sheet in checked.proposal.used:
        columns = {name: letter(index) for name, index in sheet.columns.items()}
        row = BatchSheet(
            batch_id=entry.id, name=sheet.name, header_row=sheet.header_row, columns=json.dumps(columns)
        )
        session.add(row)
        session.flush()
        sheets[sheet.sheet] = row.id
    services = [one[1] if one and one[0] == "service" else None for one in targets]
    components = [one[1] if one and one[0] == "component" else None for one in targets]
    return entry, _Batch(entry.id, sheets, [*services, None], [*components, None], answers.source)


def _remember(session: Session, checked: Checked) -> None:
    for sheet in checked.proposal.used:
        remember_layout(session, sheet, checked.proposal.answers, checked.source.name)


def _correct(
    session: Session, checked: Checked, batch: _Batch, entry: ImportBatch, cancelled: Stop | None
) -> None:
    """Update what a corrected file says differently; what was there before is kept with the batch."""
    before: list[dict[str, object]] = []
    for number, one in enumerate(corrections(checked.waiting, checked.settled, checked.known_ids)):
        if number % 500 == 0:
            stop_if(cancelled)
        place = one.place
        changes = values_at(one)
        changes["row_key"] = keys_of(
            one.rows.identity[place : place + 1], one.rows.content[place : place + 1]
        )[0]
        changes |= {"batch_id": batch.id, "sheet_id": batch.sheets[one.rows.sheet]}
        changes["source_row"] = int(one.rows.rows[place])
        old = stored_values(session, one)
        kept = session.execute(
            sql(f"SELECT batch_id, sheet_id, source_row, row_key FROM {one.rows.table} WHERE id = :id"),
            {"id": one.known_id},
        ).one()
        origin = dict(zip(("batch_id", "sheet_id", "source_row"), kept, strict=False))
        before.append(
            {"table": one.rows.table, "id": one.known_id, "key": kept[3].hex(), **origin, "was": old}
        )
        settings = ", ".join(f'"{name}" = :{name}' for name in changes)
        session.execute(
            sql(f"UPDATE {one.rows.table} SET {settings} WHERE id = :known"),
            {**changes, "known": one.known_id},
        )
    entry.settings = json.dumps({"corrected": before} if before else {}, ensure_ascii=False)


def _insert_all(
    connection: DriverConnection,
    checked: Checked,
    batch: _Batch,
    progress: Progress | None,
    cancelled: Stop | None,
) -> None:
    done = 0
    for rows, status, _ in statuses(checked):
        stop_if(cancelled)
        fresh = status == NEW
        if fresh.any():
            statement, columns = _insertion(rows, batch, None if fresh.all() else fresh)
            _run(connection, statement, zip(*columns, strict=False), cancelled)
        done += rows.size
        tell(progress, done, checked.read, f"Importing {checked.source.name}")


def _run(
    connection: DriverConnection, statement: str, values: Iterator[tuple[object, ...]], cancelled: Stop | None
) -> None:
    connection.executemany(statement, values)


def _insertion(
    rows: Rows, batch: _Batch, fresh: "np.ndarray[tuple[int], np.dtype[np.bool_]] | None"
) -> tuple[str, list[Iterator[object]]]:
    """The statement and the columns bound to it; what is the same in every row stands in the statement."""
    constants = {
        "batch_id": str(batch.id),
        "sheet_id": str(batch.sheets[rows.sheet]),
        "source": _literal(batch.source),
    }
    subjects = rows.subjects if fresh is None else rows.subjects[fresh]
    numbers = subjects.tolist()
    identity = rows.identity if fresh is None else rows.identity[fresh]
    content = rows.content if fresh is None else rows.content[fresh]
    bound: dict[str, Iterator[object]] = {
        "source_row": iter((rows.rows if fresh is None else rows.rows[fresh]).tolist()),
        "row_key": iter(keys_of(identity, content)),
    }
    if any(one is not None for one in batch.services):
        bound["service_id"] = map(batch.services.__getitem__, numbers)
    if any(one is not None for one in batch.components):
        bound["component_id"] = map(batch.components.__getitem__, numbers)
    for name, values in rows.columns.items():
        bound[name] = bindable(values, fresh)
    for name, value in _DEFAULTS[rows.table].items():
        if name not in bound:
            constants[name] = value
    names = ", ".join(f'"{name}"' for name in (*constants, *bound))
    slots = ", ".join((*constants.values(), *repeat("?", len(bound))))
    return f"INSERT INTO {rows.table} ({names}) VALUES ({slots})", list(bound.values())


_DEFAULTS: dict[str, dict[str, str]] = {
    "outages": {"state": "'down'", "planned": "0", "disputed": "0", "excluded": "0"},
    "tickets": {"kind": "'incident'"},
    "samples": {},
    "period_figures": {},
}


def bindable(values: Values, fresh: "np.ndarray[tuple[int], np.dtype[np.bool_]] | None") -> Iterator[object]:
    """A column as the values SQLite takes."""
    if isinstance(values, Coded):
        codes = values.codes if fresh is None else values.codes[fresh]
        return map(values.words.__getitem__, codes.tolist())
    if isinstance(values, np.ndarray):
        chosen = values if fresh is None else values[fresh]
        if chosen.dtype == np.int64 and (chosen == NONE).any():
            return (None if value == NONE else value for value in chosen.tolist())
        return iter(chosen.tolist())
    texts = values if fresh is None else [values[place] for place in np.flatnonzero(fresh).tolist()]
    return (text or None for text in texts) if "" in texts else iter(texts)


def _insert_rejections(
    connection: DriverConnection, checked: Checked, batch: _Batch, cancelled: Stop | None
) -> None:
    def values() -> Iterator[tuple[object, ...]]:
        for number, one in enumerate(checked.waiting.rejections()):
            if number % 5000 == 0:
                stop_if(cancelled)
            shown = json.dumps(one.values, ensure_ascii=False)
            yield batch.id, batch.sheets[one.sheet], one.row, one.cell, one.reason, shown

    columns = 'batch_id, sheet_id, "row", cell, reason, "values"'
    connection.executemany(
        f"INSERT INTO {RejectedRow.__tablename__} ({columns}) VALUES (?, ?, ?, ?, ?, ?)", values()
    )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''").replace("\0", "") + "'"
