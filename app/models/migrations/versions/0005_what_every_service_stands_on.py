"""What every service stands on."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

SHRINKS: tuple[str, ...] = ()  # the tables in which this revision means to remove rows


def upgrade() -> None:
    """Bring a desk from the revision before to this one; there is no way back but the copy made first."""
    op.create_table(
        "picture_places",
        sa.Column("node", sa.String(), nullable=False),
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("y", sa.Integer(), nullable=False),
        sa.Column("folded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("node", name=op.f("pk_picture_places")),
    )
    op.create_table(
        "need_groups",
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("component_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("needed", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("share", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["component_id"], ["components.id"], name=op.f("fk_need_groups_component_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["need_groups.id"], name=op.f("fk_need_groups_parent_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_need_groups_service_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_groups")),
        sa.UniqueConstraint("uid", name=op.f("uq_need_groups_uid")),
    )
    with op.batch_alter_table("need_groups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_groups_component_id"), ["component_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_need_groups_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_need_groups_service_id"), ["service_id"], unique=False)

    op.create_table(
        "needs",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("component_id", sa.Integer(), nullable=True),
        sa.Column("needed_service_id", sa.Integer(), nullable=True),
        sa.Column("share", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["component_id"], ["components.id"], name=op.f("fk_needs_component_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["need_groups.id"], name=op.f("fk_needs_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["needed_service_id"],
            ["services.id"],
            name=op.f("fk_needs_needed_service_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
        sa.UniqueConstraint("group_id", "component_id", name=op.f("uq_needs_group_id_component_id")),
        sa.UniqueConstraint(
            "group_id", "needed_service_id", name=op.f("uq_needs_group_id_needed_service_id")
        ),
    )
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_needs_component_id"), ["component_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_needs_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_needs_needed_service_id"), ["needed_service_id"], unique=False)

    _carry_over_what_services_needed()
    with op.batch_alter_table("service_components", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_components_component_id"))

    op.drop_table("service_components")
    with op.batch_alter_table("components", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kept_by", sa.String(), server_default="best_effort", nullable=False))
        batch_op.add_column(sa.Column("location", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("contracted_availability", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("contracted_restore_hours", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("mtbf_hours", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("restore_hours", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("designed_source", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("support_hours_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_components_support_hours_id"),
            "hours",
            ["support_hours_id"],
            ["id"],
            ondelete="SET NULL",
        )

    op.execute("UPDATE components SET kept_by = kind WHERE kind IN ('team', 'supplier')")
    op.execute("UPDATE components SET kept_by = 'team' WHERE kept_by = 'best_effort' AND owner <> ''")


def _carry_over_what_services_needed() -> None:
    """Until now a service needed all of its components: that is its first group."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text("SELECT service_id, component_id FROM service_components ORDER BY service_id, component_id")
    ).fetchall()
    groups: dict[int, int] = {}
    for position, (service_id, component_id) in enumerate(rows):
        if service_id not in groups:
            groups[service_id] = len(groups) + 1
            connection.execute(
                sa.text(
                    "INSERT INTO need_groups (id, uid, service_id, rule, name, position)"
                    " VALUES (:id, :uid, :service_id, 'all', '', 0)"
                ),
                {"id": groups[service_id], "uid": str(uuid4()), "service_id": service_id},
            )
        connection.execute(
            sa.text(
                "INSERT INTO needs (group_id, component_id, position) VALUES (:group_id, :component_id, :at)"
            ),
            {"group_id": groups[service_id], "component_id": component_id, "at": position},
        )
