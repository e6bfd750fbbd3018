"""How columns are written down in a revision: without the program's own types, which may change later."""

from typing import Literal

from alembic.autogenerate.api import AutogenContext

from app.models.base import Instant


def render_item(kind: str, item: object, context: AutogenContext) -> str | Literal[False]:
    """Instants as plain integers; everything else as Alembic does it."""
    del context
    if kind == "type" and isinstance(item, Instant):
        return "sa.BigInteger().with_variant(sa.Integer(), 'sqlite')"
    return False
