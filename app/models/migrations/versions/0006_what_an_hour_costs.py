"""What an hour without a service costs."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

SHRINKS: tuple[str, ...] = ()  # the tables in which this revision means to remove rows


def upgrade() -> None:
    """Bring a desk from the revision before to this one; there is no way back but the copy made first."""
    with op.batch_alter_table("services", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hour_cost", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("hour_cost_currency", sa.String(), nullable=False, server_default=""))
