"""${message}."""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}

SHRINKS: tuple[str, ...] = ()  # the tables in which this revision means to remove rows


def upgrade() -> None:
    """Bring a desk from the revision before to this one; there is no way back but the copy made first."""
    ${upgrades if upgrades else "pass"}
