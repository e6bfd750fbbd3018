"""Small steps for the storage tests: what a desk holds, compared whole; rows to fill it with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from app.models import journal, schema
from app.models.database import Database
from app.models.measurements import ImportBatch, Outage
from app.models.organisation import Customer, Site

START = datetime(2026, 10, 1, tzinfo=UTC)

Dump = dict[str, list[tuple[object, ...]]]


def dump(db: Database) -> Dump:
    """Every row of every table that can be undone, with its rowid; the audit trail only ever grows."""
    with db.reading() as session:
        return {
            table.name: [
                tuple(row)
                for row in session.execute(text(f'SELECT rowid, * FROM "{table.name}" ORDER BY rowid'))
            ]
            for table in schema.journalled_tables()
        }


def count(db: Database, table: str) -> int:
    with db.reading() as session:
        return session.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one()


def add_customer(db: Database, name: str, sites: tuple[str, ...] = ()) -> int:
    with db.changing(f"Add customer {name}") as session:
        customer = Customer(name=name, time_zone="Europe/Berlin")
        session.add(customer)
        session.flush()
        session.add_all(Site(customer_id=customer.id, name=site) for site in sites)
        return customer.id


def add_batch(session: Session, file_name: str = "october.csv") -> int:
    batch = ImportBatch(
        file_name=file_name,
        sha256=sha256(file_name.encode()).hexdigest(),
        size=1,
        kind="outages",
        source="monitoring",
        imported_at=START,
        rows_read=0,
        rows_imported=0,
        rows_duplicate=0,
        rows_rejected=0,
        settings="{}",
    )
    session.add(batch)
    session.flush()
    return batch.id


def outages(batch_id: int, rows: int, first: int = 0) -> list[dict[str, object]]:
    return [
        {
            "batch_id": batch_id,
            "row_key": f"row {number}".encode(),
            "source": "monitoring",
            "source_row": number + 2,
            "start": START + timedelta(minutes=number),
            "end": START + timedelta(minutes=number + 1),
        }
        for number in range(first, first + rows)
    ]


def import_outages(db: Database, rows: int, file_name: str = "october.csv") -> int:
    """A bulk import as the use case does it: the batch noted, its rows asleep."""
    with db.changing(f"Import {file_name}") as session:
        batch_id = add_batch(session, file_name)
        with journal.asleep(session):
            if rows:
                session.execute(insert(Outage), outages(batch_id, rows))
        journal.bulk_added(session, batch_id, ["outages"])
        return batch_id


@contextmanager
def untouched(path: Path) -> Iterator[None]:
    """The file has the same bytes and nothing new lies beside it."""
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    yield
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == beside
