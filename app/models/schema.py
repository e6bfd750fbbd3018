"""The whole schema in one place: importing this module makes the metadata complete.

Which tables the journal watches is decided here too: everything but the audit trail, which only grows.
"""

from sqlalchemy import Table

from app.models import agreements, audit, catalogue, measurements, organisation, reporting
from app.models.base import Base

AREAS = (organisation, catalogue, agreements, measurements, reporting, audit)

metadata = Base.metadata


def journalled_tables() -> tuple[Table, ...]:
    """Every table whose rows can be undone, parents before children."""
    return tuple(table for table in metadata.sorted_tables if table.name not in audit.TABLE_NAMES)
