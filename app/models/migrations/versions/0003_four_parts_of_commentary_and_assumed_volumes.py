"""Four parts of commentary and assumed volumes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

SHRINKS: tuple[str, ...] = ()  # the tables in which this revision means to remove rows


def upgrade() -> None:
    """Bring a desk from the revision before to this one; there is no way back but the copy made first."""
    op.create_table(
        "assumed_volumes",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("counts", sa.String(), nullable=False),
        sa.Column("ticket_kind", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("over_months", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_assumed_volumes_service_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["agreement_versions.id"],
            name=op.f("fk_assumed_volumes_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assumed_volumes")),
    )
    with op.batch_alter_table("assumed_volumes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assumed_volumes_service_id"), ["service_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assumed_volumes_version_id"), ["version_id"], unique=False)

    with op.batch_alter_table("closed_months", schema=None) as batch_op:
        batch_op.add_column(sa.Column("uncommented_reason", sa.String(), nullable=True))

    with op.batch_alter_table("commentary", schema=None) as batch_op:
        batch_op.add_column(sa.Column("happened", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("meant", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("done", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("prevents", sa.String(), nullable=True))

    # What was written about a target becomes the first of its four parts.
    op.execute(
        "UPDATE commentary SET happened = customer_text, customer_text = ''"
        " WHERE target_lineage IS NOT NULL AND customer_text <> ''"
    )
