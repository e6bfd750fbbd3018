"""Which checked rows are new, which say what is known already, and which correct an earlier row."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.imports.checked import CHANGED, DUPLICATE, NEW
from app.imports.columns import Ints
from app.imports.hashing import Hashes


@dataclass(frozen=True, slots=True)
class Settled:
    """For each row NEW, DUPLICATE or CHANGED; `match` is the place among the known rows of a changed one, else -1."""

    status: NDArray[np.uint8]
    match: Ints


def settle(identity: Hashes, content: Hashes, known_identity: Hashes, known_content: Hashes) -> Settled:
    """Compare rows with each other and with what the desk knows of the same source.

    The same content is a duplicate. Of the others, those whose identity is known (and whose known row is not
    itself repeated in the file) are corrections of it.
    """
    status = np.zeros(len(content), np.uint8)
    match = np.full(len(content), -1, np.int64)
    status[_repeats(content)] = DUPLICATE
    if not len(known_content):
        return Settled(status, match)
    status[_member(content, known_content)] = DUPLICATE
    free = ~_member(known_content, content)
    _match_corrections(status, match, identity, known_identity, free)
    return Settled(status, match)


def _repeats(content: Hashes) -> Ints:
    """Places whose content stood in an earlier row already."""
    order = np.argsort(content, kind="stable")
    ordered = content[order]
    return order[1:][ordered[1:] == ordered[:-1]]


def _member(values: Hashes, among: Hashes) -> NDArray[np.bool_]:
    ordered = np.sort(among)
    places = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    return ordered[places] == values if len(ordered) else np.zeros(len(values), bool)


def _match_corrections(
    status: NDArray[np.uint8], match: Ints, identity: Hashes, known: Hashes, free: NDArray[np.bool_]
) -> None:
    places = np.flatnonzero(free)
    order = places[np.argsort(known[places], kind="stable")]
    open_rows = np.flatnonzero(status == NEW)
    if not len(order) or not len(open_rows):
        return
    wanted = identity[open_rows]
    found = np.minimum(np.searchsorted(known[order], wanted), len(order) - 1)
    same = known[order][found] == wanted
    rows, targets = open_rows[same], order[found[same]]
    _, once = np.unique(targets, return_index=True)
    status[rows[once]] = CHANGED
    match[rows[once]] = targets[once]
