"""Program version of issued files."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

SHRINKS: tuple[str, ...] = ()  # the tables in which this revision means to remove rows


def upgrade() -> None:
    """Bring a desk from the revision before to this one; there is no way back but the copy made first."""
    with op.batch_alter_table("issued_files", schema=None) as batch_op:
        batch_op.add_column(sa.Column("program", sa.String(), nullable=True))
