"""Which checked rows are new, which say what is known already, and which correct an earlier row."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.imports.checked import CHANGED, DUPLICATE, NEW
from app.imports.columns import Flags, Ints
from app.imports.hashing import Hashes, combined, hash_ints


@dataclass(frozen=True, slots=True)
class Settled:
    """For each row NEW, DUPLICATE or CHANGED; `match` is the place among the known rows of a changed one, else -1.

    `outdated` counts duplicates that a later row of the same file replaces.
    """

    status: NDArray[np.uint8]
    match: Ints
    outdated: int = 0


def settle(
    identity: Hashes, content: Hashes, known_identity: Hashes, known_content: Hashes, *, single: bool = False
) -> Settled:
    """Compare rows with each other and with what the desk knows of the same source.

    The same content is a duplicate. Of the others, those whose identity is known (and whose known row is not
    itself repeated in the file) are corrections of it, in order where several share it. `single`: an identity
    has one row; the last of the file counts.
    """
    status = np.zeros(len(content), np.uint8)
    match = np.full(len(content), -1, np.int64)
    status[_repeats(content)] = DUPLICATE
    outdated = 0
    if single:
        replaced = _replaced(identity, status == NEW)
        status[replaced] = DUPLICATE
        outdated = int(replaced.sum())
    if len(known_content):
        known = _member(content, known_content)
        status[known] = DUPLICATE
        _match_corrections(status, match, identity, known_identity, ~_member(known_content, content))
    return Settled(status, match, outdated)


def _repeats(content: Hashes) -> Ints:
    """Places whose content stood in an earlier row already."""
    order = np.argsort(content, kind="stable")
    ordered = content[order]
    return order[1:][ordered[1:] == ordered[:-1]]


def _replaced(identity: Hashes, open_rows: Flags) -> Flags:
    """Open rows after which another open row has the same identity."""
    places = np.flatnonzero(open_rows)
    order = places[np.argsort(identity[places], kind="stable")]
    replaced = np.zeros(len(identity), bool)
    replaced[order[:-1][identity[order[1:]] == identity[order[:-1]]]] = True
    return replaced


def _member(values: Hashes, among: Hashes) -> Flags:
    ordered = np.sort(among)
    places = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    return ordered[places] == values if len(ordered) else np.zeros(len(values), bool)


def _match_corrections(
    status: NDArray[np.uint8], match: Ints, identity: Hashes, known: Hashes, free: Flags
) -> None:
    """Pair the n-th open row of an identity with the n-th free known row of it."""
    open_rows, free_rows = np.flatnonzero(status == NEW), np.flatnonzero(free)
    if not len(open_rows) or not len(free_rows):
        return
    wanted, offered = _numbered(identity[open_rows]), _numbered(known[free_rows])
    order = np.argsort(offered)
    found = order[np.minimum(np.searchsorted(offered[order], wanted), len(order) - 1)]
    same = offered[found] == wanted
    status[open_rows[same]] = CHANGED
    match[open_rows[same]] = free_rows[found[same]]


def _numbered(identity: Hashes) -> Hashes:
    """Each identity together with how many equal ones stand before it."""
    order = np.argsort(identity, kind="stable")
    ordered = identity[order]
    fresh = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    starts = np.flatnonzero(fresh)
    rank = np.arange(len(ordered)) - starts[np.cumsum(fresh) - 1]
    numbered = np.empty_like(identity)
    numbered[order] = combined(ordered, hash_ints(rank))
    return numbered
