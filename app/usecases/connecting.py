"""Joining two nodes of a picture by a line: the upper one then needs the lower one."""

from __future__ import annotations

from app.errors import InputError
from app.models.database import Database
from app.usecases.needs import Node, add_needs
from app.usecases.picture import Picture, PictureNode


def connect_nodes(db: Database, picture: Picture, upper: str, lower: str) -> str:
    """Let one node of a picture need another, in the group where the upper one is a group; returns what was done.

    Raises InputError for what cannot be joined, and for what would come to need itself.
    """
    above, below = _node(picture, upper), _node(picture, lower)
    member = below.owner
    if member is None:
        raise InputError(
            "A group is a part of what somebody needs; it cannot be needed by others. "
            "Draw the line to one of its parts."
        )
    if upper == lower:
        raise InputError("Nothing needs itself. Draw the line to another part.")
    owner, group_id = _place(picture, above)
    if (upper, lower) in picture.edges:
        raise InputError(f"{above.title} stands on {below.title} already.")
    add_needs(db, owner, [member], group_id)
    return f"{picture.titles[f'{owner.kind}:{owner.id}']} stands on {below.title} now."


def _node(picture: Picture, name: str) -> PictureNode:
    found = picture.node(name)
    if found is None:
        raise InputError("This part is no longer in the picture. Choose another one.")
    return found


def _place(picture: Picture, above: PictureNode) -> tuple[Node, int | None]:
    """Whose needs they are, and in which group."""
    if above.owner is not None:
        return above.owner, None
    return picture.groups[above.id].owner, above.id
