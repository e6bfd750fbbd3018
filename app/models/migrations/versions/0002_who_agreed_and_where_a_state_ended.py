"""Who agreed and where a state ended."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SHRINKS: tuple[str, ...] = ()  # the tables in which this revision means to remove rows


def upgrade() -> None:
    """Bring a desk from the revision before to this one; there is no way back but the copy made first."""
    with op.batch_alter_table("closed_months", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agreed_by", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("agreed_on", sa.String(), nullable=True))

    with op.batch_alter_table("outages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("end_row", sa.Integer(), nullable=True))
