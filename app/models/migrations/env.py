"""What Alembic runs for every command, on the connection and in the transaction of the caller."""

from alembic import context

from app.models import schema
from app.models.migrations.rendering import render_item

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.metadata,
    render_as_batch=True,
    render_item=render_item,
)
context.run_migrations()
