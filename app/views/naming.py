"""Names and places that new things start with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.usecases.customers import list_customers
from app.usecases.settings import settings

if TYPE_CHECKING:
    from app.usecases.desks import Database


def free_name(name: str, taken: Sequence[str]) -> str:
    """ "New site", or "New site 2" when there is one already."""
    used = {one.casefold() for one in taken}
    number = 1
    while (candidate := name if number == 1 else f"{name} {number}").casefold() in used:
        number += 1
    return candidate


def hours_zone(db: Database) -> str:
    """The time zone in which new hours begin: where most customers are, else the desk's own."""
    zones = Counter(customer.time_zone for customer in list_customers(db))
    return zones.most_common(1)[0][0] if zones else home_zone(db)


def home_zone(db: Database) -> str:
    """The desk's own time zone, in which new customers and agreements begin."""
    return settings(db).time_zone
